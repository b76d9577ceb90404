"""Every page of the program, in a real browser: no fault that axe knows, nothing its security policy refuses."""

import re

import pytest

from arclose.access import routes
from arclose.access.routes import Role
from tests import builders
from tests.access.test_routes import _patterns
from tests.books import a_company_with_books, table_of
from tests.browser.conftest import accessibility_faults, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# Answers that are no pages, and pages that need what only a form brings.
LEFT_OUT = {"batch:job_progress", "batch:dismiss", "jobs_at_work", "customers:posted_orders",
            "customers:posting_documents", "customers:job_documents"}  # fmt: skip
PAGES = sorted({
    (name, pattern)
    for name, pattern in _patterns()
    if "<str:period>" in pattern and "GET" in routes.rules_of(name)
    and name not in LEFT_OUT and not pattern.endswith(("pdf", "ubl"))
})  # fmt: skip


def address_of(pattern, company):
    address = pattern.replace("<str:company>", company.code).replace("<str:period>", "2026-10")
    if "<int:pk>" in pattern:
        rows = table_of(pattern).objects.filter(company=company)
        address = address.replace("<int:pk>", str(rows.latest("pk").pk))
    return "/" + address.replace("<str:task>", "orders")


def test_no_page_has_a_fault_in_light_or_dark_or_an_untranslated_name(page, live_server, transactional_db):
    company = a_company_with_books(code="NLWS")
    builders.a_user(company, *Role.values, name="anna")
    sign_in(page, live_server, "anna")
    page.emulate_media(reduced_motion="reduce")  # else the colours of buttons are on their way when they are looked at
    faults = {}
    for name, pattern in PAGES:
        answer = page.goto(live_server.url + address_of(pattern, company))
        found = _faults(page) if answer.status == 200 else [f"status {answer.status}"]
        faults |= {name: found} if found else {}
    assert faults == {}


def _faults(page):
    """What is wrong with the page that is open, as it is and in the dark."""
    unsaid = re.findall(r"\{\{|\{%|%\(|None\b", page.locator("main").inner_text())
    light = accessibility_faults(page)
    page.evaluate("document.documentElement.dataset.bsTheme = 'dark'")
    return [*unsaid, *light, *(f"dark: {fault}" for fault in accessibility_faults(page))]


def test_it_refuses_nothing_in_setup(page, live_server, transactional_db):
    company = a_company_with_books(code="NLWS")
    builders.a_user(company, Role.ADMINISTRATOR, name="anna")
    sign_in(page, live_server, "anna")
    for address in ("", "customers/customer/", "customers/customer/add/", "access/membership/add/", "auth/user/add/"):
        assert page.goto(f"{live_server.url}/admin/{address}").status == 200
