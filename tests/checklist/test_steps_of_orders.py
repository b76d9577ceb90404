"""What waits between the steps of orders: counted by the close, found by the filter that its link sets."""

from datetime import date
from decimal import Decimal

import pytest

from arclose.checklist.checks import Left, all_left, named
from arclose.ledger.models import Company, FiscalPeriod
from customers import updates
from customers.models import Customer, Item, SalesOrder
from customers.models.sales_orders import Quantity
from customers.update_parameters import UpdateParameters
from customers.updates import Update
from tests import builders
from tests.customers.test_fulfilment import deliver_now, post_cost_of_goods


def do(update: Update, *orders: SalesOrder, quantity: Quantity = Quantity.ALL) -> None:
    company = orders[0].company
    outcome = update.post(
        company=company,
        orders=[order.pk for order in orders],
        parameters=UpdateParameters(quantity),
        posted_by=builders.a_clerk(company),
        key=f"{update.name}-{quantity}-{orders[0].pk}",
    )
    assert outcome.posted, outcome


def left(period: FiscalPeriod, name: str) -> Left:
    return all_left(company=period.company, period=period)[name]


STEPS = ["orders-to-confirm", "orders-to-pick", "orders-to-deliver", "delivered", "orders"]


def counts(period: FiscalPeriod) -> list[int]:
    found = all_left(company=period.company, period=period)
    return [found[name].count for name in STEPS]


def test_an_order_moves_from_task_to_task(customer: Customer, october: FiscalPeriod) -> None:
    order, other = builders.an_order(customer), builders.an_order(customer)
    assert counts(october) == [0, 0, 0, 0, 2]  # the company confirms no orders
    do(updates.CONFIRM, other)
    assert counts(october) == [1, 1, 0, 0, 2]
    do(updates.CONFIRM, order)
    assert counts(october) == [0, 2, 0, 0, 2]
    do(updates.PICK, order, other)
    assert counts(october) == [0, 0, 2, 0, 2]
    do(updates.DELIVER, order, other)
    assert counts(october) == [0, 0, 0, 2, 2]
    do(updates.INVOICE, order, other)
    assert counts(october) == [0, 0, 0, 0, 0]


def test_a_part_that_is_delivered_counts_with_its_value(customer: Customer, october: FiscalPeriod) -> None:
    order = builders.an_order(customer, ("10", "3"), total_discount_percent=10)
    deliver_now(order, "4")
    do(updates.DELIVER, order, quantity=Quantity.DELIVER_NOW)
    found = left(october, "delivered")
    assert (found.count, {name: round(amount, 2) for name, amount in found.amounts.items()}) == (
        1, {"EUR": Decimal("10.80")},
    )  # fmt: skip


def test_only_goods_are_to_be_picked(company: Company, customer: Customer, october: FiscalPeriod) -> None:
    item = builders.an_item(company)
    do(updates.CONFIRM, builders.an_order(customer, item=item))
    for item_type, count in (("service", 0), ("goods", 1)):
        Item.objects.filter(pk=item.pk).update(item_type=item_type)
        assert left(october, "orders-to-pick").count == count


def test_an_order_of_nothing_is_not_to_be_confirmed(customer: Customer, october: FiscalPeriod) -> None:
    do(updates.CONFIRM, builders.an_order(customer))
    builders.an_order(customer, ("0", "10"))
    free_of_charge = builders.an_order(customer, ("2", "0"))
    assert left(october, "orders-to-confirm") == Left(1, {free_of_charge.currency_id: Decimal(0)})


def test_what_is_delivered_later_does_not_count(customer: Customer, october: FiscalPeriod) -> None:
    order = builders.an_order(customer, on=date(2026, 11, 3))
    do(updates.DELIVER, order)
    assert left(october, "delivered").count == 0


@pytest.mark.parametrize(("posts_cost", "words"), [(False, "cost not accrued"), (True, "cost accrued: EUR\xa07.50")])
def test_it_tells_whether_the_cost_is_accrued(
    company: Company, customer: Customer, october: FiscalPeriod, posts_cost: bool, words: str
) -> None:
    if posts_cost:
        post_cost_of_goods(company)
    item = builders.an_item(company, standard_cost_amount=Decimal("2.50"))
    do(updates.DELIVER, builders.an_order(customer, ("3", "10"), item=item))
    check = named("delivered")
    assert check
    assert [row.detail for row in check.rows(company, october)] == [f"{customer.name} · {words}"]


@pytest.mark.parametrize("name", STEPS)
def test_its_link_finds_the_same_orders(client, customer: Customer, october: FiscalPeriod, name: str) -> None:
    company = customer.company
    orders = [builders.an_order(customer) for _step in range(5)]
    for count, update in enumerate((updates.CONFIRM, updates.PICK, updates.DELIVER), start=1):
        do(update, *orders[count:])
    client.force_login(builders.a_clerk(company))
    check = named(name)
    assert check
    page = client.get(f"/{company.code}/2026-10/orders/{check.query}")
    found = {order.number for order in orders if f">{order.number}<" in page.content.decode()}
    assert len(found) == left(october, name).count > 0
