"""The end of a job: ended, canceled, or stopped by an error."""

import logging
from collections.abc import Sequence
from functools import cache

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from django.utils.translation import override

from arclose.batch import advancing, alerting, following, kinds, sql, transient
from arclose.batch.models import (
    FINISHED_TASK_STATES,
    STATES_THAT_WORK,
    TASK_STATES_AT_WORK,
    Job,
    JobEvent,
    JobState,
    JobTask,
    TaskState,
)
from arclose.batch.waking import wake_on_commit
from arclose.ledger import probes
from arclose.ledger.sql.running import Compiled

logger = logging.getLogger(__name__)

_MOST_FINDINGS = 20
_LONGEST_ERROR = 500
_ENDS_WITH_PROOF = (JobState.ENDED, JobState.CANCELED)


def finish_jobs(*, job_id: int | None = None) -> int:
    """Move every working job on, or the one asked for: begin and end its tasks. Return how many jobs ended."""
    finished = [found for found in _asked(_jobs_to_move_on(), job_id) if _finish(found)]
    prove_books(job_id=job_id)
    return len(finished)


def _asked(jobs: Compiled, job_id: int | None) -> list[int]:
    return [found for found in sql.ids_of(jobs) if job_id in (None, found)]


# Both are asked after each chunk, and take the program longer to build than the database to answer.
@cache
def _jobs_to_move_on() -> Compiled:
    """Find the jobs of which a task has no open chunk any more or is to be tried again by now, or none is at work."""
    tasks = JobTask.objects.filter(job=OuterRef("pk"))
    at_work = tasks.filter(state__in=TASK_STATES_AT_WORK)
    has_idle_task = Exists(at_work.filter(~Exists(advancing.open_chunks())))
    has_task_again = Exists(tasks.filter(state=TaskState.WAITING, retry_at__lte=Now()))
    found = Job.objects.filter(has_idle_task | has_task_again | ~Exists(at_work), state__in=STATES_THAT_WORK)
    return found.order_by("pk").values_list("pk").query.sql_with_params()


@cache
def _jobs_to_prove(names: tuple[str, ...]) -> Compiled:
    """Find the jobs of kinds that are to be followed by a proof."""
    return _unproved(names).order_by("pk").values_list("pk").query.sql_with_params()


@transaction.atomic
def _finish(job_id: int) -> bool:
    """Decide with the job's row locked: a retry or another worker may have come between."""
    job = Job.objects.select_for_update(no_key=True).get(pk=job_id)
    if job.state not in STATES_THAT_WORK:
        return False
    chunks = advancing.advance(job=job)
    if chunks:
        wake_on_commit(job_id=job_id, chunks=chunks)
    if not advancing.is_finished(job=job):
        return False
    _end(job)
    return True


def _end(job: Job) -> None:
    counts = advancing.counts(job=job)
    failed, error = _failure_of(job), following.let_follow(job=job)
    if job.state == JobState.CANCELING:
        end = JobState.CANCELED
    elif failed or error:
        end, error = JobState.ERROR, failed.error if failed else error
    else:
        end = JobState.ENDED
    Job.objects.filter(pk=job.pk).update(state=end, error=error, finished_at=Now(), **counts)
    if counts["set_aside_count"]:
        _note(job, JobEvent.What.SET_ASIDE, count=counts["set_aside_count"])
    what = {JobState.ERROR: JobEvent.What.STOPPED, JobState.CANCELED: JobEvent.What.CANCELED}
    has_no_count = end == JobState.ERROR or not job.document_count
    said = error or " ".join(filter(None, job.tasks.order_by("number").values_list("result", flat=True)))
    _note(job, what.get(end, JobEvent.What.ENDED), count=None if has_no_count else counts["done_count"], note=said)
    alerting.raise_alert(job_id=job.pk)
    logger.info("job %s %s: %s %s", job.pk, end, counts, error)


def _failure_of(job: Job) -> JobTask | None:
    """Give the first task whose failure is the job's."""
    failed = JobTask.objects.filter(job=job, state=TaskState.ERROR, is_failure_ignored=False)
    return failed.order_by("number").first()


def _note(job: Job, what: JobEvent.What, *, count: int | None = None, note: str = "") -> None:
    JobEvent.objects.create(company_id=job.company_id, job=job, what=what, count=count, note=note)


def prove_books(*, job_id: int | None = None) -> int:
    """Prove the books after every ended job, or the one asked for, that was not followed by a proof yet.

    A worker that dies between the end of a job and its proof leaves the proof to whoever looks next.

    :returns: how many jobs were followed by a proof now.
    """
    return sum(_prove(found) for found in _asked(_jobs_to_prove(_with_proofs()), job_id))


def _with_proofs() -> tuple[str, ...]:
    return tuple(sorted(kind.name for kind in kinds.registered() if _probes_of(kind.name)))


def _unproved(names: Sequence[str]) -> "QuerySet[Job]":
    """Give the jobs of these kinds that began and ended, and have no proof noted since."""
    told = [JobEvent.What.PROVED, JobEvent.What.BROKEN]
    since = JobEvent.objects.filter(job=OuterRef("pk"), what__in=told, happened_at__gte=OuterRef("finished_at"))
    tasks = JobTask.objects.filter(job=OuterRef("pk"), kind__in=names)
    ended = Job.objects.filter(Exists(tasks), state__in=_ENDS_WITH_PROOF, started_at__isnull=False)
    return ended.filter(~Exists(since))


def _probes_of(*kind_names: str) -> list[probes.Probe]:
    """Give the probes that are run when a job with tasks of these kinds has ended."""
    names = {name for kind in kind_names for name in kinds.proofs_of(kind)}
    return [probe for probe in probes.registered() if probe.name in names and probe.look]


@transaction.atomic
def _prove(job_id: int) -> bool:
    """Run the probes of a job's kind on the books of its company, and note what they found; once for each end.

    Who proves holds the job's row, and others pass over it.
    """
    free = (
        _unproved(_with_proofs())
        .select_for_update(no_key=True, skip_locked=True, of=("self",))
        .select_related("company")
    )
    job = free.filter(pk=job_id).first()
    if job is None:
        return False
    with override(job.language):
        found = _probes_of(*JobTask.objects.filter(job=job).values_list("kind", flat=True))
        try:
            findings = _findings(job, found)
        except Exception as error:
            if transient.is_transient(error):
                raise
            logger.exception("the proof after job %s failed", job_id)
            findings = [_("The proof itself failed: %(error)s") % {"error": _said(error)}]
        _note_proof(job, findings, found)
    return True


def _findings(job: Job, run: list[probes.Probe]) -> list[str]:
    with transaction.atomic():
        return [str(finding) for probe in run if probe.look for finding in probe.look(job.company)]


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".replace("\0", "").strip()[:_LONGEST_ERROR]


def _note_proof(job: Job, findings: list[str], run: list[probes.Probe]) -> None:
    if findings:
        logger.error("the books of %s are not as they should be after job %s: %s", job.company, job.pk, findings)
        _note(job, JobEvent.What.BROKEN, count=len(findings), note="\n".join(findings[:_MOST_FINDINGS]))
    else:
        with override(settings.LANGUAGE_CODE):  # from which each reader has it in a language of their own
            promises = " ".join(str(probe.promise) for probe in run)
        _note(job, JobEvent.What.PROVED, note=promises)


@transaction.atomic
def stop_task(*, task_id: int, error: str) -> None:
    """Let a task fail that cannot go on; the others of its job do."""
    task = JobTask.objects.get(pk=task_id)
    job = Job.objects.select_for_update(no_key=True).get(pk=task.job_id)
    if job.state in STATES_THAT_WORK:
        advancing.stop(tasks=JobTask.objects.filter(pk=task_id).exclude(state__in=FINISHED_TASK_STATES), error=error)
