"""Documents whose prices include tax: it is taken out of what the customer pays, once per kind and rate."""

from decimal import ROUND_HALF_UP, Decimal
from itertools import count
from random import Random
from typing import Any

import pytest

from arclose.ledger.models import Company
from customers import crediting
from customers.credit.limits import check_credit
from customers.einvoices.reading import electronic_invoices
from customers.einvoices.rules import breaches
from customers.free_text.correcting import correct_free_text
from customers.free_text.recurring import generate_recurring
from customers.invoicing import post_invoices
from customers.models import Customer, FreeTextInvoice, Invoice, ItemTaxGroup, SalesOrder
from customers.models.sales_orders import DocumentStatus
from customers.models.update_defaults import SummaryUpdate
from customers.undoing import undo_invoices
from customers.update_parameters import UpdateParameters
from tests.builders import a_clerk, a_company, a_customer, a_recurring_invoice, an_item, an_order
from tests.customers.pages import Visitor, page_key, text_of
from tests.customers.pdf_reading import text_of as text_of_pdf
from tests.customers.pdf_reading import with_letterhead
from tests.customers.posting import findings, still_open, vouchers_of
from tests.customers.test_charges import a_code, charge
from tests.customers.test_free_text import entered, invoice_of
from tests.customers.test_free_text import post as post_free_text
from tests.text_tables import assert_entries

pytestmark = pytest.mark.django_db
_SERIAL = count(1)
CENT = Decimal("0.01")


@pytest.fixture
def company() -> Company:
    return with_letterhead(a_company())


@pytest.fixture
def customer(company: Company) -> Customer:
    return a_customer(company, language="en", address="Dam 1\n1012 JS Amsterdam", vat_number="NL001234567B89")


def post(*orders: SalesOrder, **parameters: Any) -> Any:
    company = orders[0].company
    return post_invoices(
        company=company,
        orders=[order.pk for order in orders],
        parameters=UpdateParameters(**parameters),
        posted_by=a_clerk(company),
        key=f"with-tax{next(_SERIAL)}",
    )


def with_tax(customer: Customer, *lines: Any, **values: Any) -> SalesOrder:
    return an_order(customer, *lines, prices_include_tax=True, **values)


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)


def test_the_tax_is_taken_out_of_the_prices(company: Company, customer: Customer) -> None:
    order = with_tax(customer, ("1", "121"), ("1", "60.50", "10"), total_discount_percent=Decimal(10))
    charge(order, a_code(company), "12.10")

    post(order)

    [invoice] = Invoice.objects.all()
    lines = invoice.lines.order_by("line_number").values_list("unit_price", "gross_amount", "net_amount", "tax_amount")
    assert (invoice.total_amount, invoice.net_amount, invoice.tax_amount) == (
        Decimal("170.00"),
        Decimal("140.50"),
        Decimal("29.50"),
    )
    assert list(lines) == [
        (100, 100, 90, Decimal("18.90")),
        (50, 50, Decimal("40.50"), Decimal("8.50")),
        (10, 10, 10, Decimal("2.10")),
    ]
    assert_entries(
        vouchers_of(invoice),
        """
        posting type     | account | debit  | credit
        customer balance | 1100    | 170.00 |
        revenue          | 8000    |        | 150.00
        line discount    | 8800    | 5.00   |
        total discount   | 8810    | 14.50  |
        revenue          | 8100    |        | 10.00
        sales tax        | 2100    |        | 29.50
        """,
    )
    assert findings(company) == {}


def test_customers_pay_the_sum_of_their_lines_whatever_is_rounded(company: Company) -> None:
    """Orders by chance, with and without tax in their prices in one posting."""
    by_chance = Random(11)
    items = [an_item(company), an_item(company, item_tax_group=ItemTaxGroup.objects.get(company=company, code="RED"))]
    percents, expected = (Decimal(21), Decimal(9)), {}
    orders = []
    for _order in range(12):
        rows = [
            (by_chance.randint(1, 9), Decimal(by_chance.randint(1, 99_999)) / 1000, by_chance.randint(0, 1))
            for _ in range(4)
        ]
        includes = bool(by_chance.randint(0, 2))
        order = an_order(
            a_customer(company),
            *((str(quantity), str(price)) for quantity, price, _which in rows),
            items=[items[which] for *_rest, which in rows],
            prices_include_tax=includes,
        )
        sums = [
            sum((cents(quantity * price) for quantity, price, one in rows if one == which), Decimal(0))
            for which in (0, 1)
        ]
        divisors = [100 + percent if includes else Decimal(100) for percent in percents]
        tax = sum(cents(amount * percent / by) for amount, percent, by in zip(sums, percents, divisors, strict=True))
        expected[order.pk] = (sum(sums) + (0 if includes else tax), tax)
        orders.append(order)

    post(*orders)

    made = Invoice.objects.values_list("order", "total_amount", "tax_amount")
    assert {pk: (total, tax) for pk, total, tax in made} == expected
    assert findings(company) == {}


def test_it_is_told_on_paper_sent_as_ubl_and_credited_to_the_cent(company: Company, customer: Customer) -> None:
    order = with_tax(customer, ("3", "9.99"), ("7", "0.35"))
    charge(order, a_code(company), "4.95")
    post(order)
    [invoice] = Invoice.objects.all()
    [electronic] = electronic_invoices(company=company, invoices=Invoice.objects.all())
    clerk = Visitor(a_clerk(company), company)
    page = text_of(clerk.get(f"orders/{order.pk}/"))
    paper = text_of_pdf(clerk.get(f"invoices/{invoice.pk}/pdf").content)
    post(crediting.credit_invoice(invoice=invoice, invoice_date=invoice.invoice_date, reason="returned"))

    [note] = Invoice.objects.filter(credited_invoice=invoice)
    assert invoice.total_amount == Decimal("37.37")
    assert breaches(electronic) == []
    assert "Amount, including sales tax" in page
    assert "The prices agreed include VAT; here they are without it." in paper
    assert (note.total_amount, note.tax_amount) == (-invoice.total_amount, -invoice.tax_amount)
    assert still_open(invoice, note) == [(0, 0), (0, 0)]
    assert findings(company) == {}


def test_no_line_strays_further_from_its_price_than_a_cent(company: Company, customer: Customer) -> None:
    post(with_tax(customer, *[("1", "1.00")] * 100))
    [invoice] = Invoice.objects.all()
    assert (invoice.net_amount, invoice.tax_amount) == (Decimal("82.64"), Decimal("17.36"))
    assert set(invoice.lines.values_list("net_amount", flat=True)) == {Decimal("0.82"), Decimal("0.83")}
    assert breaches(*electronic_invoices(company=company, invoices=Invoice.objects.all())) == []


def test_prices_with_and_without_tax_share_no_invoice_and_the_limit_counts_tax_once(company: Company) -> None:
    customer = a_customer(company, credit_limit_amount=121)
    orders = [with_tax(customer, ("1", "60.50")), an_order(customer, ("1", "50"))]

    credit = check_credit(company=company, orders=[order.pk for order in orders], step=DocumentStatus.INVOICE)
    outcome = post(*orders, summary=SummaryUpdate.INVOICE_ACCOUNT)

    assert (credit.left_out, outcome.left_out) == ([], [])
    assert [invoice.total_amount for invoice in Invoice.objects.order_by("pk")] == [Decimal("60.50"), Decimal("60.50")]


@pytest.mark.parametrize("includes_tax", [True, False])
def test_a_summary_with_charges_that_was_undone_is_invoiced_again_as_it_was(
    company: Company, customer: Customer, includes_tax: bool
) -> None:
    lines = [("3", "9.99"), ("2", "0.35", "5")]
    values: dict[str, Any] = {"prices_include_tax": includes_tax, "total_discount_percent": Decimal("2.5")}
    orders = [an_order(customer, *lines, **values) for _order in range(3)]
    codes = [a_code(company), a_code(company, "SHARE")]
    for order in orders:
        charge(order, codes[0], "4.95")
        charge(order, codes[1], "3.3", is_percent=True)

    post(*orders, summary=SummaryUpdate.INVOICE_ACCOUNT)
    [first] = Invoice.objects.all()
    undo_invoices(
        company=company,
        documents=[first.pk],
        day=first.invoice_date,
        reason="too early",
        undone_by=a_clerk(company),
        key="undo",
    )
    post(*orders, summary=SummaryUpdate.INVOICE_ACCOUNT)

    amounts = Invoice.objects.order_by("pk").values_list("net_amount", "total_amount")
    assert list(amounts) == [amounts[0], tuple(-amount for amount in amounts[0]), amounts[0]]
    assert findings(company) == {}


def test_tax_is_taken_out_of_free_text_and_of_each_share_of_its_lines(company: Company, customer: Customer) -> None:
    Customer.objects.update(credit_limit_amount=Decimal("133.10"))
    document = entered(
        customer,
        """
        account | quantity | price | amount | distribution
        8100    | 1        | 121   |        | 8100 33.33%; 8000 33.33%; 8800 33.34%
        8000    | 11       | 1.10  |        |
        """,
        prices_include_tax=True,
    )
    assert post_free_text(document).left_out == []
    invoice = invoice_of(document)
    clerk = Visitor(a_clerk(company), company)
    [electronic] = electronic_invoices(company=company, invoices=Invoice.objects.all())
    paper = text_of_pdf(clerk.get(f"invoices/{invoice.pk}/pdf").content)
    note, copy = correct_free_text(
        invoice=invoice, day=invoice.invoice_date, reason="wrong", posted_by=a_clerk(company), key="correct"
    )

    assert (invoice.net_amount, invoice.tax_amount, invoice.total_amount) == (110, Decimal("23.10"), Decimal("133.10"))
    assert_entries(
        vouchers_of(invoice),
        """
        posting type     | account | debit  | credit
        customer balance | 1100    | 133.10 |
        revenue          | 8100    |        | 33.33
        revenue          | 8000    |        | 43.33
        revenue          | 8800    |        | 33.34
        sales tax        | 2100    |        | 23.10
        """,
    )
    assert breaches(electronic) == []
    assert "The prices agreed include VAT; here they are without it." in paper
    assert "Amount, including sales tax" in text_of(clerk.get(f"free-text/{copy.pk}/"))
    assert (note.total_amount, copy.prices_include_tax) == (-invoice.total_amount, True)
    assert findings(company) == {}


def test_the_customer_says_whether_prices_include_tax_unless_somebody_else_does(company: Company) -> None:
    customer = a_customer(company, number="C-1", prices_include_tax=True)
    an_item(company, number="A-1", unit_price=Decimal(100))
    order = {
        "number": "SO-1", "order_type": "sales", "customer": "C-1", "order_date": "2026-10-15",
        "invoice_date": "2026-10-15", "lines-TOTAL_FORMS": "1", "lines-INITIAL_FORMS": "0", "lines-0-item": "A-1",
        "lines-0-quantity": "1", "lines-0-unit_price": "121",
    }  # fmt: skip
    free_text = {
        "customer": "C-1", "invoice_date": "2026-10-15", "prices_include_tax": "False", "lines-TOTAL_FORMS": "1",
        "lines-INITIAL_FORMS": "0", "lines-0-description": "Service", "lines-0-account": "8100",
        "lines-0-item_type": "service", "lines-0-quantity": "1", "lines-0-unit_price": "100",
    }  # fmt: skip
    clerk = Visitor(a_clerk(company), company)

    refused = text_of(clerk.post("orders/new/", key=page_key(1), **order | {"lines-0-unit_price": ""}))
    clerk.post("orders/new/", key=page_key(1), **order)
    clerk.post("free-text/new/", key=page_key(2), **free_text)
    recurring = a_recurring_invoice(customer)
    generated = generate_recurring(company=company, generated_by=a_clerk(company), until=recurring.start_date).documents
    recurring.template.prices_include_tax = False
    recurring.template.save()
    generated += generate_recurring(
        company=company, generated_by=a_clerk(company), until=recurring.start_date.replace(month=12)
    ).documents

    assert "The price of the item is net of tax" in refused
    assert SalesOrder.objects.get().prices_include_tax is True
    assert [document.prices_include_tax for document in generated] == [True, False, False]
    assert FreeTextInvoice.objects.get(recurring=None).prices_include_tax is False
