"""What the probes of orders and their documents ask, one statement per look. Each row is a breach."""

from arclose.ledger.models.number_series import SeriesPurpose
from arclose.ledger.proofs.sql import numbers_with_gaps
from customers.sql.orders_advanced import UNINVOICED_AMOUNT, WAITING

# One row per order line whose kept quantities are not those of its documents, or not what was given up of it. What an
# invoice takes of no packing slip it delivers itself. Reads the lines of orders, documents and invoices once.
STEPS = """
    SELECT o.number, l.line_number AS line, step.name AS breach, step.kept, step.kept - step.difference AS documented
    FROM (
        SELECT order_line_id, sum(confirmed) AS confirmed, sum(picked) AS picked, sum(delivered) AS delivered,
            sum(invoiced) AS invoiced, sum(given_up) AS given_up
        FROM (
            SELECT l.id AS order_line_id, l.confirmed_quantity + l.unconfirmed_quantity AS confirmed,
                l.picked_quantity + l.unpicked_quantity AS picked, l.delivered_quantity AS delivered,
                l.invoiced_quantity AS invoiced, l.given_up_quantity AS given_up
            FROM customers_salesorderline l WHERE l.company_id = %(company)s
            UNION ALL
            SELECT l.order_line_id, CASE d.document_type WHEN 'confirmation' THEN -l.quantity ELSE 0 END,
                CASE d.document_type WHEN 'picking_list' THEN -l.quantity ELSE 0 END,
                CASE d.document_type WHEN 'packing_slip' THEN -l.quantity ELSE 0 END, 0, 0
            FROM customers_orderdocumentline l JOIN customers_orderdocument d ON d.id = l.document_id
            WHERE l.company_id = %(company)s
            UNION ALL
            SELECT l.order_line_id, 0, 0, -l.quantity, -l.quantity, 0
            FROM customers_invoiceline l WHERE l.company_id = %(company)s
            UNION ALL
            SELECT l.order_line_id, 0, 0, t.quantity, 0, 0
            FROM customers_invoiceddelivery t JOIN customers_invoiceline l ON l.id = t.invoice_line_id
            WHERE t.company_id = %(company)s
            UNION ALL
            SELECT g.order_line_id, 0, 0, 0, 0, -g.quantity
            FROM customers_givenupquantity g WHERE g.company_id = %(company)s
        ) AS part
        GROUP BY order_line_id
        HAVING sum(confirmed) <> 0 OR sum(picked) <> 0 OR sum(delivered) <> 0 OR sum(invoiced) <> 0
            OR sum(given_up) <> 0
    ) AS differing
    JOIN customers_salesorderline l ON l.id = differing.order_line_id
    JOIN customers_salesorder o ON o.id = l.order_id
    CROSS JOIN LATERAL (VALUES
        ('confirmed', l.confirmed_quantity + l.unconfirmed_quantity, differing.confirmed),
        ('picked', l.picked_quantity + l.unpicked_quantity, differing.picked),
        ('delivered', l.delivered_quantity, differing.delivered),
        ('invoiced', l.invoiced_quantity, differing.invoiced),
        ('given up', l.given_up_quantity, differing.given_up)
    ) AS step (name, kept, difference)
    WHERE step.difference <> 0
    ORDER BY o.id, l.line_number LIMIT 20
"""

# One row per order whose status is not what its lines say. Of an order of nothing they say nothing. Reads the lines in
# order of their order.
STATUSES = """
    SELECT o.number, o.status, o.document_status,
        CASE WHEN o.status = 'canceled' THEN 'canceled' WHEN o.status <> line.status THEN 'status'
            ELSE 'document_status' END AS breach,
        line.status AS expected, line.document_status AS expected_document
    FROM customers_salesorder o
    JOIN (
        SELECT l.order_id,
            CASE WHEN bool_and(l.delivered_quantity = l.quantity) AND bool_and(l.invoiced_quantity = l.quantity)
                THEN 'invoiced' WHEN bool_and(l.delivered_quantity = l.quantity) THEN 'delivered' ELSE 'open' END
                AS status,
            CASE WHEN bool_or(l.invoiced_quantity <> 0) THEN 'invoice'
                WHEN bool_or(l.delivered_quantity <> 0) THEN 'packing_slip'
                WHEN bool_or(l.picked_quantity <> 0) THEN 'picking_list'
                WHEN bool_or(l.confirmed_quantity <> 0) THEN 'confirmation' ELSE 'none' END AS document_status,
            bool_or(l.delivered_quantity <> 0 OR l.invoiced_quantity <> 0) AS is_begun
        FROM customers_salesorderline l WHERE l.company_id = %(company)s
        GROUP BY l.order_id HAVING bool_or(l.quantity <> 0)
    ) AS line ON line.order_id = o.id
    WHERE o.company_id = %(company)s
      AND CASE WHEN o.status = 'canceled' THEN line.is_begun
          ELSE o.status <> line.status OR o.document_status <> line.document_status END
    ORDER BY o.id LIMIT 20
"""

# One row per unfinished order that keeps something else to wait for than its lines and packing slips say. Reads the
# lines of unfinished orders, and of their documents.
WAITS = f"""
    WITH unfinished AS (
        SELECT o.*, {UNINVOICED_AMOUNT} AS said_amount, line.is_picking_behind AS said_picking,
            line.is_delivery_behind AS said_delivery, slip.first_date AS said_date
        FROM customers_salesorder o
        CROSS JOIN LATERAL (
            SELECT {WAITING}, bool_or(l.delivered_quantity <> 0) AS has_delivered
            FROM customers_salesorderline l WHERE l.order_id = o.id
        ) AS line
        LEFT JOIN LATERAL (
            SELECT min(d.document_date) AS first_date FROM customers_salesorderline l
            JOIN customers_orderdocumentline dl ON dl.order_line_id = l.id
            JOIN customers_orderdocument d ON d.id = dl.document_id
            WHERE l.order_id = o.id AND d.document_type = 'packing_slip' AND d.corrects_id IS NULL
        ) AS slip ON line.has_delivered OR o.first_slip_date IS NOT NULL
        WHERE o.company_id = %(company)s AND o.status IN ('open', 'delivered')
    )
    SELECT number, CASE WHEN is_picking_behind <> coalesce(said_picking, false) THEN 'picking'
        WHEN is_delivery_behind <> coalesce(said_delivery, false) THEN 'delivery'
        WHEN uninvoiced_amount IS DISTINCT FROM said_amount THEN 'amount' ELSE 'date' END AS breach,
        coalesce(uninvoiced_amount, 0) AS kept, coalesce(said_amount, 0) AS said
    FROM unfinished
    WHERE is_picking_behind <> coalesce(said_picking, false) OR is_delivery_behind <> coalesce(said_delivery, false)
       OR uninvoiced_amount IS DISTINCT FROM said_amount OR first_slip_date IS DISTINCT FROM said_date
    ORDER BY id LIMIT 20
"""  # noqa: S608 (parts of ours)

NUMBERS = numbers_with_gaps(
    "customers_orderdocument", SeriesPurpose.CONFIRMATION, SeriesPurpose.PICKING_LIST, SeriesPurpose.PACKING_SLIP
)

# One row per line of a packing slip of which corrections and invoices took more than it delivered, or more or less than
# its cost. Reads the lines of packing slips, and what was taken of them.
DELIVERIES = """
    WITH part AS (
        SELECT l.id, l.quantity, l.cost_amount
        FROM customers_orderdocumentline l JOIN customers_orderdocument d ON d.id = l.document_id
        WHERE l.company_id = %(company)s AND d.document_type = 'packing_slip' AND d.corrects_id IS NULL
        UNION ALL
        SELECT slip.id, c.quantity, c.cost_amount
        FROM customers_orderdocument cd JOIN customers_orderdocumentline c ON c.document_id = cd.id
        JOIN customers_orderdocumentline slip
            ON slip.document_id = cd.corrects_id AND slip.order_line_id = c.order_line_id
        WHERE cd.company_id = %(company)s AND cd.corrects_id IS NOT NULL
        UNION ALL
        SELECT t.slip_line_id, -t.quantity, -t.cost_amount FROM customers_invoiceddelivery t
        WHERE t.company_id = %(company)s
    ), rest AS (
        SELECT id, sum(quantity) AS quantity, sum(cost_amount) AS cost FROM part GROUP BY id
    )
    SELECT d.number, l.line_number AS line, l.quantity, l.quantity - rest.quantity AS taken,
        l.cost_amount AS cost, l.cost_amount - rest.cost AS taken_cost,
        CASE WHEN rest.quantity * l.quantity < 0 THEN 'quantity' ELSE 'cost' END AS breach
    FROM rest JOIN customers_orderdocumentline l ON l.id = rest.id
    JOIN customers_orderdocument d ON d.id = l.document_id
    WHERE rest.quantity * l.quantity < 0 OR (rest.quantity = 0 AND rest.cost <> 0) OR rest.cost * l.cost_amount < 0
    ORDER BY l.id LIMIT 20
"""

# One row per order document whose lines do not add up to it, or whose voucher is missing, too many, of another day or
# posting, or of another cost.
VOUCHERS = """
    SELECT d.number, CASE WHEN d.net_amount <> line.net OR d.cost_amount <> line.cost THEN 'sums'
        WHEN d.has_voucher <> (v.id IS NOT NULL) OR (d.has_voucher AND NOT line.costs) THEN 'voucher'
        WHEN v.posting_date <> d.document_date OR v.posting_id <> d.posting_id THEN 'other'
        ELSE 'cost' END AS breach
    FROM customers_orderdocument d
    JOIN (
        SELECT document_id, sum(net_amount) AS net, sum(cost_amount) AS cost, bool_or(cost_amount <> 0) AS costs
        FROM customers_orderdocumentline WHERE company_id = %(company)s GROUP BY document_id
    ) AS line ON line.document_id = d.id
    LEFT JOIN ledger_voucher v ON v.company_id = %(company)s AND v.document_type = 'packing_slip'
        AND v.document_id = d.id
    LEFT JOIN LATERAL (
        SELECT sum(e.accounting_currency_amount) AS cost FROM ledger_ledgerentry e
        WHERE e.voucher_id = v.id AND e.posting_type = 'cost_of_goods_delivered'
    ) AS posted ON v.id IS NOT NULL
    WHERE d.company_id = %(company)s
      AND (d.net_amount <> line.net OR d.cost_amount <> line.cost OR d.has_voucher <> (v.id IS NOT NULL)
        OR (d.has_voucher AND NOT line.costs) OR v.posting_date <> d.document_date OR v.posting_id <> d.posting_id
        OR (v.id IS NOT NULL AND coalesce(posted.cost, 0) <> d.cost_amount))
    ORDER BY d.id LIMIT 20
"""
