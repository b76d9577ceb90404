"""Post the steps of bills: a set at a time, one like thousands.

lock       periods, bills, what they stand as and what draws mark, steps
refuse     each step that cannot be posted is left out with its reason
step       what each step moves, and what its bill is since
number     from here on one posting of the company writes after the other
write      the bills that are drawn; vouchers with entries, customer transactions, what settles what
move       each bill stands where its step led it
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from arclose.ledger import posting as ledger
from arclose.ledger.fields import array_of
from arclose.ledger.models import Company, Posting
from arclose.ledger.models.number_series import SeriesPurpose
from arclose.ledger.outcomes import Outcome
from arclose.ledger.queries import accounting_decimals
from arclose.ledger.rates import Rate, Rates, rates_to_accounting_currency, unreported_days
from customers import subledger
from customers.models import Mark
from customers.models.cash_discounts import DiscountUse
from customers.sql import lock_open_transactions, unmark
from journals.bills import sql
from journals.bills.checking import Asked, refusals
from journals.bills.customer_fees import BILL_FEES
from journals.bills.entries import BILL_STEP, BILL_STEPS, step_posting, steps_owe
from journals.bills.relief import written_off_with_relief
from journals.kinds.journals import kept_by_their_journal
from journals.models import Bill, BillStep, StepStatus, StepType


class _Locked(NamedTuple):
    """What the posting itself knows of a step."""

    pk: int
    status: str
    step_type: str
    remittance_type: str
    currency_id: str
    step_date: date


@transaction.atomic
def post_bill_steps(
    *,
    company: Company,
    documents: Sequence[int],
    posted_by: User,
    key: str,
    is_whole: bool = False,
    is_preview: bool = False,
    with_kept: bool = False,
) -> Outcome:
    """Post every step that can be posted, and let its bill stand where it leads. One posted before stays so.

    ``is_whole``: all of them or none. A preview writes under provisional numbers; its caller takes the transaction
    back. One ``with_kept`` takes in what only its journal keeps from being posted, and warns of that.

    :returns: which steps were posted, which were already, and for each left out the named reason.
    :raises KeyReused: the key belongs to another request.
    :raises NumberSeriesMissing: the company has no series for vouchers, or none for bills.
    :raises AutomaticAccountMissing: there is a realized difference and no account for it.
    """
    asked = BillStep.objects.filter(company=company, pk__among=array_of(documents))
    told = set(asked.values_list("step_date", "step_type").distinct())
    days = {day for day, _type in told}
    open_periods = ledger.open_periods(company=company, dates=days)
    _lock_what_moves(company, asked, {step_type for _day, step_type in told})
    locked = [
        _Locked(*row) for row in asked.order_by("pk").select_for_update(no_key=True).values_list(*_Locked._fields)
    ]
    fingerprint = ledger.fingerprint_of(BILL_STEPS, sorted(set(documents)))
    already = [one.pk for one in locked if one.status == StepStatus.POSTED]
    waits = [one for one in locked if one.status != StepStatus.POSTED]
    waiting = asked.exclude(pk__in=already) if already else asked
    rates = rates_to_accounting_currency(company=company, asked={(one.currency_id, one.step_date) for one in waits})
    kept = kept_by_their_journal(waiting, posted_by=posted_by)
    asked_for = Asked(
        company=company,
        kept=[] if is_preview and with_kept else kept,
        open_periods=open_periods,
        rates=rates,
        unreported=unreported_days(company=company, days=days),
        kinds=_by_kind(waits),
    )
    left_out = refusals(waiting, asked_for)
    # Recognized only here: a repetition has waited for the first one at the locks above.
    if known := ledger.find(company=company, key=key, fingerprint=fingerprint):
        posted = list(BillStep.objects.filter(posting=known).order_by("pk").values_list("pk", flat=True))
        return Outcome(known.pk, posted, sorted(set(already) - set(posted)), left_out)
    out = {one.document_id for one in left_out}
    accepted = [one for one in waits if one.pk not in out]
    if not accepted or (is_whole and left_out):
        return Outcome(None, [], already, left_out)
    posting, _is_new = ledger.begin(
        company=company, kind=BILL_STEPS, key=key, fingerprint=fingerprint, posted_by=posted_by
    )
    _write(posting, accepted, rates, is_preview=is_preview)
    done, warnings = [one.pk for one in accepted], [one for one in kept if one.document_id not in out]
    return Outcome(posting.pk, done, already, left_out, warnings)


def _by_kind(steps: Sequence[_Locked]) -> dict[tuple[str, str], list[int]]:
    kinds: dict[tuple[str, str], list[int]] = defaultdict(list)
    for one in steps:
        kinds[one.step_type, one.remittance_type].append(one.pk)
    return kinds


def _lock_what_moves(company: Company, steps: "QuerySet[BillStep]", types: Collection[str]) -> None:
    """Lock the bills of steps, then what they stand as and what draws mark, in order of id."""
    held = set[int]()
    if set(types) - {StepType.DRAW}:
        bills = Bill.objects.filter(company=company, pk__in=steps.exclude(bill=None).values("bill"))
        for stands in bills.order_by("pk").select_for_update(no_key=True).values_list("standing_id", "liability_id"):
            held |= {pk for pk in stands if pk}
    if StepType.DRAW in types:
        marks = Mark.objects.filter(company=company, document_type=BILL_STEP, document_id__in=steps.values("pk"))
        held |= set(marks.values_list("pk", flat=True))
    lock_open_transactions(company_id=company.pk, transactions=sorted(held))


def _write(posting: Posting, accepted: Sequence[_Locked], rates: Rates, *, is_preview: bool) -> None:
    company, ids, types = posting.company, [one.pk for one in accepted], {one.step_type for one in accepted}
    steps = BillStep.objects.filter(company=company, pk__among=array_of(ids))
    decimals = accounting_decimals(company=company)
    known = {asked: rate for asked, rate in rates.items() if isinstance(rate, Rate)}
    sql.post_steps(company_id=company.pk, posting_id=posting.pk, decimals=decimals, steps=ids, rates=known, types=types)
    if not is_preview:
        ledger.hold_numbers(company=company, days={day for _currency, day in rates})
    if StepType.DRAW in types:
        blocks = ledger.blocks_for(
            company=company,
            purpose=SeriesPurpose.BILL,
            documents=steps.filter(step_type=StepType.DRAW).values_list("pk", "step_date", "cause"),
            is_preview=is_preview,
        )
        sql.insert_bills(posting_id=posting.pk, blocks=blocks)
    contents = step_posting(posting, types=types, decimals=decimals)
    ledger.write(posting=posting, contents=contents, is_preview=is_preview)
    for owed in steps_owe(posting, types=types, decimals=decimals):
        subledger.write_transactions(posting=posting, owed=owed)
    BILL_FEES.post(posting, decimals=decimals, is_preview=is_preview)
    parts = sql.parts_of_steps(company_id=company.pk, posting_id=posting.pk, decimals=decimals, steps=ids, types=types)
    if moved := [part for part in parts if part.takes_along]:
        subledger.take_over(pairs=sql.taken_over(posting_id=posting.pk, parts=moved))
    subledger.settle_own_parts(
        posting=posting,
        parts=parts,
        always=_always_discounted(company, ids) if StepType.DRAW in types else [],
        written_off=written_off_with_relief(steps) if StepType.WRITE_OFF in types else [],
        is_preview=is_preview,
    )
    if StepType.DRAW in types:
        unmark(company_id=company.pk, document_type=BILL_STEP, documents=ids)
    if types - {StepType.DRAW}:
        sql.move_bills(posting_id=posting.pk)
    if not is_preview:
        subledger.close_subledger(posting=posting)
        ledger.seal(posting=posting)


def _always_discounted(company: Company, draws: Sequence[int]) -> list[int]:
    """Give what draws mark to settle with its cash discount, whatever the day."""
    marks = Mark.objects.filter(company=company, document_type=BILL_STEP, document_id__among=array_of(draws))
    return list(marks.filter(discount_use=DiscountUse.ALWAYS).values_list("pk", flat=True))
