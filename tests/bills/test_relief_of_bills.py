"""Sales tax goes back with a bill that is written off: as on the invoices that it is drawn on, each for its share."""

from datetime import date
from decimal import Decimal

import pytest
from django.db.models import Q, Sum

from arclose.ledger.models import Voucher
from customers.dunning.interest_notes import INTEREST_NOTES
from customers.dunning.posting import post_notes
from customers.models import Concession, ConcessionTaxRow, CustomerTransaction, WriteOffReason
from customers.settling.concession_entries import CONCESSION
from customers.settling.refusals import CannotSettle
from customers.settling.writing_off import write_off
from journals.bills.entering import delete_step
from journals.bills.entries import BILL_STEP
from journals.models import Bill
from journals.payments.paying import post_payments
from tests.bills.bills import OCTOBER, a_bill, all_taken, entered_by_word, post, taken
from tests.bills.test_life_of_bills import UNDONE, posted_by, undo
from tests.builders import a_clerk, a_company, a_controller, a_customer, an_interest_note, an_item, an_order
from tests.customers.pages import Visitor, text_of
from tests.customers.posting import findings, posted
from tests.journals.payments import a_payment
from tests.text_tables import read_table

pytestmark = pytest.mark.django_db

# A bill of 230 on two invoices in euros: 121, of which 21 are tax, and 109, of which 9 are; or of 200 on one of goods
# and services in another member state. What its write-off posts, of one given up as of an open invoice, and each tax
# row: kind, base and tax, both below zero.
RELIEVED = """
    group | way                            | entries                      | tax rows
    DOM   | protest write_off              | 1116 -230, 2100 30, 4800 200 | domestic 100.00 21.00, domestic 100.00 9.00
    DOM   | protest pay:115 write_off      | 1116 -115, 2100 15, 4800 100 | domestic 50.00 10.50, domestic 50.00 4.50
    DOM   | protest+costs write_off        | 1116 -235, 2100 30, 4800 205 | domestic 100.00 21.00, domestic 100.00 9.00
    DOM   | protest+costs pay:47 write_off | 1116 -188, 2100 24, 4800 164 | domestic 80.00 16.80, domestic 80.00 7.20
    EU    | protest write_off              | 1116 -200, 4800 200          | eu_goods 150.00 0.00, eu_service 50.00 0.00
    EU    | protest pay:50 write_off       | 1116 -150, 4800 150          | eu_goods 112.50 0.00, eu_service 37.50 0.00
    DOM   | protest+costs pay:47 give_up   | 1116 -188, 2100 24, 4800 164 | domestic 80.00 16.80, domestic 80.00 7.20
"""


def on(customer):
    """Draw a bill on all that a customer is invoiced."""
    company = customer.company
    if customer.tax_group.code == "EU":
        items = [an_item(company), an_item(company, item_type="service")]
        orders = [an_order(customer, ("1", "150"), ("1", "50"), items=items, on=date(2026, 10, 1))]
    else:
        reduced = an_item(company, item_tax_group=company.item_tax_groups.get(code="RED"))
        orders = [an_order(customer, ("1", "100"), item=one, on=date(2026, 10, 1)) for one in (None, reduced)]
    documents = posted(*orders)
    return a_bill(customer, {one: str(one.total_amount) for one in documents}), documents


def written_off(transaction, day=OCTOBER):
    """Write all of a transaction off, for a reason that relieves sales tax."""
    company = transaction.company
    write_off(
        company=company,
        amounts={transaction.pk: transaction.open.transaction_currency_amount},
        reason=WriteOffReason.objects.get(company=company, code="BAD"),
        day=day,
        posted_by=a_controller(company),
        key=f"off-{transaction.pk}",
    )


def relief(bill):
    rows = ConcessionTaxRow.objects.filter(concession__transaction__voucher__document_id=bill.last_step_id)
    return ", ".join(
        f"{row.tax_kind} {-row.accounting_currency_base_amount:.2f} {0 - row.accounting_currency_tax_amount:.2f}"
        for row in rows.order_by("number")
    )


def test_a_bill_is_written_off_with_the_tax_of_its_invoices_and_that_comes_back(db):
    company = a_company()
    values = {"DOM": {}, "EU": {"country": "DE", "vat_number": "DE136695976"}}
    customers = {group: a_customer(company, tax_group=group, **more) for group, more in values.items()}
    cases = read_table(RELIEVED)
    bills = [on(customers[case["group"]])[0] for case in cases]
    all_taken(bills, [case["way"] for case in cases])
    [given_up] = CustomerTransaction.objects.filter(transaction_type="returned_bill", open__isnull=False)
    written_off(given_up)
    for bill, case in zip(bills, cases, strict=True):
        pairs = [pair.split() for pair in case["entries"].split(", ")]
        assert posted_by(bill) == [(number, Decimal(amount)) for number, amount in pairs]
        assert relief(bill) == case["tax rows"]
    assert findings(company) == {}
    lasts = [bill.last_step_id for bill in bills]
    page = text_of(Visitor(a_clerk(company), company).get(f"bill-lines/{lasts[0]}/"))
    conceded = Concession.objects.get(transaction__voucher__document_id=lasts[0])
    its = Q(document_type=BILL_STEP, document_id=lasts[0]) | Q(document_type=CONCESSION, document_id=conceded.pk)
    assert [one.number in page for one in Voucher.objects.filter(its)] == [True, True]
    assert undo(lasts, bills[0], a_controller(company)).left_out == []
    assert (
        not ConcessionTaxRow.objects.values("concession")
        .annotate(sum=Sum("transaction_currency_tax_amount"))
        .exclude(sum=0)
    )
    assert {bill.status for bill in Bill.objects.all()} == {"protested"}
    assert findings(company) == {}


def test_a_bill_drawn_on_one_that_was_given_up_stands_for_its_invoices(db):
    """Of 250 on it, with an interest note of 20, 50 are paid on account: four fifths are left of all of them."""
    company = a_company()
    customer = a_customer(company)
    taken(on(customer)[0], "protest give_up")
    note, paid = an_interest_note(customer, "20"), a_payment(customer, "50")
    asked = {"company": company, "posted_by": a_clerk(company)}
    post_notes(INTEREST_NOTES, documents=[note.pk], key="note", **asked)
    post_payments(documents=[paid.pk], key="paid", **asked)
    owed = {row: f"{row.open.transaction_currency_amount}" for row in CustomerTransaction.objects.exclude(open=None)}
    bill = taken(a_bill(customer, owed), "protest write_off")
    assert posted_by(bill) == [("1116", -200), ("2100", 24), ("4800", 176)]
    relieved = relief(bill)
    assert relieved == "domestic 80.00 16.80, domestic 80.00 7.20"
    assert undo([bill.last_step_id], bill, a_controller(company)).left_out == []
    bill.refresh_from_db()
    taken(bill, "give_up", on=UNDONE)
    written_off(CustomerTransaction.objects.get(transaction_type="returned_bill", open__isnull=False), UNDONE)
    assert relief(bill) == relieved
    assert set(findings(company)) == {"interest notes"}  # this one is of no days


def test_it_is_refused_where_the_tax_of_a_document_is_not_known(db):
    """A bill drawn on what was paid out to the customer too."""
    company = a_company()
    customer = a_customer(company)
    [invoice] = posted(an_order(customer, ("1", "100"), on=date(2026, 10, 1)))
    out = a_payment(customer, "-10")
    post_payments(company=company, documents=[out.pk], posted_by=a_clerk(company), key="out")
    owed = CustomerTransaction.objects.get(transaction_type="payment")
    bill = taken(a_bill(customer, {invoice: "121", owed: "10"}), "protest")
    [waiting] = entered_by_word(bill, "write_off").steps
    document = owed.document_number
    assert [(one.code, *one.facts) for one in post(waiting).left_out] == [("tax_unknown", bill.number, document)]
    delete_step(step=waiting, deleted_by=waiting.entered_by)
    taken(bill, "give_up")
    [again] = CustomerTransaction.objects.filter(transaction_type="returned_bill")
    with pytest.raises(CannotSettle, match=f"{bill.number} stands for {document} too"):
        written_off(again)
