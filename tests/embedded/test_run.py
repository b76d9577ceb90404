"""Starting, stopping and killing the whole program."""

import http.client
import json
import os
import shutil
import signal
import socket
import time
from contextlib import closing
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connections

from arclose.batch.models import FINISHED_STATES, Job
from arclose.celery import app
from arclose.checklist import posting_runs
from customers.invoicing import SALES_INVOICES
from tests.builders import a_clerk, a_company, a_customer, an_order
from tests.cluster import APPLICATION, MIGRATED
from tests.embedded.installation import WITHOUT_SESSIONS, Installation
from tests.faults.processes import in_another_process

pytestmark = pytest.mark.slow
_OF_AN_OLDER_RELEASE = f"""
from django.contrib.auth.models import User
from django.db import connection
from arclose.operations.owner import connected_as_owner
User.objects.create(username="kept")
with connected_as_owner(), connection.cursor() as cursor:
    cursor.execute({WITHOUT_SESSIONS!r})
"""


def _free_port() -> int:
    with closing(socket.socket()) as attempt:
        attempt.bind(("127.0.0.1", 0))
        return attempt.getsockname()[1]


@pytest.fixture(scope="module")
def taken_port():
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


@pytest.fixture(scope="module")
def running(tmp_path_factory, taken_port):
    """A program that runs where much is in its way: books of an older release, a long path, a taken port, and the
    number of a dead server. That number belongs to somebody else now, who is us.
    """
    deep = tmp_path_factory.mktemp("run").joinpath(*["a-folder-with-a-long-name"] * 6) / "var"
    deep.parent.mkdir(parents=True)
    it = Installation(deep, port=taken_port)
    it.take_migrated_data()
    older = it.command("shell", "-c", _OF_AN_OLDER_RELEASE)
    assert older.returncode == 0, older.stderr
    assert it.wait_until_gone() == [], "the command had the servers for its length"
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


def test_it_refuses_a_second_start_and_says_where_the_first_one_is(running, settings):
    settings.EMBEDDED = running.places
    with pytest.raises(CommandError, match=f"runs already: {running.address}"):
        call_command("run", "--no-demo")


def test_it_starts_what_ended_again(running):
    victims = [pid for pid in running.processes() if _name(pid) == "web"]
    assert victims
    for pid in victims:
        os.kill(pid, signal.SIGKILL)
    assert _eventually(lambda: _answers(running.address))
    assert "web ended" in running.said()


def test_it_migrated_an_older_release_outlives_a_kill_posts_without_redis_and_stops_on_ctrl_c(
    running, django_db_blocker
):
    """The last of the tests of what runs: it ends it."""
    [backup] = running.places.backups.iterdir()
    assert backup.stat().st_size > 10_000
    running.end(signal.SIGKILL)
    assert running.wait_until_gone() == []

    running.hide_redis()
    assert _status(running.start()) == 200
    assert "No Redis was found: the poller does all batch work" in running.said()
    with django_db_blocker.unblock():
        assert in_another_process(lambda: _post_a_job(running)) == 0
    assert running.end(signal.SIGINT) == 0
    assert running.wait_until_gone() == []
    assert not (running.places.data / "postmaster.pid").exists()
    assert list(running.places.backups.iterdir()) == [backup]


def _post_a_job(installation: Installation) -> None:
    """Submit a job on the installation's database, and see it end there."""
    place = {"HOST": str(installation.places.sockets), "PORT": "5432", "NAME": MIGRATED, "OPTIONS": {}}
    connections["default"].settings_dict.update({**place, "USER": APPLICATION, "PASSWORD": ""})
    app.conf.broker_url = f"redis+socket://{installation.places.redis_socket}"
    assert [user.username for user in User.objects.all()] == ["kept"]
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'auth_user'")
        assert cursor.fetchone() == (1,), "what was migrated was analyzed"
    company = a_company()
    order = an_order(a_customer(company))
    job = posting_runs.submit(
        company=company, kind=SALES_INVOICES, until=date(2026, 10, 31), posted_by=a_clerk(company), key="first"
    )
    assert _eventually(lambda: Job.objects.get(pk=job.pk).state in FINISHED_STATES, seconds=90)
    order.refresh_from_db()
    assert (Job.objects.get(pk=job.pk).state, order.status) == ("ended", "invoiced")


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
