"""A start for real books is refused where the books would not be safe.

Settings of which the deployment check says nothing, and a start with them on servers whose settings are not asked for:
tests/embedded/test_server_mode.py.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from django.core.management import call_command
from django.db import connections

import manage
from arclose.celery import app
from arclose.embedded.places import Places
from arclose.embedded.postgresql import Postgresql
from arclose.operations.production import configuration_refusals, database_refusals
from tests.cluster import APPLICATION, MIGRATED, OWNER, ROOT, Cluster, migrated_cluster
from tests.faults.processes import in_another_process

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
    done = _manage({**environment, "DATABASE_URL": environment["OWNER_DATABASE_URL"]}, "-c", "import arclose.wsgi")
    assert done.returncode != 0
    reasons = ["SECRET_KEY is", "ALLOWED_HOSTS is", "fsync is", "full_page_writes is", "synchronous_commit is"]
    assert [reason for reason in [*reasons, "application role"] if reason not in done.stderr] == []


def _poll() -> None:
    call_command("poll", "--once", skip_checks=False)


def _run() -> None:
    call_command("run", "--no-demo")


def _work() -> None:
    app.worker_main(["worker", "--pool=solo"])


@pytest.mark.django_db
@pytest.mark.parametrize("part", [_poll, _run, _work])
def test_every_part_refuses_to_start_and_names_every_reason(part, settings, capfd, tmp_path):
    settings.EMBEDDED = Places(tmp_path)
    settings.ALLOWED_HOSTS, settings.SECRET_KEY = [], settings.DEFAULT_SECRET_KEY
    settings.EMBEDDED_DATABASE = settings.EMBEDDED_REDIS = False
    settings.DURABILITY_IS_PROVED = True  # the tests' server commits to no disk
    assert in_another_process(part) == 1
    said = capfd.readouterr().err
    assert [reason for reason in ("SECRET_KEY is", "ALLOWED_HOSTS is", "fsync is") if reason not in said] == []


def _verify_where_nobody_listens() -> None:
    connections["default"].settings_dict |= {"HOST": "127.0.0.1", "PORT": "1"}
    sys.argv = ["manage.py", "verify"]
    with pytest.raises(SystemExit, match=r"The database cannot be reached\. DATABASE_URL says"):
        manage.main()


@pytest.mark.django_db
def test_a_command_says_in_a_line_that_the_database_cannot_be_reached(settings):
    settings.EMBEDDED_DATABASE = False
    assert in_another_process(_verify_where_nobody_listens) == 0


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_one_reason_is_enough(missing, settings):
    settings.ALLOWED_HOSTS = [] if missing == "ALLOWED_HOSTS" else ["books.example"]
    settings.SECRET_KEY = settings.DEFAULT_SECRET_KEY if missing == "SECRET_KEY" else "another"
    [refusal] = configuration_refusals()
    assert missing in refusal


@pytest.fixture
def logged_in_as(servers, monkeypatch, django_db_blocker):
    """Let the program work as a role on these servers."""
    program = connections["default"]

    @contextmanager
    def logged_in(role: str) -> Iterator[None]:
        place = {"NAME": MIGRATED, "HOST": str(servers.places.sockets), "PORT": "5432", "USER": role, "OPTIONS": {}}
        program.close()
        with monkeypatch.context() as patch, django_db_blocker.unblock(), closing(program):
            patch.setattr(program, "settings_dict", {**program.settings_dict, **place})
            yield

    return logged_in


@pytest.fixture
def refusals_of(logged_in_as):
    """What every start says of the database, here for a role that logs in on these servers."""

    def refusals(role: str) -> str:
        with logged_in_as(role):
            return "\n".join(database_refusals())

    return refusals


def test_it_starts_where_it_proves_that_no_commit_is_lost(logged_in_as, settings):
    settings.ALLOWED_HOSTS, settings.SECRET_KEY, settings.DURABILITY_IS_PROVED = ["books.example"], "another", True
    with logged_in_as(APPLICATION):
        assert in_another_process(_poll) == 0


def test_one_durability_setting_is_enough(refusals_of, unsafe, settings):
    settings.DURABILITY_IS_PROVED = True
    settings_and_values = [(name, "off") for name in ("fsync", "full_page_writes", "synchronous_commit")]
    for setting, value in [*settings_and_values, ("synchronous_commit", "local")]:
        unsafe(**{setting: value})
        assert refusals_of(APPLICATION).startswith(f"PostgreSQL's {setting} is {value}")
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
