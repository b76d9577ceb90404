"""The pages of batch jobs."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from arclose.batch import heartbeats, jobs, runner, steering
from arclose.batch.models import Job, JobState, JobTask, WorkerSort
from arclose.batch.stopping import STOP_AT_FIRST_ERROR
from tests import builders
from tests.batch.conftest import state_counts
from tests.batch.documents import ACT, Document

JOBS = "/NLWS/2026-10/jobs/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def as_clerk(client: Client, clerk: User) -> Client:
    client.force_login(clerk)
    return client


@pytest.fixture
def as_controller(controller: User) -> Client:
    client = Client()
    client.force_login(controller)
    return client


@pytest.fixture
def waiting(make_documents, make_job) -> Job:
    make_documents(250)
    heartbeats.beat(names=["here:1"], sort=WorkerSort.POLLER)
    return make_job()


@pytest.fixture
def ended(make_documents, make_job) -> Job:
    """A job that set documents 7 and 200 aside."""
    make_documents(250)
    Document.objects.filter(pk__in=[7, 200]).update(poison="refuse")
    job = make_job()
    runner.look()
    job.refresh_from_db()
    return job


def text_of(response) -> str:
    assert response.status_code == 200, response.status_code
    return " ".join(response.content.decode().split())


def test_it_lists_the_jobs_of_the_company(as_clerk: Client, ended: Job, django_assert_max_num_queries):
    with django_assert_max_num_queries(15):
        text = text_of(as_clerk.get(JOBS))
    assert "October" in text
    assert "Ended with 2 set aside" in text
    assert "Test documents" in text


def test_it_says_what_a_job_is_when_there_are_none(as_clerk: Client):
    assert "No jobs yet" in text_of(as_clerk.get(JOBS))


def test_it_lists_only_the_jobs_that_block_the_period(as_clerk: Client, ended: Job):
    assert "October" in text_of(as_clerk.get(JOBS, {"blocking": "on"}))
    assert "October</a>" not in text_of(as_clerk.get("/NLWS/2026-09/jobs/", {"blocking": "on"}))


def test_it_exports_the_list(as_clerk: Client, ended: Job):
    response = as_clerk.get(JOBS, {"export": "csv"})
    assert b"Ended with 2 set aside" in b"".join(response.streaming_content)


def test_it_shows_a_job_at_work_and_asks_again_by_itself(as_clerk: Client, waiting: Job, django_assert_max_num_queries):
    runner.take_one()
    as_clerk.get(JOBS)
    with django_assert_max_num_queries(15):
        text = text_of(as_clerk.get(f"{JOBS}{waiting.pk}/"))
    assert 'hx-trigger="every 2s"' in text
    assert '<progress max="250" value="125"' in text
    assert "Cancel what has not begun" in text


def test_it_shows_what_was_set_aside_by_cause(as_clerk: Client, ended: Job):
    text = text_of(as_clerk.get(f"{JOBS}{ended.pk}/"))
    assert "No account." in text
    assert "Choose an account." in text
    assert "DOC-7" in text
    assert "Try the failed ones again" in text
    assert "hx-trigger" not in text.partition('id="progress"')[2]


def test_it_gives_the_progress_alone_while_the_job_works(as_clerk: Client, waiting: Job):
    address = f"{JOBS}{waiting.pk}/progress/?state=ready"
    first = as_clerk.get(address, headers=HTMX)
    text = text_of(first)
    assert text.startswith("<section")
    assert "HX-Refresh" not in first
    again = as_clerk.get(address, headers={**HTMX, "If-None-Match": first["ETag"]})
    assert again.status_code == 304


def test_who_watches_a_job_asks_little_as_long_as_nothing_changes(
    as_clerk: Client, waiting: Job, django_assert_max_num_queries
):
    address = f"{JOBS}{waiting.pk}/progress/?state=executing"
    runner.take_one()
    first = as_clerk.get(address, headers=HTMX)
    known = {**HTMX, "If-None-Match": first["ETag"]}
    with django_assert_max_num_queries(6):
        assert as_clerk.get(address, headers=known).status_code == 304
    runner.take_one()
    assert as_clerk.get(address, headers=known).status_code == 200


def test_it_reloads_the_page_when_the_state_has_changed(as_clerk: Client, ended: Job):
    response = as_clerk.get(f"{JOBS}{ended.pk}/progress/?state=executing", headers=HTMX)
    assert response["HX-Refresh"] == "true"


def test_it_lists_the_documents_of_a_job(as_clerk: Client, ended: Job):
    address = f"{JOBS}{ended.pk}/documents/"
    assert "DOC-31" in text_of(as_clerk.get(address))
    narrowed = text_of(as_clerk.get(address, {"state": "set_aside", "cause": "no_account"}))
    assert "DOC-200" in narrowed
    assert "DOC-31" not in narrowed


def test_it_cancels_from_the_page(as_clerk: Client, waiting: Job):
    response = as_clerk.post(f"{JOBS}{waiting.pk}/cancel/", follow=True)
    assert "What was posted stays posted" in text_of(response)
    waiting.refresh_from_db()
    assert waiting.state == JobState.CANCELED


def test_it_says_so_when_there_is_nothing_left_to_cancel(as_clerk: Client, ended: Job):
    response = as_clerk.post(f"{JOBS}{ended.pk}/cancel/", follow=True)
    assert "can no longer be done" in text_of(response)


def test_it_withholds_and_releases_from_the_page(as_clerk: Client, waiting: Job):
    assert "until somebody releases it" in text_of(as_clerk.post(f"{JOBS}{waiting.pk}/withhold/", follow=True))
    assert "The job is released" in text_of(as_clerk.post(f"{JOBS}{waiting.pk}/release/", follow=True))


def test_it_tries_again_from_the_page(as_clerk: Client, ended: Job):
    Document.objects.update(poison="")
    as_clerk.post(f"{JOBS}{ended.pk}/retry/")
    runner.look()
    assert state_counts(ended) == {"done": 250}


def test_it_dismisses_a_cause_with_a_reason(as_controller: Client, ended: Job):
    address = f"{JOBS}{ended.pk}/dismiss/?cause=no_account"
    assert "2 documents of this job" in text_of(as_controller.get(address))
    assert "This must be put right first" in text_of(as_controller.post(address, {"reason": ""}))
    text = text_of(as_controller.post(address, {"reason": "Posted by hand in the old system"}, follow=True))
    assert "Posted by hand in the old system (DOC-" in text
    assert state_counts(ended) == {"done": 248, "dismissed": 2}


def test_it_finds_nothing_to_dismiss_elsewhere(as_controller: Client, ended: Job):
    for query in ("", "?cause=unknown", "?cause=%00"):
        assert as_controller.get(f"{JOBS}{ended.pk}/dismiss/{query}").status_code == 404, query


def test_it_lets_only_controllers_dismiss(as_clerk: Client, ended: Job):
    assert as_clerk.get(f"{JOBS}{ended.pk}/dismiss/?cause=no_account").status_code == 403


@pytest.fixture
def elsewhere(clerk: User) -> str:
    """The jobs of another company, of which the clerk is one too."""
    other = builders.a_company(code="DEWS")
    builders.Membership.objects.create(user=clerk, company=other, role="clerk")
    return "/DEWS/2026-10/jobs/"


def test_it_hides_the_jobs_of_another_company(as_clerk: Client, elsewhere: str, ended: Job):
    for page in ("", "progress/", "documents/"):
        assert as_clerk.get(f"{elsewhere}{ended.pk}/{page}").status_code == 404, page
    assert "October</a>" not in text_of(as_clerk.get(elsewhere))


def test_it_lets_nobody_act_on_jobs_of_another_company(as_clerk: Client, elsewhere: str, waiting: Job):
    for act in ("cancel", "retry", "withhold", "release"):
        assert as_clerk.post(f"{elsewhere}{waiting.pk}/{act}/").status_code == 404, act
    waiting.refresh_from_db()
    assert waiting.state == JobState.READY


def test_it_lets_an_auditor_look_and_nothing_else(company, waiting: Job):
    client = Client()
    client.force_login(builders.a_user(company, "auditor"))
    assert "Cancel what has not begun" not in text_of(client.get(f"{JOBS}{waiting.pk}/"))
    assert client.post(f"{JOBS}{waiting.pk}/cancel/").status_code == 403


def test_it_shows_the_jobs_at_work_on_every_page(as_clerk: Client, waiting: Job):
    text = text_of(as_clerk.get(JOBS))
    assert f'class="jobs-at-work" href="{JOBS}{waiting.pk}/"' in text


def test_it_shows_hostile_text_as_text(as_clerk: Client, make_documents, make_job):
    make_documents(1)
    Document.objects.update(label="<script>alert(1)</script>", poison="refuse")
    job = make_job()
    runner.look()
    assert "<script>alert(1)" not in text_of(as_clerk.get(f"{JOBS}{job.pk}/"))


def test_it_is_found_by_its_description(as_clerk: Client, waiting: Job):
    response = as_clerk.get("/NLWS/2026-10/search/", {"q": "octob"}, follow=True)
    assert response.request["PATH_INFO"] == f"{JOBS}{waiting.pk}/"


def test_it_says_what_a_job_waits_for(as_clerk: Client, waiting: Job, clerk: User):
    assert "It waits for a worker" in text_of(as_clerk.get(f"{JOBS}{waiting.pk}/"))
    steering.withhold(job=waiting, withheld_by=clerk)
    assert "until somebody releases it" in text_of(as_clerk.get(f"{JOBS}{waiting.pk}/"))


def test_it_shows_the_tasks_of_a_job_and_what_each_waits_for(as_clerk: Client, company, clerk: User, make_documents):
    make_documents(3)
    Document.objects.filter(pk=1).update(poison="exception")
    drafts = [
        jobs.Draft(kind=ACT, parameters={"document": 1}, max_retries=1),
        jobs.Draft(kind=ACT, parameters={"document": 2, STOP_AT_FIRST_ERROR: True}, waits_for={1: "success"}),
    ]
    job = jobs.submit_tasks(company=company, description="Evening", submitted_by=clerk, tasks=drafts, key="evening")
    text = text_of(as_clerk.get(f"{JOBS}{job.pk}/"))
    assert "Waits for task 1, when it succeeded." in text
    assert 'Test act<br><span class="soft">At an error: Stop</span>' in text
    runner.look()
    assert "Try 2 of 2 follows on" in text_of(as_clerk.get(f"{JOBS}{job.pk}/"))
    JobTask.objects.filter(job=job).update(max_retries=0, retry_at=None)
    runner.look()
    text = text_of(as_clerk.get(f"{JOBS}{job.pk}/"))
    assert "Not run, because it waited for task 1, when it succeeded." in text
    assert "ZeroDivisionError: no such rate" in text
