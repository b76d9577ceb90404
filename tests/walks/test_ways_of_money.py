"""Ways that pages are made for, and their refusals, from page to page: what is owed, drawn on, collected, declared."""

from datetime import date

import pytest
from django.contrib.auth.models import User

from arclose.access.models import Membership, Role
from arclose.ledger.models import Company
from customers.models import Customer, OpenTransaction
from journals.models import BillStep, DirectDebitFile, JournalType
from tests import builders
from tests.bills.bills import a_bill_journal
from tests.customers.posting import posted
from tests.customers.test_interest import owed
from tests.ecsales.lists import GERMAN, an_eu_customer, declares
from tests.journals.direct_debits import a_mandate, by_direct_debit
from tests.journals.intercompany import a_group, the_same
from tests.journals.payments import a_general_journal, a_journal, a_payment, invoices, untaxed
from tests.journals.test_bank_returns import lines_of, paid
from tests.journals.test_post_general_vouchers import a_voucher
from tests.revaluation.runs import quote
from tests.walks.walking import Walker

pytestmark = pytest.mark.slow


@pytest.fixture
def customer(company: Company) -> Customer:
    return untaxed(company, number="C-1", name="Bakker")


def draw_a_bill_and_take_it_back(visitor: Walker, customer: Customer) -> None:
    invoices(customer, "100")
    visitor.open(f"draw-journals/{a_bill_journal(customer.company, JournalType.DRAW).pk}/draw/")
    visitor.type(method="BILL")
    visitor.submit("Show what is open", customer="C-1", draw_date="20/10/2026")
    visitor.submit("Save")
    visitor.is_refused("Mark what the bill is drawn on")
    visitor.tick()
    visitor.submit("Save")
    visitor.submit("Preview")
    visitor.reads("What will be posted")
    visitor.submit("Post now")
    visitor.is_told("1 line is posted")
    visitor.open(f"bill-lines/{BillStep.objects.get().pk}/undo/")
    visitor.submit("Take back", day="21/10/2026")
    visitor.is_refused("Reason")
    visitor.submit("Take back", reason="Paid after all")
    visitor.is_told("The step is taken back")


def split_what_is_owed(visitor: Walker) -> None:
    visitor.open("transactions/")
    visitor.tick("INV2026-000001")
    visitor.submit("Split or move")
    visitor.submit("Propose equal parts", day="22/10/2026", count="2")
    visitor.is_refused("when the first one is due")
    visitor.submit("Propose equal parts", first_due_date="14/12/2026")
    assert visitor.value_of("parts-1-amount") == "50.00"
    visitor.submit("Preview")
    visitor.reads("What it would make")
    visitor.submit("Split or move")
    visitor.is_told("in 2 parts")
    visitor.follow("INV2026-000001")
    visitor.reads("50.00")


def ask_for_it_by_a_letter(visitor: Walker) -> None:
    visitor.open("letters/make/?until=31/10&note_date=31/9")
    visitor.is_refused("31/9")
    visitor.submit("Show what is to be asked for", note_date="31/10/2026")
    visitor.is_not_refused()
    visitor.submit("Make the letters")
    visitor.is_told("1 collection letter is made.")
    visitor.follow_row()
    visitor.submit("Post now")
    visitor.follow("Reverse")
    visitor.submit("Take back", day="31/10/2026")
    visitor.is_refused("Reason")
    visitor.submit("Take back", reason="Agreed")
    visitor.is_told("can be asked for again")


def test_what_is_owed_is_drawn_on_split_and_asked_for(visitor: Walker, company: Company, customer: Customer) -> None:
    draw_a_bill_and_take_it_back(visitor, customer)
    split_what_is_owed(visitor)
    owed(customer)
    builders.a_collection_sequence(company)
    ask_for_it_by_a_letter(visitor)


def collect_by_direct_debit(visitor: Walker, customer: Customer) -> None:
    journal, method = by_direct_debit(customer)
    other, signed = untaxed(customer.company), date(2098, 1, 1)
    a_mandate(customer, signed_date=signed)
    for one in (customer, other):
        a_payment(one, "10", journal=journal, method=method, on=date(2099, 1, 5))
    visitor.open(f"payment-journals/{journal.pk}/direct-debit/")
    visitor.reads("has no mandate")
    a_mandate(other, signed_date=signed)
    visitor.submit("Make the file")
    visitor.is_refused("has changed since you looked")
    visitor.submit("Make the file")
    visitor.is_told("give it to the bank")
    visitor.follow("Download")
    assert DirectDebitFile.objects.get().message_id.encode() in visitor.downloaded
    visitor.submit("Cancel the file")
    visitor.is_refused("Reason")
    visitor.submit("Cancel the file", reason="Not sent")
    visitor.is_told("its payments wait again")
    visitor.open("direct-debits/?text=nothing")
    visitor.reads("Nothing matches this filter")
    visitor.follow("Clear the filter")
    visitor.follow_row()
    visitor.reads("Not sent")


def pay_back_what_a_customer_is_owed(visitor: Walker, customer: Customer) -> None:
    invoices(customer, "-100")
    visitor.open(f"payment-journals/{a_journal(customer.company).pk}/reimburse/")
    visitor.submit("Show the proposal", payment_date="20/10/2026", minimum="-1")
    visitor.is_refused("without a minus sign")
    visitor.submit("Show the proposal", minimum="10")
    visitor.submit("Make the payments")
    visitor.is_told("1 payment is made.")


def take_back_what_the_bank_returns(visitor: Walker, customer: Customer) -> None:
    company = customer.company
    [invoice] = invoices(customer, "100")
    paid(company, ("100", "X", f"{invoice.number} /EREF/E2E-1"))
    lines_of(company, ("-106.50", "X", "terug /EREF/E2E-1/RTRN/AM04"), on=date(2026, 10, 22))
    visitor.open("bank-lines/")
    visitor.tick("106.50")
    visitor.submit("Propose payments")
    visitor.submit("Take back")
    visitor.reads("Choose the ledger account of the bank")
    visitor.submit("Take back", charges_account="4000")
    visitor.is_told("1 payment is taken back.")
    visitor.open("bank-lines/")
    visitor.follow_row(inside="//main//tbody/tr[contains(., '106.50')]")
    visitor.follow("Undo the return")
    visitor.submit("Undo the return", day="31/9/2026")
    visitor.is_refused("Date")
    visitor.submit("Undo the return", day="23/10/2026")
    visitor.is_told("The return is undone")


def test_it_is_collected_by_the_bank_paid_back_and_returned(visitor: Walker, customer: Customer) -> None:
    take_back_what_the_bank_returns(visitor, customer)
    collect_by_direct_debit(visitor, customer)
    pay_back_what_a_customer_is_owed(visitor, untaxed(customer.company))


def copy_cancel_and_reverse_vouchers(visitor: Walker, company: Company) -> None:
    journal = a_general_journal(company)
    voucher = a_voucher(company, journal=journal)
    visitor.open(f"general-journals/{journal.pk}/")
    visitor.follow("Copy")
    visitor.submit("Copy", day="31/9/2026")
    visitor.is_refused("Date")
    visitor.submit("Copy", day="31/10/2026")
    visitor.reads("Copy of")
    visitor.follow_row()
    visitor.follow("Cancel voucher")
    visitor.submit("Cancel voucher")
    visitor.is_refused("Reason")
    visitor.submit("Cancel voucher", reason="Entered twice")
    visitor.reads("Entered twice")
    visitor.open(f"general-vouchers/{voucher.pk}/")
    visitor.submit("Post now")
    visitor.follow("Reverse")
    visitor.submit("Reverse", day="31/10/2026")
    visitor.is_refused("Reason")
    visitor.submit("Reverse", reason="Wrong account")
    visitor.reads("Wrong account")


def pay_another_company(visitor: Walker, customer: Customer) -> None:
    _here, there = a_group(paid=customer.company)
    Membership.objects.create(user=User.objects.get(username="anna"), company=there, role=Role.CONTROLLER)
    partner = untaxed(there)
    the_same(customer, partner)
    [invoice] = invoices(partner, "60")
    visitor.open(f"payment-journals/{a_journal(customer.company).pk}/enter/")
    visitor.submit("Show what is open", customer=invoice.number, payment_date="20/10/2026", amount="50")
    visitor.tick_box(f"mark_{invoice.customer_transaction.pk}")
    visitor.submit("Save")
    visitor.is_refused("60")
    visitor.submit("Save", amount="60")
    visitor.submit("Post journal")
    visitor.is_told("1 payment is posted")
    visitor.open("intercompany-payments/")
    visitor.follow_row()
    visitor.reads("60.00")
    visitor.follow("To the payment")
    visitor.reads("For other companies")
    assert not OpenTransaction.objects.filter(transaction__invoice=invoice).exists()


def test_vouchers_are_copied_canceled_and_reversed_and_another_company_is_paid(
    visitor: Walker, company: Company, customer: Customer
) -> None:
    copy_cancel_and_reverse_vouchers(visitor, company)
    pay_another_company(visitor, customer)


def report_an_ec_sales_list(visitor: Walker, company: Company) -> None:
    declares(company)
    posted(builders.an_order(an_eu_customer(company, "DE000000000", name="Muster GmbH"), ("1", "50")))
    visitor.open("ec-sales-lists/")
    visitor.submit("Collect")
    visitor.submit("Report")
    visitor.is_refused("Give the number that the list takes instead")
    visitor.follow_row(inside="//main//section[.//*[@id = 'left-out']]")
    visitor.follow("Give a number")
    visitor.submit("Take this number", listed_number="DE1", reason="Asked the customer")
    visitor.is_refused("its check digits")
    visitor.submit("Take this number", listed_number=GERMAN)
    visitor.open("ec-sales-lists/")
    visitor.follow_row()
    visitor.submit("Report")
    visitor.is_told("is reported")
    visitor.submit("Close the list", receipt="2026-1")
    visitor.is_told("is closed")


def revalue_and_undo(visitor: Walker, company: Company) -> None:
    quote(company, "USD", date(2026, 10, 1), "1.25")
    invoices(untaxed(company, currency_id="USD"), "1000")
    quote(company, "USD", date(2026, 10, 31), "1.20")
    visitor.open("revaluations/new/")
    visitor.submit("Compute the preview", considered_date="31/10/2026", customers="X9")
    visitor.is_refused("There is no customer X9.")
    visitor.submit("Compute the preview", customers="")
    visitor.reads("33.33")
    visitor.submit("Post now")
    visitor.follow("Undo")
    visitor.submit("Compute the undoing", day="31/10/2026")
    visitor.is_refused("Reason")
    visitor.submit("Compute the undoing", note="Wrong rate")
    visitor.submit("Post now")
    visitor.is_told("is posted")


def test_supplies_are_reported_and_what_is_open_in_dollars_is_revalued(visitor: Walker, company: Company) -> None:
    report_an_ec_sales_list(visitor, company)
    revalue_and_undo(visitor, company)
