"""When a job starts, how often it comes again and how urgent it is, as asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from arclose.batch import sql
from arclose.batch.models import AlertOn, History, Job, JobGroup, JobSchedule, JobState, Priority
from arclose.batch.schedule.recurrence import Recurrence, first_run
from arclose.batch.schedule.windows import Window
from arclose.ledger.models import Company

if TYPE_CHECKING:
    from django.contrib.auth.models import User


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is asked of a job beside its tasks; nothing of it: it starts at once, and once.

    With a recurrence the first run starts when that says. The priority is that of the group where none is given.
    """

    start: datetime | None = None
    recurrence: Recurrence | None = None
    window: Window | None = None
    group: JobGroup | None = None
    priority: int | None = None
    alerts: Sequence[str] = (AlertOn.FAILED,)
    is_alert_mailed: bool = False
    is_alert_popup: bool = False
    is_critical: bool = False
    history: str = History.ALWAYS
    is_withheld: bool = False

    @property
    def state(self) -> JobState:
        """Give the state that a job with this plan begins in."""
        if self.is_withheld:
            return JobState.WITHHOLD
        return JobState.WAITING if self.start or self.recurrence or self.window else JobState.READY

    @property
    def columns(self) -> dict[str, Any]:
        """Give what the row of a job keeps of it, but for its schedule."""
        return {
            "scheduled_start": self.start,
            "window_begin": self.window.begin if self.window else None,
            "window_end": self.window.end if self.window else None,
            "group": self.group,
            "alerts": list(self.alerts),
            "is_alert_mailed": self.is_alert_mailed,
            "is_alert_popup": self.is_alert_popup,
            "is_critical": self.is_critical,
            "history": self.history,
            "priority": self.priority or (self.group.priority if self.group else Priority.NORMAL),
        }


def write_schedule(recurrence: Recurrence, *, company: Company, created_by: "User") -> tuple[JobSchedule, datetime]:
    """Write down how often a job comes again, and give that with its first run.

    :raises NeverComes: no run is to come.
    """
    due = first_run(recurrence, zone=ZoneInfo(company.time_zone), now=sql.moment())
    schedule = JobSchedule.objects.create(
        company=company,
        unit=recurrence.unit,
        every=recurrence.every,
        start_day=recurrence.start.date(),
        start_time=recurrence.start.time(),
        weekdays=list(recurrence.weekdays),
        month_day=recurrence.month_day,
        until_day=recurrence.until,
        times=recurrence.times,
        created_by=created_by,
    )
    return schedule, due


def lock(job: Job) -> Job:
    """Take the rows of a job's schedule and of the job, in this order, and give the job as it stands then."""
    if job.schedule_id is not None:
        JobSchedule.objects.select_for_update(no_key=True).get(pk=job.schedule_id)
    return Job.objects.select_for_update(no_key=True).get(pk=job.pk)
