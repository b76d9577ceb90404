"""Bills of exchange on French customers of the demo company, each left at another stage of its life.

One waits to be sent to a bank, one is past due at the bank that collects it, one is discounted, and one is protested.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.contrib.auth.models import User

from arclose.demo.refusing import expect_all
from arclose.ledger.models import Company
from customers.models import CustomerTransaction
from journals import acts
from journals.banking.accounts import CODE
from journals.bills.entering import Draw, Terms, draw_bill, enter_steps
from journals.bills.life import STEPS
from journals.bills.posting import post_bill_steps
from journals.bills.remitting import make_remittances
from journals.models import (
    BankAccount,
    Bill,
    BillStep,
    BillTerms,
    CustomerMethod,
    Journal,
    JournalName,
    JournalType,
    MethodOfPayment,
    RemittanceType,
    StepType,
)

COUNTRY = "FR"
DRAWN, SENT, PROTESTED = 5, 9, 20
# What the bank takes of each bill: a charge, and of a discounted one interest a year.
CHARGE, INTEREST, LIMIT = Decimal("4.50"), Decimal(6), Decimal(100_000)


class Left(NamedTuple):
    """How a bill is left: due so many days after it is drawn, and sent to the bank for a purpose, or protested."""

    due_days: int
    sent_for: RemittanceType = RemittanceType.NONE
    protested_for: str = ""


LEFT = (
    Left(60),
    Left(21, RemittanceType.COLLECTION),
    Left(75, RemittanceType.DISCOUNT),
    Left(15, protested_for="Refused: the drawee disputes the delivery"),
)


class _Clerk(NamedTuple):
    """Who takes the bills of a month on."""

    company: Company
    month: date
    user: User

    def on(self, day: int) -> date:
        """Give a day of the month."""
        return self.month.replace(day=day)

    def journal(self, step: StepType) -> Journal:
        """Give the journal in which a step is taken."""
        journal_type = next(one for one, steps in STEPS.items() if step in steps)
        name = JournalName.objects.get(company=self.company, journal_type=journal_type)
        label = JournalType(journal_type).label
        return acts.begin_journal(
            company=self.company, name=name, text=str(label), created_by=self.user, key=f"demo {journal_type}"
        )

    def post(self, steps: Sequence[BillStep], key: str) -> None:
        """Post lines."""
        documents = [step.pk for step in steps]
        expect_all(post_bill_steps(company=self.company, documents=documents, posted_by=self.user, key=f"demo {key}"))


def leave_bills(company: Company, *, month: date, user: User) -> None:
    """Draw a bill on each of a few invoices, and leave each where it is left.

    :raises DemoRefused: one could not be taken so far.
    """
    _agree_with_the_bank(company)
    clerk = _Clerk(company, month, user)
    bills = _draw(clerk)
    for remittance_type in (RemittanceType.COLLECTION, RemittanceType.DISCOUNT):
        sent = [bill for bill, left in zip(bills, LEFT, strict=True) if left.sent_for == remittance_type]
        bank_account = BankAccount.objects.get(company=company, code=CODE)
        step_date = clerk.on(SENT)
        terms = Terms(StepType.REMIT, step_date, remittance_type=remittance_type, bank_account=bank_account)
        _take_on(clerk, sent, terms, f"remitted for {remittance_type}")
    for bill, left in zip(bills, LEFT, strict=True):
        if left.protested_for:
            terms = Terms(StepType.PROTEST, clerk.on(PROTESTED), cause=left.protested_for)
            _take_on(clerk, [bill], terms, "protested")


def _agree_with_the_bank(company: Company) -> None:
    bank_account = BankAccount.objects.get(company=company, code=CODE)
    common = {"company": company, "bank_account": bank_account, "charge_amount": CHARGE, "limit_amount": LIMIT}
    BillTerms.objects.create(remittance_type=RemittanceType.COLLECTION, **common)
    BillTerms.objects.create(remittance_type=RemittanceType.DISCOUNT, interest_percent=INTEREST, **common)


def _draw(clerk: _Clerk) -> list[Bill]:
    """Draw the bills, each on the oldest invoice of a customer who pays so from now on."""
    method = MethodOfPayment.objects.get(company=clerk.company, code="BILL")
    journal = clerk.journal(StepType.DRAW)
    steps = []
    for row, left in zip(_invoices(clerk.company), LEFT, strict=True):
        CustomerMethod.objects.create(company=clerk.company, customer=row.customer, method=method)
        draw = Draw(
            customer=row.customer,
            currency=row.currency,
            method=method,
            draw_date=clerk.on(DRAWN),
            marks={row.pk: row.open.transaction_currency_amount},
            due_date=clerk.on(DRAWN) + timedelta(days=left.due_days),
        )
        key = f"demo drawn on {row.document_number}"
        steps.append(draw_bill(journal=journal, draw=draw, entered_by=clerk.user, key=key))
    clerk.post(steps, "bills drawn")
    return list(Bill.objects.filter(steps__in=steps).order_by("pk"))


def _invoices(company: Company) -> Sequence[CustomerTransaction]:
    """Give the oldest open invoice of each of as many customers as there are bills."""
    owed = CustomerTransaction.objects.filter(
        company=company,
        customer__country=COUNTRY,
        customer__is_blocked=False,
        currency=company.accounting_currency,
        open__transaction_currency_amount__gt=0,
    )
    first = owed.order_by("customer", "transaction_date", "pk").distinct("customer")
    return list(first.select_related("open", "customer", "currency")[: len(LEFT)])


def _take_on(clerk: _Clerk, bills: Sequence[Bill], terms: Terms, key: str) -> None:
    journal = clerk.journal(terms.step_type)
    entered = enter_steps(
        journal=journal, bills=[bill.pk for bill in bills], terms=terms, entered_by=clerk.user, key=f"demo {key}"
    )
    if terms.step_type == StepType.REMIT:
        make_remittances(journal=journal, made_by=clerk.user)
    clerk.post(entered.steps, f"bills {key}")
