"""The list and the page of sales orders."""

from datetime import date
from decimal import Decimal
from html import unescape
from io import BytesIO

import pytest
from django.utils.html import strip_tags
from openpyxl import load_workbook

from arclose.access.routes import Role
from arclose.ledger.models import Company
from customers.invoicing import post_invoices
from customers.models import OrderDocument, SalesOrder
from customers.models.order_documents import OrderDocumentType
from customers.models.sales_orders import Quantity, line_status
from customers.screens import orders, shown_lines
from customers.standing import version_of
from customers.update_parameters import UpdateParameters
from tests.builders import a_clerk, a_company, a_customer, a_returned_order, a_user, an_item, an_order
from tests.customers.pages import QUERIES_AT_MOST, Visitor, invoiced, text_of, value_of
from tests.customers.test_enter_orders import typed
from tests.customers.test_fulfilment import deliver_now, post_cost_of_goods
from tests.customers.test_fulfilment import do as fulfil

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Company:
    return a_company()


@pytest.fixture
def clerk(company) -> Visitor:
    return Visitor(a_clerk(company), company)


def test_it_lists_the_orders_of_the_period_with_totals_per_currency(clerk, company, django_assert_max_num_queries):
    customer = a_customer(company, name="Bakker")
    british = a_customer(company, currency_id="GBP", country="GB", tax_group="EXP")
    an_order(customer, ("1", "1000.50"), number="SO-1")
    an_order(customer, ("1", "200"), number="SO-2", on=date(2026, 9, 30))
    an_order(british, ("1", "33"), number="SO-3")
    an_order(a_customer(a_company()), number="SO-OTHER")

    with django_assert_max_num_queries(QUERIES_AT_MOST):
        text = text_of(clerk.get("orders/"))

    assert "SO-1" in text
    assert "Bakker" in text
    assert "SO-2" not in text
    assert "SO-OTHER" not in text
    assert "Total EUR 1 row 1,000.50" in text
    assert "Total GBP 1 row 33.00" in text


NARROWED = {
    "?period=until": {"SO-1", "SO-2", "RO-1"},
    "?period=until&status=open": {"SO-1", "RO-1"},
    "?text=SO-2": {"SO-2"},
    "?text=so-2": {"SO-2"},
    "?text=bakk": {"SO-1", "SO-2"},
    "?date_from=1/9/2026&date_until=30/9/2026": {"SO-2"},
    "?type=returned": {"RO-1"},
    "?amount_from=50&amount_until=100": {"SO-1"},
    "?date_from=nonsense": set(),
}


def test_it_narrows_the_list(clerk, company):
    bakker = a_customer(company, name="Bakker")
    an_order(bakker, ("1", "60"), number="SO-1")
    invoiced(an_order(bakker, ("1", "500"), number="SO-2", on=date(2026, 9, 30)))
    a_returned_order(a_customer(company, name="Jansen"), ("-1", "20"), number="RO-1")

    for query, found in NARROWED.items():
        text = text_of(clerk.get(f"orders/{query}"))
        assert {number for number in ("SO-1", "SO-2", "RO-1") if number in text} == found, query


def test_it_narrows_the_list_to_a_customer_and_answers_404_for_one_of_another_company(clerk, company):
    mine, other = a_customer(company), a_customer(a_company())
    an_order(mine, number="SO-1", on=date(2026, 3, 1))

    assert "SO-1" in text_of(clerk.get(f"orders/?customer={mine.pk}"))
    assert clerk.get(f"orders/?customer={other.pk}").status_code == 404


def test_it_exports_what_the_filter_holds(clerk, company):
    an_order(a_customer(company, name="=HYPERLINK(1)"), ("2", "10.25"), number="SO-1")

    csv = b"".join(clerk.get("orders/?export=csv").streaming_content).decode()
    sheet = load_workbook(BytesIO(b"".join(clerk.get("orders/?export=xlsx").streaming_content))).active

    assert "SO-1,2026-10-15" in csv
    assert ",20.50," in csv
    assert ",=HYPERLINK" not in csv
    assert next(cell.value for cell in sheet[2]) == "SO-1"


def test_it_shows_an_order_with_its_lines_and_what_became_of_it(clerk, company, django_assert_max_num_queries):
    order = an_order(a_customer(company), ("2", "10.5", "10"), number="SO-1")
    [invoice] = invoiced(order)
    clerk.get("orders/")

    with django_assert_max_num_queries(QUERIES_AT_MOST):
        text = text_of(clerk.get(f"orders/{order.pk}/"))

    assert "Order SO-1 Invoiced" in text
    assert "10 % 18.90" in text
    assert f"Invoice {invoice.number}" in text
    assert "Voucher V2026-000001" in text
    assert "Invoice now" not in text


# confirmed | picked | delivered, of 2 | what is proposed
PROPOSALS = """
    0 | 0 | 0 | sales-confirmations
    1 | 0 | 0 | sales-confirmations
    2 | 0 | 0 | picking-lists
    0 | 1 | 0 | picking-lists
    2 | 2 | 0 | packing-slips
    0 | 0 | 1 | packing-slips
    0 | 0 | 2 | sales-invoices
"""


def test_it_proposes_the_first_step_that_is_left(clerk, company):
    order = an_order(a_customer(company), ("2", "10"))

    for row in PROPOSALS.strip().splitlines():
        confirmed, picked, delivered, proposed = (cell.strip() for cell in row.split("|"))
        order.lines.update(confirmed_quantity=confirmed, picked_quantity=picked, delivered_quantity=delivered)
        assert f'value="{proposed}:all" selected' in clerk.get(f"orders/{order.pk}/").content.decode(), row


def test_a_service_is_not_proposed_to_be_picked(clerk, company):
    order = an_order(a_customer(company), ("2", "10"), item=an_item(company, item_type="service"))
    order.lines.update(confirmed_quantity=2)

    assert 'value="packing-slips:all" selected' in clerk.get(f"orders/{order.pk}/").content.decode()


def test_of_a_returned_order_the_credit_note_is_proposed(clerk, company):
    order = a_returned_order(a_customer(company), ("-1", "20"))

    assert "Credit now" in text_of(clerk.get(f"orders/{order.pk}/"))


def test_of_many_lines_the_first_are_shown_and_all_where_asked(clerk, company, monkeypatch):
    monkeypatch.setattr(shown_lines, "SHOWN_AT_MOST", 2)
    order = an_order(a_customer(company), ("1", "10"), ("2", "20"), ("3", "1000", "10"))
    order.lines.update(deliver_now_quantity=1)
    page = f"orders/{order.pk}/"
    shown = clerk.get(page)
    named = shown.content.decode()
    fields = {f"line_{number}": "1" for number in (1, 2, 3) if f'name="line_{number}"' in named}
    assert list(fields) == ["line_1", "line_2"]
    monkeypatch.setattr(orders, "LINES_ASKED_AT_MOST", 2)
    refused = clerk.post(f"{page}deliver-now/", **fields | {"line_2": "99"}, stood=value_of(shown, "stood"))
    assert value_of(refused, "line_2") == "99", "what was typed stays, of an order with more lines than are asked about"
    clerk.post(f"{page}deliver-now/", **fields | {"line_2": "2"}, stood=value_of(shown, "stood"))
    assert list(order.lines.order_by("line_number").values_list("deliver_now_quantity", flat=True)) == [1, 2, 1]
    fulfil(OrderDocumentType.CONFIRMATION, order)
    confirmation, [invoice] = OrderDocument.objects.get(), invoiced(order)
    for address in (page, f"documents/{confirmation.pk}/", f"invoices/{invoice.pk}/"):
        few, every = text_of(clerk.get(address)), text_of(clerk.get(f"{address}?lines=all"))
        assert ("The first 2 of 3 lines are shown." in few, "1,000.00" in few) == (True, False), address
        assert ("lines are shown" in every, "1,000.00" in every) == (False, True), address
        assert "2,750.00" in few
    assert "Less line discount 300.00" in text_of(clerk.get(f"invoices/{invoice.pk}/"))


def events_of(clerk, order):
    page = clerk.get(f"orders/{order.pk}/").content.decode()
    events = page.split('class="timeline"', 1)[1].split("</ol>", 1)[0].split("<li")[1:]
    return [" ".join(unescape(strip_tags("<li" + event)).split()) for event in events]


def test_what_became_of_an_order_is_told_as_it_happened(clerk, company):
    post_cost_of_goods(company)
    a_customer(company, number="C-1")
    an_item(company, number="A-1", standard_cost_amount=Decimal(1))
    data = typed(company, ("A-1", "9", "5", ""), customer="C-1")
    clerk.post("orders/new/", **data)
    order = SalesOrder.objects.get()
    seen = version_of(order)
    changed = {**data, "lines-0-line_number": "1", "lines-0-quantity": "10", "customer_reference": "PO 7"}
    clerk.post(f"orders/{order.pk}/change/", **changed, seen=seen)
    statuses = []
    for quantity in "46":
        statuses.append(line_status(order.lines.get(), "open"))
        deliver_now(order, quantity)
        fulfil(OrderDocumentType.PACKING_SLIP, order, quantity=Quantity.DELIVER_NOW)
        delivered = UpdateParameters(Quantity.DELIVERED)
        post_invoices(company=company, orders=[order.pk], posted_by=clerk.user, key=quantity, parameters=delivered)

    statuses.append(line_status(order.lines.get(), "open"))

    assert statuses == ["open", "open", "invoiced"]
    events = events_of(clerk, order)
    still_open = [event for event in events if " open EUR " in event]
    told = [event for event in events if event not in still_open]

    assert [event.split(" EUR")[0] for event in still_open] == ["INV2026-000001 open", "INV2026-000002 open"]
    assert [event.split(" of 15 Oct")[0].split(" EUR")[0] for event in told][2:] == [
        *("Packing slip SLP2026-000001", "Voucher V2026-000001 15 Oct 2026"),
        *("Invoice INV2026-000001", "Voucher V2026-000002 15 Oct 2026"),
        *("Packing slip SLP2026-000002", "Voucher V2026-000003 15 Oct 2026"),
        *("Invoice INV2026-000002", "Voucher V2026-000004 15 Oct 2026"),
    ]
    assert told[0].startswith("Order SO-1")
    assert "line 1, quantity 9 → 10" in told[1]
    assert "customer reference – → PO 7" in told[1]
    assert [event.endswith(f"· {clerk.user}") for event in told[:2]] == [True, True]


def test_who_canceled_an_order_is_told_with_the_reason(clerk, company):
    order = an_order(a_customer(company), reason="Spring sale")
    clerk.post(f"orders/{order.pk}/cancel/", reason="Not wanted")

    assert events_of(clerk, order)[-1].startswith("Canceled Not wanted")
    assert events_of(clerk, order)[-1].endswith(f"· {clerk.user}")
    order.refresh_from_db()
    assert order.reason == "Spring sale"


def test_it_answers_404_for_an_order_of_another_company(clerk):
    other = an_order(a_customer(a_company()))

    assert clerk.get(f"orders/{other.pk}/").status_code == 404
    for page in ("invoice", "change", "cancel"):
        assert clerk.post(f"orders/{other.pk}/{page}/", reason="x").status_code == 404
    assert clerk.post("orders/preview/", selected=other.pk).status_code == 404
    assert clerk.post("orders/post/", selected=other.pk).status_code == 404
    assert clerk.post("orders/job/", selected=other.pk).status_code == 404
    assert SalesOrder.objects.get(pk=other.pk).status == "open"


def test_an_auditor_sees_orders_but_no_way_to_change_them(company):
    order = an_order(a_customer(company), number="SO-1")
    auditor = Visitor(a_user(company, Role.AUDITOR), company)

    assert "Post as job" not in text_of(auditor.get("orders/"))
    assert "Invoice now" not in text_of(auditor.get(f"orders/{order.pk}/"))
    for page in ("orders/preview/", "orders/post/", "orders/job/", f"orders/{order.pk}/update/", "orders/new/"):
        assert auditor.post(page, selected=order.pk).status_code == 403


def test_it_says_where_orders_come_from_when_there_are_none(clerk):
    assert "No sales orders are to be invoiced in 2026-10" in text_of(clerk.get("orders/"))


def test_search_finds_an_order_by_its_number(clerk, company):
    order = an_order(a_customer(company), number="SO-77")

    response = clerk.get("search/?q=so-77")

    assert response.url.endswith(f"/orders/{order.pk}/")


def test_nobody_ticks_orders_who_may_do_nothing_with_them(company):
    order = an_order(a_customer(company))
    boxes = f'name="selected" value="{order.pk}"'
    assert boxes in Visitor(a_clerk(company), company).get("orders/").content.decode()
    assert boxes not in Visitor(a_user(company, Role.AUDITOR), company).get("orders/").content.decode()
