"""What orders would take back of the documents they name, and what was taken back of those."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from arclose.ledger.sql.running import rows
from customers.sql.taxing import CHARGES_LEFT, LEFT, TAXED


@dataclass(frozen=True)
class ToTakeBack:
    """What an order would take back of an item: net, and with tax, in the order's currency, unrounded."""

    order_id: int
    document_id: int
    item_id: int
    lines: int
    quantity: Decimal
    net: Decimal
    total: Decimal


@dataclass(frozen=True)
class TakenBack:
    """An item of a document, or (``is_own`` is false) what other documents have taken back of it."""

    document_id: int
    number: str
    decimals: int
    is_own: bool
    item_id: int
    lines: int
    quantity: Decimal
    net: Decimal
    total: Decimal


# What of an amount of an order ``o`` is net of tax.
_NET = "CASE WHEN o.prices_include_tax THEN 100 / (100 + coalesce(tax.percent, 0)) ELSE 1 END"

# One row per order and item of orders that name a document, in the order they would be posted; a charge code stands for
# an item below zero.
_TO_TAKE_BACK = (
    """
    SELECT taken.* FROM (
    SELECT o.id AS order_id, o.credited_invoice_id, l.item_id, count(*), sum(l.quantity - l.invoiced_quantity),
        sum({LEFT} * (1 - o.total_discount_percent / 100) * {NET}),
        sum({LEFT} * (1 - o.total_discount_percent / 100) * {NET} * (1 + coalesce(tax.percent, 0) / 100))
    FROM customers_salesorder o
    JOIN customers_salesorderline l ON l.order_id = o.id
    JOIN customers_item i ON i.id = l.item_id
    {TAXED}
    WHERE o.company_id = %(company)s AND o.id = ANY(%(orders)s) AND o.credited_invoice_id IS NOT NULL
    GROUP BY o.id, o.credited_invoice_id, l.item_id
    UNION ALL
    SELECT o.id, o.credited_invoice_id, -charge.id, count(*), sum(sign(made.amount)),
        sum(made.amount * {NET}), sum(made.amount * {NET} * (1 + coalesce(tax.percent, 0) / 100))
    FROM customers_salesorder o
    {CHARGES_LEFT}
    WHERE o.company_id = %(company)s AND o.id = ANY(%(orders)s) AND o.credited_invoice_id IS NOT NULL
    GROUP BY o.id, o.credited_invoice_id, charge.id
    ) AS taken JOIN customers_salesorder o ON o.id = taken.order_id
    ORDER BY o.invoice_date, o.id, taken.item_id
    """.replace("{CHARGES_LEFT}", CHARGES_LEFT)
    .replace("{TAXED}", TAXED)
    .replace("{LEFT}", LEFT)
    .replace("{NET}", _NET)
)


def to_take_back(*, company_id: int, orders: Sequence[int]) -> list[ToTakeBack]:
    """Give what orders would take back of the documents they name, per order and item."""
    return [ToTakeBack(*row) for row in rows(_TO_TAKE_BACK, {"company": company_id, "orders": list(orders)})]


# One row per document and item, own and opposite apart; what undid an opposite counts with it. What an invoice deducts
# of prepayments makes what it sold no less. Reads lines by document.
_TAKEN_BACK = """
    SELECT d.id, d.number, currency.decimals, i.is_own, coalesce(l.item_id, -c.charge_code_id, 0), count(*),
        sum(l.quantity), sum(l.net_amount), sum(l.net_amount + l.tax_amount)
    FROM customers_invoice d
    JOIN ledger_currency currency ON currency.code = d.currency_id
    CROSS JOIN LATERAL (
        SELECT d.id, true AS is_own
        UNION ALL SELECT o.id, false FROM customers_invoice o WHERE o.credited_invoice_id = d.id
        UNION ALL SELECT u.id, false FROM customers_invoice o JOIN customers_invoice u ON u.credited_invoice_id = o.id
            WHERE o.credited_invoice_id = d.id
    ) AS i
    JOIN customers_invoiceline l ON l.invoice_id = i.id AND l.prepayment_id IS NULL
    LEFT JOIN customers_ordercharge c ON c.id = l.order_charge_id
    WHERE d.company_id = %s AND d.id = ANY(%s)
    GROUP BY 1, 2, 3, 4, 5
"""


def taken_back(*, company_id: int, documents: Sequence[int]) -> list[TakenBack]:
    """Give what documents hold per item, and what others have taken back of them."""
    return [TakenBack(*row) for row in rows(_TAKEN_BACK, [company_id, list(documents)])]
