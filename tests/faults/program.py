"""What a process does that posts real orders one by one and says each number it was told."""

import json
import uuid
from collections.abc import Callable
from typing import TypeVar

from django.contrib.auth.models import User
from django.db import OperationalError, connection, transaction

from arclose.batch import transient
from arclose.ledger.models import Company
from customers.invoicing import post_invoices
from customers.models import Customer, Invoice, SalesOrder
from tests.builders import a_clerk, a_company, a_customer, an_item, an_order
from tests.customers.posting import findings

Result = TypeVar("Result")


Say = Callable[[str], object]


def found(say: Say) -> None:
    """Make a company with a clerk, a customer and an item, and say its code."""
    company = a_company(code="CRASH")
    a_clerk(company)
    a_customer(company)
    an_item(company)
    say(company.code)


def post(say: Say) -> None:
    """Enter and post order after order, and say the number of each invoice once its commit is acknowledged."""
    while True:
        key = uuid.uuid4().hex[:20]
        order = _insist(lambda key=key: _entered(key))
        say(_insist(lambda key=key, order=order: _posted(key, order)))


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


def look(say: Say) -> None:
    """Say what stands in the books and what the probes find, as JSON."""
    invoices = Invoice.objects.order_by("sequence_number")
    books = {
        "numbers": list(invoices.values_list("number", flat=True)),
        "counters": list(invoices.values_list("sequence_number", flat=True)),
        "findings": {name: list(said) for name, said in findings(*Company.objects.all()).items()},
    }
    say(json.dumps(books))
