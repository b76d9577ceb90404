"""A worker that looks while somebody withholds the job: one of the two comes first, never both."""

from functools import partial

import pytest
from django.contrib.auth.models import User
from django.db import connections, transaction

from arclose.batch import claiming, sql, steering
from arclose.batch.claiming import Claim
from arclose.batch.models import ChunkState, Job, JobState, Priority
from arclose.batch.steering import WrongState
from tests.batch.conftest import chunks_of
from tests.batch.documents import Document
from tests.faults.plays import a_stage

pytestmark = pytest.mark.usefixtures("transactional_db")


@pytest.fixture
def job(make_documents, make_job) -> Job:
    make_documents(5)
    return make_job()


def test_a_worker_that_had_seen_the_job_does_not_begin_it_once_it_is_withheld(job: Job, clerk: User):
    [(chunk_id, job_id)] = sql.candidates(job_id=job.pk, least_priority=Priority.LOW)
    steering.withhold(job=job, withheld_by=clerk)
    with transaction.atomic():
        assert claiming.take(chunk_id=chunk_id, job_id=job_id) is None
    job.refresh_from_db()
    assert (job.state, chunks_of(job).get().state) == (JobState.WITHHOLD, ChunkState.WAITING)


def test_of_a_worker_and_who_withholds_one_is_first(make_documents, make_job, clerk: User):
    make_documents(6)
    with a_stage() as stage:
        for number, order in enumerate(stage.every_order(), 1):
            job = make_job(Document.objects.filter(pk=number), key=str(number))
            [(chunk_id, job_id)] = sql.candidates(job_id=job.pk, least_priority=Priority.LOW)
            claim, withheld = stage.play(
                order,
                a=partial(claiming.take, chunk_id=chunk_id, job_id=job_id),
                b=partial(steering.withhold, job=job, withheld_by=clerk),
            )
            connections["default"].ensure_connection()
            job.refresh_from_db()
            if isinstance(claim, Claim):
                assert isinstance(withheld, WrongState), order
                assert job.state == JobState.EXECUTING, order
            else:
                assert claim is None, order
                assert (job.state, chunks_of(job).get().state) == (JobState.WITHHOLD, ChunkState.WAITING), order
