"""Statements of the import of open transactions. ``{staged}`` stands for the lines of the file."""

# The opening transaction of the same customer and document that is there already.
_KNOWN = """
    SELECT t.* FROM customers_customertransaction t JOIN customers_customer c ON c.id = t.customer_id
    WHERE c.company_id = %(company)s AND c.number = s.customer AND t.transaction_type = 'opening'
      AND t.document_number = s.document_number
"""

# Lines whose amounts are zero, of opposite signs, finer than their currency, or differ where they must be one.
AMOUNTS_WRONG = """
    SELECT s.file_line, s.amount || ' / ' || s.accounting_amount || ' / ' || s.standing_adjustment FROM {staged} AS s
    JOIN ledger_currency own ON own.code = s.currency
    JOIN ledger_currency books ON books.code = %(accounting)s
    WHERE s.amount = 0 OR sign(s.amount) = -sign(s.accounting_amount)
       OR s.amount <> round(s.amount, own.decimals)
       OR s.accounting_amount <> round(s.accounting_amount, books.decimals)
       OR s.standing_adjustment <> round(s.standing_adjustment, books.decimals)
       OR s.currency = %(accounting)s AND (s.amount <> s.accounting_amount OR s.standing_adjustment <> 0)
"""

DATES_WRONG = """
    SELECT file_line, transaction_date || ' / ' || due_date FROM {staged} AS s
    WHERE transaction_date > take_over_date OR due_date < transaction_date
"""

TAKE_OVER_DATES_DIFFER = """
    SELECT min(file_line), take_over_date FROM {staged} AS s
    WHERE take_over_date <> (SELECT min(take_over_date) FROM {staged} AS first) GROUP BY take_over_date
"""

PERIODS_NOT_OPEN = """
    SELECT min(s.file_line), s.take_over_date FROM {staged} AS s
    WHERE NOT EXISTS (SELECT 1 FROM ledger_fiscalperiod p WHERE p.company_id = %(company)s AND p.status = 'open'
        AND s.take_over_date BETWEEN p.start_date AND p.end_date)
      AND NOT EXISTS ({known})
    GROUP BY s.take_over_date
""".replace("{known}", _KNOWN)

REPEATED = """
    SELECT file_line, customer || ' ' || document_number FROM (
        SELECT file_line, customer, document_number,
            row_number() OVER (PARTITION BY customer, document_number ORDER BY file_line) AS nth
        FROM {staged} AS s
    ) AS numbered WHERE nth > 1
"""

CHANGED = """
    SELECT s.file_line, s.customer || ' ' || s.document_number FROM {staged} AS s
    CROSS JOIN LATERAL ({known}) AS t
    WHERE (s.transaction_date, s.due_date, s.currency, s.amount, s.accounting_amount, s.standing_adjustment)
        IS DISTINCT FROM (t.transaction_date, t.due_date, t.currency_id, t.transaction_currency_amount,
            t.accounting_currency_amount, t.opening_adjustment_amount)
""".replace("{known}", _KNOWN)

COUNTED = """
    SELECT s.currency, count(*), count(*) FILTER (WHERE EXISTS ({known})), sum(s.amount), sum(s.accounting_amount),
        sum(s.standing_adjustment)
    FROM {staged} AS s GROUP BY s.currency ORDER BY s.currency
""".replace("{known}", _KNOWN)

# The lines that are new, each with its customer and control account.
_NEW = """
    SELECT s.*, c.id AS customer_id, p.summary_account_id
    FROM {staged} AS s
    JOIN customers_customer c ON c.company_id = %(company)s AND c.number = s.customer
    JOIN customers_postingprofile p ON p.id = c.posting_profile_id
    WHERE NOT EXISTS ({known})
""".replace("{known}", _KNOWN)

NEW_LINES = "SELECT count(*) FROM ({new}) AS s".replace("{new}", _NEW)

INSERT_DOCUMENTS = """
    INSERT INTO customers_openingdocument (company_id, posting_id, currency_id, take_over_date, source)
    SELECT %(company)s, %(posting)s, s.currency, min(s.take_over_date), %(source)s FROM ({new}) AS s
    GROUP BY s.currency ORDER BY s.currency
""".replace("{new}", _NEW)

INSERT_BALANCES = """
    INSERT INTO customers_openingbalance (company_id, document_id, control_account_id, is_debit,
        transaction_currency_amount, accounting_currency_amount)
    SELECT %(company)s, d.id, s.summary_account_id, s.amount > 0, sum(s.amount),
        sum(s.accounting_amount + s.standing_adjustment)
    FROM ({new}) AS s JOIN customers_openingdocument d ON d.posting_id = %(posting)s AND d.currency_id = s.currency
    GROUP BY d.id, s.summary_account_id, s.amount > 0 ORDER BY d.id, s.summary_account_id, s.amount > 0
""".replace("{new}", _NEW)

# Each line as a customer transaction, open, with its own dates and its original accounting amount.
INSERT_TRANSACTIONS = """
    WITH made AS (
        INSERT INTO customers_customertransaction (company_id, posting_id, voucher_id, customer_id, transaction_type,
            document_number, transaction_date, due_date, currency_id, transaction_currency_amount,
            accounting_currency_amount, opening_adjustment_amount, control_account_id)
        SELECT %(company)s, %(posting)s, v.id, s.customer_id, 'opening', s.document_number, s.transaction_date,
            s.due_date, s.currency, s.amount, s.accounting_amount, s.standing_adjustment, s.summary_account_id
        FROM ({new}) AS s
        JOIN customers_openingdocument d ON d.posting_id = %(posting)s AND d.currency_id = s.currency
        JOIN ledger_voucher v ON v.posting_id = %(posting)s AND v.document_type = 'opening' AND v.document_id = d.id
        ORDER BY s.file_line
        RETURNING id, company_id, customer_id, due_date, currency_id, transaction_currency_amount,
            accounting_currency_amount, opening_adjustment_amount
    )
    INSERT INTO customers_opentransaction (transaction_id, company_id, customer_id, due_date, currency_id,
        transaction_currency_amount, accounting_currency_amount, standing_adjustment_amount)
    SELECT made.* FROM made
""".replace("{new}", _NEW)
