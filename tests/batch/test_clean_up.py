"""Cleaning the history of jobs: what goes, and what stays because a close or a voucher rests on it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db.models.functions import Now
from django.utils.translation import override

from arclose.batch import cleaning, jobs, poller, proofs, runner, steering
from arclose.batch.models import Alert, History, Job, JobState
from arclose.ledger.closing import change_status
from arclose.ledger.models import Company, FiscalPeriod
from arclose.ledger.models.calendars import PeriodStatus
from tests.batch.conftest import chunks_of, items_of
from tests.batch.documents import Document
from tests.text_tables import read_table

CASES = """
what                                  | days ago | set aside | period  | left
old and well ended                    | 100      |           | on hold | 0
not old enough                        | 80       |           | on hold | 3
something was set aside               | 100      | yes       | on hold | 3
something was dismissed               | 100      | dismissed | on hold | 1
a document dated in an open period    | 100      |           | open    | 3
"""


@pytest.mark.parametrize("case", read_table(CASES), ids=lambda case: case["what"])
def test_it_cleans(company: Company, controller: User, make_documents, make_job, case: dict[str, str]):
    job = _ended_job(make_documents, make_job, case)
    if case["set aside"] == "dismissed":
        steering.dismiss(job=job, items=items_of(job), reason="Paid in cash", dismissed_by=controller)
    if case["period"] == "on hold":
        _put_on_hold(company, controller)
    before = job.tasks.values("done_count", "document_count").get()

    cleaning.clean_up(company=company, days=90)

    assert items_of(job).count() == int(case["left"])
    assert job.tasks.values("done_count", "document_count").get() == before
    assert chunks_of(job).filter(posting__isnull=False).exists()
    assert job.events.exists()
    for probe in (
        proofs.finished_jobs_are_finished,
        proofs.done_means_posted,
        proofs.postings_are_named,
        proofs.counts_agree,
    ):
        assert probe(company) == []


def _put_on_hold(company: Company, controller: User) -> None:
    for period in FiscalPeriod.objects.filter(company=company, name="2026-10"):
        change_status(period=period, status=PeriodStatus.ON_HOLD, changed_by=controller)


def _ended_job(make_documents, make_job, case: dict[str, str]) -> Job:
    make_documents(3)
    if case["set aside"]:
        Document.objects.filter(pk=2).update(poison="refuse")
    job = make_job()
    runner.look()
    Job.objects.filter(pk=job.pk).update(finished_at=Now() - timedelta(days=int(case["days ago"])))
    return job


def test_a_run_that_ended_well_is_neither_shown_nor_kept_where_only_failures_are(
    client, company: Company, controller: User, make_documents, make_job
):
    make_documents(3)
    job = make_job(plan=jobs.Plan(history=History.FAILURES))
    client.force_login(controller)
    address = "/NLWS/2026-10/jobs/"
    assert "October" in client.get(address).content.decode()
    runner.look()
    _put_on_hold(company, controller)
    Job.objects.filter(pk=job.pk).update(state=JobState.CANCELED)
    cleaning.clean_what_is_not_shown()
    assert items_of(job).count() == 3, "a canceled one is shown"
    Job.objects.filter(pk=job.pk).update(state=JobState.ENDED)
    cleaning.clean_what_is_not_shown()
    pages = [client.get(at).content.decode() for at in (address, f"{address}?all_runs=on")]
    assert [f'href="{address}{job.pk}/"' in page for page in pages] == [False, True]
    assert (items_of(job).count(), job.tasks.get().done_count) == (0, 3)


def test_it_is_an_act_that_a_controller_schedules(client, company: Company, controller: User):
    client.force_login(controller)
    address = f"/NLWS/2026-10/jobs/new/?kind={cleaning.CLEAN_UP}"
    assert "30" in client.post(address, {"description": "Clean", "days": "3"}).content.decode()
    client.post(address, {"description": "Clean up the history of jobs", "days": "90"})
    job = Job.objects.get()
    with override("nl"):
        assert str(Job.objects.get()) == "Historie van taken opruimen", "as it was proposed"
    client.post(f"/NLWS/2026-10/jobs/{job.pk}/plan/", {"description": "Clean", "unit": "months", "release": "1"})
    poller.look_once()
    job.refresh_from_db()
    assert (job.state, job.tasks.get().result) == (JobState.ENDED, "0 rows of documents of 0 jobs are cleaned up.")
    assert Job.objects.filter(schedule=job.schedule_id, state=JobState.WAITING).count() == 1
    assert not Alert.objects.exists()


def test_a_clerk_cannot_have_it_done(company: Company, clerk: User):
    draft = jobs.Draft(kind=cleaning.CLEAN_UP, parameters={"days": 90})
    job = jobs.submit_tasks(company=company, description="Clean", submitted_by=clerk, tasks=[draft], key="clean")
    runner.look()
    job.refresh_from_db()
    assert job.state == JobState.ERROR
