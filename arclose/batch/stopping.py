"""Tasks that stop at the first error: what comes after the document that could not be posted is not tried.

Their chunks are taken one after the other, so that "first" means first by date. What was not tried keeps waiting, and
the task ends in error and says how much that is.
"""

from collections.abc import Callable
from functools import partial

from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arclose.batch.models import ChunkState, ItemState, JobChunk, JobItem, JobTask
from arclose.web.said import said

STOP_AT_FIRST_ERROR = "stop_at_first_error"


def stops_at_first_error(task: JobTask) -> bool:
    """Tell whether a task was asked to stop at the first document that cannot be posted."""
    return bool(task.parameters.get(STOP_AT_FIRST_ERROR))


def stop_at(chunk: JobChunk, reason: Callable[[], str], *, done: int, set_aside: int, posting_id: int | None) -> None:
    """Let a chunk fail for the document that was refused in it, and take none of the others of its task.

    ``reason`` says in the active language why it was refused.
    ``posting_id`` is the posting of the documents before that one, if any was posted.
    """
    JobChunk.objects.filter(pk=chunk.pk).update(
        state=ChunkState.FAILED,
        done=F("done") + done,
        set_aside=F("set_aside") + set_aside,
        posting_id=posting_id,
        error=said(partial(_stopped_by, chunk, reason)),
        finished_at=Now(),
    )
    later = JobChunk.objects.filter(task=chunk.task_id, state=ChunkState.WAITING)
    later.update(state=ChunkState.CANCELED, finished_at=Now())


def _stopped_by(chunk: JobChunk, reason: Callable[[], str]) -> str:
    items = JobItem.objects.filter(task=chunk.task_id)
    waiting = items.filter(state=ItemState.WAITING).count()
    not_tried = ngettext("%(count)d document was not tried.", "%(count)d documents were not tried.", waiting)
    label = items.filter(state=ItemState.SET_ASIDE).order_by("-position").values_list("label", flat=True).first()
    text = _("Stopped at the first error, %(document)s: %(reason)s") % {"document": label, "reason": reason()}
    return f"{text} {not_tried % {'count': waiting}}"
