"""What proves a list: the list, the tax rows and the receivables beside one another, and what a page shows of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from arclose.ledger.money import ZERO
from ecsales import sql
from ecsales.collecting import Collection
from ecsales.formats.listing import Kind


@dataclass(frozen=True)
class Tie:
    """Three totals that must agree, in accounting currency: what list, tax ledger and receivables say of EU sales."""

    listed: Decimal
    left_out: Decimal
    ledger: Decimal
    owed: Decimal
    beside: Decimal

    @property
    def collected(self) -> Decimal:
        """Give what is listed and what is not."""
        return self.listed + self.left_out

    @property
    def receivables(self) -> Decimal:
        """Give what customers owe for EU sales: their documents less tax, rounding and other lines."""
        return self.owed - self.beside

    @property
    def agrees(self) -> bool:
        """Tell whether all three say the same."""
        return self.collected == self.ledger == self.receivables


def tie_of(collection: Collection) -> Tie:
    """Give the three totals of a collected list."""
    return Tie(*collection.accounting_amounts, *sql.tied(collection.scope.asked))


@dataclass(frozen=True)
class KindTotal:
    """What a list says of one kind."""

    kind: Kind
    documents: int
    amount: Decimal


def kind_totals(lines: Sequence[Any]) -> list[KindTotal]:
    """Give the totals of lines per kind, in the order of the kinds."""
    found = []
    for kind in Kind:
        of_kind = [line for line in lines if line.kind == kind]
        if of_kind:
            found.append(
                KindTotal(kind, sum(line.supplies for line in of_kind), sum((line.amount for line in of_kind), ZERO))
            )
    return found
