"""Races as plays: two people, each with named steps, played in every order there is.

A person who has to wait for the other's lock is noticed by asking the database who blocks whom, so no play sleeps;
the steps after it are kept until the lock is free.
"""

import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, connections, transaction

ACT, COMMIT = "act", "commit"
_LOOK_SECONDS = 0.02  # a look takes from those who act
_WAITING = "SELECT cardinality(pg_blocking_pids(%s)) > 0"


class Person:
    """Somebody with a session of their own, who in each play has a transaction."""

    def __init__(self) -> None:
        self.pid = 0
        self.acts: queue.Queue[Callable[[], Any] | None] = queue.Queue()
        self.is_ready = threading.Event()
        self.thread = threading.Thread(target=self._live)
        self.thread.start()
        assert self.is_ready.wait(timeout=30)

    def _live(self) -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                self.pid = cursor.fetchone()[0]
            self.is_ready.set()
            while act := self.acts.get():
                self._play(act)
        finally:
            connections.close_all()

    def _play(self, act: Callable[[], Any]) -> None:
        try:
            assert self.steps.get() == ACT
            with transaction.atomic():
                self.result = act()
                self.has_acted.set()
                assert self.steps.get() == COMMIT
        except Exception as error:
            self.result = error
        finally:
            self.has_ended.set()
            self.has_acted.set()

    def begin(self, act: Callable[[], Any]) -> None:
        """Be ready to take the steps of a play."""
        self.result: Any = None
        self.steps: queue.Queue[str] = queue.Queue()
        self.has_acted, self.has_ended = threading.Event(), threading.Event()
        self.acts.put(act)

    def do(self, step: str) -> None:
        """Take a step; come back when it is done or has to wait for somebody."""
        self.steps.put(step)
        done = self.has_acted if step == ACT else self.has_ended
        while not done.wait(_LOOK_SECONDS) and not self._waits():
            pass

    def has_done(self, step: str) -> bool:
        """Whether the step is behind this person."""
        return self.has_acted.is_set() if step == ACT else self.has_ended.is_set()

    def _waits(self) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(_WAITING, [self.pid])
            return bool(cursor.fetchone()[0])

    def leave(self) -> None:
        """End the session."""
        self.acts.put(None)
        self.thread.join(timeout=30)


class Stage:
    """A and B, who keep their sessions for play after play: beginning one costs more than most of what is played."""

    def __init__(self) -> None:
        self.people = {"A": Person(), "B": Person()}
        self.somebody_waited = False

    def every_order(self, *, first: str = "AB") -> Iterator[tuple[str, ...]]:
        """Give every order of the steps of A and B, such as ``("A act", "B act", "A commit", "B commit")``.

        To be played one after the other: where the second to act had to wait for the first one's commit, there is no
        order in which it commits before; and that it acts after that commit has been played, by somebody who began
        before it.
        """
        for one in first:
            other = "B" if one == "A" else "A"
            yield f"{one} {ACT}", f"{other} {ACT}", f"{one} {COMMIT}", f"{other} {COMMIT}"
            if not self.somebody_waited:
                yield f"{one} {ACT}", f"{one} {COMMIT}", f"{other} {ACT}", f"{other} {COMMIT}"
                yield f"{one} {ACT}", f"{other} {ACT}", f"{other} {COMMIT}", f"{one} {COMMIT}"

    def play(self, order: tuple[str, ...], *, a: Callable[[], Any], b: Callable[[], Any]) -> tuple[Any, Any]:
        """Play the steps of A and B in an order and give what they got, errors too."""
        self.somebody_waited = False
        self.people["A"].begin(a)
        self.people["B"].begin(b)
        for line in order:
            name, step = line.split()
            self.people[name].do(step)
            self.somebody_waited |= not self.people[name].has_done(step)
        for person in self.people.values():
            assert person.has_ended.wait(timeout=30)
        return self.people["A"].result, self.people["B"].result


@contextmanager
def a_stage() -> Iterator[Stage]:
    """Give a stage with its two people, who leave it at the end."""
    it = Stage()
    try:
        yield it
    finally:
        for person in it.people.values():
            person.leave()
