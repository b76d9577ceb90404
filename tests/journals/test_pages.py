"""The pages of general vouchers."""

from datetime import date

import pytest
from django.db import OperationalError

from arclose.batch import kinds
from arclose.batch.models import JobTask
from arclose.ledger.models import Company, NumberSeries, Posting
from journals.models import Cancellation, GeneralVoucher, VoucherStatus
from journals.readiness import unposted_vouchers
from journals.screens import voucher_posting
from tests.builders import a_clerk, a_company, a_controller, a_user
from tests.customers.pages import QUERIES_AT_MOST, Visitor, page_key, text_of, value_of
from tests.journals.test_post_general_vouchers import a_voucher

pytestmark = pytest.mark.django_db


class Deadlock(Exception):
    pgcode = "40P01"


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


def test_a_preview_says_what_will_be_made_and_is_posted_as_it_was_seen(visitor, company):
    good, wrong = a_voucher(company), a_voucher(company, ("4000", "1"), ("2100", "-2"), number="G2")
    page = visitor.post("general-vouchers/preview/?status=open", selection="filter")
    shown = text_of(page)
    assert all(
        words in shown for words in ("4000 General expenses", "100.00", "Does not balance: 1", "leave EUR −1.00")
    )
    assert not Posting.objects.filter(company=company).exists()
    form = {name: value_of(page, name) for name in ("key", "seen")} | {"selected": [good.pk, wrong.pk]}
    good.lines.filter(amount__gt=0).update(account=company.accounts.get(number="4800"))
    changed = text_of(visitor.post("general-vouchers/post/", **form))
    assert "something changed since the preview" in changed
    assert GeneralVoucher.objects.get(pk=good.pk).status == VoucherStatus.OPEN
    page = visitor.post("general-vouchers/preview/", selected=[good.pk, wrong.pk])
    form |= {name: value_of(page, name) for name in ("key", "seen")}
    assert "1 voucher is posted" in text_of(visitor.post("general-vouchers/post/", **form))
    assert "No voucher was chosen" in text_of(visitor.post("general-vouchers/preview/"))


def test_the_list_adds_up_what_its_filter_finds(visitor, company):
    a_voucher(company)
    a_voucher(company, ("4000", "20"), ("2100", "-20"), number="G2")
    a_voucher(company, ("4000", "7"), ("2100", "-7"), number="G3", currency_id="USD")
    page = text_of(visitor.get("general-vouchers/"))
    assert all(words in page for words in ("EUR", "120.00", "USD", "7.00"))
    assert "120.00" not in text_of(visitor.get("general-vouchers/?text=G2"))


def test_it_says_why_one_is_left_out(visitor, company):
    voucher = a_voucher(company, ("4000", "1"), ("2100", "-2"))
    page = text_of(visitor.post("general-vouchers/post/", selected=str(voucher.pk), key="k"))
    assert "G1: Its 2 lines leave EUR −1.00." in page
    assert "No voucher was chosen" in text_of(visitor.post("general-vouchers/post/", key="k2"))


def test_a_posting_that_lost_a_deadlock_is_tried_again(visitor, company, monkeypatch):
    voucher = a_voucher(company)
    post, attempts = voucher_posting.post_general_vouchers, []

    def lose_once(**values):
        attempts.append(values["key"])
        if len(attempts) == 1:
            raise OperationalError from Deadlock()
        return post(**values)

    monkeypatch.setattr(voucher_posting, "post_general_vouchers", lose_once)
    text = text_of(visitor.post("general-vouchers/post/", selected=str(voucher.pk), key=page_key(1)))
    assert "1 voucher is posted" in text
    assert attempts == [page_key(1), page_key(1)]


def test_a_key_made_by_hand_takes_nobody_elses(visitor, company):
    voucher = a_voucher(company)
    visitor.post("general-vouchers/post/", selected=str(voucher.pk), key="job-1-1-0a")
    assert Posting.objects.get(company=company).key.startswith("page-")


def test_it_says_what_keeps_a_company_from_posting_and_what_to_do(visitor, company):
    voucher = a_voucher(company)
    NumberSeries.objects.filter(company=company, purpose="voucher").delete()
    text = text_of(visitor.post("general-vouchers/post/", selected=str(voucher.pk), key=page_key(1)))
    assert f"{company} has no number series for: vouchers. An administrator makes one in Setup" in text


def test_a_form_sent_again_for_other_vouchers_posts_nothing(visitor, company):
    first, second = a_voucher(company), a_voucher(company, number="G2")
    visitor.post("general-vouchers/post/", selected=str(first.pk), key=page_key(1))
    text = text_of(visitor.post("general-vouchers/post/", selected=str(second.pk), key=page_key(1)))
    assert "This was sent before with other content. Nothing was posted now." in text
    assert GeneralVoucher.objects.get(pk=second.pk).status == VoucherStatus.OPEN


def test_a_day_without_a_reporting_rate_is_said_of_the_voucher(visitor, company):
    Company.objects.filter(pk=company.pk).update(reporting_currency_id="USD", rate_age_limit_days=0)
    sunday = a_voucher(company, voucher_date=date(2026, 10, 4))
    text = text_of(visitor.post("general-vouchers/post/", selected=str(sunday.pk), key=page_key(1)))
    assert "G1: The last exchange rate of USD" in text
    assert "Enter or load the rate" in text


def test_it_submits_a_job(visitor, company):
    voucher = a_voucher(company)
    visitor.post("general-vouchers/job/", selected=str(voucher.pk), key="k")
    assert JobTask.objects.get(company=company).kind == "general-vouchers"


def test_a_job_that_comes_again_finds_the_vouchers_of_its_filter_each_time(visitor, company):
    a_voucher(company)
    page = text_of(visitor.get("general-vouchers/"))
    assert "Plan the job first" in page
    asked = {"selection": "filter", "options": "1", "late_selection": "on", "is_planned": "on"}
    visitor.post("general-vouchers/job/?status=open", key=page_key(1), **asked)
    task = JobTask.objects.get(company=company)
    recurring = {"description": "Nightly", "unit": "days", "every": "1", "release": "1"}
    assert "The plan is saved." in text_of(visitor.post(f"jobs/{task.job_id}/plan/", **recurring))
    a_voucher(company, number="G2")
    visitor.post(
        "general-vouchers/post/",
        selected=str(GeneralVoucher.objects.get(number="G1").pk),
        key=page_key(2),
    )
    assert [label for _pk, _day, label in kinds.selected_documents(task)] == ["G2"]
    assert "Late selection as of the period of the day it runs" in text_of(visitor.get(f"jobs/{task.job_id}/"))


def test_it_cancels_a_voucher_with_a_reason_and_keeps_who_did_it(visitor, company):
    voucher = a_voucher(company)
    asked = text_of(visitor.get(f"general-vouchers/{voucher.pk}/cancel/"))
    assert "General voucher G1 will not be posted" in asked
    assert GeneralVoucher.objects.get(pk=voucher.pk).status == VoucherStatus.OPEN
    page = text_of(visitor.post(f"general-vouchers/{voucher.pk}/cancel/", reason="Entered twice"))
    assert "General voucher G1 is canceled." in page
    kept = Cancellation.objects.get(voucher=voucher)
    assert (kept.reason, kept.canceled_by, kept.company) == ("Entered twice", visitor.user, company)
    assert f"Canceled by {visitor.user}" in page
    assert "Cancel voucher" not in page
    assert not unposted_vouchers(company=company, until=date(2026, 12, 31)).exists()


def test_it_asks_for_a_reason_to_cancel(visitor, company):
    voucher = a_voucher(company)
    assert "This field is required" in text_of(visitor.post(f"general-vouchers/{voucher.pk}/cancel/", reason=" "))
    assert GeneralVoucher.objects.get(pk=voucher.pk).status == VoucherStatus.OPEN


def test_a_voucher_is_canceled_once_and_a_posted_one_is_not(visitor, company):
    voucher, posted = a_voucher(company), a_voucher(company, number="G2")
    for reason in ("first", "second"):
        visitor.post(f"general-vouchers/{voucher.pk}/cancel/", reason=reason)
    assert Cancellation.objects.get().reason == "first"
    visitor.post("general-vouchers/post/", selected=str(posted.pk), key=page_key(1))
    text = text_of(visitor.post(f"general-vouchers/{posted.pk}/cancel/", reason="no"))
    assert "General voucher G2 is posted by now" in text
    assert GeneralVoucher.objects.get(pk=posted.pk).status == VoucherStatus.POSTED


def test_only_who_may_post_cancels_and_only_in_the_own_company(visitor, company):
    own, foreign = a_voucher(company), a_voucher(a_company())
    assert visitor.post(f"general-vouchers/{foreign.pk}/cancel/", reason="no").status_code == 404
    auditor = Visitor(a_user(company, "auditor"), company)
    assert auditor.get(f"general-vouchers/{own.pk}/cancel/").status_code == 403
    assert auditor.post(f"general-vouchers/{own.pk}/cancel/", reason="no").status_code == 403
    assert not Cancellation.objects.exists()


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


def test_a_controller_reverses_a_posted_one_on_its_page_and_a_clerk_does_not(visitor, company):
    voucher = a_voucher(company)
    visitor.post("general-vouchers/post/", selected=str(voucher.pk), key="k")
    address = f"general-vouchers/{voucher.pk}/reverse/"
    assert visitor.get(address).status_code == 403
    controller = Visitor(a_controller(company), company)
    controller.typed_the_password_just_now()
    values = {"key": page_key(1), "day": "25-10-2026", "reason": "entered twice"}
    early = controller.post(address, **values | {"day": "25-10-2030"}, act="preview")
    assert "lies in no open period" in text_of(early)
    preview = controller.post(address, **values, act="preview")
    assert "General expenses ledger journal – 100.00" in text_of(preview)
    assert "G1 is reversed" in text_of(controller.post(address, **values, seen=value_of(preview, "seen")))
    assert "entered twice" in text_of(controller.get(f"general-vouchers/{voucher.pk}/"))
