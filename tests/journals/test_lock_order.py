"""Locks are taken in one order, so that nobody waits in a circle: told by the statements that take them."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from arclose.ledger.models import Company, Currency, NumberSeries
from customers.models import CustomerTransaction, SettlementParameters
from customers.settling.exchanging import settle_across
from journals.kinds.payments import PAYMENT
from journals.payments.paying import post_payments, reverse_payments
from tests.builders import a_clerk, a_company, a_controller, an_order
from tests.customers.posting import posted
from tests.journals.payments import a_journal, a_payment, discounted, invoices, untaxed

pytestmark = pytest.mark.django_db
INVOICED = date(2026, 10, 1)


@pytest.fixture
def company() -> Company:
    return a_company()


def statements_of(act: Callable[[], Any]) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        assert act().left_out == []
    return [one["sql"] for one in captured.captured_queries]


def locked_by(act: Callable[[], Any]) -> list[set[int]]:
    """Give the open transactions that each statement of an act asks to lock."""
    locks = [one for one in statements_of(act) if "customers_opentransaction" in one and "FOR UPDATE" in one]
    return [{int(pk) for pk in re.findall(r"\d+", one.split("ANY", 1)[1])} for one in locks]


def posting(*payments: Any) -> Callable[[], Any]:
    company = payments[0].company
    ids = [one.pk for one in payments]
    return lambda: post_payments(company=company, documents=ids, posted_by=a_clerk(company), key="key")


def test_the_companys_numbers_come_before_kept_balances_where_the_journal_has_its_own(company: Company) -> None:
    customer = discounted(company)
    [invoice] = posted(an_order(customer, ("1", "100"), on=INVOICED))
    series = NumberSeries.objects.create(company=company, purpose="journal_voucher", prefix="BK")
    journal = a_journal(company, voucher_series=series)
    payment = a_payment(customer, "118.58", {invoice: "118.58"}, on=date(2026, 10, 11), journal=journal)
    usual = NumberSeries.objects.get(company=company, purpose="voucher")

    statements = statements_of(posting(payment))

    kept = next(place for place, one in enumerate(statements) if "INSERT INTO ledger_accountbalance" in one)
    counters = [one for one in statements[:kept] if "ledger_numberseriescounter" in one]
    assert len(counters) == 2
    assert f", {usual.pk}, " in counters[0], "the company's own first"


def test_what_is_marked_is_locked_with_what_will_be(company: Company) -> None:
    SettlementParameters.objects.filter(company=company).update(settles_automatically=True)
    customer = untaxed(company)
    first, second = invoices(customer, "100", "100")
    marking, plain = a_payment(customer, "50", {first: "50"}), a_payment(customer, "100")
    [locked] = locked_by(posting(marking, plain))
    assert locked >= {first.customer_transaction.pk, second.customer_transaction.pk}


def test_all_that_is_open_again_is_locked_before_it_is_taken_back(company: Company) -> None:
    customer = untaxed(company)
    dollars = Currency.objects.get(code="USD")
    owed = posted(*(an_order(customer, ("1", "100"), currency=dollars) for _each in range(2)))
    payment = a_payment(customer, "100")
    posting(payment)()
    own = CustomerTransaction.objects.get(voucher__document_type=PAYMENT)
    amounts = {invoice.customer_transaction.pk: Decimal("1.10") for invoice in owed}
    values = {"company": company, "posted_by": a_clerk(company), "key": "across", "day": date(2026, 10, 20)}
    settle_across(**values, payment=own.pk, spent=Decimal(2), amounts=amounts)
    back = {"company": company, "documents": [payment.pk], "day": date(2026, 10, 25), "reason": "returned"}
    controller = a_controller(company)

    [locked] = locked_by(lambda: reverse_payments(**back, reversed_by=controller, key="back"))

    assert locked >= {own.pk, *amounts}
