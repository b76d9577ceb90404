"""The planner's idea of a table is put right where it is far off, by a role that owns no table."""

from contextlib import closing

import psycopg2
import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import connection, transaction

from arclose.embedded.postgresql import SUPERUSER
from arclose.ledger import statistics
from arclose.ledger.models import ExchangeRate
from tests.cluster import Cluster

pytestmark = pytest.mark.django_db

TABLE = ExchangeRate._meta.db_table
EMPTY = Group._meta.db_table


def believe_in_empty_pages(url: str, table: str, *, pages: int = 100) -> None:
    """Leave the planner with the idea that a vacuum at a bad moment gives it, of no pages when there were none yet."""
    with closing(psycopg2.connect(url)) as other, other, other.cursor() as cursor:
        cursor.execute("UPDATE pg_class SET reltuples = 0, relpages = %s WHERE oid = %s::regclass", [pages, table])


def believed_rows(table: str = TABLE) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples::integer FROM pg_class WHERE oid = %s::regclass", [table])
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


def test_it_forgets_that_a_table_was_empty_whose_rows_were_undone(cluster: Cluster, database_name: str) -> None:
    """As those of a preview; else no row would be expected of it, however many come."""
    with transaction.atomic():
        Group.objects.create(name="Undone")
        transaction.set_rollback(True)
    believe_in_empty_pages(cluster.url(database_name, role=SUPERUSER), EMPTY)
    assert EMPTY in statistics.catch_up()
    assert believed_rows(EMPTY) == -1, "as of a table that was never analyzed"
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
