"""The close of a period in a real browser: by keyboard, from the first task to the hold, and for good."""

import pytest
from playwright.sync_api import expect

from arclose.access.routes import Role
from arclose.ledger.models import FiscalPeriod
from customers.invoicing import post_invoices
from customers.models import SalesOrder
from tests import builders
from tests.browser.conftest import sign_in

pytestmark = pytest.mark.browser


@pytest.fixture
def close_page(page, live_server, transactional_db):
    """October of a company with one order to invoice, opened by a controller."""
    company = builders.a_company(code="CLOSE")
    builders.an_order(builders.a_customer(company), number="SO-1")
    builders.a_user(company, Role.CLERK, Role.CONTROLLER, name="carla")
    sign_in(page, live_server, "carla")
    page.goto(f"{live_server.url}/CLOSE/2026-10/close/")
    return page


def _invoice_the_order():
    order = SalesOrder.objects.get(number="SO-1")
    user = builders.a_user(order.company, Role.CLERK)
    assert post_invoices(company=order.company, orders=[order.pk], posted_by=user, key="x").posted


def test_it_opens_with_the_first_task_that_blocks_and_leads_to_its_rows_and_to_other_tasks(close_page, settings):
    section = close_page.locator("section.task")
    expect(section.locator("h2")).to_have_text("Orders to invoice")
    expect(section).to_contain_text("1 order dated until 31 October is not invoiced")
    expect(section.locator("a", has_text="SO-1")).to_be_visible()
    settings.CLOSE_COUNTED_WITHIN_SECONDS = 0  # from now on pages come first, and then their counts
    section.locator("a.btn-primary").click()
    close_page.wait_for_url("**/orders/?left=invoice")
    expect(close_page.locator("tbody tr")).to_have_count(1)
    close_page.go_back()
    for key in ("j", "j", "j", "k", "Enter"):
        close_page.keyboard.press(key)
    close_page.wait_for_url("**/close/task/vat-numbers/")
    expect(section.locator("h2")).to_have_text("VAT numbers")
    expect(section).to_contain_text("Every customer who needs a VAT number has one.")
    expect(close_page.locator("#counted-said")).to_contain_text("Counted:")
    close_page.route(
        close_page.url, lambda route: route.abort() if "hx-request" in route.request.headers else route.continue_()
    )
    close_page.reload()
    expect(close_page.locator("#counted-said")).to_have_text("What is left was not counted.")
    expect(close_page.locator("progress")).to_be_hidden()
    close_page.locator("#count-again").click()
    expect(section).to_contain_text("Every customer who needs a VAT number has one.")


def test_it_is_refused_with_the_reason_kept_then_held_reopened_and_closed_for_good(close_page):
    close_page.locator(".page-head a", has_text="Put on hold").click()
    close_page.fill("[name=reason]", "October is complete")
    close_page.locator("form button.btn-primary").click()
    expect(close_page.locator(".error-summary")).to_contain_text("was not put on hold")
    expect(close_page.locator("[name=reason]")).to_have_value("October is complete")
    _invoice_the_order()
    close_page.locator("form button.btn-primary").click()
    close_page.wait_for_url("**/close/")
    expect(close_page.locator("#messages")).to_contain_text("2026-10 is on hold.")
    close_page.locator("nav a", has_text="Ledger calendar").click()
    _reopen_and_hold_again(close_page)
    close_page.locator("tr", has_text="2026-10").locator("a", has_text="Close permanently").click()
    close_page.fill("[name=reason]", "audited")
    final = close_page.locator("form button.btn-danger")
    for word, may_close in (("2026-09", False), ("2026-10", True)):
        close_page.fill("[name=confirm]", word)
        expect(final).to_be_enabled(enabled=may_close)
    final.click()
    close_page.wait_for_url("**/calendar/")
    assert FiscalPeriod.objects.get(name="2026-10").status == "permanently_closed"


def _reopen_and_hold_again(close_page):
    close_page.locator("tr", has_text="2026-10").locator("a", has_text="Reopen").click()
    close_page.locator("form button.btn-primary").click()
    expect(close_page.locator(".error-summary")).to_contain_text("Reason")
    close_page.fill("[name=reason]", "An invoice was forgotten")
    close_page.locator("form button.btn-primary").click()
    expect(close_page.locator("#messages")).to_contain_text("2026-10 is open.")
    close_page.locator("tr", has_text="2026-10").locator("a", has_text="Put on hold").click()
    close_page.fill("[name=reason]", "Now it is complete")
    close_page.locator("form button.btn-primary").click()
    close_page.wait_for_url("**/close/")
    close_page.locator("nav a", has_text="Ledger calendar").click()
