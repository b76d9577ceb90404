"""A process that posts real orders one by one and says each number it was told: ``python -m tests.faults.program``.

found    a company with customers
post     enter and post order after order, and print the number of each invoice once its commit is acknowledged
look     print what stands in the books and what the probes find, as JSON
"""

import json
import os
import sys
import uuid
from collections.abc import Callable
from typing import Any, TypeVar

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "arclose.settings")
django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.db import OperationalError, connection, transaction  # noqa: E402

from arclose.batch import transient  # noqa: E402
from arclose.ledger.models import Company  # noqa: E402
from customers.invoicing import post_invoices  # noqa: E402
from customers.models import Customer, Invoice, SalesOrder  # noqa: E402
from tests.builders import a_clerk, a_company, a_customer, an_item, an_order  # noqa: E402
from tests.customers.posting import findings  # noqa: E402

Result = TypeVar("Result")


def found() -> None:
    """Make a company with a clerk, a customer and an item."""
    company = a_company(code="CRASH")
    a_clerk(company)
    a_customer(company)
    an_item(company)
    print(json.dumps(company.code))


def post() -> None:
    """Post orders until somebody ends this process."""
    while True:
        key = uuid.uuid4().hex[:20]
        order = _insist(lambda key=key: _entered(key))
        print(_insist(lambda key=key, order=order: _posted(key, order)), flush=True)


def _entered(number: str) -> int:
    known = SalesOrder.objects.filter(number=number).values_list("pk", flat=True).first()
    if known:
        return known
    customer = Customer.objects.select_related("company").get(company__code="CRASH")
    with transaction.atomic():
        return an_order(customer, item=customer.company.items.get(), number=number).pk


def _posted(key: str, order: int) -> str:
    company = Company.objects.get(code="CRASH")
    user = User.objects.order_by("pk")[0]
    post_invoices(company=company, orders=[order], posted_by=user, key=key)
    return Invoice.objects.get(order=order).number


def _insist(work: Callable[[], Result]) -> Result:
    """Do the work, however long the server takes to come back."""
    while True:
        try:
            return transient.persist(work, reconnected=lambda: None)
        except OperationalError:
            connection.close()


def look() -> None:
    """Say what stands in the books."""
    invoices = Invoice.objects.order_by("sequence_number")
    found_by_probes: dict[str, Any] = {name: list(said) for name, said in findings(*Company.objects.all()).items()}
    print(
        json.dumps(
            {
                "numbers": list(invoices.values_list("number", flat=True)),
                "counters": list(invoices.values_list("sequence_number", flat=True)),
                "findings": found_by_probes,
            }
        )
    )


if __name__ == "__main__":
    {"found": found, "post": post, "look": look}[sys.argv[1]]()
