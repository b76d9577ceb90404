"""Statements that load published rates by the hundred thousand."""

from collections.abc import Sequence
from typing import Any

from django.db import connection

# One row per currency and day; a day that has a rate already keeps it, whoever entered it.
_INSERT_RATES = """
    INSERT INTO ledger_exchangerate (rate_type_id, currency_id, rate_date, units_per_base)
    SELECT %s, published.currency, published.day, published.units
    FROM unnest(%s::text[], %s::date[], %s::numeric[]) AS published (currency, day, units)
    ORDER BY published.currency, published.day
    ON CONFLICT (rate_type_id, currency_id, rate_date) DO NOTHING
"""


def insert_rates(*, rate_type_id: int, columns: Sequence[Sequence[Any]]) -> int:
    """Write rates given as three columns (currency, day, units per base) and return how many were new."""
    with connection.cursor() as cursor:
        cursor.execute(_INSERT_RATES, [rate_type_id, *(list(column) for column in columns)])
        return int(cursor.rowcount)
