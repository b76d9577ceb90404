"""What people do with a job: cancel, try again, dismiss, withhold."""

from dataclasses import replace

import pytest
from django.contrib.auth.models import User

from arclose.access.models import Membership
from arclose.batch import kinds, queries, runner, steering
from arclose.batch.following import new_postings
from arclose.batch.models import Job, JobState, JobTask
from arclose.batch.steering import WrongState
from tests.batch.conftest import chunks_of, items_of, posted_counts, state_counts
from tests.batch.documents import KIND, Document
from tests.customers.pages import text_of


@pytest.fixture
def ended_with_two_set_aside(make_documents, make_job) -> Job:
    make_documents(250)
    Document.objects.filter(pk__in=[7, 200]).update(poison="refuse")
    job = make_job()
    runner.look()
    job.refresh_from_db()
    return job


def test_it_cancels_what_has_not_begun(make_documents, make_job, clerk: User):
    make_documents(250)
    job = make_job()
    runner.take_one(job_id=job.pk)
    done = items_of(job).filter(state="done").count()
    job = steering.cancel(job=job, canceled_by=clerk)
    assert job.state == JobState.CANCELED
    assert state_counts(job) == {"done": done, "canceled": 250 - done}
    assert runner.look() == 0


def test_it_refuses_to_cancel_a_job_that_has_ended(make_documents, make_job, clerk: User):
    make_documents(5)
    job = make_job()
    runner.look()
    with pytest.raises(WrongState):
        steering.cancel(job=job, canceled_by=clerk)


def test_it_tries_only_the_failed_documents_again(ended_with_two_set_aside: Job, clerk: User):
    job = ended_with_two_set_aside
    Document.objects.update(poison="")
    job = steering.retry(job=job, retried_by=clerk)
    assert [(chunk.size, chunk.round) for chunk in chunks_of(job).filter(round=2)] == [(2, 2)]
    runner.look()
    job.refresh_from_db()
    assert (job.state_text, state_counts(job)) == ("Ended", {"done": 250})
    assert posted_counts() == {1: 250}
    assert items_of(job).get(document_id=7).attempts == 2


def test_what_could_not_follow_follows_when_it_is_tried_again(make_documents, make_job, clerk: User):
    seen: list[set[int]] = []

    def follow(task: JobTask) -> None:
        seen.append({posting for (posting,) in new_postings(task)})
        if len(seen) == 1:
            raise ValueError("no key to sign with")

    kinds.register(replace(kinds.get(KIND), follow=follow))
    make_documents(5)
    Document.objects.filter(pk=3).update(poison="refuse")
    job = make_job()
    runner.look()
    job.refresh_from_db()
    assert (job.state, job.set_aside_count) == (JobState.ERROR, 1)
    Document.objects.update(poison="")

    steering.retry(job=job, retried_by=clerk)
    runner.look()

    first, all_of_them = seen
    assert first < all_of_them
    assert len(all_of_them) == len(first) + 1


def test_it_works_under_the_rights_of_who_tries_again(make_documents, make_job, clerk: User, company):
    make_documents(5)
    job = make_job()
    Membership.objects.filter(user=clerk).delete()
    runner.look()
    other = User.objects.create_user("other")
    Membership.objects.create(user=other, company=company, role="controller")
    steering.retry(job=job, retried_by=other)
    runner.look()
    job.refresh_from_db()
    assert (job.state, job.submitted_by, job.run_by) == (JobState.ENDED, clerk, other)


def test_a_clerk_does_not_try_again_what_takes_a_controller(
    ended_with_two_set_aside: Job, clerk: User, company, client
):
    job = ended_with_two_set_aside
    kinds.register(replace(kinds.get(KIND), roles=frozenset({"controller"})))
    client.force_login(clerk)
    page = client.post(f"/{company.code}/2026-10/jobs/{job.pk}/retry/", follow=True)
    assert "it takes the role Controller, held: Clerk" in text_of(page)
    job.refresh_from_db()
    assert (job.state, job.run_by, job.set_aside_count) == (JobState.ENDED, clerk, 2)


def test_it_refuses_to_try_again_where_nothing_failed(make_documents, make_job, clerk: User):
    make_documents(5)
    job = make_job()
    with pytest.raises(WrongState):
        steering.retry(job=job, retried_by=clerk)
    runner.look()
    with pytest.raises(WrongState):
        steering.retry(job=job, retried_by=clerk)


def test_it_dismisses_a_document_with_a_reason(ended_with_two_set_aside: Job, clerk: User):
    job = ended_with_two_set_aside
    steering.dismiss(job=job, items=items_of(job).filter(document_id=7), reason="Posted by hand", dismissed_by=clerk)
    job.refresh_from_db()
    assert (job.set_aside_count, items_of(job).get(document_id=7).state) == (1, "dismissed")
    newest = queries.history(job=job).last()
    assert newest is not None
    assert (newest.note, newest.user) == ("Posted by hand (DOC-7)", clerk)


def test_it_refuses_to_dismiss_what_is_not_set_aside(ended_with_two_set_aside: Job, clerk: User):
    job = ended_with_two_set_aside
    with pytest.raises(WrongState):
        steering.dismiss(job=job, items=items_of(job).filter(document_id=1), reason="no", dismissed_by=clerk)


def test_it_withholds_a_job_until_it_is_released(make_documents, make_job, clerk: User):
    make_documents(5)
    job = steering.withhold(job=make_job(), withheld_by=clerk)
    assert runner.look() == 0
    with pytest.raises(WrongState):
        steering.withhold(job=job, withheld_by=clerk)
    steering.release(job=job, released_by=clerk)
    runner.look()
    assert state_counts(job) == {"done": 5}
