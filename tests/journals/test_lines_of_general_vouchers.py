"""A general voucher has lines of ledger accounts, customers and bank accounts, in one currency or in several."""

from datetime import date
from decimal import Decimal

import pytest

from arclose.ledger.models import Company, LedgerAccount, Voucher
from customers.models import Customer, CustomerTransaction
from journals import entering
from journals.entering import PaymentHead
from journals.kinds.general import GENERAL_VOUCHER
from journals.models import BankAccount, GeneralVoucher, GeneralVoucherLine
from journals.undoing import undo_general_vouchers
from tests.builders import a_company, a_controller
from tests.customers.posting import findings
from tests.journals.payments import a_journal, bank_of, untaxed
from tests.journals.test_post_general_vouchers import a_voucher, post
from tests.journals.test_post_payments import post as post_payments
from tests.text_tables import assert_came, assert_entries, read_table

pytestmark = pytest.mark.django_db

ACCOUNTS = {
    "ledger": lambda company, code: {"account": LedgerAccount.objects.get(company=company, number=code)},
    "customer": lambda company, code: {"customer": Customer.objects.get(company=company, number=code)},
    "bank": lambda company, code: {"bank_account": BankAccount.objects.get(company=company, code=code)},
}


def a_voucher_of(company: Company, lines: str, **values: object) -> GeneralVoucher:
    """Give an open voucher with lines of any type."""
    voucher = a_voucher(company, **values)
    voucher.lines.all().delete()
    for place, line in enumerate(read_table(lines), start=1):
        GeneralVoucherLine.objects.create(
            company=company,
            voucher=voucher,
            line_number=place,
            line_type=line["type"],
            currency_id=line["currency"],
            amount=Decimal(line["amount"]),
            document_number=line.get("document", ""),
            **ACCOUNTS[line["type"]](company, line["account"]),
        )
    return voucher


@pytest.fixture
def company(db):
    return a_company()


@pytest.fixture
def customer(company):
    return untaxed(company, number="C1")


def test_a_line_of_a_customer_is_owed_under_its_number_and_due_by_its_terms(company, customer):
    clerk = a_controller(company)
    voucher = a_voucher_of(
        company,
        """
        type     | account | currency | amount | document
        customer | C1      | EUR      | 100    | OLD-7
        customer | C1      | EUR      | -30    |
        bank     | BANK    | EUR      | -50    |
        ledger   | 4000    | EUR      | -20    |
        """,
        voucher_date=date(2026, 10, 5),
    )
    assert post(voucher, by=clerk).left_out == []
    in_the_books = Voucher.objects.filter(document_type=GENERAL_VOUCHER)
    assert_entries(
        in_the_books,
        """
        posting type     | account | debit  | credit
        customer balance | 1100    | 100.00 |
        customer balance | 1100    |        | 30.00
        bank             | 1000    |        | 50.00
        ledger journal   | 4000    |        | 20.00
        """,
    )
    owed = CustomerTransaction.objects.filter(customer=customer).order_by("pk")
    number = in_the_books.get().number
    assert list(owed.values_list("document_number", "transaction_type", "due_date", "transaction_currency_amount")) == [
        ("OLD-7", "journal", date(2026, 11, 4), Decimal(100)),
        (number, "journal", date(2026, 10, 5), Decimal(-30)),
    ]
    assert findings(company) == {}


def test_it_is_taken_back_with_what_a_payment_settled_of_it(company, customer):
    lines = """
        type     | account | currency | amount
        customer | C1      | EUR      | 100
        customer | C1      | EUR      | 40
        ledger   | 4000    | EUR      | -140
    """
    voucher, controller = a_voucher_of(company, lines), a_controller(company)
    post(voucher, by=controller)
    [first, second] = CustomerTransaction.objects.filter(customer=customer).order_by("pk")
    head = PaymentHead(customer, date(2026, 10, 20), Decimal(60), bank_of(company))
    payment = entering.enter_payment(
        journal=a_journal(company), head=head, marks={first.pk: Decimal(60)}, entered_by=controller, key="pay"
    )
    post_payments(payment, key="pay", by=controller)
    values = {"company": company, "documents": [voucher.pk], "reason": "wrong", "undone_by": controller}
    early = undo_general_vouchers(**values, day=date(2026, 10, 19), key="early")
    assert [one.code for one in early.left_out] == ["moved_later"]
    outcome = undo_general_vouchers(**values, day=date(2026, 10, 21), key="back")
    assert list(outcome.posted) == [voucher.pk]
    assert not hasattr(CustomerTransaction.objects.get(pk=first.pk), "open")
    assert not hasattr(CustomerTransaction.objects.get(pk=second.pk), "open")
    paid = CustomerTransaction.objects.get(voucher__document_type="payment")
    assert paid.open.transaction_currency_amount == -60
    again = undo_general_vouchers(**values, day=date(2026, 10, 21), key="again")
    assert list(again.already) == [voucher.pk]
    assert findings(company) == {}


# On 30 October 2026 a dollar is worth 0.8951 euro: what each line comes to in euro, and why it is refused.
SEVERAL = """
    lines                                              | refused
    ledger 4000 USD 100, ledger 2100 EUR -89.51        |
    ledger 4000 USD 100, ledger 2100 EUR -89.50        | several_currencies
    ledger 4000 USD 100, ledger 4800 USD -100, ledger 4000 EUR 1, ledger 2100 EUR -1 |
    ledger 4000 USD 33.33, ledger 4000 USD 33.33, ledger 4000 USD 33.34, ledger 4800 USD -100, ledger 4000 EUR 1, ledger 2100 EUR -1 | several_currencies
    bank BANK USD 100, ledger 2100 USD -100            | line_in_other_currency
    ledger 1100 EUR 5, ledger 2100 EUR -5              | control_account
"""  # noqa: E501


def test_in_several_currencies_it_balances_exactly_in_the_books(company):
    cases, vouchers = read_table(SEVERAL), []
    for place, case in enumerate(cases):
        rows = [line.split() for line in case["lines"].split(", ")]
        lines = "\n".join(["type | account | currency | amount", *(" | ".join(row) for row in rows)])
        vouchers.append(a_voucher_of(company, lines, voucher_date=date(2026, 10, 30), number=f"G{place}"))
    left_out = {one.document_id: one.code for one in post(*vouchers, by=a_controller(company)).left_out}
    assert_came(cases, ({"refused": left_out.get(voucher.pk, "")} for voucher in vouchers))
    assert not Voucher.objects.filter(entries__posting_type="rounding").exists()


def test_in_several_currencies_it_balances_in_reporting_currency_too(company):
    Company.objects.filter(pk=company.pk).update(reporting_currency_id="USD")
    company.refresh_from_db()
    lines = """
        type   | account | currency | amount
        ledger | 4000    | EUR      | 0.04
        ledger | 4000    | USD      | 0.01
        ledger | 2100    | EUR      | -0.05
    """
    voucher = a_voucher_of(company, lines, voucher_date=date(2026, 10, 30))
    refused = post(voucher, by=a_controller(company)).left_out
    assert [(one.code, one.facts[0].currency) for one in refused] == [("several_currencies", "USD")]
