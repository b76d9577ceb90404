"""What is free to be settled, the earliest due first."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from arclose.ledger.sql.running import rows
from customers.sql.settlements import EARLIEST_DAY


class Wanted(NamedTuple):
    """What is looked for: transactions of a customer and currency that an amount of this sign settles on a day."""

    customer_id: int
    currency: str
    amount: Decimal
    day: date


class Free(NamedTuple):
    """An open transaction that no document holds, and the first day on which it can be settled.

    ``place`` is where it stands in the company's order of types, then dates, then documents; of a company without such
    an order it is zero, and what is due first comes first.
    """

    transaction_id: int
    customer_id: int
    currency: str
    still_open: Decimal
    due_date: date
    earliest_day: date
    place: int


# Per customer, currency, sign and day as many as twice the amount, for discounts leave less to be paid: in the order of
# types, or the earliest due first. What cannot be settled on the day yet has a place, and does not count.
_FREE = f"""
    SELECT DISTINCT ON (wanted.customer_id, wanted.currency, free.place, t.id) t.id, wanted.customer_id,
        wanted.currency, free.amount, free.due_date, free.earliest_day,
        CASE WHEN free.is_ordered THEN free.place ELSE 0 END
    FROM unnest(%s::bigint[], %s::text[], %s::numeric[], %s::date[]) AS wanted (customer_id, currency, amount, day)
    CROSS JOIN LATERAL (
        SELECT o.transaction_id, o.due_date, o.transaction_currency_amount AS amount, company.is_ordered,
            earliest.day AS earliest_day, row_number() OVER in_order AS place,
            sum(o.transaction_currency_amount) FILTER (WHERE earliest.day <= wanted.day) OVER in_order AS until
        FROM customers_opentransaction o
        JOIN customers_customertransaction of_type ON of_type.id = o.transaction_id
        CROSS JOIN LATERAL (SELECT {EARLIEST_DAY.format(transaction="of_type")} AS day) AS earliest
        CROSS JOIN (
            SELECT count(*) > 0 AS is_ordered FROM customers_settlementpriority WHERE company_id = %s
        ) AS company
        LEFT JOIN customers_settlementpriority priority
            ON priority.company_id = o.company_id AND priority.transaction_type = of_type.transaction_type
        WHERE o.company_id = %s AND o.customer_id = wanted.customer_id AND o.currency_id = wanted.currency
            AND sign(o.transaction_currency_amount) = sign(wanted.amount)
            AND of_type.transaction_type NOT IN ('bill', 'bill_liability')
            AND NOT EXISTS (SELECT 1 FROM customers_mark m WHERE m.transaction_id = o.transaction_id)
        WINDOW in_order AS (ORDER BY
            CASE WHEN company.is_ordered THEN coalesce(priority.position, 32767) END,
            CASE WHEN company.is_ordered THEN of_type.transaction_date ELSE o.due_date END,
            CASE WHEN company.is_ordered THEN of_type.document_number END, o.transaction_id
            ROWS UNBOUNDED PRECEDING)
    ) AS free
    JOIN customers_customertransaction t ON t.id = free.transaction_id
    WHERE free.earliest_day <= wanted.day AND abs(free.until - free.amount) < 2 * abs(wanted.amount)
    ORDER BY wanted.customer_id, wanted.currency, free.place, t.id
"""  # noqa: S608 (written in this program)


def earliest_free(*, company_id: int, wanted: Sequence[Wanted]) -> list[Free]:
    """Give what is open and free, the earliest due first per customer and currency; some more than is asked for."""
    columns = [list(column) for column in zip(*wanted, strict=True)] or [[], [], [], []]
    return [Free(*row) for row in rows(_FREE, [*columns, company_id, company_id])]
