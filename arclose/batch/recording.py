"""What became of the documents of a chunk, or of an act, written down in the transaction that did it."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from django.db.models.functions import Now

from arclose.batch import claiming, sql, stopping
from arclose.batch.kinds import InPart
from arclose.batch.models import ChunkState, JobChunk, JobTask
from arclose.batch.words import NOT_ANSWERED, reason_of, refused_by_batch
from arclose.ledger.outcomes import Outcome, Refusal, as_stored

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

ALREADY_POSTED = "already_posted"


def record(*, chunk: JobChunk, outcome: Outcome) -> None:
    """Write the outcome of a chunk to its documents and close the chunk.

    What was posted with a warning shows it. A document the job kind says nothing about is set aside: silence is not
    success.
    """
    place = (chunk.first_position, chunk.last_position)
    done = _mark_done(chunk, outcome)
    set_aside = sql.mark_set_aside(task_id=chunk.task_id, positions=place, refused=_rows(outcome.left_out))
    if done + set_aside < chunk.size:
        silent = list(claiming.items_of(chunk).values_list("document_id", flat=True))
        set_aside += sql.mark_set_aside(task_id=chunk.task_id, positions=place, refused=_rows(_not_answered(silent)))
    JobChunk.objects.filter(pk=chunk.pk).update(
        state=ChunkState.DONE,
        done=done,
        set_aside=set_aside,
        posting_id=outcome.posting_id,
        error="",
        finished_at=Now(),
    )
    claiming.count(task_id=chunk.task_id, done=done, set_aside=set_aside)


def record_stop(*, chunk: JobChunk, outcome: Outcome, refused: Refusal) -> None:
    """Write down what was posted before the first document that could not be, and that nothing after it was tried."""
    place = (chunk.first_position, chunk.last_position)
    done = _mark_done(chunk, outcome)
    set_aside = sql.mark_set_aside(task_id=chunk.task_id, positions=place, refused=_rows([refused]))
    reason = partial(reason_of, refused, kind=chunk.task.kind)
    stopping.stop_at(chunk, reason, done=done, set_aside=set_aside, posting_id=outcome.posting_id)
    claiming.count(task_id=chunk.task_id, done=done, set_aside=set_aside)


def _mark_done(chunk: JobChunk, outcome: Outcome) -> int:
    place = (chunk.first_position, chunk.last_position)
    done = sql.mark_done(
        task_id=chunk.task_id, positions=place, documents=outcome.posted, posting_id=outcome.posting_id
    )
    done += sql.mark_done(
        task_id=chunk.task_id, positions=place, documents=outcome.already, posting_id=None, code=ALREADY_POSTED
    )
    if outcome.warnings:
        sql.note_warnings(task_id=chunk.task_id, positions=place, warned=_rows(outcome.warnings))
    return done


def record_act(*, chunk: JobChunk, told: "_StrOrPromise | InPart") -> None:
    """Write down that an act is done, or a part of it only, and what it says it did."""
    said = told.said if isinstance(told, InPart) else str(told)
    state, error = (ChunkState.FAILED, said) if isinstance(told, InPart) else (ChunkState.DONE, "")
    JobChunk.objects.filter(pk=chunk.pk).update(state=state, error=error, finished_at=Now())
    JobTask.objects.filter(pk=chunk.task_id).update(result=said)


def _rows(refusals: Sequence[Refusal]) -> list[sql.SetAside]:
    """Give one row per document; a document refused for several reasons shows them all under the first."""
    of_document: dict[int, list[Refusal]] = {}
    for refusal in refusals:
        of_document.setdefault(refusal.document_id, []).append(refusal)
    return [
        sql.SetAside(
            document_id,
            code=str(found[0].code)[:80],
            reason=" ".join(str(one.reason) for one in found),
            remedy=str(found[0].remedy),
            refusals=[(str(one.code), as_stored(one.facts)) for one in found],
        )
        for document_id, found in of_document.items()
    ]


def _not_answered(document_ids: Sequence[int]) -> list[Refusal]:
    return [refused_by_batch(document_id, NOT_ANSWERED) for document_id in document_ids]
