"""What is typed about orders: the head, a reason to cancel or to credit."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from arclose.ledger.countries import CountryFormField
from arclose.ledger.models import Company, Currency
from arclose.web.days import format_day
from arclose.web.forms import AmountField, AmountInput, DatedForm, DayField, PlainForm
from customers.models import CreditReason, Customer, DeliveryAddress, Invoice, PaymentTerms, SalesOrder, TaxGroup
from customers.models.cash_discounts import DiscountUse
from customers.models.invoices import InvoiceOrigin, InvoiceType
from customers.models.sales_orders import OrderType
from customers.orders import OrderHead
from customers.screens.fields import CodedRowField, DiscountAccountField, TaxInPricesField, own_choice, percent_field

LINES_AT_MOST = 150
LONGEST_REASON = 200
EMPTY_LINES = 5
_SELECT = {"class": "form-select"}
_TEXT = {"class": "form-control", "autocomplete": "off"}


class OrderForm(DatedForm):
    """The head of an order; what is left empty is as the customer has it."""

    number = forms.CharField(label=_("Order number"), max_length=30, widget=forms.TextInput(_TEXT))
    order_type = forms.ChoiceField(
        label=_("Type"),
        choices=[(value, capfirst(label)) for value, label in OrderType.choices],
        widget=forms.Select(_SELECT),
    )
    customer = CodedRowField(
        by="number", list_id="customers", label=_("Customer"), help_text=_("Number; the list suggests as you type.")
    )
    customer_reference = forms.CharField(
        label=_("Customer reference"),
        required=False,
        max_length=60,
        help_text=_("What the customer calls this order."),
        widget=forms.TextInput(_TEXT),
    )
    order_date = DayField(label=_("Order date"))
    delivery_date = DayField(label=_("Delivery date"), required=False, help_text=_("Empty: on the invoice date."))
    invoice_date = DayField(label=_("Invoice date"), help_text=_("The day it is to be invoiced on."))
    currency = own_choice(_("Currency"), own=_("The customer's"))
    payment_terms = own_choice(_("Payment terms"), own=_("The customer's"))
    tax_group = own_choice(_("Tax group"), own=_("The customer's"))
    delivery_place = forms.CharField(
        label=_("Deliver to"),
        required=False,
        max_length=80,
        help_text=_("The name of a delivery address of the customer: its address and country are taken."),
        widget=forms.TextInput({**_TEXT, "list": "places"}),
    )
    delivery_address = forms.CharField(
        label=_("Delivery address"),
        required=False,
        max_length=500,
        help_text=_("Empty: the customer's, unless it goes to another country."),
        widget=forms.Textarea({**_TEXT, "rows": 2}),
    )
    delivery_country = CountryFormField(
        label=_("Delivery country"),
        required=False,
        help_text=_("Two letters; empty: the customer's."),
        widget=forms.TextInput({**_TEXT, "maxlength": "2"}),
    )
    total_discount_percent = percent_field(label=_("Total discount (%)"), widget=AmountInput)
    prices_include_tax = TaxInPricesField(help_text=_("The tax is taken out of prices and charges, not added to them."))
    credited_invoice = CodedRowField(
        by="number", required=False, label=_("Invoice to credit"), help_text=_("For a returned order.")
    )
    reason = forms.CharField(label=_("Reason"), required=False, max_length=200, widget=forms.TextInput(_TEXT))

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        """Offer the rows of the company."""
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["currency"].queryset = Currency.objects.order_by("code")
        fields["payment_terms"].queryset = PaymentTerms.objects.filter(company=company).order_by("net_days")
        fields["tax_group"].queryset = TaxGroup.objects.filter(company=company).order_by("code")
        fields["payment_terms"].label_from_instance = _code_and_name
        fields["tax_group"].label_from_instance = _code_and_name
        fields["customer"].rows = customers_to_sell_to(company)
        fields["credited_invoice"].rows = Invoice.objects.filter(
            company=company, invoice_type=InvoiceType.INVOICE, origin=InvoiceOrigin.SALES_ORDER
        )

    def clean(self) -> dict[str, Any]:
        """Find the delivery address that is named, of the customer that is typed."""
        typed: dict[str, Any] = super().clean() or {}
        name, customer = typed.get("delivery_place"), typed.get("customer")
        if name and customer:
            places = {place.name: place for place in customer.delivery_addresses.order_by("name")}
            typed["place"] = places.get(name)
            if name not in places:
                known = ", ".join(places) or _("none")
                facts = {"customer": customer.number, "name": name, "known": known}
                text = _("Customer %(customer)s has no delivery address “%(name)s”. It has: %(known)s.")
                self.add_error("delivery_place", ValidationError(text, "unknown", facts))
        return typed

    def places(self) -> list[str]:
        """Give the names of the delivery addresses of the customer, where it is known already."""
        typed = str(self["customer"].value() or "").split(" ")[0]
        rows = DeliveryAddress.objects.filter(customer__in=self.fields["customer"].rows.filter(number=typed))  # type: ignore[attr-defined]
        return list(rows.order_by("name").values_list("name", flat=True)) if typed and "\x00" not in typed else []

    def head(self) -> OrderHead:
        """Give what was typed, filled in from the customer and its delivery address."""
        typed = self.cleaned_data
        customer: Customer = typed["customer"]
        if place := typed.get("place"):
            typed = {**typed, "delivery_address": place.address, "delivery_country": place.country}
        country = typed["delivery_country"] or customer.country
        return OrderHead(
            number=typed["number"].strip(),
            order_type=typed["order_type"],
            customer=customer,
            order_date=typed["order_date"],
            invoice_date=typed["invoice_date"],
            currency=typed["currency"] or customer.currency,
            payment_terms=typed["payment_terms"] or customer.payment_terms,
            tax_group=typed["tax_group"] or customer.tax_group,
            delivery_address=lines_of(typed["delivery_address"]) or _own_address(customer, country),
            delivery_date=typed["delivery_date"],
            delivery_country=country,
            total_discount_percent=typed["total_discount_percent"] or Decimal(0),
            credited_invoice=typed["credited_invoice"],
            reason=typed["reason"],
            customer_reference=typed["customer_reference"].strip(),
            prices_include_tax=has_tax_in_prices(typed["prices_include_tax"], customer),
        )


def has_tax_in_prices(typed: bool | None, customer: Customer) -> bool:
    """Give whether prices include tax: as typed, else as the customer has it."""
    return customer.prices_include_tax if typed is None else typed


def _own_address(customer: Customer, country: str) -> str:
    return customer.address if customer.country == country else ""


def lines_of(text: str) -> str:
    """Give a text with the ends of lines as they are kept; browsers send another form."""
    return text.replace("\r\n", "\n")


def _code_and_name(row: Any) -> str:
    return f"{row.code} · {row.name}"


def customers_to_sell_to(company: Company) -> "QuerySet[Customer]":
    """Give the customers of a company with what an order takes from them."""
    return Customer.objects.filter(company=company).select_related("currency", "payment_terms", "tax_group")


def initial_of(order: SalesOrder) -> dict[str, Any]:
    """Give an order's head as the form shows it."""
    names = ("number", "order_type", "customer", "order_date", "invoice_date", "currency", "payment_terms", "tax_group")
    others = (
        "delivery_date",
        "delivery_address",
        "delivery_country",
        "total_discount_percent",
        "credited_invoice",
        "reason",
        "customer_reference",
        "prices_include_tax",
    )
    values = {name: getattr(order, name) for name in (*names, *others)}
    coded = {name: values[name].code for name in ("currency", "payment_terms", "tax_group")}
    return {**values, **coded}


class ReasonForm(PlainForm):
    """Why something is taken back."""

    reason = forms.CharField(label=_("Reason"), max_length=200, widget=forms.TextInput(_TEXT))


class ReleaseForm(DatedForm, ReasonForm):
    """Why an order may pass though its credit does not suffice, and until which date."""

    valid_until = DayField(
        label=_("Valid until"),
        required=False,
        help_text=_("For orders dated until then; a posting date comes before their own. Empty: without an end."),
    )
    field_order = ["reason", "valid_until"]


class CreditForm(DatedForm, ReasonForm):
    """When an invoice is credited, and why: by a reason of the company, in words, or both."""

    invoice_date = DayField(label=_("Date of the credit note"))
    reason_code = own_choice(_("Reason code"), own=_("None of these"))
    field_order = ["invoice_date", "reason_code", "reason"]

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        """Offer the reasons of the company; one that has none is asked for words alone."""
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        known = CreditReason.objects.filter(company=company).order_by("code")
        if known.exists():
            fields["reason_code"].queryset = known
            fields["reason"].required = False
            fields["reason"].label = _("Comment")
        else:
            del fields["reason_code"]

    def clean(self) -> dict[str, Any]:
        """Put both together, as the credit note says it.

        :raises ValidationError: nothing says why.
        """
        typed: dict[str, Any] = super().clean() or {}
        chosen = typed.get("reason_code")
        said = ": ".join(filter(None, [chosen.name if chosen else "", typed.get("reason", "")]))
        if "reason" in typed and not said:
            self.add_error("reason", ValidationError(_("Choose a reason code, or say why."), "required"))
        return {**typed, "reason": said[:LONGEST_REASON]}


class SettleForm(DatedForm):
    """The day of a settlement, the amount of each pair of transactions, and which cash discounts are taken."""

    settlement_date = DayField(label=_("Date of the settlement"))
    primary_payment = forms.TypedChoiceField(
        label=_("Primary payment"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("Its date says which cash discounts hold, and at which rate they are valued."),
        widget=forms.Select({"class": "form-select"}),
    )
    discount_account = DiscountAccountField()

    def __init__(self, *args: Any, company: Company, pairs: Sequence[tuple[Any, Any, Decimal]], **kwargs: Any) -> None:
        """Take the company, and the pairs: debit transaction, credit transaction, proposed amount."""
        super().__init__(*args, **kwargs)
        self.pairs = pairs
        account: Any = self.fields["discount_account"]
        account.of(company)
        paying = {credit.pk: credit for _debit, credit, _proposed in pairs}
        of_day = [(pk, f"{one.document_number}, {format_day(one.transaction_date)}") for pk, one in paying.items()]
        primary = self.fields["primary_payment"]
        assert isinstance(primary, forms.TypedChoiceField)
        primary.choices = [("", _("The latest of them")), *of_day]
        if len(paying) == 1:
            del self.fields["primary_payment"]
        for debit, _credit, _proposed in pairs:
            label = _("Cash discount of %(document)s") % {"document": debit.document_number}
            self.fields[f"use_{debit.pk}"] = forms.ChoiceField(
                label=label,
                choices=DiscountUse.choices,
                initial=DiscountUse.NORMAL,
                required=False,
                widget=forms.Select({"class": "form-select form-select-sm", "aria-label": label}),
            )
        for position, (debit, credit, proposed) in enumerate(pairs):
            self.fields[f"amount_{position}"] = AmountField(
                currency=debit.currency,
                initial=proposed,
                required=False,
                label=_("Amount of %(debit)s with %(credit)s")
                % {"debit": debit.document_number, "credit": credit.document_number},
            )

    def amounts(self) -> list[tuple[Any, Any, Decimal]]:
        """Give (debit transaction, credit transaction, amount) of the pairs with an amount."""
        typed = [
            (debit, credit, self.cleaned_data.get(f"amount_{n}")) for n, (debit, credit, _p) in enumerate(self.pairs)
        ]
        return [(debit, credit, amount) for debit, credit, amount in typed if amount]

    def uses(self) -> dict[int, DiscountUse]:
        """Give the uses of cash discounts that are not normal, per debit that is settled."""
        chosen = {debit.pk: self.cleaned_data.get(f"use_{debit.pk}") for debit, _credit, _amount in self.amounts()}
        return {pk: DiscountUse(use) for pk, use in chosen.items() if use and use != DiscountUse.NORMAL}

    def clean(self) -> dict[str, Any]:
        """Ask for an amount.

        :raises ValidationError: there is none.
        """
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not self.amounts():
            raise ValidationError(_("Type the amount of at least one pair."), code="no_amount")
        return typed


class ReverseSettlementForm(DatedForm, ReasonForm):
    """The day a settlement is taken back on, and why."""

    day = DayField(label=_("Date of the reversal"))
    field_order = ["day", "reason"]
