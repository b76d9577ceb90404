"""Disputed and blocked transactions: they stay owed, and nobody collects them until somebody lets them go."""

import pytest
from django.db import IntegrityError, transaction

from arclose.access.routes import Role
from customers.collecting import SettledAlready, clear_collection_hold, collectable, place_collection_hold
from customers.models import CollectionHold, CustomerTransaction
from customers.models.collection_holds import CollectionHoldKind
from tests.builders import a_clerk, a_company, a_customer, a_returned_order, a_user, an_order
from tests.customers.pages import QUERIES_AT_MOST, Visitor, invoiced, text_of
from tests.customers.posting import findings, settle

pytestmark = pytest.mark.django_db
DISPUTED, BLOCKED = CollectionHoldKind.DISPUTED, CollectionHoldKind.BLOCKED


@pytest.fixture
def company():
    return a_company()


@pytest.fixture
def clerk(company):
    return Visitor(a_clerk(company), company)


@pytest.fixture
def debits(company):
    """Two open invoices of 100 and 200."""
    customer = a_customer(company, tax_group="OUT")
    found = invoiced(*(an_order(customer, ("1", amount)) for amount in ("100", "200")))
    return list(CustomerTransaction.objects.filter(invoice__in=found).order_by("pk"))


def held(*transactions, kind=DISPUTED, reason="delivered broken"):
    company = transactions[0].company
    ids = [one.pk for one in transactions]
    return place_collection_hold(
        company=company, transactions=ids, kind=kind, reason=reason, placed_by=a_clerk(company)
    )


def test_what_is_held_stays_owed_and_is_not_collected(company, debits):
    first, second = debits

    one, two = held(first), held(first, second, kind=BLOCKED, reason="on our side")

    assert [(one.placed, one.already), (two.placed, two.already)] == [(1, 0), (1, 1)]
    assert list(CollectionHold.objects.order_by("pk").values_list("kind", flat=True)) == [DISPUTED, BLOCKED]
    assert not collectable(company=company).exists()
    cleared = clear_collection_hold(company=company, transactions=[first.pk], note="paid", cleared_by=a_clerk(company))
    assert (cleared, list(collectable(company=company))) == (1, [first])
    assert held(first).placed == 1, "it may be disputed once more"
    assert findings(company) == {}


def test_nothing_is_placed_where_one_is_settled(company, debits):
    debit, other = debits
    [note] = invoiced(a_returned_order(debit.customer, ("-1", "100")))
    settle(debit.invoice, note, "100")

    with pytest.raises(SettledAlready, match=debit.document_number):
        held(debit, other)
    assert not CollectionHold.objects.exists()


@pytest.mark.parametrize("change", [{"reason": "other"}, {"kind": BLOCKED}, {"cleared_at": None}])
def test_the_database_keeps_what_a_hold_says(debits, change):
    held(debits[0])
    with pytest.raises(IntegrityError, match="only cleared"), transaction.atomic():
        CollectionHold.objects.update(**change)


def test_a_clerk_disputes_what_is_ticked_and_lets_it_go(clerk, company, debits, django_assert_max_num_queries):
    first, second = debits
    asked = clerk.post("transactions/stop-collecting/", selected=[first.pk])
    assert f"{first.document_number}, {first.customer}, EUR 100.00" in text_of(asked)
    missing = clerk.post(
        "transactions/stop-collecting/", selected=[first.pk], decided="yes", kind="disputed", reason=""
    )
    assert "This field is required" in text_of(missing)

    clerk.post(
        "transactions/stop-collecting/", selected=[first.pk], decided="yes", kind="disputed", reason="delivered broken"
    )

    with django_assert_max_num_queries(QUERIES_AT_MOST):
        listed = text_of(clerk.get("transactions/?on=31/10/2026&collection=disputed"))
    assert f"{first.document_number} Disputed" in listed
    assert second.document_number not in listed
    collected = text_of(clerk.get("transactions/?on=31/10/2026&collection=neither"))
    assert (first.document_number in collected, second.document_number in collected) == (False, True)
    with django_assert_max_num_queries(QUERIES_AT_MOST):
        page = text_of(clerk.get(f"invoices/{first.invoice_id}/"))
    assert "Disputed delivered broken" in page
    answer = clerk.post("transactions/collect/", selected=[first.pk, second.pk], decided="yes", note="agreed")
    assert "1 transaction is collected again." in text_of(answer)
    assert "Collected again" in text_of(clerk.get(f"invoices/{first.invoice_id}/"))


def test_others_may_not_and_other_companies_are_not_found(clerk, company, debits):
    auditor = Visitor(a_user(company, Role.AUDITOR), company)
    assert auditor.post("transactions/stop-collecting/", selected=[debits[0].pk]).status_code == 403
    elsewhere = a_company()
    assert (
        Visitor(a_clerk(elsewhere), elsewhere)
        .post("transactions/stop-collecting/", selected=[debits[0].pk])
        .status_code
        == 404
    )
