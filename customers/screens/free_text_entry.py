"""Enter, copy, change and delete free text invoices."""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from arclose.access.requests import CompanyRequest
from arclose.batch.screens.posting import key_of, new_key
from arclose.ledger.models import LedgerAccount
from arclose.web.links import page_url
from customers.free_text import drafts
from customers.models import Customer, DistributionTemplate, FreeTextInvoice, ItemTaxGroup
from customers.models.free_text import FreeTextStatus
from customers.screens.free_text import company_free_text, to_free_text
from customers.screens.free_text_forms import FreeTextForm, FreeTextLineFormSet, initial_lines, initial_of

SUGGESTED_AT_MOST = 500
LONGEST_ID = 19


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
        enter = partial(drafts.enter_free_text, company=request.company, key=key)
        try:
            document = _try(form, lines, enter)
        except drafts.SentBefore as error:
            form.add_error(None, str(error))
            key, status, document = new_key(), HTTPStatus.CONFLICT, None
        if document:
            messages.success(request, _("%(document)s is entered.") % {"document": document})
            return to_free_text(request, document)
    return _page(request, form, lines, status, title=_("New free text invoice"), key=key)


def _copied(request: CompanyRequest) -> FreeTextInvoice | None:
    typed = request.GET.get("copy", "")
    if not typed:
        return None
    pk = int(typed) if typed.isdecimal() and len(typed) < LONGEST_ID else 0
    return get_object_or_404(company_free_text(request), pk=pk)


def change_free_text(request: CompanyRequest, pk: int) -> HttpResponse:
    """Change a free text invoice that waits; one that somebody else changed meanwhile is told, and nothing is lost."""
    found = get_object_or_404(company_free_text(request).select_related("currency"), pk=pk)
    if found.status == FreeTextStatus.POSTED:
        messages.error(request, str(drafts.FreeTextPosted(found)))
        return to_free_text(request, found)
    form, lines = _forms(request, initial=initial_of(found), document=found)
    version, status = _version(request, found), HTTPStatus.OK
    if _is_complete(request, form, lines):
        try:
            changed = _try(form, lines, partial(drafts.change_free_text, document=found, version=version))
        except drafts.ChangedMeanwhile as error:
            form.add_error(None, str(error))
            found.refresh_from_db(fields=["version"])
            version, status, changed = found.version, HTTPStatus.CONFLICT, None
        if changed:
            messages.success(request, _("%(document)s is changed.") % {"document": changed})
            return to_free_text(request, changed)
    title = _("Change %(document)s") % {"document": found}
    return _page(request, form, lines, status, title=title, document=found, version=version)


def _version(request: CompanyRequest, document: FreeTextInvoice) -> int:
    """Give the version that the form was opened with; a form without one is of now."""
    typed = request.POST.get("version", "")
    return int(typed) if typed.isdecimal() and len(typed) < LONGEST_ID else document.version


def delete_free_text(request: CompanyRequest, pk: int) -> HttpResponse:
    """Delete a free text invoice that waits."""
    found = get_object_or_404(company_free_text(request), pk=pk)
    name = str(found)
    try:
        drafts.delete_free_text(document=found)
    except drafts.FreeTextPosted as error:
        messages.error(request, str(error))
        return to_free_text(request, found)
    except drafts.FreeTextDeleted as error:
        messages.warning(request, str(error))
        return HttpResponseRedirect(page_url(request, "customers:free_text_invoices"))
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
    except drafts.LineRefused as error:
        lines.typed_forms()[error.position].add_error(error.field, str(error))
    except (drafts.FreeTextPosted, drafts.FreeTextDeleted) as error:
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
        "distributions": _suggested(DistributionTemplate.objects.filter(**own), "code"),
        "item_tax_groups": _suggested(ItemTaxGroup.objects.filter(**own), "code"),
    }
    return render(request, "customers/free_text_form.html", shown, status=status)


def _suggested(rows: "QuerySet[Any]", by: str) -> "QuerySet[Any, Any]":
    return rows.order_by(by).values_list(by, "name")[:SUGGESTED_AT_MOST]
