"""A company with October to close: two orders invoiced, one left."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User

from arclose.ledger.models import Company, FiscalPeriod
from customers.invoicing import post_invoices
from customers.models import Customer, SalesOrder
from tests import builders
from tests.framing import bare_pages  # noqa: F401


@pytest.fixture
def company(db: None) -> Company:
    return builders.a_company()


@pytest.fixture
def controller(company: Company) -> User:
    return builders.a_user(company, "controller", name="carla")


@pytest.fixture
def october(company: Company) -> FiscalPeriod:
    return company.fiscal_periods.get(name="2026-10")


@pytest.fixture
def customer(company: Company) -> Customer:
    return builders.a_customer(company)


@pytest.fixture
def order(customer: Customer) -> SalesOrder:
    """An order of October that is not invoiced."""
    return builders.an_order(customer, ("2", "50"), on=date(2026, 10, 20))


def post(order: SalesOrder, user: User) -> Any:
    """Invoice an order."""
    outcome = post_invoices(company=order.company, orders=[order.pk], posted_by=user, key=f"post-{order.pk}")
    assert not outcome.left_out
    return outcome
