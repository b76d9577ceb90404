"""The planner's idea of a table is put right where it is far off, by a role that owns no table."""

from contextlib import closing

import psycopg2
import pytest
from django.apps import apps
from django.db import connection

from arclose.embedded.postgresql import SUPERUSER
from arclose.ledger import statistics
from arclose.ledger.models import ExchangeRate
from tests.cluster import Cluster

pytestmark = pytest.mark.django_db

TABLE = ExchangeRate._meta.db_table
EMPTY = "journals_generalvoucher"


def believe_in_empty_pages(url: str, table: str, *, pages: int = 100) -> None:
    """Leave the planner with the idea that a vacuum at a bad moment gives it, of no pages when there were none yet."""
    with closing(psycopg2.connect(url)) as other, other, other.cursor() as cursor:
        cursor.execute("UPDATE pg_class SET reltuples = 0, relpages = %s WHERE oid = %s::regclass", [pages, table])


def believed_rows() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples::integer FROM pg_class WHERE oid = %s::regclass", [TABLE])
        [rows] = cursor.fetchone()
    return rows


@pytest.mark.parametrize("pages", [100, 0])
def test_it_analyzes_a_table_that_counts_as_empty_and_leaves_it_alone_then(
    cluster: Cluster, database_name: str, pages: int
) -> None:
    believe_in_empty_pages(cluster.url(database_name, role=SUPERUSER), TABLE, pages=pages)
    assert TABLE in statistics.catch_up()
    assert believed_rows() == ExchangeRate.objects.count() > 1000
    assert TABLE not in statistics.catch_up()


def test_it_looks_once_at_a_table_that_is_empty(cluster: Cluster, database_name: str) -> None:
    believe_in_empty_pages(cluster.url(database_name, role=SUPERUSER), EMPTY)
    assert EMPTY in statistics.catch_up()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # a transaction goes on seeing what it saw of them
    assert EMPTY not in statistics.catch_up()


def test_it_expects_one_company_of_a_table_that_was_never_analyzed() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, s.n_distinct FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
            " LEFT JOIN pg_stats s ON s.schemaname = 'public' AND s.tablename = c.relname AND s.attname = a.attname"
            " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.reltuples < 0"
            " AND a.attname = 'company_id'"
        )
        found = dict(cursor.fetchall())
    # Tables of tests' own, which may stand from a test before, were made when the program had told what to expect.
    for model in apps.get_models():
        if model.__module__.startswith("tests."):
            found.pop(model._meta.db_table, None)
    assert len(found) > 20
    assert set(found.values()) == {1}
