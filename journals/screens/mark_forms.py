"""What of the open transactions of a customer a payment settles: typed below it, a row each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from arclose.web.forms import AmountField, PlainForm
from customers.models import CustomerTransaction, Mark
from customers.models.cash_discounts import DiscountUse
from customers.settling.marking import Way
from customers.sql import Offer


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

    Amounts have the sign of what is open; one left empty is all that is open, less the cash discount.
    """

    def __init__(
        self,
        *args: Any,
        transactions: Sequence[CustomerTransaction],
        discounts: Discounts = NO_DISCOUNTS,
        **kwargs: Any,
    ) -> None:
        """Take the transactions, read with what is open of them, and their cash discounts."""
        super().__init__(*args, **kwargs)
        self.transactions, self.discounts = transactions, discounts
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

    def marks(self) -> dict[int, Decimal]:
        """Give the amount of each transaction that is marked; one with an amount counts as marked."""
        found = {}
        for row in self.transactions:
            amount: Decimal | None = self.cleaned_data.get(f"amount_{row.pk}")
            if amount or (amount is None and self.cleaned_data.get(f"mark_{row.pk}")):
                found[row.pk] = amount or self._to_pay(row)
        return found

    def ways(self) -> dict[int, Way]:
        """Give how transactions are settled that are not in the normal way."""
        chosen = {row.pk: self._way(row.pk) for row in self.transactions}
        return {pk: way.way() for pk, way in chosen.items() if way != MarkWay.NORMAL}

    def refuse(self, reasons: dict[int, str]) -> None:
        """Put the reason why a transaction cannot be marked beside its amount."""
        for pk, reason in reasons.items():
            name = f"amount_{pk}"
            self.add_error(name if name in self.fields else None, reason)

    def rows(self) -> list[tuple[CustomerTransaction, Any, Any, Any, Offer | None]]:
        """Give each transaction with its three fields, and the discount of the day."""
        return [
            (
                row,
                self[f"mark_{row.pk}"],
                self[f"amount_{row.pk}"],
                self[f"way_{row.pk}"],
                self.discounts.on_day.get(row.pk),
            )
            for row in self.transactions
        ]

    def _way(self, pk: int) -> MarkWay:
        return MarkWay(self.cleaned_data.get(f"way_{pk}") or MarkWay.NORMAL)

    def _to_pay(self, row: CustomerTransaction) -> Decimal:
        return row.open.transaction_currency_amount - self.discounts.amount(row.pk, self._way(row.pk))
