"""Enter, copy, change and delete free text invoices."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet, Value
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from arclose.access.requests import CompanyRequest
from arclose.batch.screens.posting import REASONS_SHOWN, key_of, new_key
from arclose.ledger.models import Company, LedgerAccount
from arclose.web.links import page_url
from customers.free_text import drafts
from customers.free_text.line_types import lines_listed_otherwise
from customers.models import ChargeCode, Customer, DistributionTemplate, FreeTextInvoice, ItemTaxGroup
from customers.models.free_text import FreeTextStatus
from customers.models.items import ItemType
from customers.screens.charge_forms import NO_CHARGES
from customers.screens.free_text import company_free_text, to_free_text
from customers.screens.free_text_charges import FreeTextChargeFormSet, initial_charges
from customers.screens.free_text_forms import (
    FreeTextForm,
    FreeTextLineFormSet,
    initial_lines,
    initial_of,
    with_what_was_typed,
)

SUGGESTED_AT_MOST = 500
LONGEST_ID = 19


def new_free_text(request: CompanyRequest) -> HttpResponse:
    """Enter a free text invoice, or a copy of one: what the one should have been that was credited."""
    day = min(request.today, request.period.end_date)
    initial: dict[str, Any] = {"customer": request.GET.get("customer", "")}
    copied = _copied(request)
    if copied:
        initial = {**initial_of(copied), "release_date": None}
    forms = _forms(request, initial={**initial, "invoice_date": day}, document=copied)
    key, status = key_of(request), HTTPStatus.OK
    if forms.are_complete():
        enter = partial(drafts.enter_free_text, company=request.company, key=key, entered_by=request.user)
        try:
            document = _try(forms, enter)
        except drafts.SentBefore as error:
            forms.head.add_error(None, str(error))
            key, status, document = new_key(), HTTPStatus.CONFLICT, None
        if document:
            messages.success(request, _("%(document)s is entered.") % {"document": document})
            _warn_of_types(request, document)
            return to_free_text(request, document)
    return _page(request, forms, status, title=_("New free text invoice"), key=key)


def _copied(request: CompanyRequest) -> FreeTextInvoice | None:
    typed = request.GET.get("copy", "")
    if not typed:
        return None
    pk = int(typed) if typed.isdecimal() and len(typed) < LONGEST_ID else 0
    return get_object_or_404(with_what_was_typed(company_free_text(request)), pk=pk)


def change_free_text(request: CompanyRequest, pk: int) -> HttpResponse:
    """Change a free text invoice that waits; one that somebody else changed meanwhile is told, and nothing is lost."""
    found = get_object_or_404(with_what_was_typed(company_free_text(request)), pk=pk)
    if found.status == FreeTextStatus.POSTED:
        messages.error(request, str(drafts.FreeTextPosted(found)))
        return to_free_text(request, found)
    forms = _forms(request, initial=initial_of(found), document=found)
    version, status = _version(request, found), HTTPStatus.OK
    if forms.are_complete():
        change = partial(drafts.change_free_text, document=found, version=version, changed_by=request.user)
        try:
            changed = _try(forms, change)
        except drafts.ChangedMeanwhile as error:
            forms.head.add_error(None, str(error))
            found.refresh_from_db(fields=["version"])
            version, status, changed = found.version, HTTPStatus.CONFLICT, None
        if changed:
            messages.success(request, _("%(document)s is changed.") % {"document": changed})
            _warn_of_types(request, changed)
            return to_free_text(request, changed)
    title = _("Change %(document)s") % {"document": found}
    return _page(request, forms, status, title=title, document=found, version=version)


def _warn_of_types(request: CompanyRequest, document: FreeTextInvoice) -> None:
    """Say which lines the EC sales list takes for goods and the invoice for a service, or the other way round."""
    as_goods = _("Line %(line)d is a service, and tax code %(code)s lists it as goods. %(remedy)s")
    as_service = _("Line %(line)d is goods, and tax code %(code)s lists it as a service. %(remedy)s")
    remedy = _("If that is not meant, change its type or its item tax group.")
    differing = list(lines_listed_otherwise(document))
    for line, rule in differing[:REASONS_SHOWN]:
        text = as_service if line.item_type == ItemType.GOODS else as_goods
        messages.warning(request, text % {"line": line.line_number, "code": rule.tax_code, "remedy": remedy})
    if len(differing) > REASONS_SHOWN:
        text = _("The EC sales list takes %(count)d lines in all for another type.")
        messages.warning(request, text % {"count": len(differing)})


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


@dataclass(frozen=True)
class _Forms:
    """What is typed: the head, the lines and the charges of a free text invoice."""

    head: FreeTextForm
    lines: Any
    charges: Any

    def are_complete(self) -> bool:
        """Tell whether all was sent and can be read; what cannot says so beside itself."""
        if not self.head.is_bound:
            return False
        is_valid = self.head.is_valid()
        self.lines.distribute(self.head.cleaned_data.get("distribution") or [])
        are_valid = [self.lines.is_valid(), self.charges.is_valid()]
        return is_valid and all(are_valid)


def _forms(request: CompanyRequest, *, initial: dict[str, Any], document: FreeTextInvoice | None = None) -> _Forms:
    typed = request.POST if request.method == "POST" else None
    known = document if typed is None else None
    own = {"company": request.company}
    return _Forms(
        FreeTextForm(typed, initial=initial, today=request.today, company=request.company),
        FreeTextLineFormSet(typed, prefix="lines", initial=initial_lines(known) if known else None, form_kwargs=own),
        FreeTextChargeFormSet(
            typed if typed is None or "charges-TOTAL_FORMS" in typed else {**typed, **NO_CHARGES},
            prefix="charges",
            initial=initial_charges(known) if known else None,
            form_kwargs=own,
        ),
    )


def _try(forms: _Forms, act: Callable[..., FreeTextInvoice]) -> FreeTextInvoice | None:
    """Write it, or put the refusal beside what was typed."""
    head, lines = forms.head.head(), forms.lines.lines()
    charges = forms.charges.entries(lines, currency=head.currency)
    if charges is None:
        return None
    try:
        return act(head=head, lines=[*lines, *charges])
    except drafts.LineRefused as error:
        forms.lines.typed_forms()[error.position].add_error(error.field, str(error))
    except (drafts.FreeTextPosted, drafts.FreeTextDeleted) as error:
        forms.head.add_error(None, str(error))
    return None


def _page(request: CompanyRequest, forms: _Forms, status: int = HTTPStatus.OK, **context: Any) -> HttpResponse:
    shown = {
        **context,
        "form": forms.head,
        "lines": forms.lines,
        "charges": forms.charges,
        "shows_errors": forms.head.is_bound,
        **_suggestions(request.company),
    }
    return render(request, "customers/free_text_form.html", shown, status=status)


def _suggestions(company: Company) -> dict[str, list[tuple[str, str]]]:
    """Give what the form suggests, code and name, by its list: the first of each, all of them in one query."""
    sources: dict[str, tuple[QuerySet[Any], str]] = {
        "customers": (Customer.objects.filter(is_blocked=False), "number"),
        "accounts": (LedgerAccount.objects.filter(is_control_account=False), "number"),
        "distributions": (DistributionTemplate.objects.all(), "code"),
        "item_tax_groups": (ItemTaxGroup.objects.all(), "code"),
        "charge_codes": (ChargeCode.objects.all(), "code"),
    }
    first, *others = (
        rows.filter(company=company).order_by(by).values_list(Value(name), by, "name")[:SUGGESTED_AT_MOST]
        for name, (rows, by) in sources.items()
    )
    found: dict[str, list[tuple[str, str]]] = {name: [] for name in sources}
    for name, code, said in first.union(*others, all=True):
        found[name].append((code, said))
    return {name: sorted(rows) for name, rows in found.items()}
