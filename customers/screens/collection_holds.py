"""Mark open transactions as disputed or blocked, and let them be collected again."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from arclose.access.requests import CompanyRequest
from arclose.web.forms import PlainForm
from arclose.web.links import back_to_list
from arclose.web.selection import selected_rows
from customers import collecting
from customers.models.collection_holds import CollectionHoldKind
from customers.screens.transaction_filters import TransactionFilter
from customers.screens.transactions import company_transactions

CHOSEN_AT_MOST = 200
_TEXT = {"class": "form-control", "autocomplete": "off"}


class CollectionHoldForm(PlainForm):
    """Why transactions are not collected."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Not collected because it is"),
        choices=[(value, capfirst(label)) for value, label in CollectionHoldKind.choices],
        widget=forms.Select({"class": "form-select"}),
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200, widget=forms.TextInput(_TEXT))


class CollectAgainForm(forms.Form):
    """Why transactions are collected again."""

    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=200, widget=forms.TextInput(_TEXT))


def stop_collecting(request: CompanyRequest) -> HttpResponse:
    """Ask for kind and reason, then keep the chosen transactions from being collected."""
    return _decide(request, CollectionHoldForm, is_held=False)


def collect_again(request: CompanyRequest) -> HttpResponse:
    """Ask for a note, then let the chosen transactions be collected again."""
    return _decide(request, CollectAgainForm, is_held=True)


def _decide(request: CompanyRequest, form_type: type[forms.Form], *, is_held: bool) -> HttpResponse:
    """Ask about the chosen transactions, those that are held already or those that are not."""
    chosen = selected_rows(request, rows=company_transactions(request), filters=TransactionFilter)
    rows = chosen.filter(collecting.IS_HELD) if is_held else chosen.filter(open__isnull=False)
    found = list(rows.order_by("pk")[: CHOSEN_AT_MOST + 1])
    if not found or len(found) > CHOSEN_AT_MOST:
        messages.warning(request, _none_or_too_many(is_held=is_held))
        return _to_list(request)
    form = form_type(request.POST if "decided" in request.POST else None)
    if form.is_valid():
        try:
            (_clear if is_held else _place)(request, [row.pk for row in found], form.cleaned_data)
        except collecting.SettledAlready as error:
            form.add_error(None, str(error))
        else:
            return _to_list(request)
    title = _("Collect again") if is_held else _("Dispute or block transactions")
    context = {"title": title, "transactions": found, "form": form, "is_held": is_held}
    return render(request, "customers/collection_hold.html", context)


def _none_or_too_many(*, is_held: bool) -> str:
    if is_held:
        text = _("Tick from one up to %(count)d transactions that are disputed or blocked.")
    else:
        text = _("Tick from one up to %(count)d open transactions.")
    return text % {"count": CHOSEN_AT_MOST}


def _place(request: CompanyRequest, transactions: list[int], typed: dict[str, str]) -> None:
    held = collecting.place_collection_hold(
        company=request.company,
        transactions=transactions,
        kind=CollectionHoldKind(typed["kind"]),
        reason=typed["reason"],
        placed_by=request.user,
    )
    text = ngettext(
        "%(count)d transaction is not collected for now.",
        "%(count)d transactions are not collected for now.",
        held.placed,
    )
    messages.success(request, text % {"count": held.placed})
    if held.already:
        text = ngettext(
            "%(count)d was disputed or blocked before, and stays as it is.",
            "%(count)d were disputed or blocked before, and stay as they are.",
            held.already,
        )
        messages.info(request, text % {"count": held.already})


def _clear(request: CompanyRequest, transactions: list[int], typed: dict[str, str]) -> None:
    count = collecting.clear_collection_hold(
        company=request.company, transactions=transactions, note=typed["note"], cleared_by=request.user
    )
    text = ngettext("%(count)d transaction is collected again.", "%(count)d transactions are collected again.", count)
    messages.success(request, text % {"count": count})


def _to_list(request: CompanyRequest) -> HttpResponse:
    return back_to_list(request, "customers:transactions")
