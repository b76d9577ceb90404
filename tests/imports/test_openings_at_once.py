"""The same open transactions from two files at the same moment come in once."""

import pytest
from django.db import IntegrityError

from arclose.imports import kinds
from arclose.imports.mapping import Mapping
from arclose.imports.running import Order, import_file
from arclose.ledger import probes
from customers.models import CustomerTransaction
from tests.builders import a_company, a_customer, a_user
from tests.imports.test_imports_at_once import in_threads

pytestmark = pytest.mark.django_db(transaction=True)

OPEN = (
    "customer,document_number,transaction_date,due_date,currency,amount,accounting_amount,take_over_date\n"
    "C1,F1,2025-11-05,2025-12-05,EUR,100,100,2026-01-15\n"
)


def test_they_come_in_once(make_file):
    company = a_company()
    a_customer(company, number="C1")
    clerk = a_user(company, "clerk")
    orders = [
        Order(kinds.get("open-transactions"), company, clerk, Mapping(), path, path.name)
        for path in (make_file(OPEN, "one.csv"), make_file(OPEN + "\n", "other.csv"))
    ]

    results = in_threads(*[lambda order=order: import_file(order) for order in orders])

    assert all(result.run for result in results)
    assert CustomerTransaction.objects.filter(company=company).count() == 1
    assert not any(result.findings for result in probes.verify(companies=[company]))
    again = CustomerTransaction.objects.get(company=company)
    again.pk = None
    with pytest.raises(IntegrityError, match="opening_transaction_once"):
        again.save(force_insert=True)
