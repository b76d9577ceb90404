"""Take steps of bills back, each by a linked reversal: its bill stands where it stood before."""

from collections.abc import Collection, Sequence
from datetime import date

from django.contrib.auth.models import User
from django.db.models import F

from arclose.ledger.models import Company, Posting
from arclose.ledger.outcomes import Outcome, Refusal
from journals.bills import sql
from journals.bills.customer_fees import BILL_FEE
from journals.bills.days import days_taken_back
from journals.bills.entries import BILL_STEP
from journals.bills.refusals import refusal
from journals.models import Bill, BillStatus, BillStep, StepStatus
from journals.reversing import Sort, take_back

BILL_UNDOINGS = "bill-undoings"


def undo_steps(
    *,
    company: Company,
    documents: Sequence[int],
    day: date,
    reason: str,
    undone_by: User,
    key: str,
    is_preview: bool = False,
) -> Outcome:
    """Take posted steps back on a day: the last one of each bill. What a draw settled is open again.

    See :func:`journals.reversing.take_back`.
    """
    return take_back(
        sort=_STEPS,
        company=company,
        documents=documents,
        day=day,
        reason=reason,
        reversed_by=undone_by,
        key=key,
        is_preview=is_preview,
    )


def _lock_bills(company: Company, steps: Collection[int]) -> None:
    bills = Bill.objects.filter(company=company, pk__in=BillStep.objects.filter(pk__in=steps).values("bill"))
    list(bills.order_by("pk").select_for_update(no_key=True).values_list("pk"))


def _gone_on(company: Company, steps: Collection[int], day: date) -> dict[int, Refusal]:
    """Give the steps after which their bill went on: by another step, one that waits, one that still stood on the day
    on which they are taken back, or by being closed.
    """
    rows = BillStep.objects.filter(company=company, pk__in=steps, status=StepStatus.POSTED, undone_by=None)
    closed = rows.filter(bill__status=BillStatus.CLOSED).values_list("pk", "bill__number", "bill__remittance__number")
    found = {pk: refusal(pk, "bill_closed", *facts) for pk, *facts in closed}
    for pk, number, last in rows.exclude(bill__last_step=F("pk")).values_list("pk", "bill__number", "bill__last_step"):
        found.setdefault(pk, refusal(pk, "later_step", number, f"BL-{last}"))
    waiting = BillStep.objects.filter(company=company, status=StepStatus.OPEN, bill__steps__in=rows)
    for step, number, pk in waiting.values_list("pk", "bill__number", "bill__last_step"):
        if pk in steps:
            found.setdefault(pk, refusal(pk, "bill_waits", f"BL-{step}", number))
    of_step = {pk: (bill, number) for pk, bill, number in rows.values_list("pk", "bill", "bill__number")}
    back = days_taken_back(company, {bill for bill, _number in of_step.values()})
    for pk, (bill, number) in of_step.items():
        if bill in back and day < back[bill]:
            found.setdefault(pk, refusal(pk, "stood_until", back[bill].isoformat(), number))
    return found


def _move_back(posting: Posting, steps: Collection[int]) -> int:
    return sql.move_back(posting_id=posting.pk, steps=sorted(steps))


_STEPS = Sort(BILL_STEP, BILL_UNDOINGS, along=(BILL_FEE,), lock=_lock_bills, refuse=_gone_on, after=_move_back)
