"""A start for real books is refused where the books would not be safe."""

import subprocess
import sys
from contextlib import closing

import pytest
from django.db import connections

from arclose.embedded.postgresql import Postgresql
from arclose.operations.production import database_refusals
from tests.cluster import APPLICATION, MIGRATED, OWNER, ROOT, Cluster, migrated_cluster

pytestmark = pytest.mark.slow


def _manage(environment: dict[str, str], *words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=150
    )


@pytest.fixture(scope="module")
def servers() -> Cluster:
    """Servers as a company would have them: every durability setting is on."""
    cluster = migrated_cluster(durable=True, name="own")
    yield cluster
    cluster.stop()


@pytest.fixture
def environment(servers, tmp_path):
    return {**servers.environment(MIGRATED), "ARCLOSE_VAR": str(tmp_path)}


START = ("-c", "import arclose.wsgi")
COMMANDS = [
    (["SECRET_KEY", "ALLOWED_HOSTS"], START),
    (["SECRET_KEY"], ("manage.py", "poll", "--once")),
    (["ALLOWED_HOSTS"], ("manage.py", "run", "--no-demo")),
    (["ALLOWED_HOSTS"], ("-m", "celery", "--app", "arclose", "worker", "--pool", "solo")),
]


@pytest.mark.parametrize(("missing", "command"), COMMANDS, ids=" ".join)
def test_it_refuses_to_start_without(missing, command, environment):
    for name in missing:
        del environment[name]
    done = _manage(environment, *command)
    assert done.returncode != 0
    assert [name for name in missing if name not in done.stderr] == []


@pytest.mark.parametrize(
    ("unsafe", "command"),
    [
        ({"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}, START),
        ({"synchronous_commit": "local"}, ("manage.py", "poll", "--once")),
    ],
    ids=" ".join,
)
def test_it_refuses_to_start_when_commits_could_be_lost(unsafe, command, environment, servers):
    try:
        for setting, value in unsafe.items():
            servers.set_globally(setting, value)
        done = _manage(environment, *command)
    finally:
        for setting in unsafe:
            servers.set_globally(setting, "on")
    assert done.returncode != 0
    assert [setting for setting in unsafe if f"{setting} is" not in done.stderr] == []


def test_it_refuses_the_owner_as_the_role_it_logs_in_as(environment):
    environment["DATABASE_URL"] = environment["OWNER_DATABASE_URL"]
    done = _manage(environment, *START)
    assert done.returncode != 0
    assert "application role" in done.stderr


@pytest.fixture
def refusals_of(servers, monkeypatch, django_db_blocker):
    """What every start says of the database, here for a role that logs in on these servers."""
    program = connections["default"]

    def refusals(role: str) -> str:
        place = {"NAME": MIGRATED, "HOST": str(servers.places.sockets), "PORT": "5432", "USER": role, "OPTIONS": {}}
        program.close()
        with monkeypatch.context() as patch, django_db_blocker.unblock(), closing(program):
            patch.setattr(program, "settings_dict", {**program.settings_dict, **place})
            return "\n".join(database_refusals())

    return refusals


def test_it_refuses_a_role_that_can_become_the_owner_of_the_tables(refusals_of, servers):
    as_superuser(servers, "ALTER DATABASE arclose OWNER TO arclose_superuser", "GRANT arclose_owner TO arclose_app")
    try:
        assert "application role" in refusals_of(APPLICATION)
    finally:
        as_superuser(servers, "REVOKE arclose_owner FROM arclose_app", "ALTER DATABASE arclose OWNER TO arclose_owner")
    assert refusals_of(APPLICATION) == ""


def test_it_refuses_the_owner_of_the_tables_where_somebody_else_owns_the_database(refusals_of, servers):
    as_superuser(
        servers,
        "ALTER DATABASE arclose OWNER TO arclose_superuser",
        "GRANT CONNECT ON DATABASE arclose TO arclose_owner",
        "GRANT USAGE ON SCHEMA public TO arclose_owner",
    )
    try:
        assert "application role" in refusals_of(OWNER)
    finally:
        as_superuser(servers, "ALTER DATABASE arclose OWNER TO arclose_owner")


def as_superuser(servers: Cluster, *statements: str) -> None:
    Postgresql(places=servers.places).execute(list(statements), database="arclose")


def test_it_starts_when_nothing_is_missing(environment):
    done = _manage(environment, *START)
    assert done.returncode == 0, done.stderr


def test_the_deployment_check_finds_nothing(environment):
    del environment["ARCLOSE_HTTPS"]
    done = _manage(environment, "manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout
