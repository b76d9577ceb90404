"""Starting, stopping and killing the whole program."""

import http.client
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


def _status(address: str, path: str = "/login/") -> int:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=20)
    with closing(connection):
        connection.request("GET", path)
        return connection.getresponse().status


def test_it_serves_until_ctrl_c_and_then_leaves_no_process(installation):
    address = installation.start()
    assert _status(address) == 200
    assert installation.end(signal.SIGINT) == 0
    assert installation.wait_until_gone() == []
    assert not (installation.places.data / "postmaster.pid").exists()


def test_it_refuses_a_second_start_and_says_where_the_first_one_is(installation):
    address = installation.start()
    second = installation.command("run", "--no-demo")
    assert second.returncode != 0
    assert address in second.stderr


def test_it_starts_again_after_a_kill_and_keeps_the_data(installation):
    installation.start()
    made = installation.command(
        "shell", "-c", "from django.contrib.auth.models import User; User.objects.create(username='kept')"
    )
    assert made.returncode == 0, made.stderr
    installation.end(signal.SIGKILL)
    address = installation.start()
    assert _status(address) == 200
    found = installation.command(
        "shell", "-c", "from django.contrib.auth.models import User; print(User.objects.get())"
    )
    assert "kept" in found.stdout


def test_it_ends_all_its_processes_when_it_is_killed(installation):
    installation.start()
    installation.end(signal.SIGKILL)
    assert installation.wait_until_gone() == []


def test_it_starts_although_the_number_of_a_dead_server_belongs_to_somebody_else_now(installation):
    lock = installation.places.data / "postmaster.pid"
    lock.write_text(f"{os.getpid()}\n{installation.places.data}\n1700000000\n5432\n\n\n\nstarting\n")
    stranger = {"servers.json": [[os.getpid(), "1", "SIGKILL"]], "run.json": [[os.getpid(), "1", "SIGKILL"]]}
    for name, content in stranger.items():
        (installation.places.state / name).write_text(str(content).replace("'", '"'))
    assert _status(installation.start()) == 200


def test_it_takes_the_next_port_when_the_wanted_one_is_taken(installation):
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", int(installation.environment["ARCLOSE_PORT"])))
        taken.listen()
        address = installation.start()
        assert not address.endswith(f":{installation.environment['ARCLOSE_PORT']}/")
        assert _status(address) == 200


def test_it_runs_below_a_path_that_is_too_long_for_a_socket(tmp_path):
    deep = tmp_path.joinpath(*["a-folder-with-a-long-name"] * 6) / "var"
    deep.parent.mkdir(parents=True)
    it = Installation(deep, port=_free_port())
    it.take_migrated_data()
    try:
        assert len(os.fsencode(it.places.sockets)) < 90
        assert _status(it.start()) == 200
        assert it.places.sockets.stat().st_mode & 0o077 == 0
    finally:
        it.end_if_running()
        shutil.rmtree(it.places.sockets)


def test_it_starts_what_ended_again(installation):
    address = installation.start()
    victims = [pid for pid in installation.processes() if b"gunicorn" in _command_line(pid)]
    for pid in victims:
        os.kill(pid, signal.SIGKILL)
    assert _eventually(lambda: _answers(address))
    assert "web ended" in installation.said()


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
    found = installation.command(
        "shell", "-c", "from django.contrib.auth.models import User; print(User.objects.get())"
    )
    assert "kept" in found.stdout
