"""The probes of EC sales lists: what was submitted is whole, and in the books."""

from django.utils.translation import gettext_lazy as _

from arclose.ledger.proofs.findings import rows_said

# One row per declared row whose tax row is gone or has another amount or day.
_ROWS = """
    SELECT l.start_date::text AS period, d.number
    FROM ecsales_declaration d JOIN ecsales_saleslist l ON l.id = d.sales_list_id
    JOIN ecsales_declaredrow r ON r.declaration_id = d.id
    LEFT JOIN customers_taxrow t ON r.source = 'invoice' AND t.id = r.source_id AND t.company_id = r.company_id
    LEFT JOIN customers_concessiontaxrow c ON r.source IN ('cash_discount', 'concession') AND c.id = r.source_id
        AND c.company_id = r.company_id
    LEFT JOIN customers_collectionlettertaxrow f ON r.source = 'letter' AND f.id = r.source_id
        AND f.company_id = r.company_id
    WHERE d.company_id = %(company)s AND r.source <> 'manual' AND (
        coalesce(t.accounting_currency_base_amount, c.accounting_currency_base_amount,
            f.accounting_currency_base_amount) IS DISTINCT FROM r.accounting_currency_amount
        OR coalesce(t.tax_point_date, c.tax_point_date, f.tax_point_date) IS DISTINCT FROM r.tax_point_date)
"""
declared_rows_are_in_the_books = rows_said(
    _ROWS, _("list %(period)s, number %(number)s, has a document that the books have otherwise")
)

# One row per declaration with other lines, documents or files than it says, or a file that is not as it was made; and
# per list whose status is not that of what stands.
_WHOLE = """
    SELECT l.start_date::text AS period, d.number, 'lines' AS breach
    FROM ecsales_declaration d JOIN ecsales_saleslist l ON l.id = d.sales_list_id
    LEFT JOIN LATERAL (
        SELECT count(*) AS count, coalesce(sum(amount), 0) AS amount FROM ecsales_declaredline
        WHERE declaration_id = d.id
    ) AS line ON true
    LEFT JOIN LATERAL (
        SELECT count(*) AS count, coalesce(sum(amount) FILTER (WHERE reason = ''), 0) AS amount,
            coalesce(sum(amount) FILTER (WHERE reason <> ''), 0) AS left_out
        FROM ecsales_declaredrow WHERE declaration_id = d.id
    ) AS row ON true
    WHERE d.company_id = %(company)s AND (line.count <> d.line_count OR row.count <> d.row_count
        OR line.amount <> d.total_amount + d.purchase_amount OR row.amount <> line.amount
        OR row.left_out <> d.left_out_amount)
    UNION ALL
    SELECT l.start_date::text, d.number, 'file'
    FROM ecsales_declaration d JOIN ecsales_saleslist l ON l.id = d.sales_list_id
    JOIN ecsales_declaredfile f ON f.declaration_id = d.id
    WHERE d.company_id = %(company)s AND encode(sha256(f.content), 'hex') <> f.digest
    UNION ALL
    SELECT l.start_date::text, 0, 'status' FROM ecsales_saleslist l
    WHERE l.company_id = %(company)s AND (l.status = 'included') = EXISTS (
        SELECT 1 FROM ecsales_declaration d WHERE d.sales_list_id = l.id
            AND NOT EXISTS (SELECT 1 FROM ecsales_listchange c WHERE c.withdrawn_id = d.id))
"""
declarations_are_as_made = rows_said(
    _WHOLE,
    {
        "lines": _("list %(period)s, number %(number)s, has other lines or documents than it says"),
        "file": _("a file of list %(period)s, number %(number)s, is not as it was made"),
        "status": _("list %(period)s has another status than what was reported of it"),
    },
)
