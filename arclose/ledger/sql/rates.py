"""Published exchange rates."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from arclose.ledger.sql.running import rows

# The last published day on or before each date asked for. Reads the unique key of rates, one probe per pair.
_PUBLISHED_RATES = """
    SELECT asked.currency, asked.day, rate.rate_date, rate.units_per_base
    FROM unnest(%s::text[], %s::date[]) AS asked (currency, day)
    CROSS JOIN LATERAL (
        SELECT r.rate_date, r.units_per_base FROM ledger_exchangerate r
        WHERE r.rate_type_id = %s AND r.currency_id = asked.currency AND r.rate_date <= asked.day
        ORDER BY r.rate_date DESC LIMIT 1
    ) AS rate
"""


def published_rates(
    *, rate_type_id: int, asked: Sequence[tuple[str, date]]
) -> dict[tuple[str, date], tuple[date, Decimal]]:
    """Give, for each (currency, day), the day and the units per base currency last published by then."""
    found_rows = rows(_PUBLISHED_RATES, [[c for c, _ in asked], [d for _, d in asked], rate_type_id])
    return {(currency, day): (published, units) for currency, day, published, units in found_rows}
