"""What was open at the end of a day, from kept sums and the transactions of the customers asked for.

Kept sums say what was open at the end of a month. From the nearer end of a month the days between are added or taken
off again, and found by date: half a month of them at most.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from arclose.ledger.sql.running import rows
from customers.sql.open_balances import MOVED

Sums = tuple[Decimal, Decimal]
# Customer, number, name, currency, what is open and what it is in accounting currency.
Owed = tuple[int, str, str, str, Decimal, Decimal]
DAYS_ADDED_AT_MOST = 15

# What the days between the nearer end of a month and the day moved.
_DAYS_BETWEEN = MOVED.format(
    transactions="t.company_id = %(company)s AND t.transaction_date BETWEEN %(first_day)s AND %(last_day)s",
    settlements="s.company_id = %(company)s AND s.settlement_date BETWEEN %(first_day)s AND %(last_day)s",
)
_NARROWED = """
    (%(currency)s = '' OR currency_id = %(currency)s)
    AND (%(customers)s::bigint[] IS NULL OR customer_id = ANY(%(customers)s::bigint[]))
"""

# One row per customer and currency of which debits or credits are open: today's sums less what later months moved, and
# the days between with the sign that leads from there to the day.
_PER_CUSTOMER = """
    SELECT customer_id, currency_id, sum(amount) AS amount, sum(accounting_amount) AS accounting_amount
    FROM (
        SELECT customer_id, currency_id, is_debit, sum(amount) AS amount, sum(accounting_amount) AS accounting_amount
        FROM (
            SELECT customer_id, currency_id, is_debit, transaction_currency_amount AS amount,
                accounting_currency_amount AS accounting_amount
            FROM customers_customerbalance WHERE company_id = %(company)s AND month IS NULL
            UNION ALL
            SELECT customer_id, currency_id, is_debit, -transaction_currency_amount, -accounting_currency_amount
            FROM customers_customerbalance WHERE company_id = %(company)s AND month >= %(month)s
            UNION ALL
            SELECT customer_id, currency_id, is_debit, %(sign)s * amount, %(sign)s * accounting_amount
            FROM {moved}
        ) AS part
        WHERE {narrowed}
        GROUP BY customer_id, currency_id, is_debit HAVING sum(amount) <> 0 OR sum(accounting_amount) <> 0
    ) AS side GROUP BY customer_id, currency_id
    """.replace("{narrowed}", _NARROWED)
_A_PAGE_OF_CUSTOMERS = """
    SELECT c.id, c.number, c.name, owed.currency_id, owed.amount, owed.accounting_amount
    FROM ({per_customer}) AS owed JOIN customers_customer c ON c.id = owed.customer_id
    ORDER BY {order} c.number, owed.currency_id LIMIT %(limit)s OFFSET %(offset)s
    """.replace("{per_customer}", _PER_CUSTOMER.replace("{moved}", f"({_DAYS_BETWEEN}) AS moved"))
_ORDERS = {
    "customer_number": "c.number",
    "customer_name": "c.name",
    "total": "owed.amount",
    "accounting_total": "owed.accounting_amount",
}

# The transactions of some customers that fall into the buckets, each less its settlements until the day. Reads the
# index of customer and due date, and the settlements of what it finds.
_AGED = """
    due AS MATERIALIZED (
        SELECT t.id, t.customer_id, t.currency_id, t.due_date, t.transaction_currency_amount AS amount,
            t.accounting_currency_amount AS accounting_amount
        FROM customers_customertransaction t
        WHERE t.company_id = %(company)s AND t.customer_id = ANY({customers})
          AND (%(currency)s = '' OR t.currency_id = %(currency)s)
          AND t.transaction_date <= %(on)s AND t.due_date >= %(earliest)s
    ), of_day AS (
        SELECT customer_id, currency_id, due_date, sum(amount) AS amount, sum(accounting_amount) AS accounting_amount
        FROM (
            SELECT customer_id, currency_id, due_date, amount, accounting_amount FROM due
            UNION ALL
            SELECT due.customer_id, due.currency_id, due.due_date, -s.transaction_currency_amount,
                -s.debit_accounting_amount
            FROM due JOIN customers_settlement s ON s.debit_transaction_id = due.id AND s.settlement_date <= %(on)s
            UNION ALL
            SELECT due.customer_id, due.currency_id, due.due_date, s.transaction_currency_amount,
                s.credit_accounting_amount
            FROM due JOIN customers_settlement s ON s.credit_transaction_id = due.id AND s.settlement_date <= %(on)s
        ) AS moved GROUP BY customer_id, currency_id, due_date
    ), aged AS (
        SELECT part.customer_id, part.currency_id, bucket.name AS bucket, sum(part.amount) AS amount,
            sum(part.accounting_amount) AS accounting_amount
        FROM of_day AS part
        JOIN unnest(%(bucket)s::text[], %(first)s::date[], %(last)s::date[]) AS bucket (name, first, last)
            ON part.due_date BETWEEN bucket.first AND bucket.last
        GROUP BY part.customer_id, part.currency_id, bucket.name
    )"""
_AGED_PER_CUSTOMER = f"WITH {_AGED.format(customers='%(customers)s::bigint[]')} SELECT * FROM aged"  # noqa: S608 (written above)
_A_PAGE_WITH_BUCKETS = f"""
    WITH page AS MATERIALIZED (
        SELECT owed.*, row_number() OVER () AS place
        FROM ({{page}}) AS owed (customer_id, number, name, currency_id, amount, accounting_amount)
    ), {_AGED.format(customers="ARRAY(SELECT page.customer_id FROM page)")}
    SELECT page.customer_id, page.number, page.name, page.currency_id, page.amount, page.accounting_amount,
        aged.bucket, aged.amount, aged.accounting_amount
    FROM page LEFT JOIN aged ON aged.customer_id = page.customer_id AND aged.currency_id = page.currency_id
    ORDER BY page.place
"""  # noqa: S608 (written above)

# How many customers have something open, per currency (no bucket), and what is open per currency and bucket. The days
# between are read and added up once for both, by customer (no due date) and by due date (no customer).
_PER_CURRENCY = """
    WITH moved AS MATERIALIZED (
        SELECT customer_id, currency_id, is_debit, due_date, sum(amount) AS amount,
            sum(accounting_amount) AS accounting_amount
        FROM ({days_between}) AS moved
        GROUP BY GROUPING SETS ((customer_id, currency_id, is_debit), (currency_id, due_date))
    )
    SELECT owed.currency_id, NULL, count(*), NULL, NULL FROM ({per_customer}) AS owed GROUP BY owed.currency_id
    UNION ALL
    SELECT part.currency_id, bucket.name, NULL, sum(part.amount), sum(part.accounting_amount)
    FROM (
        SELECT currency_id, due_date, transaction_currency_amount AS amount,
            accounting_currency_amount AS accounting_amount
        FROM customers_duebalance WHERE company_id = %(company)s AND month < %(month)s
        UNION ALL
        SELECT currency_id, due_date, %(sign)s * amount, %(sign)s * accounting_amount FROM moved
        WHERE customer_id IS NULL
    ) AS part
    JOIN unnest(%(bucket)s::text[], %(first)s::date[], %(last)s::date[]) AS bucket (name, first, last)
        ON part.due_date BETWEEN bucket.first AND bucket.last
    WHERE %(currency)s = '' OR part.currency_id = %(currency)s
    GROUP BY part.currency_id, bucket.name
    """.replace("{days_between}", _DAYS_BETWEEN).replace(
    "{per_customer}", _PER_CUSTOMER.replace("{moved}", "moved WHERE due_date IS NULL")
)


@dataclass(frozen=True)
class AsOf:
    """A company on a day, narrowed to a currency and to some customers where those are given."""

    company_id: int
    on: date
    currency: str = ""
    customers: Sequence[int] | None = None

    def parameters(self) -> dict[str, Any]:
        """Give what the statements are asked with."""
        return {
            "company": self.company_id,
            "on": self.on,
            **_way_from_a_month(self.on),
            "currency": self.currency,
            "customers": None if self.customers is None else list(self.customers),
        }


def _way_from_a_month(on: date) -> dict[str, Any]:
    """Give the first month that does not count whole, the days between its beginning and the day, and their sign."""
    if on.day <= DAYS_ADDED_AT_MOST:
        return {"month": on.replace(day=1), "first_day": on.replace(day=1), "last_day": on, "sign": 1}
    month = date(on.year, on.month + 1, 1) if on.month < 12 else date(min(on.year + 1, date.max.year), 1, 1)
    following = date.fromordinal(min(on.toordinal() + 1, date.max.toordinal()))
    return {"month": month, "first_day": following, "last_day": month - timedelta(days=1), "sign": -1}


@dataclass(frozen=True)
class DueDates:
    """The due dates of a bucket, the first and the last included."""

    bucket: str
    first: date
    last: date


def _columns(buckets: Sequence[DueDates]) -> dict[str, list[Any]]:
    return {
        "bucket": [dates.bucket for dates in buckets],
        "first": [dates.first for dates in buckets],
        "last": [dates.last for dates in buckets],
    }


def _of_buckets(buckets: Sequence[DueDates]) -> dict[str, Any]:
    return _columns(buckets) | {"earliest": min(dates.first for dates in buckets)}


def open_per_customer(as_of: AsOf, *, order: Sequence[str] = ()) -> list[Owed]:
    """Give (customer, number, name, currency, open, open in accounting currency) of those with something open.

    ``order`` are names of :data:`_ORDERS`, with a minus sign to begin with the last; then by number.
    """
    return rows(_page(order), as_of.parameters() | {"limit": None, "offset": 0})


def _page(order: Sequence[str]) -> str:
    terms = [f"{_ORDERS[name.lstrip('-')]}{' DESC' if name.startswith('-') else ''}," for name in order]
    return _A_PAGE_OF_CUSTOMERS.replace("{order}", " ".join(terms))


def page_with_buckets(
    as_of: AsOf, *, buckets: Sequence[DueDates], order: Sequence[str], limit: int | None, offset: int
) -> tuple[list[Owed], dict[tuple[int, str, str], Sums]]:
    """Give some of them, skipping as many as ``offset``, and what is open per (customer, currency, bucket) of these."""
    asked = as_of.parameters() | _of_buckets(buckets) | {"limit": limit, "offset": offset}
    found = rows(_A_PAGE_WITH_BUCKETS.replace("{page}", _page(order)), asked)
    aged = {(row[0], row[3], row[6]): (row[7], row[8]) for row in found if row[6] is not None}
    return list(dict.fromkeys(row[:6] for row in found)), aged


def aged_per_customer(as_of: AsOf, *, buckets: Sequence[DueDates]) -> dict[tuple[int, str, str], Sums]:
    """Give what is open, in both currencies, per (customer, currency, bucket); the customers are given."""
    found = rows(_AGED_PER_CUSTOMER, as_of.parameters() | _of_buckets(buckets))
    return {(customer, currency, bucket): (one, other) for customer, currency, bucket, one, other in found}


def per_currency(as_of: AsOf, *, buckets: Sequence[DueDates]) -> tuple[dict[str, int], dict[tuple[str, str], Sums]]:
    """Give how many customers have something open per currency, and what is open of all per (currency, bucket)."""
    found = rows(_PER_CURRENCY, as_of.parameters() | _columns(buckets))
    counts = {currency: count for currency, bucket, count, *_sums in found if bucket is None}
    return counts, {(currency, bucket): (one, other) for currency, bucket, _count, one, other in found if bucket}
