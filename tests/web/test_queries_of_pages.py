"""No page asks the database more often than it may, with a row in every table."""

from http import HTTPStatus

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from arclose.access.routes import Role
from tests import builders
from tests.books import a_company_with_books
from tests.browser.test_every_page import PAGES, address_of
from tests.customers.pages import QUERIES_AT_MOST

# Those of rows that are past it or lack what it takes, and one that takes what was chosen on the page before.
LEAD_BACK = {
    "batch:add_task",
    "batch:change_task",
    "batch:plan",
    "customers:concession",
    "customers:reorganization",
    "ecsales:list_lines",
    "journals:bank_proposals",
}


@pytest.mark.django_db
def test_no_page_asks_too_often():
    company = a_company_with_books(code="NLWS")
    client = Client()
    client.force_login(builders.a_user(company, *Role.values))
    pages = {name: address_of(pattern, company) for name, pattern in PAGES}
    asked = {name: _queries_of(client, address) for name, address in pages.items()}
    assert {name for name, count in asked.items() if not count} == LEAD_BACK
    # What is kept from one look to the next, such as what is counted, is asked for once: a first look may ask more.
    often = [name for name, count in asked.items() if count > QUERIES_AT_MOST]
    again = {name: _queries_of(client, pages[name]) for name in often}
    assert {name: count for name, count in again.items() if count > QUERIES_AT_MOST} == {}


def _queries_of(client: Client, address: str) -> int:
    """Ask for a page and give its queries; none where it leads back, for its row is past that."""
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    return len(queries) if answer.status_code == HTTPStatus.OK else 0
