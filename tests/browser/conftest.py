"""Somebody signed in, on the pages of the tests' own."""

from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.templatetags.static import static
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Locator, Page

from arclose.access.freshness import SESSION_KEY
from arclose.access.routes import Role
from arclose.ledger.models import Company
from tests import builders
from tests.walks.passing import passes_its_pages  # noqa: F401
from tests.web.conftest import gallery  # noqa: F401

ALL_RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
# What a run of axe costs is mostly to find out where everything on the page lies, which two rules ask: contrast and the
# size of targets. They are asked only of what they can find fault with, on most pages of nothing. Contrast comes from a
# text's colour, size and weight, and from what lies behind it as far as one sees: the texts are looked at for which
# these are new. A target is 24 px wide and high, or its middle is half as far from each other one, and from the middle
# of a small one as far: those are looked at for which that is not so, or which lie on another one.
_LOOK = """async ([axeAddress, rules, seen, turns]) => {
  if (typeof axe === "undefined") await import(axeAddress);
  scrollTo(0, 0);  // what a page has scrolled below the bar is no smaller for that
  const root = document.documentElement, isDark = matchMedia("(prefers-color-scheme: dark)");
  const follows = () => !("script" in root.dataset) || root.dataset.theme
    || root.dataset.bsTheme === (isDark.matches ? "dark" : "light");
  while (!follows()) await new Promise(requestAnimationFrame);
  const theme = root.dataset.bsTheme;
  if (turns) root.dataset.bsTheme = theme === "dark" ? "light" : "dark";
  const shown = selector => [...document.body.querySelectorAll(selector)].filter(one => one.checkVisibility());

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
  const coloured = shown("*").filter(hasText).map(one => [one, coloursOf(one)]);
  const fresh = coloured.filter(([, colours]) => !seen.includes(colours));
  const asShown = answer => { if (turns) root.dataset.bsTheme = theme; return answer; };
  if (!fresh.length && !rules.length) return asShown([[], []]);

  const isSmall = ({width, height}) => width < 24 || height < 24;
  const beyond = (point, low, high) => Math.max(low - point, 0, point - high);
  const middle = ({left, right, top, bottom}) => [(left + right) / 2, (top + bottom) / 2];
  const isNear = (place, other) => {
    const [x, y] = middle(place), [otherX, otherY] = middle(other);
    return Math.hypot(beyond(x, other.left, other.right), beyond(y, other.top, other.bottom)) < 12
      || (isSmall(other) && Math.hypot(x - otherX, y - otherY) < 24);
  };
  const liesOn = (place, other) => place.left < other.right && other.left < place.right
    && place.top < other.bottom && other.top < place.bottom;
  const targets = shown("a[href], button, details, input, select, summary, textarea, [contenteditable], [tabindex]")
    .map(one => [one, one.getBoundingClientRect()]);
  const isCrowded = ([one, place]) => {
    const pieces = isSmall(place) ? [...one.getClientRects()] : [];
    return targets.some(([other, otherPlace]) =>
      (liesOn(place, otherPlace) || pieces.some(piece => isNear(piece, otherPlace)))
      && !one.contains(other) && !other.contains(one));
  };
  const crowded = rules.length ? targets.filter(isCrowded) : [];

  for (const [one] of fresh) one.dataset.fresh = "";
  for (const [one] of crowded) one.dataset.crowded = "";
  const asked = {"color-contrast": "[data-fresh]", "target-size": "[data-crowded]"};
  axe.configure({noHtml: true, rules: Object.entries(asked).map(([id, selector]) => ({id, selector}))});
  const runOnly = rules.length ? rules : {type: "rule", values: ["color-contrast"]};
  const {violations} = await axe.run(document, {preload: false, resultTypes: ["violations"], runOnly});
  for (const [one] of fresh) delete one.dataset.fresh;
  for (const [one] of crowded) delete one.dataset.crowded;
  const place = node => node.target.join(" ") + " " + node.failureSummary;
  const faults = violations.map(fault => fault.id + ": " + fault.nodes.map(place).join(" | "));
  return asShown([faults, fresh.map(([, colours]) => colours)]);
}"""
_CAN_BE_TURNED = "() => 'script' in document.documentElement.dataset && !document.documentElement.dataset.theme"


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


def faint_texts_in_the_other_theme(page):
    """What would be too faint: the page takes the theme for as long as it is asked, and is not drawn for it."""
    return _look(page, (), turns=True)


def follows_the_system(page):
    """Say whether it is the program's script that gives the page its theme: so it can be given the other one."""
    return page.evaluate(_CAN_BE_TURNED)


def _look(page, rules, *, turns=False):
    """Give the faults that axe finds by these rules, and in colours that are new.

    It comes to the page as a script of the program's own would: the browser keeps what it compiled of it.
    """
    seen = vars(page).setdefault("colours_seen", set())
    faults, colours = page.evaluate(_LOOK, [static("axe/axe.min.js"), rules, sorted(seen), turns])
    seen.update(colours if not faults else [])
    return faults


def forget_what_was_seen(page):
    """Let the next look at the page be a look at all of it."""
    vars(page).update(colours_seen=set())


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
