"""Two people at the same rows, in every order; many people at the same moment."""

import os
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import count
from typing import Any

import pytest
from django.db import connections, transaction

from arclose.ledger.closing import change_status
from arclose.ledger.models import Company, FiscalPeriod, PeriodManifest, PeriodStatusChange, Voucher
from arclose.ledger.outcomes import Outcome
from arclose.ledger.reversing import reverse
from customers.holding import place_hold
from customers.invoicing import post_invoices
from customers.models import (
    CreditGroup,
    CreditHold,
    HoldCode,
    Invoice,
    Item,
    OrderDocument,
    OrderHold,
    SalesOrder,
    SalesOrderLine,
    SalesParameters,
    Settlement,
)
from customers.models.sales_orders import Quantity
from customers.settling import settlement
from customers.settling.refusals import CannotSettle
from customers.settling.settlement import Part
from customers.standing import standing_of
from customers.undoing import undo_invoices
from customers.update_parameters import UpdateParameters
from customers.updates import DELIVER, UPDATES
from journals.bills.entering import Entered, Terms, enter_steps
from journals.models import JournalType, RemittanceType, StepType
from tests.bills.bills import a_bill, a_bill_journal
from tests.builders import a_company, a_controller, a_customer, a_returned_order, an_item, an_order
from tests.customers.posting import findings, posted, settle
from tests.faults.plays import Stage, a_stage
from tests.faults.processes import at_once
from tests.journals.payments import bank_of, invoices, untaxed
from tests.ledger.vouchers import a_voucher

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
KEYS = count(1)
END_OF_MONTH = date(2026, 10, 31)
CLOSINGS = int(os.environ.get("ARCLOSE_FAULT_CLOSINGS", "3"))
POSTERS = int(os.environ.get("ARCLOSE_FAULT_POSTERS", "3"))


def posting(order: SalesOrder, *, key: str = "") -> Callable[[], Outcome]:
    user, key = a_controller(order.company), key or f"race{next(KEYS)}"
    return lambda: post_invoices(company=order.company, orders=[order.pk], posted_by=user, key=key)


def holding(company: Company, *, status: str = "on_hold") -> Callable[[], Any]:
    user = a_controller(company)

    def hold() -> Any:
        period = FiscalPeriod.objects.get(company=company, name="2026-10")
        return change_status(period=period, status=status, changed_by=user)

    return hold


def settling(debit: Invoice, credit: Invoice, amount: str) -> Callable[[], Outcome]:
    user, key = a_controller(debit.company), f"race{next(KEYS)}"
    part = Part(debit.customer_transaction.pk, credit.customer_transaction.pk, Decimal(amount), END_OF_MONTH)
    return lambda: settlement.settle(company=debit.company, parts=[part], posted_by=user, key=key)


def taking_back(settled: Settlement) -> Callable[[], Outcome]:
    company, user, key = settled.company, a_controller(settled.company), f"race{next(KEYS)}"
    return lambda: settlement.reverse_settlements(
        company=company, settlements=[settled.pk], day=END_OF_MONTH, reason="", posted_by=user, key=key
    )


def reversing(voucher: Voucher) -> Callable[[], Outcome]:
    company, user, key = voucher.company, a_controller(voucher.company), f"race{next(KEYS)}"
    return lambda: reverse(
        company=company, vouchers=[voucher.pk], posting_date=None, reason="", posted_by=user, key=key
    )  # fmt: skip


def in_every_order(
    stage: Stage, scene: Callable[[Company], tuple[Any, Any, Callable[..., None]]], *, are_alike: bool = False
) -> None:
    """Play a scene in every order, each in a company of its own, and look at its books afterwards.

    Where both do the same, B's beginning first would be the same play with the names exchanged.
    """
    companies = []
    for order in stage.every_order(first="A" if are_alike else "AB"):
        company = a_company()
        companies.append(company)
        a, b, check = scene(company)
        print(order)
        result = stage.play(order, a=a, b=b)
        connections["default"].ensure_connection()
        check(*result)
    assert findings(*companies) == {}


def an_order_posted_by_two_has_one_invoice(stage: Stage) -> None:
    def scene(company: Company) -> Any:
        order = an_order(a_customer(company))

        def check(*outcomes: Outcome) -> None:
            assert sorted((list(o.posted), list(o.already)) for o in outcomes) == [([], [order.pk]), ([order.pk], [])]
            assert list(Invoice.objects.filter(company=company).values_list("sequence_number", flat=True)) == [1]

        return posting(order), posting(order), check

    in_every_order(stage, scene, are_alike=True)


def a_bill_taken_on_by_two_is_remitted_by_one(stage: Stage) -> None:
    def scene(company: Company) -> Any:
        [invoice] = invoices(untaxed(company), "100")
        bill = a_bill(invoice.customer, {invoice: "100"})
        terms = Terms(
            StepType.REMIT, END_OF_MONTH, remittance_type=RemittanceType.COLLECTION, bank_account=bank_of(company)
        )

        def remitting() -> Callable[[], Entered]:
            journal, key = a_bill_journal(company, JournalType.REMITTANCE), f"race{next(KEYS)}"
            asked = {"journal": journal, "bills": [bill.pk], "terms": terms, "entered_by": journal.created_by}
            return lambda: enter_steps(**asked, key=key)

        def check(*entered: Entered) -> None:
            assert sorted((len(one.steps), len(one.left_out)) for one in entered) == [(0, 1), (1, 0)]
            assert any("waits already" in reason for one in entered for _bill, reason in one.left_out)

        return remitting(), remitting(), check

    in_every_order(stage, scene, are_alike=True)


def an_order_is_not_posted_from_a_page_that_somebody_overtook(stage: Stage) -> None:
    """Both looked at the order as it was: one delivers a part, the other all of it, whoever is first."""

    def scene(company: Company) -> Any:
        order = an_order(a_customer(company), ("10", "3"))
        SalesOrderLine.objects.filter(order=order).update(deliver_now_quantity=4)
        seen = {order.pk: standing_of(order)}

        def check(*outcomes: Outcome) -> None:
            assert sorted(len(outcome.posted) for outcome in outcomes) == [0, 1]
            assert [one.code for outcome in outcomes for one in outcome.left_out] == ["overtaken"]
            assert OrderDocument.objects.filter(company=company).count() == 1

        deliver = DELIVER.post
        values = {"company": company, "orders": [order.pk], "expected": seen}
        in_part = {**values, "parameters": UpdateParameters(Quantity.DELIVER_NOW)}
        return (
            lambda: deliver(**in_part, posted_by=a_controller(company), key=f"race{next(KEYS)}"),
            lambda: deliver(**values, posted_by=a_controller(company), key=f"race{next(KEYS)}"),
            check,
        )

    in_every_order(stage, scene)


def an_order_is_not_posted_while_somebody_changes_it(stage: Stage) -> None:
    def scene(company: Company) -> Any:
        order = an_order(a_customer(company), ("10", "3"))
        seen, user = {order.pk: standing_of(order)}, a_controller(company)

        def change() -> int:
            with transaction.atomic():
                locked = SalesOrder.objects.select_for_update(no_key=True).get(pk=order.pk)
                return 0 if Invoice.objects.filter(order=locked).exists() else locked.lines.update(unit_price=2)

        def post() -> Outcome:
            return post_invoices(
                company=company, orders=[order.pk], posted_by=user, key=f"race{next(KEYS)}", expected=seen
            )

        def check(outcome: Outcome, changed: int) -> None:
            assert len(outcome.posted) == 1 - changed
            assert [one.code for one in outcome.left_out] == ["changed_since"] * changed

        return post, change, check

    in_every_order(stage, scene)


def delivering(order: SalesOrder) -> Callable[[], Outcome]:
    """Deliver no more than is on hand."""
    user, key = a_controller(order.company), f"race{next(KEYS)}"
    reduced = UpdateParameters(reduce_quantity=True)
    return lambda: DELIVER.post(
        company=order.company, orders=[order.pk], parameters=reduced, posted_by=user, key=key
    )  # fmt: skip


def two_who_deliver_what_is_on_hand_share_it(stage: Stage) -> None:
    def scene(company: Company) -> Any:
        item, customer = an_item(company, on_hand_quantity=5), a_customer(company)
        first, second = (an_order(customer, ("4", "1"), item=item) for _order in range(2))

        def check(*_outcomes: Outcome) -> None:
            lines = SalesOrderLine.objects.filter(order__in=[first, second]).order_by("delivered_quantity")
            assert list(lines.values_list("delivered_quantity", flat=True)) == [1, 4]
            assert Item.objects.get(pk=item.pk).on_hand_quantity == 0

        return delivering(first), delivering(second), check

    in_every_order(stage, scene, are_alike=True)


def who_delivers_what_is_on_hand_and_who_invoices_it_do_not_wait_in_a_circle(stage: Stage) -> None:
    def scene(company: Company) -> Any:
        item, customer = an_item(company, on_hand_quantity=5), a_customer(company)
        delivered, invoiced = (an_order(customer, ("4", "1"), item=item) for _order in range(2))

        def check(slip: Outcome, invoice: Outcome) -> None:
            assert (len(slip.posted), len(invoice.posted)) == (1, 1)
            quantity = delivered.lines.get().delivered_quantity
            assert (quantity, Item.objects.get(pk=item.pk).on_hand_quantity) in {(4, -3), (1, 0)}

        return delivering(delivered), posting(invoiced), check

    in_every_order(stage, scene)


def a_hold_keeps_an_order_from_the_warehouse_or_comes_after_it(stage: Stage) -> None:
    def scene(company: Company) -> Any:
        order, user = an_order(a_customer(company), item=an_item(company, on_hand_quantity=5)), a_controller(company)
        code = HoldCode.objects.get(company=company, code="CREDIT")

        def check(outcome: Outcome, hold: OrderHold) -> None:
            assert [one.code for one in outcome.left_out] == ["on_hold"] * (1 - len(outcome.posted))
            assert hold.cleared_at is None

        return delivering(order), lambda: place_hold(order=order, code=code, note="", placed_by=user), check

    in_every_order(stage, scene)


def a_request_sent_twice_has_one_answer(stage: Stage) -> None:
    def scene(company: Company) -> Any:
        order = an_order(a_customer(company))

        def check(first: Outcome, second: Outcome) -> None:
            assert first == second
            assert Voucher.objects.filter(company=company).count() == 1

        return posting(order, key="same"), posting(order, key="same"), check

    in_every_order(stage, scene, are_alike=True)


def nothing_is_posted_after_the_totals_of_a_hold(stage: Stage) -> None:
    def scene(company: Company) -> Any:
        order = an_order(a_customer(company))

        def check(outcome: Outcome, _change: Any) -> None:
            facts = PeriodManifest.objects.get(company=company).facts
            assert facts["vouchers"] == Voucher.objects.filter(company=company).count() == len(outcome.posted)
            assert [refusal.code for refusal in outcome.left_out] == ["period_not_open"] * (1 - len(outcome.posted))

        return posting(order), holding(company), check

    in_every_order(stage, scene)


def of_two_who_close_one_does(stage: Stage) -> None:
    def scene(company: Company) -> Any:
        def check(*changes: Any) -> None:
            assert sorted(change is None for change in changes) == [False, True]
            assert PeriodStatusChange.objects.filter(company=company).count() == 1

        return holding(company), holding(company), check

    in_every_order(stage, scene, are_alike=True)


def what_is_open_is_settled_once(stage: Stage) -> None:
    def scene(company: Company) -> Any:
        customer = a_customer(company, tax_group="OUT")
        invoice, note = posted(an_order(customer, ("1", "10")), a_returned_order(customer, ("-1", "10")))

        def check(*results: Any) -> None:
            assert sorted(isinstance(result, CannotSettle) for result in results) == [False, True]
            assert Settlement.objects.filter(company=company).count() == 1

        return settling(invoice, note, "7"), settling(invoice, note, "7"), check

    in_every_order(stage, scene, are_alike=True)


def two_members_of_a_credit_group_do_not_both_use_what_is_left_of_its_limit(stage: Stage, *, update: str) -> None:
    def posting_of(order: SalesOrder) -> Callable[[], Outcome]:
        user, key = a_controller(order.company), f"race{next(KEYS)}"
        post = UPDATES[update].post
        return lambda: post(company=order.company, orders=[order.pk], posted_by=user, key=key)

    def scene(company: Company) -> Any:
        SalesParameters.objects.filter(company=company).update(credit_limit_type="packing_slip")
        group = CreditGroup.objects.create(company=company, code="G", name="Group", credit_limit_amount=100)
        members = [a_customer(company, tax_group="OUT", credit_group=group) for _member in range(2)]
        orders = [an_order(member, ("1", "60")) for member in members]

        def check(*outcomes: Outcome) -> None:
            assert sorted(len(outcome.posted) for outcome in outcomes) == [0, 1]
            codes = [refusal.code for outcome in outcomes for refusal in outcome.left_out]
            assert codes == ["credit_group_limit_exceeded"]
            assert CreditHold.objects.get(company=company).state == "waiting"

        return posting_of(orders[0]), posting_of(orders[1]), check

    in_every_order(stage, scene, are_alike=True)


def a_credit_note_takes_what_a_settlement_leaves(stage: Stage) -> None:
    def scene(company: Company) -> Any:
        customer = a_customer(company, tax_group="OUT")
        invoice, note = posted(an_order(customer, ("1", "10")), a_returned_order(customer, ("-1", "6")))
        credit = a_returned_order(customer, ("-1", "8"), credited_invoice=invoice)

        def check(outcome: Outcome, settled: Any) -> None:
            amounts = Settlement.objects.filter(company=company).values_list("transaction_currency_amount", flat=True)
            assert outcome.posted == [credit.pk]
            assert sum(amounts) == (8 if isinstance(settled, CannotSettle) else 10)

        return posting(credit), settling(invoice, note, "6"), check

    in_every_order(stage, scene)


def a_settlement_is_taken_back_once(stage: Stage) -> None:
    def scene(company: Company) -> Any:
        customer = a_customer(company, tax_group="EXP", country="US", currency_id="USD")
        invoice, note = posted(
            an_order(customer, ("1", "1000"), on=date(2026, 9, 1)),
            a_returned_order(customer, ("-1", "1000"), on=date(2026, 10, 20)),
        )
        [settled] = settle(invoice, note, "1000")

        def check(*outcomes: Outcome) -> None:
            assert sorted(len(outcome.posted) for outcome in outcomes) == [0, 1]

        return taking_back(settled), taking_back(settled), check

    in_every_order(stage, scene, are_alike=True)


def undoing(invoice: Invoice) -> Callable[[], Outcome]:
    user, key = a_controller(invoice.company), f"race{next(KEYS)}"
    return lambda: undo_invoices(
        company=invoice.company, documents=[invoice.pk], day=END_OF_MONTH, reason="Wrong", undone_by=user, key=key
    )


def an_invoice_is_undone_or_settled(stage: Stage) -> None:
    def scene(company: Company) -> Any:
        customer = a_customer(company, tax_group="OUT")
        invoice, note = posted(an_order(customer, ("1", "10")), a_returned_order(customer, ("-1", "6")))

        def check(outcome: Outcome, settled: Any) -> None:
            assert bool(outcome.posted) == isinstance(settled, CannotSettle)
            assert [one.code for one in outcome.left_out] == ([] if outcome.posted else ["settled"])

        return undoing(invoice), settling(invoice, note, "6"), check

    in_every_order(stage, scene)


def an_invoice_is_undone_once(stage: Stage) -> None:
    def scene(company: Company) -> Any:
        # One worth nothing has no open transaction that could be locked.
        [invoice] = posted(an_order(a_customer(company), ("1", "0")))

        def check(*outcomes: Outcome) -> None:
            assert sorted(len(outcome.posted) for outcome in outcomes) == [0, 1]
            assert sorted(len(outcome.already) for outcome in outcomes) == [0, 1]

        return undoing(invoice), undoing(invoice), check

    in_every_order(stage, scene, are_alike=True)


def a_voucher_is_reversed_once(stage: Stage) -> None:
    def scene(company: Company) -> Any:
        voucher = a_voucher(company)

        def check(*outcomes: Outcome) -> None:
            assert sorted(len(outcome.posted) for outcome in outcomes) == [0, 1]
            assert sorted(len(outcome.already) for outcome in outcomes) == [0, 1]

        return reversing(voucher), reversing(voucher), check

    in_every_order(stage, scene, are_alike=True)


RACES: list[Callable[[Stage], None]] = [
    an_order_posted_by_two_has_one_invoice,
    a_bill_taken_on_by_two_is_remitted_by_one,
    an_order_is_not_posted_from_a_page_that_somebody_overtook,
    an_order_is_not_posted_while_somebody_changes_it,
    two_who_deliver_what_is_on_hand_share_it,
    who_delivers_what_is_on_hand_and_who_invoices_it_do_not_wait_in_a_circle,
    a_hold_keeps_an_order_from_the_warehouse_or_comes_after_it,
    a_request_sent_twice_has_one_answer,
    nothing_is_posted_after_the_totals_of_a_hold,
    of_two_who_close_one_does,
    what_is_open_is_settled_once,
    partial(two_members_of_a_credit_group_do_not_both_use_what_is_left_of_its_limit, update="packing-slips"),
    partial(two_members_of_a_credit_group_do_not_both_use_what_is_left_of_its_limit, update="sales-invoices"),
    a_credit_note_takes_what_a_settlement_leaves,
    a_settlement_is_taken_back_once,
    an_invoice_is_undone_or_settled,
    an_invoice_is_undone_once,
    a_voucher_is_reversed_once,
]


def test_two_people_at_the_same_rows_come_one_after_the_other() -> None:
    """All races with the same two sessions: beginning one costs more than most of what is done in it."""
    with a_stage() as stage:
        for race in RACES:
            print(race)
            race(stage)


def test_many_people_post_the_same_order_at_once() -> None:
    company, people = a_company(), 4
    order = an_order(a_customer(company))
    results = at_once(*(posting(order) for _person in range(people)))
    assert [result for result in results if isinstance(result, Exception)] == []
    assert sorted(len(result.posted) for result in results) == [0] * (people - 1) + [1]
    assert sum(len(result.already) for result in results) == people - 1
    assert list(Invoice.objects.values_list("number", flat=True)) == ["INV2026-000001"]
    assert findings(company) == {}


def test_people_who_post_different_orders_share_the_numbers_out() -> None:
    company = a_company()
    customer = a_customer(company, credit_limit_amount=Decimal(363))
    orders = [an_order(customer, ("1", "100"), on=date(2026, 10, 1 + n)) for n in range(4)]
    results = at_once(*(posting(order) for order in orders))
    assert [result for result in results if isinstance(result, Exception)] == []
    numbers = sorted(Invoice.objects.values_list("sequence_number", flat=True))
    assert numbers == [1, 2, 3], "the limit holds three invoices of 121"
    assert {refusal.code for result in results for refusal in result.left_out} == {"credit_limit_exceeded"}
    assert findings(company) == {}


def test_no_voucher_comes_after_the_totals_while_many_post() -> None:
    """People post order after order; one more holds and reopens, and looks at the books in between."""
    company = a_company()
    customer, item = a_customer(company), an_item(company)
    queues = [[an_order(customer, item=item) for _order in range(CLOSINGS)] for _person in range(POSTERS)]
    hold, reopen = holding(company), holding(company, status="open")
    seen: list[tuple[int, int]] = []

    def post_all(orders: list[SalesOrder]) -> None:
        for order in orders:
            attempt = posting(order)
            while not attempt().posted:
                pass

    def hold_and_reopen() -> None:
        for _round in range(CLOSINGS):
            facts = PeriodManifest.objects.get(status_change=hold()).facts
            counted = [Voucher.objects.filter(company=company).count() for _look in range(3)]
            seen.append((facts["vouchers"], max(counted)))
            reopen()

    posters = [lambda orders=orders: post_all(orders) for orders in queues]  # type: ignore[misc]
    results = at_once(hold_and_reopen, *posters, seconds=60 + 10 * CLOSINGS)
    assert results == [None] * (POSTERS + 1)
    assert len(seen) == CLOSINGS
    assert all(totals == counted for totals, counted in seen), seen
    assert Invoice.objects.count() == POSTERS * CLOSINGS
    assert findings(company) == {}
