"""Making a job of tasks on its pages: what each does, what it waits for, and circles refused by name."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils.translation import get_language, override

from arclose.batch import cleaning, jobs, runner
from arclose.batch.models import Job, JobState, JobTask, TaskCondition
from arclose.web.said import said
from tests import builders
from tests.batch.conftest import posted_counts
from tests.batch.documents import ACT, KIND, Document
from tests.batch.test_pages import text_of
from tests.customers.pages import page_key

JOBS = "/NLWS/2026-10/jobs/"


@pytest.fixture
def as_clerk(client: Client, clerk: User) -> Client:
    client.force_login(clerk)
    return client


@pytest.fixture
def job(as_clerk: Client, make_documents) -> Job:
    """A withheld job of three tasks: documents up to 5; an act on 6; an act on 7 that waits for the second to fail."""
    make_documents(9)
    as_clerk.post(f"{JOBS}new/?kind={KIND}", {"description": "Evening", "up_to": "5", "max_retries": "0"})
    made = Job.objects.get()
    as_clerk.post(f"{JOBS}{made.pk}/tasks/new/?kind={ACT}", {"document": "6", "waits_for_1": "success"})
    as_clerk.post(f"{JOBS}{made.pk}/tasks/new/?kind={ACT}", {"document": "7", "waits_for_2": "failure"})
    return made


def test_it_makes_a_job_of_tasks_that_wait_for_one_another(as_clerk: Client, job: Job):
    text = text_of(as_clerk.get(f"{JOBS}{job.pk}/"))
    assert job.state == JobState.WITHHOLD
    assert "Waits for task 1, when it succeeded." in text
    assert "Waits for task 2, when it failed." in text
    assert "Changed (3, Test act)" in text
    as_clerk.post(f"{JOBS}{job.pk}/release/")
    runner.look()
    assert [task.state for task in job.tasks.order_by("number")] == ["ended", "ended", "not_run"]
    assert posted_counts() == {1: 6, 0: 3}


def test_it_refuses_a_circle_by_name_and_keeps_what_was_typed(as_clerk: Client, job: Job):
    address = f"{JOBS}{job.pk}/tasks/1/"
    text = text_of(as_clerk.post(address, {"up_to": "4", "waits_for_3": "either"}))
    assert "in a circle: 1 → 3 → 2 → 1." in text
    assert 'name="up_to" value="4"' in text
    assert job.tasks.get(number=1).parameters == {"up_to": 5}
    assert TaskCondition.objects.count() == 2


def test_it_changes_and_takes_away_a_task(as_clerk: Client, job: Job):
    typed = {"document": "8", "waits_for_1": "either", "max_retries": "2", "is_failure_ignored": "on", "joins": "any"}
    typed["task_description"] = "The rest"
    assert "The task is changed." in text_of(as_clerk.post(f"{JOBS}{job.pk}/tasks/3/", typed, follow=True))
    task = job.tasks.get(number=3)
    assert (task.parameters, task.max_retries, task.joins, task.description) == ({"document": 8}, 2, "any", "The rest")
    assert task.conditions.get().awaited.number == 1
    as_clerk.post(f"{JOBS}{job.pk}/tasks/2/remove/")
    assert list(job.tasks.order_by("number").values_list("number", flat=True)) == [1, 3]


def test_it_copies_a_job_withheld_and_finds_both_by_what_is_left_of_them(as_clerk: Client, job: Job):
    as_clerk.post(f"{JOBS}{job.pk}/tasks/2/remove/")
    as_clerk.post(f"{JOBS}{job.pk}/tasks/3/", {"document": "7", "waits_for_1": "success"})
    as_clerk.post(f"{JOBS}{job.pk}/release/")
    Document.objects.filter(pk=3).update(poison="refuse")
    runner.look()
    job.tasks.filter(number=3).update(parameters={"document": 7, "until": "2026-10-31"})
    job.description = said(lambda: {"en": "Evening", "nl": "Avond"}[get_language()])
    job.save(update_fields=["description"])
    for _time in range(2):
        page = as_clerk.post(f"{JOBS}{job.pk}/copy/", {"key": page_key(1)}, follow=True)
    assert "This is the copy." in text_of(page)

    made = Job.objects.exclude(pk=job.pk).get()
    first, second = made.tasks.order_by("number")
    assert (made.state, made.description, made.document_count) == (JobState.WITHHOLD, "Evening", 0)
    assert (first.kind, first.parameters, second.parameters) == (KIND, {"up_to": 5}, {"document": 7})
    with override("nl"):
        assert str(made.description) == "Avond"
    assert (second.number, second.conditions.get().awaited, second.conditions.get().on) == (2, first, "success")
    asked = {"left=unfinished": [made], "left=failed": [job], f"kind={ACT}": [made, job], "kind=clean-up-jobs": []}
    for query, found in asked.items():
        page = as_clerk.get(f"{JOBS}?{query}").content.decode()
        assert [one for one in (made, job) if f"/jobs/{one.pk}/" in page] == found, query


def test_it_does_not_copy_documents(as_clerk: Client, make_documents, make_job):
    make_documents(2)
    job = make_job()
    assert "which are posted once" in text_of(as_clerk.post(f"{JOBS}{job.pk}/copy/", follow=True))
    assert Job.objects.count() == 1


def test_it_works_under_the_rights_of_who_says_what_it_does(job: Job, controller: User):
    client = Client()
    client.force_login(controller)
    client.post(f"{JOBS}{job.pk}/tasks/new/?kind={ACT}", {"document": "9"})
    job.refresh_from_db()
    assert job.run_by == controller


def test_a_clerk_changes_no_job_that_takes_a_controller(as_clerk: Client, company, make_documents, controller: User):
    make_documents(9)
    draft = jobs.Draft(kind=cleaning.CLEAN_UP, parameters={"days": 90})
    plan = jobs.Plan(is_withheld=True)
    job = jobs.submit_tasks(
        company=company, description="Clean", submitted_by=controller, tasks=[draft], key="clean", plan=plan
    )
    text = text_of(as_clerk.post(f"{JOBS}{job.pk}/tasks/new/?kind={ACT}", {"document": "9"}, follow=True))
    assert "clerk may not do this in NLWS" in text
    job.refresh_from_db()
    assert (job.run_by, job.tasks.count()) == (controller, 1)


def test_it_makes_one_job_of_a_form_sent_twice(as_clerk: Client, make_documents):
    make_documents(1)
    typed = {"description": "Evening", "up_to": "5", "key": "page-11111111-1111-1111-1111-111111111111"}
    for _time in range(2):
        as_clerk.post(f"{JOBS}new/?kind={KIND}", typed)
    assert JobTask.objects.count() == 1
    text = text_of(as_clerk.post(f"{JOBS}new/?kind={KIND}", {**typed, "up_to": "6"}))
    assert "This page was used before, for another job." in text
    assert 'name="up_to" value="6"' in text
    assert typed["key"] not in text


def test_it_changes_no_task_of_a_job_that_has_begun_or_is_of_another_company(as_clerk: Client, job: Job, clerk: User):
    builders.Membership.objects.create(user=clerk, company=builders.a_company(code="DEWS"), role="clerk")
    assert as_clerk.post(f"/DEWS/2026-10/jobs/{job.pk}/tasks/1/", {"up_to": "1"}).status_code == 404
    as_clerk.post(f"{JOBS}{job.pk}/release/")
    assert "The job has begun" in text_of(as_clerk.post(f"{JOBS}{job.pk}/tasks/1/", {"up_to": "1"}, follow=True))
    assert as_clerk.get(f"{JOBS}new/?kind=unknown").status_code == 404
    assert Document.objects.filter(times_posted__gt=0).count() == 0
