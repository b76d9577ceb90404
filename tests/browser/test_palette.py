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


@pytest.mark.parametrize("keys", ["Control+k", "Meta+k"])
def test_it_finds_chooses_with_arrows_and_opens(calendar, option, keys):
    calendar.keyboard.press(keys)
    calendar.keyboard.type("so-")
    expect(option).to_have_count(2)
    expect(option.nth(0)).to_have_attribute("aria-selected", "true")
    calendar.keyboard.press("ArrowDown")
    expect(option.nth(1)).to_have_attribute("aria-selected", "true")
    assert calendar.get_attribute("#find", "aria-activedescendant") == option.nth(1).get_attribute("id")
    calendar.keyboard.press("Enter")
    calendar.wait_for_url("**/orders/*/")
    expect(calendar.locator("h1")).to_contain_text("SO-2")


def test_it_groups_what_it_finds(calendar, option):
    calendar.keyboard.press("Control+k")
    calendar.keyboard.type("ord")
    expect(calendar.locator("#palette .palette-kind").first).to_have_text("Pages")
    calendar.fill("#find", "vries")
    expect(calendar.locator("#palette .palette-kind")).to_have_text(["Customers"])
    expect(option).to_have_text(["C-7 Bakkerij De Vries NL "])


def test_it_offers_the_pages_before_anything_is_typed(calendar, option):
    calendar.click("#find")
    expect(option.filter(has_text="Batch jobs")).to_be_visible()
    option.filter(has_text="Batch jobs").click()
    calendar.wait_for_url("**/jobs/")


def test_escape_closes_it_and_the_focus_returns(calendar, option):
    link = calendar.locator("nav.side a").nth(2)
    link.focus()
    calendar.keyboard.press("Control+k")
    calendar.keyboard.type("so-1")
    expect(option).to_have_count(1)
    calendar.keyboard.press("Escape")
    expect(calendar.locator("#palette")).to_be_hidden()
    expect(link).to_be_focused()
    expect(calendar.locator("#find")).to_have_attribute("aria-expanded", "false")


def test_enter_shows_the_page_of_what_is_found_where_nothing_is_chosen(calendar):
    calendar.keyboard.press("Control+k")
    calendar.keyboard.type("no such thing")
    expect(calendar.locator("#palette")).to_contain_text("Nothing found")
    expect(calendar.locator("#palette-said")).to_have_text("Nothing found for “no such thing”")
    calendar.keyboard.press("Enter")
    calendar.wait_for_url("**/search/?q=no+such+thing")


def test_the_slash_goes_to_the_filter_of_a_list_and_to_search_elsewhere(calendar, live_server):
    calendar.keyboard.press("/")
    expect(calendar.locator("#find")).to_be_focused()
    calendar.goto(f"{live_server.url}/NLWS/2026-10/orders/")
    calendar.keyboard.press("/")
    expect(calendar.locator("#id_text")).to_be_focused()


def test_it_has_no_fault_that_axe_knows_where_it_found_nothing(calendar, live_server):
    names = {"theme": "dark", "django_language": "nl"}
    calendar.context.add_cookies([{"name": n, "value": v, "url": live_server.url} for n, v in names.items()])
    calendar.reload()
    calendar.keyboard.press("Control+k")
    calendar.keyboard.type("zzz")
    expect(calendar.locator("#palette .palette-none").first).to_be_visible()
    assert accessibility_faults(calendar) == []
