"""Bills go through their life: what each step posts, from where to where it leads, and what is refused by name."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum
from django.db.utils import DatabaseError

from arclose.ledger.closing import change_status
from arclose.ledger.models import FiscalPeriod, LedgerAccount, LedgerEntry, Voucher
from arclose.ledger.models.calendars import PeriodStatus
from arclose.web.amounts import MINUS
from customers.ageing import Ageing
from customers.models import (
    Concession,
    CustomerTransaction,
    Mark,
    OpenTransaction,
    Settlement,
    SettlementParameters,
)
from customers.queries import what_stands
from customers.settling.concession_entries import CONCESSION
from customers.settling.marking import CannotMark
from customers.settling.refusals import CannotSettle
from customers.settling.settlement import reverse_settlements
from journals.acts import CannotEnter
from journals.bills.accepting import record_acceptance
from journals.bills.customer_fees import BILL_FEE
from journals.bills.entering import delete_step
from journals.bills.entries import BILL_STEP
from journals.bills.exposure import by_status
from journals.bills.guards import LIFE
from journals.bills.paper import paper_of_remittance, papers_of_bills
from journals.bills.readiness import due_and_not_remitted, sent_and_not_posted
from journals.bills.refusals import in_words
from journals.bills.remitting import cancel_remittance, close_remittance, make_remittances, reopen_remittance
from journals.bills.undoing import undo_steps
from journals.entering import PaymentHead, enter_payment
from journals.models import (
    BankAccount,
    Bill,
    BillParameters,
    BillProfile,
    BillStatus,
    BillStep,
    BillTerms,
    Instrument,
    MethodOfPayment,
    RemittanceType,
    StepType,
)
from journals.transferring import post_what_can_be
from tests.bills.bills import OCTOBER, a_bill, a_draw, all_taken, drawn, enter, entered_by_word, post, taken
from tests.builders import a_controller, a_customer
from tests.cases import each
from tests.customers.posting import findings, still_open
from tests.journals.payments import a_journal, bank_of, discounted, invoices, untaxed
from tests.journals.test_bridging_and_fees import a_fee
from tests.revaluation.runs import a_run, balance, quote, standing
from tests.revaluation.runs import post as post_run
from tests.text_tables import read_table

pytestmark = pytest.mark.django_db

AGAIN, UNDONE = date(2026, 10, 22), date(2026, 10, 25)


@pytest.fixture
def customer(db):
    return untaxed()


def left_of(bill: Bill) -> Decimal:
    row = OpenTransaction.objects.filter(transaction=bill.standing_id).first()
    return row.transaction_currency_amount if row else Decimal(0)


# A way through the life of a bill of 100, written as the steps that are posted one after the other; then its status,
# sequence number, what is left of it, and what its last step posts. The bank advances 90 of what it discounts, for
# charges of 2 and interest of 4.40 for 44 days, of which 33 lie beyond October.
WAYS = """
    way                              | status    | seq | left | entries
    draw                             | drawn     | 1   | 100  | 1110 100, 1100 -100
    collection                       | remitted  | 1   | 100  | 1112 100, 1110 -100
    collection settle                | honored   | 1   | 0    | 1000 100, 1112 -100
    collection settle:40             | remitted  | 1   | 60   | 1000 40, 1112 -40
    collection settle:40 settle      | honored   | 1   | 0    | 1000 60, 1112 -60
    collection settle:40 protest     | protested | 1   | 60   | 1116 60, 1112 -60
    collection protest               | protested | 1   | 100  | 1116 100, 1112 -100
    collection settle protest        | protested | 1   | 100  | 1116 100, 1000 -100
    discount                         | remitted  | 1   | 100  | 1114 100, 1110 -100, {advance}
    discount release:1               | remitted  | 1   | 100  | 4610 1, 1250 -1
    discount settle                  | honored   | 1   | 0    | 2150 90, 1000 10, 1114 -100, 4610 3.30, 1250 -3.30
    discount release:1 settle        | honored   | 1   | 0    | 2150 90, 1000 10, 1114 -100, 4610 2.30, 1250 -2.30
    discount protest                 | protested | 1   | 100  | 1116 100, 1114 -100, 2150 90, 1000 -90, {released}
    discount protest pay:30          | protested | 1   | 70   | 1000 30, 1116 -30
    discount settle protest pay:30   | protested | 1   | 70   | 1000 30, 1116 -30
    discount settle protest          | protested | 1   | 100  | 1116 100, 1000 -100
    pay:30 collection settle protest | protested | 1   | 70   | 1116 70, 1000 -70
    pay:30 discount settle protest   | protested | 1   | 70   | 1116 70, 1000 -70
    collection settle:40 settle protest | protested | 1 | 100  | 1116 100, 1000 -100
    protest                          | protested | 1   | 100  | 1116 100, 1110 -100
    protest redraw                   | redrawn   | 2   | 100  | 1110 100, 1116 -100
    protest redraw protest redraw    | redrawn   | 3   | 100  | 1110 100, 1116 -100
    protest redraw collection settle | honored   | 2   | 0    | 1000 100, 1112 -100
    protest redraw protest           | protested | 2   | 100  | 1116 100, 1110 -100
    protest pay                      | paid      | 1   | 0    | 1000 100, 1116 -100
    protest pay:30                   | protested | 1   | 70   | 1000 30, 1116 -30
    protest give_up                  | given_up  | 1   | 0    | 1100 100, 1116 -100
    protest write_off                | given_up  | 1   | 0    | 4800 100, 1116 -100
    pay                              | paid      | 1   | 0    | 1000 100, 1110 -100
    pay:30                           | drawn     | 1   | 70   | 1000 30, 1110 -30
    pay:30 pay                       | paid      | 1   | 0    | 1000 70, 1110 -70
    protest redraw pay               | paid      | 2   | 0    | 1000 100, 1110 -100
    collection settle:40 protest pay | paid      | 1   | 0    | 1000 60, 1116 -60
    protest+costs                    | protested | 1   | 105  | 1116 105, 1110 -100, 8940 -5
    protest+bank-costs               | protested | 1   | 105  | 1116 105, 1110 -100, 1000 -5
    collection protest+bank-costs    | protested | 1   | 105  | 1116 105, 1112 -100, 1000 -5
    collection settle protest+costs  | protested | 1   | 105  | 1116 105, 1000 -100, 8940 -5
    pay:30 protest+costs redraw+interest | redrawn | 2 | 79   | 1110 79, 1116 -75, 8945 -4
    collection settle protest redraw | redrawn   | 2   | 100  | 1110 100, 1116 -100
    protest+costs pay:30             | protested | 1   | 75   | 1000 30, 1116 -30
    protest+costs give_up            | given_up  | 1   | 0    | 1100 105, 1116 -105
    protest+costs write_off          | given_up  | 1   | 0    | 4800 105, 1116 -105
"""


ADVANCE = "1000 90, 2150 -90, 4600 2, 1000 -2, 4610 1.10, 1250 3.30, 1000 -4.40"


def the_terms_of_the_bank(company) -> None:
    bank = bank_of(company)
    BillTerms.objects.create(
        company=company,
        bank_account=bank,
        remittance_type=RemittanceType.DISCOUNT,
        advance_percent=90,
        charge_amount=2,
        interest_percent=36,
    )


def test_they_go_through_their_lives_together(customer):
    company = customer.company
    the_terms_of_the_bank(company)
    cases = read_table(WAYS)
    documents = invoices(customer, *["100"] * len(cases))
    bills = drawn(customer, documents, due=date(2026, 12, 3))
    all_taken(bills, [case["way"].removeprefix("draw") for case in cases])
    assert [shown(bill) for bill in bills] == [expected(case) for case in cases]
    assert set(still_open(*documents)) == {(0, 0)}
    [discounted] = (bill for bill, case in zip(bills, cases, strict=True) if case["way"] == "discount")
    assert_released_by_days(discounted, until=date(2026, 11, 30))
    assert findings(company) == {}
    for paper in papers_of_bills(company=company, bills=Bill.objects.filter(sequence__gt=1)):
        rows = sum(figure(row[1]) for row in paper.content["table"]["rows"])
        assert [rows] == [figure(one["amount"]) for one in paper.content["totals"]]


def assert_released_by_days(bill: Bill, until: date) -> None:
    """Of the interest of 33 days that is deferred, three are still to come."""
    [too_much] = entered_by_word(bill, "release:4", until).steps
    assert [one.code for one in post(too_much).left_out] == ["no_interest_left"]
    delete_step(step=too_much, deleted_by=too_much.entered_by)
    taken(bill, "release", until)
    assert posted_by(bill) == [("1250", -3), ("4610", 3)]
    assert bill.deferred_amount == Decimal("0.30")


def figure(text: str) -> Decimal:
    """Give an amount of less than a thousand as it stands on Dutch paper."""
    digits = "".join(one for one in text.replace(",", ".") if one in ".0123456789")
    return Decimal(digits) * (-1 if MINUS in text else 1)


def shown(bill: Bill) -> tuple[object, ...]:
    return bill.status, str(bill.sequence), left_of(bill), posted_by(bill)


def posted_by(bill: Bill) -> list[tuple[str, Decimal]]:
    """Give what the last step of a bill posted; where something was conceded on what it opened, both per account."""
    voucher = Voucher.objects.get(document_type=BILL_STEP, document_id=bill.last_step_id)
    conceded = Concession.objects.filter(transaction__voucher=voucher).values("pk")
    beside = Voucher.objects.filter(document_type=CONCESSION, document_id__in=conceded)
    entries = LedgerEntry.objects.filter(voucher__in=[voucher, *beside]).order_by("account__number")
    if not beside:
        return sorted(entries.values_list("account__number", "accounting_currency_amount"))
    per_account = entries.values_list("account__number").annotate(Sum("accounting_currency_amount"))
    return [(number, amount) for number, amount in per_account if amount]


def expected(case: dict[str, str]) -> tuple[object, ...]:
    text = case["entries"].format(advance=ADVANCE, released="4610 3.30, 1250 -3.30")
    posted = sorted((pair.split()[0], Decimal(pair.split()[1])) for pair in text.split(", "))
    return case["status"], case["seq"], Decimal(case["left"]), posted


def test_a_customer_is_charged_for_a_draw_and_a_remittance_and_that_goes_back_with_them(customer):
    method = MethodOfPayment.objects.get(company=customer.company, code="BILL")
    a_fee(method, "customer", amount=Decimal("2.50"), currency_id="EUR")
    a_fee(method, "customer", percent=Decimal(1), remittance_type="collection")
    collected, discounted = drawn(customer, invoices(customer, "100", "100"))
    all_taken([collected, discounted], ["collection", "discount protest"])
    owed = CustomerTransaction.objects.filter(transaction_type="payment_fee", open__isnull=False)
    charged = {(Decimal(amount), OCTOBER) for amount in ("2.50", "1")}
    assert set(owed.values_list("open__transaction_currency_amount", "due_date")) == charged
    entries = LedgerEntry.objects.filter(voucher__document_type=BILL_FEE).values_list("account__number")
    sums = dict(entries.annotate(Sum("accounting_currency_amount")).order_by())
    assert sums == {"1100": 6, "8100": -6}
    assert findings(customer.company) == {}
    assert undo([collected.last_step_id], collected, a_controller(customer.company)).left_out == []
    assert [one.transaction_currency_amount for one in owed] == [Decimal("2.50")] * 2
    assert findings(customer.company) == {}


# Each status, a way that leads to it, and which steps may be taken then: all others are refused by name.
ALLOWED = """
    status    | way                    | may be taken
    drawn     |                        | remit protest pay
    remitted  | collection             | settle protest release
    honored   | collection settle      | protest
    closed    | discount settle end    |
    protested | protest                | redraw pay give_up write_off
    redrawn   | protest redraw         | remit protest pay
    paid      | pay                    |
    given_up  | protest give_up        |
    given_up  | protest write_off      |
    canceled  | undone                 |
"""


def test_each_status_allows_the_steps_that_its_life_knows_and_no_others(customer):
    cases = read_table(ALLOWED)
    bills = drawn(customer, invoices(customer, *["100"] * len(cases)))
    all_taken(bills, [case["way"].removesuffix("end").removesuffix("undone") for case in cases])
    closed, undone = bills[3], bills[-1]
    assert close_remittance(remittance=closed.remittance, closed_by=closed.remittance.made_by) == 1
    assert undo([undone.last_step_id], undone, a_controller(customer.company)).left_out == []
    for bill in bills:
        bill.refresh_from_db()
    assert [bill.status for bill in bills] == [case["status"] for case in cases]
    taken_on: dict[int, list[str]] = {bill.pk: [] for bill in bills}
    for step in set(StepType) - {StepType.DRAW}:
        kind = RemittanceType.COLLECTION if step in (StepType.REMIT, StepType.SETTLE) else RemittanceType.NONE
        with transaction.atomic():
            refused = dict(enter(step, *bills, remittance_type=kind).left_out)
            transaction.set_rollback(True)
        for bill in bills:
            if "is in status: " not in refused.get(bill, ""):
                taken_on[bill.pk].append(step)
    assert [set(taken_on[bill.pk]) for bill in bills] == [set(case["may be taken"].split()) for case in cases]
    for bill in bills:
        assert_the_database_keeps(bill)


# What the database itself refuses of a bill that is drawn, whatever asks, beside any other status.
TAMPERED = """
    table             | change                                 | refused
    journals_bill     | amount = 7, last_step_id = NULL        | would stand elsewhere than its last step led
    journals_bill     | amount = 7                             | would stand elsewhere than its last step led
    journals_bill     | due_date = due_date + 1                | would stand elsewhere than its last step led
    journals_bill     | deferred_amount = 7                    | would stand elsewhere than its last step led
    journals_bill     | drawn_date = drawn_date + 1            | is ended, or would become another one
    journals_billstep | amount = 7                             | is posted and never changes
    journals_billstep | status_after = 'honored'               | is posted and never changes
    journals_billstep | status = 'open'                        | is posted and never changes
"""


def assert_the_database_keeps(bill: Bill) -> None:
    """A bill becomes nothing but by a step of its life, and a step is posted only from where its life knows it."""
    if bill.status == BillStatus.DRAWN:
        for case in read_table(TAMPERED):
            which = "bill_id" if case["table"] == "journals_billstep" else "id"
            refuse(f"UPDATE {case['table']} SET {case['change']} WHERE {which} = {bill.pk}", case["refused"])
    closes = {BillStatus.HONORED: BillStatus.CLOSED, BillStatus.CLOSED: BillStatus.HONORED}
    for status in set(BillStatus) - {bill.status, closes.get(BillStatus(bill.status))}:
        refuse(f"UPDATE journals_bill SET status = '{status}' WHERE id = {bill.pk}", "stand elsewhere|is ended")
    [posted] = BillStep.objects.filter(bill=bill).order_by("-pk")[:1]
    values = {**plain(posted), "previous_step_id": bill.last_step_id, "undone_by_id": None}
    wrong = [(step, afters[-1]) for step, (befores, afters) in LIFE.items() if bill.status not in befores]
    for step, after in [*wrong, (StepType.REMIT, BillStatus.HONORED)]:
        values |= {"step_type": step, "status_after": after, "key": f"{step} {after}"}
        with pytest.raises(DatabaseError, match="the life of a bill knows no step"), transaction.atomic():
            BillStep.objects.create(**values)


def refuse(statement: str, says: str) -> None:
    with pytest.raises(DatabaseError, match=says), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def _unaccepted(bill: Bill) -> None:
    MethodOfPayment.objects.filter(pk=bill.method_id).update(needs_acceptance=True)


def _limited(bill: Bill) -> None:
    values = {"company": bill.company, "bank_account": bank_of(bill.company), "limit_amount": 99}
    BillTerms.objects.create(remittance_type=RemittanceType.COLLECTION, **values)


def _without_profile(bill: Bill) -> None:
    BillProfile.objects.filter(company=bill.company, stage="collection").delete()


def _in_dollars(bill: Bill) -> None:
    bank = bank_of(bill.company, "USD")
    BillStep.objects.filter(bill=bill, status="open").update(bank_account=bank)


def _of_no_number(bill: Bill) -> None:
    BankAccount.objects.filter(company=bill.company).update(account_number="")


def _of_no_period(bill: Bill) -> None:
    BillStep.objects.filter(bill=bill, status="open").update(step_date=date(2031, 1, 1))


def _unsent(bill: Bill) -> None:
    BillStep.objects.filter(bill=bill, status="open").update(remittance=None)


def _without_parameters(bill: Bill) -> None:
    BillStep.objects.filter(bill=bill, status="open").update(charges_amount=1)
    BillParameters.objects.all().delete()


def _bankless(bill: Bill) -> None:
    BillStep.objects.filter(bill=bill, status="open").update(bank_account=None)


def _of_bank_not_in_use(bill: Bill) -> None:
    BankAccount.objects.filter(company=bill.company).update(is_active=False)


def _of_another_step(bill: Bill) -> None:
    BillStep.objects.filter(bill=bill, status="open").update(step_type=StepType.REDRAW)


def _awaited(bill: Bill) -> None:
    MethodOfPayment.objects.filter(pk=bill.method_id).update(required_status="approved")


def _held(bill: Bill) -> None:
    period = FiscalPeriod.objects.get(company=bill.company, name="2026-10")
    change_status(period=period, status=PeriodStatus.ON_HOLD, changed_by=a_controller(bill.company))


def _unmarked(_bill: Bill) -> None:
    Mark.objects.all().delete()


def _of_a_credit(bill: Bill) -> None:
    [note] = invoices(bill.customer, "-100")
    Mark.objects.update(transaction=note.customer_transaction, amount=-100)


def _paid_by_transfer(bill: Bill) -> None:
    MethodOfPayment.objects.filter(pk=bill.method_id).update(instrument=Instrument.MONEY)


def test_a_line_is_refused_by_name_and_the_rest_kept(customer):
    first, second = invoices(customer, "100", "100")
    bill = a_bill(customer, {first: "100"})
    [remit], draw = entered_by_word(bill, "collection").steps, a_draw(customer, {second: "100"})
    for line, spoil, code in each(
        [
            (remit, _unaccepted, "not_accepted"),
            (remit, _limited, "bank_limit"),
            (remit, _without_profile, "bill_profile"),
            (remit, _in_dollars, "line_in_other_currency"),
            (remit, _without_parameters, "bill_parameters"),
            (remit, _bankless, "bill_bank"),
            (remit, _of_bank_not_in_use, "bank_account_blocked"),
            (remit, _of_another_step, "bill_status"),
            (remit, _unsent, "not_sent"),
            (remit, _awaited, "remittance_status"),
            (remit, _held, "period_not_open"),
            (draw, _unmarked, "nothing_marked"),
            (draw, _of_a_credit, "credit_bill"),
            (draw, _paid_by_transfer, "bill_method"),
        ]
    ):
        spoil(bill)
        [refused] = post(line).left_out
        assert refused.code == code
        assert in_words(refused.code, refused.facts) == (refused.reason, refused.remedy)


def test_lines_are_refused_by_what_they_ask_of_their_bill(customer):
    documents = invoices(customer, *["100"] * 5)
    bills = drawn(customer, documents)
    all_taken(bills, SENT)
    lines = [
        entered_by_word(bills[0], "settle:101"),
        entered_by_word(bills[1], "settle:60"),
        entered_by_word(bills[2], "settle", on=date(2026, 10, 19)),
        entered_by_word(bills[3], "settle"),
    ]
    outcome = post(*(step for one in lines for step in one.steps))
    codes = [one.code for one in sorted(outcome.left_out, key=lambda one: one.document_id)]
    assert codes == ["more_than_left", "part_of_discounted", "before_last_step"]
    assert len(outcome.posted) == 1
    elsewhere = entered_by_word(bills[0], "settle", remittance_type=RemittanceType.DISCOUNT)
    [(_bill, waits)] = elsewhere.left_out
    assert "waits already" in waits
    other_bank = another_bank(customer.company)
    for values in ({"remittance_type": RemittanceType.DISCOUNT}, {"bank_account": other_bank}):
        [(_bill, reason)] = entered_by_word(bills[4], "settle", **values).left_out
        assert "was remitted to BANK for collection" in reason

    [(_bill, reason)] = enter(StepType.PROTEST, bills[4], costs_amount=Decimal("1.005")).left_out
    assert "in EUR have at most 2 decimals" in reason

    [refused] = lines[2].steps
    [other] = entered_by_word(bills[4], "settle", journal=refused.journal).steps
    BillStep.objects.filter(pk=other.pk).update(bank_account=other_bank)
    assert [one.code for one in post(other).left_out] == ["other_remittance"]
    BillStep.objects.filter(pk=other.pk).update(bank_account=other.bank_account)
    asked = {"journal": refused.journal, "documents": [refused.pk, other.pk], "posted_by": refused.entered_by}
    outcome, rest = post_what_can_be(**asked, key="what can be")
    assert (outcome.posted, list(rest.bill_steps.all())) == ([other.pk], [refused])

    [settled] = lines[3].steps
    assert undo([settled.pk], bills[3], a_controller(customer.company)).left_out == []
    bills[3].refresh_from_db()
    [early] = entered_by_word(bills[3], "settle").steps
    assert [(one.code, *one.facts) for one in post(early).left_out] == [("before_last_step", "2026-10-25")]


def another_bank(company) -> BankAccount:
    account = LedgerAccount.objects.create(company=company, number="1001", name="Bank 2", account_type="asset")
    return BankAccount.objects.create(company=company, code="B2", name="B2", currency_id="EUR", account=account)


# A bill that came along a way, a step of it, and each account of that step that may be blocked.
BLOCKED = """
    way      | step            | accounts
             | discount        | 1110 1114 2150 4600 4610 1250
    discount | settle          | 1114 2150 4610 1250
             | protest+costs   | 1110 1116 8940
    protest  | redraw+interest | 1116 1110 8945
    protest  | give_up         | 1116 1100
    protest  | write_off       | 1116 4800 1100
             | collection      | 8100
"""


def test_nothing_is_posted_to_a_blocked_account(customer):
    the_terms_of_the_bank(customer.company)
    method = MethodOfPayment.objects.get(company=customer.company, code="BILL")
    a_fee(method, "customer", percent=Decimal(1), remittance_type="collection")
    cases = read_table(BLOCKED)
    bills = drawn(customer, invoices(customer, *["100"] * len(cases)), due=date(2026, 12, 3))
    all_taken(bills, [case["way"] for case in cases])
    found = []
    for bill, case in zip(bills, cases, strict=True):
        steps = entered_by_word(bill, case["step"]).steps
        for number in case["accounts"].split():
            account = LedgerAccount.objects.filter(company=customer.company, number=number)
            account.update(is_blocked=True)
            found += [(one.code, *one.facts) for one in post(*steps).left_out]
            account.update(is_blocked=False)
    assert found == [("account_blocked", number) for case in cases for number in case["accounts"].split()]


def test_a_redrawn_bill_is_accepted_anew(customer):
    [invoice] = invoices(customer, "100")
    bill = a_bill(customer, {invoice: "100"})
    _unaccepted(bill)
    with pytest.raises(CannotEnter, match="still to come"):
        record_acceptance(bill=bill, accepted_on=UNDONE, today=OCTOBER)
    record_acceptance(bill=bill, accepted_on=OCTOBER, today=OCTOBER)
    taken(bill, "protest")
    with pytest.raises(CannotEnter, match="would fall due before"):
        enter(StepType.REDRAW, bill, due_date=OCTOBER - timedelta(days=1))
    taken(bill, "redraw", on=AGAIN)
    assert bill.accepted_date is None
    with pytest.raises(CannotEnter, match="drawn later than that day"):
        record_acceptance(bill=bill, accepted_on=OCTOBER, today=UNDONE)
    [paper] = papers_of_bills(company=customer.company, bills=Bill.objects.all())
    assert paper.day == AGAIN
    [waiting] = entered_by_word(bill, "collection", AGAIN).steps
    for accepted_on, code in ((None, "not_accepted"), (UNDONE, "accepted_later")):
        record_acceptance(bill=bill, accepted_on=accepted_on, today=UNDONE)
        [refused] = make_remittances(journal=waiting.journal, made_by=waiting.entered_by).left_out
        assert (refused.code, in_words(refused.code, refused.facts)) == (code, (refused.reason, refused.remedy))
    record_acceptance(bill=bill, accepted_on=AGAIN, today=UNDONE)
    [sent] = make_remittances(journal=waiting.journal, made_by=waiting.entered_by).remittances
    assert AGAIN.isoformat() in sent.content
    assert paper_of_remittance(sent).content["table"]["rows"][0][2].startswith("22")
    cancel_remittance(remittance=sent, canceled_by=waiting.entered_by)
    delete_step(step=BillStep.objects.get(pk=waiting.pk), deleted_by=a_controller(customer.company))
    assert undo([bill.last_step_id], bill, a_controller(customer.company)).left_out == []
    bill.refresh_from_db()
    assert bill.accepted_date == OCTOBER
    assert findings(customer.company) == {}


def test_a_remittance_lets_go_of_what_its_bank_does_not_take(customer):
    first, second, third = drawn(customer, invoices(customer, "100", "100", "100"))
    sent, kept = enter(StepType.REMIT, first, second, remittance_type=RemittanceType.COLLECTION).steps
    values = {"company": customer.company, "bank_account": bank_of(customer.company), "limit_amount": 150}
    BillTerms.objects.create(remittance_type=RemittanceType.COLLECTION, **values)
    assert [one.code for one in post(sent, kept).left_out] == ["bank_limit"]
    kept.refresh_from_db()
    remittance, by = kept.remittance, kept.entered_by
    until = {"company": customer.company, "until": second.due_date}
    assert list(due_and_not_remitted(**until)) == [third]
    assert [(one, one.waiting_amount) for one in sent_and_not_posted(**until)] == [(remittance, 100)]
    with pytest.raises(CannotEnter, match="stands in a remittance"):
        delete_step(step=kept, deleted_by=by)
    assert cancel_remittance(remittance=remittance, canceled_by=by).canceled_at is None
    [fits] = enter(StepType.REMIT, third, journal=kept.journal, remittance_type=RemittanceType.DISCOUNT).steps
    assert BillStep.objects.get(pk=fits.pk).remittance_id
    changed = kept.journal.changes.count()
    spoils = [(_of_no_number, "bank_number"), (_of_no_period, "period_not_open"), (lambda _bill: None, "bank_limit")]
    for spoil, code in each(spoils):
        spoil(second)
        left_out = make_remittances(journal=kept.journal, made_by=by).left_out
        assert [(one.document_id, one.code) for one in left_out] == [(kept.pk, code)]
    assert kept.journal.changes.count() == changed
    assert delete_step(step=kept, deleted_by=by)
    with pytest.raises(CannotEnter, match="take that back instead"):
        cancel_remittance(remittance=remittance, canceled_by=by)
    assert undo([sent.pk], first, a_controller(customer.company)).left_out == []
    with pytest.raises(CannotEnter, match="All of it was taken back"):
        close_remittance(remittance=remittance, closed_by=by)
    assert cancel_remittance(remittance=remittance, canceled_by=by).canceled_at
    assert findings(customer.company) == {}


def test_a_closed_remittance_closes_a_bill_whose_protest_is_taken_back(customer):
    first, second = drawn(customer, invoices(customer, "100", "100"))
    post(*enter(StepType.REMIT, first, second, remittance_type=RemittanceType.COLLECTION).steps)
    for bill, way in ((first, "settle"), (second, "settle protest")):
        bill.refresh_from_db()
        taken(bill, way)
    controller, remittance = a_controller(customer.company), first.remittance
    assert close_remittance(remittance=remittance, closed_by=controller) == 1
    assert undo([second.last_step_id], second, controller).left_out == []
    assert close_remittance(remittance=remittance, closed_by=controller) == 1
    with pytest.raises(CannotEnter, match="closed or canceled before"):
        close_remittance(remittance=remittance, closed_by=controller)
    assert set(Bill.objects.values_list("status", flat=True)) == {"closed"}
    first.refresh_from_db()
    assert [one.code for one in undo([first.last_step_id], first, controller).left_out] == ["bill_closed"]
    assert reopen_remittance(remittance=remittance, reopened_by=controller) == 2
    with pytest.raises(CannotEnter, match="is not closed"):
        reopen_remittance(remittance=remittance, reopened_by=controller)
    first.refresh_from_db()
    assert undo([first.last_step_id], first, controller).left_out == []
    [early] = entered_by_word(second, "protest").steps
    assert [(one.code, *one.facts) for one in post(early).left_out] == [("before_last_step", "2026-10-25")]
    delete_step(step=early, deleted_by=controller)
    second.refresh_from_db()
    before = undo([second.last_step_id], second, controller, UNDONE - timedelta(days=1))
    assert [(one.code, *one.facts) for one in before.left_out] == [("stood_until", "2026-10-25", second.number)]
    assert taken(second, "protest", on=UNDONE).status == "protested"
    assert findings(customer.company) == {}


SENT = ("collection", "discount", "collection", "collection", "collection")

# A way, all of whose steps are taken back one after the other; what the bill stands as before each, latest first.
BACK = """
    way                       | stood
    collection settle protest | protested honored remitted drawn
    discount settle           | honored remitted drawn
    discount protest          | protested remitted drawn
    collection settle:40      | remitted remitted drawn
    protest redraw pay:30     | redrawn redrawn protested drawn
    protest give_up           | given_up protested drawn
    protest write_off         | given_up protested drawn
"""


def test_steps_are_taken_back_one_after_the_other(customer):
    company = customer.company
    the_terms_of_the_bank(company)
    cases = read_table(BACK)
    documents = invoices(customer, *["100"] * len(cases))
    bills = drawn(customer, documents)
    firsts = [bill.last_step_id for bill in bills]
    all_taken(bills, [case["way"] for case in cases])
    controller = a_controller(company)
    assert {one.code for one in undo(firsts, bills[0], controller).left_out} == {"later_step"}
    stood: dict[int, list[str]] = {bill.pk: [] for bill in bills}
    while standing := [bill for bill in bills if bill.last_step_id]:
        assert undo([bill.last_step_id for bill in standing], standing[0], controller).left_out == []
        for bill in standing:
            stood[bill.pk].append(bill.status)
            bill.refresh_from_db()
    assert [" ".join(stood[bill.pk]) for bill in bills] == [case["stood"] for case in cases]
    assert {(bill.status, bill.standing_id) for bill in bills} == {("canceled", None)}
    assert still_open(*documents) == [(100, 100)] * len(documents)
    own = LedgerEntry.objects.filter(voucher__document_type__in=[BILL_STEP, CONCESSION, "reversal", "settlement"])
    assert all(
        not row["sum"] for row in own.order_by().values("account").annotate(sum=Sum("accounting_currency_amount"))
    )
    assert findings(company) == {}


def undo(steps, bill, controller, day=UNDONE):
    values = {"company": bill.company, "documents": steps, "day": day, "reason": "Mistake"}
    return undo_steps(**values, undone_by=controller, key=f"undo-{steps}-{bill.status}-{bill.last_step_id}")


def test_a_bill_in_dollars_keeps_its_worth_until_money_moves(customer):
    abroad = a_customer(customer.company, tax_group="OUT", country="US", currency_id="USD")
    first, second = invoices(abroad, "1000", "333.33", on=date(2026, 9, 1))
    worth = sum(one.customer_transaction.accounting_currency_amount for one in (first, second))
    bill = a_bill(abroad, {first: "1000", second: "333.33"}, on=date(2026, 10, 1))
    taken(bill, "protest redraw collection", on=date(2026, 10, 12))
    assert bill.standing.accounting_currency_amount == worth
    assert [(one.status, one.accounting_amount) for one in by_status(company=customer.company)] == [("remitted", worth)]
    assert not LedgerEntry.objects.filter(posting_type__in=["realized_gain", "realized_loss", "rounding"]).exists()
    taken(bill, "settle:500 settle", on=date(2026, 10, 30))
    realized = LedgerEntry.objects.filter(posting_type__in=["realized_gain", "realized_loss"])
    received = LedgerEntry.objects.filter(posting_type="bank").aggregate(sum=Sum("accounting_currency_amount"))["sum"]
    assert sum(one.accounting_currency_amount for one in realized) == worth - received
    assert worth != received
    assert findings(customer.company) == {}


def test_what_a_revaluation_made_stand_moves_with_a_bill_until_money_does(customer):
    company = customer.company
    abroad = untaxed(company, country="US", currency_id="USD")
    [invoice] = invoices(abroad, "1000", on=date(2026, 9, 1))
    quote(company, "USD", date(2026, 9, 30), "1.30")
    post_run(a_run(company, date(2026, 9, 30)))
    stood, unrealized = standing(company), balance(company, "4930")
    assert unrealized == -stood > 0
    bill, other = (a_bill(abroad, {invoice: part}, on=date(2026, 10, 2)) for part in ("333.33", "666.67"))
    for way in ("collection protest redraw", "protest"):
        taken(bill, way)
        assert (standing(company), balance(company, "4930")) == (stood, unrealized)
    assert undo([bill.last_step_id], bill, a_controller(company)).left_out == []
    assert (standing(company), balance(company, "4930")) == (stood, unrealized)
    assert findings(company) == {}
    bill.refresh_from_db()
    taken(bill, "pay", on=date(2026, 10, 28))
    assert standing(company) == OpenTransaction.objects.get(pk=other.standing_id).standing_adjustment_amount
    assert balance(company, "4930") == -standing(company)
    quote(company, "USD", date(2026, 10, 31), "1.25")
    post_run(a_run(company, date(2026, 10, 31)))
    taken(other, "pay", on=date(2026, 11, 2))
    assert (standing(company), balance(company, "4930")) == (0, 0)
    assert findings(company) == {}


def test_a_revaluation_of_a_later_day_and_that_of_an_advance_are_taken_back(customer):
    company = customer.company
    abroad = untaxed(company, country="US", currency_id="USD")
    [invoice] = invoices(abroad, "1000", on=date(2026, 9, 1))
    bill = taken(a_bill(abroad, {invoice: "1000"}, on=date(2026, 9, 2)), "discount", on=date(2026, 9, 10))
    quote(company, "USD", date(2026, 9, 30), "1.30")
    post_run(a_run(company, date(2026, 9, 30)))
    revalued = OpenTransaction.objects.annotate(stands=what_stands(books="EUR")).exclude(stands=0)
    assert {one.transaction.transaction_type for one in revalued} == {"bill", "bill_liability"}
    aged = Ageing(company=company, on=date(2026, 9, 30))
    [row], [total] = aged, aged.totals()
    assert {name: row[name] for name in total.amounts} == total.amounts
    assert (total.amounts["not_due"], total.amounts["total"]) == (1000, 1000)
    taken(bill, "protest", on=date(2026, 9, 29))
    assert not revalued.all().exists()
    assert undo([bill.last_step_id], bill, a_controller(company)).left_out == []
    assert findings(company) == {}


def test_a_draw_takes_the_cash_discount_only_where_its_line_says_always(customer):
    payer = discounted(customer.company, tax_group="OUT")
    SettlementParameters.objects.filter(company=customer.company).update(penny_limit_amount=1)
    plain_one, always, part, most = documents = invoices(payer, *["100"] * 4, on=date(2026, 8, 1))
    late = {"on": OCTOBER, "due": date(2026, 12, 1)}
    with pytest.raises(CannotMark, match=r"it is drawn for at most EUR.98\.00"):
        a_draw(payer, {always: "99"}, **late, always=[always])
    marks = {plain_one: "100", always: "98", part: "49", most: "97.50"}
    step = a_draw(payer, marks, **late, always=[always, part, most])
    assert post(step).left_out == []
    bill = Bill.objects.get()
    assert (bill.amount, left_of(bill)) == (Decimal("344.50"), Decimal("344.50"))
    assert [left for left, _in_books in still_open(*documents)] == [0, 0, 50, Decimal("0.51")]
    assert balance(customer.company, "8820") == Decimal("4.99")
    assert undo([bill.last_step_id], bill, a_controller(customer.company)).left_out == []
    assert still_open(*documents) == [(100, 100)] * 4
    assert findings(customer.company) == {}


def test_what_stands_on_a_cash_discount_is_taken_back_while_the_rest_moves_with_the_bill(customer):
    company = customer.company
    abroad = discounted(company, tax_group="OUT", country="US", currency_id="USD")
    for day, rate in ((date(2026, 9, 1), "1"), (date(2026, 9, 30), "1.25"), (date(2026, 10, 2), "1.25")):
        quote(company, "USD", day, rate)
    [invoice] = invoices(abroad, "1000", on=date(2026, 9, 1))
    post_run(a_run(company, date(2026, 9, 30)))
    assert standing(company) == -200
    assert post(a_draw(abroad, {invoice: "980"}, on=date(2026, 10, 2), always=[invoice])).left_out == []
    bill = Bill.objects.get()
    assert still_open(invoice) == [(0, 0)]
    assert bill.standing.open.standing_adjustment_amount == standing(company) == -196
    assert [balance(company, one) for one in ("4930", "4920", "8910", "8820")] == [196, 4, 0, 16]
    assert findings(company) == {}
    assert undo([bill.last_step_id], bill, a_controller(company)).left_out == []
    assert [balance(company, one) for one in ("4930", "4920", "8910", "8820")] == [200, 0, 0, 0]
    assert standing(company) == -200
    assert findings(company) == {}


def test_two_clerks_do_not_take_one_bill_and_no_payment_does(customer):
    [invoice] = invoices(customer, "100")
    bill = a_bill(customer, {invoice: "100"})
    assert_a_payment_does_not_settle(bill)
    first = entered_by_word(bill, "collection")
    second = entered_by_word(bill, "discount")
    assert (len(first.steps), len(second.steps)) == (1, 0)
    assert f"Step {first.steps[0]} of bill {bill} waits already" in second.left_out[0][1]
    with pytest.raises(IntegrityError, match="bill_has_one_step_that_waits"), transaction.atomic():
        BillStep.objects.create(**{**plain(first.steps[0]), "key": "another"})
    with pytest.raises(IntegrityError, match="bill_step_advances_at_most_all"), transaction.atomic():
        BillStep.objects.filter(pk=first.steps[0].pk).update(advance_amount=101)
    with pytest.raises(CannotEnter, match="all that is left"):
        entered_by_word(bill, "collection:1")


def plain(step: BillStep) -> dict[str, object]:
    return {field.attname: getattr(step, field.attname) for field in step._meta.concrete_fields if field.name != "id"}


def assert_a_payment_does_not_settle(bill: Bill) -> None:
    """Nor is what its draw settled taken back but with the draw."""
    values = {"settlements": [Settlement.objects.get().pk], "day": OCTOBER, "reason": "Mistake", "key": "back"}
    with pytest.raises(CannotSettle, match="Take the step back instead"):
        reverse_settlements(company=bill.company, posted_by=a_controller(bill.company), **values)
    journal = a_journal(bill.company)
    head = PaymentHead(bill.customer, OCTOBER, Decimal(100), bank_of(bill.company))
    with pytest.raises(CannotMark, match="is a bill of exchange"):
        enter_payment(
            journal=journal, head=head, marks={bill.standing_id: Decimal(100)}, entered_by=journal.created_by, key="pay"
        )
