"""A general voucher or payment that is posted stays as it was: the database refuses changes, probes find them."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from arclose.ledger import probes
from arclose.ledger.models import Company, Currency
from arclose.operations.owner import connected_as_owner
from customers.models import CustomerTransaction
from customers.settling.exchanging import settle_across
from customers.settling.reorganizing import WantedPart, reorganize
from journals.payments.paying import post_payments
from tests.builders import a_clerk, a_company, an_order
from tests.customers.posting import posted
from tests.journals.payments import a_payment, discounted
from tests.journals.test_post_general_vouchers import a_voucher, post

LINES = "journals_generalvoucherline"
POSTED = "(SELECT id FROM journals_generalvoucher WHERE status = 'posted')"
OPEN = "(SELECT id FROM journals_generalvoucher WHERE status = 'open')"
LINE = (
    "INSERT INTO journals_generalvoucherline (company_id, voucher_id, line_number, account_id, text, amount,"
    " currency_id) SELECT company_id, {voucher}, 9, account_id, '', 5, currency_id"
    " FROM journals_generalvoucherline LIMIT 1"
)
TABLES = (
    "journals_generalvoucher", "journals_generalvoucherline", "journals_payment", "customers_customertransaction",
    "customers_opentransaction", "ledger_voucher", "ledger_ledgerentry", "customers_settlement",
    "customers_concession", "customers_concessiontaxrow", "customers_discountoffer", "customers_taxrow",
    "customers_currencyexchange", "customers_reorganization", "customers_reorganizedpart",
)  # fmt: skip
# what | statement
REFUSED = [
    ("its text", "UPDATE journals_generalvoucher SET text = 'another' WHERE status = 'posted'"),
    ("its date", "UPDATE journals_generalvoucher SET voucher_date = '2026-10-01' WHERE status = 'posted'"),
    ("its state", "UPDATE journals_generalvoucher SET status = 'open', posting_id = NULL WHERE status = 'posted'"),
    ("all of it", f"DELETE FROM journals_generalvoucher WHERE id = {POSTED}"),
    ("an amount", f"UPDATE {LINES} SET amount = amount * 2 WHERE voucher_id = {POSTED}"),
    ("the text of a line", f"UPDATE {LINES} SET text = 'x' WHERE voucher_id = {POSTED}"),
    ("a line away", f"UPDATE {LINES} SET voucher_id = {OPEN}, line_number = 9 WHERE voucher_id = {POSTED}"),
    ("a line deleted", f"DELETE FROM {LINES} WHERE voucher_id = {POSTED}"),
    ("a line more", LINE.format(voucher=POSTED)),
    ("the amount of a payment", "UPDATE journals_payment SET amount = 5 WHERE status = 'posted'"),
    ("a payment", "DELETE FROM journals_payment WHERE status = 'posted'"),
    ("a line from elsewhere", f"UPDATE {LINES} SET voucher_id = {POSTED}, line_number = 9 WHERE voucher_id = {OPEN}"),
]  # fmt: skip
BOOKS_LOST = "; ".join(
    f"DELETE FROM {table}"
    for table in (
        "customers_settlement", "customers_currencyexchange", "customers_reorganizedpart", "customers_reorganization",
        "customers_concessiontaxrow", "customers_concession", "customers_discountoffer",
        "customers_taxrow", "customers_opentransaction", "customers_customertransaction", "ledger_ledgerentry",
        "ledger_voucher",
    )
)  # fmt: skip
# what breaks it | what the probe says
VOUCHER_BREAKS = [
    (f"UPDATE {LINES} SET amount = 99 WHERE amount > 0", "of another date, posting, text"),
    (f"UPDATE {LINES} SET account_id = (SELECT max(id) FROM ledger_ledgeraccount)", "text, account"),
    ("UPDATE journals_generalvoucher SET text = 'another'", "of another date, posting, text"),
    ("UPDATE ledger_voucher SET posting_date = '2026-10-01'", "of another date"),
    ("UPDATE journals_generalvoucher SET status = 'open', posting_id = NULL", "is not posted"),
    (BOOKS_LOST, "has no voucher in the books"),
]  # fmt: skip
MARKED_BY_NOBODY = """
    INSERT INTO customers_mark (transaction_id, company_id, document_type, document_id, amount, marked_by_id)
    SELECT o.transaction_id, o.company_id, 'payment', 0, o.transaction_currency_amount, p.posted_by_id
    FROM customers_opentransaction o CROSS JOIN (SELECT posted_by_id FROM ledger_posting LIMIT 1) AS p LIMIT 1
"""
PAYMENT_BREAKS = [
    ("UPDATE journals_payment SET amount = 99", "is of another date, posting, customer or amount"),
    ("UPDATE journals_payment SET status = 'open', posting_id = NULL", "is not posted, but has a voucher"),
    (BOOKS_LOST, "is posted, but has no voucher"),
]
CONCESSION_BREAKS = [
    ("UPDATE customers_concession SET concession_date = concession_date + 1", "no voucher of its date and posting"),
    ("UPDATE customers_concession SET amount = amount + 1", "is missing or not its amount"),
    ("UPDATE customers_settlement SET transaction_currency_amount = 9", "does not settle with INV"),
    ("UPDATE customers_concessiontaxrow SET accounting_currency_tax_amount = 5", "is not that of its rows and entries"),
    (
        "UPDATE customers_concessiontaxrow SET taken_back_by_id = (SELECT max(id) FROM ledger_voucher)",
        "was not taken back with its voucher",
    ),
    ("UPDATE ledger_ledgerentry SET posting_type = 'revenue'", "is not that of its rows and entries"),
]

RETURNED_IN_WORDS_ONLY = """ALTER TABLE journals_banklinereturn DROP CONSTRAINT bank_return_line;
    INSERT INTO journals_banklinereturn (company_id, line_id, payment_id, bank_reason, charges_amount, reason, score,
        accepted_by_id) SELECT company_id, 0, id, 'AM04', 0, 'named', 100, entered_by_id FROM journals_payment"""
# probe | what breaks it | what it says
BREAKS = [
    *(("general vouchers", *row) for row in VOUCHER_BREAKS),
    *(("payments", *row) for row in PAYMENT_BREAKS),
    *(("concessions", *row) for row in CONCESSION_BREAKS),
    ("currency exchanges", "UPDATE customers_currencyexchange SET to_amount = to_amount - 1", "has not its voucher"),
    (
        "reorganizations",
        "UPDATE customers_reorganizedpart SET amount = amount + 1",
        "not the transactions of its parts",
    ),
    ("reorganizations", "UPDATE customers_reorganizedpart SET due_date = due_date + 1", "not the transactions of its"),
    ("marks", MARKED_BY_NOBODY, "is marked by payment 0, which cannot settle it so"),
    ("returns", RETURNED_IN_WORDS_ONLY, "is returned by the bank, but not taken back in the books"),
]


@pytest.fixture(scope="module")
def company(django_db_blocker: Any, database_put_back: Callable[[], None]) -> Iterator[Company]:
    """A company with one general voucher posted and one open, and a payment that took a cash discount."""
    with django_db_blocker.unblock():
        company = a_company()
        post(a_voucher(company), by=a_clerk(company))
        a_voucher(company, number="G2")
        [invoice] = posted(an_order(discounted(company), ("1", "100")))
        payment = a_payment(invoice.customer, "120", {invoice: "118.58"})
        post_payments(company=company, documents=[payment.pk], posted_by=a_clerk(company), key="payment")
        abroad = posted(an_order(invoice.customer, ("1", "100"), currency=Currency.objects.get(code="USD")))[0]
        settle_across(
            company=company,
            payment=CustomerTransaction.objects.get(voucher__document_type="payment").pk,
            spent=Decimal(1),
            amounts={abroad.customer_transaction.pk: Decimal("1.10")},
            day=date(2026, 10, 20),
            posted_by=a_clerk(company),
            key="across",
        )
        reorganize(
            company=company,
            transaction_id=abroad.customer_transaction.pk,
            parts=[WantedPart(Decimal(50), date(2026, 12, 31), abroad.customer)],
            day=date(2026, 10, 20),
            posted_by=a_clerk(company),
            key="parts",
        )
        yield company
        database_put_back()


@pytest.fixture(autouse=True)
def unblocked(company: Company, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield


@pytest.fixture(scope="module")
def as_owner(company: Company, django_db_blocker: Any) -> Iterator[None]:
    """One connection of the owner for all the breaks, which stand last: to open one takes longer than to look."""
    with django_db_blocker.unblock(), connected_as_owner():
        yield


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("statement", [row[1] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_the_database_refuses_to_change(statement: str) -> None:
    with pytest.raises(DatabaseError, match="is posted and never changes"), transaction.atomic():
        _execute(statement)


def test_an_open_one_may_change() -> None:
    with transaction.atomic():
        _execute(LINE.format(voucher=OPEN))
        _execute(f"UPDATE {LINES} SET amount = amount * 2 WHERE voucher_id = {OPEN}")
        _execute(f"DELETE FROM {LINES} WHERE voucher_id = {OPEN}")
        _execute(f"DELETE FROM journals_generalvoucher WHERE id = {OPEN}")
        transaction.set_rollback(True)


@pytest.mark.parametrize(("name", "statement", "says"), BREAKS)
def test_the_probe_finds_one_that_is_not_whole(
    company: Company, as_owner: None, name: str, statement: str, says: str
) -> None:
    (probe,) = [one for one in probes.registered() if one.name == name]
    assert probe.look is not None
    assert list(probe.look(company)) == []
    with transaction.atomic():
        for table in TABLES:
            _execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        _execute(statement)
        [finding] = probe.look(company)
        transaction.set_rollback(True)
    assert says in finding
