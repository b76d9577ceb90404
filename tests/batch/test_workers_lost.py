"""Workers that die in the middle of their work, and documents that kill them."""

import time

import pytest
from django.core.management import call_command
from django.db import connections

from arclose.batch import queries, runner, steering
from arclose.batch.claiming import claim_next
from arclose.batch.models import JobEvent, JobState
from tests.batch.conftest import (
    a_chunk_is_executing,
    chunks_of,
    end_this_worker,
    is_finished,
    items_of,
    posted_counts,
    state_counts,
    wait_until,
)
from tests.batch.documents import A_WHILE, Document, every_posting_takes
from tests.customers.pages import text_of

_END_SESSIONS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND usename = 'arclose_app' AND pid <> pg_backend_pid()
"""
# A worker sees only what is committed.
pytestmark = [pytest.mark.usefixtures("transactional_db"), pytest.mark.slow]


def test_it_halves_the_chunk_of_a_lost_worker(make_documents, make_job):
    make_documents(100)
    job = make_job()
    assert claim_next(job_id=job.pk)
    end_this_worker()
    assert runner.take_one(job_id=job.pk)
    states = sorted(chunks_of(job).values_list("state", "size"))
    assert states == [("done", 50), ("split", 100), ("waiting", 50)]
    assert JobEvent.objects.filter(job=job, what="worker_lost").count() == 1


def test_it_leaves_a_chunk_to_the_worker_that_holds_it(make_documents, make_job, start_worker):
    make_documents(50)
    every_posting_takes(milliseconds=A_WHILE)
    job = make_job()
    start_worker(runner.look)
    wait_until(a_chunk_is_executing)
    assert runner.look() == 0
    every_posting_takes(milliseconds=0)
    wait_until(lambda: is_finished(job))
    assert posted_counts() == {1: 50}


def test_it_parks_the_document_that_killed_three_workers(make_documents, make_job, start_poller):
    make_documents(4)
    Document.objects.filter(pk=3).update(poison="die")
    job = make_job()
    start_poller()
    wait_until(lambda: is_finished(job))
    parked = items_of(job).get(document_id=3)
    assert (parked.state, parked.reason_code, parked.attempts) == ("set_aside", "parked", 3)
    assert posted_counts() == {1: 3, 0: 1}
    assert job.state == JobState.ENDED


@pytest.mark.parametrize(("poison", "grace"), [("loop", 0), ("slow", 1)])
def test_it_parks_the_document_that_never_ends(make_documents, make_job, start_poller, poison, grace, settings):
    settings.BATCH_CHUNK_LIMIT_SECONDS, settings.BATCH_DOCUMENT_LIMIT_MILLISECONDS = 1, 1
    settings.BATCH_LIMIT_GRACE_SECONDS = grace
    make_documents(2)
    Document.objects.filter(pk=2).update(poison=poison)
    job = make_job()
    start_poller()
    wait_until(lambda: is_finished(job))
    parked = items_of(job).get(document_id=2)
    assert (parked.state, parked.reason_code, parked.attempts) == ("set_aside", "parked", 3)
    assert posted_counts() == {1: 1, 0: 1}


def test_it_goes_on_when_its_connections_are_ended(make_documents, make_job, start_poller, settings):
    settings.BATCH_CHUNK_SIZE = 50
    make_documents(500)
    every_posting_takes(milliseconds=60)
    job = make_job()
    start_poller()
    wait_until(a_chunk_is_executing)
    for _time in range(3):
        with connections["default"].cursor() as cursor:
            cursor.execute(_END_SESSIONS)
        time.sleep(0.2)
    wait_until(lambda: is_finished(job))
    assert posted_counts() == {1: 500}
    assert queries.progress(job).done == 500


def test_it_ends_its_chunk_before_it_obeys_a_stop_signal(make_documents, make_job, start_poller):
    make_documents(250)
    every_posting_takes(milliseconds=A_WHILE)
    job = make_job()
    poller = start_poller()
    wait_until(a_chunk_is_executing)
    poller.terminate()
    every_posting_takes(milliseconds=0)
    poller.join(timeout=60)
    assert poller.exitcode == 0
    assert sorted(chunks_of(job).values_list("state", flat=True)) == ["done", "waiting"]
    assert not JobEvent.objects.filter(job=job, what="worker_lost").exists()


def test_it_ends_the_chunk_under_way_when_the_job_is_canceled(make_documents, make_job, start_worker, clerk):
    make_documents(250)
    every_posting_takes(milliseconds=A_WHILE)
    job = make_job()
    start_worker(runner.look)
    wait_until(a_chunk_is_executing)
    assert steering.cancel(job=job, canceled_by=clerk).state == JobState.CANCELING
    every_posting_takes(milliseconds=0)
    wait_until(lambda: is_finished(job))
    assert (job.state, state_counts(job)) == (JobState.CANCELED, {"done": 125, "canceled": 125})


def test_it_takes_the_chunk_under_way_back_when_a_controller_ends_it(
    make_documents, make_job, start_worker, controller, client
):
    make_documents(250)
    every_posting_takes(milliseconds=A_WHILE)
    job = make_job()
    start_worker(runner.look)
    wait_until(a_chunk_is_executing)
    steering.cancel(job=job, canceled_by=controller)
    client.force_login(controller)
    page = f"/{job.company.code}/2026-10/jobs/{job.pk}/"
    assert "A controller can end them at once" in text_of(client.get(page))
    told = text_of(client.post(f"{page}abort/", follow=True))
    assert "What was under way is ended and taken back whole." in told
    wait_until(lambda: is_finished(job))
    assert (job.state, state_counts(job), posted_counts()) == (JobState.CANCELED, {"canceled": 250}, {0: 250})
    assert "can no longer be done" in text_of(client.post(f"{page}abort/", follow=True))
    assert JobEvent.objects.get(job=job, what="aborted").count == 125


def test_it_cancels_the_chunk_that_lost_its_worker(make_documents, make_job, clerk):
    make_documents(250)
    job = make_job()
    assert claim_next(job_id=job.pk)
    end_this_worker()
    assert steering.cancel(job=job, canceled_by=clerk).state == JobState.CANCELING
    runner.look()
    job.refresh_from_db()
    assert (job.state, state_counts(job)) == (JobState.CANCELED, {"canceled": 250})


def test_it_looks_once_by_command(make_documents, make_job):
    make_documents(5)
    job = make_job()
    call_command("poll", "--once")
    assert state_counts(job) == {"done": 5}
