"""Which workers are alive, what they do, and what is said where none is. Those of Celery: test_broker.py."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.db.models.functions import Now
from django.test import Client

from arclose.batch import heartbeats, runner
from arclose.batch.jobs import Plan
from arclose.batch.models import Job, Priority, Worker, WorkerSort
from tests import builders
from tests.batch.conftest import a_chunk_is_executing, is_finished, wait_until
from tests.batch.documents import A_WHILE, every_posting_takes
from tests.batch.test_pages import text_of

JOBS = "/NLWS/2026-10/jobs/"


@pytest.fixture
def as_clerk(client: Client, clerk: User) -> Client:
    client.force_login(clerk)
    return client


@pytest.fixture
def waiting(make_documents, make_job) -> Job:
    make_documents(20)
    return make_job()


def a_worker(name: str, **seen) -> None:
    heartbeats.beat(names=[name], sort=WorkerSort.CELERY)
    Worker.objects.filter(pk=name).update(seen_at=Now() - timedelta(**seen))


def test_it_says_on_the_job_and_on_every_page_that_no_worker_is_alive(as_clerk: Client, waiting: Job):
    a_worker("gone:7", minutes=3)
    text = text_of(as_clerk.get(f"{JOBS}{waiting.pk}/"))
    assert "No worker is alive: it waits until the administrator starts one." in text
    assert "no worker alive" in text
    assert "Not seen lately" in text_of(as_clerk.get(f"{JOBS}workers/"))
    a_worker("here:8", seconds=3)
    text = text_of(as_clerk.get(f"{JOBS}{waiting.pk}/"))
    assert "It waits for a worker to look" in text
    assert "no worker alive" not in text
    assert "here:8" in text_of(as_clerk.get(f"{JOBS}workers/"))


def test_it_asks_again_for_a_page_whose_last_worker_went(as_clerk: Client, waiting: Job):
    address = f"{JOBS}{waiting.pk}/progress/?state=ready"
    a_worker("here:8", seconds=3)
    known = {"HX-Request": "true", "If-None-Match": as_clerk.get(address)["ETag"]}
    assert as_clerk.get(address, headers=known).status_code == 304
    a_worker("here:8", minutes=3)
    assert as_clerk.get(address, headers=known).status_code == 200


def test_it_forgets_who_was_not_seen_for_a_day(company):
    a_worker("old:1", hours=25)
    a_worker("here:8", seconds=1)
    heartbeats.beat(names=["here:8"], sort=WorkerSort.CELERY)
    assert list(Worker.objects.values_list("name", flat=True)) == ["here:8"]


def test_it_says_of_a_job_that_is_due_that_no_poller_is_alive(as_clerk: Client, make_documents, make_job):
    make_documents(1)
    job = make_job(scheduled_start=datetime(2026, 1, 1, tzinfo=UTC))
    a_worker("here:8", seconds=3)
    assert "no poller is alive" in text_of(as_clerk.get(f"{JOBS}{job.pk}/"))
    heartbeats.beat(names=["here:8"], sort=WorkerSort.POLLER, is_first=True)
    assert "starts when the poller looks" in text_of(as_clerk.get(f"{JOBS}{job.pk}/"))


def test_a_reserved_worker_takes_what_is_urgent_only(as_clerk: Client, waiting: Job, make_job, settings):
    settings.BATCH_LEAST_PRIORITY = "reserved"
    a_worker("reserved:9", seconds=3)
    assert not runner.take_one()
    assert "reserved for more urgent jobs" in text_of(as_clerk.get(f"{JOBS}{waiting.pk}/"))
    page = text_of(as_clerk.get(f"{JOBS}workers/"))
    assert all(part in page for part in ("“Reserved capacity” or higher", "Every worker that is alive is reserved"))
    urgent = make_job(key="urgent", plan=Plan(priority=Priority.RESERVED))
    assert "waits for a worker to look" in text_of(as_clerk.get(f"{JOBS}{urgent.pk}/"))
    assert runner.take_one()
    assert [is_finished(job) for job in (waiting, urgent)] == [False, True]


def test_it_knows_a_worker_in_a_long_chunk_by_the_lock_it_holds(start_poller, waiting: Job, clerk: User):
    every_posting_takes(milliseconds=A_WHILE)
    start_poller()
    wait_until(a_chunk_is_executing)
    Worker.objects.update(seen_at=Now() - timedelta(minutes=5))
    assert heartbeats.alive().get().sort == WorkerSort.POLLER
    client = Client()
    client.force_login(clerk)
    assert "October: documents 1 to 20" in text_of(client.get(f"{JOBS}workers/"))
    builders.Membership.objects.create(user=clerk, company=builders.a_company(code="DEWS"), role="clerk")
    elsewhere = text_of(client.get("/DEWS/2026-10/jobs/workers/"))
    assert "A job of another company" in elsewhere
    assert "October: documents" not in elsewhere
    every_posting_takes(milliseconds=0)
    wait_until(lambda: is_finished(waiting))
