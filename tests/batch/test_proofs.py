"""Each probe of batch finds what breaks its promise, and nothing else."""

import dataclasses

import pytest
from django.contrib.auth.models import User

from arclose.access.models import Membership
from arclose.batch import claiming, finishing, kinds, poller, proofs, queries, runner, steering
from arclose.batch.models import Job, JobState
from arclose.ledger import probes
from arclose.ledger.models import Company
from tests.batch.conftest import chunks_of, items_of, state_counts
from tests.batch.documents import KIND, Document

PROBES = [proofs.finished_jobs_are_finished, proofs.done_means_posted, proofs.postings_are_named, proofs.counts_agree]


@pytest.fixture
def job(make_documents, make_job) -> Job:
    make_documents(20)
    Document.objects.filter(pk=7).update(poison="refuse")
    job = make_job()
    runner.look()
    return job


def breaches(company: Company) -> list[int]:
    """Count what each probe finds."""
    return [len(probe(company)) for probe in PROBES]


def test_it_finds_nothing_in_jobs_as_they_are(company: Company, job: Job):
    assert breaches(company) == [0, 0, 0, 0]


def test_it_finds_nothing_in_a_job_that_ignored_the_failure_of_a_task(company: Company, make_documents, make_job):
    make_documents(3)
    job = make_job()
    job.tasks.update(is_failure_ignored=True)
    Membership.objects.filter(user=job.run_by).delete()
    runner.look()
    job.refresh_from_db()
    assert (job.state, state_counts(job)) == (JobState.ENDED, {"waiting": 3})
    assert breaches(company) == [0, 0, 0, 0]


def test_it_finds_a_finished_job_with_a_waiting_document(company: Company, job: Job):
    items_of(job).filter(document_id=7).update(state="waiting")
    assert proofs.finished_jobs_are_finished(company) == [f"Job {job.pk} is ended, but has documents or chunks left."]


def test_it_finds_a_finished_job_with_an_open_chunk(company: Company, job: Job):
    chunks_of(job).update(state="executing")
    assert len(proofs.finished_jobs_are_finished(company)) == 1


def test_it_finds_a_document_done_but_not_posted(company: Company, job: Job):
    Document.objects.filter(pk=3).update(times_posted=0)
    assert proofs.done_means_posted(company) == [f"Document DOC-3 of job {job.pk} is done, but not posted."]


def test_it_finds_a_document_posted_but_not_done(company: Company, job: Job):
    items_of(job).filter(document_id=3).update(state="dismissed")
    assert proofs.done_means_posted(company) == [f"Document DOC-3 of job {job.pk} is posted, but not done."]


def test_it_finds_a_posting_that_no_chunk_names(company: Company, job: Job):
    named = chunks_of(job).get().posting_id
    chunks_of(job).update(posting=None)
    said = f"Job {job.pk} does not name posting {named}, which its documents were posted by."
    assert proofs.postings_are_named(company) == [said]


def test_it_finds_a_job_that_counts_otherwise(company: Company, job: Job):
    Job.objects.filter(pk=job.pk).update(set_aside_count=5)
    assert proofs.counts_agree(company) == [f"Job {job.pk} counts otherwise than its documents."]


@pytest.fixture
def proved_kind(monkeypatch):
    """Let jobs of the tests' kind be proved by a probe that finds what it is told to."""
    found: list[str] = []
    probe = probes.Probe("told", "All is well.", look=lambda company: found)
    monkeypatch.setitem(probes._REGISTERED, "told", probe)
    kinds.register(dataclasses.replace(kinds.get(KIND), proofs=("told",)))
    return found


def test_it_proves_the_books_when_a_job_has_ended(proved_kind, job: Job):
    proved = queries.history(job=job).last()
    assert proved is not None
    assert (proved.what, proved.note) == ("proved", "All is well.")


def test_it_notes_a_proof_that_failed(proved_kind, make_documents, make_job):
    proved_kind.append("account 1100 differs")
    make_documents(3)
    job = make_job()
    runner.look()
    broken = queries.history(job=job).last()
    assert broken is not None
    assert (broken.what, broken.count, broken.note) == ("broken", 1, "account 1100 differs")


def proofs_of(job: Job) -> list[str]:
    """Give what was noted about the books after a job, oldest first."""
    return [event.what for event in queries.history(job=job) if event.what in ("proved", "broken")]


@pytest.fixture
def job_whose_worker_died_before_the_proof(proved_kind, make_documents, make_job) -> Job:
    make_documents(3)
    job = make_job()
    claim = claiming.claim_next(job_id=job.pk)
    assert claim is not None
    runner._execute(claim)
    assert finishing._finish(job.pk)
    return job


def test_it_proves_the_books_later_where_the_worker_died_before(job_whose_worker_died_before_the_proof: Job):
    job = job_whose_worker_died_before_the_proof
    assert proofs_of(job) == []
    poller.look_once()
    assert proofs_of(job) == ["proved"]


def test_it_proves_the_books_once_for_each_end(job_whose_worker_died_before_the_proof: Job, clerk: User):
    job = job_whose_worker_died_before_the_proof
    poller.look_once()
    poller.look_once()
    assert proofs_of(job) == ["proved"]
    items_of(job).filter(position=1).update(state="set_aside")
    Job.objects.filter(pk=job.pk).update(set_aside_count=1)
    steering.retry(job=job, retried_by=clerk)
    poller.look_once()
    assert proofs_of(job) == ["proved", "proved"]


def test_it_says_that_the_books_are_not_proved_where_the_proof_itself_fails(monkeypatch, make_documents, make_job):
    def fail(company: Company) -> list[str]:
        Company.objects.raw("SELECT 1 / 0 AS id")[0]
        return []

    monkeypatch.setitem(probes._REGISTERED, "told", probes.Probe("told", "All is well.", look=fail))
    kinds.register(dataclasses.replace(kinds.get(KIND), proofs=("told",)))
    make_documents(3)
    job = make_job()
    runner.look()
    assert proofs_of(job) == ["broken"]
    noted = queries.history(job=job).last()
    assert noted is not None
    assert noted.note.startswith("The proof itself failed: DataError: division by zero")
