"""Books of any size to measure on: a company whose orders are written by one statement and posted by the program.

Run as `python -m benchmarks.books --invoices 1000000` with ARCLOSE_VAR naming a folder of its own; the company stays
there for the scripts that measure. An invoice of three lines makes five entries. With `--copies 19` a twentieth is
posted, and the rest are copies of it, which takes a fraction of the time.
"""

import argparse
import os
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

import django
from django.db import connection, connections

from benchmarks.copies import BY_COPY, copy_books

CODE = "BENCH"
CHUNK = 5_000
FIRST_DAY, DAYS = date(2026, 1, 1), 300
LINES = 3

_INSERT_ORDERS = """
    INSERT INTO customers_salesorder (company_id, number, order_type, customer_id, status, order_date, invoice_date,
        currency_id, payment_terms_id, tax_group_id, delivery_address, delivery_country, total_discount_percent,
        reason, net_amount, source)
    SELECT %(company)s, 'B' || lpad(place::text, 9, '0'), 'sales', c.id, 'open', day, day, c.currency_id,
        c.payment_terms_id, c.tax_group_id, '', c.country, 0, '', 300 + place %% 500, 'benchmark'
    FROM generate_series(%(first)s::int, %(last)s::int) AS place
    CROSS JOIN LATERAL (SELECT %(first_day)s::date + (place %% %(days)s::int) AS day) AS dated
    JOIN customers_customer c ON c.company_id = %(company)s AND c.number = 'B' || (place %% %(customers)s::int)
    ORDER BY place
"""
_INSERT_LINES = """
    INSERT INTO customers_salesorderline (company_id, order_id, line_number, item_id, description, quantity,
        unit_price, line_discount_percent, net_amount)
    SELECT o.company_id, o.id, line, i.id, '', 1,
        CASE line WHEN 1 THEN 100 + mod(o.net_amount - 300, 500) ELSE 100 END, 0,
        CASE line WHEN 1 THEN 100 + mod(o.net_amount - 300, 500) ELSE 100 END
    FROM customers_salesorder o CROSS JOIN generate_series(1, 3) AS line
    JOIN customers_item i ON i.company_id = o.company_id AND i.number = 'B' || line
    WHERE o.company_id = %(company)s AND o.status = 'open' AND o.source = 'benchmark'
      AND NOT EXISTS (SELECT 1 FROM customers_salesorderline l WHERE l.order_id = o.id)
    ORDER BY o.id, line
"""


def connect() -> None:
    """Load the program and make sure that it works on a folder of its own."""
    if not os.environ.get("ARCLOSE_VAR") and not os.environ.get("DATABASE_URL"):
        sys.exit("Set ARCLOSE_VAR to a folder of its own, such as var/benchmark.")
    sys.path.insert(0, str(Path(__file__).parent.parent))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "arclose.settings")
    django.setup()


def benchmark_company() -> Any:
    """Give the company of the benchmarks, with customers and three items that post to three accounts."""
    from arclose.ledger.models import Company, LedgerAccount
    from customers.company_setup import create_company
    from customers.models import (
        Customer,
        CustomerGroup,
        Item,
        ItemGroup,
        ItemTaxGroup,
        PaymentTerms,
        PostingProfile,
        TaxGroup,
    )

    if found := Company.objects.filter(code=CODE).first():
        return found
    company = create_company(
        code=CODE, name="Benchmark", country="NL", currency="EUR", first_year=2026, vat_number="NL123456789B01"
    )
    own = {"company": company}
    terms, profile = PaymentTerms.objects.get(**own, code="N30"), PostingProfile.objects.get(**own, code="GEN")
    Customer.objects.bulk_create(
        Customer(
            **own, number=f"B{place}", name=f"Customer {place}", group=CustomerGroup.objects.get(**own, code="TRADE"),
            country="NL", currency_id="EUR", payment_terms=terms, posting_profile=profile,
            tax_group=TaxGroup.objects.get(**own, code="DOM"),
        )
        for place in range(1000)
    )  # fmt: skip
    for line in range(1, LINES + 1):
        account = LedgerAccount.objects.create(**own, number=f"801{line}", name="Revenue", account_type="revenue")
        group = ItemGroup.objects.create(**own, code=f"B{line}", name=f"Group {line}", revenue_account=account)
        tax_group = ItemTaxGroup.objects.filter(**own).earliest("pk")
        Item.objects.create(**own, number=f"B{line}", name=f"Item {line}", group=group, item_tax_group=tax_group)
    return company


def add_orders(company: Any, count: int) -> list[int]:
    """Write open orders of three lines and give their ids."""
    from customers.models import SalesOrder

    before = SalesOrder.objects.filter(company=company).count()
    parameters = {
        "company": company.pk, "first": before, "last": before + count - 1, "first_day": FIRST_DAY, "days": DAYS,
        "customers": 1000,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_INSERT_ORDERS, parameters)
        cursor.execute(_INSERT_LINES, parameters)
    return list(SalesOrder.objects.filter(company=company, status="open").order_by("pk").values_list("pk", flat=True))


def analyze() -> None:
    """Let the planner know the tables, as autovacuum does in the course of time."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")


def poster() -> Any:
    """Give the person who posts."""
    from django.contrib.auth.models import User

    return User.objects.get_or_create(username="benchmark")[0]


def fill(invoices: int, *, copies: int = 0) -> Any:
    """Bring the company to so many invoices, posted a chunk at a time, and copied so many times."""
    from customers.invoicing import post_invoices
    from customers.models import Invoice

    company, user = benchmark_company(), poster()
    done, started = Invoice.objects.filter(company=company).count(), time.perf_counter()
    while done < invoices // (copies + 1):
        orders = add_orders(company, min(CHUNK, invoices // (copies + 1) - done))
        outcome = post_invoices(company=company, orders=orders, posted_by=user, key=f"fill-{done}")
        assert not outcome.left_out, outcome.left_out[:3]
        done += len(outcome.posted)
        if done % 100_000 < CHUNK or done <= 2 * CHUNK:
            analyze()
        if done % 25_000 < CHUNK:
            print(f"{done:>9} invoices after {time.perf_counter() - started:7.1f} s", flush=True)
    if copies and done < invoices:
        copy_books(company, copies, keys=BY_COPY)
        print(f"{done * (copies + 1):>9} invoices after {time.perf_counter() - started:7.1f} s", flush=True)
    return company


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--invoices", type=int, default=1_000_000)
    parser.add_argument("--copies", type=int, default=0)
    options = parser.parse_args()
    connect()
    fill(options.invoices, copies=options.copies)
