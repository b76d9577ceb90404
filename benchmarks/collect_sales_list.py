"""Collect an EC sales list beside the bare grouped query: `python -m benchmarks.collect_sales_list --lines 5000000`.

Goal: at most 1.2 times the bare query, which adds up the same tax rows by customer, number, kind and country. Invoices
of three lines have one tax row each; they are written by one statement, without triggers and foreign keys, in a month.
Both are measured by the clock of the processor.
"""

import argparse
from typing import Any

from benchmarks.stage import cpu_clock, execute, stage

GOAL = 1.2
TIMES = 5
CUSTOMERS = 5_000
LINES_OF_AN_INVOICE = 3

# The rows stand alone: no posting, voucher or line is behind them.
_LET_IN_WHATEVER = """
    DO $$ DECLARE one record; BEGIN
        FOR one IN SELECT conrelid::regclass AS place, conname FROM pg_constraint WHERE contype = 'f'
            AND conrelid IN ('customers_invoice'::regclass, 'customers_taxrow'::regclass) LOOP
            EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', one.place, one.conname);
        END LOOP;
        ALTER TABLE customers_invoice DISABLE TRIGGER USER;
        ALTER TABLE customers_taxrow DISABLE TRIGGER USER;
    END $$
"""
_INSERT_CUSTOMERS = """
    INSERT INTO customers_customer (company_id, number, name, group_id, address, country, vat_number, currency_id,
        payment_terms_id, posting_profile_id, tax_group_id, is_blocked)
    SELECT c.company_id, 'L' || place, 'Customer ' || place, c.group_id, '', 'IE', 'IE' || lpad(place::text, 7, '0'),
        c.currency_id, c.payment_terms_id, c.posting_profile_id, c.tax_group_id, false
    FROM customers_customer c CROSS JOIN generate_series(1, {customers}) AS place WHERE c.id = {customer}
"""
_INSERT_INVOICES = """
    WITH buyer AS (
        SELECT id, row_number() OVER (ORDER BY id) - 1 AS turn FROM customers_customer WHERE number LIKE 'L%'
    )
    INSERT INTO customers_invoice (company_id, posting_id, invoice_type, series_id, fiscal_year_id, sequence_number,
        number, customer_id, invoice_account_id, invoice_date, due_date, payment_terms_id, currency_id,
        transaction_units, accounting_units, rate_date, delivery_country, vat_number, reason, net_amount, tax_amount,
        total_amount, has_voucher)
    SELECT {company}, 0, 'invoice', 0, 0, place, 'L' || place, buyer.id, buyer.id, DATE '2026-10-01' + place % 31,
        DATE '2026-11-30', {terms}, 'EUR', 1, 1, DATE '2026-10-01', 'IE', '', '', 100, 0, 100, true
    FROM generate_series(1, {invoices}) AS place JOIN buyer ON buyer.turn = place % {customers}
"""
_INSERT_TAX_ROWS = """
    INSERT INTO customers_taxrow (company_id, invoice_id, number, tax_code_id, tax_kind, tax_percent, item_type,
        delivery_country, vat_number, tax_point_date, transaction_currency_base_amount,
        transaction_currency_tax_amount, accounting_currency_base_amount, accounting_currency_tax_amount,
        registration_id, registration_currency_id, registration_currency_base_amount,
        registration_currency_tax_amount)
    SELECT i.company_id, i.id, 1, 0, CASE WHEN i.sequence_number % 10 = 0 THEN 'eu_service' ELSE 'eu_goods' END, 0,
        'item', 'IE', c.vat_number, i.invoice_date, 100, 0, 100, 0, {registration}, 'EUR', 100, 0
    FROM customers_invoice i JOIN customers_customer c ON c.id = i.invoice_account_id
"""
_BARE = """
    SELECT i.invoice_account_id, r.vat_number, r.tax_kind, r.delivery_country, count(*),
        sum(r.registration_currency_base_amount), sum(r.accounting_currency_base_amount)
    FROM customers_taxrow r JOIN customers_invoice i ON i.id = r.invoice_id
    WHERE r.company_id = %s AND r.tax_point_date BETWEEN '2026-10-01' AND '2026-10-31'
    GROUP BY 1, 2, 3, 4
"""


def fill(company: Any, customer: Any, registration: Any, invoices: int) -> None:
    """Write customers, invoices and tax rows of October."""
    values = {
        "company": company.pk,
        "customer": customer.pk,
        "terms": customer.payment_terms_id,
        "registration": registration.pk,
        "customers": CUSTOMERS,
        "invoices": invoices,
    }
    execute(_INSERT_CUSTOMERS.format(**values))
    execute(
        _LET_IN_WHATEVER,
        _INSERT_INVOICES.format(**values),
        _INSERT_TAX_ROWS.format(**values),
        "ANALYZE customers_invoice, customers_taxrow, customers_customer",
    )


def best_of(*works: Any) -> list[float]:
    """Give the seconds of the quickest of a few tries of each work, tried by turns."""
    clock = cpu_clock()
    took: list[list[float]] = [[] for _work in works]
    for _time in range(TIMES):
        for place, work in enumerate(works):
            started = clock()
            work()
            took[place].append(clock() - started)
    return [min(one) for one in took]


def main(lines: int) -> None:
    from django.db import connection

    from customers.company_setup import create_company
    from customers.models import Customer, CustomerGroup, PaymentTerms, PostingProfile, TaxGroup
    from ecsales.collecting import collect, scopes_of
    from ecsales.formats.listing import Period

    company = create_company(
        code="LISTS", name="Lists", country="NL", currency="EUR", first_year=2026, vat_number="NL123456789B01"
    )
    customer = Customer.objects.create(
        company=company, number="FIRST", name="First", country="IE", currency_id="EUR",
        group=CustomerGroup.objects.filter(company=company)[0],
        payment_terms=PaymentTerms.objects.filter(company=company)[0],
        posting_profile=PostingProfile.objects.get(company=company),
        tax_group=TaxGroup.objects.get(company=company, code="EU"),
    )  # fmt: skip
    invoices = lines // LINES_OF_AN_INVOICE
    fill(company, customer, company.vat_registrations.get(), invoices)
    [scope] = scopes_of(company, Period(2026, 10))

    def bare() -> None:
        with connection.cursor() as cursor:
            cursor.execute(_BARE, [company.pk])
            cursor.fetchall()

    bare_seconds, seconds = best_of(bare, lambda: collect(scope).lines)
    print(
        f"collected {invoices:,} tax rows of {CUSTOMERS:,} customers in {seconds:.2f} s; bare query"
        f" {bare_seconds:.2f} s; ratio {seconds / bare_seconds:.2f} (goal: at most {GOAL})"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=5_000_000)
    asked = parser.parse_args()
    with stage():
        main(asked.lines)
