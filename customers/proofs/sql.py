"""What the probes of customers ask, one statement per look. Each row is a breach; the first of them are enough."""

from arclose.ledger.models.number_series import SeriesPurpose
from arclose.ledger.proofs.sql import numbers_with_gaps
from customers.sql.control_accounts import IS_CONTROL_ACCOUNT
from customers.sql.standing import counted

# One row per account, currency and period where the kept balances of subledger and ledger differ; each is proved apart.
CONTROL_ACCOUNTS = """
    WITH ledger AS (
        SELECT b.account_id, b.currency_id, b.period_id, b.transaction_currency_amount AS transaction,
            b.accounting_currency_amount AS accounting
        FROM ledger_accountbalance b JOIN ledger_ledgeraccount a ON a.id = b.account_id AND {is_control_account}
        WHERE b.company_id = %(company)s
    ), subledger AS (
        SELECT account_id, currency_id, period_id, transaction_currency_amount AS transaction,
            accounting_currency_amount AS accounting
        FROM customers_subledgerbalance WHERE company_id = %(company)s
    )
    SELECT a.number AS account, currency_id AS currency, coalesce(s.accounting, 0) AS subledger,
        coalesce(l.accounting, 0) AS ledger, p.name AS period
    FROM ledger l FULL JOIN subledger s USING (account_id, currency_id, period_id)
    JOIN ledger_ledgeraccount a ON a.id = account_id JOIN ledger_fiscalperiod p ON p.id = period_id
    WHERE coalesce(s.transaction, 0) <> coalesce(l.transaction, 0)
       OR coalesce(s.accounting, 0) <> coalesce(l.accounting, 0)
    ORDER BY 1, 2, p.start_date
    """.replace("{is_control_account}", IS_CONTROL_ACCOUNT)

# One row per kept balance of the subledger that differs from its transactions and settlements, summed per day first.
SUBLEDGER_BALANCES = """
    WITH daily AS (
        SELECT t.control_account_id AS account_id, t.currency_id, v.posting_date AS day,
            sum(t.transaction_currency_amount) AS transaction,
            sum(t.accounting_currency_amount + t.opening_adjustment_amount) AS accounting
        FROM customers_customertransaction t JOIN ledger_voucher v ON v.id = t.voucher_id
        WHERE t.company_id = %(company)s GROUP BY 1, 2, 3
        UNION ALL
        SELECT t.control_account_id, t.currency_id, s.settlement_date,
            -sum(s.transaction_currency_amount), -sum(s.debit_accounting_amount + s.debit_adjustment_amount)
        FROM customers_settlement s JOIN customers_customertransaction t ON t.id = s.debit_transaction_id
        WHERE s.company_id = %(company)s GROUP BY 1, 2, 3
        UNION ALL
        SELECT t.control_account_id, t.currency_id, s.settlement_date,
            sum(s.transaction_currency_amount), sum(s.credit_accounting_amount + s.credit_adjustment_amount)
        FROM customers_settlement s JOIN customers_customertransaction t ON t.id = s.credit_transaction_id
        WHERE s.company_id = %(company)s GROUP BY 1, 2, 3
        UNION ALL
        SELECT a.control_account_id, t.currency_id, a.adjustment_date, 0, sum(a.accounting_currency_amount)
        FROM ({adjustments}) AS a JOIN customers_customertransaction t ON t.id = a.transaction_id GROUP BY 1, 2, 3
    ), summed AS (
        SELECT d.account_id, d.currency_id, p.id AS period_id, sum(d.transaction) AS transaction,
            sum(d.accounting) AS accounting
        FROM daily d LEFT JOIN ledger_fiscalperiod p
            ON p.company_id = %(company)s AND d.day BETWEEN p.start_date AND p.end_date
        GROUP BY 1, 2, 3
    ), kept AS (
        SELECT account_id, currency_id, period_id, transaction_currency_amount AS transaction,
            accounting_currency_amount AS accounting
        FROM customers_subledgerbalance WHERE company_id = %(company)s
    )
    SELECT a.number AS account, currency_id AS currency, p.name AS period,
        coalesce(s.accounting, 0) AS rows, coalesce(k.accounting, 0) AS kept
    FROM summed s FULL JOIN kept k USING (account_id, currency_id, period_id)
    LEFT JOIN ledger_ledgeraccount a ON a.id = account_id LEFT JOIN ledger_fiscalperiod p ON p.id = period_id
    WHERE coalesce(s.transaction, 0) <> coalesce(k.transaction, 0)
       OR coalesce(s.accounting, 0) <> coalesce(k.accounting, 0)
    ORDER BY 1, 2, 3
""".replace("{adjustments}", counted("x.company_id = %(company)s"))

# One row per order that is invoiced and has no invoice, neither of its own nor together with others; and one per
# invoice of an order that this company has not.
ORDERS = """
    SELECT o.number, CASE WHEN o.id IS NULL THEN 'stray' ELSE 'missing' END AS breach FROM (
        SELECT o.id, coalesce(o.number, i.number) AS number
        FROM (SELECT * FROM customers_salesorder WHERE company_id = %(company)s) AS o
        FULL JOIN (
            SELECT * FROM customers_invoice WHERE company_id = %(company)s AND order_id IS NOT NULL
        ) AS i ON i.order_id = o.id
        WHERE o.id IS NULL OR (o.status = 'invoiced' AND (i.id IS NULL OR i.origin = 'prepayment')) OFFSET 0
    ) AS o
    WHERE NOT EXISTS (
        SELECT 1 FROM customers_salesorderline l JOIN customers_invoiceline il ON il.order_line_id = l.id
        WHERE l.order_id = o.id)
    ORDER BY o.id
"""

# One row per document that says wrongly whether it is of one order: one that names none and has lines of a single
# order, one of another origin that has lines of orders. One that names an order and has no line of any is found where
# lines are added up, and whether they are of the order that is named where they are compared with their documents.
ORIGINS = """
    SELECT i.number FROM customers_invoice i
    CROSS JOIN LATERAL (
        SELECT min(l.order_id) AS first_id, max(l.order_id) AS last_id
        FROM customers_invoiceline il JOIN customers_salesorderline l ON l.id = il.order_line_id
        WHERE il.invoice_id = i.id
    ) AS line
    WHERE i.company_id = %(company)s AND (i.origin <> 'sales_order' OR i.order_id IS NULL)
      AND CASE i.origin WHEN 'sales_order' THEN line.first_id IS NOT DISTINCT FROM line.last_id
          ELSE line.first_id IS NOT NULL END
    UNION ALL
    SELECT d.number FROM customers_orderdocument d
    CROSS JOIN LATERAL (
        SELECT min(l.order_id) AS first_id, max(l.order_id) AS last_id
        FROM customers_orderdocumentline dl JOIN customers_salesorderline l ON l.id = dl.order_line_id
        WHERE dl.document_id = d.id
    ) AS line
    WHERE d.company_id = %(company)s AND d.order_id IS NULL AND line.first_id = line.last_id
    ORDER BY 1
"""

# One row per invoice whose voucher or customer transaction is missing, too many, or of another amount or posting; and
# one per transaction of an invoice, or without one of a voucher, that this company has not. What is of an invoice has
# the voucher of that invoice, so nobody else needs to look whose it is. The full join comes last: what it gives counts
# as in no order, and would be sorted for another.
INVOICES = """
    SELECT coalesce(i.number, t.document_number) AS number, CASE WHEN i.id IS NULL THEN 'stray'
        WHEN i.has_voucher <> (i.voucher_id IS NOT NULL) THEN 'voucher'
        WHEN i.posting_date <> i.invoice_date OR i.posting_of_voucher_id <> i.posting_id THEN 'other'
        ELSE 'transaction' END AS breach
    FROM (
        SELECT i.*, v.id AS voucher_id, v.posting_date, v.posting_id AS posting_of_voucher_id
        FROM customers_invoice i LEFT JOIN ledger_voucher v
            ON v.company_id = %(company)s AND v.document_type = 'invoice' AND v.document_id = i.id
        WHERE i.company_id = %(company)s
    ) AS i
    FULL JOIN (
        SELECT * FROM customers_customertransaction WHERE company_id = %(company)s AND invoice_id IS NOT NULL
    ) AS t ON t.invoice_id = i.id
    WHERE i.id IS NULL OR i.has_voucher <> (i.voucher_id IS NOT NULL) OR i.posting_date <> i.invoice_date
       OR i.posting_of_voucher_id <> i.posting_id OR coalesce(t.transaction_currency_amount, 0) <> i.total_amount
       OR (t.id IS NOT NULL AND t.voucher_id IS DISTINCT FROM i.voucher_id)
       OR t.customer_id <> i.invoice_account_id OR t.currency_id <> i.currency_id
    UNION ALL
    SELECT t.document_number, 'unposted' FROM customers_customertransaction t
    LEFT JOIN ledger_voucher v ON v.id = t.voucher_id AND v.company_id = %(company)s
    WHERE t.company_id = %(company)s AND t.invoice_id IS NULL AND v.id IS NULL
    ORDER BY 1
"""

# One row per invoice whose lines or tax rows do not add up to its totals, or that names an order and has no line of
# any; and one per invoice that lines or tax rows name and this company has not. Reads both in order of their invoice,
# and adds up all that is said of one before the one join with it: a second join would sort what the first one gives.
INVOICE_SUMS = """
    SELECT coalesce(i.number, said.invoice_id::text) AS number,
        CASE WHEN i.id IS NULL THEN 'stray'
            WHEN coalesce(said.net, 0) <> i.net_amount OR coalesce(said.tax, 0) <> i.tax_amount THEN 'lines'
            WHEN coalesce(said.row_net, 0) <> i.net_amount OR coalesce(said.row_tax, 0) <> i.tax_amount THEN 'totals'
            ELSE 'order' END AS breach
    FROM (SELECT * FROM customers_invoice WHERE company_id = %(company)s) AS i
    FULL JOIN (
        SELECT invoice_id, sum(net) AS net, sum(tax) AS tax, count(order_line_id) AS of_orders,
            sum(row_net) AS row_net, sum(row_tax) AS row_tax
        FROM (
            (SELECT invoice_id, net_amount AS net, tax_amount AS tax, order_line_id, NULL::numeric AS row_net,
                NULL::numeric AS row_tax
            FROM customers_invoiceline WHERE company_id = %(company)s ORDER BY invoice_id)
            UNION ALL
            (SELECT invoice_id, NULL, NULL, NULL, transaction_currency_base_amount, transaction_currency_tax_amount
            FROM customers_taxrow WHERE company_id = %(company)s ORDER BY invoice_id)
        ) AS part
        GROUP BY invoice_id
    ) AS said ON said.invoice_id = i.id
    WHERE i.id IS NULL OR coalesce(said.net, 0) <> i.net_amount OR coalesce(said.tax, 0) <> i.tax_amount
       OR coalesce(said.row_net, 0) <> i.net_amount OR coalesce(said.row_tax, 0) <> i.tax_amount
       OR (i.origin = 'sales_order' AND i.order_id IS NOT NULL AND coalesce(said.of_orders, 0) = 0)
    ORDER BY i.id
"""

# One row per invoice of which a line is distributed to another sum, or only some lines are. Reads lines of documents
# that are distributed.
DISTRIBUTIONS = """
    SELECT DISTINCT i.number FROM customers_invoice i
    JOIN customers_invoiceline l ON l.invoice_id = i.id
    CROSS JOIN LATERAL (
        SELECT sum(amount) AS amount FROM customers_invoicelinedistribution
        WHERE company_id = %(company)s AND invoice_line_id = l.id
    ) AS d
    WHERE i.id IN (
        SELECT l.invoice_id FROM customers_invoicelinedistribution d
        JOIN customers_invoiceline l ON l.id = d.invoice_line_id WHERE d.company_id = %(company)s)
      AND d.amount IS DISTINCT FROM l.net_amount
    ORDER BY 1
"""

# One row per invoice whose tax rows are not the sums of its entries: base, tax, and each of them times its number, so
# that two rows cannot make up for one another. Reads entries in order of their voucher. The joins are full ones, which
# are hashed or merged whatever the planner believes of new rows, and the condition on the voucher leaves them so.
TAX_ROWS = """
    SELECT v.text AS number, v.document_id
    FROM (SELECT * FROM ledger_voucher WHERE company_id = %(company)s AND document_type = 'invoice') AS v
    FULL JOIN (
        SELECT e.voucher_id, sum(e.accounting_currency_amount) FILTER (WHERE e.posting_type = 'sales_tax') AS tax,
            sum(e.accounting_currency_amount) AS both,
            sum(e.accounting_currency_amount * e.tax_row_number) FILTER (WHERE e.tax_row_number > 1) AS weighted
        FROM ledger_ledgerentry e WHERE e.company_id = %(company)s AND e.tax_row_number IS NOT NULL
        GROUP BY e.voucher_id
    ) AS entry ON entry.voucher_id = v.id
    FULL JOIN (
        SELECT invoice_id, sum(accounting_currency_tax_amount) AS tax,
            sum(accounting_currency_base_amount + accounting_currency_tax_amount) AS both,
            sum((accounting_currency_base_amount + accounting_currency_tax_amount) * number)
                FILTER (WHERE number > 1) AS weighted
        FROM customers_taxrow WHERE company_id = %(company)s GROUP BY invoice_id
    ) AS tax_row ON tax_row.invoice_id = v.document_id
    WHERE coalesce(v.id, 0) <> 0
      AND (coalesce(tax_row.tax, 0) <> -coalesce(entry.tax, 0) OR coalesce(tax_row.both, 0) <> -coalesce(entry.both, 0)
        OR coalesce(tax_row.weighted, 0) <> -coalesce(entry.weighted, 0))
    ORDER BY v.id
"""

# One row per account on which the entries of prepayments are not what is left to deduct of their invoices, at the rate
# at which it was prepaid; and one per prepayment invoice of which more was deducted than there was, or which is none.
# Reads entries of their type, and lines that name a prepayment.
PREPAYMENTS = """
    WITH moved AS (
        SELECT revenue_account_id AS account_id, sum(prepaid_accounting_amount) AS left
        FROM customers_invoiceline WHERE company_id = %(company)s AND prepayment_id IS NOT NULL GROUP BY 1
    ), booked AS (
        SELECT e.account_id, -sum(e.accounting_currency_amount) AS booked FROM ledger_ledgerentry e
        WHERE e.company_id = %(company)s AND e.posting_type = 'prepayment' GROUP BY 1
    ), of_invoice AS (
        SELECT p.number, p.total_amount, sum(l.net_amount + l.tax_amount) AS left,
            bool_or(p.origin <> 'prepayment' OR p.credited_invoice_id IS NOT NULL) AS is_none
        FROM customers_invoiceline l JOIN customers_invoice p ON p.id = l.prepayment_id
        WHERE l.company_id = %(company)s AND l.prepayment_id IS NOT NULL GROUP BY p.id, p.number, p.total_amount
    )
    SELECT 'account' AS breach, a.number, coalesce(moved.left, 0) AS left, coalesce(booked.booked, 0) AS booked
    FROM moved FULL JOIN booked USING (account_id) JOIN ledger_ledgeraccount a ON a.id = account_id
    WHERE coalesce(moved.left, 0) <> coalesce(booked.booked, 0)
    UNION ALL
    SELECT 'beyond', number, of_invoice.left, total_amount FROM of_invoice
    WHERE of_invoice.left < 0 OR of_invoice.left > total_amount OR is_none
    ORDER BY 1, 2
"""

# An interest note and what the books have of it that do not tell the same story: date, customer, currency and amount;
# or whose lines are not its interest, or still stand after it was reversed. One that reinstates another has no lines.
# Reads notes by document.
INTEREST_NOTES = """
    SELECT n.id AS note, CASE WHEN v.id IS NULL AND n.posting_id IS NOT NULL THEN 'missing'
        WHEN CASE WHEN n.reinstates_id IS NULL THEN n.interest_amount END IS DISTINCT FROM line.amount
            OR line.is_standing = (n.status = 'reversed') THEN 'lines'
        ELSE 'other' END AS breach
    FROM (SELECT * FROM customers_interestnote WHERE company_id = %(company)s) AS n
    LEFT JOIN ledger_voucher v ON v.company_id = n.company_id AND v.document_type = 'interest_note'
        AND v.document_id = n.id AND v.document_part = 0
    LEFT JOIN customers_customertransaction t ON t.voucher_id = v.id
    LEFT JOIN ledger_voucher undo ON undo.reversal_of_id = v.id
    CROSS JOIN LATERAL (SELECT sum(amount) AS amount, bool_or(is_standing) AS is_standing
        FROM customers_interestnoteline WHERE note_id = n.id) AS line
    WHERE (n.posting_id IS NOT NULL) <> (v.id IS NOT NULL)
       OR CASE WHEN n.reinstates_id IS NULL THEN n.interest_amount END IS DISTINCT FROM line.amount
       OR line.is_standing = (n.status = 'reversed')
       OR v.id IS NOT NULL AND (v.posting_id IS DISTINCT FROM n.posting_id OR v.posting_date <> n.note_date
            OR (n.status IN ('reversed', 'waived')) <> (undo.id IS NOT NULL)
            OR t.customer_id IS DISTINCT FROM n.customer_id OR t.currency_id IS DISTINCT FROM n.currency_id
            OR t.transaction_currency_amount IS DISTINCT FROM n.interest_amount + n.fee_amount)
    ORDER BY n.id LIMIT 20
"""

# A collection letter and what the books have of it that do not tell the same story: its lines what it asks for and of
# its step, a voucher where it has a fee, its transaction the fee and tax, its tax rows likewise, with their opposites
# where it is reversed. Reads letters by document.
COLLECTION_LETTERS = """
    SELECT l.id AS letter, CASE
        WHEN nullif(l.overdue_amount, 0) IS DISTINCT FROM line.amount OR line.is_other
            OR line.is_standing = (l.status = 'reversed') THEN 'lines'
        WHEN (v.id IS NOT NULL) <> (l.posting_id IS NOT NULL AND l.fee_amount <> 0) THEN 'voucher'
        WHEN tax.is_wrong THEN 'tax'
        ELSE 'other' END AS breach
    FROM (SELECT * FROM customers_collectionletter WHERE company_id = %(company)s) AS l
    LEFT JOIN ledger_voucher v ON v.company_id = l.company_id AND v.document_type = 'collection_letter'
        AND v.document_id = l.id AND v.document_part = 0
    LEFT JOIN customers_customertransaction t ON t.voucher_id = v.id
    LEFT JOIN ledger_voucher undo ON undo.reversal_of_id = v.id
    CROSS JOIN LATERAL (SELECT sum(open_amount) AS amount, bool_or(is_standing) AS is_standing,
            bool_or(code_number <> l.code_number) AS is_other
        FROM customers_collectionletterline WHERE note_id = l.id) AS line
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(e.accounting_currency_amount) FILTER (WHERE e.posting_type = 'sales_tax'), 0) AS tax
        FROM ledger_ledgerentry e WHERE e.voucher_id = v.id) AS booked
    CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE r.taken_back_by_id IS NULL)
                <> CASE WHEN v.id IS NOT NULL AND l.tax_code_id IS NOT NULL THEN 1 ELSE 0 END
            OR bool_or(r.taken_back_by_id IS NULL AND (r.transaction_currency_base_amount <> l.fee_amount
                OR r.transaction_currency_tax_amount <> l.tax_amount
                OR r.accounting_currency_tax_amount <> -booked.tax))
            OR bool_or(r.taken_back_by_id IS NOT NULL AND r.taken_back_by_id IS DISTINCT FROM undo.id)
            OR undo.id IS NOT NULL AND coalesce(sum(r.transaction_currency_tax_amount), 0) <> 0
            OR undo.id IS NOT NULL AND coalesce(sum(r.accounting_currency_base_amount), 0) <> 0 AS is_wrong
        FROM customers_collectionlettertaxrow r WHERE r.letter_id = l.id) AS tax
    WHERE nullif(l.overdue_amount, 0) IS DISTINCT FROM line.amount OR line.is_other
       OR line.is_standing = (l.status = 'reversed')
       OR (v.id IS NOT NULL) <> (l.posting_id IS NOT NULL AND l.fee_amount <> 0)
       OR tax.is_wrong
       OR v.id IS NOT NULL AND (v.posting_id IS DISTINCT FROM l.posting_id OR v.posting_date <> l.note_date
            OR (l.status IN ('reversed', 'waived')) <> (undo.id IS NOT NULL)
            OR l.reversal_id IS DISTINCT FROM undo.posting_id
            OR t.customer_id IS DISTINCT FROM l.customer_id OR t.currency_id IS DISTINCT FROM l.currency_id
            OR t.transaction_currency_amount IS DISTINCT FROM l.fee_amount + l.tax_amount)
    ORDER BY l.id LIMIT 20
"""

INVOICE_NUMBERS = numbers_with_gaps(
    "customers_invoice", SeriesPurpose.INVOICE, SeriesPurpose.CREDIT_NOTE, SeriesPurpose.PREPAYMENT_INVOICE
)

# One row per e-mail that names no document of its company and customer, or went out without a digest of its file.
SENT_DOCUMENTS = """
    SELECT s.number, s.recipient,
        CASE WHEN s.state = 'sent' AND s.file_digest = '' THEN 'digest' ELSE 'stray' END AS breach
    FROM customers_sentdocument s
    LEFT JOIN customers_invoice i ON i.id = s.document_id AND s.document_type = 'invoice'
        AND (i.company_id, i.number, i.invoice_date, i.invoice_account_id)
            = (s.company_id, s.number, s.document_date, s.customer_id)
    LEFT JOIN customers_orderdocument d ON d.id = s.document_id AND s.document_type = 'order_document'
        AND (d.company_id, d.number, d.document_date, d.customer_id)
            = (s.company_id, s.number, s.document_date, s.customer_id)
    LEFT JOIN customers_collectionletter l ON l.id = s.document_id AND s.document_type = 'letter'
        AND (l.company_id, l.note_date, l.customer_id) = (s.company_id, s.document_date, s.customer_id)
    WHERE s.company_id = %(company)s
      AND (s.state = 'sent' AND s.file_digest = ''
        OR i.id IS NULL AND d.id IS NULL AND l.id IS NULL
            AND (s.document_type, s.document_id) IS DISTINCT FROM ('statement', s.customer_id))
    ORDER BY s.id
"""
