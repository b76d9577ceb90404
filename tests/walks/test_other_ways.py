"""Ways that pages are made for, and their refusals, from page to page: jobs, documents, who pays."""

from datetime import date
from typing import Any

import pytest

from arclose.batch import runner
from arclose.ledger.models import Company, ExchangeRate
from customers.credit.holds import hold_order
from customers.models import Customer, SentDocument
from journals import acts
from journals.models import CustomerMethod, Payment
from tests import builders
from tests.customers.mailings import NO_SERVER
from tests.customers.pages import invoiced
from tests.customers.pdf_reading import pages_of, with_letterhead
from tests.journals.payments import a_journal, a_method, a_payment
from tests.journals.test_concessions import post
from tests.walks.walking import Walker

pytestmark = pytest.mark.slow


@pytest.fixture
def customer(company: Company) -> Customer:
    return builders.a_customer(company, number="C-1", name="Bakker", tax_group="OUT")


def make_a_job_of_two_tasks(visitor: Walker) -> None:
    visitor.open("jobs/")
    visitor.follow("New job")
    visitor.type(kind="sales-confirmations")
    visitor.submit("Next")
    visitor.submit("Save", description="")
    visitor.is_refused("Description")
    visitor.submit("Save", description="Evening")
    visitor.follow("Add a task")
    visitor.type(kind="sales-invoices")
    visitor.submit("Next")
    visitor.submit("Save", posting_date="31/9/2026")
    visitor.is_refused("Posting date")
    visitor.type(posting_date="")
    visitor.type(waits_for_1="success")
    visitor.submit("Save")
    visitor.is_told("The task is added.")


def take_the_first_task_away(visitor: Walker) -> None:
    visitor.follow("Change Confirm sales orders")
    visitor.type(waits_for_2="either")
    visitor.submit("Save")
    visitor.is_refused("in a circle")
    assert visitor.value_of("waits_for_2") == "either"
    visitor.type(waits_for_2="")
    visitor.submit("Save")
    visitor.is_told("The task is changed.")
    visitor.follow("Change Confirm sales orders")
    visitor.submit("Take the task away")
    visitor.is_told("The task is taken away.")


def dismiss_what_is_held(visitor: Walker) -> None:
    visitor.follow("Dismiss")
    visitor.reads("SO-LATE")
    visitor.submit("Dismiss")
    visitor.is_refused("Reason")
    visitor.submit("Dismiss", reason="Waits for its payment")
    visitor.is_told("dismissed")


def look_at_its_documents(visitor: Walker) -> None:
    visitor.follow("All documents")
    visitor.reads("SO-LATE")
    visitor.follow("Evening")


def copy_it_for_every_evening(visitor: Walker) -> None:
    visitor.submit("Copy")
    visitor.is_told("This is the copy.")
    visitor.follow("Plan")
    visitor.type(unit="days")
    visitor.submit("Save and release", start="tomorrow 18:00", until="today")
    visitor.is_refused("No run is to come")
    assert visitor.value_of("start") == "tomorrow 18:00"
    visitor.submit("Save and release", until="", times="2")
    visitor.reads("Every day at 18:00, 2 runs")
    visitor.submit("End the recurrence")
    visitor.is_told("The job does not come again.")
    visitor.open("jobs/workers/")
    visitor.reads("No worker is alive")


def test_a_job_of_tasks_is_made_steered_and_tried_again_and_its_end_is_told(
    visitor: Walker, customer: Customer
) -> None:
    builders.an_order(customer, ("1", "100"))
    late = builders.an_order(builders.a_customer(customer.company), ("1", "100"), number="SO-LATE")
    hold_order(order=late, reason="late", held_by=builders.a_controller(customer.company))
    make_a_job_of_two_tasks(visitor)
    take_the_first_task_away(visitor)
    Customer.objects.filter(pk=customer.pk).update(is_blocked=True)
    for act, words in (("Release", "released"), ("Withhold", "withheld until"), ("Release", "released")):
        visitor.submit(act)
        visitor.is_told(words)
    runner.look()
    visitor.read_again()
    visitor.reads("Customer C-1 is blocked.")
    dismiss_what_is_held(visitor)
    visitor.open("jobs/alerts/")
    visitor.submit("Mark all as read")
    visitor.is_told("All alerts are marked as read.")
    Customer.objects.update(is_blocked=False)
    visitor.follow("Evening: Ended with 2 set aside")
    visitor.submit("Try the failed ones again")
    visitor.is_told("tried again, under your rights")
    runner.look()
    visitor.open("jobs/")
    visitor.reads("Ended", inside="//main//tbody")
    visitor.submit("Withhold")
    visitor.is_told("Choose from one up to")
    visitor.take_the_whole_filter()
    visitor.submit("Cancel what has not begun")
    visitor.is_told("Ended")
    visitor.follow("Evening")
    look_at_its_documents(visitor)
    copy_it_for_every_evening(visitor)


def prepay(visitor: Walker) -> None:
    visitor.open("orders/")
    visitor.tick("SO-1", "SO-2")
    visitor.submit("Prepayment invoices")
    visitor.submit("Post now", percent="120")
    visitor.is_refused("between 0.001 and 100")
    visitor.submit("Post now", percent="20")
    visitor.is_told("2 prepayment invoices are posted.")


def print_invoices(visitor: Walker) -> None:
    visitor.open("invoices/")
    visitor.tick("INV2026-000001")
    visitor.submit("UBL files")
    visitor.reads("cannot be sent as an electronic invoice")
    visitor.open("invoices/")
    visitor.take_the_whole_filter()
    visitor.submit("Print")
    assert len(pages_of(visitor.downloaded)) == 2


def test_orders_are_rejected_and_prepaid_and_documents_printed_and_sent_again(
    visitor: Walker, company: Company, customer: Customer, settings: Any
) -> None:
    settings.EMAIL_BACKEND = NO_SERVER
    with_letterhead(company)
    for number in ("SO-1", "SO-2", "SO-3"):
        order = builders.an_order(customer, ("1", "100"), number=number)
    hold_order(order=order, reason="late", held_by=builders.a_controller(company))
    visitor.open("credit-holds/")
    visitor.submit("Reject")
    visitor.is_told("Tick from one up to")
    visitor.tick("SO-3")
    visitor.submit("Reject")
    visitor.submit("Reject", reason="")
    visitor.is_refused("Reason")
    visitor.submit("Reject", reason="Bankrupt")
    visitor.is_told("1 order is rejected.")

    prepay(visitor)
    print_invoices(visitor)
    Customer.objects.update(email="buyer@example.com")
    visitor.submit("E-mail")
    visitor.submit("Send")
    visitor.reads("E-mail", inside="//h1")
    runner.look()
    visitor.open("sent/")
    visitor.submit("Send again")
    visitor.is_told("Choose from one up to")
    visitor.tick("INV2026-000001")
    visitor.submit("Send again")
    visitor.reads("Who got one before gets a second one.")
    visitor.submit("Send again")
    visitor.reads("Send again, NLWS", inside="//h1")
    assert SentDocument.objects.count() == 2


def open_a_year_and_export_the_books(visitor: Walker) -> None:
    visitor.open("calendar/")
    visitor.submit("Open the year from 1 Jan 2027")
    visitor.is_told("2027 is open, with twelve periods.")
    visitor.open("books/")
    visitor.type(kind="ledger-entries")
    visitor.submit("Download", since="31/10/2026", until="1/10/2026")
    visitor.is_refused("The last day lies before the first.")
    visitor.submit("Download", since="1/10/2026", until="31/10/2026")
    assert b"INV2026-000001" in visitor.downloaded


def assign_and_sign_off(visitor: Walker) -> None:
    visitor.open("close/task/payments/")
    visitor.follow("Owner and due date")
    visitor.submit("Save", due_date="31/9/2026")
    visitor.is_refused("Due")
    visitor.type(owner="anna")
    visitor.submit("Save", due_date="4/11/2026")
    visitor.reads("anna", inside="//table//tr[contains(@class, 'chosen')]")
    visitor.open("close/task/free-text-invoices/")
    visitor.submit("Sign off")
    visitor.is_told("signed off")


def test_a_payment_in_another_currency_settles_marks_are_released_and_a_task_is_signed_off(
    visitor: Walker, company: Company, customer: Customer
) -> None:
    first, second = invoiced(builders.an_order(customer, ("1", "100")), builders.an_order(customer, ("1", "60")))
    ExchangeRate.objects.update_or_create(
        rate_type=company.exchange_rate_type, currency_id="USD", rate_date=date(2026, 10, 1),
        defaults={"units_per_base": "1.25"},
    )  # fmt: skip
    paid = a_payment(builders.a_customer(company, currency_id="USD"), "125")
    type(paid).objects.update(customer=customer)
    post(paid)
    visitor.open("transactions/")
    visitor.tick(first.number, "125.00")
    visitor.submit("Settle")
    debit = f"amount_{first.customer_transaction.pk}"
    assert visitor.value_of(debit) == "100.00"
    visitor.submit("Settle", **{debit: ""})
    visitor.is_refused("at least one")
    visitor.submit("Settle", **{debit: "100"})
    visitor.is_told("for C-1 Bakker")

    a_payment(customer, "60", {second: "60"})
    visitor.open("transactions/marked/")
    visitor.submit("Release")
    visitor.is_told("Tick what is to be released.")
    visitor.tick(second.number)
    visitor.submit("Release")
    visitor.is_told("1 transaction is free again.")

    open_a_year_and_export_the_books(visitor)
    assign_and_sign_off(visitor)


def test_payments_are_proposed_approved_posted_cleared_and_taken_back(
    visitor: Walker, company: Company, customer: Customer
) -> None:
    invoiced(builders.an_order(customer, ("1", "100")))
    card = a_method(company, code="CARD", bridging_account="1210")
    CustomerMethod.objects.create(company=company, customer=customer, method=card)
    journal = a_journal(company, needs_approval=True)
    visitor.open(f"payment-journals/{journal.pk}/")
    visitor.follow("Payment proposal")
    visitor.type(method="CARD")
    asked = {"until": "31/12/2026", "earliest": "20/10/2026", "payment_date": "20/10/2026"}
    visitor.submit("Show the proposal", minimum="500", **asked)
    visitor.reads("Left out")
    visitor.submit("Show the proposal", minimum="")
    visitor.submit("Make the payments")
    visitor.is_told("1 payment is made.")
    visitor.submit("Post journal")
    visitor.is_told("Its journal is not approved.")
    visitor.submit("Approve")
    visitor.is_told("entered")
    journal.refresh_from_db()
    acts.approve(journal=journal, version=journal.version, approved_by=builders.a_controller(company))
    visitor.submit("Post journal")
    visitor.is_told("1 payment is posted")

    visitor.open("bridged-payments/")
    visitor.tick()
    visitor.submit("Clear")
    visitor.submit("Clear", day="")
    visitor.is_refused("Date")
    visitor.submit("Clear", day="25/10/2026")
    visitor.reads("100.00")
    visitor.open(f"payments/{Payment.objects.get().pk}/reverse/")
    visitor.submit("Take back", day="26/10/2026", reason="")
    visitor.is_refused("Reason")
    visitor.submit("Take back", reason="Charged back")
    visitor.is_told("The payment is taken back.")
