"""Run a statement on the application's connection: for the ledger and all that build on it."""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import QuerySet

Compiled = tuple[str, Sequence[Any]]


def compiled(rows: "QuerySet[Any, Any]") -> Compiled:
    """Give the statement of a queryset, to stand in another one, where its order says nothing."""
    return rows.order_by().query.sql_with_params()


def execute(statement: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> int:
    """Execute a statement and return how many rows it wrote."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return int(cursor.rowcount)


def rows(statement: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> list[tuple[Any, ...]]:
    """Execute a statement and return its rows."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())
