"""What is typed of a general voucher: its head, and lines with a debit or a credit each."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from arclose.ledger.models import Company, Currency, LedgerAccount
from arclose.web.forms import DatedForm, DayField
from customers.models import Customer, CustomerTransaction
from customers.queries import called, open_document
from customers.screens.fields import CodedRowField, signed_field
from customers.settling.marking import marks_of
from journals.marked_lines import holder_of
from journals.models import BankAccount, GeneralVoucher, LineType
from journals.vouchers import Holder, VoucherHead, VoucherLine, as_entered, type_of

# Lines that a form has beside those that are filled, and how many it may have.
EMPTY_LINES, LINES_AT_MOST = 6, 500
LARGEST_AMOUNT = Decimal(10) ** 15
_TEXT = {"class": "form-control", "autocomplete": "off"}
_SMALL = {"class": "form-control form-control-sm", "autocomplete": "off"}
_SELECT = {"class": "form-select form-select-sm"}
_KNOWN_BY = {LineType.LEDGER: "number", LineType.CUSTOMER: "number", LineType.BANK: "code"}


class VoucherForm(DatedForm):
    """The head of a general voucher."""

    voucher_date = DayField(label=_("Date"))
    text = forms.CharField(label=_("Text"), max_length=200, widget=forms.TextInput(_TEXT))
    currency = CodedRowField(by="code", label=_("Currency"), help_text=_("Of the lines that name no other."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the currencies."""
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["currency"].rows = Currency.objects.all()

    def head(self) -> VoucherHead:
        """Give what was typed."""
        return VoucherHead(**{name: self.cleaned_data[name] for name in self.fields})


class VoucherLineForm(forms.Form):
    """A line: an account of some type, and a debit or a credit."""

    line_type = forms.ChoiceField(
        label=_("Type"),
        choices=[(value, capfirst(label)) for value, label in LineType.choices],
        initial=LineType.LEDGER,
        widget=forms.Select(_SELECT),
    )
    account = forms.CharField(
        label=_("Account"), max_length=40, widget=forms.TextInput({**_SMALL, "list": "voucher-accounts"})
    )
    text = forms.CharField(label=_("Text"), max_length=200, required=False, widget=forms.TextInput(_SMALL))
    document_number = forms.CharField(
        label=_("Document"), max_length=40, required=False, widget=forms.TextInput(_SMALL)
    )
    settles = forms.CharField(label=_("Settles"), max_length=60, required=False, widget=forms.TextInput(_SMALL))
    debit = signed_field(decimals=4, shown_decimals=2, below=LARGEST_AMOUNT, required=False, label=_("Debit"))
    credit = signed_field(decimals=4, shown_decimals=2, below=LARGEST_AMOUNT, required=False, label=_("Credit"))
    currency = CodedRowField(by="code", small=True, required=False, label=_("Currency"))
    offset = forms.CharField(
        label=_("Offset account"),
        max_length=40,
        required=False,
        widget=forms.TextInput({**_SMALL, "list": "voucher-offsets"}),
    )

    def __init__(self, *args: Any, company: Company, head: VoucherForm | None = None, **kwargs: Any) -> None:
        """Take the company whose accounts are named, and the head that says the usual currency."""
        super().__init__(*args, **kwargs)
        self.company, self.head = company, head
        fields: dict[str, Any] = self.fields
        fields["currency"].rows = Currency.objects.all()
        for field in fields.values():
            field.widget.attrs["aria-label"] = field.label
        for name in ("debit", "credit"):
            fields[name].widget.attrs |= {"class": "form-control form-control-sm amount", "data-side": name}

    def has_changed(self) -> bool:
        """Tell whether anything is typed but the type."""
        return bool(set(self.changed_data) - {"line_type"})

    def clean(self) -> dict[str, Any]:
        """Find the accounts, and the one amount with its sign."""
        typed: dict[str, Any] = super().clean() or {}
        typed["currency"] = typed.get("currency") or (self.head and self.head.cleaned_data.get("currency"))
        typed["holder"] = self._found("account", typed.get("line_type", ""), typed.get("account", ""))
        typed["offset"] = self._offset(typed.get("offset", ""))
        typed["amount"] = self._amount(typed)
        typed["settles"] = self._settled(typed)
        for name in ("holder", "offset"):
            account, field = typed[name], {"holder": "account", "offset": "offset"}[name]
            if isinstance(account, LedgerAccount) and account.is_control_account:
                text = _("Account %(account)s is a control account: choose the customer instead.")
                self.add_error(field, ValidationError(text, "control_account", {"account": account.number}))
            if isinstance(account, BankAccount) and typed["currency"] and account.currency_id != typed["currency"].pk:
                text = _("%(account)s is kept in %(currency)s.")
                facts = {"account": account, "currency": account.currency_id}
                self.add_error(field, ValidationError(text, "other_currency", facts))
        return typed

    def _found(self, field: str, line_type: str, typed: str) -> Holder | None:
        rows = {
            LineType.LEDGER: LedgerAccount.objects.filter(company=self.company),
            LineType.CUSTOMER: Customer.objects.filter(company=self.company),
            LineType.BANK: BankAccount.objects.filter(company=self.company),
        }.get(line_type)  # type: ignore[call-overload]
        if rows is None or field in self.errors or "\x00" in typed:
            return None
        by = _KNOWN_BY[LineType(line_type)]
        for name in (typed, typed.upper(), typed.split(" ", maxsplit=1)[0]):
            found: Holder | None = rows.filter(**{by: name}).first()
            if found is not None:
                return found
        self.add_error(field, ValidationError(_("There is no “%(typed)s”."), "unknown", {"typed": typed}))
        return None

    def _offset(self, typed: str) -> Any:
        """Find the ledger account of this number, or the bank account of this code."""
        if not typed or "\x00" in typed:
            return None
        bank = BankAccount.objects.filter(company=self.company, code__in=(typed, typed.upper())).first()
        return bank or self._found("offset", LineType.LEDGER, typed)

    def _settled(self, typed: dict[str, Any]) -> CustomerTransaction | None:
        """Find the open transaction of the line's customer that it settles, on the other side and in its currency."""
        number, customer, amount = typed.get("settles") or "", typed["holder"], typed["amount"]
        if not number or "account" in self.errors or amount is None:
            return None
        facts = {"document": number}
        if not isinstance(customer, Customer):
            text = _("Only the line of a customer settles something: name the customer as its account.")
            self.add_error("settles", ValidationError(text, "no_customer"))
            return None
        found = open_document(company=self.company, typed=number.strip(), customer=customer)
        if found is None:
            text = _("%(document)s is not open of this customer.")
            self.add_error("settles", ValidationError(text, "not_open", facts))
        elif (found.open.transaction_currency_amount > 0) == (amount > 0):
            text = _("%(document)s is on the same side: a debit settles with a credit.")
            self.add_error("settles", ValidationError(text, "same_side", facts))
        elif typed["currency"] and found.currency_id != typed["currency"].pk:
            text = _("%(document)s is in %(currency)s.")
            facts |= {"currency": found.currency_id}
            self.add_error("settles", ValidationError(text, "other_currency", facts))
        return found

    def _amount(self, typed: dict[str, Any]) -> Decimal | None:
        debit, credit = typed.get("debit"), typed.get("credit")
        if {"debit", "credit"} & set(self.errors):
            return None
        if bool(debit) == bool(credit):
            self.add_error("debit", ValidationError(_("Enter a debit or a credit, one of them."), "one_side"))
            return None
        amount: Decimal = debit or -Decimal(credit or 0)
        currency = typed["currency"]
        if currency and amount != round(amount, currency.decimals):
            text = _("%(amount)s is finer than %(currency)s.")
            facts = {"amount": abs(amount), "currency": currency}
            self.add_error("debit" if debit else "credit", ValidationError(text, "too_fine", facts))
        return amount

    def line(self) -> VoucherLine:
        """Give what was typed."""
        typed = self.cleaned_data
        names = ("holder", "amount", "currency", "text", "document_number", "offset", "settles")
        return VoucherLine(**{name: typed[name] for name in names})


class _Lines(forms.BaseFormSet):
    """The lines of a general voucher."""

    def initial_form_count(self) -> int:
        """Take every known line for a new one, so that one that is emptied is left out."""
        return 0 if self.is_bound else super().initial_form_count()

    def typed_forms(self) -> list[Any]:
        """Give the forms of the lines that were typed, in order."""
        return [form for form in self.forms if form.has_changed()]

    def lines(self) -> list[VoucherLine]:
        """Give the lines that were typed, in order."""
        return [form.line() for form in self.typed_forms()]

    def with_balance(self) -> Iterator[tuple[Any, Decimal | None]]:
        """Give each form with what the lines up to it leave in its currency; None where that is not known."""
        left: dict[Any, Decimal] = {}
        for form in self.forms:
            typed = getattr(form, "cleaned_data", None) or {}
            amount, currency = typed.get("amount"), typed.get("currency")
            if amount is None or currency is None:
                yield form, None
                continue
            left[currency] = left.get(currency, Decimal(0)) + (Decimal(0) if typed.get("offset") else amount)
            yield form, left[currency]


VoucherLineFormSet = forms.formset_factory(
    VoucherLineForm,
    formset=_Lines,
    extra=EMPTY_LINES,
    max_num=LINES_AT_MOST,
    absolute_max=LINES_AT_MOST,
    validate_max=True,
)


def initial_of(voucher: GeneralVoucher) -> dict[str, Any]:
    """Give a voucher's head as the form shows it."""
    return {"voucher_date": voucher.voucher_date, "text": voucher.text, "currency": voucher.currency}


def initial_lines(voucher: GeneralVoucher) -> list[dict[str, Any]]:
    """Give a voucher's lines as the form shows them; the currency only where it is not that of the voucher."""
    rows = voucher.lines.select_related("account", "customer", "bank_account", "currency").order_by("line_number")
    held = marks_of(company=voucher.company, holder=holder_of(voucher)).select_related("transaction__customer")
    settled = {one.pk: called(one.transaction) for one in held}
    return [
        _as_typed(as_entered(line), voucher.currency) | {"settles": settled.get(line.settles_id or 0)} for line in rows
    ]


def _as_typed(line: VoucherLine, usual: Currency) -> dict[str, Any]:
    line_type = type_of(line.holder)
    return {
        "line_type": line_type,
        "account": getattr(line.holder, _KNOWN_BY[line_type]),
        "text": line.text,
        "document_number": line.document_number,
        "debit": line.amount if line.amount > 0 else None,
        "credit": -line.amount if line.amount < 0 else None,
        "currency": line.currency if line.currency != usual else None,
    }
