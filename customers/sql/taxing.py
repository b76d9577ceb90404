"""How a line is taxed: the one rule that checking, writing and credit limits of orders share, and fees of letters.

A line that undoes a document is taxed as that one was, whatever the rules, rates and memberships have become since:
a correction is of the supply that was invoiced.
"""

from customers.models.sales_tax import TaxKind

# The rule for a tax group and an item tax group; the rate of a tax code on a day, the last one until then.
RULE = "customers_taxrule rule ON rule.tax_group_id = {tax_group} AND rule.item_tax_group_id = {item_tax_group}"
RATE = "customers_taxrate r WHERE r.tax_code_id = {code} AND r.valid_from <= {day} ORDER BY r.valid_from DESC LIMIT 1"

# Joins to ``o`` (an order) and ``i`` (the item of its line). ``undone`` is the tax row of the document undone: that of
# a line of the same item, else one of the same tax code, else of the same type of item. ``code`` and ``tax`` are null
# where nothing says how the line is taxed. Reads tax rows and lines of the document undone; other orders read none.
TAXED = """
    LEFT JOIN {RULE}
    LEFT JOIN LATERAL (
        SELECT t.tax_code_id, t.tax_kind, t.tax_percent
        FROM customers_taxrow t
        LEFT JOIN customers_invoiceline same
            ON same.invoice_id = t.invoice_id AND same.tax_row_number = t.number AND same.item_id = i.id
        WHERE o.credited_invoice_id IS NOT NULL AND t.invoice_id = o.credited_invoice_id
          AND t.tax_kind <> 'eu_goods_prepaid'
          AND (same.id IS NOT NULL OR t.tax_code_id = rule.tax_code_id OR t.item_type = i.item_type)
        ORDER BY same.id IS NULL, t.tax_code_id IS DISTINCT FROM rule.tax_code_id,
            abs(t.transaction_currency_base_amount) DESC, t.number
        LIMIT 1
    ) AS undone ON true
    LEFT JOIN customers_taxcode code ON code.id = coalesce(undone.tax_code_id, rule.tax_code_id)
    LEFT JOIN LATERAL (
        SELECT r.percent FROM {RATE}
    ) AS dated ON undone.tax_code_id IS NULL
    CROSS JOIN LATERAL (
        SELECT coalesce(undone.tax_kind, code.kind) AS kind, coalesce(undone.tax_percent, dated.percent) AS percent
    ) AS tax
""".replace("{RULE}", RULE.format(tax_group="o.tax_group_id", item_tax_group="i.item_tax_group_id")).replace(
    "{RATE}", RATE.format(code="code.id", day="o.invoice_date")
)

# The same for ``o`` with the day of its document (``document_date``) beside its own.
TAXED_WHEN_POSTED = TAXED.replace("o.invoice_date", "o.document_date")

# When tax on what another member state got on ``supplied.day`` becomes chargeable, unless it is invoiced before
# (directive 2006/112/EC): on services when they are performed (article 63), on goods on the 15th of the month after
# (article 67).
CHARGEABLE = f"""CASE {{KIND}} WHEN '{TaxKind.EU_SERVICE}' THEN supplied.day
                ELSE (date_trunc('month', supplied.day) + interval '1 month 14 days')::date END"""

# What is left of the amount of a line ``l``, unrounded: all of it before its first invoice.
LEFT = """CASE WHEN l.invoiced_quantity = 0 THEN l.net_amount
        ELSE l.net_amount * (l.quantity - l.invoiced_quantity) / nullif(l.quantity, 0) END"""

# Who is invoiced for ``o``, an order of customer ``c``: the account of the document undone (``credited``), else the
# customer's of today.
INVOICE_ACCOUNT = "coalesce(credited.invoice_account_id, c.invoice_account_id, c.id)"

# The charges of ``o`` that are still to be invoiced, with their tax, and what each comes to, unrounded (``made``).
CHARGES_LEFT = """
    JOIN customers_ordercharge c ON c.order_id = o.id AND c.value <> 0 AND (c.is_percent OR NOT EXISTS (
        SELECT 1 FROM customers_invoiceline il WHERE il.order_charge_id = c.id HAVING sum(il.quantity) <> 0))
    JOIN customers_chargecode charge ON charge.id = c.charge_code_id
    CROSS JOIN LATERAL (SELECT NULL::bigint AS id, charge.item_tax_group_id, charge.item_type) AS i
    {TAXED}
    CROSS JOIN LATERAL (
        SELECT CASE WHEN NOT c.is_percent THEN c.value ELSE c.value * 0.01 * (SELECT sum({LEFT})
            FROM customers_salesorderline l
            WHERE l.order_id = o.id AND (c.order_line_id IS NULL OR l.id = c.order_line_id)) END AS amount
    ) AS made
""".replace("{TAXED}", TAXED).replace("{LEFT}", LEFT)


def in_registration_currency(*, currency: str, of_document: str, amount: str, in_books: str, rate: str) -> str:
    """Give the SQL of an amount in the currency of the VAT registration that its tax is declared under.

    It is the amount in the books, or that of the document, where the currency is the same; else translated by ``rate``,
    such as ``units / units``. Beside it stand the ``company``, and that ``currency`` with its decimals.
    """
    return f"""CASE WHEN {currency} = company.accounting_currency_id THEN {in_books}
            WHEN {currency} = {of_document} THEN {amount}
            ELSE round({amount} * {rate}, currency.decimals) END"""
