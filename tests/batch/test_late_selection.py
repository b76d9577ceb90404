"""A job submitted without documents finds them when it starts."""

import dataclasses
from datetime import UTC, datetime
from importlib import import_module

import pytest
from django.apps import apps

from arclose.batch import jobs, kinds, runner, starting
from arclose.batch.kinds import CannotSelect
from arclose.batch.models import Job, JobState
from tests.batch.conftest import posted_counts, state_counts
from tests.batch.documents import KIND, Document

PAST = datetime(2020, 1, 1, tzinfo=UTC)


def test_it_finds_at_once_what_a_job_without_a_later_start_asks_for(make_documents, make_job):
    make_documents(20)
    job = make_job(documents=None, parameters={"up_to": 5})
    runner.look()
    assert state_counts(job) == {"done": 5}


def test_it_finds_what_came_between_the_submission_and_the_start(make_documents, make_job):
    make_documents(20)
    job = make_job(documents=None, parameters={"up_to": 9}, scheduled_start=PAST)
    assert state_counts(job) == {}
    job.tasks.update(is_late=False)  # as of one that was submitted before that was kept
    import_module("arclose.batch.migrations.0017_late_tasks_of_before").mark_as_late(apps, None)
    assert job.tasks.get().is_late
    Document.objects.filter(pk=7).update(times_posted=1)
    starting.start_due_jobs()
    runner.look()
    job.refresh_from_db()
    assert (job.state, job.document_count, state_counts(job)) == (JobState.ENDED, 8, {"done": 8})
    assert posted_counts() == {1: 9, 0: 11}


def test_it_ends_a_job_that_finds_nothing_at_its_start(make_documents, make_job):
    make_documents(20)
    job = make_job(documents=None, parameters={"up_to": 0}, scheduled_start=PAST)
    starting.start_due_jobs()
    runner.look()
    job.refresh_from_db()
    assert (job.state, job.document_count) == (JobState.ENDED, 0)


def test_it_says_why_a_job_could_not_find_its_documents(make_documents, make_job):
    make_documents(20)
    job = make_job(documents=None, parameters={}, scheduled_start=PAST)
    starting.start_due_jobs()
    runner.look()
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.ERROR, "KeyError: 'up_to'")


def test_it_refuses_a_job_without_documents_of_a_kind_that_finds_none(make_documents, make_job):
    make_documents(20)
    kinds.register(dataclasses.replace(kinds.get(KIND), select=None))
    with pytest.raises(CannotSelect):
        make_job(documents=None)
    assert not Job.objects.exists()


def test_it_refuses_a_job_that_finds_nothing_at_once(make_documents, make_job):
    make_documents(20)
    with pytest.raises(jobs.NothingSelected):
        make_job(documents=None, parameters={"up_to": 0})
