"""Statements that are asked again and again, planned once per connection."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

_COMPANY = "%(company)s"
_SETTINGS = re.compile(r"(\s*SET LOCAL [^;]*;)*")


@contextmanager
def planned_once() -> Iterator[None]:
    """Let each statement about a company keep its plan for all companies, as long as the connection lasts.

    On the few rows of a test the probes take the planner three times as long as they take to run.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL plan_cache_mode = force_generic_plan")
        with connection.execute_wrapper(_prepared):
            yield
        cursor.execute("SET LOCAL plan_cache_mode = auto")


def _prepared(execute: Callable[..., Any], sql: str, parameters: Any, many: bool, context: dict[str, Any]) -> Any:
    if not isinstance(parameters, dict) or _COMPANY not in sql:
        return execute(sql, parameters, many, context)
    cursor = context["cursor"].cursor
    settings = _SETTINGS.match(sql)[0]
    if settings:
        cursor.execute(settings)
    asked = cursor.mogrify(sql.removeprefix(settings).replace(_COMPANY, "$1"), parameters).decode()
    names = _names()
    if asked not in names:
        cursor.execute(f"PREPARE planned_{len(names)} (bigint) AS {asked}")
        names[asked] = f"planned_{len(names)}"
    return execute(f"EXECUTE {names[asked]} ({_COMPANY})", parameters, many, context)


def _names() -> dict[str, str]:
    """Give the names of what this connection has prepared, by statement."""
    of, names = getattr(connection, "_planned_once", (None, {}))
    if of is not connection.connection:
        names = {}
        connection._planned_once = (connection.connection, names)
    return names
