"""Promises about revenue that packing slips defer: it is that of their lines, and goes with the deliveries."""

from django.utils.translation import gettext_lazy as _

from arclose.ledger.proofs.findings import rows_said

# One row per amount that a packing slip deferred and its own line does not come to, at the discount, tax and rate that
# were kept with it; and one per line that was not deferred though others of its posting were. What was deferred before
# these were kept is left out. Reads what was deferred, and the lines of packing slips by their posting.
_OF_SLIPS = """
    WITH first AS MATERIALIZED (
        SELECT * FROM customers_deferredrevenue WHERE company_id = %(company)s AND tax_percent IS NOT NULL
    )
    SELECT d.number, l.line_number AS line, amount.kept, amount.said, 'amount' AS breach
    FROM first
    JOIN customers_orderdocumentline l ON l.id = first.slip_line_id
    JOIN customers_orderdocument d ON d.id = l.document_id
    JOIN ledger_currency currency ON currency.code = d.currency_id
    JOIN ledger_company company ON company.id = first.company_id
    JOIN ledger_currency books ON books.code = company.accounting_currency_id
    CROSS JOIN LATERAL (
        SELECT round(l.net_amount * (100 - first.total_discount_percent) / 100, currency.decimals) AS amount,
            CASE WHEN first.prices_include_tax THEN first.tax_percent ELSE 0 END AS included
    ) AS asked
    CROSS JOIN LATERAL (
        SELECT round(asked.amount * first.tax_percent / (100 + asked.included), currency.decimals) AS tax
    ) AS taxed
    CROSS JOIN LATERAL (VALUES
        (first.quantity, l.quantity),
        (first.transaction_currency_net_amount, asked.amount - CASE WHEN first.prices_include_tax THEN tax ELSE 0 END),
        (first.transaction_currency_tax_amount, tax),
        (first.accounting_currency_net_amount,
            round(first.transaction_currency_net_amount * accounting_units / transaction_units, books.decimals)),
        (first.accounting_currency_tax_amount,
            round(first.transaction_currency_tax_amount * accounting_units / transaction_units, books.decimals))
    ) AS amount (kept, said)
    WHERE amount.kept IS DISTINCT FROM amount.said
    UNION ALL
    SELECT d.number, l.line_number, 0, l.net_amount, 'missing'
    FROM (SELECT DISTINCT posting_id FROM first) AS deferring
    JOIN customers_orderdocument d ON d.posting_id = deferring.posting_id
    JOIN customers_orderdocumentline l ON l.document_id = d.id AND l.net_amount <> 0
    LEFT JOIN first ON first.slip_line_id = l.id AND first.order_document_id = d.id
    WHERE first.id IS NULL
"""

deferred_revenue_is_of_its_line = rows_said(
    _OF_SLIPS,
    {
        "amount": _("packing slip %(number)s deferred %(kept)s of its line %(line)s, which comes to %(said)s"),
        "missing": _("packing slip %(number)s deferred nothing of its line %(line)s, which is of %(said)s"),
    },
)

# One row per line of a packing slip of which another quantity is deferred than is neither corrected nor invoiced, or an
# amount where nothing is left; and one per document, account and kind of entry whose vouchers do not say what its rows
# do, or on another day or in another posting. Reads what was deferred, its deliveries by their line, and the vouchers
# by their kind.
_DEFERRED = """
    WITH deferred AS (
        SELECT r.slip_line_id, sum(r.quantity) AS quantity, sum(r.transaction_currency_net_amount) AS net,
            sum(r.transaction_currency_tax_amount) AS tax, sum(r.accounting_currency_net_amount) AS accounting_net,
            sum(r.accounting_currency_tax_amount) AS accounting_tax,
            coalesce(sum(r.reporting_currency_net_amount), 0) AS reporting_net,
            coalesce(sum(r.reporting_currency_tax_amount), 0) AS reporting_tax
        FROM customers_deferredrevenue r WHERE r.company_id = %(company)s GROUP BY r.slip_line_id
    ), line AS (
        SELECT d.number, l.line_number, deferred.*, l.quantity
            + coalesce((SELECT sum(c.quantity) FROM customers_orderdocument cd
                JOIN customers_orderdocumentline c ON c.document_id = cd.id
                WHERE cd.corrects_id = d.id AND c.order_line_id = l.order_line_id), 0)
            - coalesce((SELECT sum(t.quantity) FROM customers_invoiceddelivery t WHERE t.slip_line_id = l.id), 0)
            AS standing
        FROM deferred JOIN customers_orderdocumentline l ON l.id = deferred.slip_line_id
        JOIN customers_orderdocument d ON d.id = l.document_id
    ), said AS (
        SELECT CASE WHEN r.invoice_id IS NULL THEN 'deferral' ELSE 'deferral_taken_back' END AS document_type,
            coalesce(r.invoice_id, r.order_document_id) AS document_id, r.posting_id,
            coalesce(i.invoice_date, d.document_date) AS posting_date, entry.posting_type, entry.account_id,
            r.currency_id, sum(entry.amount) AS amount, sum(entry.accounting) AS accounting,
            CASE WHEN bool_and(entry.reporting IS NOT NULL) THEN sum(entry.reporting) END AS reporting
        FROM customers_deferredrevenue r
        LEFT JOIN customers_invoice i ON i.id = r.invoice_id
        LEFT JOIN customers_orderdocument d ON d.id = r.order_document_id
        CROSS JOIN LATERAL (VALUES
            ('deferred_revenue_offset', r.offset_account_id,
                r.transaction_currency_net_amount + r.transaction_currency_tax_amount,
                r.accounting_currency_net_amount + r.accounting_currency_tax_amount,
                r.reporting_currency_net_amount + r.reporting_currency_tax_amount),
            ('deferred_revenue', r.revenue_account_id, -r.transaction_currency_net_amount,
                -r.accounting_currency_net_amount, -r.reporting_currency_net_amount),
            ('deferred_sales_tax', r.tax_account_id, -r.transaction_currency_tax_amount,
                -r.accounting_currency_tax_amount, -r.reporting_currency_tax_amount)
        ) AS entry (posting_type, account_id, amount, accounting, reporting)
        WHERE r.company_id = %(company)s
        GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING sum(entry.amount) <> 0 OR sum(entry.accounting) <> 0
            OR sum(entry.reporting) <> 0
    ), posted AS (
        SELECT v.document_type, v.document_id, v.posting_id, v.posting_date, e.posting_type, e.account_id,
            e.currency_id, sum(e.transaction_currency_amount) AS amount,
            sum(e.accounting_currency_amount) AS accounting, sum(e.reporting_currency_amount) AS reporting
        FROM ledger_voucher v JOIN ledger_ledgerentry e ON e.voucher_id = v.id
        WHERE v.company_id = %(company)s AND v.document_type IN ('deferral', 'deferral_taken_back')
            AND e.posting_type <> 'rounding'
        GROUP BY 1, 2, 3, 4, 5, 6, 7
    )
    SELECT number, line_number::text AS line, quantity AS kept, standing AS said,
        CASE WHEN quantity <> standing THEN 'quantity' ELSE 'amount' END AS breach
    FROM line
    WHERE quantity <> standing OR quantity = 0 AND (net <> 0 OR tax <> 0 OR accounting_net <> 0 OR accounting_tax <> 0
        OR reporting_net <> 0 OR reporting_tax <> 0)
    UNION ALL
    SELECT coalesce(i.number, d.number, entry.document_id::text), account.number::text, coalesce(entry.posted, 0),
        coalesce(entry.said, 0), 'entries'
    FROM (
        SELECT coalesce(said.document_type, posted.document_type) AS document_type,
            coalesce(said.document_id, posted.document_id) AS document_id,
            coalesce(said.account_id, posted.account_id) AS account_id, amount.*
        FROM said FULL JOIN posted USING (document_type, document_id, posting_id, posting_date, posting_type,
            account_id, currency_id)
        CROSS JOIN LATERAL (VALUES
            (posted.amount, said.amount), (posted.accounting, said.accounting),
            (posted.reporting, coalesce(said.reporting, posted.reporting))
        ) AS amount (posted, said)
        WHERE amount.posted IS DISTINCT FROM amount.said
    ) AS entry
    LEFT JOIN customers_invoice i ON i.id = entry.document_id AND entry.document_type = 'deferral_taken_back'
    LEFT JOIN customers_orderdocument d ON d.id = entry.document_id AND entry.document_type = 'deferral'
    LEFT JOIN ledger_ledgeraccount account ON account.id = entry.account_id
"""

deferred_revenue_follows_deliveries = rows_said(
    _DEFERRED,
    {
        "quantity": _(
            "of packing slip %(number)s, line %(line)s, revenue of %(kept)s is deferred, and %(said)s is not invoiced"
        ),
        "amount": _("of packing slip %(number)s, line %(line)s, revenue stays deferred though all of it is invoiced"),
        "entries": _(
            "the voucher of %(number)s has %(kept)s on account %(line)s, what it defers or takes back is %(said)s"
        ),
    },
)
