"""Remittances: the file by which a bank is sent the bills of a journal, canceled as a whole, and closed at the end."""

import csv
import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import StringIO

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Case, Exists, OuterRef, QuerySet, Value, When
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from arclose.ledger import numbering
from arclose.ledger.models import FiscalPeriod, NumberSeries
from arclose.ledger.models.number_series import SeriesPurpose
from arclose.ledger.money import round_amount
from arclose.ledger.outcomes import Refusal
from journals.acts import CannotEnter, note_change
from journals.bills.checking import not_for_the_bank
from journals.bills.days import days_drawn
from journals.models import BankStatus, Bill, BillStatus, BillStep, Journal, Remittance, StepStatus, StepType
from journals.models.methods import WAY

_LINES = BillStep.objects.filter(remittance=OuterRef("pk"))
# A remittance of which a line is not posted.
HAS_A_LINE_THAT_WAITS = Exists(_LINES.filter(status=StepStatus.OPEN))
# How far a remittance is: canceled, closed, sent while lines of it wait, remitted while one stands, else taken back.
STATE = Case(
    When(canceled_at__isnull=False, then=Value("canceled")),
    When(closed_at__isnull=False, then=Value("closed")),
    When(HAS_A_LINE_THAT_WAITS, then=Value("sent")),
    When(Exists(_LINES.filter(status=StepStatus.POSTED, undone_by=None)), then=Value("remitted")),
    default=Value("taken_back"),
)
COLUMNS = ("remittance", "type", "iban", "bill", "sequence", "customer", "name", "drawn", "due", "currency", "amount")


@dataclass(frozen=True)
class Made:
    """The remittances that were made, and the lines that stand in none of them, each with its reason."""

    remittances: Sequence[Remittance]
    left_out: Sequence[Refusal]


@transaction.atomic
def make_remittances(*, journal: Journal, made_by: User) -> Made:
    """Give the remittances of a journal's lines that stand in none: one per bank account, purpose and day.

    A line that the bank is not to be sent is left out by name, and the others go on: its day lies in no period, it is
    above the limit of its bank, not accepted, or its bank account has no number or is blocked.

    :raises CannotEnter: no line waits for a remittance.
    :raises NumberSeriesMissing: the company has no series for remittances.
    """
    Journal.objects.select_for_update(no_key=True).get(pk=journal.pk)
    rows = BillStep.objects.filter(
        journal=journal, step_type=StepType.REMIT, status=StepStatus.OPEN, remittance=None, bank_account__isnull=False
    )
    list(rows.order_by("pk").select_for_update(no_key=True, of=("self",)).values_list("pk"))
    left_out = not_for_the_bank(rows, journal.company)
    refused = {one.document_id for one in left_out}
    waiting: dict[tuple[int, str, date], list[BillStep]] = defaultdict(list)
    for step in rows.select_related("bill__currency", "customer", "bank_account").order_by("step_date", "bill__number"):
        if step.bank_account_id and step.pk not in refused:
            waiting[step.bank_account_id, step.remittance_type, step.step_date].append(step)
    if not waiting and not left_out:
        raise CannotEnter(_("Every line of this journal stands in a remittance, or is posted."))
    if waiting:
        note_change(journal, changed_by=made_by)
    series = numbering.series_for(company=journal.company, purpose=SeriesPurpose.REMITTANCE)
    return Made([_make(journal, series, steps, made_by) for _asked, steps in sorted(waiting.items())], left_out)


def _make(journal: Journal, series: NumberSeries, steps: Sequence[BillStep], made_by: User) -> Remittance:
    first = steps[0]
    period = FiscalPeriod.objects.select_related("fiscal_year").get(
        company=journal.company_id, start_date__lte=first.step_date, end_date__gte=first.step_date
    )
    year = (period.fiscal_year_id, period.fiscal_year.name)
    [block] = numbering.take_blocks(series=series, counts={year: 1})
    number = f"{block.prefix}{block.first:0{block.digits}d}"
    content = _content(number, steps)
    made = Remittance.objects.create(
        company=journal.company,
        number=number,
        series=series,
        fiscal_year_id=block.fiscal_year_id,
        sequence_number=block.first,
        journal=journal,
        bank_account=first.bank_account,
        remittance_type=first.remittance_type,
        sent_date=first.step_date,
        bill_count=len(steps),
        amount=sum((step.amount for step in steps), Decimal(0)),
        content=content,
        digest=hashlib.sha256(content.encode()).hexdigest(),
        made_by=made_by,
    )
    BillStep.objects.filter(pk__in=[step.pk for step in steps]).update(remittance=made)
    return made


def _content(number: str, steps: Sequence[BillStep]) -> str:
    """Give the file: a line for each bill, amounts and days written as machines read them."""
    drawn = days_drawn([step.bill_id for step in steps if step.bill_id])
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for step in steps:
        bill = step.bill
        account = step.bank_account
        assert bill
        assert account
        writer.writerow(
            [
                number,
                step.remittance_type,
                account.iban or account.account_number,
                bill.number,
                bill.sequence,
                step.customer.number,
                _inert(step.customer.name),
                drawn[bill.pk].isoformat(),
                bill.due_date.isoformat(),
                bill.currency_id,
                f"{round_amount(step.amount, bill.currency.decimals):f}",
            ]
        )
    return text.getvalue()


def _inert(text: str) -> str:
    """Give a text that no program takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


@transaction.atomic
def cancel_remittance(*, remittance: Remittance, canceled_by: User) -> Remittance:
    """Cancel a remittance of which nothing stands posted: its lines wait for another one, or can be deleted.

    Of one that is posted in part what waits is let go likewise, and the remittance goes on without it.

    :raises CannotEnter: all of it is posted, or it was closed or canceled before.
    """
    note_change(remittance.journal, changed_by=canceled_by)
    steps = BillStep.objects.filter(remittance=remittance).order_by("pk")
    list(steps.select_for_update(no_key=True).values_list("pk"))
    waiting = steps.filter(status=StepStatus.OPEN)
    is_partly_posted = steps.filter(status=StepStatus.POSTED, undone_by=None).exists()
    if remittance.closed_at or (is_partly_posted and not waiting.exists()):
        raise CannotEnter(_("It is posted: take that back instead, bill by bill."))
    if is_partly_posted:
        waiting.update(remittance=None)
        return remittance
    changed = Remittance.objects.filter(pk=remittance.pk, canceled_at=None).update(
        canceled_by=canceled_by, canceled_at=Now()
    )
    if not changed:
        raise CannotEnter(_("It was canceled before."))
    waiting.update(remittance=None)
    remittance.refresh_from_db()
    return remittance


@transaction.atomic
def note_bank_status(*, remittance: Remittance, status: BankStatus, noted_by: User) -> Remittance:
    """Note how far the bank is with a remittance of which something waits to be posted.

    :raises CannotEnter: nothing of it waits, or the status is none that a remittance has.
    """
    note_change(remittance.journal, changed_by=noted_by)
    if status not in WAY or status == BankStatus.NONE:
        raise CannotEnter(_("Choose how far the bank is with it."))
    waiting = BillStep.objects.filter(remittance=remittance, status=StepStatus.OPEN)
    if not waiting.exists():
        raise CannotEnter(_("Nothing of it waits: its payment status asks for nothing any more."))
    Remittance.objects.filter(pk=remittance.pk, canceled_at=None).update(bank_status=status)
    remittance.refresh_from_db()
    return remittance


@transaction.atomic
def close_remittance(*, remittance: Remittance, closed_by: User) -> int:
    """Close a remittance whose bills are settled: those that are honored are closed, and none of them is protested.

    A closed one closes once more what is honored since, after a protest was taken back.

    :returns: how many bills were closed.
    :raises CannotEnter: some of it is not posted or not settled, all of it was taken back, or it was closed or canceled
        before.
    """
    bills = Bill.objects.filter(company=remittance.company_id, remittance=remittance).order_by("pk")
    list(bills.select_for_update(no_key=True).values_list("pk"))
    if not_settled := list(bills.filter(status=BillStatus.REMITTED).values_list("number", flat=True)[:5]):
        text = _("Settle or protest these first: %(bills)s.")
        raise CannotEnter(text % {"bills": ", ".join(not_settled)})
    steps = BillStep.objects.filter(remittance=remittance)
    if steps.filter(status=StepStatus.OPEN).exists():
        raise CannotEnter(_("Some of its lines are not posted."))
    if not steps.filter(status=StepStatus.POSTED, undone_by=None).exists():
        raise CannotEnter(_("All of it was taken back: cancel it, if the bank does not have it."))
    waiting = BillStep.objects.filter(bill__in=bills, status=StepStatus.OPEN)
    if waiting.exists():
        raise CannotEnter(_("A line of a journal waits for one of its bills: post or delete that first."))
    changed = Remittance.objects.filter(pk=remittance.pk, closed_at=None, canceled_at=None).update(
        closed_by=closed_by, closed_at=Now()
    )
    closed = bills.filter(status=BillStatus.HONORED).update(status=BillStatus.CLOSED)
    if not changed and not closed:
        raise CannotEnter(_("It was closed or canceled before."))
    remittance.refresh_from_db()
    return closed


@transaction.atomic
def reopen_remittance(*, remittance: Remittance, reopened_by: User) -> int:
    """Open a closed remittance again: its closed bills are honored, as they were before.

    :returns: how many bills are honored again.
    :raises CannotEnter: it is not closed.
    """
    bills = Bill.objects.filter(company=remittance.company_id, remittance=remittance).order_by("pk")
    list(bills.select_for_update(no_key=True).values_list("pk"))
    changed = Remittance.objects.filter(pk=remittance.pk, closed_at__isnull=False).update(
        closed_by=None, closed_at=None, reopened_by=reopened_by, reopened_at=Now()
    )
    if not changed:
        raise CannotEnter(_("It is not closed."))
    remittance.refresh_from_db()
    return bills.filter(status=BillStatus.CLOSED).update(status=BillStatus.HONORED)


def remittances_of(company_id: int) -> "QuerySet[Remittance]":
    """Give the remittances of a company without what they hold, each with how far it is as ``state``."""
    rows = Remittance.objects.filter(company=company_id).annotate(state=STATE)
    return rows.defer("content").select_related("bank_account", "made_by")
