"""Free text invoices: the list, the page of one, entering and changing, and posting them."""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arclose.access.requests import CompanyRequest
from arclose.batch import jobs
from arclose.batch.posting_pages import POSTED_NOW_AT_MOST, key_of, new_key, write
from arclose.ledger.models import LedgerAccount
from arclose.ledger.outcomes import CannotPost, Outcome
from arclose.web.days import format_day
from arclose.web.links import page_url
from arclose.web.lists import ListPage
from arclose.web.selection import selected_rows
from arclose.web.totals import Totals
from customers import free_text as verbs
from customers.models import Customer, FreeTextInvoice, ItemTaxGroup
from customers.models.free_text import FreeTextStatus
from customers.screens.filters import FreeTextFilter
from customers.screens.free_text_forms import FreeTextForm, FreeTextLineFormSet, initial_lines, initial_of
from customers.screens.tables import FreeTextTable

REASONS_SHOWN = 10
SUGGESTED_AT_MOST = 500
LONGEST_ID = 19


def company_free_text(request: CompanyRequest) -> "QuerySet[FreeTextInvoice]":
    """Give the free text invoices of the request's company."""
    return FreeTextInvoice.objects.filter(company=request.company)


def free_text_invoices(request: CompanyRequest) -> HttpResponseBase:
    """List the free text invoices."""
    may_post = request.may_open("customers:post_free_text", "POST")
    listing = ListPage(
        request,
        name="free-text-invoices",
        rows=company_free_text(request).select_related("customer", "invoice"),
        table=FreeTextTable,
        filters=FreeTextFilter,
        totals=Totals(currency="currency_id", amounts={"net_amount": "net_amount"}),
        may_choose=may_post,
    )
    context = {
        "title": _("Free text invoices"),
        "key": new_key(),
        "actions": "customers/free_text_actions.html" if may_post else "",
    }
    return listing.answer("customers/free_text_invoices.html", context)


def free_text_invoice(request: CompanyRequest, pk: int) -> HttpResponse:
    """Show one free text invoice: head, lines, and the invoice it became."""
    rows = company_free_text(request).select_related(
        "customer", "invoice_account", "currency", "payment_terms", "tax_group", "invoice__posting__posted_by"
    )
    found = get_object_or_404(rows, pk=pk)
    context = {
        "title": _("Free text invoice %(document)s") % {"document": found},
        "document": found,
        "lines": found.lines.select_related("account", "item_tax_group").order_by("line_number"),
        "facts": _facts(found),
        "is_waiting": found.status == FreeTextStatus.IN_PROCESS,
        "key": new_key(),
    }
    return render(request, "customers/free_text_invoice.html", context)


def _facts(document: FreeTextInvoice) -> list[tuple[str, object]]:
    facts: list[tuple[str, object]] = [
        (_("Invoice date"), format_day(document.invoice_date)),
        (_("Currency"), document.currency_id),
        (_("Payment terms"), document.payment_terms.name),
        (_("Tax group"), document.tax_group.name),
        (_("Delivery country"), document.delivery_country),
    ]
    if document.release_date:
        facts.append((_("Release date"), format_day(document.release_date)))
    if document.reason:
        facts.append((_("Reason"), document.reason))
    return facts


# --- entering ---------------------------------------------------------------------------------------------------------


def new_free_text(request: CompanyRequest) -> HttpResponse:
    """Enter a free text invoice, or a copy of one: what the one should have been that was credited."""
    day = min(request.today, request.period.end_date)
    initial: dict[str, Any] = {"customer": request.GET.get("customer", "")}
    copied = _copied(request)
    if copied:
        initial = {**initial_of(copied), "release_date": None}
    form, lines = _forms(request, initial={**initial, "invoice_date": day}, document=copied)
    key, status = key_of(request), HTTPStatus.OK
    if _is_complete(request, form, lines):
        enter = partial(verbs.enter_free_text, company=request.company, key=key)
        try:
            document = _try(form, lines, enter)
        except verbs.SentBefore as error:
            form.add_error(None, str(error))
            key, status, document = new_key(), HTTPStatus.CONFLICT, None
        if document:
            messages.success(request, _("%(document)s is entered.") % {"document": document})
            return _to(request, document)
    return _page(request, form, lines, status, title=_("New free text invoice"), key=key)


def _copied(request: CompanyRequest) -> FreeTextInvoice | None:
    typed = request.GET.get("copy", "")
    if not typed:
        return None
    pk = int(typed) if typed.isdecimal() and len(typed) < LONGEST_ID else 0
    return get_object_or_404(company_free_text(request), pk=pk)


def change_free_text(request: CompanyRequest, pk: int) -> HttpResponse:
    """Change a free text invoice that waits."""
    found = get_object_or_404(company_free_text(request).select_related("currency"), pk=pk)
    if found.status == FreeTextStatus.POSTED:
        messages.error(request, str(verbs.FreeTextPosted(found)))
        return _to(request, found)
    form, lines = _forms(request, initial=initial_of(found), document=found)
    change = partial(verbs.change_free_text, document=found)
    if _is_complete(request, form, lines) and (changed := _try(form, lines, change)):
        messages.success(request, _("%(document)s is changed.") % {"document": changed})
        return _to(request, changed)
    return _page(request, form, lines, title=_("Change %(document)s") % {"document": found}, document=found)


def delete_free_text(request: CompanyRequest, pk: int) -> HttpResponse:
    """Delete a free text invoice that waits."""
    found = get_object_or_404(company_free_text(request), pk=pk)
    name = str(found)
    try:
        verbs.delete_free_text(document=found)
    except verbs.FreeTextPosted as error:
        messages.error(request, str(error))
        return _to(request, found)
    messages.success(request, _("%(document)s is deleted. It had no number yet.") % {"document": name})
    return HttpResponseRedirect(page_url(request, "customers:free_text_invoices"))


def _forms(
    request: CompanyRequest, *, initial: dict[str, Any], document: FreeTextInvoice | None = None
) -> tuple[FreeTextForm, Any]:
    typed = request.POST if request.method == "POST" else None
    form = FreeTextForm(typed, initial=initial, today=request.today, company=request.company)
    known = initial_lines(document) if document and typed is None else None
    lines = FreeTextLineFormSet(typed, prefix="lines", initial=known, form_kwargs={"company": request.company})
    return form, lines


def _is_complete(request: CompanyRequest, form: FreeTextForm, lines: Any) -> bool:
    if request.method != "POST":
        return False
    is_valid = form.is_valid()
    return bool(lines.is_valid() and is_valid)


def _try(form: FreeTextForm, lines: Any, act: Callable[..., FreeTextInvoice]) -> FreeTextInvoice | None:
    """Write it, or put the refusal beside what was typed."""
    try:
        return act(head=form.head(), lines=lines.lines())
    except verbs.LineTooLarge as error:
        lines.typed_forms()[error.position].add_error("quantity", str(error))
    except verbs.FreeTextPosted as error:
        form.add_error(None, str(error))
    return None


def _page(
    request: CompanyRequest, form: FreeTextForm, lines: Any, status: int = HTTPStatus.OK, **context: Any
) -> HttpResponse:
    own = {"company": request.company}
    shown = {
        **context,
        "form": form,
        "lines": lines,
        "customers": _suggested(Customer.objects.filter(**own, is_blocked=False), "number"),
        "accounts": _suggested(LedgerAccount.objects.filter(**own, is_control_account=False), "number"),
        "item_tax_groups": _suggested(ItemTaxGroup.objects.filter(**own), "code"),
    }
    return render(request, "customers/free_text_form.html", shown, status=status)


def _suggested(rows: "QuerySet[Any]", by: str) -> "QuerySet[Any, Any]":
    return rows.order_by(by).values_list(by, "name")[:SUGGESTED_AT_MOST]


def _to(request: CompanyRequest, document: FreeTextInvoice) -> HttpResponse:
    return HttpResponseRedirect(page_url(request, "customers:free_text_invoice", pk=document.pk))


# --- posting ----------------------------------------------------------------------------------------------------------


def post_free_text(request: CompanyRequest) -> HttpResponse:
    """Post the chosen free text invoices at once, and say what was left out and why."""
    ids = list(_chosen(request).order_by("pk").values_list("pk", flat=True)[: POSTED_NOW_AT_MOST + 1])
    if not ids:
        messages.warning(request, _("No free text invoice was chosen. Tick some, or choose all of the filter."))
    elif len(ids) > POSTED_NOW_AT_MOST:
        error = _("At once, up to %(count)s documents are posted. Post these as a job, or choose fewer.")
        messages.error(request, error % {"count": POSTED_NOW_AT_MOST})
    else:
        _post(request, ids)
    if len(ids) == 1:
        return HttpResponseRedirect(page_url(request, "customers:free_text_invoice", pk=ids[0]))
    return _back(request)


def _post(request: CompanyRequest, ids: list[int]) -> None:
    post = partial(
        verbs.post_free_text_invoices,
        company=request.company,
        documents=ids,
        posted_by=request.user,
        key=key_of(request),
        today=request.today,
    )
    try:
        outcome = write(post)
    except CannotPost as error:
        messages.error(request, str(error))
    else:
        _tell(request, outcome)


def _tell(request: CompanyRequest, outcome: Outcome) -> None:
    if outcome.posted:
        count = len(outcome.posted)
        text = ngettext("%(count)d invoice is posted.", "%(count)d invoices are posted.", count)
        messages.success(request, text % {"count": count})
    if outcome.already:
        count = len(outcome.already)
        text = ngettext("%(count)d was posted before and stays so.", "%(count)d were posted before and stay so.", count)
        messages.info(request, text % {"count": count})
    for refusal in outcome.left_out[:REASONS_SHOWN]:
        messages.error(request, f"FT-{refusal.document_id}: {refusal.reason} {refusal.remedy}")
    if len(outcome.left_out) > REASONS_SHOWN:
        messages.error(request, _("%(count)d were left out in all.") % {"count": len(outcome.left_out)})


def post_free_text_as_job(request: CompanyRequest) -> HttpResponse:
    """Submit the chosen free text invoices as a job."""
    labeled = _chosen(request).annotate(label=Concat(Value("FT-"), Cast("pk", CharField())))
    try:
        job = jobs.submit(
            company=request.company,
            kind=verbs.FREE_TEXT_INVOICES,
            description=_("Post free text invoices of %(company)s") % {"company": request.company.code},
            submitted_by=request.user,
            documents=labeled.order_by("invoice_date", "pk").values_list("pk", "invoice_date", "label"),
            key=key_of(request),
        )
    except jobs.NothingSelected:
        messages.warning(request, _("No free text invoice was chosen. Tick some, or choose all of the filter."))
        return _back(request)
    except jobs.KeyUsedOtherwise:
        messages.error(request, _("This page was used before, for other documents. Choose again."))
        return _back(request)
    return HttpResponseRedirect(page_url(request, "batch:job", pk=job.pk))


def _chosen(request: CompanyRequest) -> "QuerySet[FreeTextInvoice]":
    return selected_rows(request, rows=company_free_text(request), filters=FreeTextFilter)


def _back(request: CompanyRequest) -> HttpResponse:
    query = request.GET.urlencode()
    return HttpResponseRedirect(page_url(request, "customers:free_text_invoices") + (f"?{query}" if query else ""))
