"""What is kept on orders of their lines: how far they are, and what of them waits for the next step."""

from collections.abc import Sequence
from datetime import date

from arclose.ledger.fields import array_of
from arclose.ledger.sql.running import execute
from customers.models.items import UNPICKED

_VALUE = "l.unit_price * (1 - l.line_discount_percent / 100)"
_FURTHEST = "greatest(abs(l.confirmed_quantity), abs(l.picked_quantity), abs(l.delivered_quantity))"
# The value of what of an order's lines ``l`` went through a step and not through the next, before the total discount:
# an aggregate per step. What no document took is that of an order of which one took something, and what no invoice took
# that of an order that is invoiced in part: of the others it is all.
WAITING = f"""
    CASE WHEN bool_or({_FURTHEST} > 0) THEN
        sum((l.quantity - sign(l.quantity) * {_FURTHEST}) * {_VALUE}) FILTER (WHERE abs(l.quantity) > {_FURTHEST})
    END AS unconfirmed,
    {UNPICKED} AS unpicked,
    sum((l.picked_quantity - l.delivered_quantity) * {_VALUE})
        FILTER (WHERE abs(l.picked_quantity) > abs(l.delivered_quantity)) AS undelivered,
    sum((l.delivered_quantity - l.invoiced_quantity) * {_VALUE})
        FILTER (WHERE abs(l.delivered_quantity) > abs(l.invoiced_quantity)) AS uninvoiced,
    CASE WHEN bool_or(l.invoiced_quantity <> 0) THEN coalesce(
        sum((l.quantity - l.invoiced_quantity) * {_VALUE}) FILTER (WHERE l.quantity <> l.invoiced_quantity), 0)
    END AS remainder
"""
# The column of an order ``o`` per amount, of whose lines ``line`` was added up.
WAITING_AMOUNTS = {
    f"{column}_amount": f"round(line.{name} * (1 - o.total_discount_percent / 100), currency.decimals)"
    for column, name in {
        "unconfirmed": "unconfirmed",
        "unpicked": "unpicked",
        "undelivered": "undelivered",
        "uninvoiced": "uninvoiced",
        "invoice_remainder": "remainder",
    }.items()
}

# The day of the packing slip of an order ``o``.
DELIVERY_DATE = "coalesce(%(posting_date)s::date, o.delivery_date, o.invoice_date)"

# What corrections and invoices left of a line ``dl`` of a packing slip ``d``.
_REST = """(dl.quantity
    + coalesce((SELECT sum(c.quantity) FROM customers_orderdocument cd
        JOIN customers_orderdocumentline c ON c.document_id = cd.id
        WHERE cd.corrects_id = d.id AND c.order_line_id = dl.order_line_id), 0)
    - coalesce((SELECT sum(t.quantity) FROM customers_invoiceddelivery t WHERE t.slip_line_id = dl.id), 0))"""
_SLIP_LINES = """customers_salesorderline l
    JOIN customers_orderdocumentline dl ON dl.order_line_id = l.id
    JOIN customers_orderdocument d ON d.id = dl.document_id AND d.document_type = 'packing_slip'
        AND d.corrects_id IS NULL"""
_UNINVOICED_LINE = "abs(l.delivered_quantity) > abs(l.invoiced_quantity)"


# The days of the packing slips of an order of which something is not invoiced; none is read where ``line`` waits for no
# invoice.
UNINVOICED_DAYS = f"""
    SELECT min(d.document_date) AS first_date, max(d.document_date) AS last_date FROM {_SLIP_LINES}
    WHERE line.uninvoiced IS NOT NULL AND l.order_id = line.order_id AND {_UNINVOICED_LINE} AND {_REST} <> 0
"""  # noqa: S608 (parts of ours)
# The value of what packing slips delivered of an order until a day and no invoice took.
UNINVOICED_UNTIL = f"""(
    SELECT round(sum({_REST} * {_VALUE}) * (1 - customers_salesorder.total_discount_percent / 100),
        (SELECT decimals FROM ledger_currency WHERE code = customers_salesorder.currency_id))
    FROM {_SLIP_LINES}
    WHERE l.order_id = customers_salesorder.id AND {_UNINVOICED_LINE} AND d.document_date <= %s
)"""  # noqa: S608 (parts of ours)

_AMOUNTS = ", ".join(f"{column} = {amount}" for column, amount in WAITING_AMOUNTS.items())


def has_standing_invoice(order_id: str) -> str:
    """Give the condition that an invoice of an order stands: what undid one counts against it.

    To be asked of orders of nothing alone, whose lines cannot tell.
    """
    return f"""coalesce((SELECT sum(CASE i.invoice_type WHEN 'invoice' THEN 1 ELSE -1 END)
            FROM customers_salesorderline own JOIN customers_invoiceline il ON il.order_line_id = own.id
            JOIN customers_invoice i ON i.id = il.invoice_id WHERE own.order_id = {order_id}), 0) <> 0"""  # noqa: S608


# The furthest document that still stands, whether anything is left to deliver or to invoice, and what waits. None of it
# but the status is part of an index, so that orders are updated in place. An order of nothing is open until it is
# invoiced. Orders and their lines are looked up one order after the other, by key: a planner that knows nothing of new
# tables would go through all orders of the company (+ 0 keeps it from that) and add all lines up anew for each.
_ADVANCE_ORDERS = f"""
    UPDATE customers_salesorder o SET
        status = CASE WHEN line.is_of_nothing AND NOT {has_standing_invoice("o.id")} THEN 'open'
            WHEN line.is_delivered AND line.is_invoiced THEN 'invoiced'
            WHEN line.is_delivered THEN 'delivered' ELSE 'open' END,
        document_status = CASE WHEN line.has_invoiced THEN 'invoice' WHEN line.has_delivered THEN 'packing_slip'
            WHEN line.has_picked THEN 'picking_list' WHEN line.has_confirmed THEN 'confirmation' ELSE 'none' END,
        {_AMOUNTS}, {{days}}
    FROM unnest(%(orders)s::bigint[]) AS wanted (order_id)
    CROSS JOIN LATERAL (
        SELECT l.order_id, bool_and(l.delivered_quantity = l.quantity) AS is_delivered,
            bool_and(l.invoiced_quantity = l.quantity) AS is_invoiced,
            bool_or(l.invoiced_quantity <> 0) AS has_invoiced,
            bool_or(l.delivered_quantity <> 0) AS has_delivered, bool_or(l.picked_quantity <> 0) AS has_picked,
            bool_or(l.confirmed_quantity <> 0) AS has_confirmed, bool_and(l.quantity = 0) AS is_of_nothing, {WAITING}
        FROM customers_salesorderline l WHERE l.order_id = wanted.order_id GROUP BY l.order_id
    ) AS line
    {{slips}}
    CROSS JOIN ledger_currency currency
    WHERE o.id = wanted.order_id AND o.company_id + 0 = %(company)s AND currency.code = o.currency_id
"""  # noqa: S608 (parts of ours)
_ADVANCE_ANY = _ADVANCE_ORDERS.format(
    days="first_uninvoiced_date = slip.first_date, last_uninvoiced_date = slip.last_date",
    slips=f"CROSS JOIN LATERAL ({UNINVOICED_DAYS}) AS slip",
)
# New packing slips take nothing from those before: they add their day to the two that are kept.
_ADVANCE_DELIVERED = _ADVANCE_ORDERS.format(
    days=f"""
        first_uninvoiced_date = CASE WHEN line.uninvoiced IS NOT NULL
            THEN least(o.first_uninvoiced_date, {DELIVERY_DATE}) END,
        last_uninvoiced_date = CASE WHEN line.uninvoiced IS NOT NULL
            THEN greatest(o.last_uninvoiced_date, {DELIVERY_DATE}) END""",
    slips="",
)


def advance_orders(*, company_id: int, orders: Sequence[int]) -> int:
    """Set status, document status and what waits of orders by their lines, and return how many."""
    return execute(_ADVANCE_ANY, {"company": company_id, "orders": array_of(orders)})


def advance_delivered_orders(*, company_id: int, orders: Sequence[int], posting_date: date | None) -> int:
    """Do the same for orders that just got packing slips, on the day of the posting or of their own."""
    parameters = {"company": company_id, "orders": array_of(orders), "posting_date": posting_date}
    return execute(_ADVANCE_DELIVERED, parameters)
