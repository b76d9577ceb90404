"""Somebody signed in, on the pages of the tests' own."""

from pathlib import Path

import pytest

from arclose.access.routes import Role
from tests import builders
from tests.cluster import ROOT
from tests.web.conftest import gallery  # noqa: F401

PASSWORD = "correct horse battery"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
ALL_RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
_RUN_AXE = """async (rules) => {
  const found = await axe.run(document, {runOnly: rules, preload: false, resultTypes: ["violations"]});
  const place = node => node.target.join(" ") + " " + node.failureSummary;
  return found.violations.map(fault => fault.id + ": " + fault.nodes.map(place).join(" | "));
}"""


def sign_in(page, live_server, username):
    page.goto(live_server.url + "/login/")
    page.fill("[name=username]", username)
    page.fill("[name=password]", PASSWORD)
    page.click("main button")


def accessibility_faults(page, *, rules=ALL_RULES):
    """What axe finds wrong on the page as it is shown now.

    What the page shows next has axe from its beginning: the browser compiles it once.
    """
    if page.evaluate("typeof axe === 'undefined'"):
        source = Path(AXE).read_text()
        page.evaluate(source)
        page.add_init_script(source)
    return page.evaluate(_RUN_AXE, rules)


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
