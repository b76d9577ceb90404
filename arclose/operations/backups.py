"""Backups of the whole database as one file, and their way back.

pg_dump reads one consistent state while the program goes on. A restore first lays the tables that are there aside and
lets them go only when the new ones are complete. One that is interrupted puts them back, at the latest when the program
is started, migrated or restored again.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connections, transaction
from django.db.backends.utils import CursorWrapper

from arclose.embedded import postgresql
from arclose.embedded.processes import Program, launch_command
from arclose.ledger.guards import SEALED_COLUMNS
from arclose.ledger.schema import refuse_a_newer_database
from arclose.operations import schema
from arclose.operations.owner import connected_as_owner

_ASIDE = "arclose_replaced"
_DEBIAN_PLACES = Path("/usr/lib/postgresql")


class NoMatchingPostgresqlProgram(Exception):
    """No pg_dump or pg_restore of the server's major version was found."""

    def __init__(self, *, program: str, major: int) -> None:
        super().__init__(f"{program} {major} was not found. Put the programs of PostgreSQL {major} on the PATH.")
        self.program = program
        self.major = major


class DatabaseNotEmpty(Exception):
    """The database holds a company or a user, which a restore would overwrite."""

    def __init__(self) -> None:
        super().__init__(
            "The database holds books already. To lose them and restore the backup, repeat with --replace."
        )


class DatabaseInUse(Exception):
    """Other sessions are connected, whose work a restore would overwrite."""

    def __init__(self, *, sessions: int) -> None:
        super().__init__(f"{sessions} other sessions are connected to the database. Stop the program on every machine.")
        self.sessions = sessions


class RestoreInterrupted(Exception):
    """A restore was interrupted, and the books from before it lie aside still."""

    def __init__(self) -> None:
        super().__init__(
            f"A restore was interrupted. The books from before it lie in schema {_ASIDE}; to bring them back: "
            "manage.py restore --put-back. That removes what the database holds now: back that up first if you need it."
        )


class BackupFailed(Exception):
    """pg_dump failed; the message is its own. No file was left."""


class RestoreFailed(Exception):
    """pg_restore failed, with a message of its own, or the file is not of these books. The database is as it was."""

    def __init__(self, told: str) -> None:
        newer = "The backup was made by a newer PostgreSQL: restore it into one of that major version, or a newer one."
        super().__init__(f"{told}\n{newer}" if "unsupported version" in told else told)


def back_up(*, file: Path) -> int:
    """Write a backup and return its bytes. An existing file is replaced only by a complete one.

    :raises BackupFailed: the database could not be read or the file not be written.
    :raises NoMatchingPostgresqlProgram: no pg_dump fits the server.
    """
    draft = file.with_name(file.name + ".draft")
    command = [_program("pg_dump"), "--format=custom", "--no-owner", "--no-privileges", "--file", str(draft), *_place()]
    done = _execute(command)
    if done.returncode != 0:
        draft.unlink(missing_ok=True)
        raise BackupFailed(done.stderr.strip())
    draft.chmod(0o600)
    draft.replace(file)
    return file.stat().st_size


def restore(*, file: Path, replace: bool) -> None:
    """Put a backup in place of what the database holds, bring it up to this release and grant the program its rights.

    :raises DatabaseNotEmpty: it holds books, and `replace` was not asked for.
    :raises DatabaseInUse: somebody else is connected.
    :raises RestoreFailed: the file is no backup, is damaged, or is one of something else than these books.
    :raises DatabaseIsNewer: the file is a backup of books that a newer release migrated.
    :raises RestoreInterrupted: an earlier restore was interrupted, and a person must say which books are to stay.
    :raises NoMatchingPostgresqlProgram: no pg_restore fits the server.
    """
    command = [
        _program("pg_restore"), "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error",
        *_place(), str(file),
    ]  # fmt: skip
    with connected_as_owner():
        put_back_interrupted()
        if schema.holds_books() and not replace:
            raise DatabaseNotEmpty
        _refuse_company()
        with _old_books_aside():
            done = _execute(command)
            if done.returncode != 0:
                raise RestoreFailed(done.stderr.strip())
            if not schema.is_ours():
                raise RestoreFailed(f"{file} is a backup of another database: no companies are in it.")
            refuse_a_newer_database()
            clear_seals()
    call_command("migrate", verbosity=0, interactive=False)


@contextmanager
def _old_books_aside() -> Iterator[None]:
    """Lay the books aside meanwhile; let them go at the end, put them back on whatever interrupts."""
    try:
        _lay_aside()
        yield
        _let_go()
    except BaseException:
        connections["default"].close()  # it may have been interrupted in the middle of a statement
        _end_own_sessions()
        if is_interrupted():
            _put_back()
        raise


def is_interrupted() -> bool:
    """Whether a restore laid books aside and neither let them go nor put them back. Asks as owner."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = %s)", [_ASIDE])
        return bool(cursor.fetchone()[0])


def put_back_interrupted(*, even_over_books: bool = False) -> bool:
    """Bring the books back that an interrupted restore laid aside, as owner. False where there are none.

    :raises DatabaseInUse: somebody else is connected: the restore may be under way still.
    :raises RestoreInterrupted: the database holds other books by now, and nobody asked to remove them.
    """
    if not is_interrupted():
        return False
    _refuse_company()
    if schema.holds_books() and not even_over_books:
        raise RestoreInterrupted
    _put_back()
    return True


def clear_seals() -> None:
    """Forget, as owner, which transaction made a row: in this cluster its number means another one, or none yet."""
    with connections["default"].cursor() as cursor:
        quote = connections["default"].ops.quote_name
        for table, column in _present(cursor, SEALED_COLUMNS):
            cursor.execute(f"ALTER TABLE {quote(table)} DISABLE TRIGGER USER")
            cursor.execute(f"UPDATE {quote(table)} SET {quote(column)} = NULL")  # noqa: S608 (names from our own list)
            cursor.execute(f"ALTER TABLE {quote(table)} ENABLE TRIGGER USER")


def _present(cursor: CursorWrapper, columns: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Those of the columns that the restored release has."""
    for table, column in columns:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM information_schema.columns"
            " WHERE table_schema = 'public' AND table_name = %s AND column_name = %s)",
            [table, column],
        )
        if cursor.fetchone()[0]:
            yield table, column


def _refuse_company() -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND usename IS NOT NULL"
        )
        others = cursor.fetchone()[0]
    if others:
        raise DatabaseInUse(sessions=others)


def _end_own_sessions() -> None:
    """End what our own pg_restore may have left at work: nobody else was connected when it began."""
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = current_database()"
            " AND usename = current_user AND pid <> pg_backend_pid()"
        )


def _lay_aside() -> None:
    _as_one(
        f"ALTER SCHEMA public RENAME TO {_ASIDE}",
        "CREATE SCHEMA public",
        "ALTER SCHEMA public OWNER TO pg_database_owner",
    )


def _put_back() -> None:
    _as_one("DROP SCHEMA public CASCADE", f"ALTER SCHEMA {_ASIDE} RENAME TO public")


def _let_go() -> None:
    _as_one(f"DROP SCHEMA {_ASIDE} CASCADE")


def _as_one(*statements: str) -> None:
    with transaction.atomic(), connections["default"].cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _place() -> list[str]:
    owner = connections["owner"].settings_dict
    name = {"--dbname": connections["default"].settings_dict["NAME"]}
    values = {**name, "--host": owner["HOST"], "--port": owner["PORT"], "--username": owner["USER"]}
    return [part for option, value in values.items() if value for part in (option, str(value))] + ["--no-password"]


def _execute(command: list[str]) -> "subprocess.CompletedProcess[str]":
    owner = connections["owner"].settings_dict
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "PGPASSWORD": owner["PASSWORD"] or ""}
    environment.update(_connection_environment(owner.get("OPTIONS") or {}))
    tied = launch_command(Program("copy", command), parent=os.getpid())  # a copy ends with whoever wanted it
    return subprocess.run(tied, capture_output=True, text=True, check=False, env=environment)


def _connection_environment(options: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The options of the database's address (sslmode and the like) as libpq's variables."""
    for name, value in options.items():
        if name.startswith("ssl"):
            yield f"PG{name.upper()}", str(value)


def _program(name: str) -> str:
    """The program of the server's major version: from the wheel, the PATH or where Debian keeps it."""
    with connected_as_owner(), connections["default"].cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int / 10000")
        major = cursor.fetchone()[0]
    for candidate in _candidates(name, major=major):
        if candidate.exists() and _major_version(candidate) == major:
            return str(candidate)
    raise NoMatchingPostgresqlProgram(program=name, major=major)


def _candidates(name: str, *, major: int) -> Iterator[Path]:
    found = shutil.which(name)
    if found:
        yield Path(found)
    yield _DEBIAN_PLACES / str(major) / "bin" / name
    if settings.EMBEDDED_DATABASE or major == postgresql.MAJOR_VERSION:
        yield postgresql.binaries() / name


def _major_version(program: Path) -> int | None:
    told = subprocess.run([str(program), "--version"], capture_output=True, text=True, check=False).stdout
    number = re.search(r"(\d+)\.", told)
    return int(number.group(1)) if number else None
