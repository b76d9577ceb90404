"""Sales of a fiscal year: what was invoiced, less what was credited, by period and country of delivery.

Posted rows never change, so what was added up once is kept (in the cache, a day long) with the position and digest of
the newest posting in it, and only what was posted since is added: a year of a million invoices is read once. A restored
database has another digest at that position, and is read anew.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.core.cache import cache

from arclose.ledger.models import Company, FiscalPeriod, FiscalYear, PostingSeal
from arclose.ledger.money import ZERO
from customers.sql.sales import Sales, sales

KEPT_SECONDS = 24 * 3600


@dataclass(frozen=True)
class CountrySales:
    """What was sold to a country: net amounts in accounting currency, one per period of the year."""

    country: str
    amounts: Sequence[Decimal]

    @property
    def total(self) -> Decimal:
        """Give the sum of the year."""
        return sum(self.amounts, ZERO)


def sales_by_country(*, company: Company, year: FiscalYear) -> tuple[list[FiscalPeriod], list[CountrySales]]:
    """Give the periods of a fiscal year and the sales to each country in them, the largest first."""
    periods = list(year.periods.order_by("start_date"))
    amounts = _sales_of(company, year).amounts
    countries = [
        CountrySales(country, [amounts.get((period.pk, country), ZERO) for period in periods])
        for country in sorted({country for _period, country in amounts})
    ]
    return periods, sorted(countries, key=lambda sold: -sold.total)


def _sales_of(company: Company, year: FiscalYear) -> Sales:
    key = f"sales-{company.pk}-{year.pk}"
    kept: Sales | None = cache.get(key)
    if kept is None or not _is_of_these_books(company, kept):
        now = sales(company_id=company.pk, first=year.start_date, last=year.end_date)
    else:
        later = sales(company_id=company.pk, first=year.start_date, last=year.end_date, since=kept.position)
        now = Sales(later.position, later.digest, _added(kept, later))
    cache.set(key, now, KEPT_SECONDS)
    return now


def _is_of_these_books(company: Company, kept: Sales) -> bool:
    return PostingSeal.objects.filter(company=company, position=kept.position, digest=kept.digest).exists()


def _added(kept: Sales, later: Sales) -> dict[tuple[int, str], Decimal]:
    return {
        key: kept.amounts.get(key, ZERO) + later.amounts.get(key, ZERO) for key in kept.amounts.keys() | later.amounts
    }
