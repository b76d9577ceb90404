"""What is typed about payments: a journal, a payment with what it settles, and taking one back."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from arclose.ledger.models import Company
from arclose.web.forms import AmountField, DatedForm, DayField, PlainForm
from customers.models import Customer, CustomerTransaction
from customers.queries import open_document
from customers.screens.fields import CodedRowField
from journals.entering import PaymentHead
from journals.intercompany.relations import document_elsewhere
from journals.models import BankAccount, Instrument, JournalName, JournalType, MethodOfPayment, Payment
from journals.models.methods import AccountKind
from journals.payments.methods import usual_method

_SELECT = {"class": "form-select"}
_TEXT = {"class": "form-control", "autocomplete": "off"}


class JournalForm(PlainForm):
    """The head of a new journal."""

    name: Any = forms.ModelChoiceField(queryset=None, label=_("Journal name"), widget=forms.Select(_SELECT))
    text = forms.CharField(label=_("Text"), required=False, max_length=200, widget=forms.TextInput(_TEXT))

    def __init__(
        self, *args: Any, company: Company, journal_type: JournalType = JournalType.PAYMENT, **kwargs: Any
    ) -> None:
        """Offer the names of the company's journals of a type."""
        super().__init__(*args, **kwargs)
        rows = JournalName.objects.filter(company=company, journal_type=journal_type)
        names: Any = self.fields["name"]
        names.queryset = rows.order_by("code")
        if len(names.queryset) == 1:
            names.initial = names.queryset[0].pk


class PayerField(CodedRowField):
    """The customer who paid, named by number or by the number of an open document: its customer is looked up.

    Where ``user`` is named, of a document of another company that they may settle too: the customer who is that party.
    """

    company: Company | None = None
    user: User | None = None
    document: CustomerTransaction | None = None

    def to_python(self, value: Any) -> Any:
        """Give the customer; ``document`` is the open transaction that was named, if one was."""
        self.document = None
        try:
            return super().to_python(value)
        except ValidationError:
            if self.company:
                self.document = open_document(company=self.company, typed=str(value).strip())
            if self.document is not None:
                return self.document.customer
            if self.company and self.user:
                found = document_elsewhere(company=self.company, typed=str(value).strip(), user=self.user)
                self.document, payer = found or (None, None)
                if payer:
                    return payer
            raise


class PaymentForm(DatedForm):
    """A payment; what is left empty is as the journal or the customer has it."""

    customer = PayerField(
        by="number",
        list_id="customers",
        label=_("Customer or document"),
        help_text=_("The number of the customer, or of an invoice that is paid."),
    )
    payment_date = DayField(label=_("Date"))
    amount = AmountField(
        label=_("Amount"),
        required=False,
        help_text=_("Above zero: received. Below: paid back. Empty: what is marked."),
    )
    method: Any = forms.ModelChoiceField(
        queryset=None,
        to_field_name="code",
        required=False,
        label=_("Method of payment"),
        empty_label=_("as usual"),
        help_text=_("As usual: as the customer pays as a rule, else as in this journal."),
        widget=forms.Select(_SELECT),
    )
    bank_account: Any = forms.ModelChoiceField(
        queryset=None,
        to_field_name="code",
        required=False,
        label=_("Bank account"),
        help_text=_("Empty: that of the method."),
        widget=forms.Select(_SELECT),
    )
    reference = forms.CharField(
        label=_("Payment reference"), required=False, max_length=140, widget=forms.TextInput(_TEXT)
    )
    is_prepayment = forms.BooleanField(
        label=_("Prepayment"),
        required=False,
        help_text=_("It settles nothing yet, and stands as a debt to the customer until an invoice takes it."),
        widget=forms.CheckboxInput({"class": "form-check-input"}),
    )

    def __init__(self, *args: Any, name: JournalName, user: User | None = None, **kwargs: Any) -> None:
        """Offer the rows of the company, for a payment in a journal of a name that somebody enters."""
        super().__init__(*args, **kwargs)
        self.name, company = name, name.company
        fields: dict[str, Any] = self.fields
        fields["customer"].rows = Customer.objects.filter(company=company).select_related("currency")
        fields["customer"].company, fields["customer"].user = company, user
        accounts = BankAccount.objects.filter(company=company, is_active=True).select_related("currency")
        fields["bank_account"].queryset = accounts.order_by("code")
        fields["method"].queryset = MethodOfPayment.objects.filter(
            company=company, is_active=True, instrument=Instrument.MONEY
        ).order_by("code")
        decided = getattr(company, "settlement_parameters", None)
        if decided is None or decided.prepayment_profile_id is None:
            del fields["is_prepayment"]
        fields["bank_account"].label_from_instance = lambda account: f"{account} · {account.currency_id}"

    def clean(self) -> dict[str, Any]:
        """Find the usual method and its account; amount and document are of the currency of the bank account."""
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("customer"):
            self._find_account(typed)
        account, amount, document = typed.get("bank_account"), typed.get("amount"), self.document
        is_here = document and document.company_id == self.name.company_id
        if account and document and is_here and document.currency_id != account.currency_id:
            text = _("%(document)s is in %(currency)s, and %(account)s is kept in %(own)s.")
            facts = {
                "document": document.document_number,
                "currency": document.currency_id,
                "account": account,
                "own": account.currency_id,
            }
            self.add_error("bank_account", ValidationError(text, "other_currency", facts))
        if account and amount is not None and amount != round(amount, account.currency.decimals):
            text = _("%(amount)s is finer than %(currency)s.")
            self.add_error(
                "amount", ValidationError(text, "too_fine", {"amount": amount, "currency": account.currency})
            )
        return typed

    def _find_account(self, typed: dict[str, Any]) -> None:
        method = typed.get("method") or usual_method(customer=typed["customer"], name=self.name)
        typed["method"] = method
        if method and method.requires_reference and not typed.get("reference"):
            text = _("Payments by %(method)s have a payment reference: enter it.")
            self.add_error("reference", ValidationError(text, "required", {"method": method}))
        if method and method.account_kind == AccountKind.LEDGER:
            typed["bank_account"] = None
        elif "bank_account" in typed and typed["bank_account"] is None:
            typed["bank_account"] = method.bank_account if method else None
            if typed["bank_account"] is None:
                self.add_error("bank_account", _("Choose the bank account that it goes through."))

    @property
    def document(self) -> CustomerTransaction | None:
        """The open transaction that was named instead of a customer, if one was."""
        field: Any = self.fields["customer"]
        found: CustomerTransaction | None = field.document
        return found

    def head(self) -> PaymentHead:
        """Give what was typed."""
        typed = {name: self.cleaned_data[name] for name in self.fields}
        return PaymentHead(**typed)


def initial_of(payment: Payment) -> dict[str, Any]:
    """Give a payment as the form shows it."""
    return {
        "customer": payment.customer.number,
        "payment_date": payment.payment_date,
        "amount": payment.amount,
        "method": payment.method.code if payment.method else "",
        "bank_account": payment.bank_account.code if payment.bank_account else "",
        "reference": payment.reference,
        "is_prepayment": payment.is_prepayment,
    }


class CopyForm(DatedForm):
    """The day of the copies of a journal's vouchers."""

    day = DayField(label=_("Date"), required=False, help_text=_("Of all copies. Empty: each has its own date."))


class ReverseForm(DatedForm):
    """When and why a payment or a general voucher is taken back."""

    day = DayField(label=_("Date"))
    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        help_text=_("Such as: returned by the bank, or entered twice. It stands in the voucher."),
        widget=forms.TextInput(_TEXT),
    )
