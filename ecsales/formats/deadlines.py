"""When a list is due: the last day on which the authority takes it without a delay.

Where that day is no working day some states move it, each in its own way; these functions never do, so a list filed
by them is not late.
"""

import calendar
from collections.abc import Callable
from datetime import date, timedelta

from ecsales.formats.listing import MONTHS_PER_YEAR, Period

Deadline = Callable[[Period], date]


def month_after(period: Period) -> tuple[int, int]:
    """Give year and month after the period."""
    return period.year + period.last_month // MONTHS_PER_YEAR, period.last_month % MONTHS_PER_YEAR + 1


def on_day(day: int) -> Deadline:
    """Give the deadline "that day of the month after the period"."""

    def deadline(period: Period) -> date:
        return date(*month_after(period), day)

    return deadline


def on_last_day(period: Period) -> date:
    """Give the last day of the month after the period."""
    year, month = month_after(period)
    return date(year, month, calendar.monthrange(year, month)[1])


def days_after(days: int) -> Deadline:
    """Give the deadline "so many days after the period"."""

    def deadline(period: Period) -> date:
        return period.last_day + timedelta(days=days)

    return deadline
