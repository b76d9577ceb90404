"""PostgreSQL and Redis for the tests: their own, migrated once for each state of the migrations, gone with the run.

A migrated cluster is kept below var/test as a template and copied for each run, into memory; within a run each worker
process has a database copied from the migrated one, which is put back, or copied again, after a test that really
commits.
"""

import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from pathlib import Path

import psycopg2

from arclose.embedded.places import Places
from arclose.embedded.postgresql import Postgresql, binaries
from arclose.embedded.processes import birth
from arclose.embedded.servers import Servers

ROOT = Path(__file__).parent.parent
MIGRATED = "arclose"
OWNER = "arclose_owner"
APPLICATION = "arclose_app"
_KEPT_TEMPLATES = 3
# The rates of the tests' year: those since 1999 would make every copy ten times as large.
_MIGRATE_AND_LOAD_REFERENCE_DATA = """
from datetime import date
from django.core.management import call_command
from arclose.ledger.reference.loading import load_reference_data
call_command("migrate", verbosity=0)
load_reference_data(since=date(2026, 1, 1))
"""
_COUNT = count(1)
_FOLDER = Path(os.environ.get("ARCLOSE_VAR", "") or ROOT / "var").resolve() / "test"
# Containers may share this memory, but not their numbers of processes.
_MEMORY = Path("/dev/shm") / f"arclose-tests-{os.getuid()}-{Path('/proc/self/ns/pid').stat().st_ino}"
_ROOM = 6 * 1024**3  # a run takes one and a half


@cache
def folder_of_runs() -> Path:
    """Where runs write: in memory where there is plenty of it, else on the disk beside the templates.

    A copied cluster is three thousand files, a copied database a thousand: to make and to delete them costs a disk as
    much as what the tests ask of it. That they outlive a crash of the machine, no test could see.
    """
    return _MEMORY if _memory_left() >= _ROOM else _FOLDER


def _memory_left() -> int:
    """The bytes that fit into memory, if it has a folder: as far as the machine and this group of processes may go."""
    if not _MEMORY.parent.is_dir():
        return 0
    of_machine = int(re.search(r"MemAvailable: +(\d+) kB", Path("/proc/meminfo").read_text())[1]) * 1024
    of_group = Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory.current")
    most, now = (path.read_text().strip() if path.exists() else "max" for path in of_group)
    left = of_machine if "max" in (most, now) else int(most) - int(now)
    return min(shutil.disk_usage(_MEMORY.parent).free, of_machine, left)


@dataclass
class Cluster:
    """Running servers with a migrated database and its copies."""

    places: Places
    durable: bool = False
    servers: Servers | None = field(default=None, repr=False)

    def start(self) -> None:
        """Start both servers and wait until they answer."""
        self.servers = Servers(places=self.places, durable=self.durable)
        self.servers.start()

    def stop(self) -> None:
        """Stop them and remove every trace."""
        if self.servers is not None:
            self.servers.stop()
        shutil.rmtree(self.places.root, ignore_errors=True)
        shutil.rmtree(self.places.sockets, ignore_errors=True)

    def crash_postgresql(self) -> None:
        """Kill every process of the database server at once, as a power cut would, and start it again."""
        assert self.servers is not None
        self.servers.crash_postgresql()

    def set_globally(self, setting: str, value: str) -> None:
        """Change a setting of the server for every session from now on."""
        postgresql = Postgresql(places=self.places)
        postgresql.execute([f"ALTER SYSTEM SET {setting} = {value}", "SELECT pg_reload_conf()"])
        while not self._is_in_force(setting, value):
            time.sleep(0.02)

    def _is_in_force(self, setting: str, value: str) -> bool:
        connection = psycopg2.connect(self.url("postgres", role="arclose_superuser"))
        with closing(connection), connection.cursor() as cursor:
            cursor.execute(f"SHOW {setting}")
            return cursor.fetchone() == (value,)

    def copy_database(self, name: str) -> None:
        """Make database `name` a fresh copy of the migrated one, throwing out whoever is connected to it."""
        Postgresql(places=self.places).execute([
            f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)',
            # Copied by way of the log it takes twice the time.
            f'CREATE DATABASE "{name}" TEMPLATE "{MIGRATED}" OWNER "{OWNER}" STRATEGY FILE_COPY',
            f'REVOKE ALL ON DATABASE "{name}" FROM PUBLIC',
            f'GRANT CONNECT ON DATABASE "{name}" TO "{APPLICATION}"',
        ])  # fmt: skip

    def url(self, database: str, *, role: str = APPLICATION) -> str:
        """The address of a database, as DATABASE_URL takes it."""
        return f"postgresql://{role}@/{database}?host={self.places.sockets}&port=5432"

    @property
    def redis_url(self) -> str:
        """The address of Redis, as REDIS_URL takes it."""
        return f"redis+socket://{self.places.redis_socket}"

    def environment(self, database: str) -> dict[str, str]:
        """The environment of a process of the program that is to work on `database`."""
        return {
            **os.environ,
            "DATABASE_URL": self.url(database),
            "OWNER_DATABASE_URL": self.url(database, role=OWNER),
            "REDIS_URL": self.redis_url,
            "SECRET_KEY": "a-key-for-tests-that-is-long-enough-to-pass-the-deployment-check",
            "ALLOWED_HOSTS": "localhost,127.0.0.1",
            "ARCLOSE_HTTPS": "0",
            "ARCLOSE_PROVE_DURABILITY": "1" if self.durable else "0",
        }


def migrated_cluster(*, durable: bool = False, name: str = "run") -> Cluster:
    """A running copy of the migrated template."""
    run = Places(folder_of_runs() / f"{name}{next(_COUNT)}-{os.getpid()}")
    shutil.rmtree(run.root, ignore_errors=True)
    copy_template(run)
    cluster = Cluster(run, durable=durable)
    cluster.start()
    return cluster


def copy_template(places: Places) -> None:
    """Give the places a migrated cluster that nobody runs; the template is made when the migrations have changed."""
    with _only_one():
        _remove_dead_runs()
        ingredients = _ingredients()
        template = _FOLDER / f"template-{_digest(json.dumps(ingredients).encode())}"
        if not template.exists():
            _make_template(template, ingredients)
        places.make()
        subprocess.run(["cp", "-a", str(template), str(places.data)], check=True)


def _make_template(template: Path, ingredients: dict[str, str]) -> None:
    """Migrate a cluster: the latest kept one that knows nothing but the first of these migrations, else a new one."""
    draft = Cluster(Places(_FOLDER / f"draft-{os.getpid()}"))
    try:
        if base := _base_for(ingredients):
            draft.places.make()
            subprocess.run(["cp", "-a", str(base), str(draft.places.data)], check=True)
        draft.start()
        subprocess.run(
            [sys.executable, "manage.py", "shell", "--no-imports", "--command", _MIGRATE_AND_LOAD_REFERENCE_DATA],
            cwd=ROOT, env=draft.environment(MIGRATED), check=True,
        )  # fmt: skip
        assert draft.servers is not None
        draft.servers.stop()
        draft.places.data.rename(template)
        _record(template).write_text(json.dumps(ingredients), encoding="utf-8")
    finally:
        draft.stop()
    for old in _templates()[:-_KEPT_TEMPLATES]:
        shutil.rmtree(old, ignore_errors=True)
        _record(old).unlink(missing_ok=True)


def _base_for(ingredients: dict[str, str]) -> Path | None:
    """Give the latest template of which every ingredient is one of these, and which lacks migrations only."""
    for template in reversed(_templates()):
        if not _record(template).exists():
            continue
        known = json.loads(_record(template).read_text(encoding="utf-8"))
        lacking = ingredients.keys() - known.keys()
        if known.items() <= ingredients.items() and all("/migrations/" in name for name in lacking):
            return template
    return None


def _templates() -> list[Path]:
    """Give the kept templates, the oldest first."""
    found = [path for path in _FOLDER.glob("template-*") if path.is_dir()]
    return sorted(found, key=lambda path: path.stat().st_mtime)


def _record(template: Path) -> Path:
    """The file beside a template that says what went into it."""
    return template.with_suffix(".json")


def _ingredients() -> dict[str, str]:
    """Give what a template is made of: each file with its digest, which PostgreSQL it is, and what was loaded."""
    migrations = [
        path for package in ("arclose", "customers", "journals", "revaluation", "ecsales")
        for path in (ROOT / package).rglob("migrations/*.py")
    ]  # fmt: skip
    others = [ROOT / "arclose/ledger/grants.py", ROOT / "arclose/embedded/roles.py", ROOT / "requirements.txt"]
    reference = [path for path in (ROOT / "arclose/ledger/reference").iterdir() if path.is_file()]
    files = sorted(migrations) + sorted(reference) + others
    others_than_files = {"servers": str(binaries()), "reference data": _MIGRATE_AND_LOAD_REFERENCE_DATA}
    return {str(path.relative_to(ROOT)): _digest(path.read_bytes()) for path in files} | others_than_files


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]


@contextmanager
def _only_one() -> Iterator[None]:
    _FOLDER.mkdir(parents=True, exist_ok=True)
    with (_FOLDER / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _remove_dead_runs() -> None:
    for folder in (*_FOLDER.glob("*-*"), *_MEMORY.glob("*-*")):
        number = folder.name.rpartition("-")[2]
        if folder.name.startswith(("run", "own", "draft-", "tmp-")) and number.isdigit() and birth(int(number)) is None:
            shutil.rmtree(folder, ignore_errors=True)
            shutil.rmtree(Places(folder).sockets, ignore_errors=True)
