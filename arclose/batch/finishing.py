"""The end of a job: ended, canceled, or stopped by an error."""

import logging

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from django.utils.translation import override

from arclose.batch import kinds, transient
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
_LONGEST_ERROR = 500
_END_OF = {JobState.EXECUTING: JobState.ENDED, JobState.READY: JobState.ENDED, JobState.CANCELING: JobState.CANCELED}


def finish_jobs(*, job_id: int | None = None) -> int:
    """End every working job without an open chunk, or the one asked for, and return how many ended."""
    open_chunks = JobChunk.objects.filter(job=OuterRef("pk"), state__in=OPEN_CHUNK_STATES)
    jobs = Job.objects.filter(~Exists(open_chunks), state__in=STATES_THAT_WORK)
    if job_id is not None:
        jobs = jobs.filter(pk=job_id)
    finished = [found for found in jobs.order_by("pk").values_list("pk", flat=True) if _finish(found)]
    prove_books(job_id=job_id)
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


def prove_books(*, job_id: int | None = None) -> int:
    """Prove the books after every ended job, or the one asked for, that was not followed by a proof yet.

    A worker that dies between the end of a job and its proof leaves the proof to whoever looks next.

    :returns: how many jobs were followed by a proof now.
    """
    waiting = _unproved().values_list("pk", flat=True).order_by("pk")
    if job_id is not None:
        waiting = waiting.filter(pk=job_id)
    return sum(_prove(found) for found in list(waiting))


def _unproved() -> "QuerySet[Job]":
    """Give the jobs of kinds with proofs that began and ended, and have no proof noted since."""
    told = [JobEvent.What.PROVED, JobEvent.What.BROKEN]
    since = JobEvent.objects.filter(job=OuterRef("pk"), what__in=told, happened_at__gte=OuterRef("finished_at"))
    names = [kind.name for kind in kinds.registered() if _probes_of(kind.name)]
    ended = Job.objects.filter(kind__in=names, state__in=_END_OF.values(), started_at__isnull=False)
    return ended.filter(~Exists(since))


def _probes_of(kind: str) -> list[probes.Probe]:
    """Give the probes that are run when a job of this kind has ended."""
    names = kinds.proofs_of(kind)
    return [probe for probe in probes.registered() if probe.name in names and probe.look]


@transaction.atomic
def _prove(job_id: int) -> bool:
    """Run the probes of a job's kind on the books of its company, and note what they found; once for each end.

    Who proves holds the job's row, and others pass over it.
    """
    free = _unproved().select_for_update(no_key=True, skip_locked=True, of=("self",)).select_related("company")
    job = free.filter(pk=job_id).first()
    if job is None:
        return False
    with override(job.language):
        try:
            findings = _findings(job)
        except Exception as error:
            if transient.is_transient(error):
                raise
            logger.exception("the proof after job %s failed", job_id)
            findings = [_("The proof itself failed: %(error)s") % {"error": _said(error)}]
        _note_proof(job, findings)
    return True


def _findings(job: Job) -> list[str]:
    with transaction.atomic():
        return [str(finding) for probe in _probes_of(job.kind) if probe.look for finding in probe.look(job.company)]


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".replace("\0", "").strip()[:_LONGEST_ERROR]


def _note_proof(job: Job, findings: list[str]) -> None:
    if findings:
        logger.error("the books of %s are not as they should be after job %s: %s", job.company, job.pk, findings)
        _note(job, JobEvent.What.BROKEN, count=len(findings), note="\n".join(findings[:_MOST_FINDINGS]))
    else:
        promises = " ".join(str(probe.promise) for probe in _probes_of(job.kind))
        _note(job, JobEvent.What.PROVED, note=promises)


@transaction.atomic
def stop_job(*, job_id: int, error: str) -> None:
    """Stop a job that cannot run as such; its documents keep waiting until somebody tries again or cancels."""
    job = Job.objects.select_for_update(no_key=True).get(pk=job_id)
    if job.state not in (*STATES_THAT_WORK, JobState.WAITING):
        return
    chunks = JobChunk.objects.filter(job=job, state__in=OPEN_CHUNK_STATES)
    chunks.update(state=ChunkState.CANCELED, finished_at=Now())
    set_aside = JobItem.objects.filter(job=job, state=ItemState.SET_ASIDE).count()
    Job.objects.filter(pk=job_id).update(
        state=JobState.ERROR, error=error, finished_at=Now(), set_aside_count=set_aside
    )
    _note(job, JobEvent.What.STOPPED, note=error)
    logger.warning("job %s stopped: %s", job_id, error)
