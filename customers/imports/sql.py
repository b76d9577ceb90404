"""Statements of the imports of customers. ``{staged}`` stands for the lines of the file.

A check gives (line, what is wrong there); a write is one INSERT ... SELECT per table.
"""

# field of a file: the table that holds its codes, the code's column, and whether it belongs to a company
_CODES = {
    "customer": ("customers_customer", "number", True),
    "invoice_account": ("customers_customer", "number", True),
    "item": ("customers_item", "number", True),
    "currency": ("ledger_currency", "code", False),
    "payment_terms": ("customers_paymentterms", "code", True),
    "posting_profile": ("customers_postingprofile", "code", True),
    "tax_group": ("customers_taxgroup", "code", True),
    "credit_group": ("customers_creditgroup", "code", True),
    "credit_limit_currency": ("ledger_currency", "code", False),
    "customer_group": ("customers_customergroup", "code", True),
    "item_group": ("customers_itemgroup", "code", True),
    "item_tax_group": ("customers_itemtaxgroup", "code", True),
    "site": ("customers_site", "code", True),
    "account": ("ledger_ledgeraccount", "number", True),
    "credited_invoice": ("customers_invoice", "number", True),
}


def codes_missing(field: str) -> str:
    """Give the query of the codes of a field that are not there, each at its first line."""
    table, column, is_of_company = _CODES[field]
    of_company = "known.company_id = %(company)s AND " if is_of_company else ""
    return (
        f"SELECT named.line, named.code FROM (SELECT {field} AS code, min(file_line) AS line FROM {{staged}} AS staged"  # noqa: S608
        f" WHERE {field} IS NOT NULL GROUP BY {field}) AS named"
        f" WHERE NOT EXISTS (SELECT 1 FROM {table} known WHERE {of_company}known.{column} = named.code)"
    )


def repeated_keys(field: str) -> str:
    """Give the query of the lines whose key stands on an earlier line too."""
    return (
        f"SELECT file_line, key FROM (SELECT file_line, {field} AS key,"  # noqa: S608
        f" row_number() OVER (PARTITION BY {field} ORDER BY file_line) AS nth FROM {{staged}} AS staged) AS numbered"
        " WHERE nth > 1"
    )


# --- customers --------------------------------------------------------------------------------------------------------

# The first line of each customer, with what its codes stand for.
_FIRST_CUSTOMERS = """
    SELECT s.*, g.id AS group_id, t.id AS terms_id, p.id AS profile_id, x.id AS tax_group_id, shared.id AS shared_id
    FROM (SELECT number, min(file_line) AS file_line FROM {staged} AS lines GROUP BY number) AS first
    JOIN {staged} AS s ON s.file_line = first.file_line
    LEFT JOIN customers_customergroup g ON g.company_id = %(company)s AND g.code = s.customer_group
    LEFT JOIN customers_paymentterms t ON t.company_id = %(company)s AND t.code = s.payment_terms
    LEFT JOIN customers_postingprofile p ON p.company_id = %(company)s AND p.code = s.posting_profile
    LEFT JOIN customers_taxgroup x ON x.company_id = %(company)s AND x.code = s.tax_group
    LEFT JOIN customers_creditgroup shared ON shared.company_id = %(company)s AND shared.code = s.credit_group
"""

CUSTOMERS_COUNTED = """
    SELECT count(*), count(known.id) FROM (SELECT DISTINCT number FROM {staged} AS staged) AS s
    LEFT JOIN customers_customer known ON known.company_id = %(company)s AND known.number = s.number
"""

# A customer that is there already with other content.
CUSTOMERS_CHANGED = """
    SELECT s.file_line, s.number FROM ({first_customers}) AS s
    JOIN customers_customer c ON c.company_id = %(company)s AND c.number = s.number
    LEFT JOIN customers_customer a ON a.id = c.invoice_account_id
    WHERE (s.name, s.group_id, s.country, s.currency, s.terms_id, s.profile_id, s.tax_group_id,
            coalesce(s.address, ''), coalesce(s.vat_number, ''), coalesce(s.email, ''),
            coalesce(s.invoice_emails, ''), coalesce(s.statement_emails, ''), s.is_emailed, s.is_ubl_attached,
            coalesce(s.electronic_address, ''), coalesce(s.language, ''), s.prices_include_tax, s.is_blocked)
        IS DISTINCT FROM (c.name, c.group_id, c.country, c.currency_id, c.payment_terms_id, c.posting_profile_id,
            c.tax_group_id, c.address, c.vat_number, c.email, c.invoice_emails, c.statement_emails, c.is_emailed,
            c.is_ubl_attached, c.electronic_address, c.language, c.prices_include_tax, c.is_blocked)
       OR s.invoice_account IS DISTINCT FROM a.number
       OR (s.credit_limit, s.credit_limit_currency, s.credit_limit_expires, s.temporary_limit, s.temporary_limit_from,
            s.temporary_limit_to, s.is_credit_limit_mandatory, s.shared_id, s.is_credit_stopped)
        IS DISTINCT FROM (c.credit_limit_amount, c.credit_limit_currency_id, c.credit_limit_expiry_date,
            c.temporary_limit_amount, c.temporary_limit_from, c.temporary_limit_to, c.is_credit_limit_mandatory,
            c.credit_group_id, c.is_credit_stopped)
    """.replace("{first_customers}", _FIRST_CUSTOMERS)

# A temporary limit that says not all it needs, or has no limit beside it.
TEMPORARY_LIMITS_WRONG = """
    SELECT file_line, number FROM {staged} AS s
    WHERE num_nonnulls(temporary_limit, temporary_limit_from, temporary_limit_to) NOT IN (0, 3)
       OR temporary_limit IS NOT NULL AND (credit_limit IS NULL OR temporary_limit_from > temporary_limit_to)
       OR temporary_limit < 0
"""

# An invoice account that is neither there nor in the file.
INVOICE_ACCOUNTS_MISSING = """
    SELECT s.file_line, s.invoice_account FROM {staged} AS s
    WHERE s.invoice_account IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM customers_customer c
          WHERE c.company_id = %(company)s AND c.number = s.invoice_account)
      AND s.invoice_account NOT IN (SELECT other.number FROM {staged} AS other)
"""

INSERT_CUSTOMERS = """
    INSERT INTO customers_customer (company_id, number, name, group_id, address, country, vat_number, email,
        invoice_emails, statement_emails, is_emailed, is_ubl_attached, electronic_address, language, currency_id,
        payment_terms_id, posting_profile_id, tax_group_id, prices_include_tax, credit_limit_amount,
        credit_limit_currency_id, credit_limit_expiry_date, temporary_limit_amount, temporary_limit_from,
        temporary_limit_to, is_credit_limit_mandatory, credit_group_id, is_credit_stopped, is_blocked)
    SELECT %(company)s, number, name, group_id, coalesce(address, ''), country, coalesce(vat_number, ''),
        coalesce(email, ''), coalesce(invoice_emails, ''), coalesce(statement_emails, ''), is_emailed,
        is_ubl_attached, coalesce(electronic_address, ''), coalesce(language, ''), currency, terms_id,
        profile_id, tax_group_id, prices_include_tax, credit_limit, credit_limit_currency, credit_limit_expires,
        temporary_limit, temporary_limit_from, temporary_limit_to, is_credit_limit_mandatory, shared_id,
        is_credit_stopped, is_blocked
    FROM ({first_customers}) AS s
    WHERE NOT EXISTS (SELECT 1 FROM customers_customer c WHERE c.company_id = %(company)s AND c.number = s.number)
    ORDER BY number
    """.replace("{first_customers}", _FIRST_CUSTOMERS)

UPDATE_INVOICE_ACCOUNTS = """
    UPDATE customers_customer c SET invoice_account_id = account.id
    FROM {staged} AS s
    JOIN customers_customer account ON account.company_id = %(company)s AND account.number = s.invoice_account
    WHERE c.company_id = %(company)s AND c.number = s.number AND c.invoice_account_id IS DISTINCT FROM account.id
"""

# --- items ------------------------------------------------------------------------------------------------------------

# The first line of each item that names it, else its first line.
_FIRST_ITEMS = """
    SELECT s.*, g.id AS group_id, x.id AS tax_group_id
    FROM (
        SELECT number, coalesce(min(file_line) FILTER (WHERE name IS NOT NULL), min(file_line)) AS file_line
        FROM {staged} AS lines GROUP BY number
    ) AS first
    JOIN {staged} AS s ON s.file_line = first.file_line
    LEFT JOIN customers_itemgroup g ON g.company_id = %(company)s AND g.code = s.item_group
    LEFT JOIN customers_itemtaxgroup x ON x.company_id = %(company)s AND x.code = s.item_tax_group
"""

ITEMS_COUNTED = """
    SELECT count(*), count(known.id) FROM (SELECT DISTINCT number FROM {staged} AS staged) AS s
    LEFT JOIN customers_item known ON known.company_id = %(company)s AND known.number = s.number
"""

ITEMS_CHANGED = """
    SELECT s.file_line, s.number FROM ({first_items}) AS s
    JOIN customers_item i ON i.company_id = %(company)s AND i.number = s.number
    WHERE (coalesce(s.name, s.number), s.group_id, s.item_type, s.tax_group_id, s.unit_price, s.standard_cost,
            coalesce(s.commodity_code, ''), coalesce(s.country_of_origin, ''), s.is_blocked)
        IS DISTINCT FROM (i.name, i.group_id, i.item_type, i.item_tax_group_id, i.unit_price, i.standard_cost_amount,
            i.commodity_code, i.country_of_origin, i.is_blocked)
       OR s.net_mass_kilograms IS DISTINCT FROM i.net_mass_kilograms
    """.replace("{first_items}", _FIRST_ITEMS)

INSERT_ITEMS = """
    INSERT INTO customers_item (company_id, number, name, group_id, item_type, item_tax_group_id, unit_price,
        standard_cost_amount, on_hand_quantity, commodity_code, net_mass_kilograms, country_of_origin, is_blocked)
    SELECT %(company)s, number, coalesce(name, number), group_id, item_type, tax_group_id, unit_price, standard_cost,
        on_hand, coalesce(commodity_code, ''), net_mass_kilograms, coalesce(country_of_origin, ''), is_blocked
    FROM ({first_items}) AS s
    WHERE NOT EXISTS (SELECT 1 FROM customers_item i WHERE i.company_id = %(company)s AND i.number = s.number)
    ORDER BY number
    """.replace("{first_items}", _FIRST_ITEMS)
