"""The pages of general vouchers."""

import pytest

from arclose.batch.models import Job
from journals.models import GeneralVoucher, VoucherStatus
from tests.builders import a_clerk, a_company, a_user
from tests.customers.pages import QUERIES_AT_MOST, Visitor, text_of
from tests.journals.test_post_general_vouchers import a_voucher

pytestmark = pytest.mark.django_db


@pytest.fixture
def company(db):
    return a_company()


@pytest.fixture
def visitor(company) -> Visitor:
    return Visitor(a_clerk(company), company)


def test_it_lists_vouchers_with_few_queries(visitor, company, django_assert_max_num_queries):
    for number in range(30):
        a_voucher(company, number=f"G{number:02}")
    with django_assert_max_num_queries(QUERIES_AT_MOST):
        page = text_of(visitor.get("general-vouchers/"))
    assert "G07" in page
    assert "Post as job" in page


def test_a_voucher_counts_once_however_many_lines_it_has(visitor, company):
    a_voucher(company)
    assert "All 1 " in " ".join(text_of(visitor.get("general-vouchers/")).split())


def test_it_shows_one_with_its_lines_and_its_place_in_the_books(visitor, company):
    voucher = a_voucher(company)
    page = text_of(visitor.get(f"general-vouchers/{voucher.pk}/"))
    assert "4000 General expenses" in page
    text = text_of(visitor.post("general-vouchers/post/", selected=str(voucher.pk), key="k"))
    assert "1 voucher is posted" in text
    assert "V2026-000001" in text_of(visitor.get(f"general-vouchers/{voucher.pk}/"))


def test_it_says_why_one_is_left_out(visitor, company):
    voucher = a_voucher(company, ("4000", "1"), ("2100", "-2"))
    page = text_of(visitor.post("general-vouchers/post/", selected=str(voucher.pk), key="k"))
    assert "G1: Its 2 lines leave -1" in page
    assert "No voucher was chosen" in text_of(visitor.post("general-vouchers/post/", key="k2"))


def test_it_submits_a_job(visitor, company):
    voucher = a_voucher(company)
    visitor.post("general-vouchers/job/", selected=str(voucher.pk), key="k")
    assert Job.objects.get(company=company).kind == "general-vouchers"


def test_search_finds_vouchers(visitor, company):
    voucher = a_voucher(company, number="ADJ-7")
    response = visitor.get("search/?q=adj-7")
    assert response.url.endswith(f"/general-vouchers/{voucher.pk}/")


def test_another_company_and_other_roles(visitor, company):
    foreign = a_voucher(a_company())
    assert visitor.get(f"general-vouchers/{foreign.pk}/").status_code == 404
    assert visitor.post("general-vouchers/post/", selected=str(foreign.pk)).status_code == 404
    own = a_voucher(company)
    auditor = Visitor(a_user(company, "auditor"), company)
    assert "Post as job" not in text_of(auditor.get("general-vouchers/"))
    assert auditor.post("general-vouchers/post/", selected=str(own.pk)).status_code == 403
    assert GeneralVoucher.objects.get(pk=own.pk).status == VoucherStatus.OPEN
