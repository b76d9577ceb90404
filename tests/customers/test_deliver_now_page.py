"""The page of an order: what is to be delivered now, what is refused at its line, and what happened meanwhile."""

from decimal import Decimal
from typing import Any

import pytest

from arclose.access.routes import Role
from arclose.ledger.models import Company
from customers.models import Invoice, OrderDocument, SalesOrder, Site
from customers.models.order_documents import OrderDocumentType
from tests.builders import a_clerk, a_company, a_customer, a_returned_order, a_user, an_item, an_order
from tests.customers.pages import QUERIES_AT_MOST, Visitor, invoiced, page_key, text_of, value_of
from tests.customers.test_fulfilment import made

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Company:
    return a_company()


@pytest.fixture
def clerk(company: Company) -> Visitor:
    return Visitor(a_clerk(company), company)


@pytest.fixture
def order(company: Company) -> SalesOrder:
    return an_order(a_customer(company), ("10", "1"), ("4", "2"), number="SO-1")


def noted(order: SalesOrder) -> list[Decimal]:
    return list(order.lines.order_by("line_number").values_list("deliver_now_quantity", flat=True))


def test_a_form_has_room_for_an_order_of_thousands_of_lines(clerk: Visitor, order: SalesOrder) -> None:
    typed = {f"line_{number}": "" for number in range(3, 5_000)}
    assert "Noted." in text_of(clerk.post(f"orders/{order.pk}/deliver-now/", line_1="6", line_2="", **typed))


def test_it_notes_what_to_deliver_now_and_delivers_that(clerk: Visitor, order: SalesOrder) -> None:
    text = text_of(clerk.post(f"orders/{order.pk}/deliver-now/", line_1="6", line_2=""))
    assert "Noted." in text
    assert noted(order) == [6, 0]
    assert value_of(clerk.get(f"orders/{order.pk}/"), "line_1") == "6"
    clerk.post(f"orders/{order.pk}/update/", key=page_key(1), update="packing-slips:deliver_now")
    slip = OrderDocument.objects.get(document_type=OrderDocumentType.PACKING_SLIP)
    assert list(slip.lines.values_list("line_number", "quantity")) == [(1, 6)]


def test_what_is_typed_is_noted_and_posted_at_once(clerk: Visitor, order: SalesOrder) -> None:
    page = clerk.get(f"orders/{order.pk}/")
    data = {"key": page_key(1), "stood": value_of(page, "stood"), "update": "packing-slips:deliver_now"}
    assert page.content.decode().count('form="update-form"') == 3, "two lines and the button"

    preview = clerk.post(f"orders/{order.pk}/update/", preview="1", line_1="6", line_2="", **data)
    assert "Nothing is posted yet" in text_of(preview)
    assert ("Packing slip" in text_of(preview), noted(order)) == (True, [6, 0])

    data["stood"] = value_of(clerk.get(f"orders/{order.pk}/"), "stood")
    for _time in range(2):
        answer = clerk.post(f"orders/{order.pk}/update/", line_1="4", line_2="", **data)
        assert "SLP2026-000001 is posted." in text_of(answer)
    slip = OrderDocument.objects.get()
    assert (list(slip.lines.values_list("line_number", "quantity")), noted(order)) == ([(1, 4)], [0, 0])


def test_what_is_typed_is_not_lost_when_the_step_is_refused(clerk: Visitor, order: SalesOrder) -> None:
    data = {"key": page_key(1), "update": "packing-slips:deliver_now"}
    nothing = clerk.post(f"orders/{order.pk}/update/", line_1="", line_2="", **data)
    assert "Nothing of the order is noted to be delivered now." in text_of(nothing)
    too_much = clerk.post(f"orders/{order.pk}/update/", line_1="11", line_2="3", **data)
    assert "10 is left to deliver" in text_of(too_much)
    assert (value_of(too_much, "line_1"), value_of(too_much, "line_2")) == ("11", "3")
    type(order.customer).objects.update(is_blocked=True)
    refused = clerk.post(f"orders/{order.pk}/update/", line_1="5", line_2="3", **data)
    assert "is blocked" in text_of(refused)
    assert (value_of(refused, "line_1"), value_of(refused, "line_2")) == ("5", "3")
    assert 'value="packing-slips:deliver_now" selected' in refused.content.decode()
    assert not OrderDocument.objects.exists()


def test_a_step_that_passes_an_order_by_says_so(clerk: Visitor, company: Company) -> None:
    order = an_order(a_customer(company), item=an_item(company, item_type="service"), number="SO-S")
    text = text_of(clerk.post(f"orders/{order.pk}/update/", key=page_key(1), update="picking-lists:all"))
    assert "Nothing of order SO-S goes through this step." in text


# what is typed at the lines of ten and of four | what is said at them
NOT_NOTED = [
    (("11", "-1"), ("10 is left to deliver: type that or less.", "No quantity below zero is delivered: type 4")),
    (("much", "1,5,5"), ("much", "1,5,5")),
]


def test_what_cannot_be_noted_is_said_at_its_line_and_stays(clerk: Visitor, order: SalesOrder) -> None:
    for typed, words in NOT_NOTED:
        response = clerk.post(f"orders/{order.pk}/deliver-now/", line_1=typed[0], line_2=typed[1])
        page, text = response.content.decode(), text_of(response)
        assert [one in text for one in words] == [True, True], typed
        assert (value_of(response, "line_1"), value_of(response, "line_2")) == typed
        for line in (1, 2):
            assert f'href="#id_line_{line}"' in page, typed
            assert f'aria-describedby="id_line_{line}_error"' in page, typed
        assert noted(order) == [0, 0], typed


def test_a_line_that_is_delivered_says_so(clerk: Visitor, order: SalesOrder) -> None:
    made(OrderDocumentType.PACKING_SLIP, order)
    assert "Nothing is left to deliver of this line." in text_of(
        clerk.post(f"orders/{order.pk}/deliver-now/", line_1="1", line_2="")
    )


def test_deliver_now_sent_twice_is_noted_once(clerk: Visitor, order: SalesOrder) -> None:
    stood = value_of(clerk.get(f"orders/{order.pk}/"), "stood")
    for _time in range(2):
        assert "Noted." in text_of(clerk.post(f"orders/{order.pk}/deliver-now/", line_1="6", line_2="", stood=stood))
    assert noted(order) == [6, 0]


def test_deliver_now_belongs_to_clerks_of_the_company(company: Company, order: SalesOrder) -> None:
    auditor = Visitor(a_user(company, Role.AUDITOR), company)
    assert auditor.post(f"orders/{order.pk}/deliver-now/", line_1="6").status_code == 403
    assert 'name="line_1"' not in auditor.get(f"orders/{order.pk}/").content.decode()
    other = a_company()
    stranger = Visitor(a_clerk(other), other)
    assert stranger.post(f"orders/{order.pk}/deliver-now/", line_1="6").status_code == 404
    assert noted(order) == [0, 0]


def test_an_order_invoiced_meanwhile_is_named_with_who_did_it(clerk: Visitor, order: SalesOrder) -> None:
    stood = value_of(clerk.get(f"orders/{order.pk}/"), "stood")
    [invoice] = invoiced(order)
    response = clerk.post(f"orders/{order.pk}/deliver-now/", line_1="6", line_2="1", stood=stood)
    assert response.status_code == 409
    words = f"Since you opened it, somebody posted {invoice.number} ({invoice.posting.posted_by})."
    assert words in response.content.decode()
    assert noted(order) == [0, 0]


def test_a_step_is_not_posted_from_a_page_that_somebody_overtook(clerk: Visitor, order: SalesOrder) -> None:
    stood = value_of(clerk.get(f"orders/{order.pk}/"), "stood")
    slip = made(OrderDocumentType.PACKING_SLIP, order)
    data = {"key": page_key(1), "stood": stood, "update": "sales-invoices:all"}
    response = clerk.post(f"orders/{order.pk}/update/", **data)
    assert response.status_code == 409
    assert slip.number in response.content.decode()
    assert not Invoice.objects.exists()
    assert "is posted." in text_of(
        clerk.post(f"orders/{order.pk}/update/", **data | {"stood": value_of(response, "stood")})
    )


def test_a_changed_order_is_not_posted_as_it_was(clerk: Visitor, order: SalesOrder) -> None:
    stood = value_of(clerk.get(f"orders/{order.pk}/"), "stood")
    SalesOrder.objects.filter(pk=order.pk).update(net_amount=99)
    response = clerk.post(f"orders/{order.pk}/update/", key=page_key(1), stood=stood)
    assert (response.status_code, Invoice.objects.exists()) == (409, False)
    assert "It was changed by somebody else since you opened it." in response.content.decode()


def test_one_form_sent_twice_makes_one_document(clerk: Visitor, order: SalesOrder) -> None:
    stood = value_of(clerk.get(f"orders/{order.pk}/"), "stood")
    data = {"key": page_key(1), "stood": stood, "update": "sales-confirmations:all"}
    answers = [text_of(clerk.post(f"orders/{order.pk}/update/", **data)) for _time in range(2)]
    assert all("CNF2026-000001" in answer for answer in answers)
    assert OrderDocument.objects.count() == 1


def test_a_form_that_does_not_say_what_it_saw_does_no_harm(clerk: Visitor, order: SalesOrder) -> None:
    for stood in ("", "nonsense", "1|2", "a|b|c", f"x|{'9' * 90}|1"):
        sent = {"line_1": "1", "stood": stood}
        answer = clerk.client.post(f"{clerk.root}orders/{order.pk}/deliver-now/", sent)
        assert answer.status_code in {302, 409}, stood


def test_every_reason_is_said_at_the_line_it_belongs_to(clerk: Visitor, company: Company) -> None:
    items = [an_item(company, is_blocked=n != 2, number=f"X-{n}") for n in (1, 2, 3)]
    order = an_order(a_customer(company), ("1", "1"), ("1", "1"), ("1", "1"), items=items)
    for update in ("packing-slips:all", "sales-invoices:all"):
        response = clerk.post(f"orders/{order.pk}/update/", key=page_key(1), update=update)
        assert "Item X-1 is blocked. Unblock the item, or remove the line." in text_of(response)
        page = response.content.decode()
        assert f'value="{update}" selected' in page
        refused = [row.split("</tr>")[0] for row in page.split('class="refused"')[1:]]
        assert [f"Item X-{n} is blocked." in row for n, row in zip((1, 3), refused, strict=True)] == [True, True]
        preview = text_of(clerk.post("orders/preview/", selected=order.pk, update=update))
        assert "Item X-1 is blocked." in preview
        assert "Item X-3 is blocked." in preview


def test_it_shows_site_and_address_of_a_line(clerk: Visitor, company: Company, order: SalesOrder) -> None:
    site = Site.objects.create(company=company, code="WEST", name="West")
    order.lines.filter(line_number=2).update(site=site, delivery_address="Kade 2")
    assert "From West · To Kade 2" in text_of(clerk.get(f"orders/{order.pk}/"))


def test_of_a_returned_order_one_notes_what_to_credit_now(clerk: Visitor, company: Company) -> None:
    order = a_returned_order(a_customer(company), ("-1", "1"))
    text = text_of(clerk.get(f"orders/{order.pk}/"))
    assert "Note what to credit now" in text
    assert "Deliver now" not in text


def test_an_order_with_several_invoices_shows_all_of_them_fast(
    clerk: Visitor, order: SalesOrder, django_assert_max_num_queries: Any
) -> None:
    for part in ("3", "4"):
        clerk.post(f"orders/{order.pk}/deliver-now/", line_1=part)
        clerk.post(f"orders/{order.pk}/update/", update="packing-slips:deliver_now")
        clerk.post(f"orders/{order.pk}/update/", update="sales-invoices:delivered")
    with django_assert_max_num_queries(QUERIES_AT_MOST):
        text = text_of(clerk.get(f"orders/{order.pk}/"))
    for place in (1, 2):
        assert f"Invoice INV2026-00000{place}" in text
        assert f"Packing slip SLP2026-00000{place}" in text
