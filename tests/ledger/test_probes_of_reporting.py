# ruff: noqa: E501  (a table: one breach per row)
"""The probes look at every currency of an entry: books with a reporting currency are broken in one of them only."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction

from arclose.ledger.models import Company, Currency
from arclose.operations.owner import connected_as_owner
from customers.models import CustomerTransaction
from customers.settling.exchanging import settle_across
from journals.payments.paying import post_payments
from tests.builders import a_company, a_controller, an_order, date
from tests.customers.posting import findings, posted
from tests.journals.payments import a_payment, untaxed
from tests.ledger.test_probes import break_books, found_by

OF_INVOICE = "voucher_id = (SELECT min(voucher_id) FROM ledger_ledgerentry)"
OF_EXCHANGE = "voucher_id = (SELECT id FROM ledger_voucher WHERE document_type = 'exchange')"
FIRST_OF_INVOICE = "id = (SELECT min(id) FROM ledger_ledgerentry)"


def _apart(column: str, by: str) -> str:
    """Give the statement that moves so much from one entry of the invoice to another."""
    return f"UPDATE ledger_ledgerentry SET {column} = {column} + CASE WHEN {FIRST_OF_INVOICE} THEN {by} ELSE -{by} END WHERE {OF_INVOICE}"


# probe | what its finding says | what breaks it
BREAKS = [
    ("vouchers", "accounting 0.0000, reporting 1.0000", f"UPDATE ledger_ledgerentry SET reporting_currency_amount = reporting_currency_amount + 1 WHERE {FIRST_OF_INVOICE}"),
    ("vouchers", "reporting 0.0000, transaction 1.0000", f"UPDATE ledger_ledgerentry SET transaction_currency_amount = transaction_currency_amount + 1 WHERE {FIRST_OF_INVOICE}"),
    ("vouchers", "finer than its currency", _apart("reporting_currency_amount", "0.5")),
    ("vouchers", "finer than its currency", _apart("accounting_currency_amount", "0.005")),
    ("vouchers", "finer than its currency", f"UPDATE ledger_ledgerentry SET transaction_currency_amount = transaction_currency_amount * 1.001 WHERE {OF_EXCHANGE}"),
    ("balances", "the kept balance is", "UPDATE ledger_accountbalance SET reporting_currency_amount = reporting_currency_amount + 1"),
    ("limits", "rounds 99999.0000 JPY", f"UPDATE ledger_ledgerentry SET posting_type = 'rounding', accounting_currency_amount = 0, reporting_currency_amount = 99999 WHERE {FIRST_OF_INVOICE}"),
]  # fmt: skip


@pytest.fixture(scope="module")
def books(django_db_blocker: Any, database_put_back: Callable[[], None]) -> Iterator[Company]:
    """Books in euros, reported in yen: an invoice in dollars of two entries, and its exchange with a payment in euros."""
    with django_db_blocker.unblock():
        yield _posted_books()
        database_put_back()


def _posted_books() -> Company:
    company = a_company()
    Company.objects.filter(pk=company.pk).update(reporting_currency="JPY")
    company.refresh_from_db()
    customer, user = untaxed(company), a_controller(company)
    [invoice] = posted(an_order(customer, ("1", "100"), currency=Currency.objects.get(code="USD")))
    payment = a_payment(customer, "50")
    post_payments(company=company, documents=[payment.pk], posted_by=user, key="payment")
    settle_across(
        company=company,
        payment=CustomerTransaction.objects.get(voucher__document_type="payment").pk,
        spent=Decimal(10),
        amounts={invoice.customer_transaction.pk: Decimal("11.50")},
        day=date(2026, 10, 30),
        posted_by=user,
        key="across",
    )
    return company


def test_it_finds_nothing_in_sound_books(books: Company, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        assert findings(books) == {}


@pytest.mark.parametrize(("probe", "says", "statement"), BREAKS, ids=[f"{row[0]}-{row[1]}" for row in BREAKS])
def test_it_finds_what_was_broken(
    books: Company, django_db_blocker: Any, probe: str, says: str, statement: str
) -> None:
    with django_db_blocker.unblock(), connected_as_owner(), transaction.atomic():
        break_books(statement)
        found = found_by(probe, books)
        transaction.set_rollback(True)
    assert any(says in finding for finding in found), found
