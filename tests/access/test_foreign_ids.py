"""An id of another company, in the path of any page, answers 404, whatever the roles."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from arclose.access import routes
from arclose.access.freshness import SESSION_KEY
from arclose.access.routes import Role
from arclose.batch.jobs import submit
from arclose.batch.models import Job
from arclose.ledger.models import LedgerAccount, Voucher
from customers.invoicing import SALES_INVOICES
from customers.models import Customer, Invoice, SalesOrder, Settlement
from journals.models import GeneralVoucher
from tests import builders
from tests.access.test_routes import _patterns
from tests.customers.posting import posted

# The noun in an address, and the table its ids come from. A new noun gets its line here.
TABLES = {
    "orders": SalesOrder,
    "invoices": Invoice,
    "customers": Customer,
    "settlements": Settlement,
    "jobs": Job,
    "vouchers": Voucher,
    "accounts": LedgerAccount,
    "general-vouchers": GeneralVoucher,
}
WITH_ID = sorted(
    {(name, pattern) for name, pattern in _patterns() if "<int:pk>" in pattern and "<str:company>" in pattern}
)


def table_of(pattern):
    return TABLES.get(pattern.split("<int:pk>")[0].rstrip("/").rsplit("/", 1)[-1])


@pytest.fixture
def foreign_books(other_company):
    """A posted invoice and its credit note, settled with one another, and a job, of another company."""
    clerk = builders.a_clerk(other_company)
    customer = builders.a_customer(other_company)
    [invoice] = posted(builders.an_order(customer, ("1", "40")))
    posted(builders.a_returned_order(customer, ("-1", "40"), on=date(2026, 10, 20), credited_invoice=invoice))
    GeneralVoucher.objects.create(
        company=other_company, number="GV-1", voucher_date=date(2026, 10, 1), currency_id="EUR"
    )
    waiting = SalesOrder.objects.filter(pk=builders.an_order(customer).pk)
    documents = waiting.values_list("pk", "invoice_date", "number")
    submit(
        company=other_company,
        kind=SALES_INVOICES,
        description="x",
        submitted_by=clerk,
        documents=documents,
        key=str(uuid4()),
    )


@pytest.mark.parametrize(("route", "pattern"), WITH_ID)
def test_it_knows_the_table_of_every_id(route, pattern):
    assert table_of(pattern) is not None, f"{route}: name the table of its ids in TABLES"


def test_it_answers_404_for_every_id_of_another_company(client, company, foreign_books):
    client.force_login(builders.a_user(company, *Role.values))
    session = client.session
    session[SESSION_KEY] = int(timezone.now().timestamp())
    session.save()
    for route, pattern in WITH_ID:
        foreign = table_of(pattern).objects.latest("pk")
        address = reverse(route, kwargs={"company": "NLWS", "period": "2026-10", "pk": foreign.pk})
        for method in routes.rules_of(route):
            answer = client.generic(method, address, content_type="application/x-www-form-urlencoded")
            assert answer.status_code == 404, f"{method} {route}"
