"""Files with a row per customer and the kinds beside one another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from arclose.ledger.money import ZERO
from ecsales.formats.listing import CALL_OFF_KINDS, Kind, Line, Listing


@dataclass(frozen=True, slots=True)
class Customer:
    """One customer's row: an amount per kind; a kind that is not reported is not in it."""

    country: str
    vat_number: str
    amounts: dict[Kind, Decimal]

    def amount(self, kind: Kind) -> Decimal:
        """Give the amount of a kind, zero where there is none."""
        return self.amounts.get(kind, ZERO)


def customers(lines: Sequence[Line]) -> Iterator[Customer]:
    """Give the rows of a list, sorted as its lines are; call-off stock is left to the format."""
    for (country, vat_number), same in groupby(lines, key=lambda line: (line.country, line.vat_number)):
        amounts = {line.kind: line.amount for line in same if line.amount}
        if amounts:
            yield Customer(country, vat_number, amounts)


def corrected(listing: Listing) -> Iterator[Customer]:
    """Give the customers of a correction, with all that their rows say now; what is no longer so with zero."""
    now = {(one.country, one.vat_number): one for one in customers(listing.lines)}
    changed = (one for one in listing.corrections if one.kind not in CALL_OFF_KINDS)
    for (country, vat_number), same in groupby(changed, key=lambda one: (one.country, one.vat_number)):
        amounts = {one.kind: one.new_amount for one in same}
        standing = now.get((country, vat_number))
        yield Customer(country, vat_number, {**(standing.amounts if standing else {}), **amounts})


def rows_of(listing: Listing) -> list[Customer]:
    """Give what a file of new values says: the customers of a list, or those of a correction."""
    return list(corrected(listing) if listing.is_correction else customers(listing.lines))
