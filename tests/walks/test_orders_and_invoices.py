"""Ways that pages are made for, and their refusals, from page to page: orders, invoices, what is owed."""

from datetime import date
from typing import Any

import pytest
from django.core import mail

from arclose.batch import runner
from arclose.ledger.models import Company
from customers.models import (
    Customer,
    DistributionTemplate,
    DistributionTemplateLine,
    FreeTextDistribution,
    InterestNote,
    RecurringTemplate,
    WriteOffReason,
)
from customers.screens.statements import SENT
from tests import builders
from tests.customers.mailings import SERVER
from tests.customers.pdf_reading import with_letterhead
from tests.customers.test_interest import a_code, owed
from tests.walks.walking import Walker

pytestmark = pytest.mark.slow


@pytest.fixture
def customer(company: Company) -> Customer:
    return builders.a_customer(company, number="C-1", name="Bakker", tax_group="OUT")


def test_an_order_is_put_on_hold_and_a_part_of_it_is_asked_in_advance(visitor: Walker, customer: Customer) -> None:
    order = builders.an_order(customer, ("10", "50"), number="SO-1")
    visitor.open(f"orders/{order.pk}/")
    visitor.follow("Put on hold")
    visitor.submit("Put on hold", note="Waits for a permit")
    visitor.is_refused("Hold code")
    assert visitor.value_of("note") == "Waits for a permit"
    visitor.type(code="QUERY A question to the customer is open")
    visitor.submit("Put on hold")
    visitor.type(update="packing-slips:all")
    visitor.submit("Post now")
    visitor.is_refused("Waits for a permit")
    visitor.follow("Clear the hold")
    visitor.submit("Look into it")
    visitor.reads("You look into this hold: nobody else clears it.")
    visitor.submit("Clear the hold", note="Granted")
    visitor.reads("Granted")

    visitor.follow("Prepayment invoice")
    visitor.submit("Preview", percent="30", amount="10")
    visitor.is_refused("one of them")
    visitor.submit("Preview", amount="")
    visitor.reads("2200 Customer prepayments")
    visitor.submit("Post now")
    visitor.reads("Prepayment invoice INV2026-000001", inside="//h1")
    visitor.reads("150.00")


def test_a_free_text_invoice_is_distributed_posted_corrected_and_sent(
    visitor: Walker, company: Company, customer: Customer, settings: Any
) -> None:
    settings.EMAIL_BACKEND = SERVER
    with_letterhead(company)
    Customer.objects.update(email="buyer@example.com")
    visitor.open("free-text/new/")
    line = {"lines-0-description": "Advice", "lines-0-amount": "100", "lines-0-distribution": "8100 60%; 8000 30%"}
    visitor.submit("Save", customer="C-1", **line)
    visitor.is_refused("The shares add up to 90 %, not to 100 %.")
    visitor.submit("Save", **{"lines-0-distribution": "8100 60%; 8000 40%"})
    visitor.submit("Preview")
    visitor.reads("60.00")
    visitor.submit("Post this document")
    visitor.follow("INV2026-000001")

    visitor.follow("Credit this invoice")
    visitor.submit("Credit and correct")
    visitor.is_refused("Reason")
    visitor.submit("Credit and correct", reason="Wrong account")
    assert visitor.value_of("lines-0-distribution") == "8100 60%; 8000 40%"
    visitor.submit("Save", **{"lines-0-distribution": "8100 100%"})
    visitor.submit("Post now")
    visitor.follow("INV2026-000002")

    visitor.submit("E-mail")
    visitor.reads("buyer@example.com")
    visitor.submit("Send")
    visitor.reads("E-mail", inside="//h1")
    visitor.open("sent/")
    runner.look()
    visitor.read_again()
    visitor.reads("INV2026-000002", inside="//main//tbody")
    assert [message.to for message in mail.outbox] == [["buyer@example.com"]]


def test_a_recurring_invoice_is_entered_and_generated_from_the_distribution_of_its_template(
    visitor: Walker, company: Company, customer: Customer
) -> None:
    shares = DistributionTemplate.objects.create(company=company, code="SPLIT", name="Sixty and forty")
    for number, percent in (("8100", 60), ("8000", 40)):
        account = company.accounts.get(number=number)
        DistributionTemplateLine.objects.create(company=company, template=shares, account=account, percent=percent)
    builders.a_recurring_invoice(customer, end_date=date(2026, 10, 1), start_date=date(2026, 10, 1))
    template = RecurringTemplate.objects.get()
    template.lines.update(distribution=shares)
    visitor.open("recurring/new/")
    visitor.type(template=template.code)
    visitor.submit("Save", customer="C-1", start_date="1/10/2026", end_date="1/9/2026")
    visitor.is_refused("Last day")
    assert visitor.value_of("customer") == "C-1"
    visitor.submit("Save", end_date="")
    visitor.follow("Generate recurring invoices")
    visitor.submit("Show what is due", until="31/9/2026")
    visitor.is_refused("31/9/2026")
    visitor.submit("Show what is due", until="31/10/2026")
    visitor.reads("Due until 31 Oct 2026: 2")
    visitor.submit("Generate now")
    visitor.is_told("2 invoices are generated.")
    assert [share.amount for share in FreeTextDistribution.objects.order_by("pk")] == [60, 40] * 2


def test_an_order_is_changed_released_from_credit_hold_and_canceled(visitor: Walker, customer: Customer) -> None:
    order = builders.an_order(customer, ("10", "50"), number="SO-1")
    visitor.open(f"orders/{order.pk}/")
    visitor.follow("Change")
    visitor.submit("Save order", **{"lines-0-quantity": "-4"})
    visitor.is_refused("no quantity below zero")
    assert visitor.value_of("lines-0-quantity") == "-4"
    visitor.submit("Save order", **{"lines-0-quantity": "4"})
    visitor.reads("200.00")

    visitor.follow("Put on credit hold")
    visitor.submit("Put on credit hold")
    visitor.is_refused("Reason")
    visitor.submit("Put on credit hold", reason="Pays late")
    visitor.submit("Post now")
    visitor.is_refused("Pays late")
    visitor.open("credit-holds/")
    visitor.tick()
    visitor.submit("Release")
    visitor.submit("Release", reason="")
    visitor.is_refused("Reason")
    visitor.submit("Release", reason="A guarantee came in")
    visitor.is_told("1 order is released.")

    visitor.open(f"orders/{order.pk}/")
    visitor.follow("Cancel order")
    visitor.submit("Cancel order")
    visitor.is_refused("Reason")
    visitor.submit("Cancel order", reason="Bought elsewhere")
    visitor.reads("Bought elsewhere")


def dispute_and_collect_again(visitor: Walker) -> None:
    visitor.open("transactions/")
    visitor.submit("Dispute or block")
    visitor.is_told("Tick from one")
    visitor.tick("INV2026-000001")
    visitor.submit("Dispute or block")
    visitor.submit("Dispute or block", reason="")
    visitor.is_refused("Reason")
    visitor.submit("Dispute or block", reason="Broken on arrival")
    visitor.is_told("1 transaction is not collected for now.")
    visitor.submit("Collect again")
    visitor.is_told("transactions that are disputed or blocked")
    visitor.tick("INV2026-000001")
    visitor.submit("Collect again")
    visitor.submit("Collect again", note="Repaired")
    visitor.is_told("collected again")


def test_what_is_owed_is_disputed_charged_with_interest_told_and_written_off(
    visitor: Walker, company: Company, customer: Customer
) -> None:
    a_code(company)
    owed(customer)
    visitor.open("interest/calculate/")
    visitor.submit("Show what is to be charged", until="31/10/2026", note_date="31/9/2026")
    visitor.is_refused("Date")
    visitor.submit("Show what is to be charged", note_date="31/10/2026")
    visitor.submit("Make the notes")
    visitor.follow(str(InterestNote.objects.get()))
    visitor.submit("Post now")
    visitor.reads("Posted as voucher")

    dispute_and_collect_again(visitor)
    visitor.tick("INV2026-000001")
    visitor.submit("Write off")
    visitor.submit("Write off", day="20/10/2026")
    visitor.is_refused("Reason")
    visitor.type(reason=str(WriteOffReason.objects.get(code="BAD").pk))
    visitor.submit("Preview")
    visitor.reads("3,650.00")
    visitor.submit("Write off")
    visitor.is_told("Written off: 1 transaction")

    visitor.open("customers/")
    visitor.tick()
    visitor.submit("Statements")
    visitor.submit("Continue", on="31/9/2026")
    visitor.is_refused("As of")
    visitor.type(way=SENT)
    visitor.submit("Continue", on="31/10/2026")
    visitor.reads("statement", inside="//h1")
