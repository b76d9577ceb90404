"""Statements of the imports of general journals. ``{lines}`` stands for the lines of the file.

A file of general vouchers has lines of ledger accounts, in the journal name that is usual: :data:`PLAIN_LINES`.
"""

LINES = "(SELECT staged.*, coalesce(line_currency, currency, %(accounting)s) AS own_currency FROM {staged} AS staged)"
PLAIN_LINES = """(
    SELECT staged.*, 'ledger'::text AS account_type, 'ledger'::text AS offset_type, NULL::text AS document,
        NULL::text AS journal_name, coalesce(currency, %(accounting)s) AS own_currency
    FROM {staged} AS staged)"""

# One row per side: the line's own account, and the offset account with the opposite amount where one is named.
_SIDES = """
    SELECT s.number, s.file_line, 0 AS side, s.account_type AS type, s.account, s.own_currency AS currency, s.document,
        s.line_text, s.amount
    FROM {lines} AS s
    UNION ALL
    SELECT s.number, s.file_line, 1, s.offset_type, s.offset_account, s.own_currency, NULL, s.line_text, -s.amount
    FROM {lines} AS s WHERE s.offset_account IS NOT NULL
"""
# What a side names: one of the three is there.
_NAMED = """
    LEFT JOIN ledger_ledgeraccount a ON s.type = 'ledger' AND a.company_id = %(company)s AND a.number = s.account
    LEFT JOIN customers_customer c ON s.type = 'customer' AND c.company_id = %(company)s AND c.number = s.account
    LEFT JOIN journals_bankaccount b ON s.type = 'bank' AND b.company_id = %(company)s AND b.code = s.account
"""


def _of_sides(statement: str) -> str:
    return statement.replace("{named}", _NAMED).replace("{sides}", _SIDES)


ACCOUNTS_MISSING = _of_sides("""
    SELECT s.file_line, s.account FROM ({sides}) AS s {named}
    WHERE a.id IS NULL AND c.id IS NULL AND b.id IS NULL
""")

CONTROL_ACCOUNTS = _of_sides("""
    SELECT s.file_line, s.account FROM ({sides}) AS s {named} WHERE a.is_control_account OR a.is_blocked
""")

BANK_CURRENCIES = _of_sides("""
    SELECT s.file_line, s.account || ': ' || s.currency FROM ({sides}) AS s {named} WHERE b.currency_id <> s.currency
""")

CURRENCIES_MISSING = """
    SELECT min(file_line), own_currency FROM {lines} AS s
    WHERE NOT EXISTS (SELECT 1 FROM ledger_currency known WHERE known.code = s.own_currency) GROUP BY own_currency
"""

AMOUNTS_TOO_FINE = """
    SELECT s.file_line, s.amount FROM {lines} AS s JOIN ledger_currency c ON c.code = s.own_currency
    WHERE s.amount <> round(s.amount, c.decimals) OR s.amount = 0
"""

HEADS_DIFFER = """
    SELECT min(file_line), number FROM {lines} AS s GROUP BY number
    HAVING min(voucher_date) <> max(voucher_date) OR min(text) <> max(text)
        OR count(DISTINCT coalesce(currency, '')) > 1 OR count(DISTINCT coalesce(journal_name, '')) > 1
"""

# In several currencies a voucher balances in the books, which is asked when it is posted.
NOT_BALANCED = _of_sides("""
    SELECT min(file_line), number || ': ' || sum(amount) || ' (' || count(*) || ')' FROM ({sides}) AS s
    GROUP BY number HAVING count(DISTINCT currency) = 1 AND sum(amount) <> 0 OR count(*) < 2
""")

PERIODS_NOT_OPEN = """
    SELECT min(s.file_line), s.voucher_date FROM {lines} AS s
    WHERE NOT EXISTS (SELECT 1 FROM journals_generalvoucher v WHERE v.company_id = %(company)s AND v.number = s.number)
      AND NOT EXISTS (SELECT 1 FROM ledger_fiscalperiod p WHERE p.company_id = %(company)s AND p.status = 'open'
          AND s.voucher_date BETWEEN p.start_date AND p.end_date)
    GROUP BY s.voucher_date
"""

NAMES_MISSING = """
    SELECT min(s.file_line), coalesce(s.journal_name, '') FROM {lines} AS s
    WHERE NOT EXISTS (SELECT 1 FROM journals_journalname n WHERE n.company_id = %(company)s
        AND n.code = coalesce(s.journal_name, %(usual)s) AND n.journal_type = 'general')
    GROUP BY s.journal_name
"""

# The names of which vouchers are made.
NAMES = """
    SELECT DISTINCT coalesce(s.journal_name, %(usual)s) FROM {lines} AS s
    WHERE NOT EXISTS (SELECT 1 FROM journals_generalvoucher v WHERE v.company_id = %(company)s AND v.number = s.number)
"""

_CONTENT = (
    "string_agg({type} || ' ' || {account} || ' ' || {currency} || ' ' || trim_scale({amount}) || ' ' || {document},"
    " chr(10) ORDER BY {order})"
)
CHANGED = _of_sides(
    """
    SELECT s.file_line, s.number FROM (
        SELECT sides.number, min(sides.file_line) AS file_line, {staged_content} AS content FROM ({sides}) AS sides
        GROUP BY sides.number
    ) AS s
    JOIN (SELECT number, min(voucher_date) AS voucher_date, min(text) AS text, min(currency) AS currency
        FROM {lines} AS lines GROUP BY number) AS head ON head.number = s.number
    JOIN journals_generalvoucher v ON v.company_id = %(company)s AND v.number = s.number
    LEFT JOIN LATERAL (
        SELECT {known_content} AS content FROM journals_generalvoucherline l
        LEFT JOIN customers_customer c ON c.id = l.customer_id
        LEFT JOIN journals_bankaccount b ON b.id = l.bank_account_id
        LEFT JOIN ledger_ledgeraccount a ON a.id = l.account_id WHERE l.voucher_id = v.id
    ) AS known ON true
    WHERE v.status = 'canceled' OR (s.content, head.voucher_date, head.text, coalesce(head.currency, %(accounting)s))
        IS DISTINCT FROM (known.content, v.voucher_date, v.text, v.currency_id)
""".replace(
        "{staged_content}",
        _CONTENT.format(
            type="type",
            account="account",
            currency="sides.currency",
            amount="amount",
            document="coalesce(document, '')",
            order="file_line, side",
        ),
    ).replace(
        "{known_content}",
        _CONTENT.format(
            type="l.line_type",
            account="coalesce(c.number, b.code, a.number)",
            currency="l.currency_id",
            amount="l.amount",
            document="l.document_number",
            order="l.line_number",
        ),
    )
)

COUNTED = """
    SELECT s.own_currency, count(DISTINCT s.number), count(DISTINCT v.number), count(*), sum(abs(s.amount))
    FROM {lines} AS s
    LEFT JOIN journals_generalvoucher v ON v.company_id = %(company)s AND v.number = s.number
    GROUP BY 1 ORDER BY 1
"""

INSERT_VOUCHERS = """
    INSERT INTO journals_generalvoucher (company_id, journal_id, number, voucher_date, text, currency_id, status,
        source, entered_by_id, version)
    SELECT %(company)s, min(j.id), s.number, min(s.voucher_date), min(s.text),
        coalesce(min(s.currency), %(accounting)s), 'open', %(source)s, %(user)s, 1
    FROM {lines} AS s
    JOIN unnest(%(names)s::text[], %(journals)s::bigint[]) AS j (name, id)
        ON j.name = coalesce(s.journal_name, %(usual)s)
    WHERE NOT EXISTS (SELECT 1 FROM journals_generalvoucher v WHERE v.company_id = %(company)s AND v.number = s.number)
    GROUP BY s.number ORDER BY min(s.voucher_date), min(s.file_line)
"""

INSERT_LINES = _of_sides("""
    INSERT INTO journals_generalvoucherline (company_id, voucher_id, line_number, line_type, account_id, customer_id,
        bank_account_id, currency_id, document_number, text, amount)
    SELECT %(company)s, v.id, row_number() OVER (PARTITION BY v.id ORDER BY s.file_line, s.side), s.type, a.id, c.id,
        b.id, s.currency, coalesce(s.document, ''), coalesce(s.line_text, ''), s.amount
    FROM ({sides}) AS s
    JOIN journals_generalvoucher v ON v.company_id = %(company)s AND v.number = s.number AND v.source = %(source)s
    {named}
    ORDER BY v.id, s.file_line, s.side
""")
