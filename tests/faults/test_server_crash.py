"""The database server dies as in a power cut: what was acknowledged stands, and no number is missing."""

import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from arclose.embedded.forks import Fork
from tests.cluster import APPLICATION, MIGRATED, OWNER, Cluster
from tests.faults import program

pytestmark = pytest.mark.slow
CRASHES = int(os.environ.get("ARCLOSE_FAULT_CRASHES", "2"))
LOOK_SECONDS = 0.07


class Speaker:
    """A process at work on servers of the test's own, and what it has said, line by line."""

    def __init__(self, work: Callable[[program.Say], None], *, cluster: Cluster, file: Path) -> None:
        self._file = file
        connections.close_all()
        with file.with_suffix(".log").open("wb") as log:
            self.process = Fork(self._speak_of(work, cluster), output=log)

    def _speak_of(self, work: Callable[[program.Say], None], cluster: Cluster) -> Callable[[], None]:
        place = {"HOST": str(cluster.places.sockets), "PORT": "5432", "NAME": MIGRATED, "PASSWORD": "", "OPTIONS": {}}

        def speak() -> None:
            for alias, role in (("default", APPLICATION), ("owner", OWNER)):
                connections[alias].settings_dict.update({**place, "USER": role})
            with self._file.open("w", buffering=1) as said:
                work(lambda line: said.write(f"{line}\n"))

        return speak

    def said(self) -> list[str]:
        return self._file.read_text().splitlines() if self._file.exists() else []

    def answer(self) -> str:
        """Wait for its end and give the one thing it said."""
        assert self.process.wait(60) == 0, self._file.with_suffix(".log").read_text()
        [line] = self.said()
        return line


@pytest.fixture
def start(own_cluster: Cluster, tmp_path: Path, django_db_blocker: Any) -> Iterator[Callable[..., Speaker]]:
    """Start processes of the program on a cluster of this test's own; those left at the end are ended."""
    started: list[Speaker] = []

    def begin(work: Callable[[program.Say], None]) -> Speaker:
        started.append(Speaker(work, cluster=own_cluster, file=tmp_path / str(len(started))))
        return started[-1]

    with django_db_blocker.unblock():
        yield begin
    for speaker in started:
        speaker.process.send_signal(signal.SIGKILL)
        speaker.process.wait()


def test_every_acknowledged_number_exists_after_crashes(own_cluster: Cluster, start: Callable[..., Speaker]) -> None:
    start(program.found).answer()
    posters = [start(program.post) for _person in range(2)]

    def acknowledged() -> list[str]:
        return [number for poster in posters for number in poster.said()]

    for _crash in range(CRASHES):
        heard = len(acknowledged())
        while len(acknowledged()) < heard + 3:
            assert any(poster.process.poll() is None for poster in posters), "they ended before the crash"
            time.sleep(LOOK_SECONDS)
        own_cluster.crash_postgresql()
    for poster in posters:
        poster.process.send_signal(signal.SIGTERM)
        poster.process.wait(30)

    books = json.loads(start(program.look).answer())
    numbers = acknowledged()
    assert set(numbers) <= set(books["numbers"])
    assert len(numbers) == len(set(numbers)) >= 3 * CRASHES
    assert books["counters"] == list(range(1, len(books["numbers"]) + 1))
    assert books["findings"] == {}
