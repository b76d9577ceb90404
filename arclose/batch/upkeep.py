"""What the program does by itself, whoever works or not: apps above say what, and a poller sees to it hourly.

What is old goes, and what comes each night is planned.
"""

import time
from collections.abc import Callable

EVERY_SECONDS = 3_600
_STEPS: list[Callable[[], None]] = []


def register(step: Callable[[], None]) -> None:
    """Put a step on the list: it is for all companies, may be done by several at once, and again at any time."""
    _STEPS.append(step)


def see_to_it() -> None:
    """Do each step."""
    for step in _STEPS:
        step()


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
