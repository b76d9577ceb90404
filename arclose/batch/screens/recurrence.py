"""A recurrence as pages show it: in words (every 2 weeks on Monday at 18:00, until 31 Dec 2026), with its next runs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arclose.batch.models import STATES_TO_PLAN, Job
from arclose.batch.schedule.recurrence import ELAPSED, LAST_DAY, Recurrence, Unit, next_runs
from arclose.web.days import format_day, format_short_day

RUNS_SHOWN = 5

_EVERY: dict[str, Callable[[int], str]] = {
    Unit.MINUTES: lambda number: ngettext("every minute", "every %(number)d minutes", number),
    Unit.HOURS: lambda number: ngettext("every hour", "every %(number)d hours", number),
    Unit.DAYS: lambda number: ngettext("every day", "every %(number)d days", number),
    Unit.WEEKS: lambda number: ngettext("every week", "every %(number)d weeks", number),
    Unit.MONTHS: lambda number: ngettext("every month", "every %(number)d months", number),
    Unit.YEARS: lambda number: ngettext("every year", "every %(number)d years", number),
}


def in_words(recurrence: Recurrence) -> str:
    """Say how often something comes, on which days and until when."""
    parts = [_EVERY[recurrence.unit](recurrence.every) % {"number": recurrence.every}, *_days(recurrence)]
    if recurrence.unit not in ELAPSED:
        parts.append(_("at %(time)s") % {"time": f"{recurrence.start:%H:%M}"})
    said = " ".join(parts)
    if recurrence.until:
        return _("%(recurrence)s, until %(day)s") % {"recurrence": said, "day": format_day(recurrence.until)}
    if recurrence.times:
        text = ngettext("%(recurrence)s, %(times)d run", "%(recurrence)s, %(times)d runs", recurrence.times)
        return text % {"recurrence": said, "times": recurrence.times}
    return said


def _days(recurrence: Recurrence) -> list[str]:
    if recurrence.unit == Unit.WEEKS:
        days = sorted(recurrence.weekdays) or [recurrence.start.weekday()]
        return [_("on %(days)s") % {"days": _(" and ").join(str(WEEKDAYS[day]) for day in days)}]
    if recurrence.unit == Unit.MONTHS:
        day = recurrence.month_day or recurrence.start.day
        return [_("on the last day")] if day == LAST_DAY else [_("on day %(day)d") % {"day": day}]
    if recurrence.unit == Unit.YEARS:
        return [_("on %(days)s") % {"days": format_short_day(recurrence.start)}]
    return []


@dataclass(frozen=True)
class RecurrenceShown:
    """How often a job comes, in words and on which clock, its next runs, and the run to come where that is another."""

    said: str
    zone: str
    is_ended: bool
    runs: Sequence[datetime]
    to_come: Job | None


def recurrence_shown(job: Job) -> RecurrenceShown | None:
    """Give what is shown of a job's recurrence as of now; None where it does not come again."""
    schedule = job.schedule
    if schedule is None:
        return None
    is_ended = schedule.ended_at is not None
    to_come = Job.objects.filter(schedule=schedule, state__in=STATES_TO_PLAN).exclude(pk=job.pk).first()
    return RecurrenceShown(
        said=in_words(schedule.recurrence),
        zone=schedule.zone.key,
        is_ended=is_ended,
        runs=[] if is_ended else _coming(job, to_come),
        to_come=to_come,
    )


def _coming(job: Job, to_come: Job | None) -> list[datetime]:
    """Give the start of the run to come, and those after it."""
    schedule, now = job.schedule, timezone.now()
    assert schedule is not None
    run = to_come or (job if job.state in STATES_TO_PLAN else None)
    after = max(now, run.due_at) if run and run.due_at else now
    first = [run.scheduled_start] if run and run.scheduled_start else []
    later = next_runs(schedule.recurrence, zone=schedule.zone, after=after, count=RUNS_SHOWN - len(first))
    return [*first, *later]
