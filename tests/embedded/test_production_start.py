"""A start for real books is refused where the books would not be safe."""

import subprocess
import sys
from contextlib import closing

import pytest
from django.db import connections

from arclose.embedded.postgresql import Postgresql
from arclose.operations.production import configuration_refusals, database_refusals
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


@pytest.fixture
def unsafe(servers):
    """Change settings of the servers for the length of a test."""
    changed: list[str] = []

    def change(**values: str) -> None:
        for setting, value in values.items():
            changed.append(setting)
            servers.set_globally(setting, value)

    yield change
    for setting in changed:
        servers.set_globally(setting, "on")


def test_it_refuses_to_start_and_names_every_reason(environment, unsafe):
    unsafe(fsync="off", full_page_writes="off", synchronous_commit="off")
    del environment["SECRET_KEY"], environment["ALLOWED_HOSTS"]
    done = _manage({**environment, "DATABASE_URL": environment["OWNER_DATABASE_URL"]}, *START)
    assert done.returncode != 0
    reasons = ["SECRET_KEY is", "ALLOWED_HOSTS is", "fsync is", "full_page_writes is", "synchronous_commit is"]
    assert [reason for reason in [*reasons, "application role"] if reason not in done.stderr] == []


def test_a_command_refuses_too_and_names_every_reason(environment, unsafe):
    unsafe(synchronous_commit="local")
    del environment["SECRET_KEY"]
    done = _manage(environment, "manage.py", "poll", "--once")
    assert done.returncode != 0
    assert [reason for reason in ("SECRET_KEY is", "synchronous_commit is") if reason not in done.stderr] == []


@pytest.mark.parametrize(
    "command",
    [("manage.py", "run", "--no-demo"), ("-m", "celery", "--app", "arclose", "worker", "--pool", "solo")],
    ids=" ".join,
)
def test_every_part_refuses_to_start_without_a_list_of_hosts(command, environment):
    del environment["ALLOWED_HOSTS"]
    done = _manage(environment, *command)
    assert done.returncode != 0
    assert "ALLOWED_HOSTS is" in done.stderr


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_one_reason_is_enough(missing, settings):
    settings.ALLOWED_HOSTS = [] if missing == "ALLOWED_HOSTS" else ["books.example"]
    settings.SECRET_KEY = settings.DEFAULT_SECRET_KEY if missing == "SECRET_KEY" else "another"
    [refusal] = configuration_refusals()
    assert missing in refusal


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


def test_one_durability_setting_is_enough(refusals_of, unsafe, settings):
    settings.DURABILITY_IS_PROVED = True
    for setting in ("fsync", "full_page_writes", "synchronous_commit"):
        unsafe(**{setting: "off"})
        assert refusals_of(APPLICATION).startswith(f"PostgreSQL's {setting} is off")
        unsafe(**{setting: "on"})
    assert refusals_of(APPLICATION) == ""


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
