"""How long a chunk may take: the statement limit of the server and the deadline of the process.

A document that runs forever in the database is canceled there; one that runs forever in the program
ends the process, because nothing gentler is certain to. Both count like a worker that died.
"""

import faulthandler
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from arclose.batch import kinds
from arclose.batch.models import JobChunk


def limit_milliseconds(chunk: JobChunk) -> int:
    """Give the time a chunk may take: by its number of documents; of an act, what its kind allows."""
    if chunk.task.is_act:
        return kinds.minutes_of(chunk.task.kind) * 60_000
    fixed: int = settings.BATCH_CHUNK_LIMIT_SECONDS
    return fixed * 1000 + kinds.milliseconds_per_document(chunk.task.kind) * chunk.size


@contextmanager
def deadline(*, milliseconds: int) -> Iterator[None]:
    """End this process, with its stack on standard error, when the work takes longer than that and the grace.

    A thread of the interpreter does it, so neither a busy loop nor a swallowed exception escapes.
    """
    seconds = milliseconds // 1000 + settings.BATCH_LIMIT_GRACE_SECONDS
    faulthandler.dump_traceback_later(seconds, exit=True, file=sys.__stderr__)  # type: ignore[arg-type]
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()
