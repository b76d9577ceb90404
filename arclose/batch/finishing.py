"""The end of a job: ended, canceled, or stopped by an error."""

import logging

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.db.models.functions import Now
from django.utils.translation import override

from arclose.batch import kinds
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
from arclose.ledger import probes

logger = logging.getLogger(__name__)

_MOST_FINDINGS = 20
_END_OF = {JobState.EXECUTING: JobState.ENDED, JobState.READY: JobState.ENDED, JobState.CANCELING: JobState.CANCELED}


def finish_jobs(*, job_id: int | None = None) -> int:
    """End every working job without an open chunk, or the one asked for, and return how many ended."""
    open_chunks = JobChunk.objects.filter(job=OuterRef("pk"), state__in=OPEN_CHUNK_STATES)
    jobs = Job.objects.filter(~Exists(open_chunks), state__in=STATES_THAT_WORK)
    if job_id is not None:
        jobs = jobs.filter(pk=job_id)
    finished = [found for found in jobs.order_by("pk").values_list("pk", flat=True) if _finish(found)]
    for found in finished:
        prove(job_id=found)
    return len(finished)


@transaction.atomic
def _finish(job_id: int) -> bool:
    """Decide with the job's row locked: a retry or another worker may have come between."""
    job = Job.objects.select_for_update(no_key=True).get(pk=job_id)
    end = _END_OF.get(JobState(job.state))
    if end is None or JobChunk.objects.filter(job=job, state__in=OPEN_CHUNK_STATES).exists():
        return False
    set_aside = JobItem.objects.filter(job=job, state=ItemState.SET_ASIDE).count()
    Job.objects.filter(pk=job_id).update(state=end, finished_at=Now(), set_aside_count=set_aside)
    done = JobItem.objects.filter(job=job, state=ItemState.DONE).count()
    if set_aside:
        _note(job, JobEvent.What.SET_ASIDE, count=set_aside)
    _note(job, JobEvent.What.ENDED if end == JobState.ENDED else JobEvent.What.CANCELED, count=done)
    logger.info("job %s %s: %s done, %s set aside", job_id, end, done, set_aside)
    return True


def _note(job: Job, what: JobEvent.What, *, count: int | None = None, note: str = "") -> None:
    JobEvent.objects.create(company_id=job.company_id, job=job, what=what, count=count, note=note)


def prove(*, job_id: int) -> None:
    """Run the probes that the job's kind names on the books of its company, and note what they found."""
    job = Job.objects.select_related("company").get(pk=job_id)
    names = kinds.proofs_of(job.kind)
    chosen = [probe for probe in probes.registered() if probe.name in names and probe.look]
    with override(job.language):
        findings = [str(finding) for probe in chosen if probe.look for finding in probe.look(job.company)]
        promises = " ".join(str(probe.promise) for probe in chosen)
    if findings:
        logger.error("the books of %s are not as they should be after job %s: %s", job.company, job_id, findings)
        _note(job, JobEvent.What.BROKEN, count=len(findings), note="\n".join(findings[:_MOST_FINDINGS]))
    elif chosen:
        _note(job, JobEvent.What.PROVED, note=promises)


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
    _note(job, JobEvent.What.STOPPED, note=error)
    logger.warning("job %s stopped: %s", job_id, error)
