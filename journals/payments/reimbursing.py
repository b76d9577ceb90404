"""Reimbursement: customers who are owed more than they owe are paid back, as payments below zero.

take       all that is open of each customer in the currency of the bank account: what they are owed, and what they owe
leave out  the whole customer where something they owe is disputed, blocked or held by another document, for then nobody
           knows what is owed to them in the end; of what they are owed, what is held by itself or was paid in advance;
           and who is owed too little, or has more documents than are looked at in one proposal
make       one payment for each customer, which settles all of it
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import groupby
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Count, Exists, OuterRef, QuerySet, Sum
from django.utils.translation import gettext as _

from arclose.ledger.models import Company
from arclose.web.amounts import format_money
from customers import sql
from customers.collecting import HELD_AS
from customers.models import Customer, CustomerTransaction, OpenTransaction
from customers.models.transactions import KEPT_BY_BILLS
from journals.kinds.payments import PAYMENT
from journals.models import BankAccount, Journal, MethodOfPayment, Payment
from journals.payments.making import make_as_shown
from journals.payments.proposals import CHOSEN_AT_MOST, Proposal, Proposed, Through, Wanted
from journals.payments.proposing import reason_against


@dataclass(frozen=True)
class Reimbursing:
    """What a reimbursement is asked for: through which account, on which day, and of how much at least.

    ``minimum`` is in the currency of the bank account and above zero. ``customers`` None: all of them.
    """

    bank_account: BankAccount
    payment_date: date
    minimum: Decimal
    method: MethodOfPayment | None = None
    customers: Sequence[Customer] | None = None


def propose_reimbursements(*, company: Company, asked: Reimbursing) -> Proposal:
    """Give what customers are paid back now; a payment's amount is below zero."""
    owed = _owed(company, asked)
    found = list(_open_of(company, asked, owed.filter(count__lte=CHOSEN_AT_MOST))[: CHOSEN_AT_MOST + 1])
    is_part = len(found) > CHOSEN_AT_MOST
    if is_part:
        # The customer at the edge is left to the next proposal: what is not read of them may be owed by them.
        found = [row for row in found if row.customer_id != found[-1].customer_id]
    payments: list[Proposed] = []
    advances = _advances(found)
    left_out = _with_too_many(company, asked, owed.filter(count__gt=CHOSEN_AT_MOST))
    for _customer, group in groupby(found, key=lambda row: row.customer_id):
        rows = list(group)
        reasons = {row.pk: reason for row in rows if (reason := _reason_against(row, advances))}
        kept = [row for row in rows if row.pk not in reasons]
        left_out += [(row, reasons[row.pk]) for row in rows if row.pk in reasons]
        if not kept:
            continue
        one = Proposed(
            kept[0].customer,
            asked.payment_date,
            [Wanted(row, row.open.transaction_currency_amount) for row in kept],
        )
        owes_what_is_held = any(row.open.transaction_currency_amount > 0 for row in rows if row.pk in reasons)
        if reason := _reason_against_customer(one, asked, owes_what_is_held=owes_what_is_held):
            left_out += [(row, reason) for row in kept]
        else:
            payments.append(one)
    return Proposal(payments, left_out, is_part=is_part)


def _owed(company: Company, asked: Reimbursing) -> "QuerySet[Any, Any]":
    """Give the customers who are owed more than they owe in one currency, and the count of what is open of each."""
    opened = OpenTransaction.objects.filter(company=company, currency=asked.bank_account.currency_id).exclude(
        transaction__transaction_type__in=KEPT_BY_BILLS
    )
    if asked.customers is not None:
        opened = opened.filter(customer__in=[one.pk for one in asked.customers])
    per_customer = opened.order_by().values("customer")
    return per_customer.annotate(sum=Sum("transaction_currency_amount"), count=Count("pk")).filter(sum__lt=0)


def _open_of(company: Company, asked: Reimbursing, owed: "QuerySet[Any, Any]") -> "QuerySet[CustomerTransaction]":
    """Give what is open of such customers, customer by customer."""
    currency = asked.bank_account.currency_id
    rows = CustomerTransaction.objects.filter(
        company=company, currency=currency, open__company=company, customer__in=owed.values("customer")
    ).exclude(transaction_type__in=KEPT_BY_BILLS)
    rows = rows.annotate(held_as=HELD_AS).select_related(
        "open", "customer", "mark__marked_by", "mark__transaction", "currency"
    )
    return rows.order_by("customer__number", "open__due_date", "pk")


def _with_too_many(
    company: Company, asked: Reimbursing, owed: "QuerySet[Any, Any]"
) -> list[tuple[CustomerTransaction, str]]:
    """Name such customers, each by the first of their documents: they are not to keep those behind them waiting."""
    text = _("More than %(count)s documents of the customer are open. Settle what belongs together first.")
    first = _open_of(company, asked, owed).distinct("customer__number")
    return [(row, text % {"count": CHOSEN_AT_MOST}) for row in first]


def _advances(rows: Sequence[CustomerTransaction]) -> set[int]:
    """Give which of transactions were paid in advance: payments entered as prepayments, and parts that stand with them.

    What else stands on such a liability is not: credits of a customer who is, or was, kept there.
    """
    origins = sql.origins_of(transactions=[row.pk for row in rows if row.open.transaction_currency_amount < 0])
    prepaid = Payment.objects.filter(
        company=OuterRef("company"), pk=OuterRef("voucher__document_id"), is_prepayment=True
    )
    found = CustomerTransaction.objects.filter(Exists(prepaid), pk__in=origins.values(), voucher__document_type=PAYMENT)
    stands_on = dict(found.values_list("pk", "control_account"))
    return {row.pk for row in rows if row.control_account_id == stands_on.get(origins.get(row.pk, row.pk))}


def _reason_against(row: CustomerTransaction, advances: Collection[int]) -> str:
    if row.pk in advances:
        return _(
            "It was paid in advance, for an invoice to come. If none comes, enter a payment below zero that marks it."
        )
    return reason_against(row)


def _reason_against_customer(one: Proposed, asked: Reimbursing, *, owes_what_is_held: bool) -> str:
    """Say why a customer is not paid back; nothing where they are."""
    if owes_what_is_held:
        return _("Something that the customer owes is held: nobody knows yet what they are owed.")
    if any(part.transaction.transaction_date > asked.payment_date for part in one.parts):
        return _("Something is dated after the day of the payment.")
    if one.amount >= 0:
        return _("Nothing is owed to the customer.")
    if -one.amount < asked.minimum:
        currency = asked.bank_account.currency_id
        facts = {"amount": format_money(-one.amount, currency), "minimum": format_money(asked.minimum, currency)}
        return _("%(amount)s is less than the minimum of %(minimum)s.") % facts
    return ""


def make_reimbursements(
    *, journal: Journal, asked: Reimbursing, seen: str, made_by: User, key: str
) -> Sequence[Payment]:
    """Make the payments below zero as they were shown, each holding all that it settles; give them.

    :raises ProposalChanged: what is proposed is not what was shown (``seen``, its fingerprint).
    :raises SentBefore: the key belongs to another proposal.
    :raises CannotPropose: nobody is paid back on these terms.
    """
    look = partial(propose_reimbursements, company=journal.company, asked=asked)
    through = Through(asked.method, asked.bank_account)
    return make_as_shown(journal=journal, through=through, look=look, seen=seen, made_by=made_by, key=key)
