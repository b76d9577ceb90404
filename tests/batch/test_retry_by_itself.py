"""What is tried again without anybody asking: errors that pass by themselves, and tasks that allow it."""

import os
import socket
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from arclose.batch import runner, transient
from arclose.batch.models import Job, JobChunk, JobState, JobTask
from arclose.batch.schedule.waits import WAITS, longest_wait_before, wait_before
from tests.batch.conftest import chunks_of, items_of, posted_counts
from tests.batch.documents import Document
from tests.batch.test_acts import act_on

__all__ = ["act_on"]
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _no_time_to_lose(monkeypatch):
    """Try at once what is tried again within a moment."""
    monkeypatch.setattr("arclose.batch.transient._LONGEST_WAIT_MILLISECONDS", 1)


def let_the_wait_end() -> None:
    JobChunk.objects.filter(retry_at__isnull=False).update(retry_at=LONG_AGO)
    JobTask.objects.filter(retry_at__isnull=False).update(retry_at=LONG_AGO)


def happened(job: Job) -> list[str]:
    return list(job.events.order_by("pk").values_list("what", flat=True))


def test_the_waits_grow_up_to_five_minutes():
    assert [wait.total_seconds() for wait in WAITS] == [5, 8, 16, 32, 64, 128, 256]
    assert (wait_before(retry=7), wait_before(retry=8)) == (timedelta(seconds=256), None)
    assert longest_wait_before(retry=9) == timedelta(seconds=256)


def test_it_waits_longer_each_time_after_an_error_that_passes(make_documents, make_job):
    make_documents(3)
    Document.objects.filter(pk=2).update(poison="busy")
    job = make_job()
    runner.look()
    [chunk] = chunks_of(job)
    assert (chunk.state, chunk.retries, job.events.filter(what="postponed").count()) == ("waiting", 1, 1)
    assert chunk.error.startswith("OperationalError: lock timeout")
    assert chunk.retry_at is not None
    assert chunk.retry_at > job.events.get(what="postponed").happened_at
    assert runner.look() == 0
    let_the_wait_end()
    Document.objects.update(poison="")
    runner.look()
    job.refresh_from_db()
    assert (job.state, job.set_aside_count) == (JobState.ENDED, 0)
    assert posted_counts() == {1: 3}


def test_it_sets_aside_what_does_not_pass(make_documents, make_job):
    make_documents(2)
    Document.objects.filter(pk=2).update(poison="busy")
    job = make_job()
    for _wait in WAITS:
        runner.look()
        let_the_wait_end()
    runner.look()
    job.refresh_from_db()
    assert (job.state, job.set_aside_count) == (JobState.ENDED, 1)
    assert items_of(job).get(document_id=2).reason_code == "OperationalError"
    assert posted_counts() == {1: 1, 0: 1}


def test_an_act_fails_when_it_was_tried_as_often_as_it_may(act_on):
    job = act_on(2, poison="exception", max_retries=2)
    for _retry in range(2):
        runner.look()
        task = job.tasks.get()
        assert (task.state, task.error.startswith("ZeroDivisionError")) == ("waiting", True)
        assert runner.look() == 0
        let_the_wait_end()
    runner.look()
    job.refresh_from_db()
    assert (job.state, job.tasks.get().retries) == (JobState.ERROR, 2)
    assert happened(job) == ["submitted", "started", "waits_again", "waits_again", "stopped"]


def test_a_task_tries_documents_set_aside_again_where_it_may(make_documents, make_job):
    make_documents(3)
    Document.objects.filter(pk=2).update(poison="refuse")
    job = make_job()
    job.tasks.update(max_retries=1)
    runner.look()
    job.refresh_from_db()
    assert (job.state, job.tasks.get().state) == (JobState.EXECUTING, "waiting")
    Document.objects.update(poison="")
    let_the_wait_end()
    runner.look()
    job.refresh_from_db()
    assert (job.state, job.state_text, posted_counts()) == (JobState.ENDED, "Ended", {1: 3})


def test_it_goes_on_in_a_new_session_where_one_ends_without_a_word(transactional_db):
    tries, held = [], []

    def work() -> str:
        with transaction.atomic(), connection.cursor() as cursor:
            tries.append(connection.connection)
            cursor.execute("SELECT 1")
            if len(tries) < 3:
                with socket.socket(fileno=os.dup(connection.connection.fileno())) as line:
                    line.shutdown(socket.SHUT_RDWR)
            cursor.execute("SELECT 1")
        return "done"

    connection.ensure_connection()  # whoever has work done again may hold something in the session that they have
    assert transient.persist(work, reconnected=lambda: held.append(len(tries))) == "done"
    assert (len(set(tries)), held) == (3, [1, 2])
