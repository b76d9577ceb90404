"""Whose chunk is it? Claiming, giving back, dividing and parking.

A worker holds a chunk by a lock of its database session, which ends with the connection. A chunk that is
executing while nobody holds it lost its worker. Locks are taken in the order job, chunk, items.
"""

import logging
import os
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from django.utils.translation import override

from arclose.batch import sql, stopping
from arclose.batch.limits import limit_milliseconds
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
    JobTask,
    Priority,
    TaskState,
)
from arclose.batch.schedule.waits import wait_before
from arclose.batch.words import PARKED, PARKED_ACT, of_batch, reason_of, refused_by_batch
from arclose.ledger.outcomes import CannotPost, Refusal, as_stored
from arclose.web.said import said

logger = logging.getLogger(__name__)

ATTEMPTS_ALONE = 3
_REASON_LENGTH = 2_000


class ClaimLost(Exception):
    """The chunk is another worker's by now, or needs no work any more."""


@dataclass(frozen=True)
class Claim:
    """A chunk that this worker holds: its lock and its attempt are taken, its work is to be done."""

    chunk_id: int
    task_id: int
    job_id: int
    attempts: int
    size: int
    worker: str
    milliseconds: int
    kind: str


def worker_name() -> str:
    """Name this process: machine and process number."""
    return name_of(os.getpid())


def name_of(process: int) -> str:
    """Name a process of this machine."""
    return f"{socket.gethostname()[:100]}:{process}"


def least_priority() -> Priority:
    """Give from which priority on this process takes jobs."""
    return Priority[settings.BATCH_LEAST_PRIORITY.upper()]


def claim_next(*, job_id: int | None) -> Claim | None:
    """Claim the next chunk of one job, or of all that this process takes; None when all is done or in other hands.

    Chunks that lost their worker are divided or parked on the way.
    """
    while True:
        looked_at = False
        for chunk_id, owner_id in sql.candidates(job_id=job_id, least_priority=least_priority()):
            if not sql.try_lock_chunk(chunk_id):
                continue
            claim = _take_or_unlock(chunk_id=chunk_id, job_id=owner_id)
            if claim is not None:
                return claim
            looked_at = True
        if not looked_at:
            return None


def _take_or_unlock(*, chunk_id: int, job_id: int) -> Claim | None:
    claim = None
    try:
        with transaction.atomic(durable=True):
            taken = take(chunk_id=chunk_id, job_id=job_id)
        claim = taken
    finally:
        if claim is None:
            sql.unlock_chunk(chunk_id)
    return claim


def take(*, chunk_id: int, job_id: int) -> Claim | None:
    """Count the attempt, to be committed before the work; the lock of the chunk is held already.

    The job's row is locked first: who withholds or cancels the job comes before the attempt, or finds the job begun.
    """
    job = Job.objects.select_for_update(no_key=True).get(pk=job_id)
    if job.state not in STATES_THAT_WORK:
        return None
    if job.state == JobState.READY:
        _start(job)
    chunk = _open_chunk(chunk_id)
    if chunk is None:
        return None
    if job.state == JobState.CANCELING:
        _cancel(chunk)
        return None
    _start_task(chunk.task_id)
    if chunk.state == ChunkState.WAITING:
        return _begin(chunk, counted=True)
    return _take_abandoned(chunk)


def _start(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(state=JobState.EXECUTING, started_at=Now(), finished_at=None)
    JobEvent.objects.create(company_id=job.company_id, job=job, what=JobEvent.What.STARTED)


def _start_task(task_id: int) -> None:
    ready = JobTask.objects.filter(pk=task_id, state=TaskState.READY)
    ready.update(state=TaskState.EXECUTING, started_at=Now())


def _open_chunk(chunk_id: int) -> JobChunk | None:
    chunks = JobChunk.objects.select_for_update(of=("self",), no_key=True).select_related("task__job")
    return chunks.filter(pk=chunk_id, state__in=OPEN_CHUNK_STATES).first()


def _begin(chunk: JobChunk, *, counted: bool) -> Claim:
    worker = worker_name()
    attempts = chunk.attempts + (1 if counted else 0)
    JobChunk.objects.filter(pk=chunk.pk).update(
        state=ChunkState.EXECUTING, attempts=attempts, worker=worker, started_at=Now()
    )
    return Claim(
        chunk_id=chunk.pk,
        task_id=chunk.task_id,
        job_id=chunk.task.job_id,
        attempts=attempts,
        size=chunk.size,
        worker=worker,
        milliseconds=limit_milliseconds(chunk),
        kind=chunk.task.kind,
    )


def _cancel(chunk: JobChunk) -> None:
    JobChunk.objects.filter(pk=chunk.pk).update(state=ChunkState.CANCELED, finished_at=Now())
    canceled = items_of(chunk).update(state=ItemState.CANCELED)
    JobTask.objects.filter(pk=chunk.task_id).update(canceled_count=F("canceled_count") + canceled)


def _take_abandoned(chunk: JobChunk) -> Claim | None:
    """Redo a chunk whose worker is gone: as it is if the server went down, else in halves, alone three times."""
    assert chunk.started_at is not None
    if sql.server_started_after(chunk.started_at):
        return _begin(chunk, counted=False)
    _note_lost_worker(chunk)
    if _halve(chunk):
        return None
    if chunk.attempts >= ATTEMPTS_ALONE:
        _park(chunk)
        return None
    return _begin(chunk, counted=True)


def _note_lost_worker(chunk: JobChunk) -> None:
    logger.warning("chunk %s of job %s lost its worker %s", chunk, chunk.task.job_id, chunk.worker)
    what = JobEvent.What.WORKER_LOST
    JobEvent.objects.create(
        company_id=chunk.company_id, job_id=chunk.task.job_id, what=what, count=chunk.size, note=chunk.worker
    )


def items_of(chunk: JobChunk) -> QuerySet[JobItem]:
    """Give the documents of the chunk that still wait."""
    positions = (chunk.first_position, chunk.last_position)
    return JobItem.objects.filter(task_id=chunk.task_id, position__range=positions, state=ItemState.WAITING)


def _halve(chunk: JobChunk) -> bool:
    """Put two smaller chunks in the place of this one; False where it is one document, or one group, that stands alone.

    Documents that are posted together are not cut apart.
    """
    places = list(items_of(chunk).order_by("position").values_list("position", "together"))
    half = _cut([together for _position, together in places])
    if not half:
        return False
    middle = places[half][0]
    parts = [
        (chunk.first_position, middle - 1, half),
        (middle, chunk.last_position, chunk.size - half),
    ]
    JobChunk.objects.bulk_create(
        JobChunk(
            company_id=chunk.company_id,
            task_id=chunk.task_id,
            round=chunk.round,
            first_position=first,
            last_position=last,
            size=size,
            retries=chunk.retries,
        )
        for first, last, size in parts
    )
    JobChunk.objects.filter(pk=chunk.pk).update(state=ChunkState.SPLIT, finished_at=Now())
    return True


def _cut(groups: Sequence[int | None]) -> int:
    """Give the place nearest to the middle before which a group or a single document begins; 0 where there is none."""
    half = len(groups) // 2
    begins = [place for place in range(1, len(groups)) if groups[place] is None or groups[place] != groups[place - 1]]
    return min(begins, key=lambda place: abs(place - half), default=0)


def _park(chunk: JobChunk) -> None:
    """Set the one document or group of the chunk aside, because it ends every worker that takes it; an act fails."""
    code = PARKED_ACT if chunk.task.is_act else PARKED
    with override(chunk.task.job.language):
        refused = refused_by_batch(0, code, str(chunk.attempts), str(limit_milliseconds(chunk) // 1000))
    _give_up(chunk, refused)


def _give_up(chunk: JobChunk, refused: Refusal) -> None:
    """Set the one document or group of the chunk aside; an act has none, and fails itself."""
    if chunk.task.is_act:
        error = said(partial(_in_a_sentence, refused), at_most=_REASON_LENGTH)
        JobChunk.objects.filter(pk=chunk.pk).update(state=ChunkState.FAILED, error=error, finished_at=Now())
    else:
        _set_aside(chunk, refused)


def _in_a_sentence(refused: Refusal) -> str:
    reason, remedy = of_batch(refused.code, refused.facts) or (refused.reason, refused.remedy)
    return f"{reason} {remedy}"


def _set_aside(chunk: JobChunk, refused: Refusal) -> None:
    set_aside = items_of(chunk).update(
        state=ItemState.SET_ASIDE,
        attempts=F("attempts") + chunk.attempts,
        reason_code=refused.code,
        reason=refused.reason,
        remedy=refused.remedy,
        refusals=[(refused.code, as_stored(refused.facts))],
    )
    if stopping.stops_at_first_error(chunk.task):
        stopping.stop_at(
            chunk, partial(reason_of, refused, kind=chunk.task.kind), done=0, set_aside=set_aside, posting_id=None
        )
    else:
        JobChunk.objects.filter(pk=chunk.pk).update(state=ChunkState.DONE, set_aside=set_aside, finished_at=Now())
    count(task_id=chunk.task_id, done=0, set_aside=set_aside)


def count(*, task_id: int, done: int, set_aside: int) -> None:
    """Add what became of documents to the counts of their task: last in its transaction, which holds the row."""
    counts = {"done_count": F("done_count") + done, "set_aside_count": F("set_aside_count") + set_aside}
    JobTask.objects.filter(pk=task_id).update(**counts)


def confirm(claim: Claim) -> JobChunk:
    """Lock the claimed chunk for its work.

    :raises ClaimLost: another worker has it, or it is done: a commit whose answer was lost had happened.
    """
    chunks = JobChunk.objects.select_for_update(of=("self",), no_key=True).select_related("task__job", "task__company")
    mine = {"state": ChunkState.EXECUTING, "attempts": claim.attempts, "worker": claim.worker}
    chunk = chunks.filter(pk=claim.chunk_id, **mine).first()
    if chunk is None:
        raise ClaimLost(claim)
    return chunk


def hold_again(claim: Claim) -> None:
    """Take the lock of the claim on a new connection.

    :raises ClaimLost: another worker was faster, or the job is being canceled, so that nothing of it begins anew.
    """
    sql.notice_lost_clients()
    is_held = sql.try_lock_chunk(claim.chunk_id)
    if not is_held or Job.objects.filter(pk=claim.job_id, state=JobState.CANCELING).exists():
        raise ClaimLost(claim)


def end_under_way(*, job: Job) -> int:
    """End the work on the chunks of a job, whose row is locked, and cancel these; return how many documents they have.

    What their workers had not committed is rolled back. A chunk that its worker has taken up again by then is canceled
    by that one, as soon as the job's row is free.
    """
    under_way = JobChunk.objects.filter(task__job=job, state=ChunkState.EXECUTING)
    found = list(under_way.order_by("pk").values_list("pk", "size", "task__is_act"))
    sql.end_sessions(job_id=job.pk)
    for chunk_id, _size, _is_act in found:
        chunk = _open_chunk(chunk_id) if sql.try_lock_chunk_until_commit(chunk_id) else None
        if chunk is not None:
            _cancel(chunk)
    return sum(size for _chunk_id, size, is_act in found if not is_act)


@transaction.atomic
def divide(claim: Claim, *, error: BaseException) -> None:
    """After an error nobody foresaw: halve the chunk, or set its one document or group aside with the error as reason.

    :raises ClaimLost: another worker has it.
    """
    chunk = confirm(claim)
    if _halve(chunk):
        return
    reason, remedy = (said(partial(_words_of, error, place), at_most=_REASON_LENGTH) for place in (0, 1))
    _give_up(chunk, Refusal(0, type(error).__name__[:80], reason, remedy))


def _words_of(error: BaseException, place: int) -> str:
    return _in_words(error)[place]


def _in_words(error: BaseException) -> tuple[str, str]:
    """Give reason and remedy of an error that ended the posting of one document."""
    if isinstance(error, CannotPost):
        return error.reason(), error.remedy()
    remedy = _("This is a fault of the program or of the data: tell the administrator, then try again.")
    return f"{type(error).__name__}: {str(error).strip()}", remedy


@transaction.atomic
def leave_too_slow(claim: Claim) -> None:
    """After the statement limit: like a worker that died, but known at once.

    :raises ClaimLost: another worker has it.
    """
    chunk = confirm(claim)
    if _halve(chunk):
        return
    if chunk.attempts >= ATTEMPTS_ALONE:
        _park(chunk)
    else:
        JobChunk.objects.filter(pk=chunk.pk).update(state=ChunkState.WAITING)


@transaction.atomic
def divide_without_blame(claim: Claim) -> None:
    """After a connection lost too often: smaller chunks for whoever comes next, and no attempt counted.

    :raises ClaimLost: another worker has it.
    """
    chunk = confirm(claim)
    if not _halve(chunk):
        JobChunk.objects.filter(pk=chunk.pk).update(state=ChunkState.WAITING, attempts=F("attempts") - 1)


@transaction.atomic
def postpone(claim: Claim, *, error: BaseException) -> bool:
    """After an error that passes by itself and did not pass in a moment: let the chunk wait, longer each time.

    :returns: False where the waits have come to their end; then nothing is done.
    :raises ClaimLost: another worker has it.
    """
    chunk = confirm(claim)
    wait = wait_before(retry=chunk.retries + 1)
    if wait is None:
        return False
    said = f"{type(error).__name__}: {str(error).strip()}".replace("\0", "")[:_REASON_LENGTH]
    JobChunk.objects.filter(pk=chunk.pk).update(
        state=ChunkState.WAITING, retries=F("retries") + 1, retry_at=Now() + wait, error=said
    )
    JobEvent.objects.create(
        company_id=chunk.company_id,
        job_id=chunk.task.job_id,
        what=JobEvent.What.POSTPONED,
        count=None if chunk.task.is_act else chunk.size,
        note=said,
    )
    return True
