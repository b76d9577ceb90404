"""A page that posts while the database is busy for a moment."""

from dataclasses import replace

import pytest
from django.db import OperationalError, connection

from customers import updates
from customers.models import Invoice, Item
from customers.models.items import ItemType
from customers.screens import order_posting
from tests.builders import a_clerk, a_company, a_customer, an_item, an_order
from tests.customers.pages import Visitor, page_key, text_of
from tests.customers.test_fulfilment import CONFIRM, made

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


@pytest.mark.django_db(transaction=True)
def test_an_item_does_not_become_a_service_while_an_order_of_it_is_locked():
    company = a_company()
    item = an_item(company)
    order = an_order(a_customer(company), ("1", "10"), item=item)
    made(CONFIRM, order)
    row = Item.objects.filter(pk=item.pk)
    elsewhere = connection.copy()
    elsewhere.set_autocommit(False)
    with elsewhere.cursor() as cursor:
        cursor.execute("SELECT id FROM customers_salesorder WHERE id = %s FOR NO KEY UPDATE", [order.pk])
    with pytest.raises(OperationalError, match="could not obtain lock"):
        row.update(item_type=ItemType.SERVICE)
    elsewhere.rollback()
    elsewhere.close()
    row.update(item_type=ItemType.SERVICE)
    order.refresh_from_db()
    assert order.unpicked_amount is None
