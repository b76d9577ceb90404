"""A copy of the process that does one piece of work takes nothing along that another start would wait for."""

import fcntl
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from arclose.embedded.forks import Fork
from arclose.embedded.processes import birth


def _sleep() -> None:
    time.sleep(300)


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    return tmp_path / "lock"


def _is_free(lock: Path) -> bool:
    with lock.open("a") as attempt:
        try:
            fcntl.flock(attempt, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def _eventually(is_so: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 20
    while not is_so() and time.monotonic() < deadline:
        time.sleep(0.01)
    return is_so()


def test_it_holds_no_lock_of_the_process_it_copies(lock):
    with lock.open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        fork = Fork(_sleep)
        assert not _is_free(lock)
    assert _eventually(lambda: _is_free(lock))
    assert fork.poll() is None
    fork.send_signal(signal.SIGKILL)
    assert fork.wait(20) == -signal.SIGKILL


def test_what_it_had_from_that_process_closes_nothing_of_its_own(tmp_path):
    new = tmp_path / "new"
    with (tmp_path / "old").open("w") as old:

        def work() -> None:
            with new.open("w") as file:
                old.close()
                file.write("kept")

        assert Fork(work).wait(20) == 0
    assert new.read_text() == "kept"


def test_it_ends_with_the_process_it_copies_however_that_ends(tmp_path):
    note = tmp_path / "pid"

    def start_another() -> None:
        note.with_suffix(".draft").write_text(str(Fork(_sleep).pid))
        note.with_suffix(".draft").rename(note)
        _sleep()

    first = Fork(start_another)
    assert _eventually(note.exists)
    first.send_signal(signal.SIGKILL)
    first.wait(20)
    assert _eventually(lambda: birth(int(note.read_text())) is None)


def test_it_has_none_of_the_handlers_and_loses_no_signal():
    caught: list[int] = []
    kept = signal.signal(signal.SIGTERM, lambda number, frame: caught.append(number))
    try:
        forks = [Fork(_sleep) for _time in range(5)]
        for fork in forks:
            fork.send_signal(signal.SIGTERM)
        assert [fork.wait(20) for fork in forks] == [-signal.SIGTERM] * 5
        assert caught == []
    finally:
        signal.signal(signal.SIGTERM, kept)


@pytest.mark.parametrize(
    ("work", "code", "said"),
    [
        (lambda: print("done"), 0, "done"),
        (lambda: sys.exit(3), 3, ""),
        (lambda: sys.exit("No port is free."), 1, "No port is free."),
        (lambda: 1 / 0, 1, "ZeroDivisionError"),
        (lambda: os.kill(os.getpid(), signal.SIGINT), 130, ""),
    ],
    ids=["returns", "code", "sentence", "error", "interrupted"],
)
def test_it_ends_with_the_code_and_the_words_of_its_work(work, code, said, tmp_path):
    log = tmp_path / "log"
    # Where the tests run in the background of a shell it is ignored, and what is ignored stays so.
    kept = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with log.open("wb") as output:
            assert Fork(work, output=output).wait(20) == code
    finally:
        signal.signal(signal.SIGINT, kept)
    assert said in log.read_text()


def test_where_nobody_asks_for_the_codes_of_children_it_counts_as_ended_well():
    kept = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        assert Fork(lambda: sys.exit(3)).wait(20) == 0
    finally:
        signal.signal(signal.SIGCHLD, kept)
