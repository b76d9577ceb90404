"""Which documents of jobs keep a period from closing."""

import dataclasses
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import User

from arclose.batch import jobs, kinds, queries, runner, starting, steering
from arclose.batch.models import Job, JobState
from arclose.ledger.models import Company
from customers.models import SalesOrder
from journals.models import GeneralVoucher
from tests import builders
from tests.batch.conftest import items_of
from tests.batch.documents import ACT, Document
from tests.journals.payments import a_general_journal

END_OF_OCTOBER = date(2026, 10, 31)
PAST = datetime(2020, 1, 1, tzinfo=UTC)
FUTURE = datetime(2120, 1, 1, tzinfo=UTC)


@pytest.fixture
def job(make_documents, make_job) -> Job:
    make_documents(31)
    return make_job()


def count(company: Company, until: date = END_OF_OCTOBER) -> int:
    return queries.blocking_items(company=company, until=until).count()


def test_it_blocks_by_what_waits_up_to_the_day(company: Company, job: Job):
    assert count(company) == 31
    assert count(company, date(2026, 10, 10)) == 10
    assert count(company, date(2026, 9, 30)) == 0


def test_it_blocks_by_what_is_set_aside_until_it_is_dismissed(company: Company, job: Job, clerk: User):
    Document.objects.filter(pk=7).update(poison="refuse")
    runner.look()
    assert count(company) == 1
    steering.dismiss(job=job, items=items_of(job).all(), reason="not ours", dismissed_by=clerk)
    assert count(company) == 0


def test_it_does_not_block_by_what_is_posted_or_withdrawn_elsewhere(company: Company, job: Job):
    Document.objects.filter(pk__lte=10).update(times_posted=1)
    Document.objects.filter(pk__gt=20).update(is_withdrawn=True)
    assert count(company) == 10


def test_it_asks_a_document_for_its_date_of_today(company: Company, job: Job):
    Document.objects.filter(pk=7).update(document_date=date(2026, 11, 3))
    assert count(company) == 30
    assert count(company, date(2026, 11, 30)) == 31
    Document.objects.filter(pk=7).update(document_date=date(2026, 9, 3))
    assert count(company, date(2026, 9, 30)) == 1


def test_an_order_that_is_moved_after_it_was_set_aside_blocks_its_new_month(company: Company, clerk: User):
    order = builders.an_order(builders.a_customer(company, country="BE", tax_group="EU"), on=date(2026, 11, 20))
    jobs.submit(
        company=company, kind="sales-invoices", description="November", submitted_by=clerk, key="orders",
        documents=SalesOrder.objects.values_list("pk", "invoice_date", "number"),
    )  # fmt: skip
    runner.look()
    assert count(company, date(2026, 11, 30)) == 1
    SalesOrder.objects.filter(pk=order.pk).update(invoice_date=date(2026, 12, 3))
    assert (count(company, date(2026, 11, 30)), count(company, date(2026, 12, 31))) == (0, 1)


def test_a_general_voucher_that_is_moved_blocks_its_new_month(company: Company, clerk: User):
    voucher = GeneralVoucher.objects.create(
        company=company,
        journal=a_general_journal(company),
        number="G1",
        voucher_date=date(2026, 11, 20),
        text="accrual",
        currency_id="EUR",
    )
    jobs.submit(
        company=company, kind="general-vouchers", description="November", submitted_by=clerk, key="vouchers",
        documents=GeneralVoucher.objects.values_list("pk", "voucher_date", "number"),
    )  # fmt: skip
    runner.look()
    GeneralVoucher.objects.filter(pk=voucher.pk).update(voucher_date=date(2026, 12, 3))
    assert (count(company, date(2026, 11, 30)), count(company, date(2026, 12, 31))) == (0, 1)


def test_it_does_not_block_by_a_canceled_job(company: Company, job: Job, clerk: User):
    steering.cancel(job=job, canceled_by=clerk)
    assert count(company) == 0


def test_it_does_not_block_by_a_job_of_another_company(job: Job):
    assert count(builders.a_company()) == 0


@pytest.mark.parametrize(("start", "blocks"), [(PAST, 31), (FUTURE, 0)])
def test_it_blocks_by_a_scheduled_job_only_when_it_is_due(company: Company, make_documents, make_job, start, blocks):
    make_documents(31)
    make_job(scheduled_start=start)
    assert count(company) == blocks


def test_it_starts_a_scheduled_job_when_it_is_due_and_once(make_documents, make_job):
    make_documents(31)
    due, later = make_job(scheduled_start=PAST, key="due"), make_job(scheduled_start=FUTURE, key="later")
    assert (due.state, runner.look()) == (JobState.WAITING, 0)
    assert (starting.start_due_jobs(), starting.start_due_jobs()) == (1, 0)
    runner.look()
    due.refresh_from_db()
    later.refresh_from_db()
    assert (due.state, later.state) == (JobState.ENDED, JobState.WAITING)


@pytest.fixture
def act(company: Company, clerk: User, make_documents) -> Job:
    """A task without documents that is due now, on a document that makes it fail when it is poisoned."""
    make_documents(3)
    draft = jobs.Draft(kind=ACT, parameters={"document": 1})
    return jobs.submit_tasks(company=company, description="Act", submitted_by=clerk, tasks=[draft], key="act")


def acts(company: Company, until: date) -> int:
    return queries.blocking_acts(company=company, until=until).count()


def test_it_blocks_by_an_act_until_it_has_ended_well(company: Company, act: Job, clerk: User):
    today = act.created_at.astimezone(ZoneInfo(company.time_zone)).date()
    assert (acts(company, today), acts(company, today - timedelta(days=1))) == (1, 0)
    Document.objects.filter(pk=1).update(poison="exception")
    runner.look()
    assert acts(company, today) == 1
    Document.objects.update(poison="")
    steering.retry(job=act, retried_by=clerk)
    runner.look()
    assert acts(company, today) == 0


def test_the_list_of_jobs_that_block_shows_acts_too(client, act: Job, clerk: User):
    Job.objects.filter(pk=act.pk).update(created_at=datetime(2026, 10, 15, tzinfo=UTC))
    client.force_login(clerk)
    assert "Act</a>" in client.get("/NLWS/2026-10/jobs/", {"blocking": "on"}).content.decode()
    assert "Act</a>" not in client.get("/NLWS/2026-09/jobs/", {"blocking": "on"}).content.decode()


def test_it_blocks_by_a_task_that_has_not_found_its_documents(company: Company, make_job, clerk: User):
    late = make_job(documents=None, parameters={"up_to": 5}, plan=jobs.Plan(is_withheld=True))
    today = late.created_at.astimezone(ZoneInfo(company.time_zone)).date()
    assert (acts(company, today), acts(company, today - timedelta(days=1))) == (1, 0)
    steering.release(job=late, released_by=clerk)
    assert acts(company, today) == 0, "it found none, and has ended"


def test_it_does_not_block_by_an_act_that_is_canceled_or_does_not_matter(company: Company, act: Job, clerk: User):
    far = date(2120, 1, 1)
    kinds.register(dataclasses.replace(kinds.get(ACT), blocks_close=False))
    assert acts(company, far) == 0
    kinds.register(dataclasses.replace(kinds.get(ACT), blocks_close=True))
    assert acts(company, far) == 1
    steering.cancel(job=act, canceled_by=clerk)
    assert acts(company, far) == 0
