"""The program against servers that are not its own: the oldest PostgreSQL that it takes among the system's packages.

Where the system has none, the older one that comes with the wheel stands in for it.
"""

import signal
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from arclose.embedded import redis
from arclose.embedded.places import Places
from arclose.embedded.postgresql import SUPERUSER, Postgresql, binaries
from arclose.embedded.processes import Child, Program
from tests.embedded.installation import Installation
from tests.embedded.test_run import _eventually, _free_port, _status

_OLDEST = 15
_OF_THE_SYSTEM = {int(path.parent.name): path for path in Path("/usr/lib/postgresql").glob("*/bin")}
_OF_THE_WHEEL = binaries().parent.parent / "pginstall" / "bin"
PROGRAMS = min(
    ((major, path) for major, path in _OF_THE_SYSTEM.items() if major >= _OLDEST), default=(0, _OF_THE_WHEEL)
)[1]

pytestmark = [pytest.mark.timeout(600), pytest.mark.slow]

# One process: a start of the program costs more than what is done here.
_LIFE = """
from django.core.management import call_command
call_command("create_roles", {administrator!r})
call_command("migrate", verbosity=0)
call_command("check", "--deploy", "--fail-level", "WARNING")

from datetime import date
from arclose.checklist import posting_runs
from tests.builders import a_clerk, a_company, a_customer, an_order
from customers.invoicing import SALES_INVOICES, post_invoices
company = a_company()
order = an_order(a_customer(company), ("2", "10.00"))
clerk = a_clerk(company)
outcome = post_invoices(company=company, orders=[order.pk], posted_by=clerk, key="first")
assert not outcome.left_out, outcome

from django.db import DatabaseError, connection, connections
try:
    connection.cursor().execute("UPDATE ledger_voucher SET text = 'changed'")
except DatabaseError as error:
    print("refused:", error)

connections.close_all()
call_command("backup", {file!r})
call_command("restore", {file!r}, replace=True)
call_command("create_roles", {administrator!r})

an_order(order.customer, number="by a job")
posting_runs.submit(company=company, kind=SALES_INVOICES, until=date(2026, 10, 31), posted_by=clerk, key="second")
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A PostgreSQL of another major version than the program's own, with password login."""
    places = Places(tmp_path_factory.mktemp("server"))
    places.make()
    postgresql = Postgresql(places=places, programs=PROGRAMS, durable=False)
    postgresql.make()
    rules = places.data / "pg_hba.conf"
    rules.write_text(f"local all {SUPERUSER} trust\nlocal all all scram-sha-256\n")
    child = Child(program=postgresql.program(), log=places.logs / "postgresql.log")
    postgresql.wait_until_ready(child)
    yield postgresql
    child.ask_to_stop()
    child.wait_until_stopped()


@pytest.fixture(scope="module")
def administrator(server) -> str:
    return f"postgresql://{SUPERUSER}@/postgres?host={server.places.sockets}&port=5432"


@pytest.fixture(scope="module")
def redis_url(tmp_path_factory) -> Iterator[str]:
    """A Redis on a port, with a password; where none is found, the address that it would have."""
    folder, port = tmp_path_factory.mktemp("redis"), str(_free_port())
    if (command := redis.executable()) is None:
        yield f"redis://:third-secret@127.0.0.1:{port}/0"
        return
    words = [str(command), "--port", port, "--bind", "127.0.0.1", "--requirepass", "third-secret", "--save", ""]
    child = Child(program=Program(name="redis", command=words, folder=folder), log=folder / "log")
    yield f"redis://:third-secret@127.0.0.1:{port}/0"
    child.ask_to_stop()
    child.wait_until_stopped()


@pytest.fixture(scope="module")
def installation(server, redis_url, tmp_path_factory) -> Iterator[Installation]:
    host = f"?host={server.places.sockets}&port=5432"
    it = Installation(tmp_path_factory.mktemp("installation") / "var", port=_free_port())
    it.environment |= {
        "PATH": f"{server.programs}:/usr/bin:/bin",
        "DATABASE_URL": f"postgresql://books_program:first-secret@/books{host}",
        "OWNER_DATABASE_URL": f"postgresql://books_owner:second-secret@/books{host}",
        "REDIS_URL": redis_url,
        "SECRET_KEY": "a-key-for-tests-that-is-long-enough-to-pass-the-deployment-check-0123",
        "ALLOWED_HOSTS": "books.example",
        "ARCLOSE_PROVE_DURABILITY": "0",  # the server of this test commits to no disk
    }
    yield it
    it.end_if_running()


@pytest.fixture(scope="module")
def backup(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("backup") / "books.dump"


@pytest.fixture(scope="module")
def told(installation, administrator, backup) -> str:
    """What was said while books were made, posted to, saved and restored, and a job was submitted."""
    words = _LIFE.format(file=str(backup), administrator=administrator)
    done = installation.command("shell", "--no-imports", "-c", words)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_it_finds_nothing_to_say_of_the_settings_of_a_deployment(told):
    assert "System check identified no issues" in told


def test_it_posts_guards_backs_up_restores_verifies_and_makes_roles_again(told, backup):
    posted, restored = told.split(f"{backup}: ")
    assert "refused: permission denied" in posted
    assert "every promise holds" in restored
    assert "there already" in restored


def test_it_runs_there_and_redis_wakes_workers_that_end_the_job(told, installation, administrator, redis_command):
    address = installation.start("web", "workers")  # without the poller, which would find the job by itself
    assert _status(address, "/health/", Host="books.example") == 200
    assert _eventually(lambda: _found(administrator) == [("ended", "invoiced")], seconds=90)
    assert installation.end(signal.SIGINT) == 0
    assert installation.wait_until_gone() == []


def _found(administrator: str) -> list[tuple[str, str]]:
    """How the job and its order stand."""
    with closing(psycopg2.connect(administrator.replace("/postgres?", "/books?"))) as books, books.cursor() as cursor:
        cursor.execute(
            "SELECT job.state, sold.status FROM batch_job AS job, customers_salesorder AS sold"
            " WHERE sold.number = 'by a job'"
        )
        return cursor.fetchall()
