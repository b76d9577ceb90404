"""A clerk imports a file in a real browser: a wrong one first, then the right one."""

import os

import pytest

from tests import builders
from tests.browser.conftest import accessibility_faults, company, sign_in  # noqa: F401
from tests.walks.passing import passes_its_pages  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HEAD = "number,customer,invoice_date,item,quantity,unit_price\n"


@pytest.fixture
def import_page(page, live_server, company, tmp_path, settings):  # noqa: F811
    settings.MEDIA_ROOT = tmp_path / "uploads"
    builders.a_user(company, "clerk", name="anna")
    builders.a_customer(company, number="C1")
    builders.an_item(company, number="A")
    sign_in(page, live_server, "anna")
    page.goto(f"{live_server.url}/NLWS/2026-10/import/")
    return page


def choose(page, tmp_path, lines: str) -> None:
    path = tmp_path / "october.csv"
    path.write_text(HEAD + lines)
    page.set_input_files("[name=file]", path)
    page.click("text=Check >> nth=-1")


def shot(page, name: str) -> None:
    """Keep a picture where the environment asks for pictures."""
    if folder := os.environ.get("ARCLOSE_SHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def test_a_clerk_corrects_a_file_and_imports_it(import_page, tmp_path):
    assert accessibility_faults(import_page) == []
    shot(import_page, "import-empty")
    choose(import_page, tmp_path, "S1,C1,2026-10-05,A,two,10\nS2,C9,2026-10-05,A,1,10\n")
    import_page.wait_for_selector("text=2 problems in october.csv")
    assert accessibility_faults(import_page) == []
    shot(import_page, "import-problems")
    choose(import_page, tmp_path, "S1,C1,2026-10-05,A,2,10\nS2,C1,2026-10-05,A,1,10\n")
    import_page.wait_for_selector("text=october.csv can be imported")
    assert accessibility_faults(import_page) == []
    shot(import_page, "import-checked")
    import_page.click("button[value=import]")
    import_page.wait_for_selector("text=october.csv is imported")
    shot(import_page, "import-done")
    import_page.click("section:has(#runs) a:has-text('Sales orders')")
    import_page.wait_for_selector("text=S1")
