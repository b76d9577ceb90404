"""What the probes of concessions, exchanges and reorganizations ask. Each row is a breach."""

# One row per concession that is not whole. Everything of it is looked up by its key: its voucher by the document, the
# transaction and entries by the voucher.
CONCESSIONS = """
    SELECT c.id AS number, t.document_number AS document, CASE
            WHEN v.id IS NULL OR v.posting_id <> c.posting_id OR v.posting_date <> c.concession_date THEN 'voucher'
            WHEN own.amount IS DISTINCT FROM -c.amount OR own.in_books IS DISTINCT FROM -c.accounting_currency_amount
                THEN 'transaction'
            WHEN settled.amount IS DISTINCT FROM abs(c.amount) THEN 'settled'
            WHEN taken_back.wrong > 0 THEN 'taken_back'
            ELSE 'tax' END AS breach
    FROM customers_concession c
    JOIN customers_customertransaction t ON t.id = c.transaction_id
    LEFT JOIN ledger_voucher v ON v.company_id = c.company_id AND v.document_type = 'concession'
        AND v.document_id = c.id AND v.document_part = 0
    LEFT JOIN LATERAL (
        SELECT max(o.id) AS id, sum(o.transaction_currency_amount) AS amount,
            sum(o.accounting_currency_amount) AS in_books
        FROM customers_customertransaction o
        WHERE o.voucher_id = v.id AND o.transaction_type = c.kind AND o.customer_id = t.customer_id
    ) AS own ON true
    LEFT JOIN LATERAL (
        SELECT sum(s.transaction_currency_amount) AS amount FROM customers_settlement s
        WHERE s.posting_id = c.posting_id AND s.reversal_of_id IS NULL
            AND (s.debit_transaction_id = own.id AND s.credit_transaction_id = c.transaction_id
                OR s.credit_transaction_id = own.id AND s.debit_transaction_id = c.transaction_id)
    ) AS settled ON true
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(r.transaction_currency_tax_amount), 0) AS tax,
            coalesce(sum(r.accounting_currency_tax_amount), 0) AS in_books
        FROM customers_concessiontaxrow r WHERE r.concession_id = c.id AND r.taken_back_by_id IS NULL
    ) AS rows
    LEFT JOIN ledger_voucher back ON back.reversal_of_id = v.id
    CROSS JOIN LATERAL (
        SELECT count(*) AS wrong
        FROM (SELECT * FROM customers_concessiontaxrow WHERE concession_id = c.id AND taken_back_by_id IS NULL) AS r
        FULL JOIN (SELECT * FROM customers_concessiontaxrow
            WHERE concession_id = c.id AND taken_back_by_id IS NOT NULL) AS o ON o.number = r.number
        WHERE (back.id IS NULL) <> (o.id IS NULL)
            OR (o.taken_back_by_id, o.tax_point_date) IS DISTINCT FROM (back.id, back.posting_date)
            OR back.id IS NOT NULL AND (
                o.transaction_currency_base_amount, o.transaction_currency_tax_amount,
                o.accounting_currency_base_amount, o.accounting_currency_tax_amount
            ) IS DISTINCT FROM (
                -r.transaction_currency_base_amount, -r.transaction_currency_tax_amount,
                -r.accounting_currency_base_amount, -r.accounting_currency_tax_amount)
    ) AS taken_back
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(e.accounting_currency_amount), 0) AS tax FROM ledger_ledgerentry e
        WHERE e.voucher_id = v.id AND e.posting_type = 'tax_correction'
    ) AS posted
    WHERE c.company_id = %(company)s
      AND (v.id IS NULL OR v.posting_id <> c.posting_id OR v.posting_date <> c.concession_date
        OR own.amount IS DISTINCT FROM -c.amount OR own.in_books IS DISTINCT FROM -c.accounting_currency_amount
        OR settled.amount IS DISTINCT FROM abs(c.amount)
        OR taken_back.wrong > 0 OR rows.tax <> -c.tax_amount OR rows.in_books <> -c.accounting_currency_tax_amount
        OR posted.tax <> c.accounting_currency_tax_amount)
    ORDER BY c.id
"""

# One row per exchange without a voucher of its day, or whose two transactions are not its two amounts.
EXCHANGES = """
    SELECT e.id AS number, t.document_number AS document
    FROM customers_currencyexchange e
    JOIN customers_customertransaction t ON t.id = e.transaction_id
    LEFT JOIN ledger_voucher v ON v.company_id = e.company_id AND v.document_type = 'exchange'
        AND v.document_id = e.id AND v.document_part = 0
    CROSS JOIN LATERAL (
        SELECT count(*) AS transactions,
            sum(o.transaction_currency_amount) FILTER (WHERE o.currency_id = t.currency_id) AS taken,
            sum(o.transaction_currency_amount) FILTER (WHERE o.currency_id = e.to_currency_id) AS given,
            sum(o.accounting_currency_amount) FILTER (WHERE o.currency_id = e.to_currency_id) AS in_books
        FROM customers_customertransaction o WHERE o.voucher_id = v.id AND o.transaction_type = 'exchange'
    ) AS own
    WHERE e.company_id = %(company)s
      AND (v.id IS NULL OR v.posting_id <> e.posting_id OR v.posting_date <> e.exchange_date
        OR own.transactions <> 2 OR own.taken IS DISTINCT FROM -e.amount OR own.given IS DISTINCT FROM e.to_amount
        OR own.in_books IS DISTINCT FROM e.accounting_currency_amount)
    ORDER BY e.id
"""

# One row per reorganization without a voucher of its day, whose parts are not all of it, or whose transactions are not
# what it takes and its parts.
REORGANIZATIONS = """
    SELECT r.id AS number, t.document_number AS document
    FROM customers_reorganization r
    JOIN customers_customertransaction t ON t.id = r.transaction_id
    LEFT JOIN ledger_voucher v ON v.company_id = r.company_id AND v.document_type = 'reorganization'
        AND v.document_id = r.id AND v.document_part = 0
    CROSS JOIN LATERAL (
        SELECT array_agg(told ORDER BY told) AS rows, sum(amount) AS amount, sum(in_books) AS in_books
        FROM (
            SELECT p.amount, p.accounting_currency_amount AS in_books, ROW(p.customer_id, p.due_date, p.amount,
                p.accounting_currency_amount, p.control_account_id)::text AS told
            FROM customers_reorganizedpart p WHERE p.reorganization_id = r.id
        ) AS part
    ) AS parts
    CROSS JOIN LATERAL (
        SELECT array_agg(told ORDER BY told) FILTER (WHERE is_part) AS rows,
            sum(amount) FILTER (WHERE NOT is_part) AS taken
        FROM (
            SELECT o.transaction_currency_amount AS amount,
                sign(o.transaction_currency_amount) = sign(r.amount) AS is_part,
                ROW(o.customer_id, o.due_date, o.transaction_currency_amount, o.accounting_currency_amount,
                    o.control_account_id)::text AS told
            FROM customers_customertransaction o WHERE o.voucher_id = v.id AND o.transaction_type = 'reorganized'
        ) AS made
    ) AS own
    WHERE r.company_id = %(company)s
      AND (v.id IS NULL OR v.posting_id <> r.posting_id OR v.posting_date <> r.reorganization_date
        OR (parts.amount, parts.in_books) IS DISTINCT FROM (r.amount, r.accounting_currency_amount)
        OR own.taken IS DISTINCT FROM -r.amount OR own.rows IS DISTINCT FROM parts.rows)
    ORDER BY r.id
"""
