"""Statements of the proofs of journals."""

# A general voucher and its voucher in the books that do not tell the same story: date, text, each account with its
# amount, and what customers owe by it. Reads both by document.
VOUCHERS_NOT_WHOLE = """
    SELECT g.number, CASE WHEN v.id IS NULL THEN 'missing' WHEN g.status <> 'posted' THEN 'unasked' ELSE 'other' END
        AS breach
    FROM journals_generalvoucher g
    LEFT JOIN ledger_voucher v ON v.company_id = g.company_id AND v.document_type = 'general_voucher'
        AND v.document_id = g.id AND v.document_part = 0
    WHERE g.company_id = %(company)s AND (
        (g.status = 'posted') <> (v.id IS NOT NULL)
        OR v.id IS NOT NULL AND (v.posting_id IS DISTINCT FROM g.posting_id OR v.posting_date <> g.voucher_date
            OR v.text <> g.text
            OR (SELECT array_agg(side ORDER BY side) FROM (SELECT account_id || ' ' || currency_id || ' ' || amount
                    AS side FROM journals_generalvoucherline WHERE voucher_id = g.id) AS line)
            IS DISTINCT FROM (SELECT array_agg(side ORDER BY side) FROM (
                    SELECT account_id || ' ' || currency_id || ' ' || transaction_currency_amount AS side
                    FROM ledger_ledgerentry WHERE voucher_id = v.id AND posting_type <> 'rounding') AS entry)
            OR (SELECT array_agg(side ORDER BY side) FROM (SELECT customer_id || ' ' || currency_id || ' ' || amount
                    AS side FROM journals_generalvoucherline
                    WHERE voucher_id = g.id AND line_type = 'customer') AS line)
            IS DISTINCT FROM (SELECT array_agg(side ORDER BY side) FROM (
                    SELECT customer_id || ' ' || currency_id || ' ' || transaction_currency_amount AS side
                    FROM customers_customertransaction WHERE voucher_id = v.id) AS owed)))
    ORDER BY g.number LIMIT 20
"""

# A payment and its voucher or customer transaction in the books that do not tell the same story: date, customer,
# currency and amount. Reads both by document.
PAYMENTS_NOT_WHOLE = """
    SELECT p.id AS payment, CASE WHEN v.id IS NULL THEN 'missing' WHEN p.status <> 'posted' THEN 'unasked'
        ELSE 'other' END AS breach
    FROM (SELECT * FROM journals_payment WHERE company_id = %(company)s) AS p
    LEFT JOIN ledger_voucher v ON v.company_id = p.company_id AND v.document_type = 'payment'
        AND v.document_id = p.id AND v.document_part = 0
    LEFT JOIN customers_customertransaction t ON t.voucher_id = v.id
    WHERE (p.status = 'posted') <> (v.id IS NOT NULL)
       OR v.id IS NOT NULL AND (v.posting_id IS DISTINCT FROM p.posting_id OR v.posting_date <> p.payment_date
            OR t.customer_id IS DISTINCT FROM p.customer_id OR t.currency_id IS DISTINCT FROM p.currency_id
            OR t.transaction_currency_amount IS DISTINCT FROM -p.amount)
    ORDER BY p.id LIMIT 20
"""

# One row per mark of a journal that its document cannot settle: the document is gone or posted, of another customer or
# currency than the transaction, or less is open than is marked. What orders reserve is proved with the orders.
MARKS_ASTRAY = """
    SELECT t.document_number AS number, CASE WHEN p.id IS NOT NULL THEN 'PM-' || p.id
            WHEN s.id IS NOT NULL THEN 'BL-' || s.id
            ELSE coalesce(g.number, m.document_type || ' ' || m.document_id) END AS holder
    FROM customers_mark m
    JOIN customers_customertransaction t ON t.id = m.transaction_id
    LEFT JOIN customers_opentransaction o ON o.transaction_id = m.transaction_id
    LEFT JOIN journals_intercompanypayment i ON i.id = m.document_id AND m.document_type = 'due_from'
        AND i.company_id = m.company_id
    LEFT JOIN journals_payment p ON p.id = CASE m.document_type WHEN 'payment' THEN m.document_id ELSE i.payment_id END
        AND (m.document_type <> 'payment' OR p.company_id = m.company_id)
    LEFT JOIN journals_generalvoucher g ON g.id = m.document_id AND m.document_type = 'general_voucher'
        AND g.company_id = m.company_id
    LEFT JOIN journals_billstep s ON s.id = m.document_id AND m.document_type = 'bill_step'
        AND s.company_id = m.company_id
    WHERE m.company_id = %(company)s AND m.document_type <> 'sales_order' AND (
        coalesce(p.status, g.status, s.status) IS DISTINCT FROM 'open'
        OR coalesce(i.customer_id, p.customer_id, s.customer_id) <> t.customer_id
        OR coalesce(i.settled_currency_id, p.currency_id, s.currency_id) <> t.currency_id
        OR o.transaction_id IS NULL
        OR m.is_in_doubt IS DISTINCT FROM coalesce(p.bank_status = 'rejected', false)
        OR g.id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM journals_generalvoucherline l WHERE l.voucher_id = g.id
            AND l.settles_id = t.id AND l.customer_id = t.customer_id AND l.currency_id = t.currency_id)
        OR sign(o.transaction_currency_amount) <> sign(m.amount) OR abs(o.transaction_currency_amount) < abs(m.amount))
    ORDER BY t.id LIMIT 20
"""

# A payment that the bank returned, as somebody accepted and did not undo, and that stands in the books all the same.
RETURNS_ASTRAY = """
    SELECT r.payment_id AS payment
    FROM journals_banklinereturn r
    LEFT JOIN ledger_voucher v ON v.company_id = r.company_id AND v.document_type = 'payment'
        AND v.document_id = r.payment_id AND v.document_part = 0
    LEFT JOIN ledger_voucher back ON back.reversal_of_id = v.id
    WHERE r.company_id = %(company)s AND r.undone_at IS NULL AND back.id IS NULL
    ORDER BY r.payment_id LIMIT 20
"""
