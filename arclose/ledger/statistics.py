"""What the planner believes of the tables, put right where it is far from what stands in them.

PostgreSQL counts a table's rows when it vacuums or analyzes it, which it does by itself about once a minute. A table
whose rows were all undone counts as empty on many pages: no row is expected of it, however many come then, and a join
of ten thousand rows is planned as if it were of one, which takes minutes instead of milliseconds.
"""

from collections.abc import Sequence

from django.db import connection

_FEWEST_ROWS = 1000

# Tables with rows of which the planner expects none; and those with a thousand rows and more of which it expects a
# quarter at most, or of which most have come since they were analyzed. What it expects is the rows per page it counted,
# times the pages there are now. How many rows there are is forgotten when the server crashes, and so is when they were
# analyzed. Reads the catalogue.
_MISJUDGED = """
    SELECT c.oid::regclass::text
    FROM pg_class c
    CROSS JOIN LATERAL (SELECT
        pg_stat_get_live_tuples(c.oid) AS rows,
        pg_stat_get_mod_since_analyze(c.oid) AS changes,
        coalesce(pg_stat_get_last_analyze_time(c.oid), pg_stat_get_last_autoanalyze_time(c.oid)) AS analyzed_at,
        c.reltuples / c.relpages * pg_relation_size(c.oid) / current_setting('block_size')::integer AS expected
    ) AS known
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relpages > 0 AND c.reltuples >= 0
      AND (c.reltuples = 0 AND (known.rows > 0 OR known.analyzed_at IS NULL)
        OR known.rows >= %s AND (known.rows > 4 * known.expected OR known.changes > 0.8 * known.rows))
"""


def analyze(tables: Sequence[str]) -> None:
    """Let the planner look at tables; one that others are looking at, or altering, is left to them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT public.arclose_analyze(%s::regclass[])", [list(tables)])


def catch_up() -> list[str]:
    """Let the planner look at the tables it misjudges, and give their names. To be called outside a transaction.

    Rows that are not committed do not count.
    """
    with connection.cursor() as cursor:
        cursor.execute(_MISJUDGED, [_FEWEST_ROWS])
        tables = [name for (name,) in cursor.fetchall()]
    for table in tables:
        analyze([table])
    return tables
