"""What a clerk does at month end, in a real browser: preview, post, credit, take a settlement back."""

import pytest
from playwright.sync_api import expect

from arclose.access.routes import Role
from customers.models import Invoice, OrderDocument, SalesOrder
from tests import builders
from tests.browser.conftest import sign_in

pytestmark = pytest.mark.browser


@pytest.fixture
def clerk(page, live_server, company):
    builders.a_user(company, Role.CLERK, name="anna")
    sign_in(page, live_server, "anna")
    page.base = f"{live_server.url}/NLWS/2026-10/"
    return page


def test_a_clerk_previews_posts_credits_and_takes_back(clerk, company):
    good = builders.an_order(builders.a_customer(company, name="Bakker"), ("2", "100"), number="SO-1")
    builders.an_order(builders.a_customer(company, tax_group="EU", country="DE", name="Weber"), number="SO-2")

    clerk.goto(clerk.base + "orders/?status=open")
    clerk.click("text=All of the filter (2)")
    clerk.click("main >> text=Preview")
    expect(clerk.locator("main")).to_contain_text("Left out: VAT number missing, 1 order")
    clerk.click("text=Post this document")
    expect(clerk.locator("h1")).to_have_text("Invoices posted")

    clerk.click("main >> text=INV2026-000001")
    clerk.click("text=Credit this invoice")
    clerk.fill("[name=reason]", "Damaged")
    clerk.click("main form button")
    clerk.click("text=Credit now")
    expect(clerk.locator("h1")).to_have_text("Credit note CN2026-000001")

    clerk.click("text=INV2026-000001 settled with CN2026-000001")
    clerk.click("text=Take back")
    clerk.fill("[name=reason]", "Wrong invoice")
    clerk.click("main form button.btn-primary")
    expect(clerk.locator("main")).to_contain_text("Both sides are open again.")
    assert Invoice.objects.filter(order=good).count() == 1


def test_a_form_clicked_twice_posts_once(clerk, company):
    order = builders.an_order(builders.a_customer(company), number="SO-1")

    clerk.goto(clerk.base + f"orders/{order.pk}/")
    clerk.locator(".page-head button.btn-primary").dblclick()

    expect(clerk.locator("h1")).to_contain_text("CNF2026-000001")
    assert OrderDocument.objects.count() == 1


def test_an_order_is_entered_without_javascript(page_without_scripts, live_server, company):
    builders.a_user(company, Role.CLERK, name="anna")
    builders.a_customer(company, number="C-1")
    builders.an_item(company, number="A-1")
    page = page_without_scripts
    sign_in(page, live_server, "anna")

    page.goto(f"{live_server.url}/NLWS/2026-10/orders/new/")
    page.fill("[name=customer]", "C-1")
    page.click("text=More lines")
    page.fill("[name=lines-11-item]", "A-1")
    page.fill("[name=lines-11-quantity]", "two")
    page.click("text=Save order")
    expect(page.locator(".error-summary")).to_contain_text("Line 12, Quantity")
    page.fill("[name=lines-11-quantity]", "2")
    page.fill("[name=lines-11-unit_price]", "12,50")
    page.click("text=Save order")

    expect(page.locator("main")).to_contain_text("25.00")
    assert SalesOrder.objects.get().net_amount == 25
