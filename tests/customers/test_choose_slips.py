"""Choosing which packing slips are invoiced: by the posting, on the page of an order, on the list of documents."""

from typing import Any

import pytest

from arclose.batch import runner
from arclose.batch.models import Job
from arclose.ledger.models import Company
from arclose.ledger.outcomes import Outcome
from arclose.ledger.posting import KeyReused
from customers.invoicing import post_invoices
from customers.models import Customer, Invoice, InvoicedDelivery, OrderDocument, SalesOrder
from customers.models.sales_orders import Quantity
from customers.models.update_defaults import SummaryUpdate
from customers.update_parameters import UpdateParameters, from_stored
from tests.builders import a_clerk, a_company, a_customer, an_order
from tests.customers.pages import Visitor, page_key, text_of, value_of
from tests.customers.posting import findings
from tests.customers.test_fulfilment import DELIVER, deliver_now, made, post_cost_of_goods, take_back

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Company:
    return post_cost_of_goods(a_company())


@pytest.fixture
def customer(company: Company) -> Customer:
    return a_customer(company)


@pytest.fixture
def clerk(company: Company) -> Visitor:
    return Visitor(a_clerk(company), company)


def delivered(order: SalesOrder, *quantities: str) -> list[OrderDocument]:
    """Give a packing slip of the order's first line for each quantity."""
    slips = []
    for quantity in quantities:
        deliver_now(order, quantity)
        slips.append(made(DELIVER, order, quantity=Quantity.DELIVER_NOW))
    return slips


def invoice(
    order: SalesOrder, *slips: OrderDocument, key: str = "one", summary: SummaryUpdate = SummaryUpdate.NONE
) -> Outcome:
    chosen = tuple(slip.pk for slip in slips)
    return post_invoices(
        company=order.company,
        orders=[order.pk],
        parameters=UpdateParameters(Quantity.DELIVERED, slips=chosen, summary=summary),
        posted_by=a_clerk(order.company),
        key=key,
    )


def taken() -> list[Any]:
    """Give which slips were invoiced, and how much of them."""
    rows = InvoicedDelivery.objects.order_by("pk").values_list("slip_line__document", "quantity")
    return [(slip, int(quantity)) for slip, quantity in rows]


def test_only_the_chosen_slips_are_invoiced_and_the_others_later(company: Company, customer: Customer) -> None:
    order = an_order(customer, ("10", "3"))
    first, second, third = delivered(order, "2", "3", "4")
    take_back(second, {1: "1"})

    assert invoice(order, second).posted == [order.pk]
    assert (Invoice.objects.get().net_amount, taken()) == (6, [(second.pk, 2)])
    invoice(order, first, third, key="two", summary=SummaryUpdate.PACKING_SLIP)
    assert sorted(Invoice.objects.values_list("net_amount", flat=True)) == [6, 6, 12]
    assert taken()[1:] == [(first.pk, 2), (third.pk, 4)]
    assert findings(company) == {}


def test_a_slip_with_nothing_left_is_refused_by_name_and_the_choice_tells_requests_apart(customer: Customer) -> None:
    order = an_order(customer, ("10", "3"))
    first, second, third = delivered(order, "2", "3", "4")
    invoice(order, first)
    take_back(third, {1: "4"})

    outcome = invoice(order, *[first, second, third], key="two")
    assert (outcome.posted, [one.code for one in outcome.left_out]) == ([], ["slip_taken"])
    assert f"{first.number} (INV2026-000001)" in outcome.left_out[0].reason
    assert f"{third.number} ({third.corrections.get().number})" in outcome.left_out[0].reason
    assert [one.code for one in invoice(order, key="three").left_out] == ["no_slip_chosen"]
    assert invoice(order, first).posted == [order.pk], "the same request gets the same answer"
    with pytest.raises(KeyReused):
        invoice(order, second)


def test_parameters_of_a_job_keep_the_choice() -> None:
    parameters = UpdateParameters(Quantity.DELIVERED, slips=(3, 5))
    assert from_stored(parameters.as_stored()) == parameters
    assert parameters.facts() != UpdateParameters(Quantity.DELIVERED).facts()


def test_the_page_of_an_order_invoices_what_is_ticked(clerk: Visitor, customer: Customer) -> None:
    order = an_order(customer, ("10", "3"))
    first, second = delivered(order, "2", "3")
    page = clerk.get(f"orders/{order.pk}/")
    shown = {"slips_shown": value_of(page, "slips_shown"), "stood": value_of(page, "stood")}
    assert shown["slips_shown"] == f"{first.pk} {second.pk}"
    assert page.content.decode().count('name="slip"') == 2

    of_all = {"update": "sales-invoices:all", "slip": second.pk, **shown}
    text = text_of(clerk.post(f"orders/{order.pk}/update/", key=page_key(1), **of_all))
    assert "Packing slips are unticked, which says nothing to this quantity." in text
    asked = of_all | {"update": "sales-invoices:delivered"}
    preview = clerk.post(f"orders/{order.pk}/update/", key=page_key(1), preview="1", **asked)
    assert f"Packing slips: {second.number}" in text_of(preview)
    assert value_of(preview, "slips") == str(second.pk)
    clerk.post(f"orders/{order.pk}/update/", key=page_key(1), **asked)
    assert taken() == [(second.pk, 3)]


def test_a_slip_that_somebody_took_meanwhile_says_so_on_its_line(clerk: Visitor, customer: Customer) -> None:
    order = an_order(customer, ("10", "3"))
    first, second = delivered(order, "2", "3")
    page = clerk.get(f"orders/{order.pk}/")
    shown = {"slips_shown": value_of(page, "slips_shown"), "stood": value_of(page, "stood")}
    invoice(order, first)

    asked = {"update": "sales-invoices:delivered", "slip": [first.pk, second.pk], **shown}
    response = clerk.post(f"orders/{order.pk}/update/", key=page_key(1), **asked)

    assert response.status_code == 409
    html = response.content.decode()
    assert "INV2026-000001 took it" in html.rsplit(first.number, 1)[1].split("</tr>")[0]
    assert [bool(row) for row in (f'value="{first.pk}"' in html, f'value="{second.pk}" aria' in html)] == [False, True]
    foreign = delivered(an_order(a_customer(a_company(code="OTH")), ("1", "1")), "1")[0]
    assert clerk.post(f"orders/{order.pk}/update/", **{**asked, "slip": foreign.pk}).status_code == 404
    assert clerk.post("documents/invoice/post/", selected=foreign.pk).status_code == 404


def test_the_list_of_documents_invoices_chosen_slips_or_all_of_the_filter(
    clerk: Visitor, customer: Customer, company: Company
) -> None:
    one, other = an_order(customer, ("10", "3")), an_order(customer, ("5", "1"))
    first, second = delivered(one, "2", "3")
    [third] = delivered(other, "5")
    listed = clerk.get("documents/?type=packing_slip").content.decode()
    assert "Invoice these slips" in listed
    assert "Invoice these slips" not in clerk.get("documents/").content.decode()

    preview = clerk.post("documents/invoice/preview/?type=packing_slip", selected=[second.pk])
    assert "Invoice 1 9.00" in text_of(preview)
    carried = {name: value_of(preview, name) for name in ("key", "seen", "update", "selection", "slips")}
    assert "1 document is posted." in text_of(clerk.post("orders/post/?type=packing_slip", **carried))
    assert taken() == [(second.pk, 3)]

    text = text_of(clerk.post("documents/invoice/post/?type=packing_slip", key=page_key(2), selected=[second.pk]))
    assert "Left out: Packing slip taken by others, 1 order" in text
    open_ones = "documents/invoice/job/?type=packing_slip&uninvoiced=on"
    clerk.post(open_ones, key=page_key(3), selection="filter")
    runner.look()
    assert Job.objects.get().tasks.get().parameters["slips"] == [first.pk, third.pk]
    assert taken()[1:] == [(first.pk, 2), (third.pk, 5)]
    assert "Nothing matches this filter" in text_of(clerk.get("documents/?type=packing_slip&uninvoiced=on"))
    assert findings(company) == {}
