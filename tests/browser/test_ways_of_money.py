"""Ways of pages and their refusals, in a browser: what is owed, drawn on, collected, given back, declared."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from arclose.access.models import Membership, Role
from arclose.ledger.models import Company
from customers.models import Customer, OpenTransaction
from journals.models import BillStep, DirectDebitFile, JournalType
from tests import builders
from tests.bills.bills import a_bill_journal
from tests.browser.conftest import follow, open_page, refusal, submit, tick, told
from tests.customers.posting import posted
from tests.customers.test_interest import owed
from tests.ecsales.lists import GERMAN, an_eu_customer, declares
from tests.journals.direct_debits import a_mandate, by_direct_debit
from tests.journals.intercompany import a_group, the_same
from tests.journals.payments import a_general_journal, a_journal, a_payment, invoices, untaxed
from tests.journals.test_bank_returns import lines_of, paid
from tests.journals.test_post_general_vouchers import a_voucher
from tests.revaluation.runs import quote

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def customer(company: Company) -> Customer:
    return untaxed(company, number="C-1", name="Bakker")


def draw_a_bill_and_take_it_back(visitor: Any, customer: Customer) -> None:
    invoices(customer, "100")
    open_page(visitor, f"draw-journals/{a_bill_journal(customer.company, JournalType.DRAW).pk}/draw/")
    visitor.select_option("[name=method]", "BILL")
    submit(visitor, "Show what is open", customer="C-1", draw_date="20/10/2026")
    submit(visitor, "Save")
    expect(refusal(visitor)).to_contain_text("Mark what the bill is drawn on")
    visitor.check("main tbody input[type=checkbox]")
    submit(visitor, "Save")
    submit(visitor, "Preview")
    expect(visitor.locator("main")).to_contain_text("What will be posted")
    submit(visitor, "Post now")
    told(visitor, "1 line is posted")
    open_page(visitor, f"bill-lines/{BillStep.objects.get().pk}/undo/")
    submit(visitor, "Take back", day="21/10/2026")
    expect(refusal(visitor)).to_contain_text("Reason")
    submit(visitor, "Take back", reason="Paid after all")
    told(visitor, "The step is taken back")


def split_what_is_owed(visitor: Any) -> None:
    open_page(visitor, "transactions/")
    tick(visitor, "INV2026-000001")
    submit(visitor, "Split or move")
    submit(visitor, "Propose equal parts", day="22/10/2026", count="2")
    expect(refusal(visitor)).to_contain_text("when the first one is due")
    submit(visitor, "Propose equal parts", first_due_date="14/12/2026")
    expect(visitor.locator("[name=parts-1-amount]")).to_have_value("50.00")
    submit(visitor, "Preview")
    expect(visitor.locator("main")).to_contain_text("What it would make")
    submit(visitor, "Split or move")
    told(visitor, "in 2 parts")


def ask_for_it_by_a_letter(visitor: Any) -> None:
    open_page(visitor, "letters/make/?until=31/10&note_date=31/9")
    expect(refusal(visitor)).to_contain_text("31/9")
    submit(visitor, "Show what is to be asked for", note_date="31/10/2026")
    expect(refusal(visitor)).to_have_count(0)
    submit(visitor, "Make the letters")
    told(visitor, "1 collection letter is made.")
    visitor.click("main tbody a.row-link >> nth=0")
    submit(visitor, "Post now")
    follow(visitor, "Reverse")
    submit(visitor, "Take back", day="31/10/2026")
    expect(refusal(visitor)).to_contain_text("Reason")
    submit(visitor, "Take back", reason="Agreed")
    told(visitor, "can be asked for again")


def test_what_is_owed_is_drawn_on_split_and_asked_for(visitor: Any, company: Company, customer: Customer) -> None:
    draw_a_bill_and_take_it_back(visitor, customer)
    split_what_is_owed(visitor)
    owed(customer)
    builders.a_collection_sequence(company)
    ask_for_it_by_a_letter(visitor)


def collect_by_direct_debit(visitor: Any, customer: Customer) -> None:
    journal, method = by_direct_debit(customer)
    other, signed = untaxed(customer.company), date(2098, 1, 1)
    a_mandate(customer, signed_date=signed)
    for one in (customer, other):
        a_payment(one, "10", journal=journal, method=method, on=date(2099, 1, 5))
    open_page(visitor, f"payment-journals/{journal.pk}/direct-debit/")
    expect(visitor.locator("main")).to_contain_text("has no mandate")
    a_mandate(other, signed_date=signed)
    submit(visitor, "Make the file")
    expect(refusal(visitor)).to_contain_text("has changed since you looked")
    submit(visitor, "Make the file")
    told(visitor, "give it to the bank")
    with visitor.expect_download() as download:
        follow(visitor, "Download")
    assert DirectDebitFile.objects.get().message_id in download.value.suggested_filename
    submit(visitor, "Cancel the file")
    expect(refusal(visitor)).to_contain_text("Reason")
    submit(visitor, "Cancel the file", reason="Not sent")
    told(visitor, "its payments wait again")


def pay_back_what_a_customer_is_owed(visitor: Any, customer: Customer) -> None:
    invoices(customer, "-100")
    open_page(visitor, f"payment-journals/{a_journal(customer.company).pk}/reimburse/")
    submit(visitor, "Show the proposal", payment_date="20/10/2026", minimum="-1")
    expect(refusal(visitor)).to_contain_text("without a minus sign")
    submit(visitor, "Show the proposal", minimum="10")
    submit(visitor, "Make the payments")
    told(visitor, "1 payment is made.")


def take_back_what_the_bank_returns(visitor: Any, customer: Customer) -> None:
    company = customer.company
    [invoice] = invoices(customer, "100")
    paid(company, ("100", "X", f"{invoice.number} /EREF/E2E-1"))
    lines_of(company, ("-106.50", "X", "terug /EREF/E2E-1/RTRN/AM04"), on=date(2026, 10, 22))
    open_page(visitor, "bank-lines/")
    tick(visitor, "106.50")
    submit(visitor, "Propose payments")
    submit(visitor, "Take back")
    expect(visitor.locator("main")).to_contain_text("Choose the ledger account of the bank")
    tick(visitor, "106.50")
    submit(visitor, "Propose payments")
    submit(visitor, "Take back", charges_account="4000")
    told(visitor, "1 payment is taken back.")


def test_it_is_collected_by_the_bank_paid_back_and_returned(visitor: Any, customer: Customer) -> None:
    take_back_what_the_bank_returns(visitor, customer)
    collect_by_direct_debit(visitor, customer)
    pay_back_what_a_customer_is_owed(visitor, untaxed(customer.company))


def copy_cancel_and_reverse_vouchers(visitor: Any, company: Company) -> None:
    journal = a_general_journal(company)
    voucher = a_voucher(company, journal=journal)
    open_page(visitor, f"general-journals/{journal.pk}/")
    follow(visitor, "Copy")
    submit(visitor, "Copy", day="31/9/2026")
    expect(refusal(visitor)).to_contain_text("Date")
    submit(visitor, "Copy", day="31/10/2026")
    expect(visitor.locator("main")).to_contain_text("Copy of")
    visitor.locator("main tbody a.row-link").click()
    follow(visitor, "Cancel voucher")
    submit(visitor, "Cancel voucher")
    expect(refusal(visitor)).to_contain_text("Reason")
    submit(visitor, "Cancel voucher", reason="Entered twice")
    expect(visitor.locator("main")).to_contain_text("Entered twice")
    open_page(visitor, f"general-vouchers/{voucher.pk}/")
    submit(visitor, "Post now")
    follow(visitor, "Reverse")
    submit(visitor, "Reverse", day="31/10/2026")
    expect(refusal(visitor)).to_contain_text("Reason")
    submit(visitor, "Reverse", reason="Wrong account")
    expect(visitor.locator("main")).to_contain_text("Wrong account")


def pay_another_company(visitor: Any, customer: Customer) -> None:
    _here, there = a_group(paid=customer.company)
    Membership.objects.create(user=User.objects.get(username="anna"), company=there, role=Role.CONTROLLER)
    partner = untaxed(there)
    the_same(customer, partner)
    [invoice] = invoices(partner, "60")
    open_page(visitor, f"payment-journals/{a_journal(customer.company).pk}/enter/")
    submit(visitor, "Show what is open", customer=invoice.number, payment_date="20/10/2026", amount="50")
    visitor.check(f"[name=mark_{invoice.customer_transaction.pk}]")
    submit(visitor, "Save")
    expect(refusal(visitor)).to_contain_text("60")
    submit(visitor, "Save", amount="60")
    submit(visitor, "Post journal")
    told(visitor, "1 payment is posted")
    assert not OpenTransaction.objects.filter(transaction__invoice=invoice).exists()


def test_vouchers_are_copied_canceled_and_reversed_and_another_company_is_paid(
    visitor: Any, company: Company, customer: Customer
) -> None:
    copy_cancel_and_reverse_vouchers(visitor, company)
    pay_another_company(visitor, customer)


def report_an_ec_sales_list(visitor: Any, company: Company) -> None:
    declares(company)
    posted(builders.an_order(an_eu_customer(company, "DE000000000", name="Muster GmbH"), ("1", "50")))
    open_page(visitor, "ec-sales-lists/")
    submit(visitor, "Collect")
    submit(visitor, "Report")
    expect(refusal(visitor)).to_contain_text("Give the number that the list takes instead")
    visitor.click("main section:has(#left-out) a.row-link")
    follow(visitor, "Give a number")
    submit(visitor, "Take this number", listed_number="DE1", reason="Asked the customer")
    expect(refusal(visitor)).to_contain_text("its check digits")
    submit(visitor, "Take this number", listed_number=GERMAN)
    open_page(visitor, "ec-sales-lists/")
    visitor.locator("main tbody a.row-link").click()
    submit(visitor, "Report")
    told(visitor, "is reported")
    submit(visitor, "Close the list", receipt="2026-1")
    told(visitor, "is closed")


def revalue_and_undo(visitor: Any, company: Company) -> None:
    quote(company, "USD", date(2026, 10, 1), "1.25")
    invoices(untaxed(company, currency_id="USD"), "1000")
    quote(company, "USD", date(2026, 10, 31), "1.20")
    open_page(visitor, "revaluations/new/")
    submit(visitor, "Compute the preview", considered_date="31/10/2026", customers="X9")
    expect(refusal(visitor)).to_contain_text("There is no customer X9.")
    submit(visitor, "Compute the preview", customers="")
    expect(visitor.locator("main")).to_contain_text("33.33")
    submit(visitor, "Post now")
    follow(visitor, "Undo")
    submit(visitor, "Compute the undoing", day="31/10/2026")
    expect(refusal(visitor)).to_contain_text("Reason")
    submit(visitor, "Compute the undoing", note="Wrong rate")
    submit(visitor, "Post now")
    told(visitor, "is posted")


def test_supplies_are_reported_and_what_is_open_in_dollars_is_revalued(visitor: Any, company: Company) -> None:
    report_an_ec_sales_list(visitor, company)
    revalue_and_undo(visitor, company)
