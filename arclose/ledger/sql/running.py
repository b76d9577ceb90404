"""Run a statement on the application's connection: for the ledger and all that build on it."""

from collections.abc import Sequence
from typing import Any

from django.db import connection

Compiled = tuple[str, Sequence[Any]]


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
