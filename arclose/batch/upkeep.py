"""What the program does by itself, whoever works or not: apps above say what, and a poller sees to it hourly.

What is old goes, and what comes each night is planned.
"""

import logging
import time
from collections.abc import Callable

from django.db import Error

from arclose.batch import transient

logger = logging.getLogger(__name__)

EVERY_SECONDS = 3_600
_STEPS: list[Callable[[], None]] = []


def register(step: Callable[[], None]) -> None:
    """Put a step on the list: it is for all companies, may be done by several at once, and again at any time."""
    _STEPS.append(step)


def see_to_it() -> None:
    """Do each step, whatever becomes of the others.

    :raises Error: the database is gone.
    """
    for step in _STEPS:
        attempt(step, named=f"{step.__module__}.{step.__qualname__}")


def attempt(part: Callable[[], None], *, named: str) -> None:
    """Do a part that must not keep others from theirs: where it fails, that is logged, and the next look tries again.

    :raises Error: the database is gone, so no other part could be done either.
    """
    try:
        part()
    except Exception as error:
        if isinstance(error, Error) and transient.is_transient(error):
            raise
        logger.exception("the upkeep goes on without %s", named)


class Upkeep:
    """The upkeep of this process, to be looked after as often as it has time."""

    def __init__(self) -> None:
        """Begin; nothing is done yet."""
        self.last: float | None = None

    def look(self) -> None:
        """See to everything, unless this process did so within the hour.

        :raises Error: the database is gone; the next look may find it.
        """
        now = time.monotonic()
        if self.last is None or now - self.last >= EVERY_SECONDS:
            see_to_it()
            self.last = now
