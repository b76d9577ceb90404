"""Scheduled starts: a job waits for its hour, then it is ready."""

from django.db.models.functions import Now

from arclose.batch import waking
from arclose.batch.models import Job, JobState


def start_due_jobs() -> int:
    """Make every job ready whose scheduled start has come, wake the workers, and return how many."""
    due = Job.objects.filter(state=JobState.WAITING, scheduled_start__lte=Now()).order_by("scheduled_start", "pk")
    return sum(_start(job_id) for job_id in due.values_list("pk", flat=True))


def _start(job_id: int) -> bool:
    """One row changed: this process started it."""
    started = Job.objects.filter(pk=job_id, state=JobState.WAITING).update(state=JobState.READY)
    if started:
        waking.wake(job_id=job_id)
    return bool(started)
