"""What credit notes leave of their returned orders: given up, and given back where the credit note is undone."""

from collections.abc import Sequence

from arclose.ledger.fields import array_of
from arclose.ledger.sql.running import execute

# What credit notes leave of their returned orders is given up: the lines are lowered to what is credited.
_GIVE_UP_CREDIT_REST = """
    WITH rest AS (
        SELECT l.id, l.order_id, l.company_id, l.quantity - l.invoiced_quantity AS quantity, note.number,
            round(l.invoiced_quantity * l.unit_price * (1 - l.line_discount_percent / 100), currency.decimals) AS net
        FROM (
            SELECT line.order_id, min(i.number) AS number
            FROM customers_invoice i
            JOIN customers_invoiceline il ON il.invoice_id = i.id
            JOIN customers_salesorderline line ON line.id = il.order_line_id
            WHERE i.posting_id = %(posting)s AND i.invoice_type = 'credit_note' GROUP BY line.order_id
        ) AS note
        JOIN customers_salesorder o ON o.id = note.order_id AND o.order_type = 'returned'
        JOIN ledger_currency currency ON currency.code = o.currency_id
        JOIN customers_salesorderline l ON l.order_id = o.id AND l.quantity <> l.invoiced_quantity
    ), lowered AS (
        UPDATE customers_salesorderline l SET quantity = l.invoiced_quantity, net_amount = rest.net,
            given_up_quantity = l.given_up_quantity + rest.quantity, deliver_now_quantity = 0
        FROM rest WHERE l.id = rest.id
    )
    INSERT INTO customers_givenupquantity (company_id, order_line_id, quantity, reason, given_up_by_id)
    SELECT rest.company_id, rest.id, rest.quantity, rest.number, posting.posted_by_id
    FROM rest JOIN ledger_posting posting ON posting.id = %(posting)s ORDER BY rest.id
"""
# What is given back cancels out what was given up for the same reason; the last that stands says why the rest is gone.
_VALUE_ORDERS = """
    UPDATE customers_salesorder o SET closing_reason = coalesce(line.reason, ''),
        net_amount = line.net - round(line.net * o.total_discount_percent / 100, line.decimals)
    FROM (
        SELECT l.order_id, sum(l.net_amount) AS net, max(currency.decimals) AS decimals, (
                SELECT g.reason FROM customers_salesorderline own
                JOIN customers_givenupquantity g ON g.order_line_id = own.id
                WHERE own.order_id = l.order_id
                GROUP BY g.reason HAVING sum(g.quantity) <> 0 ORDER BY max(g.id) DESC LIMIT 1
            ) AS reason
        FROM customers_salesorderline l
        JOIN customers_salesorder o ON o.id = l.order_id
        JOIN ledger_currency currency ON currency.code = o.currency_id
        WHERE l.order_id = ANY((SELECT %(orders)s::bigint[])::bigint[]) GROUP BY l.order_id
    ) AS line
    WHERE o.id = line.order_id AND o.order_type = 'returned' AND EXISTS (
        SELECT 1 FROM customers_salesorderline own JOIN customers_givenupquantity g ON g.order_line_id = own.id
        WHERE own.order_id = o.id)
"""


def give_up_credit_rest(*, posting_id: int, orders: Sequence[int]) -> int:
    """Set to zero what the credit notes of a posting leave of their returned orders; give how many lines had a rest."""
    count = execute(_GIVE_UP_CREDIT_REST, {"posting": posting_id})
    if count:
        execute(_VALUE_ORDERS, {"orders": array_of(orders)})
    return count


# What the credit notes that a posting undid had given up is on the lines of their orders again.
_GIVE_BACK_CREDIT_REST = """
    WITH rest AS (
        SELECT g.company_id, g.order_line_id, g.reason, sum(g.quantity) AS quantity
        FROM (
            SELECT DISTINCT l.order_id, note.number
            FROM customers_invoice opposite
            JOIN customers_invoice note ON note.id = opposite.credited_invoice_id AND note.invoice_type = 'credit_note'
            JOIN customers_invoiceline il ON il.invoice_id = note.id
            JOIN customers_salesorderline l ON l.id = il.order_line_id
            JOIN customers_salesorder o ON o.id = l.order_id AND o.order_type = 'returned'
            WHERE opposite.posting_id = %(posting)s
        ) AS undone
        JOIN customers_salesorderline l ON l.order_id = undone.order_id
        JOIN customers_givenupquantity g ON g.order_line_id = l.id AND g.reason = undone.number
        GROUP BY g.company_id, g.order_line_id, g.reason HAVING sum(g.quantity) <> 0
    ), raised AS (
        UPDATE customers_salesorderline l SET quantity = l.quantity + rest.quantity,
            given_up_quantity = l.given_up_quantity - rest.quantity,
            net_amount = round((l.quantity + rest.quantity) * l.unit_price * (1 - l.line_discount_percent / 100),
                currency.decimals)
        FROM rest
        JOIN customers_salesorderline own ON own.id = rest.order_line_id
        JOIN customers_salesorder o ON o.id = own.order_id
        JOIN ledger_currency currency ON currency.code = o.currency_id
        WHERE l.id = rest.order_line_id
    )
    INSERT INTO customers_givenupquantity (company_id, order_line_id, quantity, reason, given_up_by_id)
    SELECT rest.company_id, rest.order_line_id, -rest.quantity, rest.reason, posting.posted_by_id
    FROM rest JOIN ledger_posting posting ON posting.id = %(posting)s ORDER BY rest.order_line_id
"""


def give_back_credit_rest(*, posting_id: int, orders: Sequence[int]) -> int:
    """Take back what the credit notes that a posting undid had given up; give of how many lines."""
    count = execute(_GIVE_BACK_CREDIT_REST, {"posting": posting_id})
    if count:
        execute(_VALUE_ORDERS, {"orders": array_of(orders)})
    return count
