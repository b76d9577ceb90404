"""What may be wrong with a step of a bill by itself: one condition each, to look at thousands and to say why not.

What depends on the other steps, on what is open of marks or on set-up, :mod:`journals.bills.checking` asks beside.
"""

from collections.abc import Sequence
from functools import cache, reduce
from operator import or_

from django.db.models import Exists, F, OuterRef, Q

from arclose.ledger.fields import array_of
from arclose.ledger.sql import compiled
from arclose.ledger.sql.running import Compiled, rows
from customers.models import Mark, Settlement
from journals.bills.entries import BILL_STEP
from journals.bills.life import may_come_from
from journals.bills.relief import WITH_RELIEF
from journals.models import ON_PAPER, BillStatus, BillStep, RemittanceType, StepType
from journals.models.methods import BankStatus

_NEEDS_BANK = Q(step_type__in=(StepType.REMIT, StepType.SETTLE, StepType.PAY)) | Q(
    Q(bill__status=BillStatus.HONORED)
    | Q(bill__liability__isnull=False)
    | Q(are_costs_of_bank=True, costs_amount__gt=0),
    step_type=StepType.PROTEST,
)
OF_WRONG_STATUS = reduce(
    or_, [Q(step_type=step) & ~Q(bill__status__in=may_come_from(step)) for step in StepType if step != StepType.DRAW]
)
_TAKEN_BACK_SINCE = Settlement.objects.filter(
    debit_transaction=OuterRef("bill__standing"), reversal_of__isnull=False, settlement_date__gt=OuterRef("step_date")
)
_HOLDS = Mark.objects.filter(company=OuterRef("company"), document_type=BILL_STEP, document_id=OuterRef("pk"))
BEFORE_LAST_STEP = Q(step_date__lt=F("bill__last_step__step_date"))
NOT_ON_PAPER = Q(step_type=StepType.DRAW) & ~Q(method__instrument__in=ON_PAPER)
WITHOUT_BANK = _NEEDS_BANK & Q(bank_account=None)
THROUGH_BLOCKED_BANK = Q(bank_account__is_active=False) | Q(bank_account__account__is_blocked=True)
IN_OTHER_CURRENCY = Q(bank_account__isnull=False) & ~Q(currency=F("bank_account__currency"))
SETTLED_ELSEWHERE = Q(step_type=StepType.SETTLE) & ~Q(
    remittance_type=F("bill__remittance_type"), bank_account=F("bill__bank_account")
)
_PART_OF_DISCOUNTED = Q(
    bill__remittance_type=RemittanceType.DISCOUNT, bill__status=BillStatus.REMITTED, amount__lt=F("bill__left_amount")
)
BEYOND_WHAT_IS_LEFT = Q(step_type__in=(StepType.SETTLE, StepType.PAY)) & (
    Q(amount__gt=F("bill__left_amount")) | _PART_OF_DISCOUNTED
)
BEYOND_INTEREST = Q(step_type=StepType.RELEASE, amount__gt=F("bill__deferred_amount"))
UNSENT = Q(step_type=StepType.REMIT, remittance=None)
NOT_ACCEPTED = Q(step_type=StepType.REMIT, bill__method__needs_acceptance=True) & (
    Q(bill__accepted_date=None) | Q(bill__accepted_date__gt=F("step_date"))
)
_STEPS = "{steps}"  # stands in the statement for the steps
# All that may be wrong with a step by itself, for one look at thousands: nearly always that is none. What it finds is
# then asked why; so it may find one too many, and never one too few.
_IN_DOUBT = (
    OF_WRONG_STATUS
    | BEFORE_LAST_STEP
    | Q(step_date__lt=F("bill__standing__transaction_date"))
    | Exists(_TAKEN_BACK_SINCE)
    | Q(step_type=StepType.PROTEST, bill__status=BillStatus.HONORED)
    | Q(step_type=StepType.DRAW) & (~Exists(_HOLDS.filter(amount__gt=0)) | Exists(_HOLDS.filter(amount__lt=0)))
    | NOT_ON_PAPER
    | WITHOUT_BANK
    | THROUGH_BLOCKED_BANK
    | IN_OTHER_CURRENCY
    | SETTLED_ELSEWHERE
    | BEYOND_WHAT_IS_LEFT
    | BEYOND_INTEREST
    | WITH_RELIEF
    | NOT_ACCEPTED
    | UNSENT
    | Q(step_type=StepType.REMIT)
    & (Q(remittance__bank_status=BankStatus.REJECTED) | ~Q(bill__method__required_status=BankStatus.NONE))
)


def in_doubt(steps: Sequence[int]) -> list[int]:
    """Give those of steps with which something may be wrong by itself."""
    statement, parameters = _statement()
    asked = array_of(steps)
    return [pk for (pk,) in rows(statement, [asked if one == _STEPS else one for one in parameters])]


# As large as it is, it takes the program longer to build than the database to answer.
@cache
def _statement() -> Compiled:
    return compiled(BillStep.objects.filter(_IN_DOUBT, pk__among=_STEPS).values_list("pk"))
