"""Totals of a filter, per currency: of all its rows, not of the page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet, Sum


@dataclass(frozen=True)
class Totals:
    """What a list adds up.

    :param currency: the field that says a row's currency.
    :param amounts: name of the column, to the field or expression summed in it.
    """

    currency: str
    amounts: Mapping[str, Any]

    def of(self, rows: QuerySet[Any]) -> "list[CurrencyTotal]":
        """Give one total per currency, in order of their codes; one query over all rows."""
        sums = {f"total_{name}": Sum(expression) for name, expression in self.amounts.items()}
        grouped = rows.order_by().values(self.currency).annotate(rows_counted=Count("pk"), **sums)
        return [self._total(group) for group in grouped.order_by(self.currency)]

    def _total(self, group: dict[str, Any]) -> "CurrencyTotal":
        amounts = {name: group[f"total_{name}"] or Decimal(0) for name in self.amounts}
        return CurrencyTotal(group[self.currency], group["rows_counted"], amounts)


@dataclass(frozen=True)
class CurrencyTotal:
    """The total of the rows in one currency."""

    currency: str
    count: int
    amounts: dict[str, Decimal] = field(default_factory=dict)
