"""Post free text invoices of 3 lines as a job, one in ten distributed, against the bare write of the same rows.

As :mod:`benchmarks.post_invoices` measures it.
"""

import argparse
from typing import Any

from benchmarks.bare import bare_write, marks_now
from benchmarks.orders import a_selling_company
from benchmarks.post_invoices import post_as_job
from benchmarks.stage import execute, report, stage

_INVOICES = """
    INSERT INTO customers_freetextinvoice (company_id, key, fingerprint, status, customer_id, invoice_account_id,
        invoice_date, currency_id, payment_terms_id, tax_group_id, delivery_country, reason, net_amount)
    SELECT c.company_id, '{prefix}' || n, '', 'in_process', c.id, c.id, DATE '2026-10-01' + (n % 28), c.currency_id,
        c.payment_terms_id, c.tax_group_id, c.country, '', 37.5 * (1 + n % 40)
    FROM generate_series(1, {count}) AS n
    JOIN (SELECT *, row_number() OVER (ORDER BY id) - 1 AS place, count(*) OVER () AS number_of
          FROM customers_customer WHERE company_id = {company}) AS c ON c.place = n % c.number_of
"""
_LINES = """
    INSERT INTO customers_freetextline (company_id, document_id, line_number, description, account_id, item_type,
        item_tax_group_id, quantity, unit_price, amount)
    SELECT f.company_id, f.id, line, 'Service', a.id, 'service', g.id, 1, f.net_amount / 3, f.net_amount / 3
    FROM customers_freetextinvoice f
    CROSS JOIN generate_series(1, 3) AS line
    JOIN ledger_ledgeraccount a ON a.company_id = f.company_id AND a.number = '8100'
    JOIN customers_itemtaxgroup g ON g.company_id = f.company_id AND g.code = 'SERV'
    WHERE f.company_id = {company} AND f.key LIKE '{prefix}%'
"""
_SHARES = """
    INSERT INTO customers_freetextdistribution (company_id, line_id, number, account_id, percent, amount)
    SELECT l.company_id, l.id, part.number, a.id, 50, round(l.amount / 2, 2)
    FROM customers_freetextline l
    JOIN customers_freetextinvoice f ON f.id = l.document_id AND f.key LIKE '{prefix}%' AND f.id % 10 = 0
    CROSS JOIN (VALUES (1, '8100'), (2, '8000')) AS part (number, account)
    JOIN ledger_ledgeraccount a ON a.company_id = l.company_id AND a.number = part.account
    WHERE l.company_id = {company} AND l.line_number = 1
"""


def write_free_text(company: Any, *, count: int, prefix: str) -> None:
    """Write so many free text invoices that wait, and let the planner look at them."""
    for statement in (_INVOICES, _LINES, _SHARES):
        execute(statement.format(company=company.pk, count=count, prefix=prefix))
    execute("VACUUM ANALYZE")


def post(company: Any, *, workers: int) -> float:
    """Post every free text invoice that waits as a job, and give the wall seconds."""
    from django.db.models import F

    from customers.models import FreeTextInvoice

    waiting = FreeTextInvoice.objects.filter(company=company, status="in_process").annotate(label=F("key"))
    documents = waiting.values_list("pk", "invoice_date", "label")
    return post_as_job(company, workers=workers, kind="free-text-invoices", documents=documents)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=50_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args()
    with stage():
        company = a_selling_company()
        write_free_text(company, count=1_000, prefix="WARM")
        post(company, workers=options.workers)
        for number in range(options.rounds):
            prefix = f"R{number}-"
            write_free_text(company, count=options.count, prefix=prefix)
            marks = marks_now()
            seconds = post(company, workers=options.workers)
            bare_seconds = bare_write(marks, is_cpu=not options.workers)
            report(
                f"post {options.count:,} free text invoices of 3 lines, {options.workers} workers",
                seconds=seconds,
                bare_seconds=bare_seconds,
                goal=2.0,
                count=options.count,
                unit="invoices",
            )


if __name__ == "__main__":
    main()
