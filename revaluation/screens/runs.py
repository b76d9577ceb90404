"""Runs of revaluation: their list, computing a new one, the page of one, posting, undoing and deleting it."""

from collections.abc import Sequence
from functools import partial
from http import HTTPStatus
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef, Prefetch, QuerySet, Subquery, Sum
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from arclose.access.requests import CompanyRequest
from arclose.batch.jobs import KeyUsedOtherwise, submit
from arclose.batch.screens.posting import key_of, new_key, submit_as_job, write
from arclose.ledger.models import Company, Voucher
from arclose.ledger.models.vouchers import PostingType
from arclose.ledger.outcomes import CannotPost
from arclose.web.amounts import for_file
from arclose.web.days import format_day, format_moment
from arclose.web.links import page_url
from arclose.web.lists import EXPORTS, ListPage
from arclose.web.said import said
from arclose.web.totals import Totals
from customers.models import Customer, CustomerGroup
from revaluation import jobs, queries
from revaluation.computing import Asked, compute, compute_undo, delete_run
from revaluation.models import ReportingValue, Run, RunRate
from revaluation.posting import REVALUATION, post_run
from revaluation.screens import left_out
from revaluation.screens.forms import RunForm, UndoForm
from revaluation.screens.tables import STATES, LineFilter, LineTable, RunFilter, RunTable, state_of

SUMS_SHOWN = 100
SUMMED_AMOUNTS = ("original", "stood", "new", "change")
SUMMED = ("count", *SUMMED_AMOUNTS)


def company_runs(request: CompanyRequest) -> "QuerySet[Run]":
    """Give the runs of the request's company."""
    rows = Run.objects.filter(company=request.company).select_related("company__accounting_currency", "created_by")
    return rows.prefetch_related("undone_by")


def runs(request: CompanyRequest) -> HttpResponseBase:
    """List the runs, newest first."""
    listing = ListPage(request, name="revaluations", rows=company_runs(request), table=RunTable, filters=RunFilter)
    return listing.answer("revaluation/runs.html", {"title": _("Foreign currency revaluation")})


def new_run(request: CompanyRequest) -> HttpResponse:
    """Ask what is to be revalued, then compute and store it, at once or as a job; post nothing."""
    usual = min(request.period.end_date, request.today)
    form = RunForm(
        request.POST if request.method == "POST" else None, request=request, initial={"considered_date": usual}
    )
    if form.is_valid():
        if "job" in request.POST:
            return _compute_as_job(request, form)
        made = _compute_now(request, form)
        if made:
            return HttpResponseRedirect(page_url(request, "revaluation:run", pk=made.pk))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"title": _("New revaluation"), "form": form, "key": new_key()}
    return render(request, "revaluation/new_run.html", context, status=status)


def _compute_now(request: CompanyRequest, form: RunForm) -> Run | None:
    """Compute in the request's company, and in others. What others refuse is told; the form says what its own does."""
    asked = form.asked()
    own: Run | None = None
    for company in (request.company, *form.cleaned_data.get("companies", [])):
        wanted = asked if company == request.company else _elsewhere(asked)
        about: dict[str, Any] = {"today": request.today, "created_by": request.user, "key": key_of(request)}
        work = partial(compute, company=company, asked=wanted, **about)
        try:
            made = write(work)
        except CannotPost as error:
            if company == request.company:
                form.add_error(None, str(error))
            else:
                messages.error(request, f"{company.code}: {error}")
            continue
        own = made if company == request.company else own
        _tell_of(request, company, made)
    return own


def _elsewhere(asked: Asked) -> Asked:
    return Asked(
        method=asked.method,
        considered_date=asked.considered_date,
        rate_date=asked.rate_date,
        exchange_rate_type=asked.exchange_rate_type,
        currencies=asked.currencies,
        note=asked.note,
    )


def _tell_of(request: CompanyRequest, company: Company, run: Run) -> None:
    text = _("%(run)s of %(company)s is computed: lines %(lines)s, left out %(left)s. Nothing is posted yet.")
    facts = {"run": run, "company": company.code, "lines": run.line_count, "left": run.left_out_count}
    messages.success(request, text % facts)


def _compute_as_job(request: CompanyRequest, form: RunForm) -> HttpResponse:
    """Submit a job in the request's company, and one in each further company."""
    asked = form.asked()
    description = said(lambda: _("Revaluation on %(day)s") % {"day": format_day(asked.considered_date)})
    for company in form.cleaned_data.get("companies", []):
        work = partial(
            submit,
            company=company,
            kind=jobs.COMPUTE,
            description=description,
            submitted_by=request.user,
            documents=None,
            key=key_of(request),
            parameters=jobs.as_stored(_elsewhere(asked), posts=False),
        )
        try:
            job = write(work)
        except KeyUsedOtherwise:
            messages.error(request, _("This page was used before, for other documents. Choose again."))
            return HttpResponseRedirect(page_url(request, "revaluation:new_run"))
        text = _("Job %(job)s computes the revaluation of %(company)s.")
        messages.success(request, text % {"job": job.pk, "company": company.code})
    return submit_as_job(
        request,
        kind=jobs.COMPUTE,
        description=description,
        documents=None,
        back=HttpResponseRedirect(page_url(request, "revaluation:new_run")),
        parameters=jobs.as_stored(asked, posts=False),
    )


def run(request: CompanyRequest, pk: int) -> HttpResponseBase:
    """Show one run: what was asked, its rates, sums, vouchers, what it leaves out, and its lines as a list."""
    found = _found(request, pk)
    listing = ListPage(
        request,
        name=f"revaluation-{found}",
        rows=queries.lines_of(found).select_related(
            "company", "transaction__customer", "control_account", "offset_account", "stood_offset_account"
        ),
        table=LineTable,
        filters=LineFilter,
        totals=Totals(
            currency="currency_id",
            amounts={
                name: name
                for name in ("open_amount", "original_amount", "stood_amount", "new_amount", "value", "change")
            },
        ),
    )
    if (form := request.GET.get("sums", "")) in EXPORTS:
        return _exported_sums(found, _grouping(request), form)
    if listing.is_fragment or "export" in request.GET:
        return listing.answer("revaluation/run.html")
    return listing.answer("revaluation/run.html", _context(request, found))


def _grouping(request: CompanyRequest) -> str:
    by = request.GET.get("by", "")
    return by if by in queries.GROUPINGS else "currency"


def _exported_sums(found: Run, by: str, form: str) -> HttpResponseBase:
    header = [_("Name"), _("Lines"), _("Original value"), _("Stood"), _("New adjustment"), _("Movement")]
    books = found.company.accounting_currency_id
    rows = (
        [queries.name_of(row, by), row["count"], *(for_file(row[key], books) for key in SUMMED_AMOUNTS)]
        for row in queries.sums_of(found, by).iterator()
    )
    return EXPORTS[form](f"revaluation-{found}-by-{by}", header, rows)


def _found(request: CompanyRequest, pk: int) -> Run:
    """Give a run with its rates, and whether there is another to compare it with.

    :raises Http404: the company has no such run.
    """
    others = Run.objects.filter(company=request.company).exclude(pk=OuterRef("pk"))
    rows = company_runs(request).select_related("exchange_rate_type", "posting_profile", "posting__posted_by", "undoes")
    rates = Prefetch("rates", RunRate.objects.order_by("currency"))
    return get_object_or_404(rows.prefetch_related(rates).annotate(has_others=Exists(others)), pk=pk)


def _context(request: CompanyRequest, found: Any) -> dict[str, Any]:
    by = _grouping(request)
    sums = queries.sums_of(found, by)
    shown = [{**row, "name": queries.name_of(row, by)} for row in sums[:SUMS_SHOWN]]
    state = state_of(found)
    entries = _entries(found)
    values: Sequence[ReportingValue] = []
    if request.company.reporting_currency_id:
        values = list(
            found.reporting_values.select_related("control_account").order_by("currency", "control_account__number")
        )
    return {
        "title": _("Revaluation %(run)s") % {"run": found},
        "run": found,
        "state_key": state,
        "state_label": STATES[state],
        "facts": _facts(found),
        "rates": found.rates.all(),
        "by": by,
        "sums": shown,
        "total": _total(sums) if len(shown) > 1 else None,
        "sums_count": sums.count() if len(shown) == SUMS_SHOWN else len(shown),
        "reporting": _reporting(found, values),
        "staying": _staying(values),
        "rates_url": page_url(request, "revaluation:rates") if request.may_open("revaluation:rates") else "",
        "held_back": queries.reporting_held_back(found.undoes) if found.undoes and not found.posting else (),
        "entries": [(entry, PostingType(entry.posting_type).label) for entry in entries],
        "vouchers": sorted({(one.posted_in, one.number) for one in entries if one.posted_in}),
        "left_out": left_out.summary(request, found) if found.left_out_count else [],
        "undone_by": [one for one in found.undone_by.all() if one.posting_id],
        "may_undo": found.undoes_id is None and state in ("posted", "partly_undone"),
        "may_compare": found.has_others,
        "key": new_key(),
    }


def _entries(found: Run) -> list[Any]:
    """Give the entries of a run, each with key and number of the voucher that it was posted in."""
    posted = Voucher.objects.filter(
        company=found.company_id, document_type=REVALUATION, document_id=OuterRef("voucher")
    )
    rows = found.entries.select_related("account", "voucher__currency", "voucher__control_account").annotate(
        posted_in=Subquery(posted.values("pk")), number=Subquery(posted.values("number"))
    )
    return list(rows.order_by("voucher__posting_date", "voucher__currency", "voucher", "pk"))


def _total(sums: "QuerySet[Any, dict[str, Any]]") -> dict[str, Any]:
    """Give the sums of all rows, under other names while they are added: of two alike only one would be known."""
    found = sums.order_by().aggregate(**{f"total_{key}": Sum(key) for key in SUMMED})
    return {key: found[f"total_{key}"] for key in SUMMED}


def _reporting(found: Run, values: Sequence[ReportingValue]) -> list[dict[str, Any]]:
    """Give what a run makes of the reporting currency, each with the two sides of its rate where it has one."""
    rates = {rate.currency_id: rate for rate in found.rates.all() if rate.units_from}
    books, reporting = found.company.accounting_currency_id, rates.get(str(found.company.reporting_currency_id))
    return [
        {
            "value": row,
            "units_from": reporting.units_to if row.currency_id == books else rates[row.currency_id].units_from,
            "units_to": reporting.units_from,
        }
        if reporting and not row.problem and (row.currency_id == books or row.currency_id in rates)
        else {"value": row}
        for row in values
    ]


def _staying(values: Sequence[ReportingValue]) -> list[tuple[str, list[ReportingValue]]]:
    """Give what stays as it is in reporting currency, by the reason."""
    rows = sorted((row for row in values if row.problem), key=lambda row: row.problem)
    return [(problem, list(found)) for problem, found in groupby(rows, key=lambda row: row.problem)]


def _facts(found: Run) -> list[tuple[str, Any]]:
    groups = CustomerGroup.objects.filter(pk__in=found.customer_groups).order_by("code")
    customers = Customer.objects.filter(pk__in=found.customers).order_by("number")
    everything = _("all")
    return [
        (_("Method"), found.get_method_display()),
        (_("Considered date"), format_day(found.considered_date)),
        (_("Date of rate"), format_day(found.rate_date)),
        (_("Exchange rate type"), found.exchange_rate_type.code),
        (_("Currencies"), ", ".join(found.currencies) or everything),
        (_("Customer groups"), ", ".join(group.code for group in groups) or everything),
        (_("Customers"), ", ".join(one.number for one in customers) or everything),
        (_("Posting profile"), found.posting_profile or _("That of each transaction")),
        (_("Computed"), f"{format_moment(found.created_at)}, {found.created_by}"),
        *(
            [(_("Posted"), f"{format_moment(found.posting.posted_at)}, {found.posting.posted_by}")]
            if found.posting
            else []
        ),
        *([(_("Note"), found.note)] if found.note else []),
    ]


def post(request: CompanyRequest, pk: int) -> HttpResponse:
    """Post a run as it was computed; where something changed since, say what, and post nothing."""
    found = _found(request, pk)
    try:
        outcome = write(
            partial(post_run, company=request.company, run=found.pk, posted_by=request.user, key=key_of(request))
        )
    except CannotPost as error:
        messages.error(request, str(error))
    else:
        text = _("%(run)s is posted.") if outcome.posted else _("%(run)s was posted before.")
        (messages.success if outcome.posted else messages.info)(request, text % {"run": found})
    return HttpResponseRedirect(page_url(request, "revaluation:run", pk=pk))


def post_as_job(request: CompanyRequest, pk: int) -> HttpResponse:
    """Submit a run to be posted as a job."""
    found = _found(request, pk)
    waiting = Run.objects.filter(company=request.company, pk=pk, posting=None).annotate(label=jobs.LABEL)
    return submit_as_job(
        request,
        kind=jobs.POST,
        description=said(lambda: _("Post revaluation %(run)s") % {"run": found}),
        documents=waiting.values_list("pk", "considered_date", "label"),
        back=HttpResponseRedirect(page_url(request, "revaluation:run", pk=pk)),
        none_chosen=_("%(run)s was posted before.") % {"run": found},
    )


def compute_anew(request: CompanyRequest, pk: int) -> HttpResponse:
    """Compute what a preview asks for once more, and compare it with the old one."""
    old = get_object_or_404(company_runs(request).filter(posting=None, undoes=None), pk=pk)
    asked = Asked(
        method=old.method,  # type: ignore[arg-type]
        considered_date=old.considered_date,
        rate_date=old.rate_date,
        exchange_rate_type=old.exchange_rate_type,
        posting_profile=old.posting_profile,
        currencies=old.currencies,
        customers=old.customers,
        customer_groups=old.customer_groups,
        note=old.note,
    )
    try:
        about: dict[str, Any] = {"today": request.today, "created_by": request.user, "key": key_of(request)}
        made = write(partial(compute, company=request.company, asked=asked, **about))
    except CannotPost as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(page_url(request, "revaluation:run", pk=pk))
    _tell_of(request, request.company, made)
    return HttpResponseRedirect(page_url(request, "revaluation:compare", pk=made.pk) + f"?other={old.pk}")


def delete(request: CompanyRequest, pk: int) -> HttpResponse:
    """Delete a preview that is not wanted."""
    found = get_object_or_404(company_runs(request).filter(posting=None), pk=pk)
    write(partial(delete_run, run=found))
    messages.success(request, _("The preview %(run)s is deleted.") % {"run": f"RV-{pk}"})
    return HttpResponseRedirect(page_url(request, "revaluation:runs"))


def undo(request: CompanyRequest, pk: int) -> HttpResponse:
    """Ask for day and reason, then compute what undoing a run makes, as a preview that is posted like any run."""
    found = get_object_or_404(_posted(request), pk=pk)
    form = UndoForm(
        request.POST if request.method == "POST" else None,
        today=request.today,
        initial={"day": found.considered_date},
    )
    if form.is_valid():
        work = partial(compute_undo, run=found, created_by=request.user, key=key_of(request), **form.cleaned_data)
        try:
            made = write(work)
        except CannotPost as error:
            form.add_error(None, str(error))
        else:
            _tell_of(request, request.company, made)
            return HttpResponseRedirect(page_url(request, "revaluation:run", pk=made.pk))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {
        "title": _("Undo revaluation %(run)s") % {"run": found},
        "run": found,
        "back": page_url(request, "revaluation:run", pk=pk),
        "form": form,
        "key": key_of(request),
    }
    return render(request, "revaluation/undo.html", context, status=status)


def _posted(request: CompanyRequest) -> "QuerySet[Run]":
    return company_runs(request).filter(posting__isnull=False, undoes=None)


def voucher(request: CompanyRequest, pk: int) -> HttpResponse:
    """Go from a voucher of a run to the run."""
    found = get_object_or_404(Run, company=request.company, vouchers=pk)
    return HttpResponseRedirect(page_url(request, "revaluation:run", pk=found.pk))
