"""Statements of posting payments."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from arclose.ledger.fields import array_of
from arclose.ledger.rates import Rate, as_columns
from arclose.ledger.sql.running import execute, rows

# One row per payment that marks more than it is, or on the other side. Reads the marks of the payments.
_MARKED_BEYOND = """
    SELECT p.id, marked.amount, p.amount
    FROM (
        SELECT document_id, sum(amount) AS amount FROM (
            SELECT document_id, amount FROM customers_mark
            WHERE company_id = %(company)s AND document_type = %(type)s
                AND document_id = ANY((SELECT %(payments)s::bigint[])::bigint[])
            UNION ALL SELECT * FROM unnest(%(elsewhere)s::bigint[], %(amounts)s::numeric[])
        ) AS part GROUP BY document_id
    ) AS marked
    JOIN journals_payment p ON p.id = marked.document_id AND p.id = ANY((SELECT %(payments)s::bigint[])::bigint[])
    WHERE NOT marked.amount BETWEEN least(p.amount, 0) AND greatest(p.amount, 0)
    ORDER BY p.id
"""


def marked_beyond(
    *, company_id: int, document_type: str, payments: Sequence[int], elsewhere: Mapping[int, Decimal]
) -> list[tuple[int, Decimal, Decimal]]:
    """Give (payment, marked, amount) of payments that cannot settle all they mark: here, and ``elsewhere``."""
    values = {
        "company": company_id,
        "type": document_type,
        "payments": array_of(payments),
        "elsewhere": list(elsewhere.keys()),
        "amounts": list(elsewhere.values()),
    }
    return rows(_MARKED_BEYOND, values)


# Payments become posted, each at the rate of its currency and day. Written once.
_POST = """
    UPDATE journals_payment p SET posting_id = %(posting)s, status = 'posted', transaction_units = rate.units_from,
        accounting_units = rate.units_to
    FROM unnest(%(currencies)s::text[], %(days)s::date[], %(units_from)s::numeric[], %(units_to)s::numeric[])
        AS rate (currency_id, day, units_from, units_to)
    WHERE p.id = ANY((SELECT %(payments)s::bigint[])::bigint[])
        AND p.currency_id = rate.currency_id AND p.payment_date = rate.day
"""


def post(*, posting_id: int, payments: Sequence[int], rates: Mapping[tuple[str, date], Rate]) -> int:
    """Let payments be posted, at these rates of currency and day; return how many."""
    values = {
        "posting": posting_id,
        "payments": array_of(payments),
        **as_columns(rates),
    }
    return execute(_POST, values)
