"""Short ways to draw bills and take them on, for tests that look at what comes of them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import count

from arclose.ledger.models import Company, Voucher
from customers.models import Customer, Invoice, WriteOffReason
from journals import acts
from journals.bills.entering import Draw, Entered, Terms, draw_bill, enter_steps
from journals.bills.entries import BILL_STEP
from journals.bills.posting import post_bill_steps
from journals.bills.remitting import make_remittances
from journals.models import (
    BankAccount,
    Bill,
    BillStep,
    BillTerms,
    Journal,
    JournalName,
    JournalType,
    MethodOfPayment,
    RemittanceType,
    StepType,
)
from tests.builders import a_clerk
from tests.journals.payments import bank_of, invoices, untaxed

_SERIAL = count(1)
OCTOBER = date(2026, 10, 20)
IN = {
    StepType.DRAW: JournalType.DRAW,
    StepType.REMIT: JournalType.REMITTANCE,
    StepType.SETTLE: JournalType.SETTLE,
    StepType.PAY: JournalType.SETTLE,
    StepType.RELEASE: JournalType.SETTLE,
    StepType.PROTEST: JournalType.PROTEST,
    StepType.GIVE_UP: JournalType.PROTEST,
    StepType.WRITE_OFF: JournalType.PROTEST,
    StepType.REDRAW: JournalType.REDRAW,
}


def a_bill_journal(company: Company, journal_type: JournalType) -> Journal:
    """Give a journal of bills."""
    name = JournalName.objects.get(company=company, journal_type=journal_type)
    key = f"bills{next(_SERIAL)}"
    return acts.begin_journal(company=company, name=name, text="", created_by=a_clerk(company), key=key)


def a_draw(
    customer: Customer,
    marks: Mapping[Invoice, str],
    *,
    on: date = OCTOBER,
    due: date | None = date(2026, 12, 31),
    method: str = "BILL",
    journal: Journal | None = None,
    always: Collection[Invoice] = (),
) -> BillStep:
    """Give a line that draws a bill on invoices, with the cash discount of those that it always has."""
    company = customer.company
    journal = journal or a_bill_journal(company, JournalType.DRAW)
    owed = {getattr(one, "customer_transaction", one).pk: Decimal(amount) for one, amount in marks.items()}
    draw = Draw(
        customer=customer,
        currency=customer.currency,
        method=MethodOfPayment.objects.get(company=company, code=method),
        draw_date=on,
        marks=owed,
        due_date=due,
        always=[one.customer_transaction.pk for one in always],
    )
    return draw_bill(journal=journal, draw=draw, entered_by=journal.created_by, key=f"draw{next(_SERIAL)}")


def post(*steps: BillStep, **options: object):
    """Post lines, and give the outcome."""
    company = steps[0].company
    values = {"posted_by": steps[0].entered_by, "key": f"post-bills{next(_SERIAL)}", **options}
    return post_bill_steps(company=company, documents=[step.pk for step in steps], **values)


def a_bill(customer: Customer, marks: Mapping[Invoice, str], **values: object) -> Bill:
    """Give a bill that is drawn."""
    step = a_draw(customer, marks, **values)
    outcome = post(step)
    assert outcome.left_out == [], outcome.left_out
    step.refresh_from_db()
    assert step.bill
    return step.bill


def enter(step_type: StepType, *bills: Bill, on: date = OCTOBER, **values: object) -> Entered:
    """Enter lines for bills in a journal of their own; of a remittance the file is made too."""
    company = bills[0].company
    journal = values.pop("journal", None) or a_bill_journal(company, IN[step_type])
    if step_type in (StepType.REMIT, StepType.SETTLE, StepType.PAY) and "bank_account" not in values:
        values["bank_account"] = bank_of(company, bills[0].currency_id)
    if step_type == StepType.REMIT:
        numbered(values["bank_account"])
    if step_type == StepType.PROTEST:
        values = {"cause": "Refused", **values}
    if step_type == StepType.WRITE_OFF and "reason" not in values:
        values["reason"] = WriteOffReason.objects.get(company=company, code="BAD")
    terms = Terms(step_type=step_type, step_date=on, **values)
    asked = {"journal": journal, "bills": [bill.pk for bill in bills], "terms": terms}
    entered = enter_steps(**asked, entered_by=journal.created_by, key=f"enter{next(_SERIAL)}")
    if step_type == StepType.REMIT and entered.steps:
        make_remittances(journal=journal, made_by=journal.created_by)
    return entered


def numbered(bank: BankAccount) -> BankAccount:
    """Give a bank account with a number: without one a bank is sent nothing."""
    if not bank.account_number:
        bank.account_number = f"{bank.code} 12"
        bank.save(update_fields=["account_number"])
    return bank


# What goes with a step, written behind it: ``protest+costs``.
WITH: dict[str, dict[str, object]] = {
    "": {},
    "costs": {"costs_amount": Decimal(5)},
    "bank-costs": {"costs_amount": Decimal(5), "are_costs_of_bank": True},
    "interest": {"interest_amount": Decimal(4), "due_date": date(2027, 1, 31)},
}


def entered_by_word(bill: Bill, word: str, on: date = OCTOBER, **values: object) -> Entered:
    """Enter one step of a bill, written ``collection``, ``settle``, ``settle:40`` of a part or ``protest+costs``."""
    return entered_together([bill], word, on, **values)


def entered_together(bills: Sequence[Bill], word: str, on: date = OCTOBER, **values: object) -> Entered:
    """Enter one step of bills that are at the same place, with one line for each in one journal."""
    name, _sign, number = word.partition(":")
    name, _sign, further = name.partition("+")
    values |= WITH[further]
    if further == "bank-costs":
        values["bank_account"] = bank_of(bills[0].company, bills[0].currency_id)
    if name in (RemittanceType.COLLECTION, RemittanceType.DISCOUNT):
        name, values["remittance_type"] = StepType.REMIT, RemittanceType(name)
    if name == StepType.SETTLE:
        at = RemittanceType(bills[0].remittance_type)
        values.setdefault("remittance_type", RemittanceType.COLLECTION if at == RemittanceType.NONE else at)
    if number:
        values["amounts"] = {bill.pk: Decimal(number) for bill in bills}
    return enter(StepType(name), *bills, on=on, **values)


def taken(bill: Bill, way: str, on: date = OCTOBER) -> Bill:
    """Take a bill along a way, written ``collection settle protest``, all of it on one day."""
    for word in way.split():
        entered = entered_by_word(bill, word, on)
        assert entered.left_out == [], entered.left_out
        outcome = post(*entered.steps)
        assert outcome.left_out == [], outcome.left_out
        bill.refresh_from_db()
    return bill


def all_taken(bills: Sequence[Bill], ways: Sequence[str], on: date = OCTOBER) -> None:
    """Take bills along their ways, turn by turn: what they do in one turn is posted as one set.

    Those that take the same step from the same place are entered together, so one remittance may hold several.
    """
    words = [way.split() for way in ways]
    for turn in range(max(map(len, words))):
        together = defaultdict(list)
        for bill, way in zip(bills, words, strict=True):
            if turn < len(way):
                together[way[turn], bill.remittance_type].append(bill)
        entered = [entered_together(alike, word, on) for (word, _at), alike in together.items()]
        assert [one.left_out for one in entered if one.left_out] == []
        outcome = post(*(step for one in entered for step in one.steps))
        assert outcome.left_out == [], outcome.left_out
        for bill in bills:
            bill.refresh_from_db()


def drawn(customer: Customer, documents: Sequence[Invoice], **values: object) -> list[Bill]:
    """Give a bill of 100 on each document, drawn as one set by the lines of one journal."""
    journal = a_bill_journal(customer.company, JournalType.DRAW)
    draws = [a_draw(customer, {one: "100"}, journal=journal, **values) for one in documents]
    assert post(*draws).left_out == []
    bills = {bill.last_step_id: bill for bill in Bill.objects.filter(steps__in=draws)}
    return [bills[draw.pk] for draw in draws]


def left_of_bills(company: Company, day: date) -> None:
    """Leave bills on a day as the checks of the close look for them: each due then, one at each stage of its life.

    One was discounted a month before, for interest of days since then, and another waits in a remittance.
    """
    customer, before = untaxed(company), day - timedelta(days=30)
    *documents, late, sent = invoices(customer, *["100"] * 6, on=before)
    bills = drawn(customer, documents, on=day, due=day)
    all_taken(bills, ["", "collection", "collection settle", "protest"], day)
    terms = {"bank_account": bank_of(company), "remittance_type": RemittanceType.DISCOUNT, "interest_percent": 36}
    BillTerms.objects.get_or_create(company=company, **terms)
    taken(a_bill(customer, {late: "100"}, on=before, due=day + timedelta(days=60)), "discount", before)
    entered_by_word(a_bill(customer, {sent: "100"}, on=day, due=day), "collection", day)


def voucher_of(step: BillStep):
    """Give the voucher of a step."""
    return Voucher.objects.filter(document_type=BILL_STEP, document_id=step.pk)
