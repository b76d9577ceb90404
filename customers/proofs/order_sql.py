"""What the probes of orders and their documents ask, one statement per look. Each row is a breach."""

from arclose.ledger.models.number_series import SeriesPurpose
from arclose.ledger.proofs.sql import numbers_with_gaps
from customers.sql.orders_advanced import UNINVOICED_DAYS, WAITING, WAITING_AMOUNTS, has_standing_invoice

# One row per order line whose kept quantities are not those of its documents, or not what was given up of it, or whose
# documents name another order; and one per line that documents name and this company has not, whatever their
# quantities. What an invoice takes of no packing slip it delivers itself. Reads the lines of orders, documents and
# invoices once. All that is said of a line is added up before the one join with the lines: the outcome of a full join
# counts as in no order, so a second one would sort three million rows that are sorted.
STEPS = """
    WITH said AS (
        SELECT order_line_id, sum(confirmed) AS confirmed, sum(picked) AS picked, sum(delivered) AS delivered,
            sum(invoiced) AS invoiced, sum(given_up) AS given_up, min(order_id) AS first_order_id,
            max(order_id) AS last_order_id
        FROM (
            SELECT l.order_line_id, NULL::numeric AS confirmed, NULL::numeric AS picked, NULL::numeric AS delivered,
                l.quantity AS invoiced, NULL::numeric AS given_up, i.order_id
            FROM customers_invoiceline l JOIN customers_invoice i ON i.id = l.invoice_id
            WHERE l.company_id = %(company)s AND l.order_line_id IS NOT NULL
            UNION ALL
            SELECT l.order_line_id, CASE d.document_type WHEN 'confirmation' THEN l.quantity END,
                CASE d.document_type WHEN 'picking_list' THEN l.quantity END,
                CASE d.document_type WHEN 'packing_slip' THEN l.quantity END, NULL, NULL, d.order_id
            FROM customers_orderdocumentline l JOIN customers_orderdocument d ON d.id = l.document_id
            WHERE l.company_id = %(company)s
            UNION ALL
            SELECT l.order_line_id, NULL, NULL, -t.quantity, NULL, NULL, NULL
            FROM customers_invoiceddelivery t JOIN customers_invoiceline l ON l.id = t.invoice_line_id
            WHERE t.company_id = %(company)s
            UNION ALL
            SELECT g.order_line_id, NULL, NULL, NULL, NULL, g.quantity, NULL
            FROM customers_givenupquantity g WHERE g.company_id = %(company)s
        ) AS part
        GROUP BY order_line_id
    ), line AS (
        SELECT id, order_id, line_number, confirmed_quantity + unconfirmed_quantity AS confirmed,
            picked_quantity + unpicked_quantity AS picked, delivered_quantity AS delivered,
            invoiced_quantity AS invoiced, given_up_quantity AS given_up
        FROM customers_salesorderline WHERE company_id = %(company)s
    ), differing AS MATERIALIZED (
        SELECT line.*, coalesce(line.id, said.order_line_id) AS named_id,
            coalesce(said.confirmed, 0) AS said_confirmed, coalesce(said.picked, 0) AS said_picked,
            coalesce(said.delivered, 0) + coalesce(said.invoiced, 0) AS said_delivered,
            coalesce(said.invoiced, 0) AS said_invoiced, coalesce(said.given_up, 0) AS said_given_up,
            said.first_order_id <> line.order_id OR said.last_order_id <> line.order_id AS is_of_another
        FROM line FULL JOIN said ON said.order_line_id = line.id
        WHERE line.id IS NULL OR line.confirmed <> coalesce(said.confirmed, 0)
           OR line.picked <> coalesce(said.picked, 0)
           OR line.delivered <> coalesce(said.delivered, 0) + coalesce(said.invoiced, 0)
           OR line.invoiced <> coalesce(said.invoiced, 0) OR line.given_up <> coalesce(said.given_up, 0)
           OR said.first_order_id <> line.order_id OR said.last_order_id <> line.order_id
    )
    SELECT o.number, coalesce(differing.line_number, differing.named_id) AS line, step.name AS breach, step.kept,
        step.said AS documented
    FROM differing
    LEFT JOIN customers_salesorder o ON o.id = differing.order_id
    CROSS JOIN LATERAL (VALUES
        ('confirmed', differing.confirmed, differing.said_confirmed),
        ('picked', differing.picked, differing.said_picked),
        ('delivered', differing.delivered, differing.said_delivered),
        ('invoiced', differing.invoiced, differing.said_invoiced),
        ('given up', differing.given_up, differing.said_given_up),
        ('order', 0, coalesce(differing.is_of_another, false)::int),
        ('stray', 0, (differing.id IS NULL)::int)
    ) AS step (name, kept, said)
    WHERE step.kept <> step.said
    ORDER BY o.id, differing.line_number
"""

# One row per order whose status is not what its lines say, and per order that lines name and this company has not. Of
# an order of nothing its invoices say whether it is open. An invoiced order whose every line is delivered and invoiced
# is right, and so are nearly all: the lines of the others alone are looked at together. Reads lines and orders once.
STATUSES = f"""
    WITH doubtful AS MATERIALIZED (
        SELECT DISTINCT l.order_id
        FROM customers_salesorderline l
        LEFT JOIN customers_salesorder o ON o.id = l.order_id AND o.company_id = %(company)s
            AND o.status = 'invoiced' AND o.document_status = 'invoice'
        WHERE l.company_id = %(company)s AND (o.id IS NULL OR l.quantity = 0 OR l.delivered_quantity <> l.quantity
            OR l.invoiced_quantity <> l.quantity)
    )
    SELECT coalesce(o.number, doubtful.order_id::text) AS number, o.status, o.document_status,
        CASE WHEN o.id IS NULL THEN 'stray' WHEN o.status = 'canceled' THEN 'canceled'
            WHEN o.status <> line.status THEN 'status' ELSE 'document_status' END AS breach,
        line.status AS expected, line.document_status AS expected_document
    FROM doubtful
    CROSS JOIN LATERAL (
        SELECT CASE WHEN bool_and(l.quantity = 0)
                AND NOT {has_standing_invoice("doubtful.order_id")} THEN 'open'
                WHEN bool_and(l.delivered_quantity = l.quantity) AND bool_and(l.invoiced_quantity = l.quantity)
                THEN 'invoiced' WHEN bool_and(l.delivered_quantity = l.quantity) THEN 'delivered' ELSE 'open' END
                AS status,
            CASE WHEN bool_or(l.invoiced_quantity <> 0) THEN 'invoice'
                WHEN bool_or(l.delivered_quantity <> 0) THEN 'packing_slip'
                WHEN bool_or(l.picked_quantity <> 0) THEN 'picking_list'
                WHEN bool_or(l.confirmed_quantity <> 0) THEN 'confirmation' ELSE 'none' END AS document_status,
            bool_or(l.delivered_quantity <> 0 OR l.invoiced_quantity <> 0) AS is_begun
        FROM customers_salesorderline l WHERE l.order_id = doubtful.order_id AND l.company_id = %(company)s
    ) AS line
    LEFT JOIN customers_salesorder o ON o.id = doubtful.order_id AND o.company_id = %(company)s
    WHERE o.id IS NULL OR CASE WHEN o.status = 'canceled' THEN line.is_begun
        ELSE o.status <> line.status OR o.document_status <> line.document_status END
    ORDER BY o.id
"""  # noqa: S608 (a part of ours)

# One row per unfinished order and amount or day that it keeps to wait for and its lines and packing slips do not say.
# Reads the lines of unfinished orders, and of the documents of those of which something delivered is not invoiced.
_KEPT_AND_SAID = ", ".join(f"('{column}', o.{column}, {amount})" for column, amount in WAITING_AMOUNTS.items())
WAITS = f"""
    SELECT o.number, wait.breach, coalesce(wait.kept, 0) AS kept, coalesce(wait.said, 0) AS said
    FROM customers_salesorder o
    JOIN ledger_currency currency ON currency.code = o.currency_id
    CROSS JOIN LATERAL (
        SELECT o.id AS order_id, {WAITING} FROM customers_salesorderline l WHERE l.order_id = o.id
    ) AS line
    CROSS JOIN LATERAL ({UNINVOICED_DAYS}) AS slip
    CROSS JOIN LATERAL (
        VALUES {_KEPT_AND_SAID},
            ('days', o.first_uninvoiced_date - date 'epoch', slip.first_date - date 'epoch'),
            ('days', o.last_uninvoiced_date - date 'epoch', slip.last_date - date 'epoch')
    ) AS wait (breach, kept, said)
    WHERE o.company_id = %(company)s AND o.status IN ('open', 'delivered') AND wait.kept IS DISTINCT FROM wait.said
    ORDER BY o.id
"""  # noqa: S608 (parts of ours)

NUMBERS = numbers_with_gaps(
    "customers_orderdocument", SeriesPurpose.CONFIRMATION, SeriesPurpose.PICKING_LIST, SeriesPurpose.PACKING_SLIP
)

# One row per line of a packing slip of which corrections and invoices took more than it delivered, or more or less than
# its cost, in accounting or reporting currency; and one per line that invoices took something of and that is not of a
# packing slip of this company. Reads the lines of packing slips, and what was taken of them.
DELIVERIES = """
    WITH slip AS (
        SELECT l.id, d.number, l.line_number, l.quantity, l.cost_amount AS cost,
            coalesce(l.reporting_cost_amount, 0) AS reporting
        FROM customers_orderdocumentline l JOIN customers_orderdocument d ON d.id = l.document_id
        WHERE l.company_id = %(company)s AND d.document_type = 'packing_slip' AND d.corrects_id IS NULL
    ), corrected AS (
        SELECT slip.id, sum(c.quantity) AS quantity, sum(c.cost_amount) AS cost,
            sum(c.reporting_cost_amount) AS reporting
        FROM customers_orderdocument cd JOIN customers_orderdocumentline c ON c.document_id = cd.id
        JOIN customers_orderdocumentline slip
            ON slip.document_id = cd.corrects_id AND slip.order_line_id = c.order_line_id
        WHERE cd.company_id = %(company)s AND cd.corrects_id IS NOT NULL GROUP BY slip.id
    ), taken AS (
        SELECT t.slip_line_id AS id, sum(t.quantity) AS quantity, sum(t.cost_amount) AS cost,
            sum(t.reporting_cost_amount) AS reporting
        FROM customers_invoiceddelivery t WHERE t.company_id = %(company)s GROUP BY t.slip_line_id
    )
    SELECT slip.number, coalesce(slip.line_number, id) AS line, slip.quantity, slip.quantity - rest.quantity AS taken,
        CASE WHEN rest.cost = 0 THEN slip.reporting ELSE slip.cost END AS cost,
        CASE WHEN rest.cost = 0 THEN slip.reporting - rest.reporting ELSE slip.cost - rest.cost END AS taken_cost,
        CASE WHEN slip.number IS NULL THEN 'stray' WHEN rest.quantity * slip.quantity < 0 THEN 'quantity'
            ELSE 'cost' END AS breach
    FROM slip FULL JOIN taken USING (id) LEFT JOIN corrected USING (id)
    CROSS JOIN LATERAL (
        SELECT slip.quantity + coalesce(corrected.quantity, 0) - coalesce(taken.quantity, 0) AS quantity,
            slip.cost + coalesce(corrected.cost, 0) - coalesce(taken.cost, 0) AS cost,
            slip.reporting + coalesce(corrected.reporting, 0) - coalesce(taken.reporting, 0) AS reporting
    ) AS rest
    WHERE slip.number IS NULL OR rest.quantity * slip.quantity < 0
       OR (rest.quantity = 0 AND (rest.cost <> 0 OR rest.reporting <> 0))
       OR rest.cost * slip.cost < 0
    ORDER BY id
"""

# One row per order document whose lines do not add up to it, or whose voucher is missing, too many, of another day or
# posting, or of another cost; and one per document that lines name and this company has not. Reads the
# lines in order of their document.
VOUCHERS = """
    SELECT coalesce(d.number, line.document_id::text) AS number, CASE WHEN d.id IS NULL THEN 'stray'
        WHEN d.net_amount <> line.net OR d.cost_amount <> line.cost THEN 'sums'
        WHEN d.has_voucher <> (v.id IS NOT NULL) OR (d.has_voucher AND NOT line.costs) THEN 'voucher'
        WHEN v.posting_date <> d.document_date OR v.posting_id <> d.posting_id THEN 'other'
        ELSE 'cost' END AS breach
    FROM (
        SELECT document_id, sum(net_amount) AS net, sum(cost_amount) AS cost, sum(reporting_cost_amount) AS reporting,
            bool_or(cost_amount <> 0 OR coalesce(reporting_cost_amount, 0) <> 0) AS costs
        FROM customers_orderdocumentline WHERE company_id = %(company)s GROUP BY document_id
    ) AS line
    LEFT JOIN customers_orderdocument d ON d.id = line.document_id AND d.company_id = %(company)s
    LEFT JOIN ledger_voucher v ON v.company_id = %(company)s AND v.document_type = 'packing_slip'
        AND v.document_id = d.id
    LEFT JOIN LATERAL (
        SELECT sum(e.accounting_currency_amount) AS cost, sum(e.reporting_currency_amount) AS reporting
        FROM ledger_ledgerentry e WHERE e.voucher_id = v.id AND e.posting_type = 'cost_of_goods_delivered'
    ) AS posted ON v.id IS NOT NULL
    WHERE d.id IS NULL OR d.net_amount <> line.net OR d.cost_amount <> line.cost OR d.has_voucher <> (v.id IS NOT NULL)
       OR (d.has_voucher AND NOT line.costs) OR v.posting_date <> d.document_date OR v.posting_id <> d.posting_id
       OR (v.id IS NOT NULL AND coalesce(posted.cost, 0) <> d.cost_amount)
       OR (v.id IS NOT NULL AND coalesce(posted.reporting, 0) <> line.reporting)
    ORDER BY d.id
"""

# One row per transaction that an order reserves which is not to be invoiced any more or is in another currency, or of
# which less is open than is reserved. Whose it is may differ: Setup changes who is invoiced.
RESERVED = """
    SELECT t.document_number AS document, coalesce(o.number, m.document_id::text) AS number
    FROM customers_mark m
    JOIN customers_customertransaction t ON t.id = m.transaction_id
    LEFT JOIN customers_opentransaction still_open ON still_open.transaction_id = m.transaction_id
    LEFT JOIN customers_salesorder o ON o.id = m.document_id AND o.company_id = m.company_id
    WHERE m.company_id = %(company)s AND m.document_type = 'sales_order'
        AND (o.id IS NULL OR o.status NOT IN ('open', 'delivered') OR o.order_type <> 'sales'
            OR o.currency_id <> t.currency_id
            OR still_open.transaction_id IS NULL OR m.amount >= 0
            OR still_open.transaction_currency_amount > m.amount)
"""

# One row per charge that stands on invoices in sum more than once though it is fixed, or on an invoice of which its
# order has no line. Reads the invoice lines that are charges.
CHARGES = """
    WITH line AS (
        SELECT il.order_charge_id, il.invoice_id, il.quantity FROM customers_invoiceline il
        WHERE il.company_id = %(company)s AND il.order_charge_id IS NOT NULL
    )
    SELECT o.number, charge.code, 'twice' AS breach, '' AS invoice
    FROM line
    JOIN customers_ordercharge c ON c.id = line.order_charge_id AND NOT c.is_percent
    JOIN customers_salesorder o ON o.id = c.order_id
    JOIN customers_chargecode charge ON charge.id = c.charge_code_id
    GROUP BY c.id, o.number, charge.code HAVING abs(sum(line.quantity)) > 1
    UNION ALL
    SELECT o.number, charge.code, 'stranger', i.number
    FROM line
    JOIN customers_invoice i ON i.id = line.invoice_id
    JOIN customers_ordercharge c ON c.id = line.order_charge_id
    JOIN customers_salesorder o ON o.id = c.order_id
    JOIN customers_chargecode charge ON charge.id = c.charge_code_id
    WHERE NOT EXISTS (SELECT 1 FROM customers_invoiceline own
        JOIN customers_salesorderline l ON l.id = own.order_line_id
        WHERE own.invoice_id = line.invoice_id AND l.order_id = c.order_id)
"""
