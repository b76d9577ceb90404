"""Who changed which master data."""

import pghistory
import pytest
from django.db import Error, transaction

from arclose.ledger.models import Company, LedgerAccount
from customers.models import Customer
from tests.builders import a_company, a_customer, a_user, an_item

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Company:
    return a_company()


def labels(row) -> list[str]:
    return list(row.events.order_by("pgh_id").values_list("pgh_label", flat=True))


def test_it_keeps_every_version_of_a_customer_with_who_made_it(company):
    customer = a_customer(company, name="Bakker")
    user = a_user()

    with pghistory.context(user=user.pk):
        Customer.objects.filter(pk=customer.pk).update(name="Bakker & Zonen")

    made, changed = customer.events.order_by("pgh_id")
    assert (made.name, changed.name) == ("Bakker", "Bakker & Zonen")
    assert changed.pgh_context.metadata["user"] == user.pk


def test_it_keeps_what_was_deleted(company):
    customer = a_customer(company, number="C-1")
    events = type(customer.events.get()).objects.filter(number="C-1")

    customer.delete()

    assert events.order_by("-pgh_id").first().pgh_label == "delete"


def test_nobody_changes_history_not_even_by_sql(company):
    account = LedgerAccount.objects.filter(company=company).first()

    for change in (lambda: account.events.update(name="x"), lambda: account.events.all().delete()):
        with pytest.raises(Error), transaction.atomic():
            change()

    assert labels(account) == ["insert"]


def test_what_postings_keep_makes_no_version_of_an_item(company):
    item = an_item(company, on_hand_quantity=10)

    type(item).objects.filter(pk=item.pk).update(on_hand_quantity=9)
    type(item).objects.filter(pk=item.pk).update(on_hand_quantity=8, name="Renamed")

    assert labels(item) == ["insert", "update"]
    assert not hasattr(item.events.first(), "on_hand_quantity")
