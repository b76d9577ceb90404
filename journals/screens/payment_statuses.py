"""Change the payment status of chosen payments."""

from functools import partial

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from arclose.access.requests import CompanyRequest
from arclose.batch.screens.posting import write
from arclose.web.forms import PlainForm
from arclose.web.selection import selected_rows
from journals.models import BankStatus, Payment
from journals.models.methods import WAY
from journals.payments.statuses import CannotChangeStatus, StatusesChanged, change_bank_status
from journals.screens.payment_posting import back_to_payments
from journals.screens.payment_tables import PaymentFilter
from journals.screens.payments import company_payments

CHOSEN_AT_MOST = 500


class PaymentStatusForm(PlainForm):
    """Which status payments have from now on, and why."""

    bank_status = forms.ChoiceField(
        label=gettext_lazy("Payment status"),
        choices=BankStatus.choices,
        widget=forms.Select({"class": "form-select"}),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Needed for a rejection, and to take a status back. It stays with the payment."),
        widget=forms.TextInput({"class": "form-control", "autocomplete": "off"}),
    )


def change_status(request: CompanyRequest) -> HttpResponse:
    """Ask for status and reason, then give them to the chosen payments: all of them or none."""
    chosen = selected_rows(request, rows=company_payments(request), filters=PaymentFilter)
    found = list(chosen.select_related("customer", "method").order_by("pk")[: CHOSEN_AT_MOST + 1])
    if not found or len(found) > CHOSEN_AT_MOST:
        messages.warning(request, _("Tick from one up to %(count)d payments.") % {"count": CHOSEN_AT_MOST})
        return back_to_payments(request)
    typed = request.POST if "decided" in request.POST else None
    form = PaymentStatusForm(typed, initial={"bank_status": _next_status(found)})
    if form.is_valid():
        change = partial(
            change_bank_status,
            company=request.company,
            payments=[one.pk for one in found],
            status=BankStatus(form.cleaned_data["bank_status"]),
            reason=form.cleaned_data["reason"],
            changed_by=request.user,
        )
        try:
            _tell(request, write(change))
        except CannotChangeStatus as error:
            form.add_error(None, str(error))
        else:
            return back_to_payments(request)
    context = {
        "title": _("Payment status"),
        "payments": found,
        "form": form,
        "query": request.GET.urlencode(),
    }
    return render(request, "journals/payment_status.html", context)


def _next_status(payments: list[Payment]) -> BankStatus:
    """Give the status that comes after that of the payment that is furthest on its way."""
    reached = [WAY.index(BankStatus(one.bank_status)) for one in payments if one.bank_status in WAY]
    return WAY[min(max(reached, default=0) + 1, len(WAY) - 1)]


def _tell(request: CompanyRequest, outcome: StatusesChanged) -> None:
    text = ngettext(
        "%(count)d payment has another status now.", "%(count)d payments have another status now.", outcome.changed
    )
    messages.success(request, text % {"count": outcome.changed})
    if outcome.already:
        text = ngettext("%(count)d had this status before.", "%(count)d had this status before.", outcome.already)
        messages.info(request, text % {"count": outcome.already})
