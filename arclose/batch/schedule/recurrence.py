"""When work comes again: every so many minutes, days or months, in the wall-clock time of a company.

Minutes and hours are elapsed time, so every two hours stays every two hours in the night the clock is put back. Days
and longer follow the clock on the wall: a time that the clock leaves out comes as much later as it was put forward,
and a time that comes twice counts once, the first time. A day that a month does not have is its last day.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from dateutil import rrule
from django.db import models
from django.utils.translation import gettext_lazy as _

LAST_DAY = 31
MOST_EVERY = 999
# Starts on these days, on the clock of any company, are instants that Python can read and add to.
START_DAYS = (date(2000, 1, 1), date(2199, 12, 31))
STARTS = (datetime(1999, 12, 31, tzinfo=UTC), datetime(2200, 1, 2, tzinfo=UTC))
_FEWEST_DAYS_OF_A_MONTH = 28


class Unit(models.TextChoices):
    """What a recurrence counts."""

    MINUTES = "minutes", _("minutes")
    HOURS = "hours", _("hours")
    DAYS = "days", _("days")
    WEEKS = "weeks", _("weeks")
    MONTHS = "months", _("months")
    YEARS = "years", _("years")


ELAPSED = {Unit.MINUTES: timedelta(minutes=1), Unit.HOURS: timedelta(hours=1)}
_FREQUENCIES = {
    Unit.DAYS: rrule.DAILY,
    Unit.WEEKS: rrule.WEEKLY,
    Unit.MONTHS: rrule.MONTHLY,
    Unit.YEARS: rrule.YEARLY,
}


class NeverComes(ValueError):
    """No run of the recurrence is still to come: it ends before it begins, or has ended already."""


@dataclass(frozen=True, kw_only=True)
class Recurrence:
    """Every ``every`` units from ``start`` on, a time on the clock of the company.

    ``weekdays`` (0 is Monday) are those of a weekly one, ``month_day`` that of a monthly one, :data:`LAST_DAY` meaning
    the last; both as the start has it where they are not given. ``until`` is the last day, ``times`` how many runs
    there are from the start on, those included that nobody was there to do.
    """

    unit: str
    every: int
    start: datetime
    weekdays: tuple[int, ...] = ()
    month_day: int | None = None
    until: date | None = None
    times: int | None = None


def runs(recurrence: Recurrence, *, zone: ZoneInfo, after: datetime | None = None) -> Iterator[datetime]:
    """Give the instants (UTC) of the runs in their order: all, or those later than an instant."""
    if recurrence.unit in ELAPSED:
        return _elapsed(recurrence, zone, after)
    return _on_the_calendar(recurrence, zone, after)


def next_run(recurrence: Recurrence, *, zone: ZoneInfo, after: datetime | None = None) -> datetime | None:
    """Give the first run, or the first one later than an instant; None where none is to come."""
    return next(runs(recurrence, zone=zone, after=after), None)


def next_runs(recurrence: Recurrence, *, zone: ZoneInfo, after: datetime, count: int) -> list[datetime]:
    """Give up to ``count`` runs later than an instant."""
    return list(islice(runs(recurrence, zone=zone, after=after), count))


def first_run(recurrence: Recurrence, *, zone: ZoneInfo, now: datetime) -> datetime:
    """Give the first run from the current minute on.

    :raises NeverComes: there is none.
    """
    begun = now.replace(second=0, microsecond=0) - timedelta(microseconds=1)
    found = next_run(recurrence, zone=zone, after=begun)
    if found is None:
        raise NeverComes
    return found


def missed(recurrence: Recurrence, *, zone: ZoneInfo, due: datetime, now: datetime) -> int:
    """Give how many runs fell between the one that was due and now, so that the one stands for them all."""
    return sum(1 for _run in _until(runs(recurrence, zone=zone, after=due), now))


def _until(found: Iterator[datetime], now: datetime) -> Iterator[datetime]:
    for run in found:
        if run > now:
            return
        yield run


def _instant(wall: datetime, zone: ZoneInfo) -> datetime:
    """Give the instant at which the clock shows a time: the first of two; where there is none, past the gap."""
    return wall.replace(tzinfo=zone, fold=0).astimezone(UTC)


def _step(recurrence: Recurrence) -> timedelta:
    return ELAPSED[Unit(recurrence.unit)] * recurrence.every


def _elapsed(recurrence: Recurrence, zone: ZoneInfo, after: datetime | None) -> Iterator[datetime]:
    start, step = _instant(recurrence.start, zone), _step(recurrence)
    number = max(0, (after - start) // step + 1) if after else 0
    while recurrence.times is None or number < recurrence.times:
        run = start + number * step
        if recurrence.until and run.astimezone(zone).date() > recurrence.until:
            return
        yield run
        number += 1


def _on_the_calendar(recurrence: Recurrence, zone: ZoneInfo, after: datetime | None) -> Iterator[datetime]:
    rule = _rule(recurrence)
    # A day early, because the clock of the wall is not monotonous; what is not later is passed over.
    walls = rule.xafter(after.astimezone(zone).replace(tzinfo=None) - timedelta(days=1), inc=True) if after else rule
    for wall in walls:
        run = _instant(wall, zone)
        if after is None or run > after:
            yield run


def _rule(recurrence: Recurrence) -> rrule.rrule:
    start = recurrence.start
    unit = Unit(recurrence.unit)
    values: dict[str, object] = {}
    if unit == Unit.WEEKS:
        values["byweekday"] = recurrence.weekdays or (start.weekday(),)
    if unit in {Unit.MONTHS, Unit.YEARS}:
        day = (recurrence.month_day if unit == Unit.MONTHS else None) or start.day
        values["bymonthday"] = range(min(day, _FEWEST_DAYS_OF_A_MONTH), day + 1)
        values["bysetpos"] = -1
    if unit == Unit.YEARS:
        values["bymonth"] = start.month
    return rrule.rrule(
        _FREQUENCIES[unit],
        dtstart=start,
        interval=recurrence.every,
        count=recurrence.times,
        until=datetime.combine(recurrence.until, time.max) if recurrence.until else None,
        wkst=rrule.MO,
        **values,
    )
