"""What waits between the steps of orders: counted by the close, found by the filter that its link sets."""

from dataclasses import fields
from datetime import date
from decimal import Decimal

import pytest

from arclose.checklist.checks import Left, all_left, named
from arclose.ledger.models import Company, FiscalPeriod
from customers import updates
from customers.changing import change_order
from customers.models import Customer, Item, SalesOrder, SalesParameters
from customers.models.sales_orders import Quantity
from customers.orders import OrderHead, OrderLine
from customers.standing import version_of
from customers.update_parameters import UpdateParameters
from customers.updates import Update
from tests import builders
from tests.customers.pages import Visitor, text_of
from tests.customers.test_fulfilment import deliver_now


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


def test_it_states_the_value_of_what_is_left(customer: Customer, october: FiscalPeriod) -> None:
    invoiced, delivered, picked = [builders.an_order(customer, ("10", "3")) for _order in range(3)]
    deliver_now(invoiced, "4")
    do(updates.DELIVER, invoiced, quantity=Quantity.DELIVER_NOW)
    do(updates.INVOICE, invoiced, quantity=Quantity.DELIVERED)
    do(updates.PICK, delivered)
    deliver_now(delivered, "9")
    do(updates.DELIVER, delivered, quantity=Quantity.DELIVER_NOW)
    do(updates.CONFIRM, picked)
    deliver_now(picked, "4")
    do(updates.PICK, picked, quantity=Quantity.DELIVER_NOW)
    # Of the first order what no document took is to be confirmed, no more than that.
    assert amounts(october) == ["18.00", "18.00", "3.00 + 12.00", "27.00", "18.00 + 30.00 + 30.00"]


def amounts(period: FiscalPeriod) -> list[str]:
    """Give what each check lists of each order, which is what it adds up to."""
    found = []
    for name in STEPS:
        check = named(name)
        assert check
        rows = [row.amount for row in check.rows(period.company, period)]
        assert left(period, name).amounts.get("EUR", 0) == sum(rows)
        found.append(" + ".join(f"{amount:.2f}" for amount in rows))
    return found


def test_a_delivery_counts_in_its_own_period_while_it_is_not_invoiced(
    customer: Customer, october: FiscalPeriod
) -> None:
    part, whole = [builders.an_order(customer, ("10", "3")) for _order in range(2)]
    for order in (part, whole):
        deliver_now(order, "4")
        do(updates.DELIVER, order, quantity=Quantity.DELIVER_NOW)
    do(updates.INVOICE, whole, quantity=Quantity.DELIVERED)
    SalesOrder.objects.update(delivery_date=date(2026, 11, 5))
    do(updates.DELIVER, part, whole)
    november = october.company.fiscal_periods.get(name="2026-11")
    found = [left(period, "delivered") for period in (october, november)]
    assert found == [Left(1, {"EUR": Decimal(12)}), Left(2, {"EUR": Decimal(48)})]


def test_what_is_added_to_a_confirmed_order_is_to_be_confirmed(customer: Customer, october: FiscalPeriod) -> None:
    order = builders.an_order(customer, ("10", "3"))
    do(updates.CONFIRM, order)
    order.refresh_from_db()
    line = order.lines.get()
    head = OrderHead(**{one.name: getattr(order, one.name) for one in fields(OrderHead)})
    lines = [(1, OrderLine(line.item, Decimal(10), Decimal(3))), (None, OrderLine(line.item, Decimal(5), Decimal(3)))]
    change_order(order=order, head=head, lines=lines, seen=version_of(order))
    assert left(october, "orders-to-confirm") == Left(1, {"EUR": Decimal(15)})


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


@pytest.mark.parametrize(
    ("decided", "words"),
    [
        ({}, "cost not accrued · revenue not accrued"),
        ({"posts_cost_of_goods": True}, "cost accrued: EUR\xa07.50 · revenue not accrued"),
        ({"defers_revenue": True}, "cost not accrued · revenue accrued: EUR\xa030.00"),
    ],
)
def test_it_tells_whether_cost_and_revenue_are_accrued(
    company: Company, customer: Customer, october: FiscalPeriod, decided: dict[str, bool], words: str
) -> None:
    SalesParameters.objects.filter(company=company).update(company=company, **decided)
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


def test_the_list_finds_the_first_order_to_confirm_and_the_close_asks_for_none(
    company: Company, customer: Customer, october: FiscalPeriod
) -> None:
    order = builders.an_order(customer)
    assert left(october, "orders-to-confirm").count == 0
    assert order.number in text_of(Visitor(builders.a_clerk(company), company).get("orders/?left=confirm"))
