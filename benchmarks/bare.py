"""The bare write: all rows that a posting left, written once more as plainly as the database can.

    marks_now()       before the posting: the largest ids, and a copy of the tables that postings write anew
    bare_write()      afterwards: the books are brought back to that, then each table gets what the posting left in it

One INSERT ... SELECT per table of new rows, one DELETE of rows that are gone, one UPDATE of rows that read otherwise,
with the columns that do; all in one transaction, with the same indexes, keys and checks, triggers off. However often a
posting wrote a row, it is written once here. Only counters of numbers and the head of the chain of digests are left
out.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connections

from benchmarks.stage import cpu_clock, execute, seconds_of

# New rows only, in the order of their foreign keys.
TABLES = [
    "batch_job",
    "batch_jobtask",
    "ledger_posting",
    "batch_jobitem",
    "batch_jobevent",
    "customers_orderdocument",
    "customers_orderdocumentline",
    "customers_invoice",
    "customers_invoiceline",
    "customers_invoicelinedistribution",
    "customers_invoiceddelivery",
    "customers_deferredrevenue",
    "ledger_voucher",
    "ledger_ledgerentry",
    "customers_taxrow",
    "customers_customertransaction",
    "customers_settlement",
    "ledger_postingseal",
    "batch_jobchunk",
]
# Rows that change and go, too.
KEPT_TABLES = [
    "customers_salesorder",
    "customers_salesorderline",
    "customers_item",
    "customers_freetextinvoice",
    "journals_payment",
    "journals_bill",
    "journals_billstep",
    "customers_mark",
    "customers_opentransaction",
    "ledger_accountbalance",
    "customers_subledgerbalance",
    "customers_customerbalance",
    "customers_duebalance",
]
KEYS = {"batch_jobitem": "task_id", "customers_opentransaction": "transaction_id", "customers_mark": "transaction_id"}


def marks_now() -> dict[str, int]:
    """Give the largest id of each table, to tell later which rows are new, and put aside the rows that may change."""
    for table in KEPT_TABLES:
        execute(f"DROP TABLE IF EXISTS before_{table}", f"CREATE UNLOGGED TABLE before_{table} AS TABLE {table}")
        # A job has the planner look at tables that nobody has looked at: it would be measured with these.
        execute(f"ANALYZE before_{table}")
    return {table: _rows(f"SELECT coalesce(max({_key(table)}), 0) FROM {table}")[0][0] for table in TABLES}


def bare_write(marks: dict[str, int], *, is_cpu: bool = False) -> float:
    """Bring the books back to where they were at ``marks``, write the rows once more, and give the seconds.

    They are those of the wall, or of the processor.
    """
    clock = cpu_clock(using="owner") if is_cpu else time.monotonic
    for table in TABLES:
        execute(f"CREATE UNLOGGED TABLE aside_{table} AS SELECT * FROM {table} WHERE {_key(table)} > {marks[table]}")
    changed = {table: _put_changes_aside(table) for table in KEPT_TABLES}
    for table in (*TABLES, *KEPT_TABLES):
        execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    with _quick_to_delete():
        # A step names its bill: it goes back first, and comes again after it.
        for table in reversed(KEPT_TABLES):
            execute(*_put_back(table, changed[table]))
        for table in reversed(TABLES):
            execute(f"DELETE FROM {table} WHERE {_key(table)} > {marks[table]}")
        for table in KEPT_TABLES:
            execute(_insert(f"gone_{table}", table))
    execute("VACUUM ANALYZE")
    statements = [_insert(f"aside_{table}", table) for table in TABLES]
    for table in KEPT_TABLES:
        statements += [_delete(f"gone_{table}", table), *_update(f"changed_{table}", table, changed[table])]
        statements.append(_insert(f"new_{table}", table))
    seconds = seconds_of(statements, clock=clock)
    for table in (*TABLES, *KEPT_TABLES):
        execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    execute(*(f"DROP TABLE aside_{table}" for table in TABLES))
    execute(*(f"DROP TABLE before_{table}, gone_{table}, changed_{table}, new_{table}" for table in KEPT_TABLES))
    return seconds


def _put_changes_aside(table: str) -> list[str]:
    """Put aside what is gone, changed and new of a table, and give the columns of what changed."""
    key = _key(table)
    execute(
        f"ALTER TABLE before_{table} ADD PRIMARY KEY ({key})",
        f"ANALYZE before_{table}",
        f"CREATE UNLOGGED TABLE gone_{table} AS SELECT b.* FROM before_{table} b"
        f" WHERE NOT EXISTS (SELECT FROM {table} t WHERE t.{key} = b.{key})",
        f"CREATE UNLOGGED TABLE new_{table} AS SELECT t.* FROM {table} t"
        f" WHERE NOT EXISTS (SELECT FROM before_{table} b WHERE t.{key} = b.{key})",
        f"CREATE UNLOGGED TABLE changed_{table} AS SELECT t.* FROM {table} t JOIN before_{table} b USING ({key})"
        " WHERE ROW(t.*) IS DISTINCT FROM ROW(b.*)",
        f"ANALYZE gone_{table}",
        f"ANALYZE changed_{table}",
    )
    columns = [name for (name,) in _rows(f"SELECT attname FROM pg_attribute WHERE attrelid = '{table}'::regclass"
        " AND attnum > 0 AND NOT attisdropped")]  # fmt: skip
    differ = ", ".join(f"coalesce(bool_or(c.{name} IS DISTINCT FROM b.{name}), false)" for name in columns)
    [found] = _rows(f"SELECT {differ} FROM changed_{table} c JOIN before_{table} b USING ({key})")
    return [name for name, is_changed in zip(columns, found, strict=True) if is_changed]


# Foreign keys to tables that nothing but a bare write deletes from, as (table, columns), where no index leads with one
# of these: each deleted row would have all of that table read.
_UNINDEXED_KEYS = """
    SELECT k.conrelid::regclass::text, k.columns FROM (
        SELECT DISTINCT c.conrelid, c.conkey, (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY place)
            FROM unnest(c.conkey) WITH ORDINALITY AS part (attnum, place)
            JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = part.attnum) AS columns
        FROM pg_constraint c WHERE c.contype = 'f' AND c.confrelid = ANY(ARRAY[{tables}]::regclass[])
    ) AS k WHERE NOT EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = k.conrelid AND i.indpred IS NULL
        AND (i.indkey::int2[])[0] = ANY(k.conkey) AND (i.indkey::int2[])[0] <> (
            SELECT attnum FROM pg_attribute WHERE attrelid = k.conrelid AND attname = 'company_id'))
"""


@contextmanager
def _quick_to_delete() -> Iterator[None]:
    """Index what names the rows of all these tables while some of them are deleted."""
    tables = ", ".join(f"'{table}'" for table in (*TABLES, *KEPT_TABLES))
    found = _rows(_UNINDEXED_KEYS.format(tables=tables))
    for place, (table, columns) in enumerate(found):
        execute(f"CREATE INDEX quick_to_delete_{place} ON {table} ({columns})")
    yield
    execute(*(f"DROP INDEX quick_to_delete_{place}" for place in range(len(found))))


def _put_back(table: str, columns: Sequence[str]) -> list[str]:
    return [*_update(f"before_{table}", table, columns, only=f"changed_{table}"), _delete(f"new_{table}", table)]


def _insert(source: str, table: str) -> str:
    return f"INSERT INTO {table} OVERRIDING SYSTEM VALUE SELECT * FROM {source} ORDER BY {_key(table)}"


def _delete(source: str, table: str) -> str:
    return f"DELETE FROM {table} t USING {source} s WHERE s.{_key(table)} = t.{_key(table)}"


def _update(source: str, table: str, columns: Sequence[str], *, only: str = "") -> list[str]:
    key, changes = _key(table), ", ".join(f"{name} = s.{name}" for name in columns)
    narrowed = f" AND s.{key} IN (SELECT {key} FROM {only})" if only else ""
    return [f"UPDATE {table} t SET {changes} FROM {source} s WHERE s.{key} = t.{key}{narrowed}"] if columns else []


def _key(table: str) -> str:
    return KEYS.get(table, "id")


def _rows(statement: str) -> list[tuple[Any, ...]]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())
