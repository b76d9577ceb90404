"""Servers that somebody else has started: a program goes on when that one stops them, and nobody signals a stranger."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from arclose.embedded import __main__ as embedded
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


@pytest.fixture
def servers(installation, settings, monkeypatch):
    """Do what `python -m arclose.embedded` does with a word, in this process; what stays up is one of its own."""
    settings.EMBEDDED = installation.places

    def servers(word: str) -> int:
        with monkeypatch.context() as patch:
            patch.setattr(sys, "argv", ["arclose.embedded", word])
            for name in os.environ.keys() - installation.environment.keys():
                patch.delenv(name)
            patch.setenv("ARCLOSE_VAR", str(installation.places.root))
            return embedded.main()

    return servers


# The process that started what stays up has ended, as a rule, before that is said.
@pytest.mark.filterwarnings("ignore:subprocess .* is still running:ResourceWarning")
def test_a_program_outlives_servers_that_were_killed_and_a_command_it_began_beside(installation, servers, capsys):
    note = installation.places.state / "servers.ready"
    note.write_text(json.dumps({"pid": os.getpid(), "birth": "1"}))
    assert (servers("up"), servers("status")) == (0, 0)
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
                capsys.readouterr()
                assert servers("down") == 1
                assert "Ctrl-C" in capsys.readouterr().err
            assert stranger.poll() is None
            assert installation.end(signal.SIGINT) == 0
            assert installation.wait_until_gone() == []
        finally:
            stranger.kill()
    assert (servers("status"), servers("up"), servers("down"), servers("status")) == (1, 0, 0, 1)
    assert installation.wait_until_gone() == []
