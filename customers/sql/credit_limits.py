"""What orders would add to what customers with a credit limit owe."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from customers.sql.order_checks import UsableRate
from customers.sql.running import rows
from customers.sql.taxing import INVOICE_ACCOUNT, ORDER_TOTAL


@dataclass(frozen=True)
class LimitedOrder:
    """An order of an invoice account with a credit limit; amounts in accounting currency, tax included, unrounded."""

    order_id: int
    account: str
    limit: Decimal
    owed: Decimal
    amount: Decimal


# What an order adds to what its invoice account owes, in accounting currency, tax included, unrounded: that of a
# document undone at its rate, else at ``rate``, which the statement around it joins to ``o``.
_EXPOSURE = """total.amount * coalesce(credited.accounting_units, rate.units_to)
            / coalesce(credited.transaction_units, rate.units_from)"""
_EXPOSED_ORDERS = """
    FROM customers_salesorder o
    JOIN customers_customer c ON c.id = o.customer_id
    LEFT JOIN customers_invoice credited ON credited.id = o.credited_invoice_id
    JOIN customers_customer account ON account.id = {account} AND account.credit_limit_amount IS NOT NULL
    {total}
    LEFT JOIN LATERAL (
        SELECT sum(ot.accounting_currency_amount + ot.standing_adjustment_amount) AS amount
        FROM customers_opentransaction ot WHERE ot.customer_id = account.id
    ) AS owed ON true
    """.replace("{account}", INVOICE_ACCOUNT).replace("{total}", ORDER_TOTAL)

# One row per order of a limited account, in the order they would be invoiced. Reads lines by order and open
# transactions by customer; the accounts are locked.
_LIMITED_ORDERS = """
    SELECT o.id, account.number, account.credit_limit_amount, coalesce(owed.amount, 0), {exposure}
    {exposed_orders}
    LEFT JOIN unnest(%(rate_currency)s::text[], %(rate_day)s::date[], %(units_from)s::numeric[],
            %(units_to)s::numeric[])
        AS rate (currency, day, units_from, units_to) ON rate.currency = o.currency_id AND rate.day = o.invoice_date
    WHERE o.company_id = %(company)s AND o.id = ANY(%(orders)s)
    ORDER BY o.invoice_date, o.id
    """.replace("{exposed_orders}", _EXPOSED_ORDERS).replace("{exposure}", _EXPOSURE)

# Accounts of which posting everything to invoice up to a day would refuse an order for the limit: the first one is the
# one at which what is owed, with the orders before it, exceeds the limit. ``exposure`` is the most it comes to, in
# accounting currency; another currency counts at the last rate of the order's date. Parameters: day, company.
_PUBLISHED = """
    SELECT r.units_per_base AS units FROM ledger_exchangerate r
    WHERE r.rate_type_id = company.exchange_rate_type_id AND r.currency_id = {currency}
      AND o.currency_id <> company.accounting_currency_id AND r.rate_date <= o.invoice_date
    ORDER BY r.rate_date DESC LIMIT 1
"""
OVER_LIMIT = (
    """
    SELECT id, number, name, credit_limit_amount, max(so_far) FILTER (WHERE amount > 0) AS exposure
    FROM (
        SELECT account.id, account.number, account.name, account.credit_limit_amount, {exposure} AS amount,
            coalesce(owed.amount, 0) + sum({exposure}) OVER (
                PARTITION BY account.id ORDER BY o.invoice_date, o.id) AS so_far
        {exposed_orders}
        JOIN ledger_company company ON company.id = o.company_id
        LEFT JOIN LATERAL ({own}) AS own ON true
        LEFT JOIN LATERAL ({books}) AS books ON true
        CROSS JOIN LATERAL (
            SELECT coalesce(own.units, 1) AS units_from, coalesce(books.units, 1) AS units_to
        ) AS rate
        WHERE o.status IN ('open', 'delivered') AND o.invoice_date <= %s AND o.company_id = %s
    ) AS exposed
    GROUP BY id, number, name, credit_limit_amount
    HAVING max(so_far) FILTER (WHERE amount > 0) > credit_limit_amount
    """.replace("{exposed_orders}", _EXPOSED_ORDERS)
    .replace("{exposure}", _EXPOSURE)
    .replace("{own}", _PUBLISHED.replace("{currency}", "o.currency_id"))
    .replace("{books}", _PUBLISHED.replace("{currency}", "company.accounting_currency_id"))
)


def limited_orders(*, company_id: int, orders: Sequence[int], rates: Sequence[UsableRate]) -> list[LimitedOrder]:
    """Give those of the orders that count against a credit limit, in the order they would be invoiced."""
    return [
        LimitedOrder(*row)
        for row in rows(
            _LIMITED_ORDERS,
            {
                "company": company_id,
                "orders": list(orders),
                "rate_currency": [rate.currency for rate in rates],
                "rate_day": [rate.day for rate in rates],
                "units_from": [rate.units_from for rate in rates],
                "units_to": [rate.units_to for rate in rates],
            },
        )
    ]
