"""A database of its own for a measurement: durable, migrated, with a company and as many orders as wanted."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from arclose.embedded.places import Places
from arclose.embedded.postgresql import Postgresql
from arclose.embedded.servers import Servers

ROOT = Path(__file__).parent.parent
DATABASE = "arclose"
Clock = Callable[[], float]


@contextmanager
def stage() -> Iterator[Postgresql]:
    """Start servers, point Django at them, migrate and load the reference data; remove all at the end."""
    places = Places(ROOT / "var" / "benchmark")
    shutil.rmtree(places.root, ignore_errors=True)
    os.environ["ARCLOSE_VAR"] = str(places.root)
    os.environ["DJANGO_SETTINGS_MODULE"] = "arclose.settings"
    servers = Servers(places=places)
    servers.start()
    try:
        migrate()
        import django

        django.setup()
        yield servers.postgresql
    finally:
        servers.stop()
        shutil.rmtree(places.root, ignore_errors=True)


def migrate() -> None:
    """Bring the tables of the servers that stand up to date, and load the reference data."""
    for command in ("migrate", "load_reference_data"):
        subprocess.run([sys.executable, "manage.py", command, "--verbosity", "0"], cwd=ROOT, check=True)


def seconds_of(
    statements: Sequence[str], *, using: str = "owner", clock: Callable[[], float] = time.monotonic
) -> float:
    """Give the seconds, by default of the wall, that statements take in one transaction, the commit included."""
    from django.db import connections, transaction

    connection = connections[using]
    connection.ensure_connection()
    started = clock()
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    return clock() - started


def execute(*statements: str, using: str = "owner") -> None:
    """Execute statements as the owner, each in a transaction of its own."""
    from django.db import connections

    with connections[using].cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def report(name: str, *, seconds: float, bare_seconds: float, goal: float, count: int, unit: str) -> None:
    """Print a figure, the bare write beside it, and their ratio."""
    print(
        f"{name}: {seconds:.2f} s ({count / seconds:,.0f} {unit}/s); bare write {bare_seconds:.2f} s;"
        f" ratio {seconds / bare_seconds:.2f} (goal: at most {goal})"
    )


def cpu_clock(*, using: str = "default") -> Clock:
    """Give the seconds of one core that program and database have taken; the database works with one process."""
    from django.db import connections  # only once the stage stands

    with connections[using].cursor() as cursor:
        cursor.execute("SET max_parallel_workers_per_gather = 0")
        cursor.execute("SELECT pg_backend_pid()")
        status = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    ticks = os.sysconf("SC_CLK_TCK")

    def clock() -> float:
        of_user, of_system = status.read_text().rpartition(")")[2].split()[11:13]
        return time.process_time() + (int(of_user) + int(of_system)) / ticks

    return clock
