"""Statements of the import of payments. ``{staged}`` stands for the lines of the file.

Lines of one number are one payment; a line that names an invoice pays it. The open transactions that lines name are
locked by the first check, so that what the others find stays so until they are marked.
"""

# What a line names: the customer, the method and the bank account by code, the open transaction by its number. A number
# that is open for several customers is that of the customer who is named; of a document that was split it is the part
# that is due first. It may be open in another company that is named, for the same party as the customer, who is else
# looked up by that. Bills are settled in journals of their own, and money comes by no method of theirs. Without a
# method it is as the customer pays as a rule, else as is usual in the journal; without a bank account that of the
# method, else of the journal.
_LINES = """(
    SELECT s.*, n.id AS name_id, b.id AS bank_account_id, c.id AS named_customer_id, payer.id AS customer_id,
        t.transaction_id, t.open_amount, t.open_currency_id, t.matches, other.id AS other_company_id,
        t.customer_id AS invoice_customer_id, m.id AS method_id,
        m.account_kind IS NOT DISTINCT FROM 'ledger' AS passes_no_bank,
        CASE m.account_kind WHEN 'ledger' THEN payer.currency_id ELSE b.currency_id END AS currency_id
    FROM {staged} AS s
    LEFT JOIN journals_journalname n ON n.company_id = %(company)s AND n.journal_type = 'payment'
        AND n.code = coalesce(s.journal_name, %(usual)s)
    LEFT JOIN customers_customer c ON c.company_id = %(company)s AND c.number = s.customer
    LEFT JOIN ledger_company other ON other.id = ANY(%(partners)s::bigint[]) AND other.code = s.invoice_company
    LEFT JOIN LATERAL (
        SELECT (array_agg(o.transaction_id ORDER BY o.due_date, o.transaction_id))[1] AS transaction_id,
            (array_agg(o.transaction_currency_amount ORDER BY o.due_date, o.transaction_id))[1] AS open_amount,
            min(o.customer_id) AS customer_id, min(o.currency_id) AS open_currency_id,
            CASE WHEN bool_or(own.transaction_type = 'reorganized') THEN count(DISTINCT o.customer_id) ELSE count(*) END
                AS matches
        FROM customers_customertransaction own JOIN customers_opentransaction o ON o.transaction_id = own.id
        WHERE own.company_id =
                CASE coalesce(s.invoice_company, %(code)s) WHEN %(code)s THEN %(company)s ELSE other.id END
            AND own.document_number = s.invoice AND own.transaction_type NOT IN ('bill', 'bill_liability')
            AND (c.id IS NULL OR own.customer_id = c.id OR other.id IS NOT NULL)
            AND (other.id IS NULL OR EXISTS (
                SELECT 1 FROM journals_customerparty there JOIN journals_customerparty here ON here.party = there.party
                WHERE there.customer_id = own.customer_id AND here.company_id = %(company)s
                    AND (c.id IS NULL OR here.customer_id = c.id)))
    ) AS t ON s.invoice IS NOT NULL
    LEFT JOIN LATERAL (
        SELECT min(here.customer_id) AS customer_id FROM journals_customerparty there
        JOIN journals_customerparty here ON here.party = there.party AND here.company_id = %(company)s
        WHERE there.customer_id = t.customer_id
    ) AS same ON other.id IS NOT NULL
    LEFT JOIN customers_customer payer
        ON payer.id = coalesce(c.id, CASE WHEN other.id IS NULL THEN t.customer_id ELSE same.customer_id END)
    LEFT JOIN journals_customermethod own ON own.customer_id = payer.id
    LEFT JOIN LATERAL (
        SELECT m.id, m.account_kind, m.bank_account_id FROM journals_methodofpayment m
        WHERE m.company_id = %(company)s AND m.is_active AND m.instrument = 'money'
            AND (m.code = s.method OR s.method IS NULL AND m.id IN (own.method_id, n.method_id))
        ORDER BY m.id = own.method_id DESC NULLS LAST LIMIT 1
    ) AS m ON true
    LEFT JOIN journals_bankaccount b ON b.company_id = %(company)s AND b.is_active
        AND m.account_kind IS DISTINCT FROM 'ledger'
        AND (b.code = s.bank_account
            OR s.bank_account IS NULL AND b.id = coalesce(m.bank_account_id, n.bank_account_id))
)"""


def _of_lines(statement: str) -> str:
    return statement.replace("{lines}", _LINES)


NAMED = _of_lines("""
    SELECT DISTINCT coalesce(other_company_id, %(company)s), transaction_id FROM {lines} AS s
    WHERE transaction_id IS NOT NULL
""")

NAMES_MISSING = _of_lines("SELECT file_line, coalesce(journal_name, '') FROM {lines} AS s WHERE name_id IS NULL")

CUSTOMERS_MISSING = _of_lines(
    "SELECT file_line, customer FROM {lines} AS s WHERE customer IS NOT NULL AND named_customer_id IS NULL"
)

INVOICES_MISSING = _of_lines("""
    SELECT file_line, invoice FROM {lines} AS s
    WHERE invoice IS NOT NULL AND matches <> 1 AND (customer IS NULL OR named_customer_id IS NOT NULL) AND NOT {known}
""")

NOBODY_NAMED = "SELECT file_line, '' FROM {staged} AS s WHERE customer IS NULL AND invoice IS NULL"

BANKS_MISSING = _of_lines("""
    SELECT file_line, coalesce(bank_account, '') FROM {lines} AS s
    WHERE bank_account_id IS NULL AND name_id IS NOT NULL AND NOT passes_no_bank
""")

METHODS_MISSING = _of_lines("SELECT file_line, method FROM {lines} AS s WHERE method IS NOT NULL AND method_id IS NULL")

OTHER_CURRENCIES = _of_lines("""
    SELECT file_line, invoice || ': ' || open_currency_id FROM {lines} AS s
    WHERE matches = 1 AND open_currency_id <> currency_id
""")

AMOUNTS_TOO_FINE = _of_lines("""
    SELECT s.file_line, s.amount FROM {lines} AS s JOIN ledger_currency c ON c.code = s.currency_id
    WHERE s.amount <> round(s.amount, c.decimals) OR s.amount = 0
""")

SIGNS_DIFFER = _of_lines("""
    SELECT file_line, invoice || ': ' || trim_scale(open_amount) FROM {lines} AS s
    WHERE matches = 1 AND sign(open_amount) <> sign(amount) AND NOT {known}
""")

# Of one payment all lines say the same.
HEADS_DIFFER = _of_lines("""
    SELECT min(file_line), number FROM {lines} AS s GROUP BY number
    HAVING min(payment_date) <> max(payment_date) OR count(DISTINCT customer_id) > 1
        OR count(DISTINCT bank_account_id) > 1 OR count(DISTINCT coalesce(reference, '')) > 1
        OR count(DISTINCT coalesce(method_id, 0)) > 1 OR count(DISTINCT name_id) > 1 OR sum(amount) = 0
""")

# What lines of a payment pay for one customer of another company comes to nothing: that is settled there.
NOTHING_ELSEWHERE = _of_lines("""
    SELECT min(file_line), max(invoice_company) FROM {lines} AS s
    WHERE other_company_id IS NOT NULL AND transaction_id IS NOT NULL GROUP BY number, invoice_customer_id
    HAVING sum(sign(amount) * least(abs(amount), abs(open_amount))) = 0
""")

HELD = _of_lines("""
    SELECT s.file_line, s.invoice || ': ' || CASE m.document_type WHEN 'payment' THEN 'PM-' || m.document_id
        WHEN 'due_from' THEN 'IC-' || m.document_id WHEN 'bill_step' THEN 'BL-' || m.document_id
        ELSE (SELECT g.number FROM journals_generalvoucher g WHERE g.id = m.document_id AND g.company_id = m.company_id)
        END FROM {lines} AS s
    JOIN customers_mark m ON m.transaction_id = s.transaction_id WHERE s.matches = 1 AND NOT {known}
    UNION ALL
    SELECT max(file_line), invoice FROM {lines} AS s WHERE matches = 1 GROUP BY invoice, transaction_id
    HAVING count(*) > 1
""")

PERIODS_NOT_OPEN = """
    SELECT min(s.file_line), s.payment_date FROM {staged} AS s
    WHERE NOT {known} AND NOT EXISTS (SELECT 1 FROM ledger_fiscalperiod p WHERE p.company_id = %(company)s
        AND p.status = 'open' AND s.payment_date BETWEEN p.start_date AND p.end_date)
    GROUP BY s.payment_date
"""

# A payment that an earlier file made and that is another now. While it is open it still holds what a line names. What
# is usual may be another by now: only what the file names is compared.
CHANGED = _of_lines("""
    SELECT min(s.file_line), s.number FROM {lines} AS s
    JOIN journals_payment p ON p.company_id = %(company)s AND p.key = 'file ' || s.number
    GROUP BY s.number, p.id
    HAVING sum(s.amount) <> p.amount OR min(s.payment_date) <> p.payment_date
        OR min(s.customer_id) IS NOT NULL AND min(s.customer_id) <> p.customer_id
        OR min(s.bank_account) IS NOT NULL AND min(s.bank_account_id) IS DISTINCT FROM p.bank_account_id
        OR min(s.method) IS NOT NULL AND min(s.method_id) IS DISTINCT FROM p.method_id
        OR coalesce(min(s.reference), '') <> p.reference
        OR p.status = 'open' AND bool_or(s.invoice IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM customers_mark m WHERE m.transaction_id = s.transaction_id
                AND (m.document_type = 'payment' AND m.document_id = p.id OR m.document_type = 'due_from'
                    AND m.document_id IN (SELECT i.id FROM journals_intercompanypayment i WHERE i.payment_id = p.id))
                AND m.amount = sign(s.amount) * least(abs(s.amount), abs(s.open_amount))))
""")

COUNTED = _of_lines("""
    SELECT coalesce(currency_id, ''), count(DISTINCT number), count(DISTINCT number) FILTER (WHERE {known}), count(*),
        sum(amount)
    FROM {lines} AS s GROUP BY 1 ORDER BY 1
""")

NAMES = _of_lines("SELECT DISTINCT name_id FROM {lines} AS s WHERE NOT {known} ORDER BY 1")

INSERT_PAYMENTS = _of_lines("""
    INSERT INTO journals_payment (company_id, journal_id, customer_id, payment_date, currency_id, amount,
        method_id, bank_account_id, reference, status, entered_by_id, key)
    SELECT %(company)s, min(j.id), min(s.customer_id), min(s.payment_date), min(s.currency_id), sum(s.amount),
        min(s.method_id), min(s.bank_account_id), coalesce(min(s.reference), ''), 'open', %(user)s, 'file ' || s.number
    FROM {lines} AS s
    JOIN unnest(%(names)s::bigint[], %(journals)s::bigint[]) AS j (name_id, id) ON j.name_id = s.name_id
    WHERE NOT {known}
    GROUP BY s.number ORDER BY min(s.file_line)
""")

# What is paid beyond what is open of an invoice stays open for the customer.
INSERT_MARKS = _of_lines("""
    INSERT INTO customers_mark (transaction_id, company_id, document_type, document_id, amount, marked_by_id)
    SELECT s.transaction_id, %(company)s, 'payment', p.id,
        sign(s.amount) * least(abs(s.amount), abs(s.open_amount)), %(user)s
    FROM {lines} AS s
    JOIN journals_payment p ON p.company_id = %(company)s AND p.key = 'file ' || s.number
    WHERE p.journal_id = ANY (%(journals)s) AND s.transaction_id IS NOT NULL AND s.other_company_id IS NULL
    ORDER BY s.transaction_id
""")
# What payments pay in other companies: a row per customer there, and the marks that it holds.
INSERT_PARTS = _of_lines("""
    INSERT INTO journals_intercompanypayment (company_id, customer_id, paying_company_id, payment_id, amount)
    SELECT s.other_company_id, s.invoice_customer_id, %(company)s, p.id,
        sum(sign(s.amount) * least(abs(s.amount), abs(s.open_amount)))
    FROM {lines} AS s
    JOIN journals_payment p ON p.company_id = %(company)s AND p.key = 'file ' || s.number
    WHERE p.journal_id = ANY (%(journals)s) AND s.transaction_id IS NOT NULL AND s.other_company_id IS NOT NULL
    GROUP BY s.other_company_id, s.invoice_customer_id, p.id ORDER BY p.id, s.invoice_customer_id
""")
INSERT_MARKS_ELSEWHERE = _of_lines("""
    INSERT INTO customers_mark (transaction_id, company_id, document_type, document_id, amount, marked_by_id)
    SELECT s.transaction_id, s.other_company_id, 'due_from', i.id,
        sign(s.amount) * least(abs(s.amount), abs(s.open_amount)), %(user)s
    FROM {lines} AS s
    JOIN journals_payment p ON p.company_id = %(company)s AND p.key = 'file ' || s.number
    JOIN journals_intercompanypayment i ON i.payment_id = p.id AND i.customer_id = s.invoice_customer_id
    WHERE p.journal_id = ANY (%(journals)s) AND s.transaction_id IS NOT NULL AND s.other_company_id IS NOT NULL
    ORDER BY s.transaction_id
""")
# A payment that an earlier file made: it is recognized by its number.
KNOWN = """EXISTS (SELECT 1 FROM journals_payment known
    WHERE known.company_id = %(company)s AND known.key = 'file ' || s.number)"""
