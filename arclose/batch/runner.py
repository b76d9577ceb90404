"""The work itself: claim a chunk, post it, write down what came of it, until nothing is left.

Celery workers, the poller and the command line all come through here. Nothing in memory matters:
whatever dies, wherever, the rows say what is left and somebody takes it up.
"""

import logging
import time
from collections.abc import Callable

from django.db import Error, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from arclose.access.roles import RoleMissing, require_role
from arclose.batch import claiming, finishing, kinds, limits, recording, sql, transient
from arclose.batch.claiming import Claim, ClaimLost
from arclose.batch.kinds import UnknownKind
from arclose.batch.models import JobChunk

logger = logging.getLogger(__name__)


def never() -> bool:
    """Go on until nothing is left."""
    return False


def look(*, job_id: int | None = None, should_stop: Callable[[], bool] = never) -> int:
    """Execute chunks, of one job or of all, until none can be claimed, and return how many were taken.

    Chunks that other workers hold are left to them, so a job may still be executing afterwards.

    :raises Error: the database is gone; whoever looks next goes on.
    """
    taken = 0
    transient.persist(sql.notice_lost_clients, reconnected=_nothing_held)
    while not should_stop() and take_one(job_id=job_id):
        taken += 1
    transient.persist(lambda: finishing.finish_jobs(job_id=job_id), reconnected=_nothing_held)
    return taken


def take_one(*, job_id: int | None = None) -> bool:
    """Execute one chunk, of one job or of all; False when none could be claimed.

    :raises Error: the database is gone.
    """
    claim = transient.persist(lambda: claiming.claim_next(job_id=job_id), reconnected=_nothing_held)
    if claim is None:
        return False
    try:
        _execute(claim)
        transient.persist(lambda: finishing.finish_jobs(job_id=claim.job_id), reconnected=_nothing_held)
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
        _persist(claim, lambda: _post(claim))
    except ClaimLost:
        raise
    except RoleMissing as missing:
        error = str(missing)
        _persist(claim, lambda: finishing.stop_job(job_id=claim.job_id, error=error))
    except UnknownKind as unknown:
        error = _("No program here posts jobs of the kind %s.") % unknown
        _persist(claim, lambda: finishing.stop_task(task_id=claim.task_id, error=error))
    except (Exception, SystemExit) as error:
        _take_care_of(claim, error)


def _persist(claim: Claim, work: Callable[[], None]) -> None:
    transient.persist(work, reconnected=lambda: claiming.hold_again(claim))


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
    _persist(claim, lambda: claiming.divide(claim, error=error))


def _post(claim: Claim) -> None:
    """Post the documents of the chunk and write down what came of it, in one transaction."""
    started = time.monotonic()
    with limits.deadline(size=claim.size), transaction.atomic(durable=True):
        chunk = claiming.confirm(claim)
        sql.limit_statements(milliseconds=limits.limit_milliseconds(size=chunk.size))
        with override(chunk.task.job.language):
            _post_documents(chunk)
    milliseconds = round((time.monotonic() - started) * 1000)
    logger.info("job %s chunk %s: %s documents in %s ms", claim.job_id, claim.chunk_id, claim.size, milliseconds)


def _post_documents(chunk: JobChunk) -> None:
    """Work under the rights of the job's user, as they are now.

    :raises RoleMissing: the role was taken away since, or the user is no longer active.
    """
    task, kind = chunk.task, kinds.get(chunk.task.kind)
    require_role(user=task.job.run_by, company=task.company, roles=kind.roles)
    document_ids = list(claiming.items_of(chunk).order_by("position").values_list("document_id", flat=True))
    outcome = kind.post(task, document_ids, task.job.run_by)
    recording.record(chunk=chunk, outcome=outcome)
