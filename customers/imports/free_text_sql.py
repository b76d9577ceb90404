"""Statements of the import of free text invoices: flat lines to invoices that wait, a set at a time.

``{staged}`` stands for the lines of the file. Lines of one number are one invoice; the number is kept as its key, and
what the file says of it as its fingerprint, so that the same file again changes nothing, whatever became of it since.
A line without a type counts there by the type that it gets.
"""

from customers.free_text.drafts import DAYS_FROM_SUPPLY_TO_INVOICE, LARGEST_AMOUNT
from customers.imports.fields import USUAL_ITEM_TAX_GROUP
from customers.models.sales_tax import LISTED_AS_GOODS

# What every line of an invoice must say alike.
HEADS = (
    "customer", "invoice_account", "invoice_date", "supply_date", "release_date", "currency", "payment_terms",
    "tax_group", "delivery_country", "reason", "prices_include_tax", "posting_profile", "list_code",
)  # fmt: skip

# One row per line of the file, with what the master data adds to it. Without a group of its own a line has that of its
# ledger account, else the company's usual one; without a type that of its group (customers.free_text.line_types).
_PRICED = """
    SELECT s.*, 'import-' || s.number AS key, c.id AS customer_id, currency.code AS currency_code,
        coalesce(billed.id, c.invoice_account_id, c.id) AS account_of_invoice_id,
        coalesce(t.id, c.payment_terms_id) AS terms_id, coalesce(x.id, c.tax_group_id) AS tax_group_id,
        coalesce(s.delivery_country, c.country) AS country, a.id AS account_id,
        taxed.group_id AS item_tax_group_id, coalesce(s.item_type, CASE WHEN EXISTS (
            SELECT 1 FROM customers_taxrule rule JOIN customers_taxcode code ON code.id = rule.tax_code_id
            WHERE rule.item_tax_group_id = taxed.group_id AND code.kind IN ({as_goods})
        ) THEN 'goods' ELSE 'service' END) AS type_of_line,
        coalesce(s.amount, round(s.quantity * s.unit_price, currency.decimals)) AS line_amount,
        coalesce(s.prices_include_tax, c.prices_include_tax) AS includes_tax, profile.id AS profile_id
    FROM {staged} AS s
    LEFT JOIN customers_customer c ON c.company_id = %(company)s AND c.number = s.customer
    LEFT JOIN customers_customer billed ON billed.company_id = %(company)s AND billed.number = s.invoice_account
    LEFT JOIN ledger_currency currency ON currency.code = coalesce(s.currency, c.currency_id)
    LEFT JOIN customers_paymentterms t ON t.company_id = %(company)s AND t.code = s.payment_terms
    LEFT JOIN customers_taxgroup x ON x.company_id = %(company)s AND x.code = s.tax_group
    LEFT JOIN customers_postingprofile profile ON profile.company_id = %(company)s AND profile.code = s.posting_profile
    LEFT JOIN ledger_ledgeraccount a ON a.company_id = %(company)s AND a.number = s.account
    LEFT JOIN customers_itemtaxgroup own ON own.company_id = %(company)s AND own.code = s.item_tax_group
    LEFT JOIN customers_accounttaxdefault usual ON usual.account_id = a.id
    LEFT JOIN LATERAL (
        SELECT id FROM customers_itemtaxgroup g WHERE g.company_id = %(company)s
        ORDER BY g.code <> '{usual}', g.code LIMIT 1
    ) AS first ON true
    CROSS JOIN LATERAL (SELECT coalesce(own.id, usual.item_tax_group_id, first.id) AS group_id) AS taxed
""".replace("{usual}", USUAL_ITEM_TAX_GROUP).replace("{as_goods}", ", ".join(f"'{kind}'" for kind in LISTED_AS_GOODS))

# One row per invoice of the file.
_INVOICES = """
    SELECT key, min(number) AS number, min(file_line) AS file_line, min(customer_id) AS customer_id,
        min(account_of_invoice_id) AS account_of_invoice_id, min(invoice_date) AS invoice_date,
        min(supply_date) AS supply_date, min(release_date) AS release_date, min(currency_code) AS currency_code,
        min(terms_id) AS terms_id,
        min(tax_group_id) AS tax_group_id, min(country) AS country, coalesce(min(reason), '') AS reason,
        bool_or(includes_tax) AS includes_tax, min(profile_id) AS profile_id,
        coalesce(min(list_code), '') AS list_code, count(*) AS line_count, sum(line_amount) AS net_amount,
        md5(concat_ws(chr(10), min(customer), min(invoice_account), min(invoice_date), min(release_date),
            min(currency), min(payment_terms), min(tax_group), min(delivery_country), min(reason),
            'profile ' || min(posting_profile), 'listed ' || min(list_code), 'supplied ' || min(supply_date),
            CASE WHEN bool_or(prices_include_tax) THEN 'with tax' WHEN NOT bool_or(prices_include_tax) THEN 'net' END,
            string_agg(concat_ws(' ', account, item_tax_group, type_of_line, trim_scale(quantity),
                trim_scale(unit_price), trim_scale(amount), description), chr(10)
                ORDER BY coalesce(line_number, file_line), file_line))) AS fingerprint
    FROM ({priced}) AS priced GROUP BY key
    """.replace("{priced}", _PRICED)

CONTROL_ACCOUNTS = """
    SELECT s.file_line, s.account FROM {staged} AS s
    JOIN ledger_ledgeraccount a ON a.company_id = %(company)s AND a.number = s.account AND a.is_control_account
"""

TAX_GROUPS_MISSING = """
    SELECT file_line, account FROM ({priced}) AS priced WHERE item_tax_group_id IS NULL
    """.replace("{priced}", _PRICED)

SUPPLIED_LONG_BEFORE = """
    SELECT file_line, supply_date FROM {staged} AS s WHERE invoice_date - supply_date > {days}
    """.replace("{days}", str(DAYS_FROM_SUPPLY_TO_INVOICE))

AMOUNTS_TOO_LARGE = """
    SELECT file_line, number FROM ({priced}) AS priced WHERE abs(line_amount) >= {largest}
    """.replace("{priced}", _PRICED).replace("{largest}", str(LARGEST_AMOUNT))

# New invoices whose date lies in no period, or in one that is not open.
PERIODS_NOT_OPEN = """
    SELECT day.file_line, day.invoice_date FROM (
        SELECT s.invoice_date, min(s.file_line) AS file_line FROM {staged} AS s
        WHERE NOT EXISTS (SELECT 1 FROM customers_freetextinvoice f
            WHERE f.company_id = %(company)s AND f.key = 'import-' || s.number)
        GROUP BY s.invoice_date
    ) AS day
    WHERE NOT EXISTS (SELECT 1 FROM ledger_fiscalperiod p WHERE p.company_id = %(company)s AND p.status = 'open'
        AND day.invoice_date BETWEEN p.start_date AND p.end_date)
"""

CHANGED = """
    SELECT s.file_line, s.number FROM ({invoices}) AS s
    JOIN customers_freetextinvoice f ON f.company_id = %(company)s AND f.key = s.key
    WHERE f.fingerprint <> s.fingerprint
    """.replace("{invoices}", _INVOICES)

COUNTED = """
    SELECT coalesce(s.currency_code, ''), count(*), count(f.id), sum(s.line_count), sum(s.net_amount)
    FROM ({invoices}) AS s
    LEFT JOIN customers_freetextinvoice f ON f.company_id = %(company)s AND f.key = s.key
    GROUP BY 1 ORDER BY 1
    """.replace("{invoices}", _INVOICES)

# Whoever brings a file in has entered what it makes.
INSERT_INVOICES = """
    WITH made AS (
    INSERT INTO customers_freetextinvoice (company_id, key, fingerprint, status, customer_id, invoice_account_id,
        invoice_date, supply_date, release_date, currency_id, payment_terms_id, tax_group_id, delivery_country, reason,
        prices_include_tax, posting_profile_id, list_code, net_amount)
    SELECT %(company)s, s.key, s.fingerprint, 'in_process', s.customer_id, s.account_of_invoice_id, s.invoice_date,
        s.supply_date, s.release_date, s.currency_code, s.terms_id, s.tax_group_id, s.country, s.reason, s.includes_tax,
        s.profile_id, s.list_code, s.net_amount
    FROM ({invoices}) AS s
    WHERE NOT EXISTS (
        SELECT 1 FROM customers_freetextinvoice f WHERE f.company_id = %(company)s AND f.key = s.key)
    ORDER BY s.invoice_date, s.file_line
    RETURNING id, company_id)
    INSERT INTO customers_freetextchange (company_id, document_id, changed_by_id)
    SELECT company_id, id, %(user)s FROM made
    """.replace("{invoices}", _INVOICES)

# The lines of the invoices made just now, which have none yet, numbered as the file says or in its order.
INSERT_LINES = """
    INSERT INTO customers_freetextline (company_id, document_id, line_number, description, account_id, item_type,
        item_tax_group_id, quantity, unit_price, amount)
    SELECT %(company)s, f.id, coalesce(s.line_number, row_number() OVER (PARTITION BY f.id ORDER BY s.file_line)),
        s.description, s.account_id, s.type_of_line, s.item_tax_group_id, s.quantity, s.unit_price, s.line_amount
    FROM ({priced}) AS s
    JOIN customers_freetextinvoice f ON f.company_id = %(company)s AND f.key = s.key
    WHERE f.status = 'in_process'
        AND NOT EXISTS (SELECT 1 FROM customers_freetextline l WHERE l.document_id = f.id)
    ORDER BY f.id, s.file_line
    """.replace("{priced}", _PRICED)
