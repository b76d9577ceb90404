"""Starting, stopping and killing the whole program."""

import http.client
import json
import os
import shutil
import signal
import socket
import time
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.embedded.installation import Installation

pytestmark = pytest.mark.slow


def _free_port() -> int:
    with closing(socket.socket()) as attempt:
        attempt.bind(("127.0.0.1", 0))
        return attempt.getsockname()[1]


@pytest.fixture
def installation(tmp_path):
    it = Installation(tmp_path / "var", port=_free_port())
    it.take_migrated_data()
    yield it
    it.end_if_running()


@pytest.fixture(scope="module")
def taken_port():
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


@pytest.fixture(scope="module")
def running(tmp_path_factory, taken_port):
    """A program that runs where much is in its way: a long path, a taken port, and the number of a dead server.

    That number belongs to somebody else now, who is us.
    """
    deep = tmp_path_factory.mktemp("run").joinpath(*["a-folder-with-a-long-name"] * 6) / "var"
    deep.parent.mkdir(parents=True)
    it = Installation(deep, port=taken_port)
    it.take_migrated_data()
    lock = it.places.data / "postmaster.pid"
    lock.write_text(f"{os.getpid()}\n{it.places.data}\n1700000000\n5432\n\n\n\nstarting\n")
    for name in ("servers.json", "run.json"):
        (it.places.state / name).write_text(json.dumps([[os.getpid(), "1", "SIGKILL"]]))
    try:
        it.start()
        yield it
    finally:
        it.end_if_running()
        shutil.rmtree(it.places.sockets)


def _status(address: str, path: str = "/login/") -> int:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=20)
    with closing(connection):
        connection.request("GET", path)
        return connection.getresponse().status


def test_it_runs_although_the_number_of_a_dead_server_belongs_to_somebody_else_now(running):
    assert _status(running.address) == 200


def test_it_takes_the_next_port_when_the_wanted_one_is_taken(running, taken_port):
    assert not running.address.endswith(f":{taken_port}/")


def test_it_runs_below_a_path_that_is_too_long_for_a_socket(running):
    assert len(os.fsencode(running.places.sockets)) < 90
    assert running.places.sockets.stat().st_mode & 0o077 == 0


def test_it_refuses_a_second_start_and_says_where_the_first_one_is(running):
    second = running.command("run", "--no-demo")
    assert second.returncode != 0
    assert running.address in second.stderr


def test_it_starts_what_ended_again(running):
    victims = [pid for pid in running.processes() if b"gunicorn" in _command_line(pid)]
    for pid in victims:
        os.kill(pid, signal.SIGKILL)
    assert _eventually(lambda: _answers(running.address))
    assert "web ended" in running.said()


def test_it_serves_until_ctrl_c_and_then_leaves_no_process(installation):
    address = installation.start()
    assert _status(address) == 200
    assert installation.end(signal.SIGINT) == 0
    assert installation.wait_until_gone() == []
    assert not (installation.places.data / "postmaster.pid").exists()


def test_a_kill_ends_all_its_processes_and_it_starts_again_with_its_data(installation):
    installation.start()
    made = installation.command(
        "shell", "-c", "from django.contrib.auth.models import User; User.objects.create(username='kept')"
    )
    assert made.returncode == 0, made.stderr
    installation.end(signal.SIGKILL)
    assert installation.wait_until_gone() == []
    assert _status(installation.start()) == 200
    assert "kept" in _users(installation)


def _command_line(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def _answers(address: str) -> bool:
    try:
        return _status(address) == 200
    except OSError:
        return False


def _eventually(condition, *, seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.2)
    return False


def test_it_gives_one_command_the_servers_for_its_length(installation):
    done = installation.command("showmigrations", "--plan")
    assert done.returncode == 0, done.stderr
    assert installation.wait_until_gone() == []


def test_it_migrates_the_data_of_an_older_release_after_a_backup(installation):
    installation.command(
        "shell", "-c", "from django.contrib.auth.models import User; User.objects.create(username='kept')"
    )
    older = installation.command("migrate", "sessions", "zero", "--verbosity", "0")
    assert older.returncode == 0, older.stderr
    assert _status(installation.start()) == 200
    [backup] = installation.places.backups.iterdir()
    assert backup.stat().st_size > 10_000
    assert "kept" in _users(installation)


def _users(installation: Installation) -> str:
    asked = "from django.contrib.auth.models import User; print(User.objects.get())"
    return installation.command("shell", "-c", asked).stdout
