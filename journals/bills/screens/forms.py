"""What is typed about bills: what one is drawn on, what is done with some, and when one was accepted."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arclose.ledger.models import Company, Currency
from arclose.web.forms import AmountField, DatedForm, DayField
from customers.models import Customer, WriteOffReason
from journals.bills.entering import Terms
from journals.models import ON_PAPER, BankAccount, MethodOfPayment, RemittanceType, StepType
from journals.screens.payment_forms import PayerField

_SELECT = {"class": "form-select"}
_TEXT = {"class": "form-control", "autocomplete": "off"}
_CHECK = {"class": "form-check-input"}


def methods_on_paper(company: Company) -> Any:
    """Give the methods of payment by which bills and notes are drawn."""
    return MethodOfPayment.objects.filter(company=company, is_active=True, instrument__in=ON_PAPER).order_by("code")


class DrawForm(DatedForm):
    """A bill to be drawn: on whom, how, and when it is due."""

    customer = PayerField(
        by="number",
        list_id="customers",
        label=gettext_lazy("Customer or document"),
        help_text=gettext_lazy("The number of the customer, or of an invoice that the bill is drawn on."),
    )
    method: Any = forms.ModelChoiceField(
        queryset=None, to_field_name="code", label=gettext_lazy("Method of payment"), widget=forms.Select(_SELECT)
    )
    draw_date = DayField(label=gettext_lazy("Date"))
    due_date = DayField(
        label=gettext_lazy("Due date"),
        required=False,
        help_text=gettext_lazy("Empty: the latest due date of what is marked."),
    )

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        """Offer the rows of the company."""
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["customer"].rows = Customer.objects.filter(company=company).select_related("currency")
        fields["customer"].company = company
        fields["method"].queryset = methods_on_paper(company)

    @property
    def document(self) -> Any:
        """The open transaction that was named instead of a customer, if one was."""
        field: Any = self.fields["customer"]
        return field.document


class DrawProposalForm(DatedForm):
    """On what bills are proposed."""

    method: Any = forms.ModelChoiceField(
        queryset=None,
        to_field_name="code",
        label=gettext_lazy("Method of payment"),
        help_text=gettext_lazy("Of customers who pay so as a rule. Its period says what comes together in a bill."),
        widget=forms.Select(_SELECT),
    )
    until = DayField(label=gettext_lazy("Due until"))
    draw_date = DayField(label=gettext_lazy("Date"))
    due_date = DayField(
        label=gettext_lazy("Due date of the bills"),
        required=False,
        help_text=gettext_lazy("Empty: of each the latest due date of what it is drawn on."),
    )

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        """Offer the methods of the company."""
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["method"].queryset = methods_on_paper(company)


def _active_banks(company: Company) -> Any:
    return BankAccount.objects.filter(company=company, is_active=True).order_by("code")


def _bank_label(account: BankAccount) -> str:
    return f"{account} · {account.currency_id}"


class NarrowForm(DatedForm):
    """Which bills are shown to be taken on; of a remittance also the bank that some of them are proposed for."""

    until = DayField(label=gettext_lazy("Due until"), required=False)
    remittance_type = forms.ChoiceField(
        label=gettext_lazy("Remittance type"),
        choices=[one for one in RemittanceType.choices if one[0] != RemittanceType.NONE],
        required=False,
        widget=forms.Select(_SELECT),
    )
    bank_account: Any = forms.ModelChoiceField(
        queryset=None,
        to_field_name="code",
        label=gettext_lazy("Bank account"),
        required=False,
        widget=forms.Select(_SELECT),
        help_text=gettext_lazy("Ticks what it can be sent, the first due first, up to its limit."),
    )

    def __init__(self, *args: Any, company: Company, step: StepType, **kwargs: Any) -> None:
        """Ask for a bank only of a remittance."""
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        if step == StepType.REMIT:
            fields["bank_account"].queryset = _active_banks(company)
            fields["bank_account"].label_from_instance = _bank_label
        else:
            del fields["bank_account"], fields["remittance_type"]


class StepsForm(DatedForm):
    """What is to be done with some bills; which fields there are depends on the step."""

    step_date = DayField(label=gettext_lazy("Date"))
    remittance_type = forms.ChoiceField(
        label=gettext_lazy("Remittance type"),
        choices=[one for one in RemittanceType.choices if one[0] != RemittanceType.NONE],
        widget=forms.Select(_SELECT),
    )
    bank_account: Any = forms.ModelChoiceField(
        queryset=None, to_field_name="code", label=gettext_lazy("Bank account"), widget=forms.Select(_SELECT)
    )
    cause = forms.CharField(label=gettext_lazy("Cause"), max_length=200, widget=forms.TextInput(_TEXT))
    costs_amount = AmountField(
        label=gettext_lazy("Costs of each bill"),
        required=False,
        help_text=gettext_lazy("Charged to the customer: the bill is for so much more from then on."),
    )
    are_costs_of_bank = forms.BooleanField(
        label=gettext_lazy("The bank charges these costs"), required=False, widget=forms.CheckboxInput(_CHECK)
    )
    interest_amount = AmountField(
        label=gettext_lazy("Interest on each bill"),
        required=False,
        help_text=gettext_lazy("Charged to the customer: the new bill is for so much more."),
    )
    due_date = DayField(label=gettext_lazy("New due date"), required=False, help_text=gettext_lazy("Empty: as it was."))
    reason: Any = forms.ModelChoiceField(
        queryset=None, to_field_name="code", label=gettext_lazy("Reason"), widget=forms.Select(_SELECT)
    )

    # The fields of each step beside its day.
    OF_STEP = {
        StepType.REMIT: ("remittance_type", "bank_account"),
        StepType.SETTLE: ("remittance_type", "bank_account"),
        StepType.PAY: ("bank_account",),
        StepType.PROTEST: ("cause", "bank_account", "costs_amount", "are_costs_of_bank"),
        StepType.REDRAW: ("due_date", "interest_amount"),
        StepType.GIVE_UP: ("cause",),
        StepType.WRITE_OFF: ("reason",),
        StepType.RELEASE: (),
    }

    def __init__(self, *args: Any, company: Company, step: StepType, **kwargs: Any) -> None:
        """Keep the fields of the step, with the rows of the company."""
        super().__init__(*args, **kwargs)
        self.step = step
        fields: dict[str, Any] = self.fields
        for name in set(fields) - {"step_date", *self.OF_STEP[step]}:
            del fields[name]
        if "bank_account" in fields:
            fields["bank_account"].queryset = _active_banks(company)
            fields["bank_account"].label_from_instance = _bank_label
            if step == StepType.PROTEST:
                fields["bank_account"].required = False
                fields["bank_account"].help_text = _("Of bills that no bank has: through which the bank charges costs.")
        # The bills that are chosen may be of any currency: whether an amount is too fine for one is said of that bill.
        for name in {"costs_amount", "interest_amount"} & set(fields):
            fields[name].currency = Currency.objects.order_by("-decimals", "pk").first()
        if "reason" in fields:
            reasons = WriteOffReason.objects.filter(company=company).select_related("account").order_by("code")
            fields["reason"].queryset = reasons
            fields["reason"].label_from_instance = lambda reason: f"{reason.code} {reason.name} · {reason.account}"
        if step == StepType.GIVE_UP:
            fields["cause"].required = False

    def terms(self, amounts: dict[int, Decimal]) -> Terms:
        """Give what was typed, with the amounts of bills of which not all is meant."""
        typed = {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
        if "remittance_type" in typed:
            typed["remittance_type"] = RemittanceType(typed["remittance_type"])
        return Terms(step_type=self.step, amounts=amounts, **typed)


class AcceptanceForm(DatedForm):
    """When the customer accepted a bill."""

    accepted_on = DayField(label=gettext_lazy("Accepted on"), required=False)
