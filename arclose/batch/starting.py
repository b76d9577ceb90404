"""Scheduled starts: a job waits for its hour, then it is ready and its tasks begin."""

from django.db import transaction
from django.db.models.functions import Now

from arclose.batch import advancing, waking
from arclose.batch.models import Job, JobState


def start_due_jobs() -> int:
    """Make every job ready whose scheduled start has come, wake the workers, and return how many."""
    due = Job.objects.filter(state=JobState.WAITING, scheduled_start__lte=Now()).order_by("scheduled_start", "pk")
    return sum(_start(job_id) for job_id in due.values_list("pk", flat=True))


@transaction.atomic
def _start(job_id: int) -> bool:
    """Start the job, unless another process did."""
    job = Job.objects.select_for_update(no_key=True).get(pk=job_id)
    if job.state != JobState.WAITING:
        return False
    job.state = JobState.READY
    job.save(update_fields=["state"])
    waking.wake_on_commit(job_id=job.pk, chunks=advancing.advance(job=job))
    return True
