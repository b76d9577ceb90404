"""What orders would add to what customers with a credit limit owe."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from customers.sql.order_checks import UsableRate
from customers.sql.running import rows


@dataclass(frozen=True)
class LimitedOrder:
    """An order of an invoice account with a credit limit; amounts in accounting currency, tax included, unrounded."""

    order_id: int
    account: str
    limit: Decimal
    owed: Decimal
    amount: Decimal


# One row per order of a limited account, in the order they would be invoiced. A credit note counts at the rate of the
# invoice it names. Reads lines by order and open transactions by customer; the accounts are locked.
_LIMITED_ORDERS = """
    SELECT o.id, account.number, account.credit_limit_amount, coalesce(owed.amount, 0),
        total.amount * coalesce(credited.accounting_units, rate.units_to)
            / coalesce(credited.transaction_units, rate.units_from)
    FROM customers_salesorder o
    JOIN customers_customer c ON c.id = o.customer_id
    JOIN customers_customer account ON account.id = coalesce(c.invoice_account_id, c.id)
        AND account.credit_limit_amount IS NOT NULL
    LEFT JOIN customers_invoice credited ON credited.id = o.credited_invoice_id
    LEFT JOIN unnest(%(rate_currency)s::text[], %(rate_day)s::date[], %(units_from)s::numeric[],
            %(units_to)s::numeric[])
        AS rate (currency, day, units_from, units_to) ON rate.currency = o.currency_id AND rate.day = o.invoice_date
    CROSS JOIN LATERAL (
        SELECT sum(l.net_amount * (1 - o.total_discount_percent / 100) * (1 + dated.percent / 100)) AS amount
        FROM customers_salesorderline l
        JOIN customers_item i ON i.id = l.item_id
        JOIN customers_taxrule rule
            ON rule.tax_group_id = o.tax_group_id AND rule.item_tax_group_id = i.item_tax_group_id
        CROSS JOIN LATERAL (
            SELECT r.percent FROM customers_taxrate r
            WHERE r.tax_code_id = rule.tax_code_id AND r.valid_from <= o.invoice_date
            ORDER BY r.valid_from DESC LIMIT 1
        ) AS dated
        WHERE l.order_id = o.id
    ) AS total
    LEFT JOIN LATERAL (
        SELECT sum(ot.accounting_currency_amount + ot.standing_adjustment_amount) AS amount
        FROM customers_opentransaction ot WHERE ot.customer_id = account.id
    ) AS owed ON true
    WHERE o.company_id = %(company)s AND o.id = ANY(%(orders)s)
    ORDER BY o.invoice_date, o.id
"""


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
