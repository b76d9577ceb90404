"""Posters and a closer at once: nothing slips into a period between its last check and its hold."""

import threading
from collections.abc import Callable
from datetime import date
from itertools import count

import pytest
from django.contrib.auth.models import User
from django.db import connection

from arclose.checklist import closing
from arclose.ledger import probes
from arclose.ledger.models import Company, PeriodManifest, PeriodStatusChange, Posting
from customers.invoicing import post_invoices
from customers.models import Customer, Invoice
from tests import builders

POSTERS, ORDERS_EACH = 3, 4


def _in_a_thread(work: Callable[[], None], errors: list[BaseException]) -> threading.Thread:
    def run() -> None:
        try:
            work()
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def _post_orders(customer: Customer, user: User, name: str) -> None:
    """Make orders and post each of them, again and again while the period is on hold."""
    for number in range(ORDERS_EACH):
        order = builders.an_order(customer, ("1", "10"), on=date(2026, 10, 5), number=f"{name}-{number}")
        for attempt in count():
            key = f"{name}-{number}-{attempt}"
            if post_invoices(company=customer.company, orders=[order.pk], posted_by=user, key=key).posted:
                break


def _hold_and_reopen(company: Company, user: User, until: threading.Event) -> None:
    """Put October on hold whenever that is not refused, and reopen it."""
    period = company.fiscal_periods.get(name="2026-10")
    while not until.is_set():
        try:
            closing.hold_period(company=company, period=period, held_by=user)
        except closing.CloseRefused:
            continue
        closing.reopen_period(period=period, reopened_by=user, reason="more is coming")


@pytest.mark.django_db(transaction=True)
def test_nothing_slips_into_a_period_that_is_put_on_hold() -> None:
    company = builders.a_company()
    user, customer = builders.a_user(company, "controller"), builders.a_customer(company)
    errors: list[BaseException] = []
    done = threading.Event()
    closer = _in_a_thread(lambda: _hold_and_reopen(company, user, done), errors)
    posters = [
        _in_a_thread(lambda name=f"P{place}": _post_orders(customer, user, name), errors)  # type: ignore[misc]
        for place in range(POSTERS)
    ]
    for poster in posters:
        poster.join()
    done.set()
    closer.join()
    assert not errors
    assert Invoice.objects.filter(company=company).count() == POSTERS * ORDERS_EACH
    closing.hold_period(company=company, period=company.fiscal_periods.get(name="2026-10"), held_by=user)
    assert PeriodManifest.objects.order_by("-pk")[0].facts["vouchers"] == POSTERS * ORDERS_EACH
    assert not [result for result in probes.verify(companies=[company]) if result.findings]
    _assert_each_manifest_named_what_stood_there(company)


def _assert_each_manifest_named_what_stood_there(company: Company) -> None:
    """A manifest counts exactly the vouchers posted by then: none later than the change that wrote it."""
    for manifest in PeriodManifest.objects.filter(company=company).select_related("status_change"):
        change: PeriodStatusChange = manifest.status_change
        posted = Posting.objects.filter(company=company, posted_at__lt=change.changed_at).exclude(vouchers=None)
        assert manifest.facts["vouchers"] == posted.values("vouchers").count()
