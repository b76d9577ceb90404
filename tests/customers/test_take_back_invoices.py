"""Crediting an invoice: what is left of it, once, and never more."""

from datetime import date
from decimal import Decimal

import pytest

from customers.crediting import CreditedAlready, CreditWaiting, credit_invoice
from customers.giving_up import cancel_order
from customers.models import Customer, Invoice, Item, SalesOrder
from tests.builders import a_company, a_customer, a_returned_order, an_item, an_order
from tests.customers.posting import findings, post, posted

pytestmark = pytest.mark.django_db
INVOICED, LATER = date(2026, 10, 1), date(2026, 10, 20)


@pytest.fixture
def customer() -> Customer:
    return a_customer(a_company())


@pytest.fixture
def item(customer: Customer) -> Item:
    return an_item(customer.company)


@pytest.fixture
def invoice(customer: Customer, item: Item) -> Invoice:
    """Ten of an item at 10, and a line of something else for 100."""
    other = an_item(customer.company)
    [made] = posted(an_order(customer, ("10", "10"), ("1", "100"), items=[item, other], on=INVOICED))
    return made


def returned(invoice: Invoice, item: Item, quantity: str, price: str, **values: object) -> SalesOrder:
    return a_returned_order(
        invoice.customer, (quantity, price), item=item, on=LATER, credited_invoice=invoice, **values
    )


def credited(invoice: Invoice, on: date = LATER, reason: str = "Damaged") -> SalesOrder:
    return credit_invoice(invoice=invoice, invoice_date=on, reason=reason)


def is_beyond(*orders: SalesOrder) -> list[bool]:
    refused = {one.document_id: one.code for one in post(*orders).left_out}
    assert set(refused.values()) <= {"credited_beyond"}
    return [order.pk in refused for order in orders]


# --- by a returned order ----------------------------------------------------------------------------------------------


def test_it_gives_the_order_it_made_for_the_same_request(invoice: Invoice) -> None:
    assert credited(invoice) == credited(invoice)
    assert invoice.credit_orders.count() == 1


@pytest.mark.parametrize("other", [{"reason": "Late"}, {"on": date(2026, 10, 21)}])
def test_what_was_typed_anew_is_not_thrown_away(invoice: Invoice, other: dict[str, object]) -> None:
    first = credited(invoice)
    with pytest.raises(CreditWaiting, match=f"{first.number}.*is waiting already"):
        credited(invoice, **other)


def test_the_partial_return_of_somebody_else_is_not_given(invoice: Invoice, item: Item) -> None:
    partial = returned(invoice, item, "-1", "10", reason="Damaged")
    with pytest.raises(CreditWaiting, match=partial.number):
        credited(invoice)


def test_an_order_changed_since_is_not_given(invoice: Invoice) -> None:
    order = credited(invoice)
    order.lines.filter(line_number=1).update(quantity=-1)
    with pytest.raises(CreditWaiting):
        credited(invoice)


def test_it_makes_another_when_the_first_was_canceled(invoice: Invoice) -> None:
    cancel_order(order=credited(invoice), reason="Not now")
    [note] = posted(credited(invoice))
    assert note.total_amount == -invoice.total_amount
    with pytest.raises(CreditedAlready):
        credited(invoice)


def test_it_takes_back_what_is_left(invoice: Invoice, item: Item) -> None:
    posted(returned(invoice, item, "-4", "10"))
    [note] = posted(credited(invoice))
    assert note.total_amount == Decimal("-193.60")
    assert sum(one.total_amount for one in invoice.credit_notes.all()) == -invoice.total_amount
    assert findings(invoice.company) == {}


# --- never more than is left ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quantity", "price", "refused"),
    [
        ("-10", "10", False),
        ("-11", "10", True),  # more than was invoiced of it
        ("-11", "1", True),
        ("-1", "101", True),  # dearer than all of it
        ("-10", "2", False),
    ],
)
def test_an_item_is_taken_back_as_far_as_it_was_invoiced(
    invoice: Invoice, item: Item, quantity: str, price: str, refused: bool
) -> None:
    assert is_beyond(returned(invoice, item, quantity, price)) == [refused]


def test_what_was_taken_back_before_counts(invoice: Invoice, item: Item) -> None:
    posted(returned(invoice, item, "-6", "10"))
    assert is_beyond(returned(invoice, item, "-5", "10")) == [True]
    assert is_beyond(returned(invoice, item, "-4", "10")) == [False]


def test_what_goes_before_it_in_the_same_set_counts(invoice: Invoice, item: Item) -> None:
    orders = [
        returned(invoice, item, "-6", "10"),
        returned(invoice, item, "-5", "10"),
        returned(invoice, item, "-4", "10"),
    ]
    assert is_beyond(*orders) == [False, True, False]


def test_a_price_put_right_and_then_the_goods_sent_back(invoice: Invoice, item: Item) -> None:
    posted(returned(invoice, item, "-10", "2"))
    assert is_beyond(returned(invoice, item, "-10", "8")) == [False]


def test_an_item_not_on_it_counts_in_the_total_only(invoice: Invoice) -> None:
    other = an_item(invoice.company)
    assert is_beyond(returned(invoice, other, "-1", "200.02")) == [True]
    assert is_beyond(returned(invoice, other, "-1", "200")) == [False]


def test_thirds_may_be_rounded_up(customer: Customer, item: Item) -> None:
    [invoice] = posted(an_order(customer, ("3", "33.335"), item=item, on=INVOICED))
    assert is_beyond(*[returned(invoice, item, "-1", "33.335") for _third in range(3)]) == [False] * 3


def test_an_invoice_undoes_no_more_than_there_was_of_a_credit_note(customer: Customer, item: Item) -> None:
    [note] = posted(a_returned_order(customer, ("-2", "10"), item=item, on=INVOICED))
    orders = [an_order(customer, (quantity, "10"), item=item, on=LATER, credited_invoice=note) for quantity in "32"]
    assert is_beyond(*orders) == [True, False]
