"""Servers that somebody else has started: a program goes on when that one stops them, and nobody signals a stranger."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.cluster import ROOT
from tests.embedded.installation import Installation
from tests.embedded.test_run import _eventually, _free_port, _status

_AT_WORK = """
import sys
from pathlib import Path
from arclose.embedded.on_demand import servers_for_a_command
from arclose.embedded.places import Places
with servers_for_a_command(places=Places(Path(sys.argv[1])), with_postgresql=True, with_redis=True):
    print("at work", flush=True)
    input()
"""


@pytest.fixture
def installation(tmp_path):
    it = Installation(tmp_path / "var", port=_free_port())
    it.take_migrated_data()
    yield it
    it.end_if_running()


@contextmanager
def command_at_work(installation: Installation) -> Iterator["subprocess.Popen[str]"]:
    """A command that has the servers for its own length, as each of manage.py does, and works until its input ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", _AT_WORK, str(installation.places.root)],
        cwd=ROOT, env=installation.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout
    assert process.stdout.readline() == "at work\n"
    yield process
    process.kill()
    process.communicate()


def servers(installation: Installation, word: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "arclose.embedded", word],
        cwd=ROOT, env=installation.environment, capture_output=True, text=True, check=False, timeout=90,
    )  # fmt: skip


def test_a_program_outlives_servers_that_were_killed_and_a_command_it_began_beside(installation):
    note = installation.places.state / "servers.ready"
    assert servers(installation, "up").returncode == 0
    os.kill(json.loads(note.read_text())["pid"], signal.SIGKILL)
    assert installation.wait_until_gone() == []
    with subprocess.Popen(["sleep", "300"]) as stranger:
        try:
            note.write_text(json.dumps({"pid": stranger.pid, "birth": "1"}))  # the number is a stranger's by now
            with command_at_work(installation) as command:
                address = installation.start("web")
                assert _status(address) == 200
                command.communicate("done\n", timeout=60)
                assert command.returncode == 0
            assert _eventually(lambda: "they run below this program now" in installation.said())
            assert _eventually(lambda: _status(address) == 200)
            with command_at_work(installation):
                told = servers(installation, "down")
            assert (told.returncode, "Ctrl-C" in told.stderr) == (1, True)
            assert stranger.poll() is None
            assert installation.end(signal.SIGINT) == 0
            assert installation.wait_until_gone() == []
        finally:
            stranger.kill()


def test_up_and_down_start_and_stop_them(installation):
    (installation.places.state / "servers.ready").write_text(json.dumps({"pid": os.getpid(), "birth": "1"}))
    assert servers(installation, "up").returncode == 0
    assert servers(installation, "status").returncode == 0
    assert servers(installation, "down").returncode == 0
    assert servers(installation, "status").returncode == 1
    assert installation.wait_until_gone() == []
