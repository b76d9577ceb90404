"""How prepayment invoices of orders are to be made: one set for the form, the preview and jobs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from arclose.web.amounts import format_plain
from arclose.web.days import format_day


@dataclass(frozen=True)
class PrepaymentParameters:
    """What is asked in advance, and when.

    ``amount`` is of each order in its own currency, ``percent`` of what is left to invoice of it; one of the two, net
    of tax or with it as the order's prices go. Without ``due_date`` the order's payment terms say when it is due,
    without ``text`` its lines name the order.
    """

    day: date
    percent: Decimal | None = None
    amount: Decimal | None = None
    due_date: date | None = None
    text: str = ""

    def as_stored(self) -> dict[str, str]:
        """Give what is said as JSON can keep it; the same text for the same parameters."""
        amounts = {name: format(value.normalize(), "f") for name, value in self._amounts() if value is not None}
        due = {"due_date": self.due_date.isoformat()} if self.due_date else {}
        return {"day": self.day.isoformat(), **amounts, **due, **({"text": self.text} if self.text else {})}

    def _amounts(self) -> tuple[tuple[str, Decimal | None], ...]:
        return ("percent", self.percent), ("amount", self.amount)


def from_stored(stored: Mapping[str, Any]) -> PrepaymentParameters:
    """Give parameters back as they were before :meth:`PrepaymentParameters.as_stored`."""
    return PrepaymentParameters(
        day=date.fromisoformat(stored["day"]),
        percent=Decimal(stored["percent"]) if "percent" in stored else None,
        amount=Decimal(stored["amount"]) if "amount" in stored else None,
        due_date=date.fromisoformat(stored["due_date"]) if "due_date" in stored else None,
        text=stored.get("text", ""),
    )


def in_words(parameters: PrepaymentParameters) -> list[tuple[str, str]]:
    """Give what is asked, as labels and values."""
    facts = [(_("Date"), format_day(parameters.day))]
    if parameters.percent is not None:
        facts.insert(0, (_("Percentage"), f"{format_plain(parameters.percent)} %"))
    if parameters.amount is not None:
        facts.insert(0, (_("Amount"), format_plain(parameters.amount, 2)))
    if parameters.due_date:
        facts.append((_("Due date"), format_day(parameters.due_date)))
    return [*facts, *([(_("Text"), parameters.text)] if parameters.text else [])]
