"""The life of a bill: which step is taken in which journal, from which status, and to where in the ledger."""

from journals.bills.guards import LIFE
from journals.models import BillStage, JournalType, RemittanceType, StepType

# What the lines of each journal do.
STEPS: dict[str, tuple[StepType, ...]] = {
    JournalType.DRAW: (StepType.DRAW,),
    JournalType.REMITTANCE: (StepType.REMIT,),
    JournalType.SETTLE: (StepType.SETTLE, StepType.PAY, StepType.RELEASE),
    JournalType.PROTEST: (StepType.PROTEST, StepType.GIVE_UP, StepType.WRITE_OFF),
    JournalType.REDRAW: (StepType.REDRAW,),
}


def may_come_from(step: str) -> tuple[str, ...]:
    """Give the statuses of bills with which a step may be taken."""
    return LIFE[step][0]


def stage_after(step: str, remittance_type: str = RemittanceType.NONE) -> BillStage | None:
    """Give where in the ledger a bill stands after a step that moves it; None where it stands nowhere of its own."""
    if step in (StepType.DRAW, StepType.REDRAW):
        return BillStage.BILL
    if step == StepType.REMIT:
        return BillStage.DISCOUNT if remittance_type == RemittanceType.DISCOUNT else BillStage.COLLECTION
    return BillStage.PROTEST if step == StepType.PROTEST else None
