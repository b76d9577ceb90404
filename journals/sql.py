"""Statements of the import of general vouchers. ``{staged}`` stands for the lines of the file."""

# One row per side: the line's own account, and the offset account with the opposite amount where one is named.
_SIDES = """
    SELECT s.number, s.file_line, 0 AS side, s.account, s.line_text, s.amount FROM {staged} AS s
    UNION ALL
    SELECT s.number, s.file_line, 1, s.offset_account, s.line_text, -s.amount FROM {staged} AS s
    WHERE s.offset_account IS NOT NULL
"""

ACCOUNTS_MISSING = """
    SELECT s.file_line, s.account FROM ({sides}) AS s
    WHERE NOT EXISTS (SELECT 1 FROM ledger_ledgeraccount a WHERE a.company_id = %(company)s AND a.number = s.account)
""".replace("{sides}", _SIDES)

CONTROL_ACCOUNTS = """
    SELECT s.file_line, s.account FROM ({sides}) AS s
    JOIN ledger_ledgeraccount a ON a.company_id = %(company)s AND a.number = s.account
    WHERE a.is_control_account OR a.is_blocked
""".replace("{sides}", _SIDES)

CURRENCIES_MISSING = """
    SELECT min(file_line), currency FROM {staged} AS s WHERE currency IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM ledger_currency known WHERE known.code = s.currency) GROUP BY currency
"""

AMOUNTS_TOO_FINE = """
    SELECT s.file_line, s.amount FROM {staged} AS s
    JOIN ledger_currency c ON c.code = coalesce(s.currency, %(accounting)s)
    WHERE s.amount <> round(s.amount, c.decimals) OR s.amount = 0
"""

HEADS_DIFFER = """
    SELECT min(file_line), number FROM {staged} AS s GROUP BY number
    HAVING min(voucher_date) <> max(voucher_date) OR min(text) <> max(text)
        OR count(DISTINCT coalesce(currency, '')) > 1
"""

NOT_BALANCED = """
    SELECT min(file_line), number || ': ' || sum(amount) || ' (' || count(*) || ')' FROM ({sides}) AS s
    GROUP BY number HAVING sum(amount) <> 0 OR count(*) < 2
""".replace("{sides}", _SIDES)

PERIODS_NOT_OPEN = """
    SELECT min(s.file_line), s.voucher_date FROM {staged} AS s
    WHERE NOT EXISTS (SELECT 1 FROM journals_generalvoucher v WHERE v.company_id = %(company)s AND v.number = s.number)
      AND NOT EXISTS (SELECT 1 FROM ledger_fiscalperiod p WHERE p.company_id = %(company)s AND p.status = 'open'
          AND s.voucher_date BETWEEN p.start_date AND p.end_date)
    GROUP BY s.voucher_date
"""

_CONTENT = "string_agg({account} || ' ' || trim_scale({amount}), chr(10) ORDER BY {order})"
CHANGED = (
    """
    SELECT s.file_line, s.number FROM (
        SELECT sides.number, min(sides.file_line) AS file_line, {staged_content} AS content FROM ({sides}) AS sides
        GROUP BY sides.number
    ) AS s
    JOIN (SELECT number, min(voucher_date) AS voucher_date, min(text) AS text, min(currency) AS currency
        FROM {staged} AS lines GROUP BY number) AS head ON head.number = s.number
    JOIN journals_generalvoucher v ON v.company_id = %(company)s AND v.number = s.number
    LEFT JOIN LATERAL (
        SELECT {known_content} AS content FROM journals_generalvoucherline l
        JOIN ledger_ledgeraccount a ON a.id = l.account_id WHERE l.voucher_id = v.id
    ) AS known ON true
    WHERE v.status = 'canceled' OR (s.content, head.voucher_date, head.text, coalesce(head.currency, %(accounting)s))
        IS DISTINCT FROM (known.content, v.voucher_date, v.text, v.currency_id)
""".replace("{staged_content}", _CONTENT.format(account="account", amount="amount", order="file_line, side"))
    .replace("{known_content}", _CONTENT.format(account="a.number", amount="l.amount", order="l.line_number"))
    .replace("{sides}", _SIDES)
)

COUNTED = """
    SELECT coalesce(s.currency, %(accounting)s), count(DISTINCT s.number), count(DISTINCT v.number), count(*),
        sum(abs(s.amount))
    FROM {staged} AS s
    LEFT JOIN journals_generalvoucher v ON v.company_id = %(company)s AND v.number = s.number
    GROUP BY 1 ORDER BY 1
"""

INSERT_VOUCHERS = """
    INSERT INTO journals_generalvoucher (company_id, journal_id, number, voucher_date, text, currency_id, status,
        source, entered_by_id, version)
    SELECT %(company)s, %(journal)s, s.number, min(s.voucher_date), min(s.text),
        coalesce(min(s.currency), %(accounting)s), 'open', %(source)s, %(user)s, 1
    FROM {staged} AS s
    WHERE NOT EXISTS (SELECT 1 FROM journals_generalvoucher v WHERE v.company_id = %(company)s AND v.number = s.number)
    GROUP BY s.number ORDER BY min(s.voucher_date), min(s.file_line)
"""

INSERT_LINES = """
    INSERT INTO journals_generalvoucherline (company_id, voucher_id, line_number, account_id, text, amount, currency_id)
    SELECT %(company)s, v.id, row_number() OVER (PARTITION BY v.id ORDER BY s.file_line, s.side), a.id,
        coalesce(s.line_text, ''), s.amount, v.currency_id
    FROM ({sides}) AS s
    JOIN journals_generalvoucher v ON v.company_id = %(company)s AND v.number = s.number AND v.source = %(source)s
    JOIN ledger_ledgeraccount a ON a.company_id = %(company)s AND a.number = s.account
    ORDER BY v.id, s.file_line, s.side
""".replace("{sides}", _SIDES)

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

# One row per mark that its document cannot settle: the document is gone or posted, of another customer or currency than
# the transaction, or less is open than is marked.
MARKS_ASTRAY = """
    SELECT t.document_number AS number, m.document_id AS payment
    FROM customers_mark m
    JOIN customers_customertransaction t ON t.id = m.transaction_id
    LEFT JOIN customers_opentransaction o ON o.transaction_id = m.transaction_id
    LEFT JOIN journals_payment p ON p.id = m.document_id AND m.document_type = 'payment' AND p.company_id = m.company_id
    WHERE m.company_id = %(company)s AND (p.status IS DISTINCT FROM 'open' OR p.customer_id <> t.customer_id
        OR p.currency_id <> t.currency_id OR o.transaction_id IS NULL
        OR sign(o.transaction_currency_amount) <> sign(m.amount) OR abs(o.transaction_currency_amount) < abs(m.amount))
    ORDER BY t.id LIMIT 20
"""
