"""What is kept on orders of their lines: how far they are, and what of them waits for the next step."""

from collections.abc import Sequence

from customers.sql.running import execute

# What of an order's lines ``l`` went through a step and not through the next: three aggregates per order. Services are
# not picked. Whether an item is goods is asked of a line that is behind only, and the value of what is delivered is of
# such lines only, before the total discount.
WAITING = """
    bool_or(abs(l.confirmed_quantity) > abs(l.picked_quantity) AND EXISTS (
        SELECT 1 FROM customers_item i WHERE i.id = l.item_id AND i.item_type = 'goods')) AS is_picking_behind,
    bool_or(abs(l.picked_quantity) > abs(l.delivered_quantity)) AS is_delivery_behind,
    sum((l.delivered_quantity - l.invoiced_quantity) * l.unit_price * (1 - l.line_discount_percent / 100))
        FILTER (WHERE abs(l.delivered_quantity) > abs(l.invoiced_quantity)) AS uninvoiced
"""
# The value of what is delivered, of an order ``o`` whose lines gave ``line``.
UNINVOICED_AMOUNT = """round(line.uninvoiced * (1 - o.total_discount_percent / 100),
        (SELECT decimals FROM ledger_currency WHERE code = o.currency_id))"""
_KEPT = f"""
    is_picking_behind = line.is_picking_behind, is_delivery_behind = line.is_delivery_behind,
    uninvoiced_amount = {UNINVOICED_AMOUNT}
"""

# The furthest document that still stands, whether anything is left to deliver or to invoice, and what waits. None of it
# but the status is part of an index, so that orders are updated in place. A posting may bring the first packing slip.
_ADVANCE_ORDERS = f"""
    UPDATE customers_salesorder o SET
        status = CASE WHEN line.is_delivered AND line.is_invoiced THEN 'invoiced'
            WHEN line.is_delivered THEN 'delivered' ELSE 'open' END,
        document_status = CASE WHEN line.has_invoiced THEN 'invoice' WHEN line.has_delivered THEN 'packing_slip'
            WHEN line.has_picked THEN 'picking_list' WHEN line.has_confirmed THEN 'confirmation' ELSE 'none' END,
        first_slip_date = least(o.first_slip_date, slip.first_date),
        {_KEPT}
    FROM (
        SELECT l.order_id, bool_and(l.delivered_quantity = l.quantity) AS is_delivered,
            bool_and(l.invoiced_quantity = l.quantity) AS is_invoiced,
            bool_or(l.invoiced_quantity <> 0) AS has_invoiced,
            bool_or(l.delivered_quantity <> 0) AS has_delivered, bool_or(l.picked_quantity <> 0) AS has_picked,
            bool_or(l.confirmed_quantity <> 0) AS has_confirmed, {WAITING}
        FROM customers_salesorderline l WHERE l.order_id = ANY(%(orders)s) GROUP BY l.order_id
    ) AS line
    LEFT JOIN (
        SELECT l.order_id, min(d.document_date) AS first_date
        FROM customers_orderdocument d JOIN customers_orderdocumentline dl ON dl.document_id = d.id
        JOIN customers_salesorderline l ON l.id = dl.order_line_id
        WHERE d.posting_id = %(posting)s AND d.document_type = 'packing_slip' AND d.corrects_id IS NULL
        GROUP BY l.order_id
    ) AS slip ON slip.order_id = line.order_id
    WHERE o.id = line.order_id AND o.company_id = %(company)s
"""  # noqa: S608 (parts of ours)


def advance_orders(*, company_id: int, orders: Sequence[int], posting_id: int | None = None) -> int:
    """Set status, document status and what waits of orders by their lines, and return how many.

    ``posting_id`` is the posting whose packing slips they got, if any.
    """
    return execute(_ADVANCE_ORDERS, {"company": company_id, "orders": list(orders), "posting": posting_id})


_KEEP_WHAT_WAITS = f"""
    UPDATE customers_salesorder o SET {_KEPT}
    FROM (
        SELECT l.order_id, {WAITING}
        FROM customers_salesorderline l WHERE l.order_id = ANY(%(orders)s) GROUP BY l.order_id
    ) AS line
    WHERE o.id = line.order_id AND o.company_id = %(company)s
"""  # noqa: S608 (parts of ours)


def keep_what_waits(*, company_id: int, orders: Sequence[int]) -> int:
    """Set what waits of orders by their lines, and leave how far they are; return how many."""
    return execute(_KEEP_WHAT_WAITS, {"company": company_id, "orders": list(orders)})
