"""Each probe of bills finds what somebody who gets past every guard would do."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction

from arclose.ledger import probes
from arclose.ledger.models import Company
from arclose.operations.owner import connected_as_owner
from journals.models import MethodOfPayment
from tests.bills.bills import a_bill, taken
from tests.builders import a_company
from tests.journals.payments import invoices, untaxed
from tests.journals.test_bridging_and_fees import a_fee

# (probe, what it says, what was done to the rows)
BREAKS = [
    ("bills", "bill BE2026-000001 stands elsewhere", "UPDATE journals_bill SET sequence = 2"),
    ("bills", "bill BE2026-000001 stands elsewhere", "UPDATE journals_bill SET standing_id = NULL"),
    ("bills", "bill BE2026-000001 stands elsewhere", "UPDATE journals_bill SET deferred_amount = 7"),
    ("bill steps", "another date, posting or amount", "UPDATE journals_billstep SET step_date = step_date + 1"),
    (
        "bill steps",
        "another date, posting or amount",
        "UPDATE journals_billstep SET status = 'open' WHERE step_type = 'draw'",
    ),
    (
        "bill accounts",
        "account 1114 holds 100.0000 in EUR, and the bills that stand on it come to 99.0000",
        (
            "UPDATE customers_opentransaction SET transaction_currency_amount = 99, accounting_currency_amount = 99"
            " WHERE transaction_currency_amount = 100"
        ),
    ),
    ("bill accounts", "account 2150 holds -100.0000", "UPDATE journals_bill SET liability_id = NULL"),
    ("bill fees", "step BL-", "UPDATE journals_billfee SET amount = 9"),
    ("bill numbers", "series BE2026: 1 bills", "UPDATE journals_bill SET sequence_number = 2"),
]


@pytest.fixture(scope="module")
def company(django_db_blocker: Any, database_put_back: Callable[[], None]) -> Iterator[Company]:
    """A company with a bill that is discounted, for whose draw the customer was charged; who asks is the owner."""
    with django_db_blocker.unblock():
        company = a_company()
        [invoice] = invoices(untaxed(company), "100")
        a_fee(MethodOfPayment.objects.get(company=company, code="BILL"), "customer", percent=Decimal(1))
        taken(a_bill(invoice.customer, {invoice: "100"}), "discount")
        with connected_as_owner():
            yield company
        database_put_back()


@pytest.mark.parametrize(("name", "says", "statement"), BREAKS)
def test_the_probe_finds(company: Company, name: str, says: str, statement: str) -> None:
    (probe,) = [one for one in probes.registered() if one.name == name]
    assert probe.look is not None
    assert list(probe.look(company)) == []
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {statement.split()[1]} DISABLE TRIGGER USER")
        cursor.execute(statement)
        found = probe.look(company)
        transaction.set_rollback(True)
    assert says in found[0]
