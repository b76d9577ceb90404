"""What a job is called, and why it failed or set a document aside, is told to each reader in their own language."""

import re

import pytest
from django.utils.translation import override

from arclose.access.models import Membership
from arclose.batch import jobs, runner
from arclose.batch.models import Job, JobItem, JobState
from arclose.ledger.models import Company, NumberSeries
from customers.models import SalesOrder
from tests.builders import a_clerk, a_company, a_customer, an_order
from tests.customers.pages import Visitor, page_key, text_of
from tests.journals.test_post_general_vouchers import a_voucher

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Company:
    return a_company()


@pytest.fixture
def clerk(company: Company) -> Visitor:
    return Visitor(a_clerk(company), company)


@pytest.fixture
def job(company: Company, clerk: Visitor) -> Job:
    """A job, worked on in Dutch, that set an order aside because of the credit limit."""
    an_order(a_customer(company, number="C-1", credit_limit_amount=1000), ("1", "2000"), number="SO-1")
    orders = SalesOrder.objects.filter(company=company).values_list("pk", "invoice_date", "number")
    with override("nl"):
        made = jobs.submit(
            company=company,
            kind="sales-invoices",
            description="October",
            submitted_by=clerk.user,
            documents=orders,
            key="1",
        )
    runner.look()
    return made


def pages_of(clerk: Visitor, job: Job, language: str) -> list[str]:
    clerk.client.cookies["django_language"] = language
    return [text_of(clerk.get(f"jobs/{job.pk}/{page}")) for page in ("", "documents/")]


def test_each_reader_is_told_in_their_own_language_and_figures(clerk: Visitor, job: Job) -> None:
    english, dutch = pages_of(clerk, job, "en"), pages_of(clerk, job, "nl")

    said = "customer C-1 would owe EUR 2,420.00 with this order, and the limit is EUR 1,000.00. Collect payment"
    assert all(said in page for page in english), english
    gezegd = "klant C-1 zou met deze order EUR 2.420,00 verschuldigd zijn, en de limiet is EUR 1.000,00."
    assert all(gezegd in page for page in dutch), dutch
    assert not any("Collect payment" in page for page in dutch)
    assert "Subledger and control accounts are equal." in english[0]
    assert "Subadministratie en verzamelrekeningen zijn gelijk." in dutch[0]


def test_a_cause_leads_to_where_it_is_put_right(clerk: Visitor, job: Job) -> None:
    def put_right_on() -> list[str]:
        page = clerk.get(f"jobs/{job.pk}/").content.decode()
        return re.findall(r"\. <a href=\"/\w+/2026-10/([^\"]*)\">", page)

    assert put_right_on() == ["credit-holds/"]
    pages = {"item_blocked": "items/?text=X%2F9", "period_not_open": "calendar/", "rate_missing": "revaluations/rates/"}
    for code, page in pages.items():
        JobItem.objects.update(refusals=[[code, ["X/9"]]])
        assert put_right_on() == [page]


def test_what_no_catalogue_knows_is_told_as_it_was_written_down(clerk: Visitor, job: Job) -> None:
    JobItem.objects.update(refusals=[["of_an_older_program", ["x"]]], reason="Written long ago.")
    assert all("Written long ago." in page for page in pages_of(clerk, job, "nl"))

    JobItem.objects.update(refusals=[])
    assert all("Written long ago." in page for page in pages_of(clerk, job, "nl"))


def test_title_error_and_what_nothing_can_be_posted_for_are_read_in_each_language(
    company: Company, clerk: Visitor
) -> None:
    voucher = a_voucher(company)
    NumberSeries.objects.filter(company=company, purpose="voucher").delete()
    clerk.post("general-vouchers/job/", selected=voucher.pk, key=page_key(1))
    runner.look()
    [without_series] = Job.objects.all()
    clerk.post("general-vouchers/job/", selected=voucher.pk, key=page_key(2))
    Membership.objects.filter(user=clerk.user).update(role="auditor")
    runner.look()
    without_role = Job.objects.get(state=JobState.ERROR)

    english, dutch = (
        [page for job in (without_series, without_role) for page in pages_of(clerk, job, language)]
        for language in ("en", "nl")
    )
    listed = text_of(clerk.get("jobs/?text=Memoriaalboekstukken"))

    assert "Post general vouchers of" in english[0]
    assert "Memoriaalboekstukken boeken van" in dutch[0]
    assert "An administrator makes one in Setup" in english[0]
    assert "Een beheerder maakt er een" in dutch[0]
    assert "it takes the role Clerk or Controller, held: Auditor" in english[2]
    assert "held: Auditor" not in dutch[2]
    assert "Memoriaalboekstukken boeken van" in listed
    for language, words in (("en", "may not do this"), ("nl", "mag dit niet")):
        with override(language):
            assert words in f"{without_role.error}"
