"""Sales as the tax rows of invoices tell them: base amounts by period and country, with how far the books were then."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from arclose.ledger.sql.running import rows


@dataclass(frozen=True)
class Sales:
    """Net amounts in accounting currency by (period, country of delivery), up to a sealed posting of the company."""

    position: int = 0
    digest: str = ""
    amounts: dict[tuple[int, str], Decimal] = field(default_factory=dict)


# Prepayments are no sales, nor is less sold where an invoice deducts one: their tax rows are taken off again, found by
# the lines that name a prepayment, each of which has a tax row of its own.
_PREPAID = """
        SELECT i.invoice_date, t.delivery_country, -t.accounting_currency_base_amount
        FROM customers_invoiceline l
        JOIN customers_invoice i ON i.id = l.invoice_id
        JOIN customers_taxrow t ON t.invoice_id = l.invoice_id AND t.number = l.tax_row_number
"""

# What was sold per day and country, then per period: so that each row is looked at once, and only days are compared
# with periods. By the date of the invoice, as the ledger has it: a tax point may lie in an earlier period. One
# statement, so that the head of the chain and the rows are those of the same moment. Reads invoices by company and
# day, tax rows by invoice; locks nothing.
_SALES = """
    SELECT head.position, head.digest, p.id, daily.country, sum(daily.amount)
    FROM ledger_chainhead head
    LEFT JOIN (
        SELECT day, country, sum(amount) AS amount FROM (
            SELECT i.invoice_date AS day, t.delivery_country AS country,
                sum(t.accounting_currency_base_amount) AS amount
            FROM customers_invoice i
            JOIN customers_taxrow t ON t.invoice_id = i.id
            WHERE i.company_id = %(company)s AND i.invoice_date BETWEEN %(first)s AND %(last)s
            GROUP BY i.invoice_date, t.delivery_country
            UNION ALL {PREPAID}
            WHERE l.company_id = %(company)s AND l.prepayment_id IS NOT NULL
              AND i.invoice_date BETWEEN %(first)s AND %(last)s
        ) AS part GROUP BY day, country
    ) AS daily ON true
    LEFT JOIN ledger_fiscalperiod p ON p.company_id = %(company)s AND daily.day BETWEEN p.start_date AND p.end_date
    WHERE head.company_id = %(company)s
    GROUP BY head.position, head.digest, p.id, daily.country
""".replace("{PREPAID}", _PREPAID)

# The same of the postings sealed after one. Reads seals by position, invoices by posting, tax rows by invoice.
_SALES_SINCE = """
    SELECT head.position, head.digest, p.id, daily.country, sum(daily.amount)
    FROM ledger_chainhead head
    LEFT JOIN (
        SELECT day, country, sum(amount) AS amount FROM (
            SELECT i.invoice_date AS day, t.delivery_country AS country,
                sum(t.accounting_currency_base_amount) AS amount
            FROM ledger_postingseal seal
            JOIN customers_invoice i ON i.posting_id = seal.posting_id
            JOIN customers_taxrow t ON t.invoice_id = i.id
            WHERE seal.company_id = %(company)s AND seal.position > %(since)s
              AND i.invoice_date BETWEEN %(first)s AND %(last)s
            GROUP BY i.invoice_date, t.delivery_country
            UNION ALL {PREPAID}
            JOIN ledger_postingseal seal ON seal.posting_id = i.posting_id
            WHERE l.company_id = %(company)s AND l.prepayment_id IS NOT NULL AND seal.position > %(since)s
              AND i.invoice_date BETWEEN %(first)s AND %(last)s
        ) AS part GROUP BY day, country
    ) AS daily ON true
    LEFT JOIN ledger_fiscalperiod p ON p.company_id = %(company)s AND daily.day BETWEEN p.start_date AND p.end_date
    WHERE head.company_id = %(company)s
    GROUP BY head.position, head.digest, p.id, daily.country
""".replace("{PREPAID}", _PREPAID)


def sales(*, company_id: int, first: date, last: date, since: int | None = None) -> Sales:
    """Give what invoices of some days add up to: all of them, or those posted after a position of the chain."""
    statement = _SALES if since is None else _SALES_SINCE
    found = rows(statement, {"company": company_id, "first": first, "last": last, "since": since})
    if not found:
        return Sales()
    position, digest = found[0][:2]
    return Sales(position, digest, {(period, country): amount for _p, _d, period, country, amount in found if period})
