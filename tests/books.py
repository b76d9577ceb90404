"""A small company with something on every page: an invoice with its credit note, a packing slip, a job, a voucher."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from uuid import uuid4

from arclose.access.models import SavedView
from arclose.batch.jobs import Draft, submit_tasks
from arclose.batch.models import Job
from arclose.ledger.models import Company, LedgerAccount, Posting, Voucher
from customers.dunning.calculating import calculate_interest
from customers.dunning.letters import write_letters
from customers.fulfilment import post_order_documents
from customers.holding import place_hold
from customers.models import (
    CollectionLetter,
    Concession,
    Customer,
    CustomerTransaction,
    FreeTextInvoice,
    HoldCode,
    InterestCode,
    InterestNote,
    InterestRate,
    Invoice,
    Item,
    OrderDocument,
    OrderHold,
    RecurringInvoice,
    Reorganization,
    SalesOrder,
    Settlement,
    SettlementParameters,
)
from customers.models.order_documents import OrderDocumentType
from customers.settling.reorganizing import WantedPart, reorganize
from customers.updates import CONFIRM, INVOICE
from ecsales.formats.listing import Period
from ecsales.models import Declaration, ListedNumber, ManualLine, SalesList
from journals.models import (
    BankLinePayment,
    BankLineReturn,
    BankStatement,
    BankStatementLine,
    Bill,
    BillStep,
    BridgeClearing,
    DirectDebitFile,
    GeneralVoucher,
    IntercompanyPayment,
    Journal,
    JournalType,
    Payment,
    Remittance,
    RemittanceType,
    StepType,
)
from journals.payments.paying import post_payments, reverse_payments
from revaluation.models import Run
from tests import builders
from tests.bills.bills import a_bill, a_bill_journal, a_draw, enter, taken
from tests.customers.posting import posted
from tests.ecsales.lists import a_line, a_list, a_number, an_eu_customer, declares, reported
from tests.journals.direct_debits import a_file, a_mandate, by_direct_debit
from tests.journals.intercompany import a_group, pays, somebody_in, the_same
from tests.journals.payments import a_cleared_payment, a_general_journal, a_payment, invoices, untaxed
from tests.revaluation.runs import a_run, post, quote

# The noun in an address, and the table its ids come from. A new noun gets its line here.
TABLES = {
    "orders": SalesOrder,
    "holds": OrderHold,
    "postings": Posting,
    "documents": OrderDocument,
    "free-text": FreeTextInvoice,
    "recurring": RecurringInvoice,
    "invoices": Invoice,
    "items": Item,
    "customers": Customer,
    "settlements": Settlement,
    "transactions": CustomerTransaction,
    "interest": InterestNote,
    "letters": CollectionLetter,
    "concessions": Concession,
    "reorganizations": Reorganization,
    "revaluations": Run,
    "jobs": Job,
    "vouchers": Voucher,
    "accounts": LedgerAccount,
    "general-vouchers": GeneralVoucher,
    "general-journals": SimpleNamespace(objects=Journal.objects.filter(name__journal_type="general")),
    "draw-journals": SimpleNamespace(objects=Journal.objects.filter(name__journal_type="draw")),
    "bill-journals": SimpleNamespace(objects=Journal.objects.filter(name__journal_type="settle")),
    "bill-lines": BillStep,
    "bills": Bill,
    "remittances": Remittance,
    "journals": Journal,
    "payment-journals": Journal,
    "payments": Payment,
    "direct-debits": DirectDebitFile,
    "clearings": BridgeClearing,
    "intercompany-payments": IntercompanyPayment,
    "bank-statements": BankStatement,
    "bank-lines": BankStatementLine,
    "bank-matches": BankLinePayment,
    "bank-returns": BankLineReturn,
    "ec-sales-lists": SalesList,
    "ec-declarations": Declaration,
    "ec-list-numbers": ListedNumber,
    "ec-manual-lines": ManualLine,
    "views": SavedView,
}


def table_of(pattern):
    """The table whose ids the address of a page takes, or None."""
    return TABLES.get(pattern.split("<int:pk>")[0].rstrip("/").rsplit("/", 1)[-1])


def _a_payment_of_a_penny_less_that_was_returned(company: Company) -> None:
    """Post a payment of an invoice of which the last penny is conceded, and take it back as a line returned it."""
    SettlementParameters.objects.filter(company=company).update(penny_limit_amount=Decimal("0.05"))
    [owed] = posted(builders.an_order(builders.a_customer(company, tax_group="OUT"), ("1", "50")))
    paid, clerk = a_payment(owed.invoice_account, "49.99", {owed: "49.99"}), builders.a_clerk(company)
    post_payments(company=company, documents=[paid.pk], posted_by=clerk, key=str(uuid4()))
    back = {"day": date(2026, 10, 25), "reason": "returned", "reversed_by": clerk, "key": str(uuid4())}
    reverse_payments(company=company, documents=[paid.pk], **back)
    line = builders.a_bank_statement(company).lines.get()
    BankLineReturn.objects.create(
        company=company, line=line, payment=paid, reason="reference", score=100, accepted_by=clerk
    )
    matched = builders.a_bank_statement(company, "50").lines.get()
    paid = a_payment(owed.invoice_account, "50")
    BankLinePayment.objects.create(
        company=company, line=matched, payment=paid, reason="by_hand", score=100, matched_by=clerk
    )


def _a_note_of_interest_and_a_letter(company: Company) -> None:
    """Charge ten percent a year on an invoice that was due at the beginning of October, and ask for it by a letter."""
    posted(builders.an_order(builders.a_customer(company, tax_group="OUT"), ("1", "3650"), on=date(2026, 9, 1)))
    account = company.accounts.get(number="8100")
    code = InterestCode.objects.create(
        company=company, code="STAT", name="Statutory", is_usual=True, interest_account=account
    )
    InterestRate.objects.create(
        company=company, interest_code=code, valid_from=date(2020, 1, 1), annual_percent=Decimal(10)
    )
    day, clerk = date(2026, 10, 31), builders.a_clerk(company)
    calculate_interest(company=company, until=day, note_date=day, created_by=clerk)
    builders.a_collection_sequence(company)
    write_letters(company=company, until=day, letter_date=day, created_by=clerk)


def _a_list_that_is_reported(company: Company) -> None:
    """Report September, of one supply to a German customer, and begin October."""
    declares(company)
    posted(builders.an_order(an_eu_customer(company), ("1", "12.34"), on=date(2026, 9, 15)))
    reported(a_list(company, Period(2026, 9)))
    a_line(a_list(company))
    a_number(an_eu_customer(company, "DE000000000"))


def _a_revaluation(company: Company) -> None:
    """Revalue what a customer owes in dollars at the end of October."""
    invoices(untaxed(company, currency_id="USD"), "30")
    quote(company, "USD", date(2026, 10, 31), "1.30")
    post(a_run(company, date(2026, 10, 31)))


def _what_is_owed_in_parts_and_paid_to_another_company(company: Company) -> None:
    """Split an invoice into two parts, and let another company be paid for a third of what another one asks for."""
    customer = builders.a_customer(company, tax_group="OUT")
    split_one, owed = posted(builders.an_order(customer, ("1", "20")), builders.an_order(customer, ("1", "30")))
    parts = [WantedPart(Decimal(10), date(2026, month, 14), customer) for month in (11, 12)]
    transaction, day, clerk = split_one.customer_transaction.pk, date(2026, 10, 20), builders.a_clerk(company)
    reorganize(company=company, transaction_id=transaction, parts=parts, day=day, posted_by=clerk, key=str(uuid4()))
    _company, paid = a_group(paid=company)
    there = builders.a_customer(paid, tax_group="OUT")
    the_same(customer, there)
    pays(there, "10", {owed: "10"}, by=somebody_in(paid, company))


def _a_bill_at_a_bank(company: Company) -> None:
    """Remit a bill to the bank, let a line wait that settles it, and one that draws another."""
    first, second = invoices(untaxed(company), "70", "80")
    bill = taken(a_bill(first.customer, {first: "70"}), "collection")
    enter(
        StepType.SETTLE,
        bill,
        journal=a_bill_journal(company, JournalType.SETTLE),
        remittance_type=RemittanceType.COLLECTION,
    )
    a_draw(second.customer, {second: "80"})


def a_company_with_books(**values) -> Company:
    """Give a company with a row in every table of TABLES."""
    company = builders.a_company(**values)
    customer = builders.a_customer(company, name="Bakkerij De Vries")
    [invoice] = posted(builders.an_order(customer, ("1", "40")))
    posted(builders.a_returned_order(customer, ("-1", "40"), on=date(2026, 10, 20), credited_invoice=invoice))
    post_order_documents(
        company=company, document_type=OrderDocumentType.PACKING_SLIP, posted_by=builders.a_clerk(company),
        orders=[builders.an_order(customer, ("3", "30")).pk], key=str(uuid4()),
    )  # fmt: skip
    builders.a_free_text_invoice(customer)
    builders.a_recurring_invoice(customer)
    code = HoldCode.objects.get(company=company, code="CREDIT")
    held = builders.an_order(customer, ("1", "5"))
    place_hold(order=held, code=code, note="owes too much", placed_by=builders.a_clerk(company))
    GeneralVoucher.objects.create(
        company=company,
        journal=a_general_journal(company),
        number="GV-1",
        text="Bad debt",
        voucher_date=date(2026, 10, 1),
        currency_id="EUR",
    )
    _a_bill_at_a_bank(company)
    a_payment(customer, "12.50")
    _a_payment_of_a_penny_less_that_was_returned(company)
    _a_note_of_interest_and_a_letter(company)
    _a_list_that_is_reported(company)
    _what_is_owed_in_parts_and_paid_to_another_company(company)
    _a_revaluation(company)
    a_cleared_payment(customer)
    journal, method = by_direct_debit(customer)
    a_mandate(customer)
    a_payment(customer, "5", journal=journal, method=method)
    a_file(journal)
    SavedView.objects.create(
        company=company, owner=builders.a_clerk(company), list_route="customers:orders", name="Open", is_shared=True
    )
    waiting = SalesOrder.objects.filter(pk=builders.an_order(customer, ("2", "12.50")).pk)
    documents = waiting.values_list("pk", "invoice_date", "number")
    submit_tasks(
        company=company,
        description="October",
        submitted_by=builders.a_clerk(company),
        tasks=[Draft(kind=CONFIRM.name, documents=documents), Draft(kind=INVOICE.name, documents=documents)],
        key=str(uuid4()),
    )
    return company
