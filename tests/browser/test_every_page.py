"""Every page of the program, in a real browser: no fault that axe knows, nothing its security policy refuses."""

import os
import re

import pytest
from django.conf import settings
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from arclose.access import routes
from arclose.access.routes import Role
from arclose.batch import runner
from arclose.batch.models import Job
from customers.models import Customer
from tests import builders
from tests.access.test_routes import _patterns
from tests.books import a_company_with_books, table_of
from tests.browser.conftest import accessibility_faults, faint_texts, forget_what_was_seen, sign_in

# A page has the same colours and structure in each language, and the same structure in each theme, so it is opened
# once, in Dutch, of longer words: for all rules, and for its colours in the dark. What stands on it is the same at
# 200 % too, where it has to be as wide as the screen. Or all four are looked at for all, and in both sizes.
IN_FULL = bool(os.environ.get("ARCLOSE_EVERY_PAGE_IN_FULL"))
LANGUAGES = ("nl", "en") if IN_FULL else ("nl",)
USUAL, AT_200_PERCENT = {"width": 1366, "height": 768}, {"width": 683, "height": 384}

# The menu, the lists behind the bar and the help: two thirds of what a page is made of, and the same on each.
OF_EVERY_PAGE = "#navigation > *, .bar .sheet > *, #help > dl"

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(3_000 if IN_FULL else 600)]

# Answers that are no pages, and pages that need what only a form or a job that has ended brings.
LEFT_OUT = {"batch:job_progress", "batch:dismiss", "jobs_at_work", "customers:posted_orders",
            "customers:posting_documents", "customers:job_documents", "customers:print_made", "customers:printed_file",
            "batch:undo", "revaluation:voucher"}  # fmt: skip
PAGES = sorted({
    (name, pattern)
    for name, pattern in _patterns()
    if "<str:period>" in pattern and "GET" in routes.rules_of(name)
    and name not in LEFT_OUT and not pattern.endswith(("pdf", "ubl", "file/", "paper/"))
})  # fmt: skip


def address_of(pattern, company):
    address = pattern.replace("<str:company>", company.code).replace("<str:period>", "2026-10")
    if "<int:pk>" in pattern:
        rows = table_of(pattern).objects.filter(company=company)
        address = address.replace("<int:pk>", str(rows.latest("pk").pk))
    address = address.replace("<slug:journal_type>", "draw").replace("<slug:step_type>", "settle")
    return "/" + address.replace("<str:task>", "orders").replace("<int:number>", "1")


def _previewed(page):
    page.check("input[name=selection][value=filter]")
    page.locator("main .choice-bar button", has_text=re.compile("Preview|Voorbeeld")).click()
    page.wait_for_url("**/preview/**")


def _refused_to_hold(page):
    page.fill("[name=reason]", "October is complete")
    page.click("main form button.btn-primary")
    page.wait_for_selector(".error-summary")


# What a page becomes when it is used: its address, and what is done there.
STATES = {
    "options unfolded": ("orders/", lambda page: page.click("details.options > summary")),
    "preview": ("orders/", _previewed),
    "slips to invoice": ("documents/?type=packing_slip", lambda page: page.click("details.options > summary")),
    "preview of vouchers": ("general-vouchers/", _previewed),
    "order refused": ("orders/new/", lambda page: page.click("main form button.btn-primary")),
    "free text refused": ("free-text/new/", lambda page: page.click("main form button.btn-primary")),
    "palette": ("orders/", lambda page: (page.fill("#find", "Bakk"), page.wait_for_selector("#palette a"))),
    "help": ("orders/", lambda page: page.keyboard.press("?")),
    "hold refused": ("close/hold/", _refused_to_hold),
    "nothing found": ("invoices/?text=nothing", lambda page: None),
    "misread filter": ("orders/?left=nonsense", lambda page: None),
    "no such page": ("nowhere/", lambda page: None),
}
SETUP = ("", "customers/customer/", "customers/customer/add/", "customers/customer/{customer}/history/",
         "customers/paymentterms/import/", "access/membership/add/", "auth/user/add/")  # fmt: skip
# Pages of a job that has ended.
ENDED = {"undo": "jobs/{job}/tasks/2/undo/", "print": "jobs/{job}/print/?task=1", "the job": "jobs/{job}/"}


@pytest.fixture
def visitor(page, live_server, transactional_db):
    """Somebody of every role, on the pages of a company with a row in every table and a job of two tasks."""
    page.company = a_company_with_books(code="NLWS")
    builders.a_user(page.company, *Role.values, name="anna")
    sign_in(page, live_server, "anna")
    page.base = f"{live_server.url}/NLWS/2026-10/"
    page.emulate_media(reduced_motion="reduce")  # else the colours of buttons are on their way when they are looked at
    return page


def _in_each_language(visitor):
    for language in LANGUAGES:
        cookie = {"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": visitor.base}
        visitor.context.add_cookies([cookie])
        yield language


def test_no_page_has_a_fault_in_any_language_or_theme_or_an_untranslated_name(visitor, live_server):
    faults = {}
    visitor.set_viewport_size(USUAL if IN_FULL else AT_200_PERCENT)
    for language in _in_each_language(visitor):
        for name, pattern in PAGES:
            answer = visitor.goto(live_server.url + address_of(pattern, visitor.company))
            found = _faults(visitor) if answer.status == 200 else [f"status {answer.status}"]
            unnamed = re.findall(r"None\b", visitor.locator("main").inner_text()) if language == "nl" else []
            faults[name, language] = found + unnamed
    assert {name: found for name, found in faults.items() if found} == {}


def test_neither_has_what_becomes_of_a_page_nor_setup(visitor, live_server):
    faults = {}
    customer, job = Customer.objects.earliest("pk"), Job.objects.get()
    runner.look()
    for language in _in_each_language(visitor):
        for name, (address, use) in STATES.items():
            visitor.goto(visitor.base + address)
            use(visitor)
            faults[name, language] = _faults(visitor)
        for name, address in ENDED.items():
            assert visitor.goto(visitor.base + address.format(job=job.pk)).status == 200
            faults[name, language] = _faults(visitor)
        for address in SETUP:
            assert visitor.goto(f"{live_server.url}/admin/{address.format(customer=customer.pk)}").status == 200
            faults[f"setup {address}", language] = _faults(visitor)
    assert {name: found for name, found in faults.items() if found} == {}


def _faults(page):
    """What is wrong with the page that is open."""
    unsaid = re.findall(r"\{\{|\{%|%\(", page.locator("main").inner_text())
    if IN_FULL:
        return [*unsaid, *_anew(page), *_in_the_dark(page, _anew), *_too_wide(page)]
    _look_at_the_menu_once(page)
    return [*unsaid, *accessibility_faults(page), *_in_the_dark(page, faint_texts), *_too_wide(page)]


def _look_at_the_menu_once(page):
    """Take from a page what was looked at on the one before."""
    if vars(page).setdefault("menu_seen", False):
        page.evaluate("same => document.querySelectorAll(same).forEach(one => one.remove())", OF_EVERY_PAGE)
    vars(page).update(menu_seen=page.locator("#navigation").count() > 0 or page.menu_seen)


def _anew(page):
    forget_what_was_seen(page)
    return accessibility_faults(page)


def _in_the_dark(page, look):
    page.emulate_media(color_scheme="dark")
    faults = look(page)
    page.emulate_media(color_scheme="light")
    return [f"dark: {fault}" for fault in faults]


def _too_wide(page):
    """Say whether the page is wider than the screen at 200 %, once its charts are drawn for that."""
    before = page.viewport_size
    _resize(page, AT_200_PERCENT)
    is_wide = False
    try:
        page.wait_for_function("document.documentElement.scrollWidth <= innerWidth", timeout=2_000)
    except PlaywrightTimeout:
        is_wide = True
    _resize(page, before)
    return ["wider than the screen"] if is_wide else []


def _resize(page, size):
    if page.viewport_size != size:
        page.set_viewport_size(size)
