"""Payments from a file: by customer, or by the number of the invoice alone."""

from decimal import Decimal

import pytest

from customers.models import Mark
from journals.models import CustomerMethod, Journal, JournalName, Payment
from journals.payments.paying import post_payments
from tests.bills.bills import a_bill
from tests.builders import a_customer
from tests.customers.posting import findings, still_open
from tests.imports.conftest import figure, said
from tests.journals.intercompany import a_group, somebody_in, the_same
from tests.journals.payments import a_method, a_payment, bank_of, invoices, untaxed

pytestmark = pytest.mark.django_db


@pytest.fixture
def owed(company):
    return invoices(untaxed(company, number="C1"), "100", "50", "-30")


def file_of(owed, *lines: str) -> str:
    """Give a file; 1, 2 and 3 behind # are the numbers of what is owed."""
    text = "\n".join(["number | payment_date | customer | invoice | amount | reference", *lines])
    for place, invoice in enumerate(owed, start=1):
        text = text.replace(f"#{place}", invoice.number)
    return text


PAYMENTS = (
    "P1 | 2026-10-20 | C1 | #1 | 100 | week 43",
    "P1 | 2026-10-20 | C1 | #2 | 20 | week 43",
    "P2 | 2026-10-21 |    | #3 | -30 |",
    "P3 | 2026-10-21 | C1 |    | 7.50 |",
)


def test_payments_are_made_with_what_they_pay_and_posted(do_import, clerk, company, owed):
    done = do_import("payments", file_of(owed, *PAYMENTS), clerk)
    assert (said(done), figure(done, "payments made"), figure(done, "invoices marked")) == ([], "3", "3")
    assert list(Payment.objects.order_by("pk").values_list("amount", "reference", "customer__number")) == [
        (Decimal(120), "week 43", "C1"),
        (Decimal(-30), "", "C1"),
        (Decimal("7.50"), "", "C1"),
    ]
    ids = list(Payment.objects.values_list("pk", flat=True))
    assert post_payments(company=company, documents=ids, posted_by=clerk, key="key").left_out == []
    assert [left for left, _books in still_open(*owed)] == [0, 30, 0]
    assert findings(company) == {}


def test_a_file_that_overlaps_makes_only_what_is_new(do_import, clerk, owed):
    do_import("payments", file_of(owed, *PAYMENTS[:2]), clerk)
    again = do_import("payments", file_of(owed, *PAYMENTS), clerk)
    assert (said(again), figure(again, "payments made"), Journal.objects.count()) == ([], "2", 2)


def test_a_payment_has_the_method_that_is_named_else_the_usual_one(do_import, clerk, company, owed):
    card = a_method(company, code="CARD", bridging_account="1010", required_status="received")
    fee = {"charged_to": "customer", "amount": Decimal("2.50"), "currency_id": "EUR", "name": "Card"}
    card.fees.create(company=company, account=company.accounts.get(number="8100"), **fee)
    CustomerMethod.objects.create(company=company, customer=owed[0].customer, method=card)
    a_method(company, code="CASH", account_kind="ledger", account="4000")
    lines = (
        "number | payment_date | customer | invoice | amount | method",
        f"P1 | 2026-10-20 | | {owed[0].number} | 100 |",
        f"P2 | 2026-10-20 | | {owed[1].number} | 50 | CASH",
    )
    assert said(do_import("payments", "\n".join(lines), clerk)) == []
    usual, named = Payment.objects.order_by("pk")
    assert (usual.method, usual.bank_account, usual.fees.get().amount) == (card, bank_of(company), Decimal("2.50"))
    assert (named.method.code, named.bank_account, named.currency_id) == ("CASH", None, "EUR")
    CustomerMethod.objects.all().delete()
    again = do_import("payments", "\n".join([*lines, "P3 | 2026-10-20 | C1 | | 1 | CARDS"]), clerk)
    assert said(again) == ["line 4, column method: There is no method of payment “CARDS” that is in use."]


# What the lines of P1 say now.
CHANGED = {
    "amount": PAYMENTS[:1],
    "reference": [line.replace("week 43", "week 44") for line in PAYMENTS[:2]],
    "shares": ["P1 | 2026-10-20 | C1 | #1 | 70 | week 43", "P1 | 2026-10-20 | C1 | #2 | 50 | week 43"],
}


def test_a_payment_with_other_content_is_refused(do_import, clerk, owed):
    do_import("payments", file_of(owed, *PAYMENTS[:2]), clerk)
    for what, lines in CHANGED.items():
        other = do_import("payments", file_of(owed, *lines), clerk)
        assert "P1 is there already with other content" in said(other)[0], what


# line | column | why
REFUSED = [
    ("P1 | 2026-10-20 | C1 | NONE-1 | 10 |", "invoice", "Nothing is open under the number NONE-1"),
    ("P1 | 2026-10-20 | C9 |    | 10 |", "customer", "no customer C9"),
    ("P1 | 2026-10-20 | C2 | #1 | 10 |", "invoice", "Nothing is open under"),
    ("P1 | 2026-10-20 |    |    | 10 |", "customer", "Neither a customer nor an invoice"),
    ("P1 | 2026-10-20 | C1 | #1 | 10.001 |", "amount", "more decimals"),
    ("P1 | 2026-10-20 | C1 | #1 | -10 |", "amount", "the other sign"),
    ("P1 | 2031-10-20 | C1 | #1 | 10 |", "payment_date", "in no open period"),
    ("P1 | 2026-10-20 | C1 | #2 | 10 |", "invoice", "paid by another payment"),
    ("P1 | 2026-10-20 | C1 | #1 | 1 |\nP2 | 2026-10-20 | C1 | #1 | 1 |", "invoice", "paid by another payment or line"),
    ("P1 | 2026-10-20 | C1 | #1 | 1 |\nP1 | 2026-10-21 | C1 | | 1 |", "number", "differ in more than"),
]


def test_what_does_not_fit_is_refused_by_its_line(do_import, clerk, company, owed):
    a_customer(company, number="C2")
    a_payment(owed[1].customer, "50", {owed[1]: "50"})
    for lines, column, why in REFUSED:
        result = do_import("payments", file_of(owed, *lines.split("\n")), clerk)
        found = [(problem.column, problem.reason) for problem in result.problems.shown]
        assert any(column == where and why in reason for where, reason in found), (lines, found)
        assert Mark.objects.count() == 1, lines


def test_a_line_pays_no_bill(do_import, clerk, owed):
    bill = a_bill(owed[0].customer, {owed[0]: "100"})
    paid = do_import("payments", file_of(owed, f"P1 | 2026-10-20 | C1 | {bill} | 100 |"), clerk)
    assert f"Nothing is open under the number {bill}" in said(paid)[0]
    assert not Mark.objects.exists()


def test_a_journal_name_with_a_bank_account_is_needed(do_import, clerk, company, owed):
    JournalName.objects.filter(company=company).update(bank_account=None)
    assert "name of payment journals" in said(do_import("payments", file_of(owed, *PAYMENTS), clerk))[0]


def test_a_line_pays_an_invoice_of_another_company(do_import, company):
    _paid, invoicing = a_group(paid=company)
    here, there = untaxed(company, number="C1"), untaxed(invoicing, number="D7")
    the_same(here, there)
    [first, second], somebody = invoices(there, "60", "40"), somebody_in(company, invoicing)
    head = "number | payment_date | customer | invoice | invoice_company | amount"
    lines = [
        f"P1 | 2026-10-20 | | {first.number} | {invoicing.code} | 60",
        f"P1 | 2026-10-20 | C1 | {second.number} | {invoicing.code} | 30",
    ]
    file = "\n".join([head, *lines])
    assert "Nothing is open under the number" in said(do_import("payments", file, somebody_in(company)))[0]
    done = do_import("payments", file, somebody)
    assert (said(done), figure(done, "payments made"), figure(done, "invoices marked")) == ([], "1", "2")
    assert figure(do_import("payments", f"{file}\nP2 | 2026-10-20 | C1 | | | 5", somebody), "payments made") == "1"
    ids = list(Payment.objects.values_list("pk", flat=True))
    assert post_payments(company=company, documents=ids, posted_by=somebody, key="key").left_out == []
    assert [left for left, _books in still_open(first, second)] == [0, 10]
    assert findings(company, invoicing) == {}
