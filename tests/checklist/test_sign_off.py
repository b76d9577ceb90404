"""Sign-off is a person's act on a green check; a later voucher of the period breaks it."""

from datetime import date

import pytest
from django.contrib.auth.models import User

from arclose.checklist import tasks
from arclose.checklist.checks import Check, named
from arclose.checklist.scheduling import due_date, working_days_until
from arclose.ledger.models import FiscalPeriod
from customers.models import Customer, SalesOrder
from tests import builders
from tests.checklist.conftest import post


def orders_check() -> Check:
    check = named("orders")
    assert check
    return check


def orders_task(period: FiscalPeriod) -> tasks.Task:
    all_tasks = tasks.tasks(company=period.company, period=period)
    return next(task for task in all_tasks if task.check.name == "orders")


def sign(period: FiscalPeriod, user: User) -> object:
    return tasks.sign_off(company=period.company, period=period, check=orders_check(), signed_by=user)


def test_it_signs_a_green_task(october: FiscalPeriod, controller: User) -> None:
    sign(october, controller)
    task = orders_task(october)
    assert task.state == "signed"
    assert task.sign_off is not None
    assert task.sign_off.signed_by == controller


def test_it_refuses_a_red_task(order: SalesOrder, october: FiscalPeriod, controller: User) -> None:
    with pytest.raises(tasks.NotGreen):
        sign(october, controller)


def test_a_later_voucher_breaks_it(order: SalesOrder, october: FiscalPeriod, controller: User) -> None:
    SalesOrder.objects.filter(pk=order.pk).update(status="canceled")
    sign(october, controller)
    SalesOrder.objects.filter(pk=order.pk).update(status="open")
    post(order, controller)
    task = orders_task(october)
    assert (task.state, task.is_broken, task.is_green) == ("left", True, False)
    assert task.sign_off is not None
    assert [voucher.document_type for voucher in tasks.vouchers_since(sign_off=task.sign_off)] == ["invoice"]
    sign(october, controller)
    assert orders_task(october).state == "signed"


def test_a_voucher_of_another_period_does_not(customer: Customer, october: FiscalPeriod, controller: User) -> None:
    sign(october, controller)
    post(builders.an_order(customer, on=date(2026, 11, 2)), controller)
    assert orders_task(october).state == "signed"


def test_it_assigns_owner_and_due_date(october: FiscalPeriod, controller: User) -> None:
    tasks.assign(company=october.company, period=october, check=orders_check(), owner=controller, due=date(2026, 11, 6))
    task = orders_task(october)
    assert (task.owner, task.due) == (controller, date(2026, 11, 6))


def test_it_tells_how_many_were_left_by_day(customer: Customer, october: FiscalPeriod, controller: User) -> None:
    for _each in range(3):
        post(builders.an_order(customer), controller)
    tomorrow = date(2100, 1, 2)
    points = tasks.burn_down(company=customer.company, period=october, left_now=2, today=tomorrow)
    assert [point.left for point in points] == [5, 2, 2]


@pytest.mark.parametrize(
    ("period_end", "working_days", "due"),
    [
        (date(2026, 10, 31), 0, date(2026, 10, 30)),
        (date(2026, 10, 31), 1, date(2026, 11, 2)),
        (date(2026, 10, 31), 5, date(2026, 11, 6)),
        (date(2026, 10, 31), 6, date(2026, 11, 9)),
        (date(2026, 9, 30), -2, date(2026, 9, 28)),
    ],
)
def test_due_dates_are_working_days(period_end: date, working_days: int, due: date) -> None:
    assert due_date(period_end=period_end, working_days=working_days) == due


def test_it_counts_working_days() -> None:
    assert working_days_until(today=date(2026, 10, 30), due=date(2026, 11, 3)) == 2
    assert working_days_until(today=date(2026, 11, 3), due=date(2026, 10, 30)) == -2
