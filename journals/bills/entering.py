"""Enter what is to be done with bills into journals: draw them on open invoices, take each a step on, delete a line."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from arclose.ledger.models import Company, Currency
from arclose.ledger.money import round_amount
from arclose.ledger.outcomes import Refusal
from arclose.ledger.posting import fingerprint_of
from arclose.web.amounts import format_money
from customers.models import Customer, CustomerTransaction, OpenTransaction, WriteOffReason
from customers.models.cash_discounts import DiscountUse
from customers.models.transactions import KEPT_BY_BILLS
from customers.settling.marking import CannotMark, Holder, Way, mark, mark_free, marks_of
from customers.sql import lock_open_transactions
from customers.sql import offers as offers_of
from journals.acts import CannotEnter, SentBefore, note_change
from journals.bills.customer_fees import write_fees
from journals.bills.entries import BILL_STEP
from journals.bills.fees import fees_of
from journals.bills.life import STEPS, may_come_from
from journals.bills.readiness import interest_not_released
from journals.bills.refusals import refusal
from journals.models import (
    ON_PAPER,
    BankAccount,
    Bill,
    BillStatus,
    BillStep,
    BillTerms,
    Journal,
    MethodOfPayment,
    RemittanceType,
    StepStatus,
    StepType,
)

# The steps that may be for a part of what is left; the others move the whole bill.
TAKES_PARTS = (StepType.SETTLE, StepType.PAY, StepType.RELEASE)


@dataclass(frozen=True)
class Draw:
    """A bill to be drawn: on whom, how, and on what; without a due date it is due with the last of what it marks.

    ``marks`` are amounts per open transaction, with the sign of what is open of it: what it is drawn for. Of those that
    ``always`` names the cash discount is granted beside it, whatever the day; of the others none.
    """

    customer: Customer
    currency: Currency
    method: MethodOfPayment
    draw_date: date
    marks: Mapping[int, Decimal]
    due_date: date | None = None
    always: Collection[int] = ()


@transaction.atomic
def draw_bill(*, journal: Journal, draw: Draw, entered_by: User, key: str) -> BillStep:
    """Give the line by which a bill will be drawn, holding what it is drawn on. The same key gives the same line.

    :raises SentBefore: the key belongs to a line of another content.
    :raises CannotEnter: nothing is marked, it does not come to a claim, is of another customer or currency, or the
        method is none of bills.
    :raises CannotMark: a transaction is not open, not of these amounts, or held by another document; or it offers no
        cash discount, or is drawn for more than that leaves.
    """
    _refuse_journal(journal, StepType.DRAW)
    if draw.method.instrument not in ON_PAPER:
        raise CannotEnter(refusal(0, "bill_method", draw.method.code).reason, "method")
    amount = sum(draw.marks.values(), Decimal(0))
    if not draw.marks or amount <= 0:
        raise CannotEnter(_("Mark what the bill is drawn on: open invoices that come to more than nothing."), "marks")
    rows = CustomerTransaction.objects.filter(company=journal.company_id, pk__in=draw.marks)
    if rows.exclude(customer=draw.customer, currency=draw.currency).exists():
        raise CannotEnter(_("What is marked is of another customer or currency than the bill."), "customer")
    if rows.filter(transaction_type__in=KEPT_BY_BILLS).exists():
        raise CannotEnter(_("A bill is drawn on invoices, not on another bill."), "marks")
    due = draw.due_date or max(rows.values_list("due_date", flat=True), default=draw.draw_date)
    facts = [draw.customer.pk, draw.currency.pk, draw.method.pk, draw.draw_date, due, sorted(draw.marks.items())]
    facts += [sorted(draw.always)] if draw.always else []
    fingerprint = fingerprint_of("draw", journal.pk, [str(one) for one in facts])
    note_change(journal, changed_by=entered_by)
    values = {**_line_of(replace(draw, due_date=due)), "journal": journal, "entered_by": entered_by}
    values["fingerprint"] = fingerprint
    step, is_new = BillStep.objects.get_or_create(company=journal.company, key=key, defaults=values)
    if step.fingerprint != fingerprint:
        raise SentBefore
    if is_new:
        ways = dict.fromkeys(draw.always, Way(DiscountUse.ALWAYS))
        mark(company=journal.company, holder=holder_of(step), amounts=draw.marks, marked_by=entered_by, ways=ways)
        _refuse_beyond_discounts(draw)
        write_fees([step])
    return step


def _refuse_beyond_discounts(draw: Draw) -> None:
    offers = offers_of([(pk, draw.draw_date, True) for pk in draw.always])
    reasons = {}
    for row in OpenTransaction.objects.filter(pk__in=draw.always).select_related("transaction"):
        offer, facts = offers.get(row.pk), {"document": row.transaction.document_number}
        if offer is None or row.transaction_currency_amount < 0:
            reasons[row.pk] = _("%(document)s offers no cash discount.") % facts
        elif draw.marks[row.pk] > (most := row.transaction_currency_amount - offer.amount):
            facts["amount"] = format_money(most, row.currency_id)
            reasons[row.pk] = _("%(document)s: with its cash discount it is drawn for at most %(amount)s.") % facts
    if reasons:
        raise CannotMark(reasons)


def draw_on_what_is_free(
    *, journal: Journal, draws: Sequence[Draw], entered_by: User, key: str, fingerprint: str
) -> list[BillStep]:
    """Give a line for each of many bills that will be drawn, holding what they are drawn on.

    The caller has locked what they mark, and looked that so much is open of each and that nothing holds it.
    """
    steps = BillStep.objects.bulk_create(
        BillStep(
            company=journal.company,
            journal=journal,
            entered_by=entered_by,
            key=f"{key}-{place}",
            fingerprint=fingerprint,
            **_line_of(draw),
        )
        for place, draw in enumerate(draws)
    )
    held = {holder_of(step): draw.marks for step, draw in zip(steps, draws, strict=True)}
    mark_free(company=journal.company, amounts=held, marked_by=entered_by)
    write_fees(steps)
    return steps


def _line_of(draw: Draw) -> dict[str, Any]:
    """Give what the line of a draw says; a bill is not due before it is drawn."""
    return {
        "step_type": StepType.DRAW,
        "customer": draw.customer,
        "currency": draw.currency,
        "method": draw.method,
        "step_date": draw.draw_date,
        "due_date": max(draw.due_date or draw.draw_date, draw.draw_date),
        "amount": sum(draw.marks.values(), Decimal(0)),
    }


def holder_of(step: BillStep) -> Holder:
    """Give the step as the holder of its marks."""
    return Holder(BILL_STEP, step.pk)


@dataclass(frozen=True)
class Terms:
    """What is to be done with some bills: the step, its day, and what goes with it.

    ``amounts`` are of bills of which not all that is left is settled or paid, or of the interest that is released.
    """

    step_type: StepType
    step_date: date
    remittance_type: RemittanceType = RemittanceType.NONE
    bank_account: BankAccount | None = None
    amounts: Mapping[int, Decimal] = field(default_factory=dict)
    costs_amount: Decimal = Decimal(0)
    are_costs_of_bank: bool = False
    interest_amount: Decimal = Decimal(0)
    due_date: date | None = None
    cause: str = ""
    reason: WriteOffReason | None = None


@dataclass(frozen=True)
class Entered:
    """The lines that were entered, and why there is none for other bills."""

    steps: Sequence[BillStep]
    left_out: Sequence[tuple[Bill, str]]


@transaction.atomic
def enter_steps(*, journal: Journal, bills: Collection[int], terms: Terms, entered_by: User, key: str) -> Entered:
    """Give a line for each bill with which the step may be taken; the others are left out by name.

    The bills are locked, so of two people who take one at once the second is told. The same key gives the same lines.

    :raises SentBefore: the key belongs to lines of another content.
    :raises CannotEnter: the journal is of another step, what the step needs is not said, or amounts are that it does
        not take.
    """
    _refuse_journal(journal, terms.step_type)
    _refuse_terms(terms)
    if terms.amounts and terms.step_type not in TAKES_PARTS:
        raise CannotEnter(_("This step takes all that is left of a bill: it is entered without an amount."))
    fingerprint = fingerprint_of("steps", journal.pk, sorted(bills), str(terms))
    if before := entered_before(journal, key=key, fingerprint=fingerprint):
        return Entered(before, [])
    note_change(journal, changed_by=entered_by)
    rows = (
        Bill.objects.filter(company=journal.company, pk__in=bills)
        .order_by("pk")
        .select_related("currency", "bank_account")
    )
    locked = list(rows.select_for_update(no_key=True, of=("self",)))
    waits = BillStep.objects.filter(company=journal.company, bill__in=locked, status=StepStatus.OPEN)
    waiting = dict(waits.values_list("bill", "pk"))
    made, left_out = [], []
    for bill, values in _lines(journal.company, locked, terms):
        reason = _reason_against(bill, values["amount"], terms, waiting.get(bill.pk)) or _too_fine(bill, terms)
        if reason:
            left_out.append((bill, reason))
        else:
            common = {"journal": journal, "entered_by": entered_by, "fingerprint": fingerprint}
            made.append(BillStep(company=journal.company, key=f"{key}-{bill.pk}", bill=bill, **common, **values))
    steps = BillStep.objects.bulk_create(made)
    write_fees(steps)
    return Entered(steps, left_out)


def entered_before(journal: Journal, *, key: str, fingerprint: str) -> list[BillStep]:
    """Give the lines of a key, none where it is new; of two that are sent at once the second waits for the first here.

    :raises SentBefore: the key belongs to lines of another content.
    """
    Journal.objects.select_for_update(no_key=True).get(pk=journal.pk)
    before = list(BillStep.objects.filter(company=journal.company, key__startswith=f"{key}-").order_by("pk"))
    if any(step.fingerprint != fingerprint for step in before):
        raise SentBefore
    return before


def _refuse_journal(journal: Journal, step: StepType) -> None:
    if step not in STEPS.get(journal.name.journal_type, ()):
        text = _("Journal %(journal)s is of another type: nothing like this is entered in it.")
        raise CannotEnter(text % {"journal": journal})


def _refuse_terms(terms: Terms) -> None:
    if terms.step_type in (StepType.REMIT, StepType.SETTLE, StepType.PAY) and terms.bank_account is None:
        raise CannotEnter(_("Choose the bank account."), "bank_account")
    is_to_bank = terms.step_type in (StepType.REMIT, StepType.SETTLE)
    if is_to_bank and terms.remittance_type == RemittanceType.NONE:
        raise CannotEnter(_("Choose collection or discount."), "remittance_type")
    if terms.step_type == StepType.PROTEST and not terms.cause:
        raise CannotEnter(_("Say why the bill is protested."), "cause")
    if terms.step_type == StepType.WRITE_OFF and terms.reason is None:
        raise CannotEnter(_("Choose the reason why it is written off."), "reason")
    if terms.step_type == StepType.REDRAW and terms.due_date and terms.due_date < terms.step_date:
        raise CannotEnter(_("It would fall due before the day on which it is drawn again."), "due_date")
    if min(terms.costs_amount, terms.interest_amount) < 0:
        raise CannotEnter(_("Costs and interest are not below zero."), "costs_amount")


def _lines(company: Company, bills: Sequence[Bill], terms: Terms) -> Iterator[tuple[Bill, dict[str, Any]]]:
    """Give each bill with what its line says."""
    left = left_of(bills)
    decimals = dict(Currency.objects.filter(pk__in={bill.currency_id for bill in bills}).values_list("pk", "decimals"))
    of_bank = BillTerms.objects.filter(
        company=company, bank_account=terms.bank_account, remittance_type=terms.remittance_type
    ).first()
    period = company.fiscal_periods.filter(start_date__lte=terms.step_date, end_date__gte=terms.step_date).first()
    if terms.step_type == StepType.RELEASE:
        due = interest_not_released(company=company, until=terms.step_date)
        left = dict.fromkeys(left, Decimal(0)) | {one.pk: one.to_release for one in due}
    for bill in bills:
        amount = terms.amounts.get(bill.pk, left[bill.pk])
        values: dict[str, Any] = {
            "step_type": terms.step_type,
            "customer_id": bill.customer_id,
            "currency_id": bill.currency_id,
            "step_date": terms.step_date,
            "due_date": terms.due_date if terms.step_type == StepType.REDRAW else None,
            "amount": round_amount(amount, decimals[bill.currency_id]),
            "remittance_type": terms.remittance_type,
            "bank_account": terms.bank_account,
            "costs_amount": terms.costs_amount,
            "are_costs_of_bank": terms.are_costs_of_bank,
            "interest_amount": terms.interest_amount,
            "cause": terms.cause,
            "reason": terms.reason,
        }
        if terms.step_type == StepType.REMIT:
            fees = fees_of(
                of_bank,
                remittance_type=terms.remittance_type,
                amount=amount,
                on=terms.step_date,
                due=bill.due_date,
                period_end=period.end_date if period else terms.step_date,
                decimals=decimals[bill.currency_id],
            )
            values |= vars(fees)
        elif terms.step_type == StepType.PROTEST and bill.bank_account_id:
            values |= {"bank_account_id": bill.bank_account_id, "remittance_type": bill.remittance_type}
            del values["bank_account"]
        yield bill, values


def left_of(bills: Sequence[Bill]) -> dict[int, Decimal]:
    """Give what is left of each bill; of an honored one what the bank collected, which is what it may take back."""
    left = {bill.pk: bill.left_amount for bill in bills}
    honored = [bill.pk for bill in bills if bill.status == BillStatus.HONORED]
    rows = BillStep.objects.filter(bill__in=honored, status=StepStatus.POSTED, undone_by=None).order_by("pk")
    for bill, step, amount in rows.values_list("bill", "step_type", "amount"):
        if step == StepType.REMIT:
            left[bill] = Decimal(0)
        elif step == StepType.SETTLE:
            left[bill] += amount
    return left


def _reason_against(bill: Bill, amount: Decimal, terms: Terms, waiting: int | None) -> str:
    """Say why a step cannot be entered for a bill; nothing where it can. Posting looks once more."""
    allowed = may_come_from(terms.step_type)
    if waiting is not None:
        return _with_remedy(refusal(bill.pk, "bill_waits", f"BL-{waiting}", bill.number))
    if bill.status not in allowed:
        return refusal(bill.pk, "bill_status", bill.number, bill.status, ",".join(allowed)).reason
    bank = terms.bank_account
    if bank is not None and terms.step_type != StepType.PROTEST and bank.currency_id != bill.currency_id:
        return refusal(bill.pk, "line_in_other_currency", bill.currency_id, bank.code).reason
    if terms.step_type == StepType.SETTLE and (
        bank is None or (bank.pk, terms.remittance_type) != (bill.bank_account_id, bill.remittance_type)
    ):
        code = bill.bank_account.code if bill.bank_account else "-"
        return _with_remedy(refusal(bill.pk, "other_remittance", bill.number, code, bill.remittance_type))
    if amount <= 0 and terms.step_type == StepType.RELEASE:
        return _("All its deferred interest is of days after that one.")
    return _("Enter an amount above zero.") if amount <= 0 else ""


def _with_remedy(one: Refusal) -> str:
    return f"{one.reason} {one.remedy}"


def _too_fine(bill: Bill, terms: Terms) -> str:
    """Say that costs or interest are finer than the currency of a bill; nothing where they are not."""
    decimals = bill.currency.decimals
    if all(round_amount(one, decimals) == one for one in (terms.costs_amount, terms.interest_amount)):
        return ""
    text = _("Costs and interest in %(currency)s have at most %(decimals)d decimals.")
    return text % {"currency": bill.currency_id, "decimals": decimals}


@transaction.atomic
def delete_step(*, step: BillStep, deleted_by: User) -> bool:
    """Delete a line that is not posted, and let go of what it marks; tell whether there was one.

    :raises CannotEnter: it stands in a remittance that the bank was sent.
    """
    note_change(step.journal, changed_by=deleted_by)
    marks = marks_of(company=step.company, holder=holder_of(step))
    lock_open_transactions(company_id=step.company_id, transactions=sorted(marks.values_list("pk", flat=True)))
    waiting = BillStep.objects.filter(pk=step.pk, status=StepStatus.OPEN).select_for_update()
    found = waiting.first()
    if found is None:
        return False
    if found.remittance_id:
        raise CannotEnter(_("It stands in a remittance: cancel that first, if the bank does not have it."))
    marks.delete()
    waiting.delete()
    return True


def open_invoices(*, company: Company, customer: Customer, currency: Currency) -> "QuerySet[CustomerTransaction]":
    """Give what a bill may be drawn on: what is open of a customer in a currency, each with the mark that holds it."""
    rows = CustomerTransaction.objects.filter(
        company=company, customer=customer, open__customer=customer, open__currency=currency
    ).exclude(transaction_type__in=KEPT_BY_BILLS)
    return rows.select_related("open", "mark__marked_by").order_by("due_date", "pk")
