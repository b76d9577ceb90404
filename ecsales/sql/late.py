"""What was posted into the days of lists after they were reported."""

from typing import Any

from customers.sql.running import rows
from ecsales.sql.lists_to_make import Compiled, in_order
from ecsales.sql.supplies import CREDITED

# The same of all lists of a company that end between two days, as (list, document): of what is listed by its kind.
_LATE_OF_ALL = f"""
    WITH standing AS (
        SELECT l.id AS list_id, l.start_date, l.end_date, registration.id AS registration_id, registration.currency_id,
            registration.country, coalesce(p.reports_cash_discounts, true) AS has_discounts,
            (SELECT max(d.id) FROM ecsales_declaration d WHERE d.sales_list_id = l.id
                AND NOT EXISTS (SELECT 1 FROM ecsales_listchange c WHERE c.withdrawn_id = d.id)) AS declaration_id
        FROM ecsales_saleslist l JOIN ledger_vatregistration registration ON registration.id = l.registration_id
        LEFT JOIN ecsales_listparameters p ON p.registration_id = l.registration_id
        WHERE l.company_id = %(company)s AND l.end_date BETWEEN %(since)s AND %(until)s AND l.status <> 'included'
    ), late AS (
        SELECT s.list_id, 'invoice' AS source, i.id AS document_id, i.number, r.tax_point_date, s.currency_id,
            coalesce(r.registration_currency_base_amount, r.accounting_currency_base_amount) AS amount
        FROM standing s JOIN customers_taxrow r ON r.company_id = %(company)s
            AND r.tax_point_date BETWEEN s.start_date AND s.end_date AND r.tax_kind = ANY(%(listed)s) AND r.is_listed
            AND (r.registration_id = s.registration_id OR r.registration_id IS NULL AND s.country = %(home)s)
        JOIN customers_invoice i ON i.id = r.invoice_id
        WHERE NOT EXISTS (SELECT 1 FROM ecsales_declaredrow d WHERE d.declaration_id = s.declaration_id
            AND d.source = 'invoice' AND d.source_id = r.id)
            AND NOT (s.country = ANY(%(going_back)s) AND coalesce({CREDITED} < s.start_date, false))
        UNION ALL
        SELECT s.list_id, 'concession', c.id, t.document_number, r.tax_point_date, s.currency_id,
            coalesce(r.registration_currency_base_amount, r.accounting_currency_base_amount)
        FROM standing s JOIN customers_concessiontaxrow r ON r.company_id = %(company)s
            AND r.tax_point_date BETWEEN s.start_date AND s.end_date AND r.tax_kind = ANY(%(listed)s) AND r.is_listed
            AND (r.registration_id = s.registration_id OR r.registration_id IS NULL AND s.country = %(home)s)
        JOIN customers_concession c ON c.id = r.concession_id AND c.kind = 'cash_discount' AND s.has_discounts
        JOIN customers_customertransaction t ON t.id = c.transaction_id
        WHERE NOT EXISTS (SELECT 1 FROM ecsales_declaredrow d WHERE d.declaration_id = s.declaration_id
            AND d.source IN ('cash_discount', 'concession') AND d.source_id = r.id)
    )
"""  # noqa: S608 (written above)
_LATE_LEFT = "SELECT currency_id, count(DISTINCT (source, document_id)), sum(amount) FROM late GROUP BY currency_id"


def late_left(asked: dict[str, Any]) -> Compiled:
    """Give the statement that counts them per currency, with their amounts; its parameters stand in order."""
    return in_order(_LATE_OF_ALL + _LATE_LEFT, asked)


def late_of_all(asked: dict[str, Any], *, at_most: int) -> list[tuple[Any, ...]]:
    """Give (list, source, document, number, day, amount, currency) of what was posted after lists were reported."""
    statement = (
        "SELECT list_id, source, document_id, number, tax_point_date, amount, currency_id FROM late"
        " ORDER BY tax_point_date, document_id LIMIT %(at_most)s"
    )
    return rows(_LATE_OF_ALL + statement, {**asked, "at_most": at_most})
