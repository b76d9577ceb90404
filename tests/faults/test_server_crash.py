"""The database server dies as in a power cut: what was acknowledged stands, and no number is missing."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.cluster import MIGRATED, ROOT, Cluster

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
CRASHES = int(os.environ.get("ARCLOSE_FAULT_CRASHES", "2"))
LOOK_SECONDS = 0.07


@pytest.fixture
def program(own_cluster: Cluster) -> Iterator[Any]:
    """Start processes of the program on a cluster of this test's own; those left at the end are ended."""
    started: list[subprocess.Popen[str]] = []

    def start(what: str) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.program", what],
            cwd=ROOT, env=own_cluster.environment(MIGRATED), stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def _answer(process: "subprocess.Popen[str]") -> Any:
    return json.loads(process.communicate(timeout=60)[0])


def test_every_acknowledged_number_exists_after_crashes(own_cluster: Cluster, program: Any) -> None:
    _answer(program("found"))
    posters = [program("post") for _person in range(2)]
    acknowledged: list[str] = []

    def listen(poster: "subprocess.Popen[str]") -> None:
        assert poster.stdout
        acknowledged.extend(line.strip() for line in poster.stdout)

    ears = [threading.Thread(target=listen, args=[poster]) for poster in posters]
    for ear in ears:
        ear.start()
    for _crash in range(CRASHES):
        heard = len(acknowledged)
        while len(acknowledged) < heard + 3:
            assert any(poster.poll() is None for poster in posters), "they ended before the crash"
            time.sleep(LOOK_SECONDS)
        own_cluster.crash_postgresql()
    for poster in posters:
        poster.terminate()
    for ear in ears:
        ear.join(timeout=30)

    books = _answer(program("look"))
    assert set(acknowledged) <= set(books["numbers"])
    assert len(acknowledged) == len(set(acknowledged)) >= 3 * CRASHES
    assert books["counters"] == list(range(1, len(books["numbers"]) + 1))
    assert books["findings"] == {}
