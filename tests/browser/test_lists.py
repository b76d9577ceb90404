"""Lists in a real browser: by keyboard, without reloading, and without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from arclose.access.routes import Role
from tests import builders
from tests.browser.conftest import accessibility_faults, faint_texts, faint_texts_in_the_other_theme, sign_in

pytestmark = pytest.mark.browser


def test_it_filters_while_typing_sorts_and_pages_and_goes_back(signed_in, orders):
    signed_in.goto(signed_in.base + "gallery/")
    expect(signed_in.locator("tbody tr")).to_have_count(50)
    signed_in.fill("#id_text", "SO-05")
    expect(signed_in.locator("tbody tr")).to_have_count(10)
    expect(signed_in).to_have_url(signed_in.base + "gallery/?text=SO-05")
    expect(signed_in.locator("#id_text")).to_be_focused()
    signed_in.reload()
    expect(signed_in.locator("tbody tr")).to_have_count(10)

    signed_in.goto(signed_in.base + "gallery/?status=open")
    signed_in.click("thead >> text=Net amount")
    expect(signed_in.locator("th[aria-sort=ascending]")).to_contain_text("Net amount")
    signed_in.click("text=Next")
    expect(signed_in.locator("tbody tr")).to_have_count(10)
    expect(signed_in).to_have_url(re.compile(r"(?=.*status=open).*page=2"))
    signed_in.go_back()
    expect(signed_in.locator("tbody tr")).to_have_count(50)
    expect(signed_in.locator("nav.side")).to_be_visible()


def test_it_helps_searches_moves_and_opens_by_keyboard(signed_in, orders):
    signed_in.goto(signed_in.base + "gallery/?sort=number")
    signed_in.keyboard.press("Control+k")
    expect(signed_in.locator("#find")).to_be_focused()
    signed_in.keyboard.type("j/?")
    expect(signed_in.locator("#find")).to_have_value("j/?")
    signed_in.locator("h1").click()
    signed_in.keyboard.press("?")
    expect(signed_in.locator("#help")).to_be_visible()
    signed_in.keyboard.press("Escape")
    expect(signed_in.locator("#help")).to_be_hidden()
    signed_in.keyboard.press("j")
    signed_in.keyboard.press("j")
    signed_in.keyboard.press("k")
    expect(signed_in.locator("tbody a").first).to_be_focused()
    signed_in.keyboard.press("x")
    expect(signed_in.locator("[data-ticked-count]")).to_have_text("1")
    signed_in.keyboard.press("n")
    expect(signed_in.locator("tbody tr")).to_have_count(10)
    signed_in.keyboard.press("p")
    expect(signed_in.locator("tbody tr")).to_have_count(50)
    signed_in.keyboard.press("j")
    signed_in.keyboard.press("Enter")
    expect(signed_in.locator("body")).to_have_text("SO-000")


def test_it_sends_the_ticked_rows_or_the_whole_filter(signed_in, orders):
    signed_in.goto(signed_in.base + "gallery/?sort=number")
    signed_in.locator("tbody input").nth(0).click()
    signed_in.locator("tbody input").nth(3).click(modifiers=["Shift"])
    expect(signed_in.locator("[data-ticked-count]")).to_have_text("4")
    signed_in.click("main >> text=Preview")
    expect(signed_in.locator("body")).to_have_text("SO-000 SO-001 SO-002 SO-003")
    signed_in.goto(signed_in.base + "gallery/?text=SO-00")
    signed_in.click("text=of the filter")
    signed_in.click("main >> text=Preview")
    expect(signed_in.locator("body")).to_contain_text("SO-000 SO-001")
    expect(signed_in.locator("body")).to_contain_text("SO-009")


def test_it_works_without_javascript(page_without_scripts, live_server, company, gallery, orders):
    builders.a_user(company, Role.CLERK, name="anna")
    page = page_without_scripts
    sign_in(page, live_server, "anna")
    page.goto(f"{live_server.url}/NLWS/2026-10/gallery/")
    page.fill("#id_text", "SO-05")
    page.click("main form.filter button")
    expect(page.locator("tbody tr")).to_have_count(10)
    page.locator("tbody input").first.check()
    page.click("main >> text=Preview")
    expect(page.locator("body")).to_have_text(re.compile(r"^SO-05"))


# The last page of a list has all that the first one has, with fewer rows.
ADDRESSES = ("gallery/?page=2", "gallery/parts/?messages=1", "search/?q=zzz")
# Two small buttons side by side, and a text in a colour that no other has, too faint to be read.
PLANT_FAULTS = """() => {
  const place = document.createElement("p");
  for (const name of ["a", "b"]) {
    const small = place.appendChild(document.createElement("button"));
    Object.assign(small, {type: "button", textContent: name});
    Object.assign(small.style, {width: "10px", height: "10px", padding: 0, overflow: "hidden"});
  }
  const faint = document.createElement("p");
  Object.assign(faint, {textContent: "Faint"}).style.color = "rgb(221, 222, 223)";
  document.querySelector("main").append(place, faint);
}"""


def test_it_has_no_fault_that_axe_knows(signed_in, orders):
    for address in ADDRESSES:
        signed_in.goto(signed_in.base + address)
        assert accessibility_faults(signed_in) == [], address
        signed_in.emulate_media(color_scheme="dark")
        assert faint_texts(signed_in) == [], address
        signed_in.emulate_media(color_scheme="light")
    signed_in.goto(signed_in.base + ADDRESSES[0])
    signed_in.emulate_media(color_scheme="dark")
    signed_in.evaluate(PLANT_FAULTS)
    assert {fault.split(":")[0] for fault in accessibility_faults(signed_in)} == {"target-size"}
    assert {fault.split(":")[0] for fault in faint_texts_in_the_other_theme(signed_in)} == {"color-contrast"}


def test_it_has_no_fault_on_the_way_in(page, live_server, company):
    builders.a_user(company, Role.CLERK, name="anna")
    page.goto(live_server.url + "/login/")
    assert accessibility_faults(page) == []
    page.click("main button")
    assert accessibility_faults(page) == []
    expect(page.locator("[name=username]")).to_be_focused()
    page.keyboard.type("anna")
    page.fill("[name=password]", "correct horse battery")
    page.keyboard.press("Enter")
    expect(page.locator("nav.side")).to_be_visible()


def test_it_stays_inside_its_place_with_its_head_in_sight_and_can_be_used_at_200_percent_and_printed(signed_in, orders):
    usual = signed_in.viewport_size
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    signed_in.goto(signed_in.base + "gallery/")
    expect(signed_in.locator(".table-wrap.fits")).to_have_count(1)
    signed_in.evaluate("window.scrollTo(0, 600)")
    expect(signed_in.locator("thead th").nth(1)).to_be_in_viewport()
    signed_in.set_viewport_size({"width": 480, "height": 700})
    expect(signed_in.locator(".table-wrap.fits")).to_have_count(0)
    assert signed_in.evaluate(overflow) <= 0
    signed_in.set_viewport_size({"width": 683, "height": 384})
    signed_in.goto(signed_in.base + "gallery/")
    signed_in.click("text=Menu")
    expect(signed_in.locator("nav.side >> text=Gallery orders")).to_be_visible()
    assert signed_in.evaluate(overflow) <= 0
    of_the_screen = [signed_in.locator(part).first for part in (".bar", "nav.side", "main form.filter", ".choice-bar")]
    signed_in.set_viewport_size(usual)
    for part in of_the_screen:
        expect(part).to_be_attached()
    signed_in.emulate_media(media="print")
    for part in of_the_screen:
        expect(part).to_be_hidden()
    for of_the_list in ("h1", "thead th:nth-child(2)", "tbody tr", "tfoot tr"):
        expect(signed_in.locator(of_the_list).first).to_be_visible()
