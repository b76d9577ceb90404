"""Goods by commodity code, where a state's file lists them so: what a tax row is of, by the items of its lines.

The code is that of the item as it is now; what has none is listed by the one of the parameters. What was declared keeps
the code of its file.
"""

from collections.abc import Iterator
from decimal import Decimal

from arclose.ledger.money import ZERO, split
from ecsales import sql
from ecsales.collecting import Scope
from ecsales.sql import Supply

_CENTS = 2


class CommodityCodes:
    """The commodity codes behind the EU sales of a scope."""

    def __init__(self, scope: Scope) -> None:
        """Read them all."""
        self._of_rows = sql.commodity_codes(scope.asked)

    def shares(self, row: Supply) -> Iterator[tuple[str, Decimal]]:
        """Give the amount of a tax row per code, in the currency of the registration; they add up to it."""
        parts = self._of_rows.get((row.source, row.source_id), [("", ZERO)])
        codes, weights = zip(*parts, strict=True)
        return zip(codes, split(row.amount, weights, _CENTS), strict=True)
