"""Picking and delivering no more than is on hand, of what was picked, and of what is not kept in stock."""

from datetime import date
from decimal import Decimal

import pytest

from arclose.ledger.models import Company
from customers.models import Customer, Item, OrderDocumentLine
from customers.models.sales_orders import Quantity
from customers.previewing import preview
from customers.update_parameters import UpdateParameters
from customers.updates import DELIVER as SLIPS
from tests.builders import a_clerk, a_company, a_customer, an_item, an_order
from tests.customers.posting import findings
from tests.customers.test_fulfilment import DELIVER, PICK, deliver_now, do, made, steps

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Company:
    return a_company()


@pytest.fixture
def customer(company: Company) -> Customer:
    return a_customer(company)


def stocked(company: Company, on_hand: str) -> Item:
    return an_item(company, on_hand_quantity=on_hand)


def on_hand(item: Item) -> Decimal:
    item.refresh_from_db()
    return item.on_hand_quantity


def test_lines_share_what_is_on_hand_in_order_of_date(company: Company, customer: Customer) -> None:
    item = stocked(company, "10")
    late = an_order(customer, ("4", "1"), item=item, on=date(2026, 10, 20))
    early = an_order(customer, ("3", "1"), ("5", "1"), item=item, on=date(2026, 10, 10))
    last = an_order(customer, ("1", "1"), item=item, on=date(2026, 10, 25))

    outcome = do(DELIVER, late, early, last, reduce_quantity=True)

    assert (list(outcome.posted), [one.code for one in outcome.left_out]) == ([late.pk, early.pk], ["not_in_stock"])
    assert [steps(order) for order in (early, late, last)] == [[(0, 0, 3), (0, 0, 5)], [(0, 0, 2)], [(0, 0, 0)]]
    assert on_hand(item) == 0
    assert item.number in outcome.left_out[0].reason
    assert findings(company) == {}


def test_what_is_cut_stays_on_the_order_until_it_comes_in(company: Company, customer: Customer) -> None:
    item = stocked(company, "2")
    order = an_order(customer, ("5", "1"), item=item)

    first = do(DELIVER, order, reduce_quantity=True)
    Item.objects.filter(pk=item.pk).update(on_hand_quantity=10)
    second = do(DELIVER, order, reduce_quantity=True)

    assert (len(first.posted), len(second.posted), steps(order)) == (1, 1, [(0, 0, 5)])
    assert on_hand(item) == 7


def test_without_reducing_the_stock_goes_below_nothing(company: Company, customer: Customer) -> None:
    item = stocked(company, "2")
    made(DELIVER, an_order(customer, ("5", "1"), item=item))

    assert on_hand(item) == -3


def test_services_are_not_cut(company: Company, customer: Customer) -> None:
    order = an_order(customer, ("5", "1"), item=an_item(company, item_type="service"))

    assert len(do(DELIVER, order, reduce_quantity=True).posted) == 1
    assert steps(order) == [(0, 0, 5)]


def test_what_others_picked_is_not_there_to_be_picked(company: Company, customer: Customer) -> None:
    item = stocked(company, "10")
    first, second = (an_order(customer, ("7", "1"), item=item) for _order in range(2))
    made(PICK, first)

    do(PICK, second, reduce_quantity=True)

    assert steps(second) == [(0, 3, 0)]
    assert on_hand(item) == 10


def test_an_order_that_is_refused_takes_nothing_of_the_stock(company: Company, customer: Customer) -> None:
    item = stocked(company, "4")
    blocked = an_order(a_customer(company, is_blocked=True), ("4", "1"), item=item, on=date(2026, 10, 1))
    good = an_order(customer, ("4", "1"), item=item)

    outcome = do(DELIVER, blocked, good, reduce_quantity=True)

    assert (list(outcome.posted), [one.code for one in outcome.left_out]) == ([good.pk], ["customer_blocked"])


def test_a_preview_cuts_as_the_posting_does_and_leaves_the_stock(company: Company, customer: Customer) -> None:
    item = stocked(company, "2")
    order = an_order(customer, ("5", "10"), item=item)
    parameters = UpdateParameters(reduce_quantity=True)

    shown = preview(
        update=SLIPS, company=company, orders=[order.pk], parameters=parameters, previewed_by=a_clerk(company)
    )

    assert [made.net_amount for made in shown.documents] == [20]
    assert (on_hand(item), steps(order)) == (2, [(0, 0, 0)])


@pytest.mark.parametrize(
    ("quantity", "delivered"),
    [(Quantity.PICKED, [2]), (Quantity.PICKED_AND_NOT_STOCKED, [2, 4])],
)
def test_what_was_picked_goes_with_or_without_services(
    company: Company, customer: Customer, quantity: Quantity, delivered: list[int]
) -> None:
    items = [an_item(company), an_item(company, item_type="service")]
    order = an_order(customer, ("5", "1"), ("4", "1"), items=items)
    deliver_now(order, "2", "0")
    made(PICK, order, quantity=Quantity.DELIVER_NOW)

    slip = made(DELIVER, order, quantity=quantity)

    lines = OrderDocumentLine.objects.filter(document=slip).order_by("line_number")
    assert list(lines.values_list("quantity", flat=True)) == delivered
    assert not do(DELIVER, order, quantity=quantity).posted, "what was picked is delivered once"


def test_what_is_cut_needs_no_credit_and_who_is_left_out_leaves_it_to_others(company: Company) -> None:
    item = stocked(company, "3")
    customers = [a_customer(company, credit_limit_amount=limit) for limit in (10, 25, 100)]
    orders = [an_order(customer, ("2", "10"), item=item) for customer in customers]

    outcome = do(DELIVER, *orders, reduce_quantity=True)

    assert [one.code for one in outcome.left_out] == ["credit_limit_exceeded"]
    assert [steps(order) for order in orders] == [[(0, 0, 0)], [(0, 0, 2)], [(0, 0, 1)]]
    assert findings(company) == {}
