"""Free text invoices from a file."""

from datetime import date
from decimal import Decimal

import pytest

from customers.models import FreeTextInvoice, FreeTextLine
from tests.builders import a_customer
from tests.imports.conftest import figure, said

pytestmark = pytest.mark.django_db

INVOICES = """
    number | customer | invoice_date | release_date | description | account | quantity | unit_price | amount
    F1     | C1       | 2026-10-31   |              | Training    | 8100    | 3        | 33.335     |
    F1     | C1       | 2026-10-31   |              | Ware        | 8000    | 2        | 10         | 19.99
    F2     | C1       | 2026-10-15   | 2026-11-01   | Storage     | 8100    |          | 50         |
"""


@pytest.fixture(autouse=True)
def customer(company):
    return a_customer(company, number="C1", currency_id="EUR")


def test_invoices_wait_with_their_lines_and_what_the_customer_has(do_import, clerk, company, customer):
    assert said(do_import("free-text-invoices", INVOICES.replace("release_date", "supply_date "), clerk)) == []
    made = FreeTextInvoice.objects.filter(company=company).order_by("key")
    assert list(made.values_list("supply_date", flat=True)) == [None, date(2026, 11, 1)]
    assert list(made.values_list("key", "status", "net_amount", "payment_terms", "delivery_country")) == [
        ("import-F1", "in_process", Decimal(120), customer.payment_terms_id, customer.country),
        ("import-F2", "in_process", Decimal(50), customer.payment_terms_id, customer.country),
    ]
    lines = FreeTextLine.objects.order_by("document__key", "line_number")
    assert list(lines.values_list("line_number", "account__number", "item_tax_group__code", "item_type", "amount")) == [
        (1, "8100", "SERV", "service", Decimal("100.01")), (2, "8000", "STD", "goods", Decimal("19.99")),
        (1, "8100", "SERV", "service", Decimal(50)),
    ]  # fmt: skip


def test_prices_include_tax_as_the_file_says_else_as_the_customer_has_it(do_import, clerk, customer):
    type(customer).objects.update(prices_include_tax=True)
    said_otherwise = INVOICES.replace("number", "prices_include_tax | number", 1)
    said_otherwise = said_otherwise.replace("    F1 ", "    | F1 ").replace("    F2 ", "  no | F2 ")
    assert said(do_import("free-text-invoices", said_otherwise, clerk)) == []
    made = FreeTextInvoice.objects.order_by("key").values_list("prices_include_tax", flat=True)
    assert list(made) == [True, False]
    other = do_import("free-text-invoices", said_otherwise.replace("no |", "yes |"), clerk)
    assert "other content" in said(other)[0]


def test_what_is_there_is_recognized_and_other_content_refused(do_import, clerk):
    do_import("free-text-invoices", INVOICES, clerk)
    FreeTextInvoice.objects.update(reason="changed by somebody since")
    again = do_import("free-text-invoices", INVOICES.replace("number |", "Number |"), clerk)
    assert (figure(again, "free text invoices made"), figure(again, "lines made")) == ("0", "0")
    assert "other content" in said(do_import("free-text-invoices", INVOICES.replace("| 50 ", "| 51 "), clerk))[0]
    of_services = INVOICES.replace("number", "item_type | number", 1).replace("    F", "    service | F")
    assert "other content" in said(do_import("free-text-invoices", of_services, clerk))[0]
    assert FreeTextInvoice.objects.count() == 2


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("F2     | C1", "F2     | C9", "customer"),
        ("8000 ", "9999 ", "account"),
        ("8000 ", "1100 ", "account"),
        ("2026-10-15", "2024-10-15", "invoice_date"),
        ("2026-10-31   |              | Ware", "2026-10-30   |              | Ware", "number"),
        ("| 50 ", "| 9999999999999 ", "quantity"),
        ("2026-11-01", "2025-10-13", "supply_date"),
        ("Storage", "       ", "description"),
    ],
)
def test_what_does_not_fit_is_refused_by_column(do_import, clerk, old, new, column):
    text = INVOICES.replace(old, new)
    if column == "quantity":
        text = text.replace("8100    |          |", "8100    | 9999     |")
    if column == "supply_date":
        text = text.replace("release_date", "supply_date ")
    result = do_import("free-text-invoices", text, clerk)
    assert column in {problem.column for problem in result.problems.shown}
    assert not FreeTextInvoice.objects.exists()
