"""Every kind of posting as a scene: its documents are there, and the work that posts them is given, to be done once.

A work may be done again: it has its key. Scenes of one company do not get into one another's way.
"""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from arclose.imports import kinds
from arclose.imports.mapping import Mapping
from arclose.imports.running import Order, import_file
from arclose.ledger.closing import change_status
from arclose.ledger.models import Company, Currency, FiscalPeriod, Voucher
from arclose.ledger.models.calendars import PeriodStatus
from arclose.ledger.reversing import reverse
from customers.dunning.calculating import calculate_interest
from customers.dunning.collection_letters import COLLECTION_LETTERS
from customers.dunning.interest_notes import INTEREST_NOTES
from customers.dunning.letters import write_letters
from customers.dunning.posting import post_notes
from customers.dunning.reversing import reverse_notes
from customers.free_text.posting import post_free_text_invoices
from customers.fulfilment import correct_packing_slip, post_order_documents
from customers.invoicing import post_invoices
from customers.models import (
    CollectionLetterFee,
    Customer,
    CustomerTransaction,
    InterestCode,
    InterestNote,
    Invoice,
    ItemTaxGroup,
    OrderDocument,
    SalesOrder,
    SalesParameters,
    WriteOffReason,
)
from customers.models.order_documents import OrderDocumentType
from customers.prepayments.parameters import PrepaymentParameters
from customers.prepayments.posting import post_prepayments
from customers.settling import settlement
from customers.settling.exchanging import settle_across
from customers.settling.settlement import Part
from customers.settling.writing_off import write_off
from customers.undoing import undo_invoices
from journals.kinds.payments import PAYMENT
from journals.payments.bridging import clear_bridged
from journals.payments.paying import post_payments, reverse_payments
from journals.posting import post_general_vouchers
from journals.undoing import undo_general_vouchers
from revaluation.computing import Asked, compute
from revaluation.models import Method
from revaluation.posting import post_run
from tests.builders import (
    a_collection_sequence,
    a_controller,
    a_customer,
    a_free_text_invoice,
    a_returned_order,
    an_item,
    an_order,
)
from tests.customers.posting import posted, settle
from tests.customers.test_interest import a_code as an_interest_code
from tests.journals.payments import a_method, a_payment, discounted, untaxed
from tests.journals.test_post_general_vouchers import a_voucher as a_general_voucher
from tests.ledger.vouchers import a_voucher
from tests.revaluation.runs import quote

END_OF_MONTH = date(2026, 10, 31)
Work = Callable[[], Any]
Scene = Callable[[Company], Work]


def an_invoice_and_a_credit_note(company: Company) -> Work:
    """Two orders and a credit note that settles an invoice with a difference: every statement there is."""
    customer = _abroad(company)
    [invoice] = posted(an_order(customer, ("1", "77.77"), on=date(2026, 9, 1)))
    orders = [
        _delivered(an_order(customer, ("3", "33.33"), total_discount_percent=Decimal("2.5"))),
        an_order(a_customer(company, credit_limit_amount=Decimal(999))),
        a_returned_order(customer, ("-1", "11.11"), credited_invoice=invoice),
    ]
    user = a_controller(company)
    return lambda: post_invoices(company=company, orders=[o.pk for o in orders], posted_by=user, key="invoices")


def an_undoing(company: Company) -> Work:
    """Undo an invoice of what a packing slip deferred, and a credit note that is settled with the one it names."""
    customer, user = _abroad(company), a_controller(company)
    delivered = _delivered(an_order(customer, ("3", "33.33")))
    first, second = posted(an_order(customer, ("1", "77.77"), on=date(2026, 9, 1)), delivered)
    [note] = posted(a_returned_order(customer, ("-1", "11.11"), credited_invoice=first))
    return lambda: undo_invoices(
        company=company, documents=[second.pk, note.pk], day=END_OF_MONTH, reason="Wrong", undone_by=user, key="undo"
    )


def a_packing_slip(company: Company) -> Work:
    return _delivery(company, key="deliver")


def a_correction_of_a_packing_slip(company: Company) -> Work:
    _delivery(company, key="delivered")()
    slip, user = OrderDocument.objects.get(posting__key="delivered"), a_controller(company)
    return lambda: correct_packing_slip(
        company=company,
        slip=slip,
        quantities={1: Decimal(1)},
        day=END_OF_MONTH,
        reason="too many",
        posted_by=user,
        key="correct",
    )


def a_free_text_posting(company: Company) -> Work:
    document, user = a_free_text_invoice(a_customer(company)), a_controller(company)
    return lambda: post_free_text_invoices(
        company=company, documents=[document.pk], posted_by=user, key="free text", today=END_OF_MONTH
    )


def a_prepayment(company: Company) -> Work:
    order, user = an_order(a_customer(company)), a_controller(company)
    asked = PrepaymentParameters(day=END_OF_MONTH, percent=Decimal(50))
    return lambda: post_prepayments(
        company=company, orders=[order.pk], parameters=asked, posted_by=user, key="prepayment"
    )


def an_interest_posting(company: Company) -> Work:
    note, user = _interest_note(company), a_controller(company)
    return lambda: post_notes(INTEREST_NOTES, company=company, documents=[note.pk], posted_by=user, key="interest")


def a_letter_taken_back(company: Company) -> Work:
    """Its fee has tax, so there are tax rows to take back."""
    customer, user = a_customer(company), a_controller(company)
    posted(an_order(customer, ("1", "500"), on=date(2026, 9, 1)))
    taxed = ItemTaxGroup.objects.get(company=company, code="STD")
    code = a_collection_sequence(company, item_tax_group=taxed).codes.get(number=1)
    CollectionLetterFee.objects.create(company=company, letter_code=code, currency_id="EUR", fee_amount=40)
    [letter] = write_letters(
        company=company, until=END_OF_MONTH, letter_date=END_OF_MONTH, created_by=user, customers=[customer.pk]
    ).letters
    post_notes(COLLECTION_LETTERS, company=company, documents=[letter], posted_by=user, key="asked")
    return lambda: reverse_notes(
        COLLECTION_LETTERS,
        company=company,
        documents=[letter],
        day=END_OF_MONTH,
        reason="paid",
        undone_by=user,
        key="not asked",
    )


def a_settlement(company: Company) -> Work:
    user, parts = a_controller(company), [_part(company)]
    return lambda: settlement.settle(company=company, parts=parts, posted_by=user, key="settle")


def a_settlement_taken_back(company: Company) -> Work:
    part = _part(company)
    invoice, note = (
        Invoice.objects.get(customer_transaction=pk) for pk in (part.debit_transaction_id, part.credit_transaction_id)
    )
    [settled] = settle(invoice, note, str(part.amount))
    user = a_controller(company)
    return lambda: settlement.reverse_settlements(
        company=company, settlements=[settled.pk], day=END_OF_MONTH, reason="", posted_by=user, key="take back"
    )


def a_settlement_across_currencies(company: Company) -> Work:
    customer, user = untaxed(company), a_controller(company)
    [invoice] = posted(an_order(customer, ("1", "100"), currency=Currency.objects.get(code="USD")))
    paid = a_payment(customer, "100")
    post_payments(company=company, documents=[paid.pk], posted_by=user, key="in euros")
    payment = CustomerTransaction.objects.get(voucher__document_type=PAYMENT, voucher__document_id=paid.pk)
    amounts = {invoice.customer_transaction.pk: Decimal("1.10")}
    values = {"company": company, "payment": payment.pk, "amounts": amounts, "posted_by": user, "key": "across"}
    return lambda: settle_across(**values, spent=Decimal(1), day=END_OF_MONTH)


def a_write_off(company: Company) -> Work:
    [invoice] = posted(an_order(a_customer(company)))
    reason, user = WriteOffReason.objects.get(company=company, code="BAD"), a_controller(company)
    amounts = {invoice.customer_transaction.pk: Decimal("12.34")}
    return lambda: write_off(
        company=company, amounts=amounts, reason=reason, day=END_OF_MONTH, posted_by=user, key="write off"
    )


def a_payment_with_a_discount(company: Company) -> Work:
    customer, user = discounted(company), a_controller(company)
    [invoice] = posted(an_order(customer, ("1", "100"), on=date(2026, 10, 1)))
    payment = a_payment(customer, "118.58", {invoice: "118.58"}, on=date(2026, 10, 11))
    return lambda: post_payments(company=company, documents=[payment.pk], posted_by=user, key="pay")


def a_payment_taken_back(company: Company) -> Work:
    customer, user = untaxed(company), a_controller(company)
    [invoice] = posted(an_order(customer, ("1", "100"), on=date(2026, 10, 1)))
    payment = a_payment(customer, "100", {invoice: "100"})
    post_payments(company=company, documents=[payment.pk], posted_by=user, key="paid")
    return lambda: reverse_payments(
        company=company, documents=[payment.pk], day=END_OF_MONTH, reason="", reversed_by=user, key="returned"
    )


def a_clearing_of_bridged_payments(company: Company) -> Work:
    user, method = a_controller(company), a_method(company, bridging_account="1015")
    payment = a_payment(untaxed(company), "20", method=method)
    post_payments(company=company, documents=[payment.pk], posted_by=user, key="bridged")
    voucher = Voucher.objects.get(document_type=PAYMENT, document_id=payment.pk).pk
    return lambda: clear_bridged(
        company=company, vouchers=[voucher], day=END_OF_MONTH, text="", bank_line=None, cleared_by=user, key="clear"
    )


def general_vouchers(company: Company) -> Work:
    vouchers, user = [a_general_voucher(company, number=f"G{number}") for number in (1, 2)], a_controller(company)
    ids = [voucher.pk for voucher in vouchers]
    return lambda: post_general_vouchers(company=company, documents=ids, posted_by=user, key="general")


def a_general_voucher_reversed(company: Company) -> Work:
    voucher, user = a_general_voucher(company, number="G3"), a_controller(company)
    post_general_vouchers(company=company, documents=[voucher.pk], posted_by=user, key="before")
    return lambda: undo_general_vouchers(
        company=company, documents=[voucher.pk], day=END_OF_MONTH, reason="", undone_by=user, key="reversed"
    )


def a_revaluation_computed(company: Company) -> Work:
    asked, today, user = _what_is_open_in_dollars(company), END_OF_MONTH, a_controller(company)
    return lambda: compute(company=company, asked=asked, today=today, created_by=user, key="computed")


def a_revaluation_posted(company: Company) -> Work:
    asked, user = _what_is_open_in_dollars(company), a_controller(company)
    run = compute(company=company, asked=asked, today=END_OF_MONTH, created_by=user)
    assert run.line_count
    return lambda: post_run(company=company, run=run.pk, posted_by=user, key="revalued")


def _what_is_open_in_dollars(company: Company) -> Asked:
    """Give what revalues an invoice in dollars by the rate of another day."""
    customer = _abroad(company)
    posted(an_order(customer, ("1", "77.77"), on=date(2026, 9, 1)))
    quote(company, "USD", END_OF_MONTH, "1.30")
    return Asked(method=Method.STANDARD, considered_date=END_OF_MONTH, customers=[customer.pk])


def a_reversal(company: Company) -> Work:
    voucher, user = a_voucher(company), a_controller(company)
    return lambda: reverse(
        company=company, vouchers=[voucher.pk], posting_date=END_OF_MONTH, reason="", posted_by=user, key="reverse"
    )


def an_opening(company: Company, folder: Path) -> Work:
    """Open transactions of two currencies, as a file brings them in when the company moves in."""
    number, path = a_customer(company).number, folder / "open.csv"
    path.write_text(
        "customer,document_number,transaction_date,due_date,currency,amount,accounting_amount,take_over_date\n"
        f"{number},F1,2025-11-05,2025-12-05,EUR,100.50,100.50,2026-01-15\n"
        f"{number},F2,2025-12-06,2026-01-05,USD,-120.00,-100.50,2026-01-15\n"
    )
    order = Order(kinds.get("open-transactions"), company, a_controller(company), Mapping(), path, path.name)
    return lambda: import_file(order)


def a_hold(company: Company) -> Work:
    a_voucher(company)
    return _status(company, PeriodStatus.ON_HOLD)


def a_reopening(company: Company) -> Work:
    return _status(company, PeriodStatus.OPEN)


def a_permanent_close(company: Company) -> Work:
    """Close the period for good, and put it on hold before, of which nothing is watched."""
    _status(company, PeriodStatus.ON_HOLD)()
    return _status(company, PeriodStatus.PERMANENTLY_CLOSED)


def _status(company: Company, status: PeriodStatus) -> Work:
    period, user = FiscalPeriod.objects.get(company=company, name="2026-10"), a_controller(company)
    return lambda: change_status(period=period, status=status, changed_by=user)


def _abroad(company: Company) -> Customer:
    return a_customer(company, tax_group="EXP", country="US", currency_id="USD")


def _delivered(order: SalesOrder) -> SalesOrder:
    """Deliver an order, with its revenue deferred."""
    company, slip = order.company, OrderDocumentType.PACKING_SLIP
    SalesParameters.objects.filter(company=company).update(defers_revenue=True)
    user, key = a_controller(company), f"delivered {order.number}"
    assert post_order_documents(company=company, document_type=slip, orders=[order.pk], posted_by=user, key=key).posted
    return order


def _delivery(company: Company, *, key: str) -> Work:
    """Deliver an order of three, with their cost in the books, and their revenue deferred."""
    SalesParameters.objects.filter(company=company).update(posts_cost_of_goods=True, defers_revenue=True)
    order = an_order(a_customer(company), ("3", "10"), item=an_item(company, standard_cost_amount=Decimal("1.235")))
    slip, user = OrderDocumentType.PACKING_SLIP, a_controller(company)
    return lambda: post_order_documents(company=company, document_type=slip, orders=[order.pk], posted_by=user, key=key)


def _interest_note(company: Company) -> InterestNote:
    """Give a note that charges an overdue invoice."""
    if not InterestCode.objects.filter(company=company).exists():
        an_interest_code(company)
    customer = untaxed(company)
    posted(an_order(customer, ("1", "3650"), on=date(2026, 9, 1)))
    user = a_controller(company)
    calculate_interest(company=company, until=END_OF_MONTH, note_date=END_OF_MONTH, created_by=user)
    return InterestNote.objects.get(customer=customer)


def _part(company: Company) -> Part:
    customer = _abroad(company)
    invoice, note = posted(
        an_order(customer, ("1", "1000"), on=date(2026, 9, 1)), a_returned_order(customer, ("-1", "400"))
    )
    return Part(invoice.customer_transaction.pk, note.customer_transaction.pk, Decimal("333.33"), END_OF_MONTH)


# In this order: what closes the month comes last.
SCENES: Sequence[Scene] = (
    an_invoice_and_a_credit_note,
    an_undoing,
    a_packing_slip,
    a_correction_of_a_packing_slip,
    a_free_text_posting,
    a_prepayment,
    an_interest_posting,
    a_letter_taken_back,
    a_settlement,
    a_settlement_taken_back,
    a_settlement_across_currencies,
    a_write_off,
    a_payment_with_a_discount,
    a_payment_taken_back,
    a_clearing_of_bridged_payments,
    general_vouchers,
    a_general_voucher_reversed,
    a_revaluation_computed,
    a_revaluation_posted,
    a_reversal,
    a_hold,
    a_reopening,
    a_permanent_close,
)
