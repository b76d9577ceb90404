"""Somebody signed in, on the pages of the tests' own."""

from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from arclose.access.freshness import SESSION_KEY
from arclose.access.routes import Role
from tests import builders
from tests.cluster import ROOT
from tests.web.conftest import gallery  # noqa: F401

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
ALL_RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
# The frame round a page is left out where the same was looked at before: but for the links and the mark of the current
# page it is the same on every page. What is a matter of the whole page is looked at in whole.
_RUN_AXE = """async ([rules, without, seen]) => {
  const root = document.documentElement, options = {preload: false, resultTypes: ["violations"]};
  const shown = [rules, without, innerWidth, matchMedia("(prefers-color-scheme: dark)").matches, root.dataset.bsTheme];
  const same = part => shown + part.outerHTML.replace(/ (aria-current|href|value)="[^"]*"/g, "");
  const frame = [...document.querySelectorAll("header.top, nav.side")].map(part => [part, same(part)]);
  const exclude = frame.filter(([, text]) => seen.includes(text)).map(([part]) => part);
  const ofThePage = axe.getRules(rules).map(rule => rule.ruleId).filter(
    id => /^(bypass|duplicate|heading|identical|landmark|page|region|skip)/.test(id));
  const off = Object.fromEntries([...ofThePage, ...without].map(id => [id, {enabled: false}]));
  const runs = [await axe.run({include: [root], exclude}, {...options, runOnly: rules, rules: off})];
  if (ofThePage.length) runs.push(await axe.run(document, {...options, runOnly: {type: "rule", values: ofThePage}}));
  const place = node => node.target.join(" ") + " " + node.failureSummary;
  const faults = runs.flatMap(found => found.violations).map(
    fault => fault.id + ": " + fault.nodes.map(place).join(" | "));
  return [faults, frame.map(([, text]) => text)];
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


def accessibility_faults(page, *, rules=ALL_RULES, without=()):
    """What axe finds wrong on the page as it is shown now.

    What the page shows next has axe from its beginning: the browser compiles it once. Of the frame round the pages of
    one test nothing is looked at twice.
    """
    if page.evaluate("typeof axe === 'undefined'"):
        source = Path(AXE).read_text()
        page.evaluate(source)
        page.add_init_script(source)
    seen = vars(page).setdefault("frames_seen", set())
    faults, frames = page.evaluate(_RUN_AXE, [rules, without, sorted(seen)])
    seen.update(frames if not faults else [])
    return faults


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
