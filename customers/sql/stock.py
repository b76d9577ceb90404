"""What is on hand: items are locked before a run looks at them, and less is there once something left."""

from collections.abc import Sequence

from arclose.ledger.sql.running import execute, rows

_LOCK_ITEMS = """
    SELECT id FROM customers_item WHERE item_type = 'goods' AND id IN (
        SELECT item_id FROM customers_salesorderline WHERE order_id = ANY(%(orders)s)
    ) ORDER BY id FOR NO KEY UPDATE
"""


def lock_items(*, orders: Sequence[int]) -> int:
    """Lock the goods on the lines of orders, in order of id, and return how many."""
    return len(rows(_LOCK_ITEMS, {"orders": list(orders)}))


# What left the shelves by packing slips, or by invoices of what no packing slip had delivered.
_TAKE_FROM_STOCK = """
    UPDATE customers_item i SET on_hand_quantity = i.on_hand_quantity - moved.quantity
    FROM (
        SELECT item.id, step.quantity FROM (
            SELECT part.item_id, sum(part.quantity) AS quantity FROM (
                SELECT dl.item_id, dl.quantity
                FROM customers_orderdocument d JOIN customers_orderdocumentline dl ON dl.document_id = d.id
                WHERE d.posting_id = %(posting)s AND d.document_type = 'packing_slip'
                UNION ALL
                SELECT il.item_id, il.quantity
                FROM customers_invoice i JOIN customers_invoiceline il ON il.invoice_id = i.id
                WHERE i.posting_id = %(posting)s
                UNION ALL
                SELECT il.item_id, -t.quantity
                FROM customers_invoice i JOIN customers_invoiceline il ON il.invoice_id = i.id
                JOIN customers_invoiceddelivery t ON t.invoice_line_id = il.id
                WHERE i.posting_id = %(posting)s
            ) AS part GROUP BY part.item_id HAVING sum(part.quantity) <> 0
        ) AS step JOIN customers_item item ON item.id = step.item_id
        WHERE item.item_type = 'goods' ORDER BY item.id FOR NO KEY UPDATE OF item
    ) AS moved WHERE i.id = moved.id
"""


def take_from_stock(*, posting_id: int) -> int:
    """Lower what is on hand by what a posting delivered, items in order of id, and return how many."""
    return execute(_TAKE_FROM_STOCK, {"posting": posting_id})
