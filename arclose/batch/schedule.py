"""Scheduled starts: a job waits for its hour, finds its documents where it was submitted without, then it is ready."""

import logging

from django.db import transaction
from django.db.models.functions import Now

from arclose.batch import finishing, jobs, kinds, transient, waking
from arclose.batch.models import Job, JobState

logger = logging.getLogger(__name__)


def start_due_jobs() -> int:
    """Make every job ready whose scheduled start has come, wake the workers, and return how many."""
    due = Job.objects.filter(state=JobState.WAITING, scheduled_start__lte=Now()).order_by("scheduled_start", "pk")
    return sum(_start(job_id) for job_id in due.values_list("pk", flat=True))


def _start(job_id: int) -> bool:
    """Start the job unless another process did; one that cannot find its documents is stopped with the reason."""
    try:
        return _start_once(job_id)
    except Exception as error:
        if transient.is_transient(error):
            raise
        logger.exception("job %s could not start", job_id)
        finishing.stop_job(job_id=job_id, error=f"{type(error).__name__}: {error}")
        return True


@transaction.atomic
def _start_once(job_id: int) -> bool:
    job = Job.objects.select_for_update(no_key=True).get(pk=job_id)
    if job.state != JobState.WAITING:
        return False
    job.state = JobState.READY
    job.save(update_fields=["state"])
    if job.document_count:
        waking.wake_on_commit(job_id=job.pk, chunks=1)
    else:
        jobs.fill(job=job, documents=kinds.selected_documents(job))
    return True
