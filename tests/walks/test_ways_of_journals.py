"""Journals begun, filled and posted from list to list as it is walked, and what is refused on the way."""

from decimal import Decimal

import pytest

from arclose.batch import runner
from arclose.ledger.models import Company
from customers.models import Customer
from journals.models import BankStatement, BankStatementLine, GeneralVoucher, Journal, Payment
from tests import builders
from tests.journals.payments import a_method, invoices, untaxed
from tests.walks.walking import Walker

pytestmark = pytest.mark.slow


@pytest.fixture
def customer(company: Company) -> Customer:
    return untaxed(company, number="C-1", name="Bakker")


def begin(visitor: Walker, name: str) -> None:
    visitor.type(name="")
    visitor.submit("Begin", text="Week 43")
    visitor.is_refused("Journal name")
    assert visitor.value_of("text") == "Week 43"
    visitor.type(name=name)
    visitor.submit("Begin")
    visitor.reads("Week 43")


def enter_payments_by_lines(visitor: Walker) -> None:
    visitor.open("payment-journals/")
    visitor.follow("New payment journal")
    begin(visitor, "BANK Bank")
    visitor.follow("Enter by lines")
    lines = {
        "lines-0-customer": "INV2026-000001",
        "lines-1-customer": "NOBODY",
        "lines-1-amount": "20",
        "lines-2-customer": "C-1",
        "lines-2-amount": "7.50",
    }
    visitor.submit("Save", **lines)
    visitor.is_refused("NOBODY")
    assert visitor.value_of("lines-2-amount") == "7.50"
    visitor.submit("Save", **{"lines-1-customer": "C-1"})
    visitor.is_told("3 payments are entered.")


def change_one_and_delete_another(visitor: Walker) -> None:
    first, second, *_others = map(str, Payment.objects.order_by("pk"))
    visitor.follow(first)
    visitor.follow("Change")
    visitor.submit("Save", amount="90")
    visitor.is_refused("EUR 100.00 is marked, and EUR 90.00 is paid")
    assert visitor.value_of("amount") == "90"
    visitor.submit("Save", amount="100", reference="Your letter")
    visitor.is_told("is changed")
    visitor.reads("Your letter")
    visitor.open("payments/")
    visitor.follow(second)
    visitor.submit("Delete")
    visitor.is_told("is deleted")


def note_what_the_bank_says(visitor: Walker, company: Company) -> None:
    Payment.objects.update(method=a_method(company))
    visitor.open("payments/")
    visitor.submit("Payment status")
    visitor.is_told("Tick from one")
    visitor.tick(str(Payment.objects.earliest("pk")))
    visitor.submit("Payment status")
    visitor.submit("Change the payment status", bank_status="rejected")
    visitor.is_refused("reason")
    visitor.submit("Change the payment status", reason="No such account")
    visitor.is_told("1 payment")


def post_from_the_list(visitor: Walker) -> None:
    visitor.submit("Preview")
    visitor.is_told("No payment that waits was chosen.")
    visitor.take_the_whole_filter()
    visitor.submit("Preview")
    visitor.reads("rejected")
    visitor.submit("Post now")
    visitor.is_told("1 payment is posted")
    visitor.open("payments/?status=open")
    visitor.tick(str(Payment.objects.earliest("pk")))
    visitor.submit("Payment status")
    visitor.submit("Change the payment status", bank_status="approved", reason="Corrected")
    visitor.take_the_whole_filter()
    visitor.submit("Post as job")
    visitor.reads("payment", inside="//h1")
    runner.look()


def test_payments_are_entered_by_lines_changed_deleted_and_posted_from_their_list(
    visitor: Walker, company: Company, customer: Customer
) -> None:
    invoices(customer, "100")
    enter_payments_by_lines(visitor)
    change_one_and_delete_another(visitor)
    note_what_the_bank_says(visitor, company)
    post_from_the_list(visitor)
    posted = Payment.objects.filter(status="posted").order_by("pk")
    assert list(posted.values_list("amount", flat=True)) == [100, Decimal("7.5")]


def explain_a_line(visitor: Walker) -> None:
    visitor.open("bank-statements/")
    visitor.follow_row()
    visitor.follow_row(inside="//main//tbody/tr[contains(., '9.50')]")
    visitor.submit("No payment of a customer")
    visitor.submit("Explain", reason="")
    visitor.is_refused("Reason")
    visitor.submit("Explain", reason="Interest")
    visitor.is_told("1 line is explained")
    visitor.open("bank-lines/")
    visitor.follow_row(inside="//main//tbody/tr[contains(., '9.50')]")
    visitor.submit("Match it after all")
    visitor.is_told("The line waits to be matched again.")


def pay_by_lines_and_undo_one(visitor: Walker) -> None:
    visitor.submit("Propose payments")
    visitor.reads("Nothing open was found that it may pay.")
    visitor.open("bank-lines/")
    visitor.submit("Propose payments")
    visitor.is_told("Choose some lines")
    visitor.open("bank-lines/proposals/")
    visitor.is_told("No line of these files waits to be matched.")
    visitor.open(f"bank-lines/proposals/?file={BankStatement.objects.get().file_id}")
    visitor.submit("Make payments of all of these")
    visitor.is_told("2 payments are made.")
    visitor.submit("Post journal")
    visitor.is_told("2 payments are posted")
    visitor.open("bank-lines/")
    visitor.follow_row(inside="//main//tbody/tr[contains(., '60.00')]")
    visitor.follow("Undo the match")
    visitor.submit("Undo the match")
    visitor.is_refused("Reason")
    visitor.submit("Undo the match", why="The other Smit")
    visitor.is_told("The line waits to be matched again.")
    visitor.reads("The other Smit")


def begin_a_general_journal(visitor: Walker) -> None:
    visitor.open("general-journals/")
    visitor.follow("New general journal")
    begin(visitor, "GEN General")
    visitor.follow("Enter a voucher")
    visitor.submit("Save", voucher_date="20/10/2026", text="Accrual", **{"lines-0-account": "9999"})
    visitor.is_refused("There is no “9999”.")
    assert visitor.value_of("text") == "Accrual"
    visitor.open(f"general-journals/{Journal.objects.latest('pk').pk}/")
    for amount in ("30", "20"):
        visitor.follow("Enter a voucher")
        lines = {"lines-0-account": "4000", "lines-0-debit": amount, "lines-1-account": "2100"}
        visitor.submit("Save", voucher_date="20/10/2026", text="Accrual", **lines, **{"lines-1-credit": amount})
        visitor.open(f"general-journals/{Journal.objects.latest('pk').pk}/")


def post_vouchers_from_the_list(visitor: Walker) -> None:
    visitor.open("general-vouchers/")
    visitor.submit("Preview")
    visitor.is_told("Tick some")
    visitor.tick("30.00")
    visitor.submit("Preview")
    visitor.reads("Entries and balances, in EUR")
    visitor.submit("Post this voucher")
    visitor.is_told("1 voucher is posted")
    visitor.open("general-vouchers/?status=open")
    visitor.take_the_whole_filter()
    visitor.submit("Post as job")
    visitor.reads("voucher", inside="//h1")
    runner.look()


def test_lines_of_the_bank_are_explained_and_matched_and_vouchers_posted_from_their_list(
    visitor: Walker, company: Company, customer: Customer
) -> None:
    first, second = invoices(customer, "60", "40")
    paid = [("60", "Smit", f"Invoice {first.number}"), ("40", "Smit", f"Invoice {second.number}")]
    builders.a_bank_statement(company, *paid, ("9.50", "Bank", "Interest"))
    explain_a_line(visitor)
    pay_by_lines_and_undo_one(visitor)
    begin_a_general_journal(visitor)
    post_vouchers_from_the_list(visitor)
    assert set(GeneralVoucher.objects.values_list("status", flat=True)) == {"posted"}
    assert BankStatementLine.objects.filter(matches=None).count() == 2
