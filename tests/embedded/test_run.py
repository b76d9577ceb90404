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
_OF_AN_OLDER_RELEASE = """
from django.contrib.auth.models import User
from django.core.management import call_command
User.objects.create(username="kept")
call_command("migrate", "sessions", "zero", verbosity=0)
"""
_POSTS_A_JOB = """
import time
from datetime import date
from django.contrib.auth.models import User
from arclose.batch.models import FINISHED_STATES, JobItem
from arclose.checklist import posting_runs
from customers.invoicing import SALES_INVOICES
from tests.builders import a_clerk, a_company, a_customer, an_order
print("there is", User.objects.get())
company = a_company()
order = an_order(a_customer(company))
job = posting_runs.submit(
    company=company, kind=SALES_INVOICES, until=date(2026, 10, 31), posted_by=a_clerk(company), key="first"
)
deadline = time.monotonic() + 90
while job.state not in FINISHED_STATES and time.monotonic() < deadline:
    time.sleep(0.1)
    job.refresh_from_db()
order.refresh_from_db()
print(job.state, order.status)
"""


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


def _status(address: str, path: str = "/login/", **headers: str) -> int:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=20)
    with closing(connection):
        connection.request("GET", path, headers=headers)
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
    victims = [pid for pid in running.processes() if _name(pid) == "web"]
    assert victims
    for pid in victims:
        os.kill(pid, signal.SIGKILL)
    assert _eventually(lambda: _answers(running.address))
    assert "web ended" in running.said()


def test_it_migrates_an_older_release_outlives_a_kill_posts_without_redis_and_stops_on_ctrl_c(installation):
    older = installation.command("shell", "-c", _OF_AN_OLDER_RELEASE)
    assert older.returncode == 0, older.stderr
    assert installation.wait_until_gone() == [], "the command had the servers for its length"

    assert _status(installation.start()) == 200
    [backup] = installation.places.backups.iterdir()
    assert backup.stat().st_size > 10_000
    installation.end(signal.SIGKILL)
    assert installation.wait_until_gone() == []

    installation.hide_redis()
    assert _status(installation.start()) == 200
    assert "No Redis was found: the poller does all batch work" in installation.said()
    posted = installation.command("shell", "-c", _POSTS_A_JOB)
    assert "there is kept\nended invoiced" in posted.stdout, posted.stdout + posted.stderr
    assert installation.end(signal.SIGINT) == 0
    assert installation.wait_until_gone() == []
    assert not (installation.places.data / "postmaster.pid").exists()
    assert list(installation.places.backups.iterdir()) == [backup]


def _name(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return ""


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
