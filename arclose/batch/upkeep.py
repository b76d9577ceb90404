"""What goes by itself when it is old, whoever works or not: apps above say what, and a poller sees to it hourly."""

import time
from collections.abc import Callable

EVERY_SECONDS = 3_600
_STEPS: list[Callable[[], None]] = []


def register(step: Callable[[], None]) -> None:
    """Put a step on the list: it lets go what is old, of all companies, and may be done by several at once."""
    _STEPS.append(step)


def let_go() -> None:
    """Do each step."""
    for step in _STEPS:
        step()


class Upkeep:
    """The upkeep of this process, to be looked after as often as it has time."""

    def __init__(self) -> None:
        """Begin; nothing is let go yet."""
        self.last: float | None = None

    def look(self) -> None:
        """Let go what is old, unless this process did so within the hour.

        :raises Error: the database is gone; the next look may find it.
        """
        now = time.monotonic()
        if self.last is None or now - self.last >= EVERY_SECONDS:
            let_go()
            self.last = now
