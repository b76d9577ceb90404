"""Statements of the staging table: the rows of a file between its lines and their documents.

``imports_stagedrow`` (run_id, line_number, c1 ... c40: text) is unlogged: it survives no crash and needs not to,
because rows live there only inside the transaction of their import. A kind's statement names ``{staged}`` where
the rows of its run stand, with the kind's field names and types.
"""

import json
from collections.abc import Sequence
from typing import Any, Protocol

from django.db import connection

from arclose.ledger.sql.running import execute, rows

COLUMNS = 40


# The first lines that a query of (line, detail) finds, and how many there are in all.
FIRST_OF_ALL = "SELECT found.*, count(*) OVER () FROM ({found}) AS found (line, detail) ORDER BY 1 LIMIT {most}"


# The first and the last day of a field.
DAYS = "SELECT min({day}), max({day}) FROM {{staged}} AS staged"


class Readable(Protocol):
    """What COPY reads from."""

    def read(self, size: int = -1, /) -> bytes:
        """Give some text, or nothing at the end."""


# The unique key makes a second import of the same file wait for the first, and then find it.
_BEGIN_RUN = """
    INSERT INTO imports_importrun (company_id, kind, file_name, file_digest, fingerprint, mapping, imported_by_id,
        line_count, figures)
    VALUES (%(company)s, %(kind)s, %(file_name)s, %(file_digest)s, %(fingerprint)s, %(mapping)s, %(user)s, 0, '[]')
    ON CONFLICT (company_id, fingerprint) DO NOTHING RETURNING id
"""


def begin_run(**facts: Any) -> int | None:
    """Insert the row of an import and return its id; None: the same file has been imported."""
    made = rows(_BEGIN_RUN, {**facts, "mapping": json.dumps(facts["mapping"])})
    return made[0][0] if made else None


def expect_large_sets() -> None:
    """Let this transaction sort and hash whole files in memory.

    The rows staged a moment ago, and the master data made from them, are not in the planner's statistics: it would
    take them for a handful and look each line up by looping over all.
    """
    execute("SET LOCAL work_mem = '160MB'; SET LOCAL enable_nestloop = off")


def expect_documents() -> None:
    """Let the rest of this transaction be planned as usual: what is posted is small beside the ledger."""
    execute("SET LOCAL work_mem = DEFAULT; SET LOCAL enable_nestloop = DEFAULT")


def copy_rows(source: Readable, *, columns: int) -> None:
    """Copy CSV of (run id, line number, cells ...) into the staging table."""
    names = ", ".join(["run_id", "line_number", *(f"c{position}" for position in range(1, columns + 1))])
    with connection.cursor() as cursor:
        cursor.copy_expert(
            f"COPY imports_stagedrow ({names}) FROM STDIN WITH (FORMAT csv, ENCODING 'UTF8')",
            source,
        )


def staged_rows(columns: Sequence[tuple[str, str]], constants: Sequence[tuple[str, str]]) -> str:
    """Give the query of a run's staged rows: their line numbers, and each field under its name and type."""
    named = [f"c{position}::{sql_type} AS {name}" for position, (name, sql_type) in enumerate(columns, start=1)]
    named += [f"%(constant_{name})s::{sql_type} AS {name}" for name, sql_type in constants]
    fields = ", ".join(["line_number AS file_line", *named])
    return f"(SELECT {fields} FROM imports_stagedrow WHERE run_id = %(run)s)"  # noqa: S608 (our own names)


def remove_rows(*, run_id: int) -> int:
    """Delete the staged rows of a run and return how many."""
    return execute("DELETE FROM imports_stagedrow WHERE run_id = %(run)s", {"run": run_id})
