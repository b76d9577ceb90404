"""Two companies that settle for each other, for tests that look at what comes of it."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from django.contrib.auth.models import User

from arclose.access.models import Membership, Role
from arclose.ledger.models import Company, LedgerAccount
from customers.models import Customer, CustomerTransaction, Invoice
from customers.settling.marking import Way
from journals import entering
from journals.entering import PaymentHead
from journals.models import CustomerParty, IntercompanyRelation, Journal, Payment
from tests.builders import a_company, a_user
from tests.journals.payments import OCTOBER, a_journal, bank_of

_SERIAL = count(1)
DUTCH = {"country": "NL", "currency": "EUR"}
BRITISH = {"country": "GB", "currency": "GBP", "vat_number": ""}


def a_group(*, paid: Company | None = None, other: Mapping[str, Any] = DUTCH) -> tuple[Company, Company]:
    """Give two companies that settle for each other, both with 1800 for what is due from and 2800 for due to."""
    paid, invoicing = paid or a_company(), a_company(**other)
    for company, partner in ((paid, invoicing), (invoicing, paid)):
        IntercompanyRelation.objects.create(
            company=company,
            partner=partner,
            due_to_account=_account(company, "2800", "liability"),
            due_from_account=_account(company, "1800", "asset"),
        )
    return paid, invoicing


def _account(company: Company, number: str, account_type: str) -> LedgerAccount:
    values = {"name": f"Intercompany {number}", "account_type": account_type}
    return LedgerAccount.objects.get_or_create(company=company, number=number, defaults=values)[0]


def the_same(*customers: Customer) -> None:
    """Say that customers of several companies are the same party."""
    party = f"P{next(_SERIAL)}"
    for customer in customers:
        CustomerParty.objects.create(company=customer.company, customer=customer, party=party)


def somebody_in(*companies: Company, role: Role = Role.CONTROLLER) -> User:
    """Give a person with a role in each of the companies."""
    user = a_user()
    for company in companies:
        Membership.objects.create(user=user, company=company, role=role)
    return user


def pays(
    customer: Customer,
    amount: str | None,
    marks: Mapping[Invoice, str],
    *,
    by: User,
    on: date = OCTOBER,
    journal: Journal | None = None,
    on_account: Mapping[Customer, str] | None = None,
    spent: Mapping[tuple[int, str], str] | None = None,
    ways: Mapping[Invoice, Way] | None = None,
) -> Payment:
    """Give a payment that waits, marking documents of whichever company; some of it on account in others.

    ``spent`` is what of it goes to what a customer of another company owes in another currency.
    """
    head = PaymentHead(
        customer=customer,
        payment_date=on,
        amount=Decimal(amount) if amount else None,
        bank_account=bank_of(customer.company, customer.currency_id),
        on_account={other.pk: Decimal(one) for other, one in (on_account or {}).items()},
        spent={owing: Decimal(one) for owing, one in (spent or {}).items()},
    )
    rows = {CustomerTransaction.objects.get(invoice=invoice).pk: Decimal(one) for invoice, one in marks.items()}
    journal = journal or a_journal(customer.company, by=by)
    chosen = {CustomerTransaction.objects.get(invoice=invoice).pk: way for invoice, way in (ways or {}).items()}
    key = f"across{next(_SERIAL)}"
    return entering.enter_payment(journal=journal, head=head, marks=rows, entered_by=by, key=key, ways=chosen)
