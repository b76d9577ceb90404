"""Totals of a filter, per currency: of all its rows, not of the page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from arclose.web.groups import Group, groups_of


@dataclass(frozen=True)
class CurrencyTotal:
    """The total of the rows in one currency."""

    currency: str
    count: int
    amounts: dict[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class Totals:
    """What a list adds up.

    :param currency: the field that says a row's currency.
    :param amounts: name of the column, to the field or expression summed in it.
    :param at_most: how many rows are added up unasked; None: as many as usual.
    :param counts_first: whether rows are counted first while nothing narrows the list: where an index counts them, and
        they are often too many to add up.
    """

    currency: str
    amounts: Mapping[str, Any]
    at_most: int | None = None
    counts_first: bool = False

    def of(self, rows: QuerySet[Any], *, at_most: int | None) -> list[CurrencyTotal] | None:
        """Give one total per currency, in order of their codes; None where there are more rows than at most."""
        groups = groups_of(rows, fields=[self.currency], amounts=self.amounts, at_most=at_most)
        return None if groups is None else self.from_groups(groups)

    def from_groups(self, groups: Iterable[Group]) -> list[CurrencyTotal]:
        """Give one total per currency of groups that are told apart by it."""
        found: dict[str, CurrencyTotal] = {}
        for group in groups:
            currency = group.values[self.currency]
            so_far = found.get(currency) or CurrencyTotal(currency, 0, dict.fromkeys(self.amounts, Decimal(0)))
            sums = {name: amount + group.sums[name] for name, amount in so_far.amounts.items()}
            found[currency] = CurrencyTotal(currency, so_far.count + group.count, sums)
        return [found[currency] for currency in sorted(found)]
