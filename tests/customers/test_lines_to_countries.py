"""Lines of an order that go to a country of their own: slips, invoices, tax rows, sales by country, and refusals."""

from datetime import date

import pytest

from arclose.ledger.models import Company
from customers.crediting import credit_invoice
from customers.einvoices.reading import electronic_invoices
from customers.models import Customer, Invoice, OrderDocument, SalesOrder, SalesOrderLine, TaxRow
from customers.models.order_documents import OrderDocumentType
from customers.models.sales_orders import Quantity
from customers.models.update_defaults import SummaryUpdate
from customers.sales import sales_by_country
from customers.update_parameters import UpdateParameters
from customers.updates import DELIVER, INVOICE
from tests.builders import a_clerk, a_company, a_customer, an_order
from tests.customers.pages import Visitor, text_of
from tests.customers.posting import findings, post
from tests.customers.test_enter_orders import typed
from tests.customers.test_summary_updates import update
from tests.text_tables import read_table

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Company:
    return a_company()


@pytest.fixture
def customer(company: Company) -> Customer:
    return a_customer(
        company, tax_group="EU", country="DE", vat_number="DE136695976", address="Hauptstrasse 1\n10115 Berlin"
    )


def with_line_to(order: SalesOrder, country: str, *, line: int = 2) -> SalesOrder:
    """Let a line of an order go to an address of its own in a country."""
    lines = SalesOrderLine.objects.filter(order=order, line_number=line)
    lines.update(delivery_address=f"Rue 2\n{country}", delivery_country=country)
    return order


def test_lines_to_two_countries_are_two_slips_and_two_invoices(company: Company, customer: Customer) -> None:
    order = with_line_to(an_order(customer, ("1", "100"), ("2", "30"), delivery_address="Weg 1"), "FR")
    update(DELIVER, order, parameters=UpdateParameters())
    slips = OrderDocument.objects.filter(document_type=OrderDocumentType.PACKING_SLIP)
    assert sorted(slips.values_list("delivery_country", "delivery_address")) == [("DE", "Weg 1"), ("FR", "Rue 2\nFR")]

    update(INVOICE, order, parameters=UpdateParameters(Quantity.DELIVERED))
    rows = TaxRow.objects.order_by("pk").values_list("delivery_country", "tax_kind", "transaction_currency_base_amount")
    assert sorted(rows) == [("DE", "eu_goods", 100), ("FR", "eu_goods", 60)]
    assert sorted(Invoice.objects.values_list("delivery_country", "net_amount")) == [("DE", 100), ("FR", 60)]
    year = company.fiscal_periods.first().fiscal_year  # type: ignore[union-attr]
    sold = sales_by_country(company=company, year=year)[1]
    assert [(one.country, one.total) for one in sold] == [("DE", 100), ("FR", 60)]
    french = Invoice.objects.get(delivery_country="FR")
    [read] = electronic_invoices(company=company, invoices=Invoice.objects.filter(pk=french.pk))
    assert read.delivered_to.country == "FR"
    credit = credit_invoice(invoice=french, invoice_date=date(2026, 10, 20), reason="back")
    assert (credit.delivery_country, credit.delivery_address) == ("FR", "Rue 2\nFR")
    assert post(credit).posted == [credit.pk]
    assert findings(company) == {}


def test_orders_that_share_invoices_share_one_for_each_country(company: Company, customer: Customer) -> None:
    orders = [with_line_to(an_order(customer, ("1", "100"), ("2", "30")), "FR") for _order in range(2)]
    update(INVOICE, *orders, parameters=UpdateParameters(summary=SummaryUpdate.INVOICE_ACCOUNT))
    assert sorted(Invoice.objects.values_list("delivery_country", "net_amount")) == [("DE", 200), ("FR", 120)]
    assert findings(company) == {}


# The tax group of an order to its own country, and where one of its lines goes.
TAXED = """
    group | country | line to | refused
    EU    | DE      | FR      |
    EU    | DE      | NL      | taxed_for_another_country
    EU    | DE      | US      | not_a_member_state
    DOM   | NL      | DE      | taxed_for_another_country
    EXP   | US      | CH      |
    EXP   | US      | DE      | taxed_for_another_country
    OUT   | NL      | DE      |
"""


@pytest.mark.parametrize("case", read_table(TAXED), ids=lambda case: " ".join(filter(None, case.values())))
def test_a_line_goes_only_where_its_tax_code_is_for(company: Company, case: dict[str, str]) -> None:
    customer = a_customer(company, tax_group=case["group"], country=case["country"], vat_number="DE136695976")
    outcome = post(with_line_to(an_order(customer, ("1", "1"), ("1", "1")), case["line to"]))
    assert [one.code for one in outcome.left_out] == ([case["refused"]] if case["refused"] else [])


def test_a_country_is_typed_with_an_address_and_stays_once_documents_name_the_line(
    company: Company, customer: Customer
) -> None:
    clerk = Visitor(a_clerk(company), company)
    item = an_order(customer).lines.get().item.number
    head = typed(company, (item, "1", "10", ""), (item, "1", "10", ""), customer=customer.number)

    text = text_of(clerk.post("orders/new/", **head, **{"lines-1-delivery_country": "fr"}))
    assert "A line to a country of its own needs its address there." in text
    there = {"lines-1-delivery_country": "fr", "lines-1-delivery_address": "Rue 2"}
    page = text_of(clerk.post("orders/new/", **head, **there))
    assert "To Rue 2, FR" in page
    order = SalesOrder.objects.get(number="SO-1")
    update(DELIVER, order, parameters=UpdateParameters())
    numbered = {"lines-0-line_number": "1", "lines-1-line_number": "2"}
    elsewhere = {**there, **numbered, "lines-1-delivery_country": "BE"}
    text = text_of(clerk.post(f"orders/{order.pk}/change/", **head, **elsewhere))
    assert "Documents name this line: the country it goes to stays as it is." in text
    domestic = with_line_to(an_order(a_customer(company), ("1", "1"), ("1", "1")), "FR")
    page = text_of(clerk.post(f"orders/{domestic.pk}/update/", update="sales-invoices:all"))
    assert "A line goes to a country that its tax code is not for (line: country and tax code): 2: FR" in page
