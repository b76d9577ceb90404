"""Which steps of bills cannot be posted, each with its weightiest reason."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from django.db.models import Q, QuerySet, Sum

from arclose.ledger.fields import array_of
from arclose.ledger.models import Company
from arclose.ledger.open_days import OpenDays
from arclose.ledger.outcomes import Difference, Refusal
from arclose.ledger.rates import RateMissing, Rates
from customers import sql
from customers.models import Mark
from journals.bills import conditions
from journals.bills.days import days_taken_back
from journals.bills.entries import BILL_STEP, CHARGES, COSTS, DEFERRED_INTEREST, DISCOUNT_INTEREST, INTEREST
from journals.bills.life import may_come_from, stage_after
from journals.bills.refusals import refusal
from journals.bills.relief import WITH_RELIEF, without_invoice
from journals.models import (
    BankAccount,
    Bill,
    BillParameters,
    BillProfile,
    BillStatus,
    BillStep,
    BillTerms,
    StepStatus,
    StepType,
)
from journals.models.methods import has_reached
from journals.refusals import without_rate

_NEEDS_PARAMETERS = (
    Q(charges_amount__gt=0)
    | Q(discount_interest_amount__gt=0)
    | Q(costs_amount__gt=0, are_costs_of_bank=False)
    | Q(interest_amount__gt=0)
    | Q(step_type=StepType.RELEASE)
)
_HAS_INTEREST = (
    Q(discount_interest_amount__gt=0)
    | Q(step_type=StepType.RELEASE)
    | Q(step_type__in=(StepType.SETTLE, StepType.PROTEST), bill__deferred_amount__gt=0)
)
# (account, which steps post to it) beside the summary accounts of the profiles.
_POSTED_TO = (
    ("bill__standing__control_account", Q()),
    ("bill__liability__control_account", Q(step_type__in=(StepType.SETTLE, StepType.PROTEST))),
    ("reason__account", Q()),
    (CHARGES, Q(charges_amount__gt=0)),
    (DISCOUNT_INTEREST, _HAS_INTEREST),
    (DEFERRED_INTEREST, _HAS_INTEREST),
    (COSTS, Q(costs_amount__gt=0, are_costs_of_bank=False)),
    (INTEREST, Q(interest_amount__gt=0)),
    ("fees__account", Q()),
    (
        "customer__posting_profile__summary_account",
        Q(step_type=StepType.GIVE_UP) | WITH_RELIEF | Q(fees__isnull=False),
    ),
)


@dataclass(frozen=True)
class Asked:
    """What steps are looked at with: their company, which their journal keeps, open periods, and rates of the days.

    ``rates`` has every currency and day of the steps, and ``kinds`` the steps by type and remittance type.
    """

    company: Company
    kept: Sequence[Refusal]
    open_periods: Iterable[int]
    rates: Rates
    unreported: Mapping[date, RateMissing]
    kinds: Mapping[tuple[str, str], Sequence[int]]

    @property
    def days(self) -> set[date]:
        """The days of the steps."""
        return {day for _currency, day in self.rates}

    @property
    def draws(self) -> list[int]:
        """The steps that draw a bill."""
        return [pk for (step, _remittance_type), ids in self.kinds.items() if step == StepType.DRAW for pk in ids]


def refusals(steps: "QuerySet[BillStep]", asked: Asked) -> list[Refusal]:
    """Give the steps that cannot be posted."""
    company, found = asked.company, dict[int, Refusal]()
    in_doubt = conditions.in_doubt([pk for ids in asked.kinds.values() for pk in ids])
    for one in (
        *asked.kept,
        *_outside(steps, _closed(asked.days, company, asked.open_periods)),
        *_without_rate(steps, asked),
        *(_of_themselves(steps.filter(pk__among=array_of(in_doubt)), company) if in_doubt else ()),
        *_before_what_they_hold(steps, asked),
        *_drawn_on_what_fails(steps, asked),
        *_without_profile(steps, asked),
        *_on_blocked_accounts(steps, company),
    ):
        found.setdefault(one.document_id, one)
    if StepType.REMIT in {step for step, _remittance_type in asked.kinds}:
        for one in _beyond_limits(steps.exclude(pk__in=found), company):
            found.setdefault(one.document_id, one)
    return list(found.values())


def _of_themselves(steps: "QuerySet[BillStep]", company: Company) -> Iterator[Refusal]:
    """Look for what is wrong with steps that are in doubt, each by itself."""
    yield from _of_wrong_status(steps)
    yield from _too_early(steps, company)
    yield from _drawn_on_nothing(steps, company)
    yield from _through_wrong_banks(steps)
    yield from _settled_elsewhere(steps)
    yield from _beyond_what_is_left(steps)
    yield from _of_unknown_tax(steps)
    yield from _not_ready_for_the_bank(steps)


def _closed(days: Iterable[date], company: Company, periods: Iterable[int]) -> list[date]:
    """Give those of some days that lie in none of these periods."""
    open_days = OpenDays(company=company, periods=periods)
    return [day for day in days if day not in open_days]


def _outside(steps: "QuerySet[BillStep]", closed: Collection[date]) -> Iterator[Refusal]:
    for pk, day in steps.filter(step_date__in=closed).values_list("pk", "step_date"):
        yield refusal(pk, "period_not_open", day.isoformat())


def _without_rate(steps: "QuerySet[BillStep]", asked: Asked) -> Iterator[Refusal]:
    for (currency, day), rate in asked.rates.items():
        missing = rate if isinstance(rate, RateMissing) else asked.unreported.get(day)
        if missing:
            of_day = steps.filter(currency=currency, step_date=day)
            yield from (without_rate(pk, missing) for pk in of_day.values_list("pk", flat=True))


def _of_wrong_status(steps: "QuerySet[BillStep]") -> Iterator[Refusal]:
    wrong = steps.filter(conditions.OF_WRONG_STATUS)
    for pk, step, number, status in wrong.values_list("pk", "step_type", "bill__number", "bill__status"):
        yield refusal(pk, "bill_status", number, status, ",".join(may_come_from(step)))


def _too_early(steps: "QuerySet[BillStep]", company: Company) -> Iterator[Refusal]:
    """Look for steps dated before the last one of their bill, or before that was taken back."""
    early = steps.filter(conditions.BEFORE_LAST_STEP)
    for pk, day in early.values_list("pk", "bill__last_step__step_date"):
        yield refusal(pk, "before_last_step", day.isoformat())
    standing = list(steps.exclude(bill__standing=None).values_list("pk", "step_date", "bill__standing"))
    stands = sorted(stands for _pk, _day, stands in standing)
    earliest = sql.earliest_days(company_id=company.pk, transactions=stands) if stands else {}
    for pk, day, stands_as in standing:
        if day < earliest[stands_as]:
            yield refusal(pk, "before_last_step", earliest[stands_as].isoformat())
    yield from _before_it_was_taken_back(steps.filter(bill__status=BillStatus.HONORED), company)


def _before_it_was_taken_back(protests: "QuerySet[BillStep]", company: Company) -> Iterator[Refusal]:
    """Look for protests of honored bills, which stand as nothing, dated before a step of theirs was taken back."""
    of_bill = {bill: (pk, day) for pk, bill, day in protests.values_list("pk", "bill", "step_date")}
    for bill, day in days_taken_back(company, of_bill).items():
        pk, protested_on = of_bill[bill]
        if protested_on < day:
            yield refusal(pk, "before_last_step", day.isoformat())


def _before_what_they_hold(steps: "QuerySet[BillStep]", asked: Asked) -> Iterator[Refusal]:
    """Look for draws dated before what they are drawn on, or before a settlement of that was taken back."""
    if not asked.draws:
        return
    latest: dict[int, date] = {}
    held = sql.marked_days(
        company_id=asked.company.pk, document_type=BILL_STEP, documents=asked.draws, after=min(asked.days)
    )
    for pk, day in held:
        latest[pk] = max(day, latest.get(pk, day))
    for pk, day in steps.filter(pk__in=latest).values_list("pk", "step_date"):
        if day < latest[pk]:
            yield refusal(pk, "before_last_step", latest[pk].isoformat())


def _drawn_on_what_fails(steps: "QuerySet[BillStep]", asked: Asked) -> Iterator[Refusal]:
    if not asked.draws:
        return
    failing = sql.marks_that_fail(company_id=asked.company.pk, document_type=BILL_STEP, documents=asked.draws)
    for pk, number, code, now, then in failing:
        currency = steps.values_list("currency_id", flat=True).get(pk=pk)
        yield refusal(pk, code, number, Difference(now, currency), Difference(then, currency))


def _drawn_on_nothing(steps: "QuerySet[BillStep]", company: Company) -> Iterator[Refusal]:
    draws = dict(steps.filter(step_type=StepType.DRAW).values_list("pk", "currency_id"))
    marks = Mark.objects.filter(company=company, document_type=BILL_STEP, document_id__in=draws)
    marked = dict(marks.order_by().values_list("document_id").annotate(Sum("amount")))
    for pk, currency in draws.items():
        if pk not in marked:
            yield refusal(pk, "nothing_marked")
        elif marked[pk] <= 0:
            yield refusal(pk, "credit_bill", Difference(marked[pk], currency))
    wrong = steps.filter(conditions.NOT_ON_PAPER)
    for pk, code in wrong.values_list("pk", "method__code"):
        yield refusal(pk, "bill_method", code or "-")


def _without_profile(steps: "QuerySet[BillStep]", asked: Asked) -> Iterator[Refusal]:
    known = set(BillProfile.objects.filter(company=asked.company).values_list("stage", flat=True))
    for step, remittance_type in sorted(asked.kinds):
        stage = stage_after(step, remittance_type)
        if stage and stage not in known:
            wrong = steps.filter(step_type=step, remittance_type=remittance_type)
            yield from (refusal(pk, "bill_profile", stage) for pk in wrong.values_list("pk", flat=True))
    if not BillParameters.objects.filter(company=asked.company).exists():
        wrong = steps.filter(_NEEDS_PARAMETERS)
        yield from (refusal(pk, "bill_parameters") for pk in wrong.values_list("pk", flat=True))


def _through_wrong_banks(steps: "QuerySet[BillStep]") -> Iterator[Refusal]:
    for pk in steps.filter(conditions.WITHOUT_BANK).values_list("pk", flat=True):
        yield refusal(pk, "bill_bank")
    for pk, code in steps.filter(conditions.THROUGH_BLOCKED_BANK).values_list("pk", "bank_account__code"):
        yield refusal(pk, "bank_account_blocked", code)
    strange = steps.filter(conditions.IN_OTHER_CURRENCY)
    for pk, currency, code in strange.values_list("pk", "currency_id", "bank_account__code"):
        yield refusal(pk, "line_in_other_currency", currency, code)


def _on_blocked_accounts(steps: "QuerySet[BillStep]", company: Company) -> Iterator[Refusal]:
    profiles = BillProfile.objects.filter(company=company)
    stages = dict(profiles.filter(summary_account__is_blocked=True).values_list("stage", "summary_account__number"))
    if stages:
        for pk, step, remittance_type in steps.values_list("pk", "step_type", "remittance_type"):
            stage = stage_after(step, remittance_type)
            if stage in stages:
                yield refusal(pk, "account_blocked", stages[stage])
    for number in profiles.filter(liability_account__is_blocked=True).values_list(
        "liability_account__number", flat=True
    ):
        advanced = steps.filter(step_type=StepType.REMIT, advance_amount__gt=0)
        yield from (refusal(pk, "account_blocked", number) for pk in advanced.values_list("pk", flat=True))
    if not company.accounts.filter(is_blocked=True).exists():
        return
    for account, which in _POSTED_TO:
        wrong = steps.filter(which, **{f"{account}__is_blocked": True})
        for pk, number in wrong.values_list("pk", f"{account}__number"):
            yield refusal(pk, "account_blocked", number)


def _settled_elsewhere(steps: "QuerySet[BillStep]") -> Iterator[Refusal]:
    facts = ("pk", "bill__number", "bill__bank_account__code", "bill__remittance_type")
    for pk, number, bank, remittance_type in steps.filter(conditions.SETTLED_ELSEWHERE).values_list(*facts):
        yield refusal(pk, "other_remittance", number, bank or "-", remittance_type)


def _beyond_what_is_left(steps: "QuerySet[BillStep]") -> Iterator[Refusal]:
    facts = ("pk", "bill__number", "amount", "bill__left_amount", "currency_id")
    for pk, number, amount, left, currency in steps.filter(conditions.BEYOND_WHAT_IS_LEFT).values_list(*facts):
        there = Difference(left, currency)
        if amount > left:
            yield refusal(pk, "more_than_left", there, number, Difference(amount, currency))
        else:
            yield refusal(pk, "part_of_discounted", number, there)
    facts = ("pk", "bill__number", "amount", "bill__deferred_amount", "currency_id")
    for pk, number, amount, left, currency in steps.filter(conditions.BEYOND_INTEREST).values_list(*facts):
        yield refusal(pk, "no_interest_left", Difference(left, currency), number, Difference(amount, currency))


def _of_unknown_tax(steps: "QuerySet[BillStep]") -> Iterator[Refusal]:
    for pk, number, document in without_invoice(steps):
        yield refusal(pk, "tax_unknown", number, document)


def _not_ready_for_the_bank(steps: "QuerySet[BillStep]") -> Iterator[Refusal]:
    yield from _not_accepted(steps)
    yield from _not_far_enough(steps)
    yield from (refusal(pk, "not_sent") for pk in steps.filter(conditions.UNSENT).values_list("pk", flat=True))


def _not_accepted(steps: "QuerySet[BillStep]") -> Iterator[Refusal]:
    waiting = steps.filter(conditions.NOT_ACCEPTED)
    for pk, number, day in waiting.values_list("pk", "bill__number", "bill__accepted_date"):
        yield refusal(pk, "accepted_later", number, day.isoformat()) if day else refusal(pk, "not_accepted", number)


def _not_far_enough(steps: "QuerySet[BillStep]") -> Iterator[Refusal]:
    """Look for what a bank was sent and is not as far with as the method of payment asks."""
    sent = steps.filter(step_type=StepType.REMIT, remittance__isnull=False)
    facts = ("pk", "bill__method__code", "remittance__bank_status", "bill__method__required_status")
    for pk, code, status, required in sent.values_list(*facts):
        if not has_reached(status, required):
            yield refusal(pk, "remittance_status", code, required, status)


def not_for_the_bank(steps: "QuerySet[BillStep]", company: Company) -> list[Refusal]:
    """Give the lines in no remittance yet that posting would refuse for what the bank takes, as it stands now.

    What a bank was sent and is not posted yet counts for its limit.
    """
    sent = BillStep.objects.filter(company=company, step_type=StepType.REMIT, status=StepStatus.OPEN)
    on_its_way = _per_bank(sent.exclude(remittance=None), "amount")
    found: dict[int, Refusal] = {}
    days = steps.order_by().values_list("step_date", flat=True).distinct()
    for one in (
        *_outside(steps, _closed(days, company, company.fiscal_periods.values_list("pk", flat=True))),
        *_through_wrong_banks(steps),
        *_without_number(steps),
        *_not_accepted(steps),
    ):
        found.setdefault(one.document_id, one)
    for one in _beyond_limits(steps.exclude(pk__in=found), company, on_its_way):
        found.setdefault(one.document_id, one)
    return list(found.values())


def _without_number(steps: "QuerySet[BillStep]") -> Iterator[Refusal]:
    """Look for lines to a bank account by whose name alone the bank does not know it."""
    nameless = steps.filter(bank_account__iban="", bank_account__account_number="")
    for pk, code in nameless.values_list("pk", "bank_account__code"):
        yield refusal(pk, "bank_number", code)


def room_at(*, company: Company, bank_account: BankAccount, remittance_type: str) -> Decimal | None:
    """Give how much more a bank takes of bills for a purpose, None without a limit; what waits in journals counts."""
    terms = BillTerms.objects.filter(company=company, bank_account=bank_account, remittance_type=remittance_type)
    limit = terms.values_list("limit_amount", flat=True).first()
    if limit is None:
        return None
    place = (bank_account.pk, remittance_type)
    waits = BillStep.objects.filter(company=company, step_type=StepType.REMIT, status=StepStatus.OPEN)
    has = at_the_bank(company).get(place, Decimal(0)) + _per_bank(waits, "amount").get(place, Decimal(0))
    return limit - has


def at_the_bank(company: Company) -> dict[tuple[int, str], Decimal]:
    """Give what each bank account has of bills that are remitted and not honored, per remittance type."""
    return _per_bank(Bill.objects.filter(company=company, status=BillStatus.REMITTED), "left_amount")


def _per_bank(rows: "QuerySet[Any]", amount: str) -> dict[tuple[int, str], Decimal]:
    sums = rows.order_by().values_list("bank_account", "remittance_type").annotate(Sum(amount))
    return {(bank, remittance_type): total for bank, remittance_type, total in sums if bank}


def _beyond_limits(
    steps: "QuerySet[BillStep]", company: Company, on_its_way: Mapping[tuple[int, str], Decimal] = MappingProxyType({})
) -> Iterator[Refusal]:
    """Look for bills that would bring a bank above its limit: in their order, those that fit are taken.

    The terms are locked, so that no two postings fill a limit at once.
    """
    limits = {
        (bank, remittance_type): limit
        for bank, remittance_type, limit in BillTerms.objects.filter(company=company, limit_amount__isnull=False)
        .order_by("pk")
        .select_for_update(no_key=True)
        .values_list("bank_account", "remittance_type", "limit_amount")
    }
    remitted = steps.filter(step_type=StepType.REMIT)
    if not limits or not remitted.exists():
        return
    has: dict[tuple[int, str], Decimal] = defaultdict(Decimal, at_the_bank(company))
    for place, amount in on_its_way.items():
        has[place] += amount
    facts: Any = ("pk", "bank_account", "remittance_type", "amount", "bank_account__code", "currency_id")
    for pk, bank, remittance_type, amount, code, currency in remitted.order_by("pk").values_list(*facts):
        limit = limits.get((bank, remittance_type))
        then = has[bank, remittance_type] + amount
        if limit is None or then <= limit:
            has[bank, remittance_type] = then
        else:
            shown = (Difference(limit, currency), remittance_type, Difference(then, currency))
            yield refusal(pk, "bank_limit", code, *shown)
