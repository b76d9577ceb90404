"""The end of a job: ended, canceled, or stopped by an error."""

import logging

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.db.models.functions import Now

from arclose.batch.models import (
    OPEN_CHUNK_STATES,
    STATES_THAT_WORK,
    ChunkState,
    ItemState,
    Job,
    JobChunk,
    JobEvent,
    JobItem,
    JobState,
)

logger = logging.getLogger(__name__)

_END_OF = {JobState.EXECUTING: JobState.ENDED, JobState.READY: JobState.ENDED, JobState.CANCELING: JobState.CANCELED}


def finish_jobs(*, job_id: int | None = None) -> int:
    """End every working job without an open chunk, or the one asked for, and return how many ended."""
    open_chunks = JobChunk.objects.filter(job=OuterRef("pk"), state__in=OPEN_CHUNK_STATES)
    jobs = Job.objects.filter(~Exists(open_chunks), state__in=STATES_THAT_WORK)
    if job_id is not None:
        jobs = jobs.filter(pk=job_id)
    return sum(_finish(found) for found in jobs.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _finish(job_id: int) -> bool:
    """Decide with the job's row locked: a retry or another worker may have come between."""
    job = Job.objects.select_for_update(no_key=True).get(pk=job_id)
    end = _END_OF.get(JobState(job.state))
    if end is None or JobChunk.objects.filter(job=job, state__in=OPEN_CHUNK_STATES).exists():
        return False
    set_aside = JobItem.objects.filter(job=job, state=ItemState.SET_ASIDE).count()
    Job.objects.filter(pk=job_id).update(state=end, finished_at=Now(), set_aside_count=set_aside)
    what = JobEvent.What.ENDED if end == JobState.ENDED else JobEvent.What.CANCELED
    done = JobItem.objects.filter(job=job, state=ItemState.DONE).count()
    JobEvent.objects.create(company_id=job.company_id, job=job, what=what, count=done)
    if set_aside:
        JobEvent.objects.create(company_id=job.company_id, job=job, what=JobEvent.What.SET_ASIDE, count=set_aside)
    logger.info("job %s %s: %s done, %s set aside", job_id, end, done, set_aside)
    return True


@transaction.atomic
def stop_job(*, job_id: int, error: str) -> None:
    """Stop a job that cannot run as such; its documents keep waiting until somebody tries again or cancels."""
    job = Job.objects.select_for_update(no_key=True).get(pk=job_id)
    if job.state not in STATES_THAT_WORK:
        return
    chunks = JobChunk.objects.filter(job=job, state__in=OPEN_CHUNK_STATES)
    chunks.update(state=ChunkState.CANCELED, finished_at=Now())
    set_aside = JobItem.objects.filter(job=job, state=ItemState.SET_ASIDE).count()
    Job.objects.filter(pk=job_id).update(
        state=JobState.ERROR, error=error, finished_at=Now(), set_aside_count=set_aside
    )
    JobEvent.objects.create(company_id=job.company_id, job=job, what=JobEvent.What.STOPPED, note=error)
    logger.warning("job %s stopped: %s", job_id, error)
