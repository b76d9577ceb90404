"""A task without documents: done once, and what happens when it fails."""

import pytest
from django.contrib.auth.models import User

from arclose.access.models import Membership
from arclose.batch import jobs, queries, runner, steering
from arclose.batch.claiming import claim_next
from arclose.batch.jobs import Draft
from arclose.batch.models import Job, JobState, JobTask
from arclose.batch.tasks import look
from arclose.ledger.models import Company
from tests.batch.conftest import end_this_worker, is_finished, posted_counts, wait_until
from tests.batch.documents import ACT, LONG_ACT, Document

KINDS = pytest.mark.parametrize("kind", [ACT, LONG_ACT])


@pytest.fixture
def act_on(company: Company, clerk: User, make_documents):
    """Submit an act on the document of a number."""
    make_documents(3)

    def make(number: int, *, kind: str = ACT, poison: str = "", **options) -> Job:
        Document.objects.filter(pk=number).update(poison=poison)
        draft = Draft(kind=kind, parameters={"document": number}, **options)
        return jobs.submit_tasks(
            company=company, description="Act", submitted_by=clerk, tasks=[draft], key=f"act-{number}"
        )

    return make


@KINDS
def test_it_is_done_once_and_says_what_it_did(act_on, kind):
    job = act_on(2, kind=kind)
    for _time in range(5):
        look(job_id=job.pk)
    job.refresh_from_db()
    assert (job.state, job.document_count, job.tasks.get().result) == (JobState.ENDED, 0, "DOC-2 was acted on.")
    assert Document.objects.get(pk=2).times_posted == 1
    ended = queries.history(job=job).last()
    assert ended is not None
    assert (ended.what, ended.count, ended.note) == ("ended", None, "DOC-2 was acted on.")


def test_it_happens_whole_or_not_at_all(act_on):
    job = act_on(2, poison="exception")
    runner.look()
    job.refresh_from_db()
    assert (job.state, job.failed_task_count) == (JobState.ERROR, 1)
    assert job.error.startswith("ZeroDivisionError: no such rate")
    assert posted_counts() == {0: 3}


def test_it_is_tried_again_by_whoever_asks(act_on, clerk: User):
    job = act_on(2, poison="exception")
    runner.look()
    Document.objects.update(poison="")
    job.refresh_from_db()
    steering.retry(job=job, retried_by=clerk)
    runner.look()
    job.refresh_from_db()
    assert (job.state, job.error, job.state_text) == (JobState.ENDED, "", "Ended")
    assert posted_counts() == {1: 1, 0: 2}


def test_it_takes_the_role_of_its_kind(act_on, clerk: User):
    job = act_on(2)
    Membership.objects.filter(user=clerk).delete()
    runner.look()
    job.refresh_from_db()
    assert job.state == JobState.ERROR
    assert "clerk" in job.error
    assert posted_counts() == {0: 3}


@pytest.mark.usefixtures("transactional_db")
def test_it_fails_when_it_ended_three_workers(act_on, start_poller):
    job = act_on(2, poison="die")
    start_poller()
    wait_until(lambda: is_finished(job))
    assert (job.state, job.tasks.get().state) == (JobState.ERROR, "error")
    assert job.error.startswith("3 workers ended while they did this")
    assert posted_counts() == {0: 3}


@pytest.mark.usefixtures("transactional_db")
@KINDS
def test_another_worker_does_it_when_the_first_is_lost(act_on, kind):
    job = act_on(2, kind=kind)
    assert claim_next(job_id=job.pk)
    end_this_worker()
    runner.look()
    assert is_finished(job)
    assert posted_counts() == {1: 1, 0: 2}
    assert JobTask.objects.get(job=job).chunks.get().attempts == 2
