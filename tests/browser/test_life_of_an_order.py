"""The life of an order in a real browser: confirmed, picked, delivered in parts, corrected, invoiced in parts."""

import pytest
from playwright.sync_api import expect

from arclose.access.routes import Role
from customers.models import Invoice, OrderDocument
from tests import builders
from tests.browser.conftest import accessibility_faults, sign_in

pytestmark = pytest.mark.browser


@pytest.fixture
def clerk(page, live_server, company):
    builders.a_user(company, Role.CLERK, name="anna")
    sign_in(page, live_server, "anna")
    page.base = f"{live_server.url}/NLWS/2026-10/"
    return page


@pytest.fixture
def order(company):
    return builders.an_order(
        builders.a_customer(company, name="Bakker"), ("10", "5"), ("4", "2"), number="SO-1", delivery_address="Dam 1"
    )


def post(page, update):
    page.select_option("#update", update)
    page.click(".page-head button.btn-primary")


def test_an_order_is_confirmed_picked_delivered_corrected_and_invoiced_in_parts(clerk, order):
    address = clerk.base + f"orders/{order.pk}/"
    clerk.goto(clerk.base + "orders/?left=invoice")
    clerk.click("text=All of the filter (1)")
    clerk.select_option("#update", "sales-confirmations:all")
    clerk.click("summary:has-text('Options')")
    clerk.select_option("#id_printing", "after")
    clerk.click("main >> text=Preview")
    expect(clerk.locator("main")).to_contain_text("These documents post nothing to the ledger.")
    clerk.click("text=Post this document")
    expect(clerk.locator("h1")).to_have_text("Confirmations posted")
    expect(clerk.locator("main")).to_contain_text("All documents in one PDF")
    assert accessibility_faults(clerk) == []

    clerk.goto(address)
    post(clerk, "picking-lists:all")
    expect(clerk.locator("h1")).to_have_text("Picking list PCK2026-000001")

    clerk.goto(address)
    clerk.fill("[name=line_1]", "11")
    clerk.click("text=Note what to deliver now")
    expect(clerk.locator(".error-summary")).to_contain_text("10 is left to deliver")
    expect(clerk.locator("[name=line_1]")).to_have_value("11")
    assert accessibility_faults(clerk) == []
    clerk.fill("[name=line_1]", "6")
    post(clerk, "packing-slips:deliver_now")
    expect(clerk.locator("h1")).to_have_text("Packing slip SLP2026-000001")

    _correct_one(clerk)

    clerk.goto(address)
    _invoice_in_two_parts(clerk, address)
    assert [str(invoice.net_amount.normalize()) for invoice in Invoice.objects.order_by("pk")] == ["25", "33"]


def _correct_one(clerk):
    clerk.click("text=Correct or cancel")
    clerk.fill("[name=line_1]", "7")
    clerk.fill("[name=reason]", "Counted wrong")
    clerk.click("text=Post the correction")
    expect(clerk.locator(".error-summary")).to_contain_text("7 is asked, 6 is neither invoiced nor corrected.")
    expect(clerk.locator("[name=reason]")).to_have_value("Counted wrong")
    assert accessibility_faults(clerk) == []
    clerk.fill("[name=line_1]", "1")
    clerk.click("text=Post the correction")
    expect(clerk.locator("main")).to_contain_text("Corrects packing slip SLP2026-000001")


def _invoice_in_two_parts(clerk, address):
    post(clerk, "sales-invoices:delivered")
    expect(clerk.locator("h1")).to_have_text("Invoice INV2026-000001")
    expect(clerk.locator("main")).to_contain_text("Delivered by SLP2026-000001")
    clerk.goto(address)
    post(clerk, "sales-invoices:all")
    expect(clerk.locator("h1")).to_have_text("Invoice INV2026-000002")
    clerk.goto(address)
    expect(clerk.locator("main")).to_contain_text("Invoice INV2026-000001")


def test_a_clerk_overtaken_by_another_is_told_by_whom(clerk, order):
    clerk.goto(clerk.base + f"orders/{order.pk}/")
    other = clerk.context.new_page()
    other.goto(clerk.url)
    post(other, "sales-invoices:all")
    post(clerk, "packing-slips:all")
    expect(clerk.locator(".error-summary")).to_contain_text("somebody posted INV2026-000001 (anna)")
    assert not OrderDocument.objects.exists()


def test_a_step_in_dutch_in_the_dark(clerk, order):
    clerk.context.add_cookies(
        [
            {"name": "theme", "value": "dark", "url": clerk.base},
            {"name": "django_language", "value": "nl", "url": clerk.base},
        ]
    )
    clerk.goto(clerk.base + f"orders/{order.pk}/")
    clerk.fill("[name=line_1]", "2,5")
    clerk.click("text=Noteren wat nu geleverd wordt")
    expect(clerk.locator("#messages")).to_contain_text("Genoteerd.")
    expect(clerk.locator("[name=line_1]")).to_have_value("2,5")
    post(clerk, "packing-slips:deliver_now")
    expect(clerk.locator("h1")).to_have_text("Pakbon SLP2026-000001")
    clerk.click("text=Corrigeren of annuleren")
    clerk.click("text=Correctie boeken")
    expect(clerk.locator(".error-summary")).to_be_visible()


def test_the_walk_leads_on_and_hides(clerk, order):
    clerk.goto(clerk.base + "close/")
    expect(clerk.locator(".walk")).to_contain_text("Orders to invoice")
    expect(clerk.locator(".walk-acts a.btn")).to_have_text("Invoice the orders")
    clerk.click(".walk-acts a.btn")
    expect(clerk.locator("h1")).to_have_text("Sales orders")
    expect(clerk.locator(".walk")).to_contain_text("Orders to invoice")
    clerk.click(".walk >> text=Hide")
    expect(clerk.locator(".walk")).to_have_count(0)
    clerk.click("text=Show the guided walk")
    expect(clerk.locator(".walk")).to_be_visible()
