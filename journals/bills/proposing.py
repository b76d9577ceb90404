"""Propose what is due: bills to be drawn on it, of each invoice, day or week or all of it, and bills for a bank."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from arclose.ledger.models import Company
from arclose.ledger.posting import fingerprint_of
from customers.collecting import HELD_AS
from customers.models import CustomerTransaction
from customers.models.transactions import KEPT_BY_BILLS
from customers.sql import lock_open_transactions
from journals.acts import CannotEnter, note_change
from journals.bills.checking import room_at
from journals.bills.entering import Draw, draw_on_what_is_free, entered_before
from journals.bills.life import may_come_from
from journals.bills.refusals import refusal
from journals.models import (
    BankAccount,
    Bill,
    BillStep,
    Journal,
    MethodOfPayment,
    RemittanceType,
    StepStatus,
    StepType,
)
from journals.payments.methods import paid_by
from journals.payments.proposals import CHOSEN_AT_MOST, Wanted
from journals.payments.proposing import period_of, reason_against


class ProposalChanged(CannotEnter):
    """What was shown is not what would be drawn now: nothing was entered."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__(_("Something changed since the proposal was shown. Look at it again."))


@dataclass(frozen=True)
class Proposed:
    """A bill that would be drawn: on these transactions, due with the last of them unless one day is asked for.

    It is not due before it is drawn.
    """

    transactions: Sequence[CustomerTransaction]
    due_date: date

    @property
    def amount(self) -> Decimal:
        """What it is for."""
        return sum((row.open.transaction_currency_amount for row in self.transactions), Decimal(0))


@dataclass(frozen=True)
class Proposal:
    """What would be drawn, and what is left out and why; ``is_part``: more falls due than is looked at together."""

    bills: Sequence[Proposed]
    left_out: Sequence[tuple[CustomerTransaction, str]]
    is_part: bool = False

    @property
    def fingerprint(self) -> str:
        """What tells this proposal from another one."""
        return fingerprint_of(
            [[(row.pk, str(row.open.transaction_currency_amount)) for row in one.transactions] for one in self.bills]
        )


def propose_bills(
    *, company: Company, method: MethodOfPayment, until: date, draw_date: date, due_date: date | None = None
) -> Proposal:
    """Give the bills that may be drawn on what falls due until a day, of customers who pay by the method as a rule.

    Credits are taken off what is drawn with them; a group that comes to nothing is left out, and so is what is
    disputed, blocked, held by another document or of a blocked customer.
    """
    rows = (
        CustomerTransaction.objects.filter(company=company, open__company=company, open__due_date__lte=until)
        .filter(paid_by(method))
        .exclude(transaction_type__in=KEPT_BY_BILLS)
    )
    found = rows.annotate(held_as=HELD_AS).select_related(
        "open", "customer", "currency", "mark__marked_by", "mark__transaction"
    )
    groups: dict[tuple[int, str, object], list[CustomerTransaction]] = defaultdict(list)
    left_out: list[tuple[CustomerTransaction, str]] = []
    looked_at = list(found.order_by("customer__number", "open__due_date", "pk")[: CHOSEN_AT_MOST + 1])
    for row in looked_at[:CHOSEN_AT_MOST]:
        if reason := reason_against(row):
            left_out.append((row, reason))
        else:
            period = period_of(Wanted(row, row.open.transaction_currency_amount), method.grouping)
            groups[row.customer_id, row.currency_id, period].append(row)
    bills = []
    for grouped in groups.values():
        due = due_date or max(row.open.due_date for row in grouped)
        one = Proposed(grouped, max(due, draw_date))
        if one.amount > 0:
            bills.append(one)
        else:
            left_out += [
                (row, _("What is open together comes to nothing that a bill could be drawn on.")) for row in grouped
            ]
    return Proposal(bills, left_out, is_part=len(looked_at) > CHOSEN_AT_MOST)


@dataclass(frozen=True)
class ForBank:
    """The bills that a bank would be sent, and those left out and why; ``is_part``: more are due than is looked at."""

    bills: Sequence[Bill]
    left_out: Sequence[tuple[Bill, str]]
    is_part: bool = False


def propose_remittance(
    *, company: Company, bank_account: BankAccount, remittance_type: RemittanceType, until: date | None
) -> ForBank:
    """Give the bills due until a day, of any day without one, that a bank can be sent: up to its limit, the first due.

    They are in the currency of the bank account, and no line waits for any of them.
    """
    rows = Bill.objects.filter(company=company, currency=bank_account.currency_id)
    rows = rows.filter(status__in=may_come_from(StepType.REMIT)).exclude(steps__status=StepStatus.OPEN)
    if until:
        rows = rows.filter(due_date__lte=until)
    room = room_at(company=company, bank_account=bank_account, remittance_type=remittance_type)
    bills: list[Bill] = []
    left_out: list[tuple[Bill, str]] = []
    found = rows.select_related("customer", "currency", "bank_account", "method").order_by("due_date", "pk")
    looked_at = list(found[: CHOSEN_AT_MOST + 1])
    for bill in looked_at[:CHOSEN_AT_MOST]:
        if bill.method.needs_acceptance and bill.accepted_date is None:
            left_out.append((bill, refusal(bill.pk, "not_accepted", bill.number).reason))
        elif room is not None and bill.left_amount > room:
            left_out.append((bill, _("With it %(bank)s would have more than its limit.") % {"bank": bank_account.code}))
        else:
            bills.append(bill)
            room = room - bill.left_amount if room is not None else None
    return ForBank(bills, left_out, is_part=len(looked_at) > CHOSEN_AT_MOST)


@transaction.atomic
def draw_proposed(
    *,
    journal: Journal,
    method: MethodOfPayment,
    until: date,
    draw_date: date,
    due_date: date | None,
    seen: str,
    drawn_by: User,
    key: str,
) -> list[BillStep]:
    """Enter the bills of a proposal as it was shown. The same key gives the same lines.

    :raises SentBefore: the key belongs to lines of another proposal.
    :raises ProposalChanged: it is not what was shown (``seen``, its fingerprint); nothing was entered.
    :raises CannotEnter: a job is posting the journal.
    """
    company = journal.company
    fingerprint = fingerprint_of("proposed", journal.pk, method.pk, str(draw_date), str(due_date), seen)
    if before := entered_before(journal, key=key, fingerprint=fingerprint):
        return before
    look = partial(propose_bills, company=company, method=method, until=until, draw_date=draw_date, due_date=due_date)
    shown = look()
    held = sorted(row.pk for one in shown.bills for row in one.transactions)
    lock_open_transactions(company_id=company.pk, transactions=held)
    now = look()
    if {shown.fingerprint, now.fingerprint} != {seen}:
        raise ProposalChanged
    note_change(journal, changed_by=drawn_by)
    draws = [
        Draw(
            customer=one.transactions[0].customer,
            currency=one.transactions[0].currency,
            method=method,
            draw_date=draw_date,
            marks={row.pk: row.open.transaction_currency_amount for row in one.transactions},
            due_date=one.due_date,
        )
        for one in now.bills
    ]
    return draw_on_what_is_free(journal=journal, draws=draws, entered_by=drawn_by, key=key, fingerprint=fingerprint)
