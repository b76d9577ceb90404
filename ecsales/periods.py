"""Which lists a registration has to make: by month or quarter, and when a quarter is too long.

Goods, triangular trade included, are listed by quarter only while they do not exceed EUR 50,000 in the quarter and in
each of the four before (directive 2006/112/EC, article 263); services may be. A state in another currency has its own
amount, by the rate of the day on which it set it.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from arclose.ledger.models import Company, VatRegistration
from arclose.ledger.money import ZERO
from customers.listed_periods import Supplied
from ecsales import sql
from ecsales.collecting import Scope, collect, parameters_of, scopes_of
from ecsales.formats.listing import MONTHS_PER_QUARTER, Kind, Period
from ecsales.formats.neutral import EMPTY_TOO
from ecsales.models import Frequency, SalesList
from ecsales.reporting_rules import LISTED

# EUR 50,000 in the currencies of other member states, as directive 2008/117/EC lets them be rounded. The Czech Republic
# lets those list by quarter who supply services alone.
THRESHOLDS = {
    "EUR": Decimal(50_000),
    "CZK": ZERO,
    "DKK": Decimal(375_000),
    "SEK": Decimal(500_000),
    "GBP": Decimal(35_000),
}
QUARTERS_BEFORE = 4
COUNTED_KINDS = (Kind.GOODS, Kind.TRIANGULAR)


def period_of(day: date, frequency: str) -> Period:
    """Give the month or quarter that a day lies in."""
    if frequency == Frequency.QUARTER:
        return Period.of_quarter(day.year, (day.month - 1) // MONTHS_PER_QUARTER + 1)
    return Period(day.year, day.month)


def period_at(first_day: date, months: int) -> Period | None:
    """Give the period of so many months that begins with a day; None where no list is of such days."""
    ends_in_year = first_day.month + months - 1 <= 12
    begins_quarter = months == 1 or (first_day.month - 1) % MONTHS_PER_QUARTER == 0
    if first_day.day == 1 and months in (1, 2, 3) and ends_in_year and begins_quarter:
        return Period(first_day.year, first_day.month, months)
    return None


def periods_listed(company: Company, supplied: Collection[Supplied]) -> dict[Supplied, Period]:
    """Give the period of the list that months of registrations are in; where none is begun, of the one they will be in.

    A registration that lists by quarter does so by month where some month of the quarter has a list.
    """
    rows = VatRegistration.objects.filter(company=company).select_related("list_parameters").order_by("valid_from")
    own = {one.pk: one for one in rows}
    home = [one for one in own.values() if one.country == company.country]
    lists: dict[int, list[Period]] = defaultdict(list)
    earliest = period_of(min(month for _registration, month in supplied), Frequency.QUARTER).first_day
    for one in SalesList.objects.filter(company=company, end_date__gte=earliest):
        lists[one.registration_id].append(one.period)
    found = {}
    for pk, month in supplied:
        by_month = period_of(month, Frequency.MONTH)
        held = own[pk] if pk else next((one for one in reversed(home) if one.valid_from <= by_month.last_day), None)
        found[pk, month] = _period_listed(held, month, lists[held.pk]) if held else by_month
    return found


def _period_listed(registration: VatRegistration, month: date, lists: Sequence[Period]) -> Period:
    usual = period_of(month, parameters_of(registration).frequency)
    begun = [one for one in lists if one.first_day <= usual.last_day and one.last_day >= usual.first_day]
    if not begun:
        return usual
    return next((one for one in begun if one.first_day <= month <= one.last_day), period_of(month, Frequency.MONTH))


@dataclass(frozen=True)
class ToMake:
    """A period of a registration in which something is to be listed, and for which there is no list yet."""

    registration: VatRegistration
    period: Period


def lists_to_make(*, company: Company, since: date, until: date) -> list[ToMake]:
    """Give the periods that have ended by a day, in which something is to be listed, and that no list covers.

    Looked at are those from another day on, and earlier ones in which something was supplied that is invoiced since. A
    state that wants a list of nothing too has something listed in each month that the company has a fiscal period of.
    """
    found = sql.missing(asked_missing(company=company, since=since, until=until))
    if not found:
        return []
    rows = VatRegistration.objects.filter(company=company).select_related("list_parameters", "currency")
    registrations = {one.pk: one for one in rows}
    return [ToMake(registrations[pk], Period(first.year, first.month, months)) for pk, first, months in found]


def asked_missing(*, company: Company, since: date, until: date) -> dict[str, Any]:
    """Give what the statements about lists that are not begun take."""
    return {
        "company": company.pk,
        "home": company.country,
        "since": since,
        "until": until,
        "listed": [str(kind) for kind in LISTED],
        "empty_too": list(EMPTY_TOO),
    }


def following(period: Period) -> Period:
    """Give the period of the same length that comes next."""
    year, month = divmod(period.year * 12 + period.first_month - 1 + period.months, 12)
    return Period(year, month + 1, period.months)


def before(period: Period) -> Period:
    """Give the period of the same length that came before."""
    year, month = divmod(period.year * 12 + period.first_month - 1 - period.months, 12)
    return Period(year, month + 1, period.months)


def quarters_beyond(sales_list: SalesList) -> Sequence[Period]:
    """Give the quarters in which goods exceeded what may be listed by quarter: that of a list and the four before.

    None where the list is by month anyway.
    """
    if not sales_list.period.is_quarter:
        return []
    limit = THRESHOLDS.get(sales_list.registration.currency_id)
    quarter, found = sales_list.period, []
    for _place in range(QUARTERS_BEFORE + 1):
        scopes = [one for one in scopes_of(sales_list.company, quarter) if one.registration == sales_list.registration]
        if limit is not None and sum((_goods(scope) for scope in scopes), ZERO) > limit:
            found.append(quarter)
        quarter = before(quarter)
    return found


def _goods(scope: Scope) -> Decimal:
    return sum((line.amount for line in collect(scope).lines if line.kind in COUNTED_KINDS), ZERO)
