"""Entering, changing and canceling orders, and crediting an invoice by one."""

from datetime import date
from decimal import Decimal

import pytest

from arclose.ledger.models import Company
from customers import changing, giving_up
from customers.models import CustomerTransaction, DeliveryAddress, SalesOrder
from customers.models.sales_orders import OrderStatus
from customers.orders import OrderLine, net_amount_of, net_amount_of_order
from tests.builders import a_clerk, a_company, a_customer, an_item, an_order
from tests.customers.pages import Visitor, invoiced, page_key, text_of, value_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Company:
    return a_company()


@pytest.fixture
def clerk(company) -> Visitor:
    return Visitor(a_clerk(company), company)


def typed(company, *lines, **head):
    """What the form of an order sends; each line is (item, quantity, price, discount)."""
    values = {
        "number": "SO-1",
        "order_type": "sales",
        "order_date": "15/10/2026",
        "invoice_date": "15/10/2026",
        "key": page_key(1),
        "lines-TOTAL_FORMS": "5",
        "lines-INITIAL_FORMS": "0",
        **head,
    }
    names = ("item", "quantity", "unit_price", "line_discount_percent")
    for number, line in enumerate(lines):
        values |= {f"lines-{number}-{name}": text for name, text in zip(names, line, strict=False)}
    return values


@pytest.mark.parametrize(
    ("quantity", "price", "discount", "decimals", "amount"),
    [
        ("3", "33.335", "0", 2, "100.01"),
        ("1", "0.005", "0", 2, "0.01"),
        ("-1", "0.005", "0", 2, "-0.01"),
        ("7", "9.99", "2.5", 2, "68.18"),
        ("3", "33.5", "0", 0, "101"),
        ("99999999999999", "99999999999999.999999", "0", 6, "9999999999999899999900000000.000001"),
    ],
)
def test_a_line_is_rounded_once_at_the_decimals_of_its_currency(quantity, price, discount, decimals, amount):
    line = OrderLine(None, Decimal(quantity), Decimal(price), Decimal(discount))

    found = net_amount_of(line, decimals=decimals)

    assert found == Decimal(amount)


def test_the_total_discount_is_rounded_once():
    amounts = [Decimal("0.05"), Decimal("94.91")]

    assert net_amount_of_order(amounts, total_discount_percent=Decimal("2.5"), decimals=2) == Decimal("92.59")


def test_an_order_is_entered_with_what_its_customer_has(clerk, company):
    customer = a_customer(company, number="C-1", currency_id="GBP", country="GB", tax_group="EXP")
    an_item(company, number="A-1", unit_price=Decimal("12.5"))

    data = typed(company, ("A-1", "2", "", ""), ("A-1", "1.5", "10", "10"), customer="C-1")
    clerk.post("orders/new/", **data)

    order = SalesOrder.objects.get(number="SO-1")
    assert (order.customer, order.currency_id, order.delivery_country) == (customer, "GBP", "GB")
    assert [line.net_amount for line in order.lines.order_by("line_number")] == [25, Decimal("13.5")]
    assert order.net_amount == Decimal("38.5")


@pytest.mark.parametrize(("typed_code", "code"), [("el", "GR"), ("UK", "GB"), ("de", "DE"), ("XI", "XI")])
def test_a_country_is_kept_by_its_iso_code(clerk, company, typed_code, code):
    a_customer(company, number="C-1")
    an_item(company, number="A-1")
    line = ("A-1", "1", "5", "")
    clerk.post("orders/new/", **typed(company, line, customer="C-1", delivery_country=typed_code))
    assert SalesOrder.objects.get().delivery_country == code


@pytest.mark.parametrize(("country", "address"), [("", "Dam 1"), ("NL", "Dam 1"), ("BE", "")])
def test_it_goes_to_the_customer_unless_it_goes_to_another_country(clerk, company, country, address):
    a_customer(company, number="C-1", address="Dam 1")
    an_item(company, number="A-1")
    clerk.post("orders/new/", **typed(company, ("A-1", "1", "5", ""), customer="C-1", delivery_country=country))
    assert SalesOrder.objects.get().delivery_address == address


def test_nothing_new_is_sold_to_who_is_blocked(clerk, company):
    customer = a_customer(company, number="C-1", is_blocked=True)
    an_item(company, number="A-1")
    data = typed(company, ("A-1", "1", "5", ""), customer="C-1")
    refused = text_of(clerk.post("orders/new/", **data))
    clerk.post("orders/new/", **typed(company, ("A-1", "-1", "5", ""), customer="C-1", order_type="returned"))
    assert "Customer C-1 is blocked. Choose another one" in refused
    assert [(order.customer, order.net_amount) for order in SalesOrder.objects.all()] == [(customer, -5)]


def test_it_warns_of_a_day_that_nothing_can_be_posted_on(clerk, company):
    a_customer(company, number="C-1")
    an_item(company, number="A-1")
    line = ("A-1", "1", "5", "")
    page = text_of(clerk.post("orders/new/", **typed(company, line, customer="C-1", invoice_date="1/1/2027")))
    assert "Order SO-1 is entered. 1 Jan 2027 lies in no open period" in page
    assert "open period" not in text_of(clerk.get(f"orders/{SalesOrder.objects.get().pk}/"))


def test_the_amount_of_an_entered_order_is_that_of_its_invoice(clerk, company):
    a_customer(company, number="C-1", tax_group="OUT")
    an_item(company, number="A-1")
    lines = [("A-1", "3", "33.335", "7.5"), ("A-1", "1", "0.05", "")]
    clerk.post("orders/new/", **typed(company, *lines, customer="C-1", total_discount_percent="2,5"))

    order = SalesOrder.objects.get(number="SO-1")
    [invoice] = invoiced(order)

    assert invoice.net_amount == order.net_amount


def test_a_form_sent_twice_makes_one_order_and_a_taken_number_is_refused(clerk, company):
    a_customer(company, number="C-1")
    an_item(company, number="A-1")
    data = typed(company, ("A-1", "1", "5", ""), customer="C-1")

    for _attempt in range(2):
        clerk.post("orders/new/", **data)
    other = clerk.post("orders/new/", **{**data, "key": page_key(2)})

    assert SalesOrder.objects.count() == 1
    assert "There is an order SO-1 already." in text_of(other)


def test_a_form_changed_and_sent_again_is_not_thrown_away(clerk, company):
    a_customer(company, number="C-1")
    an_item(company, number="A-1")
    data = typed(company, ("A-1", "1", "5", ""), customer="C-1")
    clerk.post("orders/new/", **data)

    more = {"lines-1-item": "A-1", "lines-1-quantity": "1"}
    for change in ({"lines-0-quantity": "2"}, {"number": "SO-2"}, {"reason": "other"}, more):
        again = clerk.post("orders/new/", **{**data, "lines-1-quantity": "", **change})
        assert again.status_code == 409, change
        assert b"This form was sent before, and made order SO-1." in again.content
        assert {name: value_of(again, name) for name in change} == change
        assert value_of(again, "key") != "k1"
        assert SalesOrder.objects.get().lines.get().quantity == 1


def test_the_same_content_written_otherwise_is_the_same(clerk, company):
    a_customer(company, number="C-1")
    an_item(company, number="A-1")
    data = typed(company, ("A-1", "1", "5", ""), customer="C-1")
    clerk.post("orders/new/", **data)

    again = clerk.post("orders/new/", **{**data, "lines-0-unit_price": "5.00"})

    assert "Order SO-1 is entered." in text_of(again)


# what is typed | what is said
ERRORS = [
    (
        {"customer": "NOBODY", "lines-0-quantity": "many", "lines-1-quantity": "NaN", "lines-2-item": "A-2",
         "lines-3-item": "", "total_discount_percent": "101", "delivery_country": "N1"},
        ["There is no “NOBODY”.", "Line 1, Quantity: “many” is not an amount.", "Line 2, Quantity",
         "Line 3, Item: There is no “A-2”.", "Line 4, Item: Enter the item, or empty the whole line.",
         "must lie between 0 and 100", "Delivery country: “N1” is no ISO country code"],
    ),
    ({f"lines-{line}-{name}": "" for line in range(4) for name in ("item", "quantity", "unit_price")},
     ["An order needs at least one line"]),
    ({"lines-0-quantity": "99999999999999", "lines-0-unit_price": "99999999999999"}, ["more than the books can hold"]),
    ({"lines-1-quantity": "-1"}, ["Line 2, Quantity: A sales order has no quantity below zero"]),
    ({"order_type": "returned"}, ["Line 1, Quantity: A returned order has quantities below zero"]),
    ({"delivery_country": "ZZ"}, ["Delivery country: “ZZ” is no ISO country code"]),
]  # fmt: skip


def test_an_error_is_named_and_what_was_typed_is_kept(clerk, company):
    a_customer(company, number="C-1")
    an_item(company, number="A-1")
    an_item(a_company(), number="A-2")
    data = typed(company, *[("A-1", "1", "5", "")] * 4, customer="C-1", reason="kept reason")

    for change, messages in ERRORS:
        response = clerk.post("orders/new/", **data | change)
        said = text_of(response)
        assert [message for message in messages if message not in said] == [], change
        assert value_of(response, "reason") == "kept reason"
        assert value_of(response, "number") == "SO-1"
        assert not SalesOrder.objects.exists(), change


def test_more_lines_may_be_asked_for(clerk, company):
    response = clerk.post("orders/new/", **typed(company, ("A-9", "1", "", "")), more_lines="1")

    assert value_of(response, "lines-TOTAL_FORMS") == "15"
    assert value_of(response, "lines-0-item") == "A-9"
    assert "must be put right" not in text_of(response)


def test_an_open_order_is_changed_and_an_emptied_line_is_left_out(clerk, company):
    order = an_order(a_customer(company, number="C-1"), ("1", "10"), ("2", "20"), number="SO-1")
    page = clerk.get(f"orders/{order.pk}/change/")
    item = order.lines.first().item.number

    data = typed(company, (item, "1", "10", ""), ("", "", "", ""), (item, "4", "10", ""), customer="C-1")
    clerk.post(f"orders/{order.pk}/change/", **data, seen=value_of(page, "seen"))

    order.refresh_from_db()
    assert b'name="lines-0-line_discount_percent" value' not in page.content
    assert [line.quantity for line in order.lines.order_by("line_number")] == [1, 4]
    assert order.net_amount == 50


def test_a_line_keeps_its_sign_and_a_new_one_takes_that_of_the_order(clerk, company):
    order = an_order(a_customer(company, number="C-1"), ("5", "10"), ("-2", "10"), number="SO-1")
    seen = value_of(clerk.get(f"orders/{order.pk}/change/"), "seen")
    item = order.lines.first().item.number
    own = {"lines-0-line_number": "1", "lines-1-line_number": "2", "seen": seen}

    lines = [(item, "5", "10", ""), (item, "-1", "10", ""), (item, "-3", "10", "")]
    refused = text_of(clerk.post(f"orders/{order.pk}/change/", **typed(company, *lines, customer="C-1"), **own))
    clerk.post(f"orders/{order.pk}/change/", **typed(company, *lines[:2], customer="C-1"), **own)

    assert "Line 3, Quantity: A sales order has no quantity below zero" in refused
    assert "Line 2, Quantity" not in refused
    assert [line.quantity for line in order.lines.order_by("line_number")] == [5, -1]


def test_a_change_over_the_change_of_another_is_refused(clerk, company):
    order = an_order(a_customer(company, number="C-1"), ("1", "10"), number="SO-1")
    seen = value_of(clerk.get(f"orders/{order.pk}/change/"), "seen")
    item = order.lines.first().item.number
    data = typed(company, (item, "4", "10", ""), customer="C-1")
    clerk.post(f"orders/{order.pk}/change/", **data, seen=seen)

    second = clerk.post(f"orders/{order.pk}/change/", **{**data, "lines-0-quantity": "9"}, seen=seen)

    assert "changed by somebody else" in text_of(second)
    assert order.lines.get().quantity == 4


def test_an_order_goes_to_a_delivery_address_of_its_customer(clerk, company):
    customer = a_customer(company, number="C-1")
    DeliveryAddress.objects.create(
        company=company, customer=customer, name="Paris shop", address="Rue 1\nParis", country="FR"
    )
    an_item(company, number="A-1")
    data = typed(company, ("A-1", "1", "5", ""), customer="C-1")

    offered = clerk.get("orders/new/?customer=C-1").content.decode()
    refused = text_of(clerk.post("orders/new/", **data, delivery_place="Lyon shop"))
    clerk.post("orders/new/", **data, delivery_place="Paris shop")

    assert '<option value="Paris shop">' in offered
    assert "Customer C-1 has no delivery address “Lyon shop”. It has: Paris shop." in refused
    order = SalesOrder.objects.get()
    assert (order.delivery_address, order.delivery_country) == ("Rue 1\nParis", "FR")


def test_an_order_is_canceled_with_a_reason_but_not_when_it_is_invoiced(clerk, company):
    order, posted = an_order(a_customer(company)), an_order(a_customer(company), number="SO-2")
    invoiced(posted)

    assert "will not be invoiced" in text_of(clerk.get(f"orders/{order.pk}/cancel/"))
    assert "This field is required" in text_of(clerk.post(f"orders/{order.pk}/cancel/", reason=""))
    clerk.post(f"orders/{order.pk}/cancel/", reason="Not wanted")
    refused = clerk.post(f"orders/{posted.pk}/cancel/", reason="Not wanted")

    order.refresh_from_db()
    change = order.changes.get()
    assert (order.status, change.reason, change.changed_by) == (OrderStatus.CANCELED, "Not wanted", clerk.user)
    assert "Order SO-2 is not open any more: Invoiced." in text_of(refused)
    assert clerk.get(f"orders/{posted.pk}/change/").status_code == 302


def test_a_credit_takes_the_whole_invoice_back_at_its_rate(clerk, company):
    customer = a_customer(company, tax_group="EXP", country="GB", currency_id="GBP")
    order = an_order(customer, ("3", "33.33", "5"), ("1", "0.05"), total_discount_percent=Decimal("2.5"))
    [invoice] = invoiced(order)

    clerk.post(f"invoices/{invoice.pk}/credit/", invoice_date="31/10/2026", reason="Damaged")
    returned = invoice.credit_orders.get()
    [note] = invoiced(returned)

    assert (note.total_amount, note.reason) == (-invoice.total_amount, "Damaged")
    assert (note.accounting_units, note.transaction_units) == (invoice.accounting_units, invoice.transaction_units)
    assert not CustomerTransaction.objects.filter(open__isnull=False).exists()


def test_a_credit_is_made_once_and_not_of_what_is_credited_already(clerk, company):
    [invoice] = invoiced(an_order(a_customer(company)))
    data = {"invoice_date": "31/10/2026", "reason": "Damaged"}

    for _attempt in range(2):
        clerk.post(f"invoices/{invoice.pk}/credit/", **data)
    [note] = invoiced(invoice.credit_orders.get())
    again = clerk.post(f"invoices/{invoice.pk}/credit/", **data)
    of_the_note = clerk.post(f"invoices/{note.pk}/credit/", **data)

    assert f"is credited already, by {note.number}" in text_of(again)
    assert f"{note.number} is a credit note itself." in text_of(of_the_note)
    assert value_of(again, "reason") == "Damaged"


def test_a_credit_is_not_dated_before_its_invoice(clerk, company):
    [invoice] = invoiced(an_order(a_customer(company), on=date(2026, 10, 15)))

    text = text_of(clerk.post(f"invoices/{invoice.pk}/credit/", invoice_date="14/10/2026", reason="x"))

    assert "cannot be dated before invoice" in text
    assert not invoice.credit_orders.exists()


def test_the_verbs_name_their_refusals(company):
    order = an_order(a_customer(company))
    invoiced(order)

    with pytest.raises(changing.OrderNotOpen):
        giving_up.cancel_order(order=order, reason="x")
