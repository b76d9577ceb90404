"""How long to wait before the next try of something that failed."""

from collections.abc import Iterator
from datetime import timedelta

_FIRST, _SECOND = timedelta(seconds=5), timedelta(seconds=8)
LONGEST_WAIT = timedelta(minutes=5)


def _growing() -> Iterator[timedelta]:
    """Give 5 s, 8 s, then twice the one before, as long as that does not exceed five minutes."""
    yield _FIRST
    wait = _SECOND
    while wait <= LONGEST_WAIT:
        yield wait
        wait *= 2


WAITS = tuple(_growing())


def wait_before(*, retry: int) -> timedelta | None:
    """Give the wait before the retry of that number, counted from 1; None where the waits have come to their end."""
    return WAITS[retry - 1] if retry <= len(WAITS) else None


def longest_wait_before(*, retry: int) -> timedelta:
    """Give the wait before the retry of that number, counted from 1; the longest one for all that come later."""
    return WAITS[min(retry, len(WAITS)) - 1]
