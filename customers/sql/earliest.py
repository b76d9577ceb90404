"""What is free to be settled, the earliest due first."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from customers.sql.running import rows
from customers.sql.settlements import EARLIEST_DAY


class Wanted(NamedTuple):
    """What is looked for: transactions of a customer and currency that an amount of this sign settles, up to it."""

    customer_id: int
    currency: str
    amount: Decimal


class Free(NamedTuple):
    """An open transaction that no document holds, and the first day on which it can be settled."""

    transaction_id: int
    customer_id: int
    currency: str
    still_open: Decimal
    due_date: date
    earliest_day: date


# Per customer, currency and sign as many as twice the amount, the earliest due first: discounts leave less to be paid.
_FREE = f"""
    SELECT t.id, wanted.customer_id, wanted.currency, free.amount, free.due_date, {EARLIEST_DAY.format(transaction="t")}
    FROM unnest(%s::bigint[], %s::text[], %s::numeric[]) AS wanted (customer_id, currency, amount)
    CROSS JOIN LATERAL (
        SELECT o.transaction_id, o.due_date, o.transaction_currency_amount AS amount,
            sum(o.transaction_currency_amount) OVER (ORDER BY o.due_date, o.transaction_id) AS until
        FROM customers_opentransaction o
        WHERE o.company_id = %s AND o.customer_id = wanted.customer_id AND o.currency_id = wanted.currency
            AND sign(o.transaction_currency_amount) = sign(wanted.amount)
            AND NOT EXISTS (SELECT 1 FROM customers_mark m WHERE m.transaction_id = o.transaction_id)
    ) AS free
    JOIN customers_customertransaction t ON t.id = free.transaction_id
    WHERE abs(free.until - free.amount) < 2 * abs(wanted.amount)
    ORDER BY wanted.customer_id, wanted.currency, free.due_date, t.id
"""  # noqa: S608 (written in this program)


def earliest_free(*, company_id: int, wanted: Sequence[Wanted]) -> list[Free]:
    """Give what is open and free, the earliest due first per customer and currency; some more than is asked for."""
    columns = [list(column) for column in zip(*wanted, strict=True)] or [[], [], []]
    return [Free(*row) for row in rows(_FREE, [*columns, company_id])]
