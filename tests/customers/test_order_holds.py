"""Orders on hold: what is refused by name and what stays possible, who placed and cleared them, and where they show."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from arclose.access.routes import Role
from arclose.ledger.models import Company
from customers.holding import NothingToHold, clear_hold, place_hold
from customers.models import Customer, HoldCode, Invoice, OrderHold, SalesOrder
from customers.models.sales_orders import Quantity
from tests.builders import a_clerk, a_company, a_customer, a_user, an_order
from tests.customers.pages import QUERIES_AT_MOST, Visitor, invoiced, page_key, text_of
from tests.customers.posting import findings
from tests.customers.test_fulfilment import CONFIRM, DELIVER, PICK, deliver_now, do, made
from tests.customers.test_partial_invoices import invoice

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Company:
    return a_company()


@pytest.fixture
def clerk(company: Company) -> Visitor:
    return Visitor(a_clerk(company), company)


@pytest.fixture
def customer(company: Company) -> Customer:
    return a_customer(company)


def a_code(company: Company, code: str = "CREDIT") -> HoldCode:
    return HoldCode.objects.get(company=company, code=code)


def held(order: SalesOrder, *, code: str = "CREDIT") -> OrderHold:
    placed_by = a_clerk(order.company)
    return place_hold(order=order, code=a_code(order.company, code), note="owes too much", placed_by=placed_by)


def test_a_held_order_goes_to_no_warehouse(company: Company, customer: Customer) -> None:
    order, other = an_order(customer), an_order(customer)
    hold = held(order)

    outcomes = [do(step, order, other) for step in (CONFIRM, PICK, DELIVER)]

    assert [list(one.posted) for one in outcomes] == [[order.pk, other.pk], [other.pk], [other.pk]]
    assert {one.code for outcome in outcomes for one in outcome.left_out} == {"on_hold"}
    assert "CREDIT: owes too much" in outcomes[1].left_out[0].reason
    clear_hold(hold=hold, note="paid", cleared_by=a_clerk(company))
    assert len(do(DELIVER, order).posted) == 1
    assert findings(company) == {}


def test_what_is_delivered_of_a_held_order_can_be_invoiced(customer: Customer) -> None:
    order = an_order(customer, ("10", "3"))
    deliver_now(order, "4")
    made(DELIVER, order, quantity=Quantity.DELIVER_NOW)
    held(order)

    refused = invoice(order, quantity=Quantity.ALL)
    posted = invoice(order, quantity=Quantity.DELIVERED)

    assert [one.code for one in refused.left_out] == ["on_hold"]
    assert Invoice.objects.get(posting=posted.posting_id).net_amount == 12


def test_two_codes_are_two_holds_and_one_code_is_one(company: Company, customer: Customer) -> None:
    order = an_order(customer)
    first, again, second = held(order), held(order), held(order, code="QUERY")

    assert (first, OrderHold.objects.count()) == (again, 2)
    clear_hold(hold=first, note="", cleared_by=a_clerk(company))
    assert do(DELIVER, order).left_out[0].code == "on_hold"
    assert not clear_hold(hold=first, note="", cleared_by=a_clerk(company)), "it was cleared before"
    clear_hold(hold=second, note="", cleared_by=a_clerk(company))
    assert len(do(DELIVER, order).posted) == 1


def test_an_order_that_is_done_is_not_held(customer: Customer) -> None:
    order = an_order(customer)
    invoiced(order)

    with pytest.raises(NothingToHold, match="not open any more"):
        held(order)


@pytest.mark.parametrize("change", [{"note": "nothing"}, {"cleared_at": None, "cleared_by": None}])
def test_the_history_of_holds_stays(company: Company, customer: Customer, change: dict[str, Any]) -> None:
    hold = held(an_order(customer))
    clear_hold(hold=hold, note="", cleared_by=a_clerk(company))

    with pytest.raises(IntegrityError, match="only cleared"), transaction.atomic():
        OrderHold.objects.filter(pk=hold.pk).update(**change)
    with pytest.raises(IntegrityError, match="only cleared"), transaction.atomic():
        OrderHold.objects.filter(pk=hold.pk).delete()


def test_it_is_placed_and_cleared_on_the_page_of_the_order(
    clerk: Visitor, company: Company, customer: Customer, django_assert_max_num_queries: Any
) -> None:
    order, code = an_order(customer, number="SO-7"), a_code(company)
    for _time in range(2):
        clerk.post(f"orders/{order.pk}/hold/", code=code.pk, note="owes too much")
    hold = OrderHold.objects.get()

    with django_assert_max_num_queries(QUERIES_AT_MOST):
        shown = text_of(clerk.get(f"orders/{order.pk}/"))
    assert "On hold : CREDIT Credit to be looked at, owes too much." in shown
    assert f"Placed by {clerk.user.username}" in shown
    refused = text_of(clerk.post(f"orders/{order.pk}/update/", update="packing-slips:all", key=page_key(1)))
    assert "The order is on hold: CREDIT: owes too much. Clear the hold" in refused
    assert "Hold code CREDIT Credit to be looked at" in text_of(clerk.get(f"holds/{hold.pk}/clear/"))
    clerk.post(f"holds/{hold.pk}/clear/", note="paid")
    shown = text_of(clerk.get(f"orders/{order.pk}/"))
    assert "Hold cleared CREDIT: paid" in shown
    assert "Clear the hold" not in shown


def test_the_list_shows_and_finds_held_orders(clerk: Visitor, customer: Customer) -> None:
    held(an_order(customer, number="SO-1"))
    an_order(customer, number="SO-2")

    text = text_of(clerk.get("orders/?held=on"))
    assert "SO-1" in text
    assert "Open order On hold" in text
    assert "SO-2" not in text
    assert b"Open order, on hold" in b"".join(clerk.get("orders/?held=on&export=csv").streaming_content)


def test_without_hold_codes_it_says_who_makes_them(clerk: Visitor, customer: Customer) -> None:
    HoldCode.objects.all().delete()
    assert "no hold codes yet" in text_of(clerk.get(f"orders/{an_order(customer).pk}/hold/"))


def test_holds_belong_to_clerks_of_the_company(company: Company, customer: Customer) -> None:
    order = an_order(customer)
    hold, stranger = held(order), Visitor(a_clerk(other := a_company()), other)
    auditor = Visitor(a_user(company, Role.AUDITOR), company)

    for page in (f"orders/{order.pk}/hold/", f"holds/{hold.pk}/clear/"):
        assert auditor.post(page).status_code == 403
        assert stranger.post(page).status_code == 404
    assert "Clear the hold" not in text_of(auditor.get(f"orders/{order.pk}/"))
    mine = Visitor(a_clerk(company), company)
    assert "Select a valid choice" in text_of(mine.post(f"orders/{order.pk}/hold/", code=a_code(other).pk))


def test_who_looks_into_a_hold_has_it_until_they_give_it_back_or_a_controller_takes_it(
    company: Company, customer: Customer, clerk: Visitor
) -> None:
    hold = held(an_order(customer))
    other, controller = Visitor(a_clerk(company), company), Visitor(a_user(company, Role.CONTROLLER), company)
    address = f"holds/{hold.pk}/"
    assert "You look into this hold" in text_of(clerk.post(f"{address}check-out/"))
    refused = other.post(f"{address}clear/", note="paid")
    assert f"{clerk.user} looks into this hold" in text_of(refused)
    assert "Look into it" not in text_of(other.get(f"{address}clear/"))
    assert f"{clerk.user} looks into this hold" in text_of(other.post(f"{address}check-out/"))
    assert "You look into this hold" in text_of(controller.post(f"{address}check-out/"))
    assert f"{controller.user} looks into this hold" in text_of(clerk.post(f"{address}check-out/", give_back="1"))
    controller.post(f"{address}check-out/", give_back="1")
    assert "is cleared." in text_of(other.post(f"{address}clear/", note="paid"))
    assert do(DELIVER, hold.order).posted
