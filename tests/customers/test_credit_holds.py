"""Orders on credit hold: which rule puts them there, what lifts a hold, who releases or rejects it."""

from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, transaction

from arclose.access.routes import Role
from arclose.batch import runner
from arclose.batch.jobs import submit
from arclose.batch.stopping import STOP_AT_FIRST_ERROR
from arclose.checklist.checks import all_left, named
from arclose.ledger.models import Company, FiscalPeriod
from arclose.ledger.outcomes import Outcome
from customers.credit import holds as credit_holds
from customers.credit.holds import OwnOrder, waiting_holds
from customers.models import (
    CreditBlockingRule,
    CreditExclusionRule,
    CreditHold,
    Customer,
    CustomerGroup,
    Invoice,
    OrderDocument,
    PaymentTerms,
    SalesOrder,
)
from customers.models.sales_orders import Quantity
from customers.models.update_defaults import Printing, SummaryUpdate
from customers.update_parameters import UpdateParameters
from customers.updates import UPDATES
from tests.builders import a_clerk, a_company, a_controller, a_customer, a_returned_order, a_user, an_item, an_order
from tests.checklist.left import left_of
from tests.customers.pages import Visitor, text_of
from tests.customers.posting import posted
from tests.customers.test_credit_types import a_limited_customer, decide, order_of
from tests.customers.test_enter_orders import typed
from tests.text_tables import read_table

pytestmark = pytest.mark.django_db
_SERIAL = count(1)


def a_rule(company: Company, kind: str, threshold: str | None = None, **values: Any) -> CreditBlockingRule:
    return CreditBlockingRule.objects.create(
        company=company, name=f"{kind} {threshold}", kind=kind, threshold=threshold, **values
    )


def holds(company: Company) -> list[tuple[str, str, list[str]]]:
    """Give (order, state, codes) of each hold, oldest first."""
    rows = CreditHold.objects.filter(company=company).select_related("order").order_by("pk")
    return [(hold.order.number, hold.state, [code for code, _facts in hold.refusals]) for hold in rows]


def the_hold(order: SalesOrder) -> CreditHold:
    return CreditHold.objects.filter(order=order).latest("pk")


def updated(order: SalesOrder, update: str = "sales-invoices", **values: Any) -> Outcome:
    return UPDATES[update].post(
        company=order.company,
        orders=[order.pk],
        posted_by=a_clerk(order.company),
        key=f"hold{next(_SERIAL)}",
        **values,
    )


# What is open of the customer: amount and the day it was due. The order is of 15 October 2026, of 100, the limit 1000;
# its document is of the same day, or of 31 October where it is postponed.
RULES = """
    kind           | above | open | due        | order     | broken
    days_overdue   | 30    | 40   | 2026-09-15 | 100       | no
    days_overdue   | 30    | 40   | 2026-09-14 | 100       | yes
    days_overdue   | 0     | 40   | 2026-10-15 | 100       | no
    overdue_amount | 40    | 40   | 2026-10-01 | 100       | no
    overdue_amount | 39.99 | 40   | 2026-10-01 | 100       | yes
    overdue_amount | 39.99 | 40   | 2026-10-20 | 100       | no
    overdue_amount | 39.99 | 40   | 2026-10-20 | postponed | yes
    days_overdue   | 10    | 40   | 2026-10-20 | postponed | yes
    order_amount   | 100   | 40   | 2026-10-20 | 100       | no
    order_amount   | 100   | 40   | 2026-10-20 | 100.01    | yes
    limit_used     | 50    | 400  | 2026-10-20 | 100       | no
    limit_used     | 50    | 400  | 2026-10-20 | 100.01    | yes
    limit_expired  |       | 40   | 2026-10-20 | 100       | no
    limit_expired  |       | 40   | 2026-10-20 | expired   | yes
    credit_stop    |       | 40   | 2026-10-20 | 100       | no
    credit_stop    |       | 40   | 2026-10-20 | stopped   | yes
    payment_terms  |       | 40   | 2026-10-20 | 100       | no
    payment_terms  |       | 40   | 2026-10-20 | later     | yes
"""


def test_an_order_that_breaks_a_rule_is_held_with_the_rule_and_its_figures() -> None:
    company, rows = a_company(), read_table(RULES)
    at_once, later = (PaymentTerms.objects.get(company=company, code=code) for code in ("N00", "N30"))
    limited = {"credit_limit_amount": 1000, "payment_terms": at_once}
    customers = [a_limited_customer(company, **limited) for _row in rows]
    open_before = zip(rows, customers, strict=True)
    posted(*(an_order(one, ("1", row["open"]), on=date.fromisoformat(row["due"])) for row, one in open_before))
    changes: dict[str, dict[str, Any]] = {
        "expired": {"credit_limit_expiry_date": "2026-10-14", "temporary_limit_amount": None},
        "stopped": {"is_credit_stopped": True},
    }
    for row, customer in zip(rows, customers, strict=True):
        rule = a_rule(company, row["kind"], row["above"] or None)
        Customer.objects.filter(pk=customer.pk).update(**changes.get(row["order"], {}))
        decide(company, credit_limit_type="none" if row["order"] == "expired" else "balance")
        terms = later if row["order"] == "later" else at_once
        amount = "100" if row["order"].isalpha() else row["order"]
        order = an_order(customer, ("1", amount), on=date(2026, 10, 15), payment_terms=terms)

        parameters = UpdateParameters(posting_date=date(2026, 10, 31) if row["order"] == "postponed" else None)
        outcome = updated(order, parameters=parameters)

        is_broken = row["broken"] == "yes"
        assert [refusal.code for refusal in outcome.left_out] == [f"credit_{row['kind']}"] * is_broken, row
        held = [hold for hold in holds(company) if hold[0] == order.number]
        assert held == [(order.number, "waiting", [f"credit_{row['kind']}"])] * is_broken, row
        if is_broken:
            hold = the_hold(order)
            assert (hold.update, hold.amount) == ("sales-invoices", Decimal(amount)), row
            assert hold.refusals[0][1][0] == str(rule.name), row
        rule.delete()
    assert CreditHold.objects.count() == sum(row["broken"] == "yes" for row in rows)


@pytest.mark.parametrize("update", list(UPDATES))
def test_every_update_holds_an_order_over_its_limit_and_tells_all_reasons(update: str) -> None:
    customer = a_limited_customer()
    a_rule(customer.company, "order_amount", "50", position=2)
    a_rule(customer.company, "limit_used", "10", position=1)
    order = order_of(customer, "101")
    outcome = updated(order, update)
    assert [refusal.code for refusal in outcome.left_out] == ["credit_limit_exceeded"]
    expected = ["credit_limit_exceeded", "credit_limit_used", "credit_order_amount"]
    assert holds(customer.company) == [(order.number, "waiting", expected)]
    assert the_hold(order).update == update


def test_a_warning_holds_nothing_but_a_rule_does() -> None:
    customer = a_limited_customer()
    decide(customer.company, limit_exceeded="warning")
    assert updated(order_of(customer, "101")).posted
    a_rule(customer.company, "order_amount", "100")
    assert not updated(order_of(customer, "102")).posted


EXCLUSIONS = """
    below | group | order | held
    50    |       | 49.99 | no
    50    |       | 50    | yes
          | TRADE | 99    | no
          | CASH  | 99    | yes
    50    | TRADE | 49    | no
    50    | TRADE | 51    | yes
    50    | CASH  | 49    | yes
"""


def test_an_exclusion_lets_orders_pass_that_meet_all_of_it() -> None:
    company = a_company()
    a_rule(company, "credit_stop")
    for row in read_table(EXCLUSIONS):
        group = CustomerGroup.objects.filter(company=company, code=row["group"]).first()
        exclusion = CreditExclusionRule.objects.create(
            company=company, name="small", order_amount_below=row["below"] or None, customer_group=group
        )
        customer = a_limited_customer(company, is_credit_stopped=True)
        assert bool(updated(order_of(customer, row["order"])).left_out) == (row["held"] == "yes"), row
        assert updated(order_of(customer, "101")).left_out, f"the limit counts for all: {row}"
        exclusion.delete()


def test_a_rule_of_a_group_and_one_that_is_off_hold_nobody_else() -> None:
    customer = a_limited_customer(is_credit_stopped=True)
    cash = CustomerGroup.objects.get(company=customer.company, code="CASH")
    a_rule(customer.company, "credit_stop", customer_group=cash)
    a_rule(customer.company, "order_amount", "1", is_active=False)
    assert updated(order_of(customer, "100")).posted


def test_returned_orders_are_never_held() -> None:
    customer = a_limited_customer(is_credit_stopped=True)
    a_rule(customer.company, "credit_stop")
    assert updated(a_returned_order(customer, ("-1", "10"))).posted


def test_a_hold_is_lifted_when_the_order_passes_a_later_check() -> None:
    customer = a_limited_customer()
    order = order_of(customer, "101")
    updated(order)
    Customer.objects.filter(pk=customer.pk).update(credit_limit_amount=200)
    assert updated(order).posted == [order.pk]
    assert holds(customer.company) == [(order.number, "lifted", ["credit_limit_exceeded"])]


def test_an_order_tried_again_keeps_one_hold_with_the_newest_reasons() -> None:
    customer = a_limited_customer()
    order = order_of(customer, "101")
    updated(order, "sales-confirmations")
    a_rule(customer.company, "order_amount", "1")
    updated(order)
    assert holds(customer.company) == [(order.number, "waiting", ["credit_limit_exceeded", "credit_order_amount"])]
    assert the_hold(order).update == "sales-invoices"


def test_a_job_that_stops_at_it_leaves_its_hold() -> None:
    customer = a_limited_customer(name="Stopped at")
    orders = [order_of(customer, amount, day=day) for day, amount in ((12, "1"), (13, "101"), (14, "1"))]
    documents = SalesOrder.objects.filter(customer=customer).values_list("pk", "invoice_date", "number")
    submit(
        company=customer.company, kind="sales-invoices", description="Stops", submitted_by=a_clerk(customer.company),
        key="stops", documents=documents, parameters={STOP_AT_FIRST_ERROR: True},
    )  # fmt: skip
    runner.look()
    assert list(Invoice.objects.values_list("order", flat=True)) == [orders[0].pk]
    assert [(number, state) for number, state, _codes in holds(customer.company)] == [(orders[1].number, "waiting")]


def test_a_forced_hold_is_not_lifted() -> None:
    customer = a_customer(a_company())
    order = an_order(customer)
    clerk = a_clerk(customer.company)
    credit_holds.hold_order(order=order, reason="ask first", held_by=clerk)
    outcome = updated(order)
    assert [refusal.code for refusal in outcome.left_out] == ["credit_hold_forced"]
    assert f"{clerk.username}, ask first" in outcome.left_out[0].reason
    assert holds(customer.company) == [(order.number, "waiting", ["credit_hold_forced"])]
    released(order)
    assert updated(order).posted == [order.pk]


def released(*orders: SalesOrder, by: User | None = None, until: date | None = None) -> credit_holds.Decided:
    company = orders[0].company
    return credit_holds.release(
        company=company,
        holds=[the_hold(order).pk for order in orders],
        reason="they pay",
        valid_until=until,
        released_by=by or a_controller(company),
    )


@pytest.mark.parametrize(
    ("until", "posting", "is_posted"), [(14, 0, False), (15, 0, True), (15, 16, False), (16, 16, True)]
)
def test_a_release_is_valid_until_a_day(until: int, posting: int, is_posted: bool) -> None:
    order = order_of(a_limited_customer(), "101", day=15)
    updated(order)
    released(order, until=date(2026, 10, until))
    parameters = UpdateParameters(posting_date=date(2026, 10, posting) if posting else None)
    assert bool(updated(order, parameters=parameters).posted) == is_posted
    assert [state for _number, state, _codes in holds(order.company)] == ["released"] + ["waiting"] * (not is_posted)


def test_a_forced_hold_is_released_for_all_that_the_order_comes_to() -> None:
    order = order_of(a_limited_customer(tax_group="DOM"), "100.04")
    credit_holds.hold_order(order=order, reason="ask", held_by=a_controller(order.company))
    released(order)
    assert the_hold(order).amount == Decimal("121.05")
    assert updated(order).posted == [order.pk]


def test_a_larger_order_is_checked_again() -> None:
    order = order_of(a_limited_customer(), "101")
    updated(order)
    released(order)
    order.lines.update(net_amount=Decimal("101.01"), unit_price=Decimal("101.01"))
    assert [refusal.code for refusal in updated(order).left_out] == ["credit_limit_exceeded"]
    order.lines.update(net_amount=Decimal("100.5"), unit_price=Decimal("100.5"))
    assert updated(order).posted == [order.pk]


def test_a_release_says_who_why_and_when_and_stays() -> None:
    order = order_of(a_limited_customer(), "101")
    updated(order)
    controller = a_controller(order.company)
    assert released(order, by=controller).already == 0
    hold = the_hold(order)
    assert (hold.decided_by, hold.decision_reason, bool(hold.decided_at)) == (controller, "they pay", True)
    assert released(order).already == 1, "a second time changes nothing"
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        CreditHold.objects.update(decision_reason="other")


def test_who_entered_an_order_releases_it_only_where_nobody_else_may() -> None:
    order = order_of(a_limited_customer(), "101")
    author = a_user(order.company, Role.CLERK, Role.CONTROLLER)
    SalesOrder.objects.filter(pk=order.pk).update(entered_by=author)
    updated(order)
    other = a_controller(order.company)
    with pytest.raises(OwnOrder, match=order.number):
        released(order, by=author)
    User.objects.filter(pk=other.pk).update(is_active=False)
    assert released(order, by=author).holds[0].is_own_work


def test_rejecting_gives_up_what_is_left() -> None:
    customer = a_limited_customer()
    begun, untouched = an_order(customer, ("10", "9")), order_of(customer, "101")
    begun.lines.update(deliver_now_quantity=4)
    assert updated(begun, "packing-slips", parameters=UpdateParameters(Quantity.DELIVER_NOW)).posted
    Customer.objects.filter(pk=customer.pk).update(credit_limit_amount=10)
    for order in (begun, untouched):
        updated(order, "packing-slips")
    decided = credit_holds.reject(
        company=customer.company,
        holds=list(waiting_holds(company=customer.company).values_list("pk", flat=True)),
        reason="no credit",
        rejected_by=a_controller(customer.company),
    )
    assert len(decided.holds) == 2
    assert list(begun.lines.values_list("quantity", "given_up_quantity")) == [(4, 6)]
    assert SalesOrder.objects.get(pk=untouched.pk).status == "canceled"


def test_a_preview_holds_nothing() -> None:
    order = order_of(a_limited_customer(), "101")
    with transaction.atomic():
        assert updated(order, is_preview=True).left_out
        transaction.set_rollback(True)
    assert holds(order.company) == []


def test_holds_of_another_company_are_not_decided_about() -> None:
    order = order_of(a_limited_customer(), "101")
    updated(order)
    other = a_company()
    decided = credit_holds.release(
        company=other,
        holds=[the_hold(order).pk],
        reason="x",
        valid_until=None,
        released_by=a_controller(other),
    )
    assert decided.holds == []
    assert the_hold(order).state == "waiting"


# --- pages ------------------------------------------------------------------------------------------------------------


def a_held_order(company: Company | None = None, **values: Any) -> SalesOrder:
    order = order_of(a_limited_customer(company), "101", **values)
    updated(order, "sales-confirmations")
    return order


def visiting(user: User, order: SalesOrder) -> Visitor:
    return Visitor(user, order.company)


def decide_page(visitor: Visitor, order: SalesOrder, act: str, **values: str) -> Any:
    return visitor.post("credit-holds/decide/", selected=the_hold(order).pk, act=act, **values)


def test_the_list_shows_reason_and_figures_and_what_is_decided_on_request() -> None:
    order = a_held_order()
    auditor = visiting(a_user(order.company, Role.AUDITOR), order)
    listed = text_of(auditor.get("credit-holds/"))
    assert f"{order.number} " in listed
    assert "would owe EUR 101.00 with this order, and the limit is EUR 100.00." in listed
    assert "Confirmations" in listed
    assert "On credit hold" in text_of(auditor.get(f"orders/{order.pk}/"))
    released(order)
    assert order.number not in text_of(auditor.get("credit-holds/"))
    assert order.number in text_of(auditor.get("credit-holds/?state=released"))
    assert "Released from credit hold" in text_of(auditor.get(f"orders/{order.pk}/"))


def test_a_controller_releases_with_a_reason_and_a_second_time_changes_nothing() -> None:
    order = a_held_order()
    controller = visiting(a_controller(order.company), order)
    assert "Each may be posted up to the amount" in text_of(decide_page(controller, order, "release"))
    missing = decide_page(controller, order, "release", decided="yes")
    assert the_hold(order).state == "waiting", text_of(missing)
    done = decide_page(controller, order, "release", decided="yes", reason="paid", valid_until="31/10/2026")
    assert "1 order is released." in text_of(done)
    assert (the_hold(order).state, the_hold(order).valid_until) == ("released", date(2026, 10, 31))
    again = text_of(decide_page(controller, order, "reject", decided="yes", reason="no"))
    assert "1 was decided about before, and stays as it is." in again
    assert the_hold(order).state == "released"


def test_releasing_with_posting_posts_the_update_that_was_stopped() -> None:
    order = a_held_order()
    done = decide_page(visiting(a_controller(order.company), order), order, "post", decided="yes", reason="paid")
    made = OrderDocument.objects.get(order=order)
    assert f'/documents/{made.pk}/">{made.number}</a>.' in done.content.decode()
    assert made.document_type == "confirmation"


def test_an_order_that_cannot_be_posted_even_so_is_named_with_its_reason() -> None:
    order = a_held_order()
    Customer.objects.filter(pk=order.customer_id).update(is_blocked=True)
    done = decide_page(visiting(a_controller(order.company), order), order, "post", decided="yes", reason="paid")
    assert f"{order.number}: Customer" in text_of(done)
    assert the_hold(order).state == "released"


def test_it_is_posted_as_the_run_that_was_stopped_was_to_post_it() -> None:
    """Two orders of two days become one invoice of a third day: neither is what the company usually wants."""
    customer = a_limited_customer(name="Two days")
    orders = [order_of(customer, "101", day=day) for day in (12, 15)]
    alike = {"summary": SummaryUpdate.INVOICE_ACCOUNT, "printing": Printing.AFTER}
    parameters = UpdateParameters(**alike, posting_date=date(2026, 10, 20))
    for order in orders:
        updated(order, parameters=parameters)
    controller = visiting(a_controller(customer.company), orders[0])
    chosen = list(waiting_holds(company=customer.company).values_list("pk", flat=True))
    page = controller.post("credit-holds/decide/?due=on", selected=chosen, act="post")
    asked = text_of(page)
    assert b'credit-holds/?due=on">Back' in page.content
    assert "Quantity: All that is left; Summary update for: Invoice account; Posting date: 20 Oct 2026" in asked
    done = controller.post("credit-holds/decide/", selected=chosen, act="post", decided="yes", reason="paid")
    assert "All documents in one PDF" in text_of(done)
    assert list(Invoice.objects.values_list("invoice_date", "net_amount")) == [(date(2026, 10, 20), Decimal(202))]


def test_a_controller_rejects() -> None:
    order = a_held_order()
    done = decide_page(visiting(a_controller(order.company), order), order, "reject", decided="yes", reason="no")
    assert "1 order is rejected." in text_of(done)
    order.refresh_from_db()
    assert (order.status, order.changes.get().reason) == ("canceled", "no")


def test_who_entered_the_order_is_told_that_another_releases_it() -> None:
    order = a_held_order()
    author = a_controller(order.company)
    a_controller(order.company)
    SalesOrder.objects.filter(pk=order.pk).update(entered_by=author)
    refused = decide_page(visiting(author, order), order, "release", decided="yes", reason="mine")
    assert f"You entered {order.number} yourself" in text_of(refused)
    assert the_hold(order).state == "waiting"


@pytest.mark.parametrize("role", [Role.CLERK, Role.AUDITOR, Role.ADMINISTRATOR])
def test_others_look_and_do_not_decide(role: str) -> None:
    order = a_held_order()
    visitor = visiting(a_user(order.company, role), order)
    assert "Release and post" not in text_of(visitor.get("credit-holds/"))
    assert decide_page(visitor, order, "release", decided="yes", reason="x").status_code == 403


def test_a_hold_of_another_company_is_not_there() -> None:
    order, company = a_held_order(), a_company()
    controller = Visitor(a_controller(company), company)
    assert decide_page(controller, order, "release", decided="yes", reason="x").status_code == 404
    assert controller.get(f"orders/{order.pk}/hold-credit/").status_code == 404


def test_a_clerk_puts_an_order_on_hold_by_hand() -> None:
    order = an_order(a_customer(a_company()))
    clerk = visiting(a_clerk(order.company), order)
    assert "No payment and no higher limit lifts it." in text_of(clerk.get(f"orders/{order.pk}/hold-credit/"))
    assert "ask first" in text_of(clerk.post(f"orders/{order.pk}/hold-credit/", reason="ask first"))
    assert the_hold(order).is_forced
    auditor = visiting(a_user(order.company, Role.AUDITOR), order)
    assert auditor.post(f"orders/{order.pk}/hold-credit/", reason="x").status_code == 403


def test_the_close_warns_of_orders_on_hold() -> None:
    order = a_held_order()
    october = FiscalPeriod.objects.get(company=order.company, name="2026-10")
    left = all_left(company=order.company, period=october)
    assert (left["credit-holds"].count, left["credit-holds"].amounts) == (1, {"EUR": Decimal("101.00")})
    assert left["credit-limits"].count == 0, "it is counted once"
    check = named("credit-holds")
    assert check
    assert [row.label for row in check.rows(order.company, october)] == [order.number]
    released(order)
    assert left_of("credit-holds", company=order.company, period=october).count == 0


# --- at entry ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("limit_exceeded", ["error", "warning"])
def test_an_order_over_its_limit_is_refused_or_warned_of_when_it_is_entered(limit_exceeded: str) -> None:
    customer = a_limited_customer()
    decide(customer.company, checks_credit_at_entry=True, limit_exceeded=limit_exceeded)
    company = customer.company
    item, clerk = an_item(company), Visitor(a_clerk(company), company)
    answer = text_of(clerk.post("orders/new/", **typed(company, (item.number, "1", "101"), customer=customer.number)))
    assert "Over the credit limit" in answer
    assert SalesOrder.objects.filter(customer=customer, entered_by=clerk.user).exists() == (limit_exceeded == "warning")
