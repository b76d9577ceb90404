"""What became of the documents of a chunk, written down in the transaction that posted them."""

from collections.abc import Sequence

from django.db.models.functions import Now
from django.utils.translation import gettext as _

from arclose.batch import claiming, sql
from arclose.batch.models import ChunkState, JobChunk
from arclose.ledger.outcomes import Outcome, Refusal

ALREADY_POSTED = "already_posted"
NOT_ANSWERED = "not_answered"


def record(*, chunk: JobChunk, outcome: Outcome) -> None:
    """Write the outcome of a chunk to its documents and close the chunk.

    A document the job kind says nothing about is set aside: silence is not success.
    """
    place = (chunk.first_position, chunk.last_position)
    done = sql.mark_done(job_id=chunk.job_id, positions=place, documents=outcome.posted, posting_id=outcome.posting_id)
    done += sql.mark_done(
        job_id=chunk.job_id, positions=place, documents=outcome.already, posting_id=None, code=ALREADY_POSTED
    )
    set_aside = sql.mark_set_aside(job_id=chunk.job_id, positions=place, refusals=_rows(outcome.left_out))
    if done + set_aside < chunk.size:
        silent = list(claiming.items_of(chunk).values_list("document_id", flat=True))
        set_aside += sql.mark_set_aside(job_id=chunk.job_id, positions=place, refusals=_rows(_not_answered(silent)))
    JobChunk.objects.filter(pk=chunk.pk).update(
        state=ChunkState.DONE,
        done=done,
        set_aside=set_aside,
        posting_id=outcome.posting_id,
        finished_at=Now(),
    )


def _rows(refusals: Sequence[Refusal]) -> list[tuple[int, str, str, str]]:
    """Give one row per document; a document refused for several reasons shows them all under the first."""
    rows: dict[int, tuple[int, str, str, str]] = {}
    for refusal in refusals:
        code, reason, remedy = str(refusal.code)[:80], str(refusal.reason), str(refusal.remedy)
        earlier = rows.get(refusal.document_id)
        if earlier is not None:
            code, remedy, reason = earlier[1], earlier[3], f"{earlier[2]} {reason}"
        rows[refusal.document_id] = (refusal.document_id, code, reason, remedy)
    return list(rows.values())


def _not_answered(document_ids: Sequence[int]) -> list[Refusal]:
    reason = _("The posting neither posted nor refused this document.")
    remedy = _("This is a fault of the program: tell the administrator, then try again.")
    return [Refusal(document_id, NOT_ANSWERED, reason, remedy) for document_id in document_ids]
