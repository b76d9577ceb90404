"""Write off what is left of chosen transactions: looked over first, with entries and what stays open."""

from decimal import Decimal
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from arclose.access.requests import CompanyRequest
from arclose.batch.screens.posting import new_key
from arclose.ledger.models import Company
from arclose.web.forms import AmountField, DatedForm, DayField
from arclose.web.links import back_to_list
from arclose.web.selection import selected_rows
from customers.models import CustomerTransaction, WriteOffReason
from customers.screens.as_shown import Answer, answered
from customers.screens.transaction_filters import TransactionFilter
from customers.screens.transactions import company_transactions
from customers.settling.writing_off import write_off

CHOSEN_AT_MOST = 200


class WriteOffForm(DatedForm):
    """Why and when, and how much of each transaction; an amount left empty leaves the transaction out."""

    reason: Any = forms.ModelChoiceField(
        queryset=None, label=gettext_lazy("Reason"), widget=forms.Select({"class": "form-select"})
    )
    day = DayField(label=gettext_lazy("Date"))

    def __init__(self, *args: Any, company: Company, rows: list[CustomerTransaction], **kwargs: Any) -> None:
        """Offer the company's reasons, and all that is open of the transactions."""
        super().__init__(*args, **kwargs)
        self.rows = rows
        reasons: Any = self.fields["reason"]
        reasons.queryset = WriteOffReason.objects.filter(company=company).select_related("account").order_by("code")
        reasons.label_from_instance = lambda reason: f"{reason.code} {reason.name} · {reason.account}"
        for row in rows:
            self.fields[f"amount_{row.pk}"] = AmountField(
                currency=row.currency,
                initial=row.open.transaction_currency_amount,
                required=False,
                label=_("Amount of %(document)s") % {"document": row.document_number},
            )

    def amounts(self) -> dict[int, Decimal]:
        """Give what is to be written off, per transaction."""
        typed = {row.pk: self.cleaned_data.get(f"amount_{row.pk}") for row in self.rows}
        return {pk: amount for pk, amount in typed.items() if amount}

    def clean(self) -> dict[str, Any]:
        """Ask for an amount.

        :raises ValidationError: there is none.
        """
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not self.amounts():
            raise forms.ValidationError(_("Type an amount to be written off."), code="no_amount")
        return typed


def write_off_chosen(request: CompanyRequest) -> HttpResponse:
    """Ask for reason, day and amounts of the chosen transactions; show what that makes, then write them off."""
    chosen = selected_rows(request, rows=company_transactions(request), filters=TransactionFilter)
    found = list(chosen.filter(open__isnull=False).order_by("due_date", "pk")[: CHOSEN_AT_MOST + 1])
    if not found or len(found) > CHOSEN_AT_MOST:
        text = _("Tick open transactions, up to %(count)d at a time.") % {"count": CHOSEN_AT_MOST}
        messages.warning(request, text)
        return back_to_list(request, "customers:transactions", ticked=request.POST.getlist("selected"))
    act = request.POST.get("act", "")
    day = max(min(request.today, request.period.end_date), *(row.transaction_date for row in found))
    form = WriteOffForm(
        request.POST if act else None,
        company=request.company,
        rows=found,
        today=request.today,
        initial={"day": day},
    )
    answer = _answered(request, form) if form.is_valid() else Answer()
    if answer.is_done:
        count = len(form.amounts())
        text = ngettext("Written off: %(count)d transaction.", "Written off: %(count)d transactions.", count)
        messages.success(request, text % {"count": count})
        return back_to_list(request, "customers:transactions")
    rows = [(row, form[f"amount_{row.pk}"]) for row in found]
    context = {"title": _("Write off"), "form": form, "rows": rows, "key": new_key(), **answer.context()}
    return render(request, "customers/write_off.html", context, status=answer.status)


def _answered(request: CompanyRequest, form: WriteOffForm) -> Answer:
    amounts = form.amounts()
    act = partial(
        write_off,
        company=request.company,
        amounts=amounts,
        reason=form.cleaned_data["reason"],
        day=form.cleaned_data["day"],
        posted_by=request.user,
    )
    return answered(request, form, transactions=list(amounts), settle=act)
