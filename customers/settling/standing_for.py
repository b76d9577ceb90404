"""The invoices behind transactions that are of none themselves: apps that make such say so in ``AppConfig.ready``.

Where sales tax is relieved on one of them, it is that of these invoices.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from arclose.ledger.money import split
from customers import sql
from customers.models import CustomerTransaction
from customers.models.transactions import TransactionType


@dataclass(frozen=True)
class StandsFor:
    """How much each invoice has of what a transaction stands for, and how much has no tax, such as costs.

    ``unknown`` is the number of a document behind it whose tax is not known; then it says nothing else.
    """

    weights: Mapping[int, Decimal]
    rest: Decimal = Decimal(0)
    unknown: str = ""

    def shares_of(self, amount: Decimal, *, decimals: int) -> tuple[tuple[int, Decimal], ...]:
        """Give the share of each invoice in an amount of the transaction."""
        parts = split(amount, [*self.weights.values(), self.rest], decimals)
        return tuple(zip(self.weights, parts, strict=False))


Look = Callable[[Sequence[CustomerTransaction]], Mapping[int, StandsFor]]
_LOOKS: dict[TransactionType, Look] = {}


def register(transaction_type: TransactionType, look: Look) -> None:
    """Let ``look`` say what transactions of a type stand for, by their ids."""
    _LOOKS[transaction_type] = look


def invoices_behind(rows: Iterable[CustomerTransaction]) -> dict[int, StandsFor]:
    """Give what transactions stand for, of those that stand for invoices; of a part what its whole stands for."""
    whole_of = _wholes(rows)
    found: dict[int, StandsFor] = {}
    for transaction_type, look in _LOOKS.items():
        if wholes := {row.pk: row for row in whole_of.values() if row.transaction_type == transaction_type}:
            found |= look(list(wholes.values()))
    return {pk: found[whole.pk] for pk, whole in whole_of.items() if whole.pk in found}


def _wholes(rows: Iterable[CustomerTransaction]) -> dict[int, CustomerTransaction]:
    """Give each transaction by its id; instead of a part of one that was reorganized the one that it is of."""
    whole_of = {row.pk: row for row in rows}
    if parts := [pk for pk, row in whole_of.items() if row.transaction_type == TransactionType.REORGANIZED]:
        origins = sql.origins_of(transactions=parts)
        found = CustomerTransaction.objects.in_bulk(origins.values())
        whole_of |= {pk: found[origin] for pk, origin in origins.items()}
    return whole_of
