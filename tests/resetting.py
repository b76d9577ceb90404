"""A database of the tests put back to how it was copied: what was written is deleted, for a tenth of a copy's price."""

from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from io import StringIO
from typing import Any

import psycopg2
from psycopg2.extensions import TRANSACTION_STATUS_IDLE
from psycopg2.extensions import cursor as plain_cursor

# What a schema is made of, beyond what every database has and the tables that tests make for themselves (tests_...):
# those stay, without rows. Statistics are written in place, without a new version of the row.
_NAMES = {
    "pg_namespace": "nspname", "pg_class": "relname", "pg_proc": "proname", "pg_trigger": "tgname",
    "pg_constraint": "conname",
}  # fmt: skip
_SCHEMA = " UNION ALL ".join(
    f"SELECT '{catalog}', count(*), sum(hashtext(oid::text || ' ' || xmin::text)::bigint) FROM {catalog}"
    f" WHERE oid >= 16384 AND NOT starts_with({name}, 'tests_')"
    for catalog, name in _NAMES.items()
)
# The tables, each with how many rows were ever inserted, also by whom it was undone; sessions count when they end. A
# database copied anew counts from the beginning, so its number stands before.
_TABLES = (
    "SELECT format('%I.%I', relnamespace::regnamespace, relname),"
    " pg_database.oid || ' ' || pg_stat_get_tuples_inserted(pg_class.oid)"
    " FROM pg_class JOIN pg_database ON datname = current_database()"
    " WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1"
)
_SEQUENCES = (
    "SELECT format('%I.%I', schemaname, sequencename), coalesce(last_value, start_value), last_value IS NOT NULL"
    " FROM pg_sequences WHERE schemaname = 'public'"
)
_SET_SEQUENCES = (
    "SELECT setval(name::regclass, value, is_called)"
    " FROM unnest(%s::text[], %s::bigint[], %s::boolean[]) AS was (name, value, is_called)"
)
_END_OTHERS = (
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid() AND pid <> ALL (%s)"
)
# A session counts what it inserted when it ends, or when it is told to.
_LEAVE = "SELECT pg_stat_force_next_flush(), pg_advisory_unlock_all(); DISCARD TEMP; DISCARD SEQUENCES"


@dataclass
class Original:
    """A database as it was copied: its schema, where its sequences stand, and the rows of tables that have some."""

    schema: list[tuple[Any, ...]]
    sequences: list[tuple[str, int, bool]]
    inserted: dict[str, str]
    versions: dict[str, tuple[Any, ...]]
    rows: dict[str, str]


def look_at(url: str) -> Original:
    """Remember a fresh copy."""
    with _cursor(url) as cursor:
        tables = dict(_all(cursor, _TABLES))
        kept = [name for name in tables if _all(cursor, f"SELECT 1 FROM {name} LIMIT 1")]
        return Original(
            schema=_all(cursor, _SCHEMA),
            sequences=_all(cursor, _SEQUENCES),
            inserted={name: count for name, count in tables.items() if name not in kept},
            versions={name: _version(cursor, name) for name in kept},
            rows={name: _rows(cursor, name) for name in kept},
        )


def put_back(url: str, original: Original, *, left: Iterable[Any] = ()) -> bool:
    """Put a database back and throw out who is connected to it, but for sessions that were left by `leave`.

    :returns: False where its schema is another one now.
    """
    with _cursor(url) as cursor:
        cursor.execute(_END_OTHERS, [[connection.info.backend_pid for connection in left]])
        if _all(cursor, _SCHEMA) != original.schema:
            return False
        # Neither guards nor keys are asked.
        cursor.execute("SET session_replication_role = replica")
        changed = [name for name, version in original.versions.items() if _version(cursor, name) != version]
        inserted = {name: count for name, count in _all(cursor, _TABLES) if name not in original.versions}
        written = [name for name, count in inserted.items() if count != original.inserted.get(name)]
        cursor.execute(";".join(["SELECT 1", *(f"DELETE FROM {name}" for name in (*written, *changed))]))
        original.inserted = inserted
        for name in changed:
            cursor.copy_expert(f"COPY {name} FROM STDIN", StringIO(original.rows[name]))
            original.versions[name] = _version(cursor, name)
        cursor.execute(_SET_SEQUENCES, [list(column) for column in zip(*original.sequences, strict=True)])
    return True


def leave(connection: Any) -> bool:
    """Let the session of an idle connection keep what it has read and planned, and nothing else; say whether it could.

    A new session costs more than most tests: it reads the catalogue and plans every statement once more.
    """
    if connection.closed or not connection.autocommit or connection.info.transaction_status != TRANSACTION_STATUS_IDLE:
        return False
    try:
        with connection.cursor(cursor_factory=plain_cursor) as session:
            session.execute(_LEAVE)
    except psycopg2.Error:
        return False
    return True


@contextmanager
def _cursor(url: str) -> Iterator[Any]:
    with closing(psycopg2.connect(url)) as connection, connection, connection.cursor() as cursor:
        yield cursor


def _all(cursor: Any, statement: str) -> list[tuple[Any, ...]]:
    cursor.execute(statement)
    return cursor.fetchall()


def _version(cursor: Any, table: str) -> tuple[Any, ...]:
    """Give what differs once a row of a table was inserted, updated or deleted."""
    [version] = _all(cursor, f"SELECT count(*), sum(hashtext(ctid::text || ' ' || xmin::text)::bigint) FROM {table}")
    return version


def _rows(cursor: Any, table: str) -> str:
    text = StringIO()
    cursor.copy_expert(f"COPY {table} TO STDOUT", text)
    return text.getvalue()
