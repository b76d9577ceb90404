"""The character NUL in an address: no page stumbles over it."""

import pytest

from tests.builders import a_company, a_controller
from tests.customers.pages import Visitor
from tests.journals.test_post_general_vouchers import a_voucher

pytestmark = pytest.mark.django_db
LISTS = ["orders", "invoices", "customers", "transactions", "jobs", "vouchers", "accounts", "general-vouchers"]


@pytest.fixture
def visitor(db) -> Visitor:
    company = a_company()
    return Visitor(a_controller(company), company)


@pytest.mark.parametrize("query", ["q=%00", "q=V%00", "q=a%00b", "%00=%00", "q=\x00"])
def test_search_finds_nothing_with_it(visitor, query):
    assert visitor.get(f"search/?{query}").status_code == 200


def test_it_is_left_out_of_what_is_looked_for(visitor):
    company = visitor.user.memberships.get().company
    a_voucher(company, number="ADJ-7")
    assert "/general-vouchers/" in visitor.get("search/?q=adj%00-7").url


@pytest.mark.parametrize("page", LISTS)
def test_a_list_takes_it_for_nothing(visitor, page):
    query = "&".join(f"{name}=%00" for name in ("period", "text", "status", "sort", "date_from", "page"))
    assert visitor.get(f"{page}/?{query}").status_code == 200


@pytest.mark.parametrize("page", ["general-vouchers/post/", "general-vouchers/job/", "orders/post/", "orders/job/"])
def test_a_key_with_it_is_none(visitor, page):
    company = visitor.user.memberships.get().company
    chosen = a_voucher(company).pk if "general" in page else 1
    assert visitor.post(page, selected=str(chosen), key="a\x00b").status_code in (200, 404)
