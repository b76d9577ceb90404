"""How long a chunk may take: the statement limit of the server and the deadline of the process.

A document that runs forever in the database is canceled there; one that runs forever in the program
ends the process, because nothing gentler is certain to. Both count like a worker that died.
"""

import faulthandler
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings


def limit_milliseconds(*, size: int) -> int:
    """Give the time a chunk of that many documents may take."""
    fixed: int = settings.BATCH_CHUNK_LIMIT_SECONDS
    per_document: int = settings.BATCH_DOCUMENT_LIMIT_MILLISECONDS
    return fixed * 1000 + per_document * size


@contextmanager
def deadline(*, size: int) -> Iterator[None]:
    """End this process, with its stack on standard error, when the chunk takes longer than its limit.

    A thread of the interpreter does it, so neither a busy loop nor a swallowed exception escapes.
    """
    seconds = limit_milliseconds(size=size) // 1000 + settings.BATCH_LIMIT_GRACE_SECONDS
    faulthandler.dump_traceback_later(seconds, exit=True, file=sys.__stderr__)  # type: ignore[arg-type]
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()
