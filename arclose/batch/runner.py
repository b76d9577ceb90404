"""The work itself: claim a chunk, post it, write down what came of it, until nothing is left.

Celery workers, the poller and the command line all come through here. Nothing in memory matters:
whatever dies, wherever, the rows say what is left and somebody takes it up.
"""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TypeVar

from django.db import Error, transaction
from django.utils.translation import override

from arclose.access.roles import RoleMissing, require_role
from arclose.batch import claiming, finishing, kinds, limits, recording, sql, starting, transient
from arclose.batch.advancing import unknown_kind
from arclose.batch.claiming import Claim, ClaimLost
from arclose.batch.kinds import ActKind, JobKind, UnknownKind
from arclose.batch.models import JobChunk, JobTask
from arclose.batch.stopping import stops_at_first_error
from arclose.ledger import statistics
from arclose.ledger.outcomes import Outcome
from arclose.web.said import said

logger = logging.getLogger(__name__)

Result = TypeVar("Result")

SECONDS_PER_LOOK = 10


def never() -> bool:
    """Go on until nothing is left."""
    return False


def look_for_a_while(*, should_stop: Callable[[], bool] = never) -> bool:
    """Start what is due, execute chunks for some seconds, and tell whether there may be more to do.

    Whoever calls looks again then: however much there is to do, what comes due meanwhile gets its turn.

    :raises Error: the database is gone; whoever looks next goes on.
    """
    until = time.monotonic() + SECONDS_PER_LOOK
    transient.persist(starting.start_due_jobs, reconnected=_nothing_held)
    look(should_stop=lambda: should_stop() or time.monotonic() > until)
    return time.monotonic() > until


def look(*, job_id: int | None = None, should_stop: Callable[[], bool] = never) -> int:
    """Execute chunks, of one job or of all, until none can be claimed, and return how many were taken.

    Chunks that other workers hold are left to them, so a job may still be executing afterwards.

    :raises Error: the database is gone; whoever looks next goes on.
    """
    taken = 0
    transient.persist(sql.notice_lost_clients, reconnected=_nothing_held)
    _move_on(job_id)
    while not should_stop() and take_one(job_id=job_id):
        taken += 1
    _move_on(job_id)
    return taken


def _move_on(job_id: int | None) -> None:
    """Let tasks begin and end that wait for no worker."""
    transient.persist(lambda: finishing.finish_jobs(job_id=job_id), reconnected=_nothing_held)


def take_one(*, job_id: int | None = None) -> bool:
    """Execute one chunk, of one job or of all; False when none could be claimed.

    :raises Error: the database is gone.
    """
    claim = transient.persist(lambda: claiming.claim_next(job_id=job_id), reconnected=_nothing_held)
    if claim is None:
        return False
    try:
        _execute(claim)
        _move_on(claim.job_id)
    except ClaimLost:
        logger.info("chunk %s of job %s is in other hands", claim.chunk_id, claim.job_id)
    finally:
        _unlock(claim)
    return True


def _nothing_held() -> None:
    sql.notice_lost_clients()


def _unlock(claim: Claim) -> None:
    """Give the lock back; with a lost connection it is gone already."""
    if not transient.is_connection_lost():
        sql.unlock_chunk(claim.chunk_id)


def _execute(claim: Claim) -> None:
    """Post the chunk, and see to it when that fails."""
    try:
        _persist(claim, lambda: _work(claim))
    except ClaimLost:
        raise
    except RoleMissing as missing:
        _stop_task(claim, said(partial(str, missing)))
    except UnknownKind as unknown:
        _stop_task(claim, said(partial(unknown_kind, unknown)))
    except (Exception, SystemExit) as error:
        _take_care_of(claim, error)


def _persist(claim: Claim, work: Callable[[], Result]) -> Result:
    return transient.persist(work, reconnected=lambda: claiming.hold_again(claim))


def _stop_task(claim: Claim, error: str) -> None:
    _persist(claim, lambda: finishing.stop_task(task_id=claim.task_id, error=error))


def _take_care_of(claim: Claim, error: BaseException) -> None:
    """Decide what an error of the posting means for the chunk."""
    if transient.is_connection_lost():
        transient.reconnect()
        claiming.hold_again(claim)
        _persist(claim, lambda: claiming.divide_without_blame(claim))
        raise error
    state = transient.sql_state(error) if isinstance(error, Error) else ""
    if state == transient.QUERY_CANCELED:
        logger.warning("chunk %s of job %s took too long", claim.chunk_id, claim.job_id)
        _persist(claim, lambda: claiming.leave_too_slow(claim))
        return
    logger.warning("chunk %s of job %s failed", claim.chunk_id, claim.job_id, exc_info=error)
    if transient.is_transient(error) and _persist(claim, lambda: claiming.postpone(claim, error=error)):
        return
    _persist(claim, lambda: claiming.divide(claim, error=error))


def _work(claim: Claim) -> None:
    """Do what the chunk is about and write down what came of it."""
    started = time.monotonic()
    kind = kinds.get(claim.kind)
    with limits.deadline(milliseconds=claim.milliseconds):
        if isinstance(kind, ActKind):
            _act(claim, kind)
        else:
            _post(claim, kind)
    milliseconds = round((time.monotonic() - started) * 1000)
    logger.info("job %s chunk %s (%s): %s ms", claim.job_id, claim.chunk_id, claim.size, milliseconds)


def _post(claim: Claim, kind: JobKind) -> None:
    """Do what cannot be undone, then post the documents of the chunk in one transaction with what becomes of them."""
    _let_the_planner_catch_up()
    if kind.before is not None:
        with _transaction_of(claim, kind) as chunk:
            task, ids = chunk.task, _documents_of(chunk)
        with override(task.job.language):
            kind.before(task, ids, task.job.works_for)
    refused: int | None = None
    with _transaction_of(claim, kind) as chunk:
        sql.limit_statements(milliseconds=claim.milliseconds)
        ids = _documents_of(chunk)
        if stops_at_first_error(chunk.task):
            refused = _post_until_first_error(chunk, kind, ids)
        else:
            recording.record(chunk=chunk, outcome=kind.post(chunk.task, ids, chunk.task.job.works_for))
    if refused is not None:
        transient.persist(partial(_refuse_again, claim, chunk.task, kind, refused), reconnected=_nothing_held)


def _documents_of(chunk: JobChunk) -> list[int]:
    return list(claiming.items_of(chunk).order_by("position").values_list("document_id", flat=True))


def _let_the_planner_catch_up() -> None:
    """See to it that the posting is planned well; where that fails it is posted all the same.

    :raises Error: the connection is lost.
    """
    try:
        statistics.catch_up()
    except Error as error:
        if transient.is_connection_lost():
            raise
        logger.warning("tables were not analyzed", exc_info=error)


def _post_until_first_error(chunk: JobChunk, kind: JobKind, ids: list[int]) -> int | None:
    """Post the documents before the first that cannot be posted, and give that; a set with one is taken back first."""
    refused = None
    while True:
        with transaction.atomic():
            outcome = kind.post(chunk.task, ids, chunk.task.job.works_for) if ids else Outcome()
            if outcome.left_out:
                transaction.set_rollback(True)
        if not outcome.left_out:
            break
        refused = min(outcome.left_out, key=lambda one: ids.index(one.document_id))
        ids = ids[: ids.index(refused.document_id)]
    if refused is None:
        recording.record(chunk=chunk, outcome=outcome)
        return None
    recording.record_stop(chunk=chunk, outcome=outcome, refused=refused)
    return refused.document_id


def _refuse_again(claim: Claim, task: JobTask, kind: JobKind, document_id: int) -> None:
    """Let stay what refusing a document leaves behind, such as a credit hold: the pass that did was taken back.

    In a transaction of its own: that of the others holds the head of the chain by now, and locks nothing more. What a
    crash takes away here the next try leaves behind.
    """
    with transaction.atomic(durable=True), override(task.job.language):
        sql.limit_statements(milliseconds=claim.milliseconds)
        alone = kind.post(task, [document_id], task.job.works_for)
        if alone.posted:
            transaction.set_rollback(True)


def _act(claim: Claim, kind: ActKind) -> None:
    """Do an act: in one transaction with the word that it is done, or, if it wants to, before that word."""
    if not kind.is_atomic:
        with _transaction_of(claim, kind) as chunk:
            task = chunk.task
        with override(task.job.language):
            told = kind.run(task, task.job.works_for)
    with _transaction_of(claim, kind) as chunk:
        sql.limit_statements(milliseconds=claim.milliseconds)
        if kind.is_atomic:
            told = kind.run(chunk.task, chunk.task.job.works_for)
        recording.record_act(chunk=chunk, told=told)


@contextmanager
def _transaction_of(claim: Claim, kind: JobKind | ActKind) -> Iterator[JobChunk]:
    """Open the transaction of a chunk, in the job's language, under the rights that the job's user has by now.

    :raises ClaimLost: another worker has it.
    :raises RoleMissing: the role was taken away since, or the user is no longer active.
    """
    with transaction.atomic(durable=True):
        chunk = claiming.confirm(claim)
        task = chunk.task
        with override(task.job.language):
            if task.job.works_for is not None:
                require_role(user=task.job.works_for, company=task.company, roles=kind.roles)
            yield chunk
