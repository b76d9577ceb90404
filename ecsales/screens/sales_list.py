"""A list's page: what it says, what it leaves out and why, the proof, its files, and what becomes of it."""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arclose.access.requests import CompanyRequest
from arclose.batch.screens.posting import key_of, new_key, write
from arclose.web.days import format_day
from arclose.web.forms import PlainForm
from arclose.web.links import page_url
from arclose.web.states import state_badge
from customers.screens.papers import shown_paper
from ecsales.corrections import late_documents
from ecsales.declaring import ListChanged, report
from ecsales.formats import schemas
from ecsales.formats.format import CorrectionPlace, Format, basis_of
from ecsales.list_states import CannotDeclare, close, reopen, take_back
from ecsales.listings import deadline_of, formats_for
from ecsales.models import CheckResult, Declaration, DeclaredFile, SalesList
from ecsales.paper import LINES_AT_MOST, paper_of
from ecsales.periods import quarters_beyond
from ecsales.planning import goes_along, plan
from ecsales.screens.lists import company_lists
from ecsales.screens.paging import page_of
from ecsales.screens.proof import kind_totals, tie_of
from ecsales.vies import latest_checks

LATE_SHOWN, NUMBERS_LOOKED_AT = 20, 5_000


class ReportForm(PlainForm):
    """Whether a list is reported though something stays out that has to be on it."""

    leaves_blocking = forms.BooleanField(
        label=gettext_lazy("Report without the documents that cannot be listed"),
        required=False,
        widget=forms.CheckboxInput({"class": "form-check-input"}),
        help_text=gettext_lazy("They are corrected later. The zero rate of goods depends on their being listed."),
    )


class ReasonForm(PlainForm):
    """Why a list is taken back or reopened."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=200,
        widget=forms.TextInput({"class": "form-control", "autocomplete": "off"}),
    )


class CloseForm(PlainForm):
    """Under which number the authority accepted a list."""

    receipt = forms.CharField(
        label=gettext_lazy("Receipt of the authority"),
        max_length=60,
        required=False,
        widget=forms.TextInput({"class": "form-control", "autocomplete": "off"}),
        help_text=gettext_lazy("Where it gave one: some states ask for it when the list is corrected."),
    )


def sales_list(request: CompanyRequest, pk: int) -> HttpResponse:
    """Show one list as it is collected now, and beside it what was declared."""
    return _show(request, _found(request, pk))


def report_list(request: CompanyRequest, pk: int) -> HttpResponse:
    """Report a list as it was shown, or what corrects it."""
    found, form = _found(request, pk), ReportForm(request.POST)
    act = partial(
        report,
        sales_list=found,
        moment=timezone.localtime(),
        seen=request.POST.get("seen", ""),
        reported_by=request.user,
        key=key_of(request),
        leaves_blocking=form.is_valid() and form.cleaned_data["leaves_blocking"],
    )
    return _acted(request, found, "report", form, act, _said_of)


def _said_of(declared: Declaration) -> str:
    facts = {"list": declared.sales_list}
    if declared.files.exists():
        return _("%(list)s is reported. Hand its file to the authority, then close the list.") % facts
    return _("%(list)s is reported, and there is no file to hand over: close the list.") % facts


def take_back_list(request: CompanyRequest, pk: int) -> HttpResponse:
    """Withdraw what was reported last."""
    found, form = _found(request, pk), ReasonForm(request.POST)
    act = partial(_reasoned, form, take_back, found, request)
    done = _("What was reported last of %(list)s is withdrawn.") % {"list": found}
    return _acted(request, found, "reason", form, act, done)


def close_list(request: CompanyRequest, pk: int) -> HttpResponse:
    """Close a list that the authority accepted."""
    found, form = _found(request, pk), CloseForm(request.POST)
    receipt = form.cleaned_data["receipt"] if form.is_valid() else ""
    act = partial(close, sales_list=found, receipt=receipt, changed_by=request.user)
    return _acted(request, found, "close", form, act, _("%(list)s is closed.") % {"list": found})


def reopen_list(request: CompanyRequest, pk: int) -> HttpResponse:
    """Let a closed list be reported again."""
    found, form = _found(request, pk), ReasonForm(request.POST)
    act = partial(_reasoned, form, reopen, found, request)
    done = _("%(list)s is reported, and no longer closed.") % {"list": found}
    return _acted(request, found, "reason", form, act, done)


def declared_file(request: CompanyRequest, pk: int, number: int) -> HttpResponse:
    """Give a file of what was declared, as it was made."""
    declared = get_object_or_404(Declaration, company=request.company, pk=pk)
    file = get_object_or_404(DeclaredFile, declaration=declared, file_number=number)
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"'}
    return HttpResponse(bytes(file.content), content_type=file.media_type, headers=headers)


def declared_paper(request: CompanyRequest, pk: int) -> HttpResponse:
    """Show what was declared as a document to print."""
    known = Declaration.objects.select_related("company", "currency", "sales_list__registration", "reported_by")
    declared = get_object_or_404(known, company=request.company, pk=pk, line_count__lte=LINES_AT_MOST)
    return shown_paper(request, [paper_of(declared)])


def _found(request: CompanyRequest, pk: int) -> SalesList:
    return get_object_or_404(company_lists(request), pk=pk)


def _reasoned(form: ReasonForm, act: Callable[..., Any], found: SalesList, request: CompanyRequest) -> Any:
    return act(sales_list=found, reason=form.cleaned_data["reason"], changed_by=request.user)


def _acted(
    request: CompanyRequest,
    found: SalesList,
    name: str,
    form: forms.Form,
    act: Callable[[], Any],
    done: str | Callable[[Any], str],
) -> HttpResponse:
    """Do what a form asks for and go back to the page, or show the page with the form and what is refused."""
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if form.is_valid():
        try:
            result = write(act)
        except CannotDeclare as refused:
            status = HTTPStatus.CONFLICT if isinstance(refused, ListChanged) else status
            for reason in refused.reasons:
                form.add_error(None, reason)
        else:
            messages.success(request, done(result) if callable(done) else done)
            return HttpResponseRedirect(page_url(request, "ecsales:sales_list", pk=found.pk))
    return _show(request, _found(request, found.pk), status=status, **{f"{name}_form": form})


def _show(
    request: CompanyRequest, found: SalesList, *, status: int = HTTPStatus.OK, **typed: forms.Form
) -> HttpResponse:
    now = plan(found)
    lines = now.collection.lines
    checks = latest_checks(request.company, [line.number for line in lines[:NUMBERS_LOOKED_AT]])
    late = late_documents(found, now.before, at_most=LATE_SHOWN) if now.before else []
    declared = (
        found.declarations.select_related("reported_by", "withdrawal", "carried_by__sales_list")
        .prefetch_related(Prefetch("files", DeclaredFile.objects.defer("content").order_by("file_number")))
        .order_by("-number")
    )
    context = {
        "title": _("EC sales list %(period)s") % {"period": found.period},
        "state": state_badge(found.status, found.get_status_display()),
        "sales_list": found,
        "currency": found.registration.currency_id,
        "books_currency": request.company.accounting_currency_id,
        "facts": _facts(found),
        "plan": now,
        "lines": page_of(request, lines),
        "changed": page_of(request, now.differences, "changed"),
        "is_early": request.today <= found.end_date,
        "checks": checks,
        "not_held": [one for one in checks.values() if one.result == CheckResult.INVALID],
        "unchecked": len({line.number for line in lines} - checks.keys()),
        "kinds": kind_totals(lines),
        "tie": tie_of(now.collection),
        "beyond": quarters_beyond(found),
        "late": late,
        "corrects_by": _corrects_by(found) if now.differences else "",
        "goes_along": goes_along(found),
        "declarations": declared,
        "printed_at_most": LINES_AT_MOST,
        "changes": found.changes.select_related("changed_by").order_by("pk"),
        "key": new_key(),
        "refused": next(iter(typed.values()), None),
        "report_form": ReportForm(),
        "reason_form": ReasonForm(),
        "close_form": CloseForm(),
        **typed,
        "may_delete": not declared,
    }
    return render(request, "ecsales/sales_list.html", context, status=status)


def _facts(found: SalesList) -> list[tuple[str, Any]]:
    forms_of_list = formats_for(found)
    return [
        (_("VAT registration"), found.registration.vat_number),
        (_("Days"), f"{format_day(found.start_date)} \N{EN DASH} {format_day(found.end_date)}"),
        (_("Due"), format_day(deadline_of(found))),
        (_("File"), ", ".join(form.name for form in forms_of_list)),
        (_("Rests on"), ", ".join(dict.fromkeys(_basis(form) for form in forms_of_list))),
        (_("Corrections"), ", ".join(dict.fromkeys(_way_of_correction(form) for form in forms_of_list))),
    ]


def _basis(form: Format) -> str:
    return basis_of(form.rests_on, is_valid=schemas.is_at_hand(form, settings.EC_SALES_SCHEMAS))


def _way_of_correction(form: Format) -> str:
    facts = {"style": form.correction_style.label, "place": form.correction_place.label}
    way = _("%(style)s (%(place)s)") % facts
    if form.receipts_for:
        kinds = ", ".join(str(kind.label) for kind in sorted(form.receipts_for))
        way = _("%(way)s; of %(kinds)s by the receipt of the earlier list, else by hand in the authority's portal") % {
            "way": way,
            "kinds": kinds,
        }
    if not form.corrects_by_credits:
        return way
    return _("%(way)s; credits of an earlier period go there") % {"way": way}


def _corrects_by(found: SalesList) -> str:
    """Say how a state is told what a list should have said, where that is not a file of its own."""
    if goes_along(found):
        return _("The file of the next list takes this correction along.")
    if any(form.correction_place is CorrectionPlace.OWN_LIST for form in formats_for(found)):
        return ""
    return _("There is no file for this correction: type it into the portal of the authority.")
