"""More of the ways that pages are made for, with their refusals, in a real browser: jobs, documents, who pays."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from arclose.batch import runner
from arclose.ledger.models import Company, ExchangeRate
from customers.credit.holds import hold_order
from customers.models import Customer, SentDocument
from journals import acts
from journals.models import CustomerMethod, Payment
from tests import builders
from tests.browser.conftest import follow, open_page, refusal, submit, tick, told
from tests.customers.mailings import NO_SERVER
from tests.customers.pages import invoiced
from tests.customers.pdf_reading import pages_of, with_letterhead
from tests.journals.payments import a_journal, a_method, a_payment
from tests.journals.test_concessions import post

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WHOLE_FILTER = "input[name=selection][value=filter]"


@pytest.fixture
def customer(company: Company) -> Customer:
    return builders.a_customer(company, number="C-1", name="Bakker", tax_group="OUT")


def make_a_job_of_two_tasks(visitor: Any) -> None:
    open_page(visitor, "jobs/")
    follow(visitor, "New job")
    visitor.select_option("#kind", "sales-confirmations")
    submit(visitor, "Next")
    submit(visitor, "Save", description="")
    expect(refusal(visitor)).to_contain_text("Description")
    submit(visitor, "Save", description="Evening")
    follow(visitor, "Add a task")
    visitor.select_option("#kind", "sales-invoices")
    submit(visitor, "Next")
    visitor.select_option("[name=waits_for_1]", "success")
    submit(visitor, "Save")
    told(visitor, "The task is added.")


def take_the_first_task_away(visitor: Any) -> None:
    visitor.locator("main tbody").get_by_role("link", name="Change").first.click()
    visitor.select_option("[name=waits_for_2]", "either")
    submit(visitor, "Save")
    expect(refusal(visitor)).to_contain_text("in a circle")
    expect(visitor.locator("[name=waits_for_2]")).to_have_value("either")
    visitor.select_option("[name=waits_for_2]", "")
    submit(visitor, "Save")
    told(visitor, "The task is changed.")
    visitor.locator("main tbody").get_by_role("link", name="Change").first.click()
    submit(visitor, "Take the task away")
    told(visitor, "The task is taken away.")


def test_a_job_of_tasks_is_made_steered_and_tried_again_and_its_end_is_told(visitor: Any, customer: Customer) -> None:
    builders.an_order(customer, ("1", "100"))
    make_a_job_of_two_tasks(visitor)
    take_the_first_task_away(visitor)
    Customer.objects.update(is_blocked=True)
    for act, words in (("Release", "released"), ("Withhold", "withheld until"), ("Release", "released")):
        submit(visitor, act)
        told(visitor, words)
    runner.look()
    expect(visitor.locator("main")).to_contain_text("Customer C-1 is blocked.")
    open_page(visitor, "jobs/alerts/")
    submit(visitor, "Mark all as read")
    told(visitor, "All alerts are marked as read.")
    Customer.objects.update(is_blocked=False)
    visitor.click("main tbody a:has-text('Evening')")
    submit(visitor, "Try the failed ones again")
    told(visitor, "tried again, under your rights")
    runner.look()
    expect(visitor.locator("#progress")).to_contain_text("Ended")  # the page of a job reloads itself
    open_page(visitor, "jobs/")
    submit(visitor, "Withhold")
    told(visitor, "Choose from one up to")
    visitor.check(WHOLE_FILTER)
    submit(visitor, "Cancel what has not begun")
    told(visitor, "Ended")


def prepay(visitor: Any) -> None:
    open_page(visitor, "orders/")
    tick(visitor, "SO-1", "SO-2")
    submit(visitor, "Prepayment invoices")
    submit(visitor, "Post now", percent="120")
    expect(refusal(visitor)).to_contain_text("between 0.001 and 100")
    submit(visitor, "Post now", percent="20")
    told(visitor, "2 prepayment invoices are posted.")


def print_invoices(visitor: Any) -> None:
    open_page(visitor, "invoices/")
    tick(visitor, "INV2026-000001")
    submit(visitor, "UBL files")
    expect(visitor.locator("main")).to_contain_text("cannot be sent as an electronic invoice")
    open_page(visitor, "invoices/")
    visitor.check(WHOLE_FILTER)
    with visitor.expect_download() as download:
        submit(visitor, "Print")
    assert len(pages_of(Path(download.value.path()).read_bytes())) == 2


def test_orders_are_rejected_and_prepaid_and_documents_printed_and_sent_again(
    visitor: Any, company: Company, customer: Customer, settings: Any
) -> None:
    settings.EMAIL_BACKEND = NO_SERVER
    with_letterhead(company)
    for number in ("SO-1", "SO-2", "SO-3"):
        order = builders.an_order(customer, ("1", "100"), number=number)
    hold_order(order=order, reason="late", held_by=builders.a_controller(company))
    open_page(visitor, "credit-holds/")
    submit(visitor, "Reject")
    told(visitor, "Tick from one up to")
    tick(visitor, "SO-3")
    submit(visitor, "Reject")
    submit(visitor, "Reject", reason="")
    expect(refusal(visitor)).to_contain_text("Reason")
    submit(visitor, "Reject", reason="Bankrupt")
    told(visitor, "1 order is rejected.")

    prepay(visitor)
    print_invoices(visitor)
    Customer.objects.update(email="buyer@example.com")
    submit(visitor, "E-mail")
    submit(visitor, "Send")
    expect(visitor.locator("h1")).to_contain_text("E-mail")
    runner.look()
    expect(visitor.locator("#progress")).to_contain_text("Ended")
    open_page(visitor, "sent/")
    submit(visitor, "Send again")
    told(visitor, "Choose from one up to")
    tick(visitor, "INV2026-000001")
    submit(visitor, "Send again")
    expect(visitor.locator("main")).to_contain_text("Who got one before gets a second one.")
    submit(visitor, "Send again")
    expect(visitor.locator("h1")).to_contain_text("Send again, NLWS")
    assert SentDocument.objects.count() == 2


def open_a_year_and_export_the_books(visitor: Any) -> None:
    open_page(visitor, "calendar/")
    submit(visitor, "Open the year from 1 Jan 2027")
    told(visitor, "2027 is open, with twelve periods.")
    open_page(visitor, "books/")
    visitor.select_option("[name=kind]", "ledger-entries")
    submit(visitor, "Download", since="31/10/2026", until="1/10/2026")
    expect(refusal(visitor)).to_contain_text("The last day lies before the first.")
    with visitor.expect_download() as download:
        submit(visitor, "Download", since="1/10/2026", until="31/10/2026")
    assert "INV2026-000001" in Path(download.value.path()).read_text()


def assign_and_sign_off(visitor: Any) -> None:
    open_page(visitor, "close/task/payments/")
    follow(visitor, "Owner and due date")
    submit(visitor, "Save", due_date="31/9/2026")
    expect(refusal(visitor)).to_contain_text("Due")
    visitor.select_option("[name=owner]", label="anna")
    submit(visitor, "Save", due_date="4/11/2026")
    expect(visitor.locator("table.tasks tr.chosen")).to_contain_text("anna")
    open_page(visitor, "close/task/free-text-invoices/")
    submit(visitor, "Sign off")
    told(visitor, "signed off")


def test_a_payment_in_another_currency_settles_marks_are_released_and_a_task_is_signed_off(
    visitor: Any, company: Company, customer: Customer
) -> None:
    first, second = invoiced(builders.an_order(customer, ("1", "100")), builders.an_order(customer, ("1", "60")))
    ExchangeRate.objects.update_or_create(
        rate_type=company.exchange_rate_type, currency_id="USD", rate_date=date(2026, 10, 1),
        defaults={"units_per_base": "1.25"},
    )  # fmt: skip
    paid = a_payment(builders.a_customer(company, currency_id="USD"), "125")
    type(paid).objects.update(customer=customer)
    post(paid)
    open_page(visitor, "transactions/")
    tick(visitor, first.number, "125.00")
    submit(visitor, "Settle")
    debit = f"amount_{first.customer_transaction.pk}"
    expect(visitor.locator(f"[name={debit}]")).to_have_value("100.00")
    submit(visitor, "Settle", **{debit: ""})
    expect(refusal(visitor)).to_contain_text("at least one")
    submit(visitor, "Settle", **{debit: "100"})
    told(visitor, "for C-1 Bakker")

    a_payment(customer, "60", {second: "60"})
    open_page(visitor, "transactions/marked/")
    submit(visitor, "Release")
    told(visitor, "Tick what is to be released.")
    tick(visitor, second.number)
    submit(visitor, "Release")
    told(visitor, "1 transaction is free again.")

    open_a_year_and_export_the_books(visitor)
    assign_and_sign_off(visitor)


def test_payments_are_proposed_approved_posted_cleared_and_taken_back(
    visitor: Any, company: Company, customer: Customer
) -> None:
    invoiced(builders.an_order(customer, ("1", "100")))
    card = a_method(company, code="CARD", bridging_account="1210")
    CustomerMethod.objects.create(company=company, customer=customer, method=card)
    journal = a_journal(company, needs_approval=True)
    open_page(visitor, f"payment-journals/{journal.pk}/")
    follow(visitor, "Payment proposal")
    visitor.select_option("[name=method]", "CARD")
    asked = {"until": "31/12/2026", "earliest": "20/10/2026", "payment_date": "20/10/2026"}
    submit(visitor, "Show the proposal", minimum="500", **asked)
    expect(visitor.locator("main")).to_contain_text("Left out")
    submit(visitor, "Show the proposal", minimum="")
    submit(visitor, "Make the payments")
    told(visitor, "1 payment is made.")
    submit(visitor, "Post journal")
    told(visitor, "Its journal is not approved.")
    submit(visitor, "Approve")
    told(visitor, "entered")
    journal.refresh_from_db()
    acts.approve(journal=journal, version=journal.version, approved_by=builders.a_controller(company))
    submit(visitor, "Post journal")
    told(visitor, "1 payment is posted")

    open_page(visitor, "bridged-payments/")
    visitor.check("main tbody input")
    submit(visitor, "Clear")
    submit(visitor, "Clear", day="")
    expect(refusal(visitor)).to_contain_text("Date")
    submit(visitor, "Clear", day="25/10/2026")
    expect(visitor.locator("main")).to_contain_text("100.00")
    open_page(visitor, f"payments/{Payment.objects.get().pk}/reverse/")
    submit(visitor, "Take back", day="26/10/2026", reason="")
    expect(refusal(visitor)).to_contain_text("Reason")
    submit(visitor, "Take back", reason="Charged back")
    told(visitor, "The payment is taken back.")
