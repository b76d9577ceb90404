"""Columns and saved views in a real browser: by keyboard, and without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from arclose.access.routes import Role
from tests import builders
from tests.browser.conftest import accessibility_faults, sign_in

pytestmark = pytest.mark.browser


def test_it_chooses_columns_and_saves_a_view_by_keyboard(signed_in, orders):
    signed_in.goto(signed_in.base + "gallery/?text=SO-05")
    signed_in.locator("summary", has_text="Columns").focus()
    signed_in.keyboard.press("Enter")
    signed_in.keyboard.press("Tab")
    expect(signed_in.locator(".list-head").get_by_label("Invoice date")).to_be_focused()
    signed_in.keyboard.press("Space")
    signed_in.keyboard.press("Enter")
    expect(signed_in.locator("thead")).not_to_contain_text("Invoice date")
    expect(signed_in).to_have_url(re.compile("text=SO-05"))

    signed_in.locator("summary", has_text="Save as a view").focus()
    signed_in.keyboard.press("Enter")
    assert accessibility_faults(signed_in) == []
    signed_in.keyboard.press("Tab")
    signed_in.keyboard.type("No dates")
    signed_in.keyboard.press("Enter")
    expect(signed_in.locator("#messages")).to_contain_text("The view “No dates” is saved.")
    expect(signed_in.locator("#views [aria-current]")).to_have_text("No dates")
    assert accessibility_faults(signed_in) == []


def test_it_marks_the_view_and_keeps_the_columns_while_the_filter_is_typed(signed_in, orders):
    signed_in.goto(signed_in.base + "gallery/?text=SO-05")
    signed_in.click("summary:has-text('Save as a view')")
    signed_in.fill("#view-name", "Fifties")
    signed_in.get_by_label("Open this list with it").check()
    signed_in.click(".view-sheet button:text-is('Save')")
    expect(signed_in.locator("#views [aria-current]")).to_have_text("Fifties")
    signed_in.fill("#id_text", "SO-04")
    expect(signed_in.locator("#views [aria-current]")).to_have_count(0)
    signed_in.fill("#id_text", "")
    expect(signed_in.locator("#views [aria-current]")).to_have_text("Without a view")
    expect(signed_in).to_have_url(signed_in.base + "gallery/?all=")
    signed_in.goto(signed_in.base + "gallery/")
    expect(signed_in).to_have_url(signed_in.base + "gallery/?text=SO-05")

    signed_in.goto(signed_in.base + "gallery/?columns=number&columns=status")
    signed_in.fill("#id_text", "SO-05")
    expect(signed_in.locator("tbody tr")).to_have_count(10)
    expect(signed_in.locator("thead th")).to_have_count(3)
    signed_in.click("summary:has-text('Columns')")
    signed_in.locator(".list-head").get_by_label("Customer").check()
    signed_in.click(".list-head button:text-is('Show')")
    expect(signed_in.locator("tbody tr")).to_have_count(10)
    expect(signed_in.locator("thead th")).to_have_count(4)


def test_it_works_without_javascript(page_without_scripts, live_server, company, gallery, orders):
    builders.a_user(company, Role.AUDITOR, name="anna")
    page = page_without_scripts
    sign_in(page, live_server, "anna")
    page.goto(f"{live_server.url}/NLWS/2026-10/gallery/?text=SO-05")
    page.click("summary:has-text('Columns')")
    page.locator(".list-head").get_by_label("Customer").uncheck()
    page.click(".list-head button:text-is('Show')")
    expect(page.locator("thead")).not_to_contain_text("Customer")
    page.click("summary:has-text('Save as a view')")
    page.fill("#view-name", "Fifties")
    page.click(".view-sheet button:text-is('Save')")
    expect(page.locator("#views [aria-current]")).to_have_text("Fifties")
    page.click("summary:has-text('Change this view')")
    page.click(".view-sheet button:text-is('Delete')")
    expect(page.locator("#views nav")).to_have_count(0)
    expect(page.locator("tbody tr")).to_have_count(10)
