"""What the digest of a posting covers of customers: invoices, what is owed and settled, deliveries.

The columns of a statement stay as they are: see :func:`arclose.ledger.digests.register`.
"""

from arclose.ledger import digests

_INVOICES = """
    SELECT string_agg(ROW(i.id, i.number, i.invoice_type, i.order_id, i.customer_id, i.invoice_account_id,
            i.invoice_date, i.due_date, i.currency_id, i.transaction_units, i.accounting_units, i.rate_date,
            i.delivery_country, i.vat_number, i.credited_invoice_id, i.reason, i.net_amount, i.tax_amount,
            i.total_amount, i.has_voucher)::text || coalesce(tax.rows, ''), chr(10) ORDER BY i.id)
    FROM customers_invoice i CROSS JOIN LATERAL (
        SELECT string_agg(ROW(r.number, r.tax_code_id, r.tax_kind, r.tax_percent, r.item_type, r.delivery_country,
            r.vat_number, r.tax_point_date, r.transaction_currency_base_amount, r.transaction_currency_tax_amount,
            r.accounting_currency_base_amount, r.accounting_currency_tax_amount, r.registration_id,
            r.registration_currency_id, r.registration_currency_base_amount,
            r.registration_currency_tax_amount)::text, ';' ORDER BY r.number) AS rows
        FROM customers_taxrow r WHERE r.invoice_id = i.id
    ) AS tax
    WHERE i.posting_id = posting.id
"""
_TRANSACTIONS = """
    SELECT string_agg(ROW(t.id, t.voucher_id, t.customer_id, t.invoice_id, t.transaction_type, t.document_number,
        t.transaction_date, t.due_date, t.currency_id, t.transaction_currency_amount, t.accounting_currency_amount,
        t.opening_adjustment_amount, t.control_account_id)::text, chr(10) ORDER BY t.id)
    FROM customers_customertransaction t WHERE t.posting_id = posting.id
"""
_SETTLEMENTS = """
    SELECT string_agg(ROW(s.id, s.settlement_date, s.debit_transaction_id, s.credit_transaction_id,
        s.transaction_currency_amount, s.debit_accounting_amount, s.credit_accounting_amount,
        s.debit_adjustment_amount, s.credit_adjustment_amount, s.reversal_of_id)::text, chr(10) ORDER BY s.id)
    FROM customers_settlement s WHERE s.posting_id = posting.id
"""
_ADJUSTMENTS = """
    SELECT string_agg(ROW(a.id, a.transaction_id, a.adjustment_date, a.accounting_currency_amount,
        a.control_account_id, a.offset_account_id, a.is_gain, a.settlement_id)::text, chr(10) ORDER BY a.id)
    FROM customers_adjustment a WHERE a.posting_id = posting.id
"""
# By the digest of a set, which covers its lines, as many as they are: a probe compares the two.
_ADJUSTMENT_SETS = """
    SELECT ROW(s.id, s.digest)::text FROM customers_adjustmentset s WHERE s.posting_id = posting.id
"""

_ORDER_DOCUMENTS = """
    SELECT string_agg(ROW(d.id, d.number, d.document_type, d.order_id, d.document_date, d.site_id, d.delivery_address,
            d.delivery_country, d.corrects_id, d.reason, d.net_amount, d.cost_amount, d.has_voucher)::text
            || coalesce(line.rows, ''), chr(10) ORDER BY d.id)
    FROM customers_orderdocument d CROSS JOIN LATERAL (
        SELECT string_agg(ROW(l.line_number, l.order_line_id, l.item_id, l.quantity, l.unit_price, l.net_amount,
            l.cost_amount)::text, ';' ORDER BY l.line_number) AS rows
        FROM customers_orderdocumentline l WHERE l.document_id = d.id
    ) AS line
    WHERE d.posting_id = posting.id
"""

# Of a row that an earlier release wrote, nothing is added to what it said.
_DEFERRED_REVENUE = """
    SELECT string_agg(ROW(r.id, r.slip_line_id, r.order_document_id, r.invoice_id, r.quantity, r.currency_id,
        r.transaction_currency_net_amount, r.transaction_currency_tax_amount, r.accounting_currency_net_amount,
        r.accounting_currency_tax_amount, r.offset_account_id, r.revenue_account_id, r.tax_account_id)::text
        || CASE WHEN num_nonnulls({own}) > 0 THEN ROW({own})::text ELSE '' END, chr(10) ORDER BY r.id)
    FROM customers_deferredrevenue r WHERE r.posting_id = posting.id
""".replace(
    "{own}",
    "r.reporting_currency_net_amount, r.reporting_currency_tax_amount, r.total_discount_percent, r.tax_percent,"
    " r.prices_include_tax, r.transaction_units, r.accounting_units",
)

# What a document of several orders, or of none, says beside its head: its origin, and of what its lines are. Of one
# order it says nothing here, as before there were others.
_OTHER_ORIGINS = """
    SELECT string_agg(ROW(i.id, i.origin)::text || line.rows, chr(10) ORDER BY i.id)
    FROM customers_invoice i CROSS JOIN LATERAL (
        SELECT string_agg(ROW(l.line_number, l.order_line_id, l.item_type, l.description, l.net_amount)::text, ';'
            ORDER BY l.line_number) AS rows
        FROM customers_invoiceline l WHERE l.invoice_id = i.id
    ) AS line
    WHERE i.posting_id = posting.id AND i.order_id IS NULL
"""
_DISTRIBUTIONS = """
    SELECT string_agg(ROW(l.invoice_id, l.line_number, d.number, d.account_id, d.amount)::text, chr(10)
        ORDER BY l.invoice_id, l.line_number, d.number)
    FROM customers_invoice i
    JOIN customers_invoiceline l ON l.invoice_id = i.id
    JOIN customers_invoicelinedistribution d ON d.invoice_line_id = l.id
    WHERE i.posting_id = posting.id AND i.origin <> 'sales_order'
"""
# What EC sales lists leave out though its kind is listed. Only free text invoices say so.
_NOT_LISTED = """
    SELECT string_agg(ROW(r.invoice_id, r.number)::text, chr(10) ORDER BY r.invoice_id, r.number)
    FROM customers_invoice i JOIN customers_taxrow r ON r.invoice_id = i.id AND NOT r.is_listed
    WHERE i.posting_id = posting.id AND i.origin = 'free_text'
"""
_COLLECTED_ORDER_DOCUMENTS = """
    SELECT string_agg(ROW(d.id, d.customer_id, d.currency_id)::text, chr(10) ORDER BY d.id)
    FROM customers_orderdocument d WHERE d.posting_id = posting.id AND d.order_id IS NULL
"""
# What lines say about prepayments: their own invoices, what is deducted of them and what takes either back.
_PREPAYMENTS = """
    SELECT string_agg(ROW(l.invoice_id, l.line_number, l.prepayment_id, l.net_amount, l.tax_amount,
        l.prepaid_accounting_amount)::text, chr(10) ORDER BY l.invoice_id, l.line_number)
    FROM customers_invoice i JOIN customers_invoiceline l ON l.invoice_id = i.id AND l.prepayment_id IS NOT NULL
    WHERE i.posting_id = posting.id
"""
_CONCESSIONS = """
    SELECT string_agg(ROW(c.id, c.transaction_id, c.kind, c.concession_date, c.transaction_units, c.accounting_units,
            c.amount, c.tax_amount, c.accounting_currency_amount, c.accounting_currency_tax_amount, c.account_id,
            c.reason_id)::text || coalesce(tax.rows, ''), chr(10) ORDER BY c.id)
    FROM customers_concession c CROSS JOIN LATERAL (
        SELECT string_agg(ROW(r.number, r.tax_code_id, r.tax_kind, r.tax_percent, r.item_type, r.delivery_country,
            r.vat_number, r.tax_point_date, r.transaction_currency_base_amount, r.transaction_currency_tax_amount,
            r.accounting_currency_base_amount, r.accounting_currency_tax_amount, r.registration_id,
            r.registration_currency_id, r.registration_currency_base_amount,
            r.registration_currency_tax_amount)::text, ';' ORDER BY r.number) AS rows
        FROM customers_concessiontaxrow r WHERE r.concession_id = c.id AND r.taken_back_by_id IS NULL
    ) AS tax
    WHERE c.posting_id = posting.id
"""
# Of the accounts of their tax rows those that are others, and of the invoices those that are not of their transaction.
_CONCESSION_ACCOUNTS, _CONCESSION_INVOICES = (
    f"""
    SELECT string_agg(ROW(r.concession_id, r.number, r.{column})::text, chr(10) ORDER BY r.concession_id, r.number)
    FROM customers_concession c JOIN customers_concessiontaxrow r ON r.concession_id = c.id
    WHERE c.posting_id = posting.id AND r.{column} IS NOT NULL AND r.taken_back_by_id IS NULL
"""  # noqa: S608 (written here)
    for column in ("account_id", "invoice_id")
)
# What takes the tax of concessions back stands beside the vouchers that do.
_TAKEN_BACK = """FROM ledger_voucher v
    JOIN ledger_voucher conceded ON conceded.id = v.reversal_of_id AND conceded.document_type = 'concession'
    JOIN customers_concessiontaxrow r ON r.concession_id = conceded.document_id AND r.taken_back_by_id = v.id
    WHERE v.posting_id = posting.id"""
_CONCESSIONS_TAKEN_BACK = f"""
    SELECT string_agg(ROW(r.concession_id, r.taken_back_by_id, r.number, r.tax_point_date,
            r.transaction_currency_base_amount, r.transaction_currency_tax_amount, r.accounting_currency_base_amount,
            r.accounting_currency_tax_amount, r.registration_currency_base_amount,
            r.registration_currency_tax_amount)::text, chr(10) ORDER BY r.concession_id, r.number)
    {_TAKEN_BACK}
"""
_INVOICES_TAKEN_BACK = f"""
    SELECT string_agg(ROW(r.concession_id, r.taken_back_by_id, r.number, r.invoice_id)::text, chr(10)
        ORDER BY r.concession_id, r.number)
    {_TAKEN_BACK} AND r.invoice_id IS NOT NULL
"""
_OFFERS = """
    SELECT string_agg(ROW(o.transaction_id, o.number, o.cash_discount_id, o.percent, o.last_date, o.amount)::text,
        chr(10) ORDER BY o.transaction_id, o.number)
    FROM customers_customertransaction t JOIN customers_discountoffer o ON o.transaction_id = t.id
    WHERE t.posting_id = posting.id
"""
# Whether a note or a line still stands is said by its voucher, not here.
_INTEREST_NOTES = """
    SELECT string_agg(ROW(n.id, n.customer_id, n.interest_code_id, n.currency_id, n.note_date, n.until_date,
            n.interest_amount, n.fee_amount, n.transaction_units, n.accounting_units)::text
            || coalesce(line.rows, ''), chr(10) ORDER BY n.id)
    FROM customers_interestnote n CROSS JOIN LATERAL (
        SELECT string_agg(ROW(l.line_number, l.transaction_id, l.from_date, l.to_date, l.base_amount, l.annual_percent,
            l.amount)::text, ';' ORDER BY l.line_number) AS rows
        FROM customers_interestnoteline l WHERE l.note_id = n.id
    ) AS line
    WHERE n.posting_id = posting.id
"""
# What the statement above does not have: nothing of lines from before it was kept.
_INTEREST_RANGES = """
    SELECT string_agg(ROW(l.note_id, l.line_number, l.from_months, l.from_days, l.from_amount, l.fixed_amount)::text,
        chr(10) ORDER BY l.note_id, l.line_number)
    FROM customers_interestnote n JOIN customers_interestnoteline l ON l.note_id = n.id AND l.from_amount IS NOT NULL
    WHERE n.posting_id = posting.id
"""
_COLLECTION_LETTERS = """
    SELECT string_agg(ROW(l.id, l.customer_id, l.letter_code_id, l.code_number, l.currency_id, l.note_date,
            l.until_date, l.overdue_amount, l.fee_amount, l.tax_code_id, l.tax_percent, l.tax_amount,
            l.transaction_units, l.accounting_units)::text || coalesce(line.rows, '') || coalesce(tax.rows, ''),
            chr(10) ORDER BY l.id)
    FROM customers_collectionletter l CROSS JOIN LATERAL (
        SELECT string_agg(ROW(i.line_number, i.transaction_id, i.code_number, i.open_amount)::text, ';'
            ORDER BY i.line_number) AS rows
        FROM customers_collectionletterline i WHERE i.note_id = l.id
    ) AS line CROSS JOIN LATERAL (
        SELECT string_agg(ROW(r.number, r.tax_code_id, r.tax_kind, r.tax_percent, r.item_type, r.delivery_country,
            r.vat_number, r.tax_point_date, r.transaction_currency_base_amount, r.transaction_currency_tax_amount,
            r.accounting_currency_base_amount, r.accounting_currency_tax_amount, r.registration_id,
            r.registration_currency_id, r.registration_currency_base_amount,
            r.registration_currency_tax_amount)::text, ';' ORDER BY r.number) AS rows
        FROM customers_collectionlettertaxrow r WHERE r.letter_id = l.id AND r.taken_back_by_id IS NULL
    ) AS tax
    WHERE l.posting_id = posting.id
"""
# Which letters a posting reversed, why, and on which day where they keep it, with what takes their tax back.
_COLLECTION_LETTERS_REVERSED = """
    SELECT string_agg(ROW(l.id, l.reversal_reason)::text || coalesce(l.reversal_date::text, '')
            || coalesce(tax.rows, ''), chr(10) ORDER BY l.id)
    FROM customers_collectionletter l CROSS JOIN LATERAL (
        SELECT string_agg(ROW(r.taken_back_by_id, r.number, r.tax_point_date, r.transaction_currency_base_amount,
            r.transaction_currency_tax_amount, r.accounting_currency_base_amount, r.accounting_currency_tax_amount,
            r.registration_currency_base_amount, r.registration_currency_tax_amount)::text, ';' ORDER BY r.number)
            AS rows
        FROM customers_collectionlettertaxrow r WHERE r.letter_id = l.id AND r.taken_back_by_id IS NOT NULL
    ) AS tax
    WHERE l.reversal_id = posting.id
"""
# Which documents of a posting charge again what was waived, and why: nothing of those from before that could be.
_REINSTATED = """
    SELECT string_agg(ROW(n.kind, n.id, n.reinstates_id, n.reinstatement_reason)::text, chr(10) ORDER BY n.kind, n.id)
    FROM (
        SELECT 'interest' AS kind, id, posting_id, reinstates_id, reinstatement_reason FROM customers_interestnote
        UNION ALL
        SELECT 'letter', id, posting_id, reinstates_id, reinstatement_reason FROM customers_collectionletter
    ) AS n WHERE n.posting_id = posting.id AND n.reinstates_id IS NOT NULL
"""
_EXCHANGES = """
    SELECT string_agg(ROW(e.id, e.transaction_id, e.exchange_date, e.amount, e.to_currency_id, e.to_amount,
        e.accounting_currency_amount)::text, chr(10) ORDER BY e.id)
    FROM customers_currencyexchange e WHERE e.posting_id = posting.id
"""

_REORGANIZATIONS = """
    SELECT string_agg(ROW(r.id, r.transaction_id, r.origin_id, r.reorganization_date, r.amount,
            r.accounting_currency_amount)::text || coalesce(part.rows, ''), chr(10) ORDER BY r.id)
    FROM customers_reorganization r CROSS JOIN LATERAL (
        SELECT string_agg(ROW(p.number, p.customer_id, p.due_date, p.amount, p.accounting_currency_amount,
            p.control_account_id)::text, ';' ORDER BY p.number) AS rows
        FROM customers_reorganizedpart p WHERE p.reorganization_id = r.id
    ) AS part
    WHERE r.posting_id = posting.id
"""


def register_digests() -> None:
    """Let the digest of a posting cover what customers write with it."""
    digests.register("invoices", _INVOICES)
    digests.register("transactions", _TRANSACTIONS)
    digests.register("settlements", _SETTLEMENTS)
    digests.register("adjustments", _ADJUSTMENTS)
    digests.register("adjustment sets", _ADJUSTMENT_SETS)
    digests.register("order documents", _ORDER_DOCUMENTS)
    digests.register("deferred revenue", _DEFERRED_REVENUE)
    digests.register("other origins", _OTHER_ORIGINS)
    digests.register("distributions", _DISTRIBUTIONS)
    digests.register("not listed", _NOT_LISTED)
    digests.register("collected order documents", _COLLECTED_ORDER_DOCUMENTS)
    digests.register("prepayments", _PREPAYMENTS)
    digests.register("concessions", _CONCESSIONS)
    digests.register("accounts of concessions", _CONCESSION_ACCOUNTS)
    digests.register("invoices of concessions", _CONCESSION_INVOICES)
    digests.register("concessions taken back", _CONCESSIONS_TAKEN_BACK)
    digests.register("invoices of concessions taken back", _INVOICES_TAKEN_BACK)
    digests.register("offered discounts", _OFFERS)
    digests.register("currency exchanges", _EXCHANGES)
    digests.register("reorganizations", _REORGANIZATIONS)
    digests.register("interest notes", _INTEREST_NOTES)
    digests.register("interest ranges", _INTEREST_RANGES)
    digests.register("collection letters", _COLLECTION_LETTERS)
    digests.register("collection letters reversed", _COLLECTION_LETTERS_REVERSED)
    digests.register("reinstated", _REINSTATED)
