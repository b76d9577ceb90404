"""Submitting a job: its documents, its chunks, the request that arrives twice."""

from datetime import date

import pytest
from django.contrib.auth.models import User

from arclose.batch import beginning, jobs
from arclose.batch.jobs import KeyUsedOtherwise, NothingSelected
from arclose.batch.kinds import UnknownKind
from arclose.batch.models import Job, JobState
from arclose.ledger.models import Company
from tests.batch.conftest import chunks_of, items_of
from tests.batch.documents import Document


def test_it_numbers_the_documents_by_date_and_id(make_documents, make_job):
    make_documents(40)
    job = make_job()
    listed = list(items_of(job).order_by("position").values_list("position", "document_date", "document_id"))
    assert [position for position, _, _ in listed] == list(range(1, 41))
    assert [row[1:] for row in listed] == sorted(row[1:] for row in listed)
    assert (job.document_count, job.state) == (40, JobState.READY)
    assert (job.first_document_date, job.last_document_date) == (date(2026, 10, 1), date(2026, 10, 31))


def test_it_cuts_small_jobs_so_that_every_worker_gets_something(make_documents, make_job, settings):
    settings.WORKER_PROCESSES = 2
    make_documents(1_000)
    job = make_job()
    assert sorted(chunks_of(job).values_list("first_position", "last_position", "size")) == [
        (1, 500, 500),
        (501, 1000, 500),
    ]


def test_it_cuts_large_jobs_into_chunks_of_the_set_size(settings):
    settings.WORKER_PROCESSES, settings.BATCH_CHUNK_SIZE = 2, 2_500
    assert [beginning.chunk_size(count=count) for count in (1, 150, 1_001, 100_000)] == [100, 100, 501, 2_500]


def test_it_gives_the_same_job_for_the_same_request(make_documents, make_job):
    make_documents(10)
    assert make_job().pk == make_job().pk
    assert Job.objects.count() == 1


def test_it_refuses_the_key_of_another_request(make_documents, make_job):
    make_documents(10)
    job = make_job()
    with pytest.raises(KeyUsedOtherwise) as refused:
        make_job(Document.objects.filter(pk=1))
    assert refused.value.job == job


def test_it_refuses_an_empty_selection(make_documents, make_job):
    make_documents(10)
    with pytest.raises(NothingSelected):
        make_job(Document.objects.filter(pk=99))
    assert not Job.objects.exists()


def test_it_refuses_a_kind_nobody_registered(company: Company, clerk: User, make_documents):
    documents = make_documents(1).values_list("pk", "document_date", "label")
    with pytest.raises(UnknownKind):
        jobs.submit(
            company=company, kind="nobody's", description="", submitted_by=clerk, documents=documents, key="key"
        )
