"""Statements of counts, made once per process: the ORM takes longer to make most of them than the database to answer.

A statement is made for a company and days that stand for all others. Each question puts its own in their places.
"""

from datetime import date, datetime, time, timedelta
from functools import cache, wraps
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import EmptyResultSet

from arclose.checklist.checks.question import Counter
from arclose.ledger.models import Company, FiscalPeriod
from arclose.ledger.sql.running import Compiled

# No company has this key, and no period these days.
_COMPANY, _FIRST_DAY, _LAST_DAY = -(2**62), date(8901, 2, 3), date(8901, 4, 5)


def made_once(make: Counter) -> Counter:
    """Give a count whose statement is made once for each time zone, and then asked with each company's own values.

    What it makes may depend on the key and time zone of a company and on the first and last day of a period, alone:
    what stands for them has nothing else to be asked for.
    """

    @cache
    def made(time_zone: str) -> Compiled | None:
        try:
            return make(*_stand_ins(time_zone))
        except EmptyResultSet:
            return None

    @wraps(make)
    def count(company: Company, period: FiscalPeriod) -> Compiled:
        found = made(company.time_zone)
        if found is None:
            raise EmptyResultSet
        statement, values = found
        stand_ins = _values(*_stand_ins(company.time_zone))
        own = dict(zip(stand_ins, _values(company, period), strict=True))
        return statement, [own.get(value, value) if isinstance(value, int | date) else value for value in values]

    return count


@cache
def _stand_ins(time_zone: str) -> tuple[Company, FiscalPeriod]:
    company = Company.from_db("default", ["id", "time_zone"], [_COMPANY, time_zone])
    return company, FiscalPeriod.from_db("default", ["start_date", "end_date"], [_FIRST_DAY, _LAST_DAY])


def _values(company: Company, period: FiscalPeriod) -> list[Any]:
    """Give the values that statements take: the company, the first and last day, and the moment at which it ends."""
    next_day = datetime.combine(period.end_date + timedelta(days=1), time(), ZoneInfo(company.time_zone))
    return [company.pk, period.start_date, period.end_date, next_day]
