"""What of the open transactions of a customer a payment settles: typed below it, a row each."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from arclose.ledger.models import Company
from arclose.ledger.money import round_amount
from arclose.web.amounts import format_money
from arclose.web.forms import AmountField, PlainForm
from customers.models import Customer, CustomerTransaction, Mark
from customers.models.cash_discounts import DiscountUse
from customers.screens.fields import DiscountAccountField
from customers.settling.marking import Way
from customers.sql import Offer
from journals.intercompany.across import Owing
from journals.screens.document_lines import lines_of


class MarkWay(models.TextChoices):
    """How a marked transaction is settled."""

    NORMAL = "normal", _("Normal")
    ALWAYS = "always", _("Always a discount")
    NEVER = "never", _("No discount")
    FULLY = "fully", _("Full settlement")

    def way(self) -> Way:
        """Give it as marks keep it."""
        return Way(settles_fully=True) if self == MarkWay.FULLY else Way(DiscountUse(self.value))


def way_of(mark: Mark) -> MarkWay:
    """Give how a mark settles its transaction, as the form shows it."""
    return MarkWay.FULLY if mark.settles_fully else MarkWay(mark.discount_use)


class Further(NamedTuple):
    """How a transaction is settled that is marked and not shown: its amount, with its sign, and its way."""

    amount: Decimal
    way: MarkWay = MarkWay.NORMAL


class FurtherField(forms.CharField):
    """Marks of transactions that are not shown, carried along by the form: per id an amount and a way."""

    widget = forms.HiddenInput
    _ONE = re.compile(r"(\d{1,18})=(-?\d{1,18}(?:\.\d{1,4})?)=(\w+)")

    def prepare_value(self, value: Any) -> Any:
        """Write marks as the form sends them."""
        if not isinstance(value, Mapping):
            return value
        return ",".join(f"{pk}={one.amount:f}={one.way.value}" for pk, one in value.items())

    def to_python(self, value: Any) -> Any:
        """Read them again.

        :raises ValidationError: it is not what a form of ours has sent.
        """
        typed = super().to_python(value) or ""
        found = [self._ONE.fullmatch(one) for one in typed.split(",") if one]
        if not all(one and one[3] in MarkWay.values for one in found):
            raise ValidationError(_("Mark what is not shown once more."))
        return {int(one[1]): Further(Decimal(one[2]), MarkWay(one[3])) for one in found if one}


@dataclass(frozen=True)
class Discounts:
    """The cash discounts of open transactions on the day of payment, and those that hold whatever the day."""

    on_day: Mapping[int, Offer]
    always: Mapping[int, Offer]

    def amount(self, pk: int, way: MarkWay = MarkWay.NORMAL) -> Decimal:
        """Give the discount of a transaction that is settled in a way; zero where there is none."""
        offers = self.always if way == MarkWay.ALWAYS else {} if way == MarkWay.NEVER else self.on_day
        return offers[pk].amount if pk in offers else Decimal(0)


NO_DISCOUNTS = Discounts({}, {})


class MarkForm(PlainForm):
    """What of the open transactions of a customer is settled: a tick, an amount and a way for each.

    Amounts have the sign of what is open; one left empty is all that is open, or what the chosen lines of its document
    come to, less the cash discount. Marks of transactions that are not shown go along, all or none of them.
    """

    further = FurtherField(required=False)
    discount_account = DiscountAccountField()
    keeps_further = forms.BooleanField(
        required=False, initial=True, widget=forms.CheckboxInput({"class": "form-check-input"})
    )

    def __init__(
        self,
        *args: Any,
        company: Company,
        transactions: Sequence[CustomerTransaction],
        discounts: Discounts = NO_DISCOUNTS,
        others: Sequence[Customer] = (),
        currency: str = "",
        **kwargs: Any,
    ) -> None:
        """Take the company, and the transactions, read with what is open of them, and their cash discounts.

        ``others`` are the same customer in other companies, to whom something may be paid on account in a currency;
        what they owe in other currencies takes as much of the payment as is typed.
        """
        super().__init__(*args, **kwargs)
        account: Any = self.fields["discount_account"]
        account.of(company)
        self.company = company
        self.transactions, self.discounts = transactions, discounts
        self.not_shown = self._not_shown()
        self.lines = lines_of(transactions)
        self.others = others
        self.owing = _owed_otherwise(transactions, company, currency)
        for (customer, owed), of_company in self.owing.items():
            label = _("Spent on what is owed in %(currency)s in %(company)s") % {
                "currency": owed,
                "company": of_company,
            }
            self.fields[f"spent_{customer}_{owed}"] = AmountField(currency=currency, label=label, required=False)
        for other in others:
            label = _("On account of %(customer)s in %(company)s") % {"customer": other, "company": other.company}
            self.fields[f"account_{other.pk}"] = AmountField(currency=currency, label=label, required=False)
        for row in transactions:
            names = {"document": row.document_number}
            tick = forms.BooleanField(
                label=_("Mark %(document)s") % names,
                required=False,
                widget=forms.CheckboxInput({"class": "form-check-input", "aria-label": _("Mark %(document)s") % names}),
            )
            amount = AmountField(currency=row.currency_id, label=_("Amount of %(document)s") % names, required=False)
            amount.widget.attrs |= {
                "class": "form-control form-control-sm amount",
                "aria-label": _("Amount of %(document)s") % names,
            }
            label = _("How %(document)s is settled") % names
            way = forms.ChoiceField(
                label=label,
                choices=MarkWay.choices,
                initial=MarkWay.NORMAL,
                required=False,
                widget=forms.Select({"class": "form-select form-select-sm", "aria-label": label}),
            )
            self.fields[f"mark_{row.pk}"] = tick
            self.fields[f"amount_{row.pk}"] = amount
            self.fields[f"way_{row.pk}"] = way
            if row.pk in self.lines:
                self.fields[f"lines_{row.pk}"] = forms.TypedMultipleChoiceField(
                    label=_("Lines of %(document)s") % names,
                    required=False,
                    coerce=int,
                    choices=[
                        (one.number, f"{one.text} {format_money(one.amount, row.currency_id)}")
                        for one in self.lines[row.pk]
                    ],
                    widget=forms.CheckboxSelectMultiple({"class": "form-check-input"}),
                )

    def clean(self) -> dict[str, Any]:
        """Ask for no more than the chosen lines come to."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        for pk in self.lines:
            of_lines, amount = self._of_lines(pk), typed.get(f"amount_{pk}")
            if of_lines is not None and amount is not None and not _is_a_part(amount, of_lines):
                text = _("The chosen lines come to %(amount)s: type less, or choose more of them.")
                currency = next(row.currency_id for row in self.transactions if row.pk == pk)
                facts = {"amount": format_money(of_lines, currency)}
                self.add_error(f"amount_{pk}", ValidationError(text, "more_than_lines", facts))
        return typed

    def marks(self) -> dict[int, Decimal]:
        """Give the amount of each transaction that is marked; one with an amount counts as marked."""
        found = {}
        for row in self.transactions:
            amount: Decimal | None = self.cleaned_data.get(f"amount_{row.pk}")
            is_chosen = self.cleaned_data.get(f"mark_{row.pk}") or self._of_lines(row.pk)
            if amount or (amount is None and is_chosen):
                found[row.pk] = amount or self._to_pay(row)
        return {pk: one.amount for pk, one in self._kept().items()} | found

    def on_account(self) -> dict[int, Decimal]:
        """Give what is paid to the same customer in other companies without settling anything."""
        typed = {one.pk: self.cleaned_data.get(f"account_{one.pk}") for one in self.others}
        return {pk: amount for pk, amount in typed.items() if amount}

    def spent(self) -> dict[Owing, Decimal]:
        """Give how much of the payment what is owed in other currencies takes, where that is typed."""
        typed = {one: self.cleaned_data.get(f"spent_{one[0]}_{one[1]}") for one in self.owing}
        return {one: amount for one, amount in typed.items() if amount is not None}

    def spent_fields(self) -> list[Any]:
        """Give the fields of that."""
        return [self[f"spent_{customer}_{currency}"] for customer, currency in self.owing]

    def on_account_fields(self) -> list[Any]:
        """Give the fields of that."""
        return [self[f"account_{one.pk}"] for one in self.others]

    def ways(self) -> dict[int, Way]:
        """Give how transactions are settled that are not in the normal way."""
        chosen = {pk: one.way for pk, one in self._kept().items()}
        chosen |= {row.pk: self._way(row.pk) for row in self.transactions}
        found = {pk: way.way() for pk, way in chosen.items() if way != MarkWay.NORMAL}
        if account := self.cleaned_data.get("discount_account"):
            # What is owed to another company is not posted to an account of this one.
            own = CustomerTransaction.objects.filter(company=self.company, pk__in=self.marks()).values_list(
                "pk", flat=True
            )
            found |= {pk: replace(found.get(pk, Way()), discount_account=account.pk) for pk in own}
        return found

    def refuse(self, reasons: dict[int, str]) -> None:
        """Put the reason why a transaction cannot be marked beside its amount."""
        for pk, reason in reasons.items():
            name = f"amount_{pk}"
            self.add_error(name if name in self.fields else None, reason)

    def rows(self) -> list[tuple[CustomerTransaction, Any, Any, Any, Any, Offer | None]]:
        """Give each transaction with its fields, those of its lines where it has some, and the discount of the day."""
        return [
            (
                row,
                self[f"mark_{row.pk}"],
                self[f"amount_{row.pk}"],
                self[f"way_{row.pk}"],
                self[f"lines_{row.pk}"] if row.pk in self.lines else None,
                self.discounts.on_day.get(row.pk),
            )
            for row in self.transactions
        ]

    @property
    def not_shown_amount(self) -> Decimal:
        """What is marked of transactions that are not shown, in all."""
        return sum((one.amount for one in self.not_shown.values()), Decimal(0))

    def _not_shown(self) -> Mapping[int, Further]:
        value = self["further"].value() or {}
        if isinstance(value, Mapping):
            return value
        try:
            found: dict[int, Further] = self.fields["further"].to_python(value) or {}
        except ValidationError:
            return {}
        return found

    def _kept(self) -> dict[int, Further]:
        shown = {row.pk for row in self.transactions}
        marked = self.cleaned_data["further"] if self.cleaned_data.get("keeps_further") else {}
        return {pk: one for pk, one in marked.items() if pk not in shown}

    def _way(self, pk: int) -> MarkWay:
        return MarkWay(self.cleaned_data.get(f"way_{pk}") or MarkWay.NORMAL)

    def _of_lines(self, pk: int) -> Decimal | None:
        """Give what the chosen lines of a transaction come to, no more than is open; None where none is chosen."""
        chosen = self.cleaned_data.get(f"lines_{pk}")
        if not chosen:
            return None
        still_open = next(row.open.transaction_currency_amount for row in self.transactions if row.pk == pk)
        amount = sum((one.amount for one in self.lines[pk] if one.number in chosen), Decimal(0))
        return min(amount, still_open) if still_open > 0 else max(amount, still_open)

    def _to_pay(self, row: CustomerTransaction) -> Decimal:
        """Give what is paid where no amount is typed: the discount is taken off, of lines their share of it."""
        still_open = row.open.transaction_currency_amount
        discount = self.discounts.amount(row.pk, self._way(row.pk))
        of_lines = self._of_lines(row.pk)
        if of_lines is None:
            return still_open - discount
        return of_lines - round_amount(discount * of_lines / still_open, row.currency.decimals)


def _owed_otherwise(
    transactions: Sequence[CustomerTransaction], company: Company, currency: str
) -> dict[Owing, Company]:
    """Give what is owed in other companies and currencies, each with its company."""
    there = (row for row in transactions if row.company_id != company.pk and row.currency_id != currency)
    return {(row.customer_id, row.currency_id): row.company for row in there}


def _is_a_part(amount: Decimal, whole: Decimal) -> bool:
    """Tell whether an amount is on the side of a whole, and no more than that."""
    return (abs(amount) <= abs(whole) and (amount > 0) == (whole > 0)) or amount == 0
