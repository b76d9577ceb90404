"""Days in the life of a bill that its next steps and its paper keep to."""

from collections.abc import Collection
from datetime import date

from arclose.ledger.fields import array_of
from arclose.ledger.models import Company, Voucher
from journals.bills.entries import BILL_STEP
from journals.models import BillStep, StepStatus, StepType


def days_drawn(bills: Collection[int]) -> dict[int, date]:
    """Give the day on which each bill was drawn, or drawn again the last time: each time there is a new paper."""
    draws = BillStep.objects.filter(
        bill__in=bills, step_type__in=(StepType.DRAW, StepType.REDRAW), status=StepStatus.POSTED, undone_by=None
    )
    return dict(draws.order_by("pk").values_list("bill", "step_date"))


def days_taken_back(company: Company, bills: Collection[int]) -> dict[int, date]:
    """Give the last day on which a step of each bill was taken back; until then that step stood.

    Of an honored bill no transaction says so, for it stands as none.
    """
    undone = dict(BillStep.objects.filter(bill__in=bills, undone_by__isnull=False).values_list("pk", "bill"))
    if not undone:
        return {}
    back = Voucher.objects.filter(
        reversal_of__company=company,
        reversal_of__document_type=BILL_STEP,
        reversal_of__document_id__among=array_of(undone),
    )
    rows = back.order_by("posting_date").values_list("reversal_of__document_id", "posting_date")
    return {undone[step]: day for step, day in rows}
