"""What customers owed when the company moved in: one voucher per currency, each transaction open."""

from datetime import date
from decimal import Decimal

import pytest

from arclose.ledger import probes
from arclose.ledger.models import LedgerEntry, Voucher
from arclose.ledger.models.accounts import AutomaticAccount
from customers.models import CustomerTransaction, OpenTransaction
from customers.queries import tie_outs
from tests.builders import a_customer
from tests.imports.conftest import said
from tests.text_tables import assert_entries

pytestmark = pytest.mark.django_db

OPEN = """
    customer | document_number | transaction_date | due_date   | currency | amount  | accounting_amount | standing_adjustment | take_over_date
    C1       | F1              | 2025-11-05       | 2025-12-05 | EUR      | 1000.50 | 1000.50           |                     | 2026-01-15
    C1       | F2              | 2025-12-06       | 2026-01-05 | USD      | 200.00  | 170.00            | -1.25               | 2026-01-15
    C2       | G1              | 2025-12-06       | 2026-01-05 | USD      | -200.00 | -170.00           |                     | 2026-01-15
    C2       | F3              | 2025-12-06       | 2026-01-05 | JPY      | 10000   | 75.31             | 0.69                | 2026-01-15
"""  # noqa: E501


@pytest.fixture(autouse=True)
def _customers(company):
    a_customer(company, number="C1")
    a_customer(company, number="C2")


def test_it_posts_one_voucher_per_currency_against_the_opening_account(do_import, clerk, company):
    assert said(do_import("open-transactions", OPEN, clerk)) == []
    vouchers = Voucher.objects.filter(company=company)
    assert set(vouchers.values_list("posting_date", flat=True)) == {date(2026, 1, 15)}
    assert vouchers.count() == 3
    assert_entries(
        vouchers,
        """
        posting type     | account | debit   | credit
        customer balance | 1100    | 1000.50 |
        opening balance  | 3900    |         | 1000.50
        customer balance | 1100    | 168.75  |
        customer balance | 1100    |         | 170.00
        opening balance  | 3900    |         | 168.75
        opening balance  | 3900    | 170.00  |
        customer balance | 1100    | 76.00   |
        opening balance  | 3900    |         | 76.00
        """,
    )


def test_each_transaction_keeps_its_own_dates_and_amounts(do_import, clerk, company):
    do_import("open-transactions", OPEN, clerk)
    transaction = CustomerTransaction.objects.get(company=company, document_number="F2")
    assert (transaction.transaction_date, transaction.due_date) == (date(2025, 12, 6), date(2026, 1, 5))
    assert (transaction.transaction_currency_amount, transaction.accounting_currency_amount) == (200, 170)
    is_open = OpenTransaction.objects.get(transaction=transaction)
    assert (is_open.transaction_currency_amount, is_open.standing_adjustment_amount) == (200, Decimal("-1.25"))


@pytest.mark.parametrize("on", [date(2026, 1, 15), date(2026, 1, 20), date(2026, 1, 31), date(2026, 3, 1)])
def test_subledger_and_ledger_agree_afterwards(do_import, clerk, company, on):
    do_import("open-transactions", OPEN, clerk)
    found = {tie.currency: tie for tie in tie_outs(company=company, on=on)}
    assert all(tie.is_tied for tie in found.values())
    assert found["EUR"].subledger_accounting_amount == Decimal("1000.50")


def test_every_promise_holds_afterwards(do_import, clerk, company):
    do_import("open-transactions", OPEN, clerk)
    named = {"subledger", "subledger balances", "open amounts"}
    looked = {probe.name: list(probe.look(company)) for probe in probes.registered() if probe.name in named}
    assert looked == {name: [] for name in named}


def test_what_is_there_already_is_recognized_and_other_content_refused(do_import, clerk, company):
    do_import("open-transactions", OPEN, clerk)
    more = OPEN + "C2 | F9 | 2025-12-06 | 2026-01-05 | EUR | 10 | 10 | | 2026-01-15\n"
    assert said(do_import("open-transactions", more, clerk)) == []
    assert (CustomerTransaction.objects.count(), Voucher.objects.filter(company=company).count()) == (5, 4)
    assert "other content" in said(do_import("open-transactions", OPEN.replace("170.00 ", "171.00 "), clerk))[0]


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("10000  ", "10000.5", "amount"),
        ("75.31", "75.311", "amount"),
        ("75.31", "-75.31", "amount"),
        ("1000.50           |", "999.50 |", "amount"),
        ("F2 ", "F1 ", "document_number"),
        ("2025-11-05", "2026-02-05", "transaction_date"),
        ("2025-12-05", "2025-10-05", "transaction_date"),
        ("2026-01-15\n    C2       | G1", "2026-01-16\n    C2       | G1", "take_over_date"),
        ("2026-01-15", "2024-01-15", "take_over_date"),
        ("C2 ", "C9 ", "customer"),
    ],
)
def test_what_does_not_fit_is_refused_by_column(do_import, clerk, old, new, column):
    result = do_import("open-transactions", OPEN.replace(old, new), clerk)
    assert column in {problem.column for problem in result.problems.shown}
    assert not LedgerEntry.objects.exists()


def test_a_company_without_an_opening_account_is_told_so(do_import, clerk, company):
    AutomaticAccount.objects.filter(company=company, purpose="opening").delete()
    assert "opening balances" in said(do_import("open-transactions", OPEN, clerk))[0]
