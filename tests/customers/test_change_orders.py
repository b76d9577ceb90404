"""Change an order that has documents, cancel it, and close the rest of it."""

import re
from decimal import Decimal
from typing import Any

import pytest

from arclose.ledger.models import Company
from customers.changing import KeptByDocuments, OrderChanged, OrderNotOpen, change_order
from customers.giving_up import NothingToClose, OrderBegun, cancel_order, close_the_rest
from customers.models import Customer, OrderDocumentLine, SalesOrder, Site
from customers.models.sales_orders import Quantity
from customers.orders import OrderHead, OrderLine
from customers.standing import version_of
from tests.builders import a_clerk, a_company, a_customer, an_item, an_order
from tests.customers.pages import Visitor, text_of, value_of
from tests.customers.posting import findings
from tests.customers.test_fulfilment import CONFIRM, DELIVER, PICK, deliver_now, made, statuses, steps
from tests.customers.test_partial_invoices import delivered, invoice, invoiced

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Company:
    return a_company()


@pytest.fixture
def customer(company: Company) -> Customer:
    return a_customer(company, number="C-1")


def head_of(order: SalesOrder, **changes: Any) -> OrderHead:
    names = OrderHead.__dataclass_fields__
    return OrderHead(**{name: getattr(order, name) for name in names} | changes)


def lines_of(order: SalesOrder, *changes: dict[str, Any] | None) -> list[tuple[int | None, OrderLine]]:
    """Give the lines of an order with these changes, in their order; None leaves a line out."""
    names = OrderLine.__dataclass_fields__
    asked = []
    for line, change in zip(order.lines.order_by("line_number"), changes, strict=True):
        if change is not None:
            asked.append((line.line_number, OrderLine(**{name: getattr(line, name) for name in names} | change)))
    return asked


def change(order: SalesOrder, *changes: dict[str, Any] | None, **head: Any) -> SalesOrder:
    order.refresh_from_db()
    return change_order(
        order=order, head=head_of(order, **head), lines=lines_of(order, *changes), seen=version_of(order)
    )


def refusals_of(order: SalesOrder, *changes: dict[str, Any] | None, **head: Any) -> KeptByDocuments:
    with pytest.raises(KeptByDocuments) as caught:
        change(order, *changes, **head)
    return caught.value


def test_lines_keep_their_documents_when_they_change(company: Company, customer: Customer) -> None:
    order = an_order(customer, ("10", "3"), ("4", "1"))
    made(CONFIRM, order)
    delivered(order, "6", "0")

    change(order, {"quantity": Decimal(8)}, {"unit_price": Decimal(2)}, reason="less")

    order.refresh_from_db()
    assert (order.net_amount, order.reason) == (32, "less")
    assert steps(order) == [(0, 0, 6), (0, 0, 0)]
    assert made(CONFIRM, order).lines.count() == 2
    assert findings(company) == {}


def test_only_the_lines_that_change_are_confirmed_again(customer: Customer) -> None:
    order = an_order(customer, ("10", "3"), ("4", "1"))
    made(CONFIRM, order)
    change(order, {}, {"quantity": Decimal(5)})
    assert [confirmed for confirmed, _picked, _delivered in steps(order)] == [10, 0]
    assert list(order.lines.order_by("line_number").values_list("unconfirmed_quantity", flat=True)) == [0, 4]
    change(order, {}, {}, delivery_address="Kade 2")
    assert [confirmed for confirmed, _picked, _delivered in steps(order)] == [0, 0]


def test_an_order_lowered_to_nothing_waits_for_nothing(company: Company, customer: Customer) -> None:
    order = an_order(customer, ("10", "3"))
    made(CONFIRM, order)
    change(order, {"quantity": Decimal(0)})
    assert (statuses(order), findings(company)) == (("open", "none"), {})


def test_dates_and_reason_stay_changeable_while_something_is_left(customer: Customer) -> None:
    order = an_order(customer, ("10", "3"))
    delivered(order, "6")
    day = order.invoice_date.replace(day=20)
    changed = change(order, {}, invoice_date=day, delivery_date=day, reason="later")
    assert (changed.invoice_date, changed.delivery_date, changed.reason) == (day, day, "later")


@pytest.mark.parametrize("name", ["unit_price", "line_discount_percent", "item"])
def test_a_line_with_documents_keeps_item_price_and_discount(company: Company, customer: Customer, name: str) -> None:
    order = an_order(customer, ("10", "3"))
    made(PICK, order)
    other = an_item(company) if name == "item" else Decimal(7)
    assert "stay as they are" in refusals_of(order, {name: other}).lines[1]


def test_a_line_is_not_lowered_below_what_is_done(customer: Customer) -> None:
    order = an_order(customer, ("10", "3"))
    delivered(order, "6")
    assert "6 of this line" in refusals_of(order, {"quantity": Decimal(5)}).lines[1]
    change(order, {"quantity": Decimal(6)})
    assert statuses(order) == ("delivered", "packing_slip")
    invoice(order)
    with pytest.raises(OrderNotOpen):
        change(order, {})


def test_a_line_with_any_document_is_not_deleted(customer: Customer) -> None:
    order = an_order(customer, ("10", "3"), ("4", "1"))
    deliver_now(order, "6", "0")
    made(DELIVER, order, quantity=Quantity.DELIVER_NOW)
    assert "lower its quantity to what is delivered, 6" in refusals_of(order, None, {}).lines[1]
    change(order, {}, None)
    assert order.lines.get().line_number == 1
    assert OrderDocumentLine.objects.get().order_line == order.lines.get()


def test_a_document_keeps_the_head(customer: Customer) -> None:
    order = an_order(customer, ("10", "3"))
    made(CONFIRM, order)
    assert list(refusals_of(order, {}, number="SO-X").head) == ["number"]
    change(order, {}, total_discount_percent=Decimal(10))
    delivered(order, "6")
    assert list(refusals_of(order, {}, total_discount_percent=Decimal(5)).head) == ["total_discount_percent"]


def test_a_document_made_meanwhile_is_told(customer: Customer) -> None:
    order = an_order(customer, ("10", "3"))
    seen, lines = version_of(order), lines_of(order, {"quantity": Decimal(2)})
    made(DELIVER, order)
    with pytest.raises(OrderChanged):
        change_order(order=order, head=head_of(order), lines=lines, seen=seen)


def test_a_new_line_opens_a_delivered_order_again(customer: Customer) -> None:
    order = an_order(customer, ("10", "3"))
    made(DELIVER, order)
    order.refresh_from_db()
    new = OrderLine(order.lines.get().item, Decimal(1), Decimal(1))
    change_order(order=order, head=head_of(order), lines=[*lines_of(order, {}), (None, new)], seen=version_of(order))
    assert (statuses(order), steps(order)) == (("open", "packing_slip"), [(0, 0, 10), (0, 0, 0)])


def test_an_order_with_deliveries_is_not_canceled_but_closed(company: Company, customer: Customer) -> None:
    order = an_order(customer, ("10", "3"), ("4", "1"))
    made(CONFIRM, order)
    made(PICK, order)
    delivered(order, "6", "0")
    with pytest.raises(OrderBegun):
        cancel_order(order=order, reason="x")
    closed = close_the_rest(order=order, reason="sold out", closed_by=a_clerk(company))
    assert (closed.closing_reason, closed.reason, closed.net_amount) == ("sold out", "", 18)
    assert (statuses(order), steps(order)) == (("delivered", "packing_slip"), [(6, 6, 6), (0, 0, 0)])
    assert list(order.lines.order_by("line_number").values_list("given_up_quantity", flat=True)) == [4, 4]
    invoice(order)
    assert (statuses(order)[0], invoiced(order)) == ("invoiced", [(6, 6), (0, 0)])
    assert findings(company) == {}


def test_closing_an_order_invoiced_in_part_ends_it(company: Company, customer: Customer) -> None:
    order = an_order(customer, ("10", "3"))
    delivered(order, "6")
    invoice(order)
    assert close_the_rest(order=order, reason="enough", closed_by=a_clerk(company)).status == "invoiced"
    assert findings(company) == {}


def test_there_is_nothing_to_close(customer: Customer) -> None:
    order, clerk = an_order(customer, ("10", "3")), a_clerk(customer.company)
    with pytest.raises(NothingToClose, match="cancel it instead"):
        close_the_rest(order=order, reason="x", closed_by=clerk)
    delivered(order, "10")
    with pytest.raises(NothingToClose, match="All of order"):
        close_the_rest(order=order, reason="x", closed_by=clerk)


def typed_of(page: Any, **changes: str) -> dict[str, str]:
    """Give what the form of an order shows, with changes."""
    form, lines = page.context["form"], page.context["lines"]
    shown = {field.html_name: _shown(str(field)) for one in (form, *lines.forms) for field in one}
    kept = {name: value_of(page, name) for name in ("seen", "lines-TOTAL_FORMS", "lines-INITIAL_FORMS")}
    return {**shown, **kept, **changes}


def _shown(html: str) -> str:
    """Give what an input, the chosen option of a list or a text area holds."""
    found = re.search(r'<input[^>]* value="([^"]*)"|value="([^"]*)" selected|<textarea[^>]*>\s*([^<]*)<', html)
    return next((group for group in found.groups() if group), "") if found else ""


def test_the_page_says_each_refusal_at_its_line_and_keeps_what_was_typed(company: Company, customer: Customer) -> None:
    clerk = Visitor(a_clerk(company), company)
    order = an_order(customer, ("10", "3"), ("4", "1"))
    delivered(order, "6", "0")
    page = clerk.get(f"orders/{order.pk}/change/")
    emptied = dict.fromkeys(
        ("lines-0-item", "lines-0-quantity", "lines-0-unit_price", "lines-0-line_discount_percent"), ""
    )

    lower = clerk.post(f"orders/{order.pk}/change/", **typed_of(page, **{"lines-0-quantity": "5"}))
    gone = clerk.post(f"orders/{order.pk}/change/", **typed_of(page, **emptied))

    assert "Line 1, Quantity: 6 of this line is picked, delivered or invoiced" in text_of(lower)
    assert value_of(lower, "lines-0-quantity") == "5"
    assert "Line 1, Quantity: Documents name this line, so it stays" in text_of(gone)


def test_site_address_and_delivery_date_are_typed(company: Company, customer: Customer) -> None:
    clerk = Visitor(a_clerk(company), company)
    order = an_order(customer, ("10", "3"), ("4", "1"))
    site = Site.objects.create(company=company, code="WEST", name="West")
    page = clerk.get(f"orders/{order.pk}/change/")
    change = {"lines-1-site": "WEST", "lines-1-delivery_address": "Kade 2", "delivery_date": "20/10/2026"}

    clerk.post(f"orders/{order.pk}/change/", **typed_of(page, **change))

    order.refresh_from_db()
    assert str(order.delivery_date) == "2026-10-20"
    found = order.lines.order_by("line_number").values_list("site", "delivery_address")
    assert list(found) == [(None, ""), (site.pk, "Kade 2")]


def test_the_rest_is_closed_by_a_button(company: Company, customer: Customer) -> None:
    clerk = Visitor(a_clerk(company), company)
    order = an_order(customer, ("10", "3"), number="SO-9")
    delivered(order, "6")
    page = text_of(clerk.get(f"orders/{order.pk}/"))
    assert "Close the rest" in page
    assert "Cancel order" not in page
    assert "neither delivered nor invoiced" in text_of(clerk.get(f"orders/{order.pk}/close/"))
    clerk.post(f"orders/{order.pk}/close/", reason="sold out")
    shown = text_of(clerk.get(f"orders/{order.pk}/"))
    assert "Why the rest was given up sold out" in shown
    number = order.lines.get().item.number
    assert f"Rest given up 4 of {number}: sold out" in shown
    assert clerk.user.username in shown.partition(f"Rest given up 4 of {number}: sold out")[2][:60]
    assert "Invoiced Given up Deliver now" in shown or "Invoiced Given up Price" in shown
