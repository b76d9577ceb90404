"""A page that posts while the database is busy for a moment."""

from dataclasses import replace

import pytest
from django.db import OperationalError

from customers import updates
from customers.models import Invoice
from customers.screens import order_posting
from tests.builders import a_clerk, a_company, a_customer, an_order
from tests.customers.pages import Visitor, page_key, text_of

pytestmark = pytest.mark.django_db


class Deadlock(Exception):
    pgcode = "40P01"


def test_a_posting_that_lost_a_deadlock_is_tried_again(monkeypatch):
    company = a_company()
    order = an_order(a_customer(company))
    post, attempts = updates.INVOICE.post, []

    def lose_once(**values):
        attempts.append(values["key"])
        if len(attempts) == 1:
            raise OperationalError from Deadlock()
        return post(**values)

    monkeypatch.setitem(order_posting.UPDATES, updates.INVOICE.name, replace(updates.INVOICE, post=lose_once))

    text = text_of(
        Visitor(a_clerk(company), company).post(
            "orders/post/", selected=order.pk, update="sales-invoices:all", key=page_key(1)
        )
    )

    assert "1 document is posted." in text
    assert attempts == [page_key(1), page_key(1)]
    assert Invoice.objects.count() == 1
