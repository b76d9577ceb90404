"""Every page of the program, in a real browser: no fault that axe knows, nothing its security policy refuses."""

import re

import pytest

from arclose.access import routes
from arclose.access.routes import Role
from tests import builders
from tests.access.test_routes import _patterns
from tests.books import a_company_with_books, table_of
from tests.browser.conftest import accessibility_faults, sign_in

pytestmark = pytest.mark.browser

# Answers that are no pages, and pages that need what only a form brings.
LEFT_OUT = {"batch:job_progress", "batch:dismiss", "jobs_at_work", "customers:posted_orders"}
PAGES = sorted({
    (name, pattern)
    for name, pattern in _patterns()
    if "<str:period>" in pattern and "GET" in routes.rules_of(name)
    and name not in LEFT_OUT and not pattern.endswith("pdf")
})  # fmt: skip


def address_of(pattern, company):
    address = pattern.replace("<str:company>", company.code).replace("<str:period>", "2026-10")
    if "<int:pk>" in pattern:
        rows = table_of(pattern).objects.filter(company=company)
        address = address.replace("<int:pk>", str(rows.latest("pk").pk))
    return "/" + address.replace("<str:task>", "orders")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_has_no_fault_on_any_page(page, live_server, transactional_db, theme):
    company = a_company_with_books(code="NLWS")
    builders.a_user(company, *Role.values, name="anna")
    sign_in(page, live_server, "anna")
    page.context.add_cookies([{"name": "theme", "value": theme, "url": live_server.url}])
    faults = {}
    for name, pattern in PAGES:
        answer = page.goto(live_server.url + address_of(pattern, company))
        found = accessibility_faults(page) if answer.status == 200 else [f"status {answer.status}"]
        faults |= {name: found} if found else {}
    assert faults == {}


def test_it_shows_no_untranslated_name_of_a_template(page, live_server, transactional_db):
    company = a_company_with_books(code="NLWS")
    builders.a_user(company, *Role.values, name="anna")
    sign_in(page, live_server, "anna")
    for _name, pattern in PAGES:
        page.goto(live_server.url + address_of(pattern, company))
        text = page.locator("main").inner_text()
        assert not re.search(r"\{\{|\{%|%\(|None\b", text), f"{pattern}: {text[:300]}"


def test_it_refuses_nothing_in_setup(page, live_server, transactional_db):
    company = a_company_with_books(code="NLWS")
    builders.a_user(company, Role.ADMINISTRATOR, name="anna")
    sign_in(page, live_server, "anna")
    for address in ("", "customers/customer/", "customers/customer/add/", "access/membership/add/", "auth/user/add/"):
        assert page.goto(f"{live_server.url}/admin/{address}").status == 200
