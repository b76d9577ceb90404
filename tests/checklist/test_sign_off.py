"""Sign-off is a person's act on a green check; a later voucher of the period breaks it."""

import threading
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection

from arclose.batch import jobs
from arclose.checklist import tasks
from arclose.checklist.checks import Check, named
from arclose.checklist.models import SignOff
from arclose.checklist.scheduling import due_date, working_days_until
from arclose.ledger.models import FiscalPeriod
from customers.models import Customer, SalesOrder
from journals.payments.paying import post_payments, reverse_payments
from tests import builders
from tests.checklist.conftest import post
from tests.journals.payments import a_payment


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


@pytest.mark.django_db(transaction=True)
def test_a_voucher_posted_while_it_is_signed_breaks_it() -> None:
    """Step by step: the signing has begun, another session posts and commits, the signing counts and goes on."""
    company = builders.a_company()
    period, controller = company.fiscal_periods.get(name="2026-10"), builders.a_controller(company)
    order, clerk = builders.an_order(builders.a_customer(company)), builders.a_clerk(company)

    def post_meanwhile() -> None:
        post(order, clerk)
        connection.close()

    def ask_nothing_but_post(*asked: Any) -> None:
        poster = threading.Thread(target=post_meanwhile)
        poster.start()
        poster.join()

    check = replace(orders_check(), count=ask_nothing_but_post)
    tasks.sign_off(company=company, period=period, check=check, signed_by=controller)
    assert (orders_task(period).left.count, orders_task(period).is_broken) == (0, True)


def test_who_posted_does_not_sign(order: SalesOrder, october: FiscalPeriod, controller: User) -> None:
    other = builders.a_controller(october.company)
    post(order, controller)
    with pytest.raises(tasks.PreparedIt, match="carla"):
        sign(october, controller)
    sign(october, other)
    assert orders_task(october).sign_off == SignOff.objects.get(signed_by=other, is_own_work=False)


def test_who_had_a_job_post_does_not_sign(order: SalesOrder, october: FiscalPeriod, controller: User) -> None:
    builders.a_controller(october.company)
    documents = SalesOrder.objects.filter(pk=order.pk).values_list("pk", "invoice_date", "number")
    jobs.submit(
        company=october.company, kind="sales-invoices", description="x", submitted_by=controller, documents=documents,
        key="k",
    )  # fmt: skip
    SalesOrder.objects.filter(pk=order.pk).update(status="canceled")
    for name in ("orders", "jobs"):
        check = named(name)
        assert check
        with pytest.raises(tasks.PreparedIt):
            tasks.sign_off(company=october.company, period=october, check=check, signed_by=controller)


def test_who_posted_signs_where_nobody_else_can_and_that_is_recorded(
    order: SalesOrder, october: FiscalPeriod, controller: User
) -> None:
    User.objects.filter(pk=builders.a_controller(october.company).pk).update(is_active=False)
    builders.a_controller(builders.a_company())
    post(order, controller)
    sign(october, controller)
    assert SignOff.objects.get().is_own_work


def test_who_posted_into_another_period_signs(customer: Customer, october: FiscalPeriod, controller: User) -> None:
    builders.a_controller(october.company)
    post(builders.an_order(customer, on=date(2026, 11, 2)), controller)
    sign(october, controller)
    assert not SignOff.objects.get().is_own_work


def test_a_voucher_of_another_period_does_not(customer: Customer, october: FiscalPeriod, controller: User) -> None:
    sign(october, controller)
    post(builders.an_order(customer, on=date(2026, 11, 2)), controller)
    assert orders_task(october).state == "signed"


def test_it_assigns_owner_and_due_date(october: FiscalPeriod, controller: User) -> None:
    tasks.assign(company=october.company, period=october, check=orders_check(), owner=controller, due=date(2026, 11, 6))
    task = orders_task(october)
    assert (task.owner, task.due) == (controller, date(2026, 11, 6))


def test_it_tells_how_many_were_left_by_day(customer: Customer, october: FiscalPeriod, controller: User) -> None:
    company = customer.company
    for price in ("50", "50", "0"):  # one worth nothing has no voucher
        post(builders.an_order(customer, ("1", price)), controller)
    builders.an_order(customer)
    builders.a_free_text_invoice(customer)
    builders.an_interest_note(customer)
    builders.a_collection_letter(customer)  # has no voucher when it is posted
    paid, _waiting = (a_payment(customer, amount, on=date(2026, 10, 15)) for amount in ("10", "20"))
    post_payments(company=company, documents=[paid.pk], posted_by=controller, key="paid")
    reverse_payments(
        company=company,
        documents=[paid.pk],
        day=date(2026, 10, 20),
        reason="not ours",
        reversed_by=controller,
        key="taken-back",
    )
    left = tasks.documents_left(tasks.tasks(company=company, period=october))
    points = tasks.burn_down(company=company, period=october, left_now=left, today=date(2100, 1, 2))
    assert [point.left for point in points] == [8, 4, 4]  # what took the payment back is no document of the period


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
