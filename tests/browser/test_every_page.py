"""Every page of the program, in a real browser: no fault that axe knows, nothing its security policy refuses."""

import os
import re
from functools import partial
from pathlib import Path

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
from tests.browser.conftest import (
    accessibility_faults,
    faint_texts,
    faint_texts_in_the_other_theme,
    follows_the_system,
    forget_what_was_seen,
    sign_in,
)
from tests.walks.passing import PAGES_OF

# A page has the same colours and structure in each language, and the same structure in each theme, so it is opened
# once, in Dutch, of longer words: for all rules in one theme, and for its colours in the other. What stands on it is
# the same at 200 % too, where it has to be as wide as the screen. Or all four are looked at for all, and in both sizes.
IN_FULL = bool(os.environ.get("ARCLOSE_EVERY_PAGE_IN_FULL"))
LANGUAGES = ("nl", "en") if IN_FULL else ("nl",)
USUAL, AT_200_PERCENT = {"width": 1366, "height": 768}, {"width": 683, "height": 384}

# What a page says. The bar, the menu, the lists behind the bar and the help are three quarters of what it is made of.
# What is closed, there and elsewhere, is taken away: axe does not judge what is not shown, but reads it. So are the bar
# and the open menu, once they were looked at.
_READ = """frameIsSeen => {
  const isSeen = one => frameIsSeen && one.closest("#navigation, .bar:not(:has(#palette a))");
  const ofEveryPage = document.querySelectorAll("#navigation > *, .bar > *, .bar .sheet > *, #help > dl");
  const folded = document.querySelectorAll("main details:not([open]) > :not(summary)");
  [...ofEveryPage, ...folded].filter(one => !one.checkVisibility() || isSeen(one)).forEach(one => one.remove());
  return [document.documentElement.lang, document.querySelector("main").innerText];
}"""
# What is left of a template, and of a name that is not there.
UNSAID = {"en": r"\{\{|\{%|%\(", "nl": r"\{\{|\{%|%\(|None\b"}

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(3_000 if IN_FULL else 600)]

# Answers that are no pages, and pages that need what only a form or a job that has ended brings.
LEFT_OUT = {"batch:job_progress", "batch:dismiss", "jobs_at_work", "period", "customers:posted_orders",
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


def _refused(page):
    page.click("main form button.btn-primary")
    page.wait_for_selector(".error-summary")


def _refused_to_hold(page):
    page.fill("[name=reason]", "October is complete")
    _refused(page)


# What a page becomes when it is used: its address, and what is done there.
STATES = {
    "options unfolded": ("orders/", lambda page: page.click("details.options > summary")),
    "preview": ("orders/", _previewed),
    "slips to invoice": ("documents/?type=packing_slip", lambda page: page.click("details.options > summary")),
    "preview of vouchers": ("general-vouchers/", _previewed),
    "order refused": ("orders/new/", _refused),
    "free text refused": ("free-text/new/", _refused),
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
    page.server, page.base = live_server.url, f"{live_server.url}/NLWS/2026-10/"
    page.frame_is_seen, page.theme = False, "light"
    page.emulate_media(color_scheme=page.theme)
    return page


def _in_each_language(visitor):
    for language in LANGUAGES:
        cookie = {"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": visitor.base}
        visitor.context.add_cookies([cookie])
        yield language


def _faults_of(visitor, looks):
    return {
        (name, language): found for language in _in_each_language(visitor) for name, found in looks(visitor) if found
    }


def _pages(visitor, pages):
    _resize(visitor, USUAL if IN_FULL else AT_200_PERCENT)
    for name, pattern in pages:
        answer = visitor.goto(visitor.server + address_of(pattern, visitor.company))
        yield name, _faults(visitor) if answer.status == 200 else [f"status {answer.status}"]


def _states(visitor):
    _resize(visitor, USUAL)
    visitor.frame_is_seen = False
    runner.look()
    for name, (address, use) in STATES.items():
        visitor.goto(visitor.base + address)
        use(visitor)
        yield name, _faults(visitor)
    job = Job.objects.get()
    for name, address in ENDED.items():
        assert visitor.goto(visitor.base + address.format(job=job.pk)).status == 200
        yield name, _faults(visitor)


def _setup(visitor):
    _resize(visitor, USUAL)
    customer = Customer.objects.earliest("pk")
    for address in SETUP:
        assert visitor.goto(f"{visitor.server}/admin/{address.format(customer=customer.pk)}").status == 200
        yield f"setup {address}", _faults(visitor)


# In two parts that take alike long, so that no process is left with all of it while others have nothing more to do.
@pytest.mark.parametrize(("first", "others"), [(0, _setup), (1, _states)], ids=["and_Setup", "and_what_becomes_of_it"])
def test_no_page_has_a_fault(visitor, first, others):
    assert _faults_of(visitor, partial(_pages, pages=PAGES[first::2])) | _faults_of(visitor, others) == {}


def test_each_page_is_passed_by_a_walk():
    assert {name for name, _pattern in PAGES} == set(" ".join(PAGES_OF.values()).split())
    written = " ".join(file.read_text() for file in Path(__file__).parents[1].rglob("test_*.py"))
    assert [walk for walk in PAGES_OF if f"def {walk}(" not in written] == []


def _faults(page):
    """What is wrong with the page that is open: in its words, to axe in both themes, and in its width at 200 %."""
    language, text = page.evaluate(_READ, page.frame_is_seen)
    page.frame_is_seen = not IN_FULL
    return [*re.findall(UNSAID[language], text), *_in_both_themes(page), *_too_wide(page)]


def _in_both_themes(page):
    """Look at all of a page in the theme that it is opened in, then at its colours in the other."""
    if not IN_FULL and follows_the_system(page):
        return [*accessibility_faults(page), *(f"turned: {fault}" for fault in faint_texts_in_the_other_theme(page))]
    looks = (_anew, _anew) if IN_FULL else (accessibility_faults, faint_texts)
    faults = [f"{page.theme}: {fault}" for fault in looks[0](page)]
    page.theme = "light" if page.theme == "dark" else "dark"
    page.emulate_media(color_scheme=page.theme)  # so is the next one
    return [*faults, *(f"{page.theme}: {fault}" for fault in looks[1](page))]


def _anew(page):
    forget_what_was_seen(page)
    return accessibility_faults(page)


def _too_wide(page):
    """Say whether the page is wider than the screen at 200 %, once its charts are drawn for that."""
    before, fits = page.viewport_size, "() => document.documentElement.scrollWidth <= innerWidth"
    _resize(page, AT_200_PERCENT)
    try:
        if not page.evaluate(fits):
            page.wait_for_function(fits, timeout=2_000)
    except PlaywrightTimeout:
        return ["wider than the screen"]
    finally:
        _resize(page, before)
    return []


def _resize(page, size):
    if page.viewport_size != size:
        page.set_viewport_size(size)
