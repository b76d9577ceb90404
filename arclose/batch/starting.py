"""Scheduled starts: a job waits for its hour and its window, then it is ready and its tasks begin."""

import logging
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from arclose.batch import advancing, plans, recurring, transient, waking
from arclose.batch.models import STATES_THAT_WORK, Job, JobState

logger = logging.getLogger(__name__)

_WHAT_DECIDES = ("schedule", "window_begin", "window_end", "company__time_zone")


def start_due_jobs() -> int:
    """Make every job ready whose start has come, wake the workers, and return how many.

    A job with a window starts within it. A run of a schedule starts when the one before it is finished. One that
    cannot be started is left as it is, with its error in the log, and the others start.

    :raises Error: the database is busy or gone; whoever looks next goes on.
    """
    # No more is read of all of them than decides: a job that cannot be read whole holds up nobody else.
    due = _due().select_related("company").only(*_WHAT_DECIDES).annotate(now=Now())
    due = due.order_by("-priority", "scheduled_start", "pk")
    return sum(_start_or_leave(job) for job in due if _is_in_window(job, job.now))


def _due() -> "QuerySet[Job]":
    at_work = Job.objects.filter(schedule=OuterRef("schedule"), state__in=STATES_THAT_WORK)
    has_come = Q(scheduled_start__lte=Now()) | Q(scheduled_start__isnull=True)
    return Job.objects.filter(has_come, ~Exists(at_work), state=JobState.WAITING)


def _is_in_window(job: Job, now: datetime) -> bool:
    return job.window is None or job.window.holds(now.astimezone(ZoneInfo(job.company.time_zone)))


def _start_or_leave(due: Job) -> bool:
    try:
        return _start(due)
    except Exception as error:
        if transient.is_transient(error):
            raise
        logger.exception("job %s cannot be started", due.pk)
        return False


@transaction.atomic
def _start(due: Job) -> bool:
    """Start the job and write its next run down, unless somebody did, gave it another hour, or began another run."""
    job = plans.lock(due)
    if job.window != due.window or not _due().filter(pk=job.pk).exists():
        return False
    job.state = JobState.READY
    job.save(update_fields=["state"])
    recurring.note_missed(run=job)
    recurring.make_next(run=job)
    waking.wake_on_commit(job_id=job.pk, chunks=advancing.advance(job=job))
    return True
