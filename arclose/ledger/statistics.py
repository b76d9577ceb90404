"""What the planner believes of the tables, put right where it is far from what stands in them.

PostgreSQL counts a table's rows when it vacuums or analyzes it, which it does by itself about once a minute. A table
whose rows were all undone, such as those of a preview, counts as empty on many pages: no row is expected of it, however
many come then, and a join of ten thousand rows is planned as if it were of one, which takes minutes instead of
milliseconds.

Of a table that was never analyzed it takes every column for one of two hundred values. So a few hundred rows seem to
hold one or two of a company, an index by company as good as the key, and the plan of a foreign key's check, made once
in a session while its table is filled for the first time, may read all rows of the company for each one checked.
"""

from collections.abc import Sequence

from django.db import connection

_FEWEST_ROWS = 1000
_RESTORES_STATISTICS = 180_000  # the version of PostgreSQL that has a function for it

# What analyzing a table of one company's rows would find in its column of companies, where nothing was found yet.
_EXPECT_ONE_COMPANY = """
    SELECT pg_restore_attribute_stats(
        'schemaname', n.nspname::text, 'relname', c.relname::text, 'attname', a.attname::text, 'inherited', false,
        'null_frac', 0::real, 'avg_width', 8, 'n_distinct', 1::real)
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'company_id'
    WHERE c.relkind = 'r'
      AND NOT EXISTS (
        SELECT FROM pg_stats s
        WHERE s.schemaname = n.nspname AND s.tablename = c.relname AND s.attname = a.attname)
"""

# Tables of which the planner expects no row, whatever comes; and those with a thousand rows and more that were never
# analyzed, of which it expects a quarter at most, or of which most have come since they were analyzed. What it expects
# is the rows per page it counted, times the pages there are now. How many rows there are is forgotten when the server
# crashes, and so is when they were analyzed. Before version 18 what was counted stays, so one look has to do. Reads the
# catalogue.
_MISJUDGED = """
    SELECT c.oid::regclass::text
    FROM pg_class c
    CROSS JOIN LATERAL (SELECT
        pg_stat_get_live_tuples(c.oid) AS rows,
        pg_stat_get_mod_since_analyze(c.oid) AS changes,
        coalesce(pg_stat_get_last_analyze_time(c.oid), pg_stat_get_last_autoanalyze_time(c.oid)) AS analyzed_at,
        c.reltuples / nullif(c.relpages, 0)
            * pg_relation_size(c.oid) / current_setting('block_size')::integer AS expected
    ) AS known
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
      AND CASE
        WHEN c.reltuples < 0 OR c.relpages = 0 THEN known.rows >= %(fewest)s
        WHEN c.reltuples = 0 THEN known.rows > 0 OR known.analyzed_at IS NULL
            OR to_regproc('pg_clear_relation_stats') IS NOT NULL
        ELSE known.rows >= %(fewest)s AND (known.rows > 4 * known.expected OR known.changes > 0.8 * known.rows)
      END
"""


def expect_one_company() -> None:
    """Let the planner expect, of tables never analyzed, that all rows are of one company; to be called as the owner.

    A PostgreSQL older than 18 cannot be told, and goes on without.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::integer")
        if cursor.fetchone()[0] >= _RESTORES_STATISTICS:
            cursor.execute(_EXPECT_ONE_COMPANY)


def analyze(tables: Sequence[str]) -> None:
    """Let the planner look at tables; one that others are looking at, or altering, is left to them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT public.arclose_analyze(%s::regclass[])", [list(tables)])


def catch_up() -> list[str]:
    """Let the planner look at the tables it misjudges, and give their names. To be called outside a transaction.

    Rows that are not committed do not count.
    """
    with connection.cursor() as cursor:
        cursor.execute(_MISJUDGED, {"fewest": _FEWEST_ROWS})
        tables = [name for (name,) in cursor.fetchall()]
    for table in tables:
        analyze([table])
    return tables
