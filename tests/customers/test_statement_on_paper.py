"""The statement of a customer as of any day."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from arclose.ledger.models import Company
from customers.models import Customer
from customers.papers.statements import papers_of_statements
from customers.papers.typesetting import pdf_of
from tests.builders import a_company, a_customer, a_returned_order, an_order
from tests.customers.pages import invoiced
from tests.customers.pdf_reading import assert_stands, text_of, with_letterhead

pytestmark = pytest.mark.django_db
NOW = datetime(2100, 1, 1, tzinfo=UTC)


@pytest.fixture
def company() -> Company:
    return with_letterhead(a_company())


def statement_text(customer: Customer, on: date) -> str:
    customers = Customer.objects.filter(pk=customer.pk)
    [paper] = papers_of_statements(company=customer.company, customers=customers, on=on, at=NOW)
    return text_of(pdf_of(paper))


def a_debtor(company: Company, language: str = "en") -> Customer:
    """Give a customer with an invoice of September, credited in October for a part."""
    customer = a_customer(company, number="K-1", name="Hotel", tax_group="OUT", language=language)
    [invoice] = invoiced(an_order(customer, ("1", "1000"), on=date(2026, 9, 1)))
    invoiced(a_returned_order(customer, ("-1", "400"), on=date(2026, 10, 20), credited_invoice=invoice))
    return customer


def test_it_says_what_is_open_and_how_late(company: Company) -> None:
    assert_stands(
        statement_text(a_debtor(company), date(2026, 10, 31)),
        "Statement of account K-1",
        "As of 31 October 2026",
        "INV2026-000001 invoice 1 September 2026 1 October 2026 30 1,000.00 600.00",
        "Open in total EUR 600.00",
        "not due 1-30 days 31-60 days 61-90 days over 90 days",
        "\N{EN DASH} 600.00 \N{EN DASH}",
        "Please pay what is due to NL91 ABNA 0417 1643 00",
    )


def test_it_looks_back_to_any_day(company: Company) -> None:
    text = statement_text(a_debtor(company), date(2026, 10, 10))

    assert_stands(text, "1,000.00 1,000.00", "Open in total EUR 1,000.00")


def test_it_speaks_dutch(company: Company) -> None:
    assert_stands(
        statement_text(a_debtor(company, "nl"), date(2026, 10, 31)),
        "Rekeningoverzicht K-1",
        "INV2026-000001 factuur 1 september 2026 1 oktober 2026 30 1.000,00 600,00",
        "Totaal open EUR 600,00",
        "overmaken op NL91 ABNA 0417 1643 00",
    )


def test_each_currency_stands_by_itself(company: Company) -> None:
    customer = a_debtor(company)
    invoiced(an_order(customer, ("1", "55"), on=date(2026, 9, 2), currency_id="USD"))

    assert_stands(statement_text(customer, date(2026, 10, 31)), "Open in total EUR 600.00", "Open in total USD 55.00")


def test_who_owes_nothing_is_asked_for_nothing(company: Company) -> None:
    text = statement_text(a_customer(company, language="en"), date(2026, 10, 31))

    assert_stands(text, "Nothing was open at the end of 31 October 2026.")
    assert "Please pay" not in text


def test_a_set_costs_as_few_queries_as_one(company: Company) -> None:
    a_debtor(company)
    for _each in range(3):
        invoiced(an_order(a_customer(company)))

    def queries(count: int) -> int:
        keys = list(Customer.objects.filter(company=company).order_by("pk").values_list("pk", flat=True)[:count])
        with CaptureQueriesContext(connection) as captured:
            papers_of_statements(
                company=company, customers=Customer.objects.filter(pk__in=keys), on=date(2026, 10, 31), at=NOW
            )
        return len(captured)

    assert queries(1) == queries(4) <= 8
