"""Numbers without gaps: a block is taken under the counter's lock and used in the same transaction."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from arclose.ledger import sql
from arclose.ledger.models.companies import Company
from arclose.ledger.models.number_series import NumberSeries, SeriesPurpose
from arclose.ledger.outcomes import CannotPost


class NumberSeriesMissing(CannotPost):
    """The company has no series for what is to be numbered."""

    def __init__(self, company: Company, purpose: str) -> None:
        """Carry the company and the purpose that has no series."""
        super().__init__(company, purpose)
        self.company = company
        self.purpose = purpose

    def reason(self) -> str:
        """Name company and purpose."""
        facts = {"company": self.company, "purpose": SeriesPurpose(self.purpose).label}
        return _("%(company)s has no number series for: %(purpose)s.") % facts

    def remedy(self) -> str:
        """Name the place in Setup."""
        return _("An administrator makes one in Setup, under number series.")


@dataclass(frozen=True)
class Block:
    """Consecutive numbers of a series: ``first`` and those after it, written ``prefix`` + padded counter."""

    series_id: int
    fiscal_year_id: int
    first: int
    prefix: str
    digits: int


def series_for(*, company: Company, purpose: SeriesPurpose) -> NumberSeries:
    """Give the company's series for a purpose.

    :raises NumberSeriesMissing: the company has none.
    """
    series = NumberSeries.objects.filter(company=company, purpose=purpose).first()
    if series is None:
        raise NumberSeriesMissing(company, purpose)
    return series


def take_blocks(*, series: NumberSeries, counts: Mapping[tuple[int, str], int]) -> list[Block]:
    """Take so many numbers per fiscal year (id, name); the counters stay locked until the end of the transaction.

    Called after all checks and before the first write, years in order, so nobody waits in a circle.
    """
    return [
        Block(
            series_id=series.pk,
            fiscal_year_id=year_id,
            first=sql.advance_counter(
                company_id=series.company_id, series_id=series.pk, fiscal_year_id=year_id, count=count
            ),
            prefix=f"{series.prefix}{year_name}-",
            digits=series.digits,
        )
        for (year_id, year_name), count in sorted(counts.items())
    ]


def provisional_blocks(*, series: NumberSeries, counts: Mapping[tuple[int, str], int]) -> list[Block]:
    """Give numbers for a preview: below zero, of this transaction alone, taken from no series."""
    first = -1_000_000 * sql.current_transaction()
    return [
        Block(series_id=series.pk, fiscal_year_id=year_id, first=first, prefix=f"?{series.prefix}", digits=1)
        for year_id, _name in sorted(counts)
    ]
