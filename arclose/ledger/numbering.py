"""Numbers without gaps: a block is taken under the counter's lock and used in the same transaction.

Who posts into the same series waits for that lock until the transaction ends, so it is taken as late as can be: a
statement that computes much takes the numbers of its documents itself, once they are computed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Min
from django.utils.translation import gettext as _

from arclose.ledger import sql
from arclose.ledger.models.companies import Company
from arclose.ledger.models.number_series import NumberSeries, SeriesPurpose
from arclose.ledger.models.vouchers import Voucher
from arclose.ledger.outcomes import CannotPost

# The numbers of two previews at the same time lie at least so far apart.
_PROVISIONAL_APART = 1_000_000


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


@dataclass(frozen=True, kw_only=True)
class SeriesOfYear:
    """A series in a fiscal year: its numbers are written ``prefix`` + padded counter."""

    series_id: int
    fiscal_year_id: int
    prefix: str
    digits: int


@dataclass(frozen=True, kw_only=True)
class Block(SeriesOfYear):
    """Consecutive numbers of a series: ``first`` and those after it."""

    first: int


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

    Called after all checks, as late as can be and before kept balances, years in order, so nobody waits in a circle.
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


def of_years(*, series: NumberSeries, years: Iterable[tuple[int, str]]) -> list[SeriesOfYear]:
    """Give a series in fiscal years (id, name), for a statement that takes the numbers itself, in this order."""
    return [
        SeriesOfYear(
            series_id=series.pk,
            fiscal_year_id=year_id,
            prefix=f"{series.prefix}{year_name}-",
            digits=series.digits,
        )
        for year_id, year_name in sorted(years)
    ]


def provisional_blocks(*, series: NumberSeries, counts: Mapping[tuple[int, str], int]) -> list[Block]:
    """Give numbers for a preview: below zero, of this transaction alone, taken from no series.

    Below those it has given vouchers before: a preview may write more than once.
    """
    return [
        Block(
            series_id=series.pk,
            fiscal_year_id=year_id,
            first=_lowest_provisional(series, year_id) - count,
            prefix=f"?{series.prefix}{year_name}-",
            digits=1,
        )
        for (year_id, year_name), count in sorted(counts.items())
    ]


def _lowest_provisional(series: NumberSeries, year_id: int) -> int:
    """Give the lowest number that a voucher of this preview has; every other preview is taken back or out of sight."""
    given = Voucher.objects.filter(series=series, fiscal_year=year_id, sequence_number__lt=0)
    lowest: int | None = given.aggregate(Min("sequence_number"))["sequence_number__min"]
    return -_PROVISIONAL_APART * sql.current_transaction() if lowest is None else lowest
