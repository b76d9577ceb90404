"""A job of several tasks: what each of them waits for, and what becomes of the job."""

import pytest
from django.contrib.auth.models import User

from arclose.batch import claiming, finishing, jobs, queries, runner, steering
from arclose.batch.jobs import Draft, TasksInCircle
from arclose.batch.models import Job
from arclose.batch.tasks import look
from arclose.ledger.models import Company
from tests.batch.conftest import posted_counts, state_counts
from tests.batch.documents import ACT, KIND, Document


@pytest.fixture
def submit(company: Company, clerk: User, make_documents):
    """Submit a job of tasks, each given by the numbers of its documents or that of the one it acts on."""
    make_documents(20)

    def make(*tasks: Draft, key: str = "key") -> Job:
        return jobs.submit_tasks(company=company, description="Evening", submitted_by=clerk, tasks=tasks, key=key)

    return make


def posts(*numbers: int, **options) -> Draft:
    documents = Document.objects.filter(pk__in=numbers).values_list("pk", "document_date", "label")
    return Draft(kind=KIND, documents=documents, **options)


def acts(number: int, **options) -> Draft:
    return Draft(kind=ACT, parameters={"document": number}, **options)


def poison(number: int, how: str = "refuse") -> None:
    Document.objects.filter(pk=number).update(poison=how)


def states(job: Job) -> str:
    job.refresh_from_db()
    return " ".join([job.state, "|", *job.tasks.order_by("number").values_list("state", flat=True)])


def test_it_begins_a_task_when_the_one_before_has_ended(submit):
    job = submit(posts(1, 2), posts(3, waits_for={1: "success"}))
    assert states(job) == "ready | ready waiting"
    assert runner.take_one()
    assert states(job) == "executing | ended ready"
    runner.look()
    assert states(job) == "ended | ended ended"
    assert (job.document_count, job.done_count, job.state_text) == (3, 3, "Ended")


def test_it_may_post_the_same_document_in_two_tasks(submit):
    job = submit(posts(1), posts(1, waits_for={1: "success"}))
    runner.look()
    assert states(job) == "ended | ended ended"
    assert job.tasks.get(number=2).items.get().reason_code == "already_posted"


@pytest.mark.parametrize(
    ("on", "poisoned", "expected"),
    [
        ("success", False, "ended | ended ended"),
        ("success", True, "ended | ended not_run"),
        ("failure", False, "ended | ended not_run"),
        ("failure", True, "ended | ended ended"),
        ("either", True, "ended | ended ended"),
    ],
)
def test_it_takes_documents_set_aside_for_a_failure(submit, on, poisoned, expected):
    if poisoned:
        poison(1)
    job = submit(posts(1, 2), posts(3, waits_for={1: on}))
    runner.look()
    assert states(job) == expected
    assert job.state_text == ("Ended with 1 set aside" if poisoned else "Ended")


def test_it_leaves_out_all_that_waits_for_what_was_not_run(submit):
    poison(1, "exception")
    job = submit(acts(1), posts(3, waits_for={1: "success"}), acts(4, waits_for={2: "either"}))
    runner.look()
    assert states(job) == "error | error not_run not_run"
    assert job.error.startswith("ZeroDivisionError: no such rate This is a fault of the program")
    assert state_counts(job) == {"canceled": 1}
    assert posted_counts() == {0: 20}


def test_it_waits_for_any_where_any_is_enough(submit):
    poison(1, "exception")
    job = submit(acts(1), acts(2), acts(3, joins="any", waits_for={1: "success", 2: "success"}))
    runner.look()
    assert states(job) == "error | error ended ended"


def test_it_ends_though_a_task_failed_whose_failure_is_ignored(submit):
    poison(1, "exception")
    job = submit(acts(1, is_failure_ignored=True), acts(2, waits_for={1: "either"}))
    runner.look()
    assert states(job) == "ended | error ended"
    assert (job.error, job.state_text) == ("", "Ended, 1 task failed")


def test_it_tries_a_task_again_while_another_one_is_at_work(submit):
    poison(1)
    job = submit(posts(1, max_retries=1), posts(2))
    assert runner.take_one()
    assert states(job) == "executing | waiting ready"
    poison(1, "")
    job.tasks.filter(number=1).update(retry_at=job.created_at)
    finishing.finish_jobs()
    assert states(job) == "executing | ready ready"
    runner.look()
    assert (states(job), job.state_text) == ("ended | ended ended", "Ended")


def test_it_tries_only_what_failed_again_and_weighs_what_was_not_run_anew(submit, clerk: User):
    poison(1)
    job = submit(posts(1, 2), acts(3, waits_for={1: "success"}), acts(4, waits_for={1: "failure"}))
    runner.look()
    assert states(job) == "ended | ended not_run ended"
    poison(1, "")
    steering.retry(job=job, retried_by=clerk)
    runner.look()
    assert states(job) == "ended | ended ended ended"
    assert posted_counts() == {1: 4, 0: 16}


def test_it_cancels_the_tasks_that_have_not_begun(submit, clerk: User):
    job = submit(posts(1, 2), posts(3, waits_for={1: "success"}), acts(4))
    steering.cancel(job=job, canceled_by=clerk)
    assert states(job) == "canceled | canceled canceled canceled"
    assert state_counts(job) == {"canceled": 3}
    assert runner.look() == 0


def test_it_refuses_tasks_that_wait_for_one_another_in_a_circle(submit):
    with pytest.raises(TasksInCircle) as refused:
        submit(acts(1, waits_for={3: "success"}), acts(2, waits_for={1: "either"}), acts(3, waits_for={2: "success"}))
    assert list(refused.value.numbers) == [1, 3, 2]
    assert not Job.objects.exists()


def test_it_gives_the_same_job_for_the_same_tasks_and_no_other(submit):
    job = submit(acts(1), acts(2, waits_for={1: "success"}))
    assert submit(acts(1), acts(2, waits_for={1: "success"})).pk == job.pk
    with pytest.raises(jobs.KeyUsedOtherwise):
        submit(acts(1), acts(2, waits_for={1: "either"}))


def test_it_writes_down_how_each_task_ended(submit):
    poison(1, "exception")
    job = submit(acts(1), acts(2, waits_for={1: "success"}), posts(3))
    runner.look()
    happened = {(event.what, event.number, event.count) for event in queries.history(job=job)}
    assert happened == {
        ("submitted", None, 1), ("started", None, None), ("task_failed", 1, None), ("not_run", 2, None),
        ("task_ended", 3, 1), ("stopped", None, None),
    }  # fmt: skip


def test_another_worker_goes_on_where_one_died_between_two_tasks(submit):
    job = submit(posts(1, 2), acts(3, waits_for={1: "success"}))
    claim = claiming.claim_next(job_id=job.pk)
    assert claim is not None
    runner._execute(claim)
    assert states(job) == "executing | executing waiting"
    look(job_id=job.pk)
    look(job_id=job.pk)
    assert states(job) == "ended | ended ended"
    assert posted_counts() == {1: 3, 0: 17}
