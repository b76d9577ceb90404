"""Freight and fees: what invoices charge beside the lines of orders, how it is taxed, printed, sent and credited."""

from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

import pytest

from arclose.ledger.models import Company, LedgerEntry
from customers import crediting
from customers.einvoices.reading import electronic_invoices
from customers.einvoices.rules import breaches
from customers.einvoices.ubl import xml_of
from customers.invoicing import post_invoices
from customers.models import ChargeCode, Customer, Invoice, ItemTaxGroup, OrderCharge, SalesOrder, Site, UpdateDefaults
from customers.models.sales_orders import Quantity
from customers.models.update_defaults import SummaryUpdate
from customers.undoing import undo_invoices
from customers.update_parameters import UpdateParameters
from tests.builders import a_clerk, a_company, a_customer, a_returned_order, an_item, an_order
from tests.customers.pages import Visitor, page_key, text_of, value_of
from tests.customers.pdf_reading import text_of as text_of_pdf
from tests.customers.pdf_reading import with_letterhead
from tests.customers.posting import findings, vouchers_of
from tests.customers.test_fulfilment import deliver_now
from tests.text_tables import assert_entries

pytestmark = pytest.mark.django_db
_SERIAL = count(1)


@pytest.fixture
def company() -> Company:
    return with_letterhead(a_company())


@pytest.fixture
def customer(company: Company) -> Customer:
    return a_customer(company, language="en", address="Dam 1\n1012 JS Amsterdam", vat_number="NL001234567B89")


def a_code(company: Company, code: str = "FREIGHT", **values: Any) -> ChargeCode:
    usual = {
        "name": code.capitalize(),
        "account": company.accounts.get(number="8100"),
        "item_tax_group": ItemTaxGroup.objects.get(company=company, code="STD"),
    }
    return ChargeCode.objects.create(company=company, code=code, **{**usual, **values})


def charge(order: SalesOrder, code: ChargeCode, value: str, *, line: int = 0, is_percent: bool = False) -> OrderCharge:
    of_line = order.lines.get(line_number=line) if line else None
    values = {"charge_code": code, "value": Decimal(value), "is_percent": is_percent, "order_line": of_line}
    return OrderCharge.objects.create(company=order.company, order=order, **values)


def post(*orders: SalesOrder, quantity: Quantity = Quantity.ALL, **parameters: Any) -> Any:
    company = orders[0].company
    return post_invoices(
        company=company,
        orders=[order.pk for order in orders],
        parameters=UpdateParameters(quantity, **parameters),
        posted_by=a_clerk(company),
        key=f"charges{next(_SERIAL)}",
    )


def charged(invoice: Invoice) -> list[tuple[str, Decimal]]:
    rows = invoice.lines.filter(order_charge__isnull=False).order_by("line_number")
    return list(rows.values_list("description", "net_amount"))


def test_charges_are_lines_of_their_own_without_the_total_discount(company: Company, customer: Customer) -> None:
    reduced = ItemTaxGroup.objects.get(company=company, code="RED")
    order = an_order(customer, ("2", "50"), ("1", "40", "50"), total_discount_percent=Decimal(10))
    charge(order, a_code(company), "12.50")
    charge(order, a_code(company, "HANDLING", item_tax_group=reduced), "5", is_percent=True)
    charge(order, a_code(company, "PACKING"), "3", line=2, is_percent=True)

    post(order)

    [invoice] = Invoice.objects.all()
    assert charged(invoice) == [("Freight", Decimal("12.50")), ("Handling", 6), ("Packing", Decimal("0.60"))]
    assert (invoice.net_amount, invoice.tax_amount) == (Decimal("127.10"), Decimal("25.97"))
    assert list(invoice.lines.order_by("line_number").values_list("line_number", flat=True)) == [1, 2, 3, 4, 5]
    assert_entries(
        vouchers_of(invoice),
        """
        posting type     | account | debit  | credit
        customer balance | 1100    | 153.07 |
        revenue          | 8000    |        | 140.00
        line discount    | 8800    | 20.00  |
        total discount   | 8810    | 12.00  |
        revenue          | 8100    |        | 13.10
        revenue          | 8100    |        | 6.00
        sales tax        | 2100    |        | 25.43
        sales tax        | 2100    |        | 0.54
        """,
    )
    assert findings(company) == {}


def test_a_fixed_charge_is_invoiced_once_and_a_percentage_each_time(company: Company, customer: Customer) -> None:
    order = an_order(customer, ("10", "10"))
    charge(order, a_code(company), "7")
    charge(order, a_code(company, "INSURANCE"), "2", is_percent=True)
    deliver_now(order, "4")

    post(order, quantity=Quantity.DELIVER_NOW)
    post(order)

    first, second = Invoice.objects.order_by("pk")
    assert charged(first) == [("Freight", 7), ("Insurance", Decimal("0.80"))]
    assert charged(second) == [("Insurance", Decimal("1.20"))]
    assert findings(company) == {}


def test_orders_of_a_summary_and_parts_of_an_order_have_their_charges(company: Company, customer: Customer) -> None:
    UpdateDefaults.objects.create(company=company, separates_sites=True)
    code = a_code(company)
    orders = [an_order(customer, ("1", "10"), ("1", "20")) for _order in range(2)]
    for order in orders:
        order.lines.filter(line_number=2).update(
            site=Site.objects.get_or_create(company=company, code="W", name="W")[0]
        )
        charge(order, code, "5")
        charge(order, a_code(company, f"P{order.pk}"), "10", is_percent=True)

    post(*orders, summary=SummaryUpdate.INVOICE_ACCOUNT)

    first, second = Invoice.objects.order_by("pk")
    assert [amount for _what, amount in charged(first)] == [5, 1, 5, 1]
    assert [amount for _what, amount in charged(second)] == [2, 2]
    assert findings(company) == {}


def test_a_charge_is_on_paper_in_ubl_and_credited_with_the_invoice(company: Company, customer: Customer) -> None:
    order = an_order(customer, ("2", "50"))
    charge(order, a_code(company), "12.50")
    charge(order, a_code(company, "REBATE"), "-1")
    post(order)
    [invoice] = Invoice.objects.all()
    [electronic] = electronic_invoices(company=company, invoices=Invoice.objects.all())
    clerk = Visitor(a_clerk(company), company)
    xml = xml_of(electronic).decode()

    assert "Freight 1 12.50 21% 12.50" in text_of_pdf(clerk.get(f"invoices/{invoice.pk}/pdf").content)
    assert "Freight" in text_of(clerk.get(f"invoices/{invoice.pk}/"))
    assert breaches(electronic) == []
    assert '<cbc:ChargeTotalAmount currencyID="EUR">12.5</cbc:ChargeTotalAmount>' in xml
    assert '<cbc:AllowanceTotalAmount currencyID="EUR">1</cbc:AllowanceTotalAmount>' in xml
    assert "<cbc:AllowanceChargeReason>Freight</cbc:AllowanceChargeReason>" in xml

    part = crediting.credit_invoice(
        invoice=invoice, invoice_date=invoice.invoice_date, reason="late", quantities={1: Decimal(1)}
    )
    assert not part.charges.exists()
    post(part)
    rest = crediting.credit_invoice(invoice=invoice, invoice_date=invoice.invoice_date, reason="late")
    post(rest)
    notes = Invoice.objects.filter(credited_invoice=invoice)
    assert sum(note.total_amount for note in notes) == -invoice.total_amount
    again = a_returned_order(customer, ("-1", "0"), credited_invoice=invoice)
    charge(again, ChargeCode.objects.get(code="FREIGHT"), "-1")
    assert [one.code for one in post(again).left_out] == ["credited_beyond"]
    assert findings(company) == {}


def test_freight_alone_is_credited_and_never_more_than_was_charged(company: Company, customer: Customer) -> None:
    order = an_order(customer, ("2", "50"))
    freight = a_code(company)
    charge(order, freight, "12.50")
    post(order)
    [invoice] = Invoice.objects.all()
    clerk = Visitor(a_clerk(company), company)
    page, typed = f"invoices/{invoice.pk}/credit/", {"invoice_date": "31/10/2026", "reason": "late", "line_1": ""}

    assert value_of(clerk.get(page), f"charge_{freight.pk}") == "12.50"
    refused = clerk.post(page, **typed, **{f"charge_{freight.pk}": "13"})
    assert "Freight: 13 is asked, 12.5 is left to credit." in text_of(refused)
    clerk.post(page, **typed, **{f"charge_{freight.pk}": "12.50"})
    post(invoice.credit_orders.get())

    note = Invoice.objects.get(credited_invoice=invoice)
    assert (charged(note), note.net_amount) == ([("Freight", Decimal("-12.50"))], Decimal("-12.50"))
    assert f"charge_{freight.pk}" not in clerk.get(page).content.decode()
    assert value_of(clerk.get(page), "line_1") == "2"
    asked = {"quantities": {}, "charges": {freight.pk: Decimal(1)}}
    with pytest.raises(crediting.BeyondInvoice, match="Freight: 1 is asked, 0 is left to credit"):  # two at once
        crediting.credit_invoice(invoice=invoice, invoice_date=note.invoice_date, reason="", **asked)
    assert findings(company) == {}


def test_what_speaks_against_a_charge_is_named(company: Company, customer: Customer) -> None:
    untaxed = ItemTaxGroup.objects.create(company=company, code="NONE", name="None")
    blocked = a_code(company, "B", account=company.accounts.get(number="7050"))
    type(blocked.account).objects.filter(pk=blocked.account_id).update(is_blocked=True)
    orders = [an_order(customer, ("1", "10")) for _order in range(3)]
    charge(orders[0], a_code(company, "U", item_tax_group=untaxed), "5")
    charge(orders[1], blocked, "5")
    charge(orders[2], a_code(company), "-50")

    outcome = post(*orders)

    codes = {one.document_id: one.code for one in outcome.left_out}
    assert [codes.get(order.pk) for order in orders] == ["tax_code_missing", "account_blocked", "wrong_sign"]


def test_a_charge_of_nothing_is_shown_and_posts_nothing(company: Company, customer: Customer) -> None:
    order = an_order(customer, ("1", "10"))
    free = charge(order, a_code(company), "0")
    clerk = Visitor(a_clerk(company), company)
    page = f"orders/{order.pk}/"
    assert "FREIGHT Freight the order 0.00" in text_of(clerk.get(page))
    assert 'value="FREIGHT"' in clerk.get(f"{page}change/").content.decode()

    posted = post(order)

    invoice = Invoice.objects.get()
    assert charged(invoice) == [("Freight", Decimal(0))]
    assert not posted.left_out
    assert LedgerEntry.objects.filter(voucher__in=vouchers_of(invoice)).count() == 3
    assert crediting.charges_left(invoice) == []
    assert breaches(electronic_invoices(company=company, invoices=Invoice.objects.all())[0]) == []
    undo_invoices(
        company=company, documents=[invoice.pk], day=date(2026, 10, 20), reason="No", undone_by=clerk.user, key="u"
    )
    change = clerk.get(f"{page}change/").content.decode()
    assert 'value="FREIGHT"' in change
    free.refresh_from_db()
    assert not free.is_taken_away
    assert findings(company) == {}


def test_a_charge_uses_credit_until_it_is_invoiced(company: Company) -> None:
    orders = [an_order(a_customer(company, credit_limit_amount=limit), ("2", "50")) for limit in (130, 131)]
    for order in orders:
        charge(order, a_code(company, f"F{order.pk}"), "5")
        charge(order, a_code(company, f"P{order.pk}"), "3.2", is_percent=True)

    outcome = post(*orders)

    assert [(one.document_id, one.code) for one in outcome.left_out] == [(orders[0].pk, "credit_limit_exceeded")]


def test_charges_are_entered_and_changed_with_the_order(company: Company, customer: Customer) -> None:
    clerk = Visitor(a_clerk(company), company)
    a_code(company, value=Decimal(15))
    a_code(company, "SHARE", is_percent=True)
    item = an_item(company)
    typed = {
        "number": "SO-9",
        "order_type": "sales",
        "customer": customer.number,
        "order_date": "15/10/2026",
        "invoice_date": "15/10/2026",
        "lines-TOTAL_FORMS": "1",
        "lines-INITIAL_FORMS": "0",
        "lines-0-item": item.number,
        "lines-0-quantity": "2",
        "lines-0-unit_price": "10",
        "charges-TOTAL_FORMS": "2",
        "charges-INITIAL_FORMS": "0",
        "charges-0-charge_code": "FREIGHT",
        "charges-1-charge_code": "SHARE",
        "charges-1-value": "2.5",
    }

    refused = text_of(clerk.post("orders/new/", key=page_key(1), **typed, **{"charges-1-line": "7"}))
    page = text_of(clerk.post("orders/new/", key=page_key(1), **typed, **{"charges-1-line": "1"}))
    order = SalesOrder.objects.get()
    change = clerk.get(f"orders/{order.pk}/change/").content.decode()
    seen = change.split('name="seen" value="')[1].split('"')[0]
    changed = {**typed, "charges-0-charge_code": "", "charges-1-line": ""}
    clerk.post(f"orders/{order.pk}/change/", seen=seen, **changed)

    assert "Charge 2, Of line: The order has no such line." in refused
    assert "FREIGHT Freight the order 15.00" in page
    assert "SHARE Share line 1 2.5 %" in page
    assert 'value="FREIGHT"' in change
    assert list(order.charges.values_list("charge_code__code", "value", "order_line")) == [
        ("SHARE", Decimal("2.5"), None)
    ]
