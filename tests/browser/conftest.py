"""Somebody signed in, on the pages of the tests' own."""

from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.templatetags.static import static
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from arclose.access.freshness import SESSION_KEY
from arclose.access.routes import Role
from arclose.ledger.models import Company
from tests import builders
from tests.web.conftest import gallery  # noqa: F401

ALL_RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
# Contrast costs half as much as all other rules. It comes from a text's colour, size and weight, and from what lies
# behind it as far as one sees: the texts are looked at for which these are new. With all rules they are looked at in
# the same run, for what a run costs is mostly to find out where everything on the page lies.
_LOOK = """async ([rules, seen]) => {
  const behind = new Map([[null, ""]]);
  const ground = one => {
    if (!behind.has(one)) {
      const {backgroundColor, backgroundImage, opacity} = getComputedStyle(one);
      const own = [backgroundColor, backgroundImage, opacity].join(" ").replace("rgba(0, 0, 0, 0) none 1", "");
      behind.set(one, own + (backgroundColor.startsWith("rgb(") && opacity === "1" ? "" : ground(one.parentElement)));
    }
    return behind.get(one);
  };
  const hasText = one => one.matches("input, select, textarea")
    || [...one.childNodes].some(child => child.nodeType === Node.TEXT_NODE && child.data.trim());
  const coloursOf = one => {
    const {color, fontSize, fontWeight, textShadow} = getComputedStyle(one);
    return [color, fontSize, fontWeight, textShadow, ground(one)].join(" ");
  };
  const texts = [...document.body.querySelectorAll("*")].filter(one => hasText(one) && one.checkVisibility());
  const fresh = texts.map(one => [one, coloursOf(one)]).filter(([, colours]) => !seen.includes(colours));
  if (!fresh.length && !rules.length) return [[], []];
  for (const [one] of fresh) one.dataset.fresh = "";
  axe.configure({rules: [{id: "color-contrast", selector: "[data-fresh]"}]});
  const runOnly = rules.length ? rules : {type: "rule", values: ["color-contrast"]};
  const {violations} = await axe.run(document, {preload: false, resultTypes: ["violations"], runOnly});
  for (const [one] of fresh) delete one.dataset.fresh;
  const place = node => node.target.join(" ") + " " + node.failureSummary;
  const faults = violations.map(fault => fault.id + ": " + fault.nodes.map(place).join(" | "));
  return [faults, fresh.map(([, colours]) => colours)];
}"""


def sign_in(page, live_server, username):
    """Let the page belong to somebody who has just typed the password, without the page where that is done."""
    client = Client()
    client.force_login(User.objects.get(username=username))
    session = client.session
    session[SESSION_KEY] = int(timezone.now().timestamp())
    session.save()
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": live_server.url}
    page.context.add_cookies([cookie])


def accessibility_faults(page):
    """What axe finds wrong on the page as it is shown now; no colours of its texts are looked at twice in one test."""
    return _look(page, ALL_RULES)


def faint_texts(page):
    """What axe finds too faint to be read: all that can be wrong in the dark with a page that is right in light."""
    return _look(page, ())


def _look(page, rules):
    _have_axe(page)
    seen = vars(page).setdefault("colours_seen", set())
    faults, colours = page.evaluate(_LOOK, [rules, sorted(seen)])
    seen.update(colours if not faults else [])
    return faults


def forget_what_was_seen(page):
    """Let the next look at the page be a look at all of it."""
    vars(page).update(colours_seen=set())


def _have_axe(page):
    """Give axe to the page as a script of the program's own would come: the browser keeps what it compiled of it."""
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate("address => import(address)", static("axe/axe.min.js"))


@pytest.fixture
def company(transactional_db):
    return builders.a_company(code="NLWS", name="Noord Wholesale")


@pytest.fixture
def signed_in(page, live_server, company, gallery):  # noqa: F811
    builders.a_user(company, Role.CLERK, Role.CONTROLLER, name="anna")
    sign_in(page, live_server, "anna")
    page.base = f"{live_server.url}/NLWS/2026-10/"
    return page


@pytest.fixture
def orders(company):
    customer = builders.a_customer(company, name="Bakkerij De Vries")
    item = builders.an_item(company)
    return [builders.an_order(customer, ("1", str(10 + n)), item=item, number=f"SO-{n:03}") for n in range(60)]


@pytest.fixture
def visitor(page: Any, live_server: Any, company: Company) -> Any:
    """Somebody of every role, whose password was typed just now."""
    builders.a_user(company, *Role.values, name="anna")
    sign_in(page, live_server, "anna")
    page.base = f"{live_server.url}/NLWS/2026-10/"
    page.setup = f"{live_server.url}/admin/"
    return page


def refusal(page: Page) -> Locator:
    return page.locator(".error-summary")


def submit(page: Page, words: str, **typed: str) -> None:
    """Type into the form of the page, and press the button of these words."""
    for name, value in typed.items():
        page.fill(f"main [name={name}]", value)
    page.click(f"main button:text-is('{words}')")


def follow(page: Page, words: str) -> None:
    page.click(f"main a:visible:text-is('{words}')")


def open_page(page: Any, address: str) -> None:
    page.goto(page.base + address)


def told(page: Any, words: str) -> None:
    """Wait for what the page says came of the last form."""
    expect(page.locator("#messages")).to_contain_text(words)


def tick(page: Any, *rows: str) -> None:
    for row in rows:
        page.check(f"main tbody tr:has-text('{row}') input")
