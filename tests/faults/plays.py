"""Races as plays: two people, each with named steps, played in every order there is.

A person who has to wait for the other's lock is noticed by asking the database who blocks whom, so no play sleeps;
the steps after it are kept until the lock is free.
"""

import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import combinations
from typing import Any

from django.db import connection, connections, transaction

ACT, COMMIT = "act", "commit"
_WAITING = "SELECT cardinality(pg_blocking_pids(%s)) > 0"


def every_order() -> Iterator[tuple[str, ...]]:
    """Give every order of the steps of A and B, such as ``("A acts", "B acts", "A commits", "B commits")``."""
    for places in combinations(range(4), 2):
        steps = {"A": iter((f"A {ACT}", f"A {COMMIT}")), "B": iter((f"B {ACT}", f"B {COMMIT}"))}
        yield tuple(next(steps["A" if place in places else "B"]) for place in range(4))


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
                self.steps.task_done()
                assert self.steps.get() == COMMIT
        except Exception as error:
            self.result = error
        finally:
            self.has_ended.set()

    def begin(self, act: Callable[[], Any]) -> None:
        """Be ready to take the steps of a play."""
        self.result: Any = None
        self.steps: queue.Queue[str] = queue.Queue()
        self.has_ended = threading.Event()
        self.acts.put(act)

    def do(self, step: str) -> None:
        """Take a step; come back when it is done or has to wait for somebody."""
        self.steps.put(step)
        while not self._is_done(step) and not self._waits():
            self.has_ended.wait(timeout=0.002)

    def _is_done(self, step: str) -> bool:
        return self.has_ended.is_set() or (step == ACT and self.steps.unfinished_tasks == 0)

    def _waits(self) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(_WAITING, [self.pid])
            return bool(cursor.fetchone()[0])

    def leave(self) -> None:
        """End the session."""
        self.acts.put(None)
        self.thread.join(timeout=30)


Play = Callable[..., tuple[Any, Any]]


@contextmanager
def stage() -> Iterator[Play]:
    """Give what plays the steps of A and B in an order and gives what they got, errors too; play after play.

    They keep their sessions: beginning one costs more than most of what is played.
    """
    people = {"A": Person(), "B": Person()}

    def play(order: tuple[str, ...], *, a: Callable[[], Any], b: Callable[[], Any]) -> tuple[Any, Any]:
        people["A"].begin(a)
        people["B"].begin(b)
        for line in order:
            name, step = line.split()
            people[name].do(step)
        for person in people.values():
            assert person.has_ended.wait(timeout=30)
        return people["A"].result, people["B"].result

    try:
        yield play
    finally:
        for person in people.values():
            person.leave()
