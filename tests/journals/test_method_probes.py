"""The probes of methods of payment find what they are for: the books are broken as the owner, and taken back."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction

from arclose.ledger import probes
from arclose.ledger.models import Company
from arclose.operations.owner import connected_as_owner
from customers.settling.reorganizing import WantedPart, reorganize
from journals.models import IntercompanyRelation, MethodFee
from tests.builders import a_clerk, a_company
from tests.journals.direct_debits import a_file, a_mandate, by_direct_debit
from tests.journals.intercompany import a_group, pays, somebody_in, the_same
from tests.journals.payments import a_cleared_payment, a_method, a_payment, discounted, invoices, untaxed
from tests.journals.test_bridging_and_fees import a_fee, post

TWICE = (
    "UPDATE ledger_ledgerentry SET transaction_currency_amount = transaction_currency_amount * 2"
    " WHERE posting_type = 'bridging' AND transaction_currency_amount > 0"
)
OWES = "UPDATE ledger_ledgerentry SET transaction_currency_amount"
DUE_TO = "(SELECT id FROM ledger_voucher WHERE document_type = 'due_to')"
TAKEN_OVER = "(SELECT id FROM ledger_voucher WHERE document_type = 'taken_over')"
WITHOUT_RESULTS = "WITH gone AS (DELETE FROM journals_intercompanyresult)"
TAKES_BACK = "UPDATE ledger_voucher SET reversal_of_id = CASE document_type WHEN 'bridge_clearing' THEN"
# probe | what its finding says | what breaks it
BREAKS = [
    ("direct debits", "differs from what it collects", "UPDATE journals_directdebitfile SET content = content || ' '"),
    ("direct debits", "differs from what it collects", "UPDATE journals_directdebit SET amount = amount + 1"),
    ("direct debits", "differs from what it collects", "UPDATE journals_directdebit SET is_canceled = true"),
    ("direct debits", "the payments that stand in it", "UPDATE journals_payment SET payment_date = '2026-10-30'"),
    ("payment statuses", "another payment status", "DELETE FROM journals_paymentstatuschange"),
    ("payment fees", "of another amount", "UPDATE journals_paymentfee SET amount = 9 WHERE charged_to = 'ledger'"),
    ("payment fees", "of another amount", "UPDATE journals_paymentfee SET amount = 9 WHERE charged_to = 'customer'"),
    ("bridged payments", "moved another amount", "DELETE FROM journals_bridgedvoucher"),
    ("bridged payments", "moved another amount", TWICE),
    ("intercompany", "another amount", "UPDATE journals_intercompanypayment SET amount = 50"),
    ("intercompany", "another amount", f"{OWES} = 50 WHERE posting_type = 'due_from'"),
    ("intercompany", "another amount", f"{OWES} = -50 WHERE posting_type = 'due_to'"),
    (
        "intercompany",
        "one of the two only",
        "UPDATE ledger_voucher SET document_id = 0 WHERE document_type = 'due_from'",
    ),
    ("intercompany", "taken back in one", f"{TAKES_BACK} {DUE_TO} END"),
    ("intercompany", "which there is not", f"{WITHOUT_RESULTS} DELETE FROM journals_intercompanypayment"),
    ("intercompany results", "took over another amount", "UPDATE journals_intercompanyresult SET amount = 9"),
    ("intercompany results", "taken back in part only", f"{TAKES_BACK} {TAKEN_OVER} END"),
    ("chain", "are not what was sealed", "DELETE FROM journals_partmethod"),
]


@pytest.fixture(scope="module")
def company(django_db_blocker: Any, database_put_back: Callable[[], None]) -> Iterator[Company]:
    """A company with a direct debit file, payments with fees, bridged and cleared, and an invoice that was split.

    Who asks is the owner of the database.
    """
    with django_db_blocker.unblock():
        company = a_company()
        customer = untaxed(company)
        journal, method = by_direct_debit(customer)
        a_mandate(customer)
        a_payment(customer, "5", journal=journal, method=method)
        a_file(journal)
        costly = a_method(company)
        a_fee(costly, "customer", percent=Decimal(1))
        a_fee(costly, "ledger", percent=Decimal(2))
        assert MethodFee.objects.count() == 2
        post(a_payment(customer, "100", method=costly))
        a_cleared_payment(customer)
        [whole] = invoices(customer, "10")
        part = WantedPart(Decimal(10), date(2026, 12, 1), customer, method)
        split = {"transaction_id": whole.customer_transaction.pk, "parts": [part], "day": date(2026, 10, 31)}
        reorganize(company=company, posted_by=a_clerk(company), key="split", **split)
        _paid, invoicing = a_group(paid=company)
        IntercompanyRelation.objects.filter(company=company).update(bears_results=True)
        there = discounted(invoicing, tax_group="OUT", country="NL", currency_id="EUR")
        the_same(customer, there)
        somebody = somebody_in(company, invoicing)
        [invoice] = invoices(there, "60", on=date(2026, 10, 15))
        post(pays(customer, "58.80", {invoice: "58.80"}, by=somebody))
        with connected_as_owner():
            yield company
        database_put_back()


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(("name", "says", "statement"), BREAKS)
def test_the_probe_finds(company: Company, name: str, says: str, statement: str) -> None:
    (probe,) = [one for one in probes.registered() if one.name == name]
    assert probe.look is not None
    assert list(probe.look(company)) == []
    with transaction.atomic():
        for table in re.findall(r"(?:DELETE FROM|UPDATE) (\w+)", statement):
            _execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        _execute(statement)
        found = probe.look(company)
        transaction.set_rollback(True)
    assert says in found[0]
