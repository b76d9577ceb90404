"""Corrections: what was declared of a list, beside what is collected now. Their difference is what to correct."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from arclose.ledger.models import VatRegistration
from arclose.ledger.money import ZERO
from ecsales import sql
from ecsales.collecting import Collection, LineKey, Scope
from ecsales.formats.listing import Kind, is_other_stock
from ecsales.models import Declaration, DeclaredLine, ListStatus, SalesList
from ecsales.sql import Supply

# A list is compared with the books for so many years back: what is older is corrected on paper.
YEARS_LOOKED_BACK = 5


@dataclass(frozen=True)
class Difference:
    """A VAT number and kind of which something else was declared than is collected now, both to the cent."""

    country: str
    vat_number: str
    kind: Kind
    name: str
    old_amount: Decimal
    new_amount: Decimal
    old_supplies: int
    new_supplies: int

    @property
    def number(self) -> str:
        """Give the number with its country."""
        return f"{self.country}{self.vat_number}"

    @property
    def key(self) -> LineKey:
        """Give country, number and kind."""
        return (self.country, self.vat_number, self.kind)

    @property
    def change(self) -> Decimal:
        """Give what the new amount is more than the old one."""
        return self.new_amount - self.old_amount

    @property
    def is_other_stock(self) -> bool:
        """Tell whether call-off stock came onto the list or left it."""
        return is_other_stock(self.kind, before=self.old_supplies, now=self.new_supplies)


def standing(sales_list: SalesList) -> Declaration | None:
    """Give what the authority has of a list: the last declaration that was not withdrawn."""
    return sales_list.declarations.filter(withdrawal=None).order_by("-number").first()


def declared_lines(declaration: Declaration | None) -> dict[LineKey, DeclaredLine]:
    """Give the lines of a declaration by country, number and kind; none of none."""
    return by_key(declaration.lines.all()) if declaration else {}


def by_key(lines: Iterable[DeclaredLine]) -> dict[LineKey, DeclaredLine]:
    """Give declared lines by country, number and kind."""
    return {(line.country, line.vat_number, Kind(line.kind)): line for line in lines}


def differences(declared: dict[LineKey, DeclaredLine], collection: Collection) -> list[Difference]:
    """Give what was declared otherwise than it is collected now, in order of country, number and kind."""
    now = {line.key for line in collection.lines}
    return [
        one
        for one in compared(declared, collection)
        if one.change or one.is_other_stock or (one.key in now and one.key not in declared)
    ]


def compared(declared: dict[LineKey, DeclaredLine], collection: Collection) -> list[Difference]:
    """Give every VAT number and kind with what was declared and what is collected now, in their order."""
    now = {line.key: line for line in collection.lines}
    found = []
    for key in sorted(declared.keys() | now.keys()):
        old, new = declared.get(key), now.get(key)
        found.append(
            Difference(
                *key,
                name=new.name if new else old.name if old else "",
                old_amount=old.amount if old else ZERO,
                new_amount=new.amount if new else ZERO,
                old_supplies=old.supplies if old else 0,
                new_supplies=new.supplies if new else 0,
            )
        )
    return found


def late_documents(sales_list: SalesList, declaration: Declaration, *, at_most: int) -> Sequence[Supply]:
    """Give the tax rows that were posted into a list's period after it was reported, oldest first."""
    return sql.late(Scope.of(sales_list).asked, declaration=declaration.pk, at_most=at_most)


def earlier_lists(registration: VatRegistration, *, before: date) -> "QuerySet[SalesList]":
    """Give the reported lists of a registration that a list which begins on a day may have to correct."""
    rows = SalesList.objects.filter(registration=registration, end_date__lt=before).exclude(status=ListStatus.INCLUDED)
    return rows.filter(start_date__year__gte=before.year - YEARS_LOOKED_BACK).order_by("start_date")
