"""Short ways to enter payments, for tests that look at what comes of them."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from django.contrib.auth.models import User
from django.db import connection

from arclose.ledger.models import Company, LedgerAccount, Voucher
from customers.models import CashDiscount, Customer, CustomerTransaction, Invoice, PaymentTerms, SalesOrder
from journals import acts, entering
from journals.entering import PaymentHead
from journals.kinds.payments import PAYMENT
from journals.models import BankAccount, BridgeClearing, Journal, JournalName, MethodOfPayment, Payment
from journals.payments.bridging import clear_bridged
from journals.payments.paying import post_payments
from tests.builders import a_clerk, a_company, a_customer, a_returned_order, an_order
from tests.customers.posting import posted

_SERIAL = count(1)


@contextmanager
def meanwhile(table: str, act: Callable[..., object], **values: object) -> Iterator[None]:
    """Do something just before the first lock on rows of a table, as somebody would who was there a moment earlier."""
    is_done = False

    def before_the_lock(execute: Any, sql: str, *arguments: Any) -> Any:
        nonlocal is_done
        if not is_done and f'FROM "{table}"' in sql and "UPDATE" in sql:
            is_done = True
            act(**values)
        return execute(sql, *arguments)

    with connection.execute_wrapper(before_the_lock):
        yield
    assert is_done


OCTOBER = date(2026, 10, 20)


def bank_of(company: Company, currency: str = "") -> BankAccount:
    """Give the bank account that a company starts with, or one in another currency."""
    if currency in ("", company.accounting_currency_id):
        return BankAccount.objects.get(company=company, code="BANK")
    account, _is_new = LedgerAccount.objects.get_or_create(
        company=company, number=f"10{currency}", defaults={"name": f"Bank {currency}", "account_type": "asset"}
    )
    values = {"name": currency, "currency_id": currency, "account": account}
    return BankAccount.objects.get_or_create(company=company, code=currency, defaults=values)[0]


def a_journal(company: Company, *, by: User | None = None, **values: object) -> Journal:
    """Give a journal of payments."""
    defaults = {"code": f"J{next(_SERIAL)}", "name": "Receipts", "bank_account": bank_of(company)}
    name = JournalName.objects.create(company=company, **{**defaults, **values})
    return acts.begin_journal(
        company=company, name=name, text="", created_by=by or a_clerk(company), key=f"journal{next(_SERIAL)}"
    )


def a_method(company: Company, **values: object) -> MethodOfPayment:
    """Give a method of payment; accounts are named by their numbers, and made where they are not there."""
    for name in ("account", "bridging_account"):
        if name in values:
            wanted = {"name": "On its way", "account_type": "asset"}
            values[name] = LedgerAccount.objects.get_or_create(company=company, number=values[name], defaults=wanted)[0]
    code = f"M{next(_SERIAL)}"
    return MethodOfPayment.objects.create(company=company, **{"code": code, "name": f"Method {code}", **values})


def a_general_journal(company: Company, *, by: User | None = None, **values: object) -> Journal:
    """Give a general journal."""
    return a_journal(company, by=by, **{"journal_type": "general", "bank_account": None, "name": "General", **values})


def a_payment(
    customer: Customer,
    amount: str | None,
    marks: Mapping[Invoice, str] | None = None,
    *,
    on: date = OCTOBER,
    journal: Journal | None = None,
    by: User | None = None,
    method: MethodOfPayment | None = None,
) -> Payment:
    """Give a payment that waits, marking documents with amounts."""
    journal = journal or a_journal(customer.company)
    transactions = {_owed(invoice).pk: Decimal(marked) for invoice, marked in (marks or {}).items()}
    head = PaymentHead(
        customer=customer,
        payment_date=on,
        amount=Decimal(amount) if amount else None,
        bank_account=None
        if method and method.account_kind == "ledger"
        else bank_of(customer.company, customer.currency_id),
        method=method,
    )
    return entering.enter_payment(
        journal=journal, head=head, marks=transactions, entered_by=by or journal.created_by, key=f"pay{next(_SERIAL)}"
    )


def _owed(invoice: Invoice) -> CustomerTransaction:
    return CustomerTransaction.objects.get(invoice=invoice)


def a_cleared_payment(customer: Customer, **values: object) -> BridgeClearing:
    """Give the clearing of a payment of 20 that was posted to a bridging account, on the 25th of October."""
    method = a_method(customer.company, bridging_account="1010", **values)
    payment = a_payment(customer, "20", method=method)
    clerk, key = payment.entered_by, f"bridged{next(_SERIAL)}"
    post_payments(company=customer.company, documents=[payment.pk], posted_by=clerk, key=key)
    posting = clear_bridged(
        company=customer.company,
        vouchers=[Voucher.objects.get(document_type=PAYMENT, document_id=payment.pk).pk],
        day=date(2026, 10, 25),
        text="",
        bank_line=None,
        cleared_by=clerk,
        key=f"clear {key}",
    )
    return BridgeClearing.objects.get(posting=posting)


def invoices(customer: Customer, *amounts: str, on: date = date(2026, 10, 1)) -> list[Invoice]:
    """Give posted invoices without tax, credit notes where the amount is below zero, each due a day after the last."""
    return posted(*orders_of(customer, *amounts, on=on))


def orders_of(customer: Customer, *amounts: str, on: date = date(2026, 10, 1)) -> list[SalesOrder]:
    """Give the orders of such invoices, to be posted together with those of others."""
    return [
        an_order(customer, ("1", amount), on=on)
        if Decimal(amount) > 0
        else a_returned_order(customer, ("-1", amount.removeprefix("-")), on=on)
        for amount in amounts
    ]


def untaxed(company: Company | None = None, **values: object) -> Customer:
    """Give a customer whose invoices bear no tax."""
    return a_customer(company or a_company(), tax_group="OUT", **values)


def discounted(company: Company, **values: object) -> Customer:
    """Give a customer who may take 2 percent within 10 days, and 1 percent within 20."""
    later = CashDiscount.objects.create(company=company, code="1-20", name="1 % in 20 days", percent=1, days=20)
    first = CashDiscount.objects.create(
        company=company, code="2-10", name="2 % in 10 days", percent=2, days=10, next_discount=later
    )
    terms = PaymentTerms.objects.create(
        company=company, code="D30", name="30 days, discounts", net_days=30, cash_discount=first
    )
    return a_customer(company, payment_terms=terms, **values)
