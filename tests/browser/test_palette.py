"""The search box as a palette in a real browser: by keyboard from anywhere, and back."""

import pytest
from playwright.sync_api import expect

from arclose.access.routes import Role
from tests import builders
from tests.browser.conftest import accessibility_faults, sign_in

pytestmark = pytest.mark.browser


@pytest.fixture
def calendar(page, live_server, company):
    customer = builders.a_customer(company, number="C-7", name="Bakkerij De Vries")
    for number in ("SO-1", "SO-2"):
        builders.an_order(customer, ("1", "10"), number=number)
    builders.a_user(company, Role.CLERK, Role.CONTROLLER, name="anna")
    sign_in(page, live_server, "anna")
    page.goto(f"{live_server.url}/NLWS/2026-10/calendar/")
    return page


@pytest.fixture
def option(calendar):
    return calendar.locator("#palette [role=option]")


def test_it_is_used_by_keyboard_alone(calendar, option, live_server):
    link = calendar.locator("nav.side a").nth(2)
    link.focus()
    calendar.keyboard.press("Meta+k")
    calendar.keyboard.type("so-1")
    expect(option).to_have_count(1)
    calendar.keyboard.press("Escape")
    expect(calendar.locator("#palette")).to_be_hidden()
    expect(link).to_be_focused()
    expect(calendar.locator("#find")).to_have_attribute("aria-expanded", "false")
    calendar.keyboard.press("/")
    expect(calendar.locator("#find")).to_be_focused()

    calendar.goto(f"{live_server.url}/NLWS/2026-10/orders/")
    calendar.keyboard.press("/")
    expect(calendar.locator("#id_text")).to_be_focused()
    calendar.keyboard.press("Control+k")
    calendar.keyboard.type("so-")
    expect(option).to_have_count(2)
    expect(option.nth(0)).to_have_attribute("aria-selected", "true")
    calendar.keyboard.press("ArrowDown")
    expect(option.nth(1)).to_have_attribute("aria-selected", "true")
    assert calendar.get_attribute("#find", "aria-activedescendant") == option.nth(1).get_attribute("id")
    calendar.keyboard.press("Enter")
    calendar.wait_for_url("**/orders/*/")
    expect(calendar.locator("h1")).to_contain_text("SO-2")


def test_it_offers_pages_then_groups_what_it_finds_and_says_where_that_is_nothing(calendar, option, live_server):
    calendar.click("#find")
    expect(option.filter(has_text="Batch jobs")).to_be_visible()
    calendar.keyboard.type("ord")
    expect(calendar.locator("#palette .palette-kind").first).to_have_text("Pages")
    calendar.fill("#find", "vries")
    expect(calendar.locator("#palette .palette-kind")).to_have_text(["Customers"])
    expect(option).to_have_text(["C-7 Bakkerij De Vries NL "])
    calendar.fill("#find", "no such thing")
    expect(calendar.locator("#palette")).to_contain_text("Nothing found")
    expect(calendar.locator("#palette-said")).to_have_text("Nothing found for “no such thing”")
    calendar.keyboard.press("Enter")
    calendar.wait_for_url("**/search/?q=no+such+thing")
    calendar.go_back()
    calendar.click("#find")
    option.filter(has_text="Batch jobs").click()
    calendar.wait_for_url("**/jobs/")

    names = {"theme": "dark", "django_language": "nl"}
    calendar.context.add_cookies([{"name": n, "value": v, "url": live_server.url} for n, v in names.items()])
    calendar.reload()
    calendar.keyboard.press("Control+k")
    calendar.keyboard.type("zzz")
    expect(calendar.locator("#palette .palette-none").first).to_be_visible()
    assert accessibility_faults(calendar) == []
