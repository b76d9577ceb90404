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
_IN_ORDER = """
    SELECT c.id, c.number, c.name, owed.currency_id, owed.amount, owed.accounting_amount
    FROM {owed} AS owed JOIN customers_customer c ON c.id = owed.customer_id
    ORDER BY {order} c.number, owed.currency_id
"""
_ALL_CUSTOMERS = _IN_ORDER.replace("{owed}", f"({_PER_CUSTOMER})").replace("{moved}", f"({_DAYS_BETWEEN}) AS moved")
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
          AND t.transaction_date <= %(on)s AND t.due_date >= %(earliest)s AND t.transaction_type <> 'bill_liability'
    ), of_day AS (
        SELECT customer_id, currency_id, due_date, sum(amount) AS amount, sum(accounting_amount) AS accounting_amount
        FROM (
            SELECT customer_id, currency_id, due_date, amount, accounting_amount FROM due
            UNION ALL
            SELECT due.customer_id, due.currency_id, due.due_date, -s.transaction_currency_amount,
                -s.debit_accounting_amount
            FROM due JOIN customers_settlement s ON s.debit_transaction_id = due.id AND s.settlement_date <= %(on)s
            WHERE due.amount >= 0
            UNION ALL
            SELECT due.customer_id, due.currency_id, due.due_date, s.transaction_currency_amount,
                s.credit_accounting_amount
            FROM due JOIN customers_settlement s ON s.credit_transaction_id = due.id AND s.settlement_date <= %(on)s
            WHERE due.amount <= 0
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
# A page of customers with their buckets, in their order; then how many have something open, per currency (no bucket),
# and what is open per currency and bucket: not where some customers are asked for, as the kept sums know none. The
# days between are read and added up once for all of it, by customer (no due date) and by due date (no customer).
_A_PAGE_WITH_TOTALS = f"""
    WITH moved AS MATERIALIZED (
        SELECT customer_id, currency_id, is_debit, due_date, sum(amount) AS amount,
            sum(accounting_amount) AS accounting_amount
        FROM ({_DAYS_BETWEEN}) AS moved WHERE {_NARROWED}
        GROUP BY GROUPING SETS ((customer_id, currency_id, is_debit), (currency_id, due_date))
    ), owed AS MATERIALIZED ({_PER_CUSTOMER.replace("{moved}", "moved WHERE due_date IS NULL")}), page AS MATERIALIZED (
        SELECT owed.*, row_number() OVER () AS place
        FROM ({_IN_ORDER.replace("{owed}", "owed")} LIMIT %(limit)s OFFSET %(offset)s)
            AS owed (customer_id, number, name, currency_id, amount, accounting_amount)
    ), {_AGED.format(customers="ARRAY(SELECT page.customer_id FROM page)")}
    SELECT page.customer_id, page.number, page.name, page.currency_id, page.amount, page.accounting_amount,
        aged.bucket, aged.amount, aged.accounting_amount, NULL, page.place
    FROM page LEFT JOIN aged ON aged.customer_id = page.customer_id AND aged.currency_id = page.currency_id
    UNION ALL
    SELECT NULL, NULL, NULL, currency_id, NULL, NULL, NULL, NULL, NULL, count(*), NULL FROM owed GROUP BY currency_id
    UNION ALL
    SELECT NULL, NULL, NULL, part.currency_id, NULL, NULL, bucket.name, sum(part.amount), sum(part.accounting_amount),
        NULL, NULL
    FROM (
        SELECT currency_id, due_date, transaction_currency_amount AS amount,
            accounting_currency_amount AS accounting_amount
        FROM customers_duebalance
        WHERE %(customers)s::bigint[] IS NULL AND company_id = %(company)s AND month < %(month)s
        UNION ALL
        SELECT currency_id, due_date, %(sign)s * amount, %(sign)s * accounting_amount FROM moved
        WHERE %(customers)s::bigint[] IS NULL AND customer_id IS NULL
    ) AS part
    JOIN unnest(%(bucket)s::text[], %(first)s::date[], %(last)s::date[]) AS bucket (name, first, last)
        ON part.due_date BETWEEN bucket.first AND bucket.last
    WHERE %(currency)s = '' OR part.currency_id = %(currency)s
    GROUP BY part.currency_id, bucket.name
    ORDER BY 11
"""  # noqa: S608 (written above)


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


def _of_buckets(buckets: Sequence[DueDates], *, earliest: date) -> dict[str, Any]:
    return {
        "bucket": [dates.bucket for dates in buckets],
        "first": [dates.first for dates in buckets],
        "last": [dates.last for dates in buckets],
        "earliest": earliest,
    }


def open_per_customer(as_of: AsOf, *, order: Sequence[str] = ()) -> list[Owed]:
    """Give (customer, number, name, currency, open, open in accounting currency) of those with something open.

    ``order`` are names of :data:`_ORDERS`, with a minus sign to begin with the last; then by number.
    """
    return rows(_ordered(_ALL_CUSTOMERS, order), as_of.parameters())


def _ordered(statement: str, order: Sequence[str]) -> str:
    terms = [f"{_ORDERS[name.lstrip('-')]}{' DESC' if name.startswith('-') else ''}," for name in order]
    return statement.replace("{order}", " ".join(terms))


@dataclass(frozen=True)
class Page:
    """Some of the customers with something open, and what there is of all of them.

    ``aged`` is what is open per (customer, currency, bucket) of those on the page; ``counts`` how many have something
    open per currency, ``sums`` what is open per (currency, bucket): of all that are asked for. There are
    no sums where these are some customers.
    """

    owed: list[Owed]
    aged: dict[tuple[int, str, str], Sums]
    counts: dict[str, int]
    sums: dict[tuple[str, str], Sums]


def page_with_totals(
    as_of: AsOf, *, buckets: Sequence[DueDates], earliest: date, order: Sequence[str], limit: int | None, offset: int
) -> Page:
    """Read a page, skipping as many as ``offset``; what is due before ``earliest`` is in none of its buckets."""
    asked = as_of.parameters() | _of_buckets(buckets, earliest=earliest) | {"limit": limit, "offset": offset}
    found = rows(_ordered(_A_PAGE_WITH_TOTALS, order), asked)
    shown = [row for row in found if row[-1] is not None]
    of_all = [row for row in found if row[-1] is None]
    return Page(
        owed=list(dict.fromkeys(row[:6] for row in shown)),
        aged={(row[0], row[3], row[6]): row[7:9] for row in shown if row[6] is not None},
        counts={row[3]: row[9] for row in of_all if row[6] is None},
        sums={(row[3], row[6]): row[7:9] for row in of_all if row[6] is not None},
    )


def aged_per_customer(as_of: AsOf, *, buckets: Sequence[DueDates], earliest: date) -> dict[tuple[int, str, str], Sums]:
    """Give what is open, in both currencies, per (customer, currency, bucket); the customers are given."""
    found = rows(_AGED_PER_CUSTOMER, as_of.parameters() | _of_buckets(buckets, earliest=earliest))
    return {(customer, currency, bucket): (one, other) for customer, currency, bucket, one, other in found}
