"""What a worker does with a job: all of it, once, and what cannot be posted is set aside."""

import dataclasses

import pytest
from django.contrib.auth.models import User

from arclose.access.models import Membership
from arclose.batch import kinds, proofs, queries, runner, steering
from arclose.batch.models import ChunkState, JobState
from arclose.batch.tasks import look
from arclose.ledger.models import Posting
from tests.batch.conftest import chunks_of, items_of, posted_counts, state_counts
from tests.batch.documents import KIND, Document


def test_it_posts_every_document_once(make_documents, make_job):
    make_documents(250)
    job = make_job()
    runner.look()
    job.refresh_from_db()
    assert (job.state, job.set_aside_count) == (JobState.ENDED, 0)
    assert state_counts(job) == {"done": 250}
    assert posted_counts() == {1: 250}
    assert job.started_at
    assert job.finished_at


def test_it_says_which_posting_holds_which_document(make_documents, make_job):
    make_documents(250)
    job = make_job()
    runner.look()
    of_items = set(items_of(job).values_list("posting_id", flat=True))
    assert (
        of_items
        == set(chunks_of(job).values_list("posting_id", flat=True))
        == set(Posting.objects.values_list("pk", flat=True))
    )


def test_it_sets_refused_documents_aside_with_their_reason(make_documents, make_job):
    make_documents(250)
    Document.objects.filter(pk__in=[7, 8]).update(poison="refuse")
    job = make_job()
    runner.look()
    job.refresh_from_db()
    assert job.state_text == "Ended with 2 set aside"
    (cause,) = queries.causes(job=job)
    assert (cause.code, cause.count, cause.reason, cause.remedy) == (
        "no_account",
        2,
        "No account.",
        "Choose an account.",
    )
    assert [item.label for item in cause.documents] == ["DOC-7", "DOC-8"]
    assert posted_counts() == {1: 248, 0: 2}


@pytest.mark.parametrize("poison", ["refuse", "exception"])
def test_it_stops_at_the_first_error_where_that_is_asked(make_documents, make_job, poison, clerk, settings):
    settings.BATCH_CHUNK_SIZE = 100
    make_documents(250)
    job = make_job(parameters={"stop_at_first_error": True})
    labels = dict(items_of(job).values_list("position", "document_id"))
    Document.objects.filter(pk__in=[labels[130], labels[150], labels[240]]).update(poison=poison)
    usual, asked_alone = kinds.get(KIND), []

    def posting(task, ids, user):
        if ids == [labels[130]]:
            asked_alone.append(chunks_of(job).filter(state=ChunkState.FAILED).exists())
        return usual.post(task, ids, user)

    kinds.register(dataclasses.replace(usual, post=posting))
    runner.look()
    # To leave a hold behind it is refused again, where nothing of the posting before it is locked any more.
    assert asked_alone[-1] == (poison == "refuse")
    job.refresh_from_db()
    assert job.state == JobState.ERROR
    assert f"Stopped at the first error, DOC-{labels[130]}" in job.error
    assert "120 documents were not tried." in job.error
    assert state_counts(job) == {"done": 129, "set_aside": 1, "waiting": 120}
    assert proofs.counts_agree(job.company) == proofs.finished_jobs_are_finished(job.company) == []

    Document.objects.update(poison="")
    steering.retry(job=job, retried_by=clerk)
    runner.look()
    job.refresh_from_db()
    assert (job.state, posted_counts()) == (JobState.ENDED, {1: 250})


def test_it_sets_aside_what_the_posting_is_silent_about(make_documents, make_job):
    make_documents(5)
    Document.objects.filter(pk=3).update(poison="silent")
    job = make_job()
    runner.look()
    assert items_of(job).get(document_id=3).reason_code == "not_answered"
    assert state_counts(job) == {"done": 4, "set_aside": 1}


def test_it_counts_a_document_posted_elsewhere_as_done(make_documents, make_job):
    make_documents(5)
    job = make_job()
    Document.objects.filter(pk=3).update(times_posted=1)
    runner.look()
    item = items_of(job).get(document_id=3)
    assert (item.state, item.reason_code, item.posting_id) == ("done", "already_posted", None)
    assert posted_counts() == {1: 5}


def test_it_has_one_effect_however_often_late_or_out_of_order_the_messages_come(make_documents, make_job, clerk: User):
    documents = make_documents(30)
    first, second, canceled = (
        make_job(documents.filter(pk__range=(begin, begin + 9)), key=str(begin)) for begin in (1, 11, 21)
    )
    steering.cancel(job=canceled, canceled_by=clerk)
    late = [canceled.pk, first.pk, second.pk + 1_000]
    for job_id in [second.pk, second.pk, first.pk, *late, second.pk, first.pk, *late]:
        look(job_id=job_id)
    assert {job.pk: state_counts(job) for job in (first, second, canceled)} == {
        first.pk: {"done": 10},
        second.pk: {"done": 10},
        canceled.pk: {"canceled": 10},
    }
    assert posted_counts() == {1: 20, 0: 10}
    assert Posting.objects.count() == 2


@pytest.mark.parametrize("poison", ["exception", "exit"])
def test_it_sets_aside_only_the_document_that_raises(make_documents, make_job, poison):
    make_documents(100)
    Document.objects.filter(pk=61).update(poison=poison)
    job = make_job()
    runner.look()
    item = items_of(job).get(document_id=61)
    expected = {"exception": "ZeroDivisionError: no such rate", "exit": "SystemExit: a library gives up"}
    assert (item.state, item.reason) == ("set_aside", expected[poison])
    assert posted_counts() == {1: 99, 0: 1}


def test_it_stops_when_the_user_has_lost_the_role(make_documents, make_job, clerk: User):
    make_documents(10)
    job = make_job()
    Membership.objects.filter(user=clerk).delete()
    runner.look()
    job.refresh_from_db()
    assert job.state == JobState.ERROR
    assert "clerk" in job.error
    assert "NLWS" in job.error
    assert state_counts(job) == {"waiting": 10}


def test_it_stops_when_the_user_is_no_longer_active(make_documents, make_job, clerk: User):
    make_documents(10)
    job = make_job()
    User.objects.filter(pk=clerk.pk).update(is_active=False)
    runner.look()
    job.refresh_from_db()
    assert job.state == JobState.ERROR
    assert posted_counts() == {0: 10}


def test_it_writes_its_history(make_documents, make_job):
    make_documents(3)
    Document.objects.filter(pk=2).update(poison="refuse")
    job = make_job()
    runner.look()
    happened = [(event.what, event.count) for event in queries.history(job=job)]
    assert happened == [("submitted", 3), ("started", None), ("set_aside", 1), ("ended", 2)]
