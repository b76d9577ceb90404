"""The reimbursement proposal of a payment journal: who is paid back how much, and making the payments below zero."""

from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arclose.access.requests import CompanyRequest
from arclose.web.forms import AmountField, DayField
from journals.models import MethodOfPayment
from journals.models.methods import AccountKind, FileFormat
from journals.payments.proposals import CannotPropose
from journals.payments.reimbursing import Reimbursing, make_reimbursements, propose_reimbursements
from journals.screens.proposal import ReachForm, answer_proposal, proposing_journal


class ReimbursementForm(ReachForm):
    """What is asked of a reimbursement."""

    method: Any = forms.ModelChoiceField(
        queryset=None,
        to_field_name="code",
        required=False,
        label=gettext_lazy("Method of payment"),
        help_text=gettext_lazy("By which the payments go out. Empty: through the bank account alone."),
        widget=forms.Select({"class": "form-select"}),
    )
    payment_date = DayField(label=gettext_lazy("Date of the payments"))
    minimum = AmountField(
        label=gettext_lazy("Credit balance of at least"),
        help_text=gettext_lazy("In the currency of the bank account. Who is owed less is not paid back."),
    )
    field_order = ["bank_account", "method", "payment_date", "minimum", "group", "customers"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the methods that go through a bank account and by no file, which tells a bank to collect."""
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["method"].queryset = fields["method"].queryset.filter(
            account_kind=AccountKind.BANK, file_format=FileFormat.NONE
        )
        fields["bank_account"].help_text = _("Empty: that of the method, else of the journal.")

    def clean_minimum(self) -> Decimal:
        """Refuse a minimum below zero.

        :raises ValidationError: it is one.
        """
        minimum: Decimal = self.cleaned_data["minimum"]
        if minimum < 0:
            raise forms.ValidationError(_("Type what is owed to the customer at least, without a minus sign."))
        return minimum

    def asked(self) -> Reimbursing:
        """Give what was asked.

        :raises CannotPropose: there is no bank account to pay from.
        """
        typed = self.cleaned_data
        method: MethodOfPayment | None = typed["method"]
        account = typed["bank_account"] or (method and method.bank_account) or self.name.bank_account
        if account is None:
            raise CannotPropose(_("Choose the bank account that the payments go through."))
        return Reimbursing(
            bank_account=account,
            payment_date=typed["payment_date"],
            minimum=typed["minimum"],
            method=method,
            customers=self.chosen_customers(),
        )


def reimburse(request: CompanyRequest, pk: int) -> HttpResponse:
    """Ask for terms, show who would be paid back and who not, and make the payments as they were shown."""
    journal = proposing_journal(request, pk)
    initial = {"payment_date": min(request.today, request.period.end_date)}
    asked = request.POST if request.method == "POST" else None
    form = ReimbursementForm(asked, initial=initial, today=request.today, name=journal.name)
    return answer_proposal(
        request,
        journal,
        form,
        title=_("Reimbursement by %(journal)s") % {"journal": journal},
        nothing=_("Nobody is paid back on these terms."),
        look=lambda: propose_reimbursements(company=request.company, asked=form.asked()),
        make=lambda **made: make_reimbursements(journal=journal, asked=form.asked(), **made),
    )
