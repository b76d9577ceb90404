"""Documents made, given up, approved and sent from list to list as it is walked, and what is refused on the way."""

from typing import Any

import pytest
from django.core import mail

from arclose.batch import runner
from arclose.ledger.closing import change_status
from arclose.ledger.models import Company, FiscalPeriod
from arclose.ledger.models.calendars import PeriodStatus
from customers.models import (
    CollectionLetter,
    Customer,
    CustomerTransaction,
    FreeTextInvoice,
    InterestNote,
    Invoice,
    OpenTransaction,
    OrderDocument,
    SalesOrder,
    SalesParameters,
    TaxRule,
    WriteOffReason,
)
from tests import builders
from tests.customers.mailings import SERVER
from tests.customers.pdf_reading import pages_of, with_letterhead
from tests.customers.posting import posted
from tests.customers.test_collection_letters import with_fee
from tests.customers.test_interest import a_code, owed
from tests.journals.payments import invoices, untaxed
from tests.walks.walking import Walker

pytestmark = pytest.mark.slow


@pytest.fixture
def customer(company: Company) -> Customer:
    return untaxed(company, number="C-1", name="Bakker", email="buyer@example.com")


def find_an_order_by_its_item(visitor: Walker) -> None:
    visitor.open("items/?text=nothing")
    visitor.reads("Nothing matches this filter")
    visitor.follow("Clear the filter")
    visitor.follow_row()
    visitor.reads("SO-1")
    visitor.follow("All orders with it")
    visitor.follow("SO-1")


def reserve_what_was_paid(visitor: Walker, other: SalesOrder) -> None:
    visitor.follow("Reserve payments")
    visitor.tick("CN2026-000001")
    visitor.submit("Reserve")
    visitor.is_told("1 transaction is reserved for order SO-1.")
    visitor.open(f"orders/{other.pk}/reserve/")
    visitor.reads("Nothing that C-1 Bakker paid is open in EUR and free.")


def deliver_a_part_and_give_up_the_rest(visitor: Walker) -> None:
    visitor.open("orders/")
    visitor.submit("Post now")
    visitor.is_told("No order was chosen")
    visitor.follow("SO-1")
    visitor.type(line_1="3", update="packing-slips:deliver_now")
    visitor.submit("Post now")
    visitor.reads("Packing slip SLP2026-000001", inside="//h1")
    visitor.follow("SO-1")
    visitor.follow("Close the rest")
    visitor.submit("Close the rest")
    visitor.is_refused("Reason")
    visitor.submit("Close the rest", reason="Out of stock")
    visitor.reads("Out of stock")


def invoice_a_slip_that_somebody_else_takes(visitor: Walker, order: SalesOrder) -> None:
    visitor.open("documents/?type=packing_slip")
    visitor.submit("Preview")
    visitor.is_told("No packing slip with something left to invoice was chosen.")
    visitor.tick("SLP2026-000001")
    posted(order)
    visitor.submit("Post now")
    visitor.reads("taken meanwhile by others: SLP2026-000001 (INV2026-000001)")


def invoice_another(visitor: Walker, other: SalesOrder) -> None:
    visitor.open(f"orders/{other.pk}/")
    visitor.type(update="sales-confirmations:all")
    visitor.submit("Post now")
    visitor.open(f"orders/{other.pk}/")
    visitor.type(update="packing-slips:all")
    visitor.submit("Post now")
    visitor.open("documents/?type=packing_slip&uninvoiced=on")
    visitor.tick("SLP2026-000002")
    visitor.submit("Preview")
    visitor.submit("Post this document")
    credit_a_part(visitor)
    visitor.open("documents/?type=packing_slip&uninvoiced=on")
    visitor.reads("Nothing matches this filter")


def credit_a_part(visitor: Walker) -> None:
    visitor.follow("INV2026-000002")
    visitor.follow("Credit this invoice")
    visitor.submit("Make the returned order", line_1="11", reason="Broken")
    visitor.is_refused("Line 1: 11 is asked, 10 is left to credit.")
    assert visitor.value_of("reason") == "Broken"
    visitor.submit("Make the returned order", line_1="2")
    visitor.submit("Credit now")
    visitor.reads("CN2026-000002")


def print_and_send(visitor: Walker) -> None:
    visitor.open("documents/")
    visitor.submit("Print")
    visitor.is_told("No document was chosen.")
    visitor.take_the_whole_filter()
    visitor.submit("Print")
    assert len(pages_of(visitor.downloaded)) == 3
    visitor.tick("CNF")
    visitor.submit("E-mail confirmations")
    visitor.submit("Send")
    runner.look()


def test_an_order_is_found_by_its_item_delivered_in_part_and_invoiced_by_slips(
    visitor: Walker, company: Company, customer: Customer, settings: Any
) -> None:
    settings.EMAIL_BACKEND = SERVER
    with_letterhead(company)
    item = builders.an_item(company, number="IT-1")
    invoices(customer, "-40")
    order, other = (builders.an_order(customer, ("10", "5"), item=item, number=f"SO-{n}") for n in (1, 2))
    find_an_order_by_its_item(visitor)
    reserve_what_was_paid(visitor, other)
    deliver_a_part_and_give_up_the_rest(visitor)
    invoice_a_slip_that_somebody_else_takes(visitor, order)
    invoice_another(visitor, other)
    print_and_send(visitor)
    assert OrderDocument.objects.count() == 3
    assert [message.to for message in mail.outbox] == [["buyer@example.com"]]


def reject_and_change(visitor: Walker) -> None:
    visitor.open("free-text/")
    visitor.submit("Approve")
    visitor.is_told("No free text invoice was chosen.")
    first = FreeTextInvoice.objects.earliest("pk")
    visitor.follow(str(first))
    visitor.follow("Reject")
    visitor.submit("Reject", reason="")
    visitor.is_refused("Reason")
    visitor.submit("Reject", reason="Not ordered")
    visitor.is_told(f"{first} is rejected.")
    visitor.follow("Change")
    visitor.submit("Save", **{"lines-0-amount": "1.2.3"})
    visitor.is_refused("Amount")
    assert visitor.value_of("lines-0-amount") == "1.2.3"
    visitor.submit("Save", **{"lines-0-amount": "90"})
    visitor.is_told(f"{first} is changed.")
    visitor.reads("90.00")


def approve_and_post(visitor: Walker) -> None:
    first, second, third = map(str, FreeTextInvoice.objects.order_by("pk"))
    visitor.open("free-text/")
    visitor.tick(first, second)
    visitor.submit("Approve")
    visitor.is_told("1 invoice is approved.")
    visitor.is_told(f"{first}: Who entered or changed it does not approve it.")
    visitor.take_the_whole_filter()
    visitor.submit("Preview")
    visitor.reads("It is not approved.")
    visitor.submit("Post this document")
    visitor.is_told("1 invoice is posted")
    visitor.follow(third)
    visitor.submit("Delete")
    visitor.is_told(f"{third} is deleted")
    SalesParameters.objects.update(approves_free_text=False)
    visitor.take_the_whole_filter()
    visitor.submit("Post as job")
    visitor.reads("invoices", inside="//h1")
    runner.look()


def change_what_recurs(visitor: Walker) -> None:
    visitor.open("recurring/")
    visitor.follow_row()
    visitor.reads("Nothing is generated yet.")
    visitor.follow("Change")
    visitor.submit("Save", start_date="1/10/2026", end_date="1/9/2026")
    visitor.is_refused("Last day")
    assert visitor.value_of("end_date") == "1/9/2026"
    visitor.submit("Save", end_date="")
    visitor.follow("Generate recurring invoices")
    visitor.submit("Generate now")
    visitor.is_told("1 invoice is generated.")
    visitor.open("recurring/")
    visitor.follow_row()
    visitor.reads("EUR 100.00")


def test_free_text_invoices_are_rejected_changed_approved_and_posted_from_their_list(
    visitor: Walker, company: Company, customer: Customer
) -> None:
    SalesParameters.objects.update_or_create(company=company, defaults={"approves_free_text": True})
    for _n in range(3):
        builders.a_free_text_invoice(customer)
    reject_and_change(visitor)
    approve_and_post(visitor)
    builders.a_recurring_invoice(customer)
    change_what_recurs(visitor)
    assert list(FreeTextInvoice.objects.order_by("pk").values_list("net_amount", "status")) == [
        (90, "posted"),
        (100, "posted"),
        (100, "in_process"),
    ]


def waive_and_reinstate(visitor: Walker, note: str) -> None:
    visitor.follow(note)
    visitor.follow("Waive")
    visitor.submit("Take back", day="31/10/2026")
    visitor.is_refused("Reason")
    visitor.submit("Take back", reason="Agreed")
    visitor.is_told("waived")
    visitor.follow("Reinstate")
    visitor.submit("Reinstate", day="30/10/2026")
    visitor.is_refused("Reason")
    assert visitor.value_of("day") == "30/10/2026"
    visitor.submit("Reinstate", day="31/10/2026", reason="Late again")
    visitor.is_told("is charged again, by this one")


def charge_interest(visitor: Walker) -> None:
    visitor.open("interest/calculate/")
    visitor.submit("Make the notes")
    visitor.take_the_whole_filter()
    visitor.submit("Delete")
    visitor.is_told("deleted")
    visitor.open("interest/calculate/")
    visitor.submit("Make the notes")
    visitor.submit("Preview")
    visitor.is_told("No interest note was chosen.")
    visitor.take_the_whole_filter()
    visitor.submit("Print")
    assert len(pages_of(visitor.downloaded)) == 1
    visitor.submit("Preview")
    visitor.submit("Post this document")
    visitor.open("interest/")
    waive_and_reinstate(visitor, str(InterestNote.objects.latest("pk")))


def ask_by_letter(visitor: Walker) -> None:
    visitor.open("letters/make/?until=31/10/2026&note_date=31/10/2026")
    visitor.submit("Make the letters")
    visitor.is_told("1 collection letter is made.")
    visitor.submit("Preview")
    visitor.is_told("No collection letter was chosen.")
    visitor.take_the_whole_filter()
    visitor.submit("Print")
    assert b"%PDF" in visitor.downloaded
    visitor.submit("Preview")
    visitor.reads("5.00")
    visitor.submit("Post as job")
    runner.look()
    visitor.open("letters/")
    visitor.submit("E-mail")
    visitor.is_told("No collection letter was chosen.")
    visitor.take_the_whole_filter()
    visitor.submit("E-mail")
    visitor.submit("Send")
    runner.look()
    assert [message.to for message in mail.outbox] == [["buyer@example.com"]]
    visitor.open("letters/")
    waive_and_reinstate(visitor, str(CollectionLetter.objects.latest("pk")))


def let_go_what_is_owed(visitor: Walker, owed: CustomerTransaction) -> None:
    visitor.open("transactions/")
    visitor.tick(owed.document_number)
    visitor.submit("Write off")
    visitor.type(reason=str(WriteOffReason.objects.get(code="BAD").pk))
    visitor.submit("Write off", day="31/10/2026")
    visitor.is_told("Written off: 1 transaction.")


def find_it_in_the_books(visitor: Walker, owed: CustomerTransaction) -> None:
    visitor.open("vouchers/?date_from=31/9")
    visitor.reads("“31/9” is not a date.")
    visitor.open("accounts/?text=trade")
    visitor.follow_row()
    visitor.follow_row(inside="//main//tbody/tr[contains(., '−3,650.00')]")
    visitor.reads("Digest of its posting")
    visitor.reads("It is undone by reversing the settlement, which takes this voucher back too.")
    visitor.follow(owed.document_number)
    visitor.reads("Bad debt, with relief of sales tax")
    visitor.follow("Take back")
    visitor.submit("Take back", day="31/10/2026")
    visitor.is_refused("Reason")
    visitor.submit("Take back", reason="It was paid")
    visitor.is_told("taken back")
    visitor.open("vouchers/")
    visitor.submit("Chosen as CSV")
    visitor.is_told("Tick")
    visitor.take_the_whole_filter()
    visitor.submit("Chosen as CSV")
    assert owed.document_number.encode() in visitor.downloaded


def test_what_is_owed_is_charged_with_interest_asked_for_by_letter_waived_and_let_go(
    visitor: Walker, company: Company, customer: Customer, settings: Any
) -> None:
    settings.EMAIL_BACKEND = SERVER
    with_letterhead(company)
    a_code(company)
    transaction = owed(customer)
    with_fee(builders.a_collection_sequence(company), 1, "5")
    charge_interest(visitor)
    ask_by_letter(visitor)
    let_go_what_is_owed(visitor, transaction)
    find_it_in_the_books(visitor, transaction)
    assert InterestNote.objects.filter(status="posted").count() == 1
    assert OpenTransaction.objects.filter(transaction=transaction).exists()


def refuse_what_cannot_be_delivered(visitor: Walker) -> None:
    visitor.submit("Note what to deliver now", line_1="11", line_2="-1")
    visitor.is_refused("Deliver now of line 1: 10 is left to deliver: type that or less.")
    visitor.is_refused("Deliver now of line 2: No quantity below zero is delivered: type 4 or less.")
    assert visitor.value_of("line_2") == "-1"
    visitor.type(line_1="6", line_2="", update="packing-slips:deliver_now")


def refuse_while(visitor: Walker, reason: str) -> None:
    visitor.submit("Post now")
    visitor.is_refused(reason)
    assert visitor.value_of("line_1") == "6"


def test_an_order_is_not_delivered_or_invoiced_while_something_speaks_against_it(
    visitor: Walker, company: Company, customer: Customer
) -> None:
    order = builders.an_order(customer, ("10", "5"), ("4", "2"), number="SO-1")
    october, controller = FiscalPeriod.objects.get(company=company, name="2026-10"), builders.a_controller(company)
    visitor.open(f"orders/{order.pk}/")
    refuse_what_cannot_be_delivered(visitor)
    Customer.objects.update(is_blocked=True)
    refuse_while(visitor, "Customer C-1 is blocked.")
    Customer.objects.update(is_blocked=False)
    change_status(period=october, status=PeriodStatus.ON_HOLD, reason="complete", changed_by=controller)
    refuse_while(visitor, "15 Oct 2026 lies in no open period. Reopen the period on the ledger calendar")
    change_status(period=october, status=PeriodStatus.OPEN, reason="late order", changed_by=controller)
    rules = list(TaxRule.objects.filter(company=company, tax_group=customer.tax_group))
    TaxRule.objects.filter(company=company, tax_group=customer.tax_group).delete()
    visitor.type(update="sales-invoices:deliver_now")
    refuse_while(visitor, "No tax rule for item")
    visitor.reads("No tax rule for item", inside="//main//tbody/tr[1]")
    TaxRule.objects.bulk_create(rules)
    visitor.submit("Post now")
    visitor.reads("30.00")
    assert Invoice.objects.get().net_amount == 30
