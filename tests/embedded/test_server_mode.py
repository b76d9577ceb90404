"""The program against a server that is not its own: the oldest PostgreSQL that it takes among the system's packages.

Where the system has none, the older one that comes with the wheel stands in for it.
"""

import subprocess
import sys
from pathlib import Path

import pytest

from arclose.embedded.places import Places
from arclose.embedded.postgresql import SUPERUSER, Postgresql, binaries
from arclose.embedded.processes import Child
from tests.cluster import ROOT

_OLDEST = 15
_OF_THE_SYSTEM = {int(path.parent.name): path for path in Path("/usr/lib/postgresql").glob("*/bin")}
_OF_THE_WHEEL = binaries().parent.parent / "pginstall" / "bin"
PROGRAMS = min(
    ((major, path) for major, path in _OF_THE_SYSTEM.items() if major >= _OLDEST), default=(0, _OF_THE_WHEEL)
)[1]

pytestmark = [pytest.mark.timeout(600), pytest.mark.slow]

# In one process: a start of the program costs more than what is done here.
_LIFE = """
from tests.builders import a_clerk, a_company, a_customer, an_order
from customers.invoicing import post_invoices
company = a_company()
order = an_order(a_customer(company), ("2", "10.00"))
outcome = post_invoices(company=company, orders=[order.pk], posted_by=a_clerk(company), key="first")
assert not outcome.left_out, outcome

from django.core.management import call_command
call_command("verify")

from django.db import DatabaseError, connection, connections
try:
    connection.cursor().execute("UPDATE ledger_voucher SET text = 'changed'")
except DatabaseError as error:
    print("refused:", error)

connections.close_all()
call_command("backup", {file!r})
call_command("restore", {file!r}, replace=True)
call_command("create_roles", {administrator!r})
"""


@pytest.fixture
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


@pytest.fixture
def administrator(server) -> str:
    return f"postgresql://{SUPERUSER}@/postgres?host={server.places.sockets}&port=5432"


@pytest.fixture
def manage(server, administrator, tmp_path_factory):
    host = f"?host={server.places.sockets}&port=5432"
    environment = {
        "PATH": f"{server.programs}:/usr/bin:/bin",
        "ARCLOSE_VAR": str(tmp_path_factory.mktemp("var")),
        "DATABASE_URL": f"postgresql://books_program:first-secret@/books{host}",
        "OWNER_DATABASE_URL": f"postgresql://books_owner:second-secret@/books{host}",
        "SECRET_KEY": "a-key-for-tests-that-is-long-enough-to-pass-the-deployment-check-0123",
        "ALLOWED_HOSTS": "books.example",
        "ARCLOSE_PROVE_DURABILITY": "0",  # the server of this test commits to no disk
    }

    def execute(*words: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=500,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    execute("create_roles", administrator)
    execute("migrate", "--verbosity", "0")
    return execute


def test_it_posts_verifies_guards_backs_up_restores_and_makes_roles_again(manage, administrator, tmp_path):
    file = str(tmp_path / "books.dump")
    told = manage("shell", "-c", _LIFE.format(file=file, administrator=administrator))
    posted, restored = told.split(f"{file}: ")
    assert "every promise holds" in posted
    assert "refused: permission denied" in posted
    assert "every promise holds" in restored
    assert "there already" in restored
