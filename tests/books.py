"""A small company with something on every page: an invoice with its credit note, a packing slip, a job, a voucher."""

from datetime import date
from uuid import uuid4

from arclose.access.models import SavedView
from arclose.batch.jobs import Draft, submit_tasks
from arclose.batch.models import Job
from arclose.ledger.models import Company, LedgerAccount, Posting, Voucher
from customers.fulfilment import post_order_documents
from customers.holding import place_hold
from customers.models import (
    Customer,
    FreeTextInvoice,
    HoldCode,
    Invoice,
    Item,
    OrderDocument,
    OrderHold,
    RecurringInvoice,
    SalesOrder,
    Settlement,
)
from customers.models.order_documents import OrderDocumentType
from customers.updates import CONFIRM, INVOICE
from journals.models import BankStatement, BankStatementLine, GeneralVoucher, Journal, Payment
from tests import builders
from tests.customers.posting import posted
from tests.journals.payments import a_general_journal, a_payment

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
    "jobs": Job,
    "vouchers": Voucher,
    "accounts": LedgerAccount,
    "general-vouchers": GeneralVoucher,
    "general-journals": Journal,
    "journals": Journal,
    "payment-journals": Journal,
    "payments": Payment,
    "bank-statements": BankStatement,
    "bank-lines": BankStatementLine,
    "views": SavedView,
}


def table_of(pattern):
    """The table whose ids the address of a page takes, or None."""
    return TABLES.get(pattern.split("<int:pk>")[0].rstrip("/").rsplit("/", 1)[-1])


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
    a_payment(customer, "12.50")
    builders.a_bank_statement(company)
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
