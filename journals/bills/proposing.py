"""Propose bills: on what is due of customers who pay by a method, each of an invoice, a day, a week or all of it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from arclose.ledger.models import Company
from arclose.ledger.posting import fingerprint_of
from customers.collecting import HELD_AS
from customers.models import CustomerTransaction
from customers.models.collection_holds import CollectionHoldKind
from customers.models.transactions import KEPT_BY_BILLS
from customers.settling.marking import said
from journals.acts import CannotEnter
from journals.bills.entering import Draw, draw_bill
from journals.models import BillStep, Journal, MethodOfPayment
from journals.models.methods import Grouping
from journals.payments.methods import paid_by

CHOSEN_AT_MOST = 5_000


class ProposalChanged(CannotEnter):
    """What was shown is not what would be drawn now: nothing was entered."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__(_("Something changed since the proposal was shown. Look at it again."))


@dataclass(frozen=True)
class Proposed:
    """A bill that would be drawn: on these transactions, due with the last of them unless one day is asked for."""

    transactions: Sequence[CustomerTransaction]
    due_date: date

    @property
    def amount(self) -> Decimal:
        """What it is for."""
        return sum((row.open.transaction_currency_amount for row in self.transactions), Decimal(0))


@dataclass(frozen=True)
class Proposal:
    """What would be drawn, and what is left out and why."""

    bills: Sequence[Proposed]
    left_out: Sequence[tuple[CustomerTransaction, str]]

    @property
    def fingerprint(self) -> str:
        """What tells this proposal from another one."""
        return fingerprint_of(
            [[(row.pk, str(row.open.transaction_currency_amount)) for row in one.transactions] for one in self.bills]
        )


def propose_bills(*, company: Company, method: MethodOfPayment, until: date, due_date: date | None = None) -> Proposal:
    """Give the bills that may be drawn on what falls due until a day, of customers who pay by the method as a rule.

    Credits are taken off what is drawn with them; a group that comes to nothing is left out, and so is what is
    disputed, blocked or held by another document.
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
    for row in found.order_by("customer__number", "open__due_date", "pk")[:CHOSEN_AT_MOST]:
        if reason := _reason_against(row):
            left_out.append((row, reason))
        else:
            groups[row.customer_id, row.currency_id, _group(method, row)].append(row)
    bills = []
    for grouped in groups.values():
        one = Proposed(grouped, due_date or max(row.open.due_date for row in grouped))
        if one.amount > 0:
            bills.append(one)
        else:
            left_out += [
                (row, _("What is open together comes to nothing that a bill could be drawn on.")) for row in grouped
            ]
    return Proposal(bills, left_out)


def _reason_against(row: CustomerTransaction) -> str:
    held = getattr(row, "mark", None)
    if held is not None:
        return said(held)
    kind = getattr(row, "held_as", "")
    return str(CollectionHoldKind(kind).label) if kind else ""


def _group(method: MethodOfPayment, row: CustomerTransaction) -> object:
    due: date = row.open.due_date
    return {
        Grouping.INVOICE: row.pk,
        Grouping.DATE: due,
        Grouping.WEEK: due - timedelta(days=due.weekday()),
        Grouping.TOTAL: None,
    }[Grouping(method.grouping)]


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

    :raises ProposalChanged: it is not what was shown; nothing was entered.
    :raises CannotEnter: as in :func:`journals.bills.entering.draw_bill`.
    """
    before = list(BillStep.objects.filter(company=journal.company, key__startswith=f"{key}-").order_by("pk"))
    if before:
        return before
    proposal = propose_bills(company=journal.company, method=method, until=until, due_date=due_date)
    if proposal.fingerprint != seen:
        raise ProposalChanged
    return [
        draw_bill(
            journal=journal,
            draw=Draw(
                customer=one.transactions[0].customer,
                currency=one.transactions[0].currency,
                method=method,
                draw_date=draw_date,
                marks={row.pk: row.open.transaction_currency_amount for row in one.transactions},
                due_date=max(one.due_date, draw_date),
            ),
            entered_by=drawn_by,
            key=f"{key}-{place}",
        )
        for place, one in enumerate(proposal.bills)
    ]
