"""The page on which a job to come is planned."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.test import Client

from arclose.batch import jobs, runner, starting
from arclose.batch.models import Job, JobGroup, JobSchedule, JobState, Priority
from arclose.batch.schedule.windows import Window
from tests import builders
from tests.batch.test_pages import text_of
from tests.text_tables import read_table

JOBS = "/NLWS/2026-10/jobs/"
NEXT_YEAR = datetime.now(UTC).year + 1
EVENING = f"{NEXT_YEAR}-03-01T18:00"


@pytest.fixture
def as_clerk(client: Client, clerk: User) -> Client:
    client.force_login(clerk)
    return client


@pytest.fixture
def job(make_documents, make_job) -> Job:
    """A withheld job that finds its documents when it starts."""
    make_documents(9)
    return make_job(documents=None, parameters={"up_to": 5}, plan=jobs.Plan(is_withheld=True))


def typed(**values) -> dict[str, object]:
    return {"description": "Evening", "every": "1", "start": EVENING, **values}


def test_it_plans_a_job_that_comes_again(as_clerk: Client, clerk: User, company, job: Job):
    User.objects.filter(pk=clerk.pk).update(email="")
    JobGroup.objects.create(company=company, code="NIGHT", name="Of the night", priority=Priority.LOW)
    page = text_of(as_clerk.get(f"{JOBS}{job.pk}/plan/"))
    assert all(word in page for word in ("Europe/Amsterdam", "clerk has no e-mail address"))
    plan = typed(unit="months", every="2", month_day="31", times="3", window_begin="18:00", window_end="06:00")
    plan |= {"group": "NIGHT", "history": "failures", "is_critical": "on", "is_alert_popup": "on", "release": "1"}
    text = text_of(as_clerk.post(f"{JOBS}{job.pk}/plan/", plan, follow=True))
    assert "Every controller is told when it fails" in text
    assert "Every 2 months on the last day at 18:00, 3 runs" in text
    assert [f"31 {month} {NEXT_YEAR}, 18:00" in text for month in ("Mar", "May", "Jul", "Sep")] == [True] * 3 + [False]
    job.refresh_from_db()
    assert (job.state, job.description, job.priority) == (JobState.WAITING, "Evening", Priority.LOW)
    assert job.window == Window(time(18), time(6))
    assert (job.history, job.is_critical, job.is_alert_popup) == ("failures", True, True)
    assert job.scheduled_start == job.due_at
    assert f'<span class="soft nowrap">31 Mar {NEXT_YEAR}, 18:00</span>' in text_of(as_clerk.get(JOBS))


def test_it_goes_on_with_a_recurrence_that_was_not_touched(as_clerk: Client, job: Job):
    address = f"{JOBS}{job.pk}/plan/"
    as_clerk.post(address, typed(unit="days", release="1"))
    as_clerk.post(address, typed(unit="days", description="Renamed", priority="40"))
    job.refresh_from_db()
    assert (job.description, job.priority, JobSchedule.objects.count()) == ("Renamed", Priority.CRITICAL, 1)
    as_clerk.post(address, typed(unit="weeks", weekdays=["0", "4"]))
    schedules = JobSchedule.objects.order_by("pk")
    assert [(one.unit, one.weekdays, one.ended_at is None) for one in schedules] == [
        ("days", [], False),
        ("weeks", [0, 4], True),
    ]


def test_it_changes_nothing_where_somebody_released_the_job_before(as_clerk: Client, job: Job):
    address = f"{JOBS}{job.pk}/plan/"
    as_clerk.post(address, typed(release="1"))
    assert "Nothing was changed" in text_of(as_clerk.post(address, typed(description="Late", release="1"), follow=True))
    job.refresh_from_db()
    assert (job.state, job.description) == (JobState.WAITING, "Evening")


def test_it_takes_the_first_of_an_hour_that_comes_twice(as_clerk: Client, company, job: Job):
    as_clerk.post(f"{JOBS}{job.pk}/plan/", typed(start="2099-10-25T02:30"))
    job.refresh_from_db()
    assert job.scheduled_start == datetime(2099, 10, 25, 0, 30, tzinfo=UTC)


REFUSED = """
said                                   | values
type both, or neither                  | window_begin=08:00
nothing could start in it              | window_begin=08:00 window_end=08:00
type one of the two                    | unit=days until=2099-01-01 times=2
No run is to come                      | unit=days until=2001-01-01
No job starts on 1 Jan 0001:           | start=0001-01-01T00:00
No job starts on 31 Dec 9999:          | start=9999-12-31T23:30 unit=hours
"""


@pytest.mark.parametrize("case", read_table(REFUSED), ids=lambda case: case["said"])
def test_it_refuses_by_name_and_keeps_what_was_typed(as_clerk: Client, job: Job, case: dict[str, str]):
    values = dict(pair.split("=") for pair in case["values"].split())
    text = text_of(as_clerk.post(f"{JOBS}{job.pk}/plan/", typed(description="As typed", **values)))
    assert case["said"] in text
    assert 'value="As typed"' in text
    job.refresh_from_db()
    assert job.description == "October"


def test_it_refuses_that_a_job_with_its_own_documents_comes_again(as_clerk: Client, make_documents, make_job):
    make_documents(2)
    job = make_job(plan=jobs.Plan(is_withheld=True))
    assert "posted once" in text_of(as_clerk.post(f"{JOBS}{job.pk}/plan/", typed(unit="days")))
    assert not JobSchedule.objects.exists()


def test_it_ends_a_recurrence(as_clerk: Client, job: Job):
    as_clerk.post(f"{JOBS}{job.pk}/plan/", typed(unit="days", release="1"))
    assert "does not come again" in text_of(as_clerk.post(f"{JOBS}{job.pk}/end-recurrence/", follow=True))
    job.refresh_from_db()
    assert job.state == JobState.CANCELED


def test_it_lets_no_auditor_and_no_other_company_plan(as_clerk: Client, company, clerk: User, job: Job):
    auditor = Client()
    auditor.force_login(builders.a_user(company, "auditor"))
    builders.Membership.objects.create(user=clerk, company=builders.a_company(code="DEWS"), role="clerk")
    for act in ("plan", "end-recurrence"):
        assert auditor.post(f"{JOBS}{job.pk}/{act}/").status_code == 403
        assert as_clerk.post(f"/DEWS/2026-10/jobs/{job.pk}/{act}/", typed()).status_code == 404


def test_it_no_longer_plans_what_has_begun(as_clerk: Client, make_documents, make_job):
    make_documents(2)
    job = make_job()
    assert "The job has begun" in text_of(as_clerk.get(f"{JOBS}{job.pk}/plan/", follow=True))


def test_it_starts_a_job_within_its_window_only(make_documents, make_job, company):
    """The company's clock is two hours away from the window that is closed, so the hour of the test does not matter."""
    make_documents(2)
    now = datetime.now(UTC)
    open_now, closed = (Window((now + a).time(), (now + b).time()) for a, b in (_HOURS_OPEN, _HOURS_CLOSED))
    company.time_zone = "UTC"
    company.save(update_fields=["time_zone"])
    shut = make_job(plan=jobs.Plan(window=closed), key="shut")
    begun = make_job(plan=jobs.Plan(window=open_now), key="open")
    assert starting.start_due_jobs() == 1
    shut.refresh_from_db()
    begun.refresh_from_db()
    assert (shut.state, begun.state) == (JobState.WAITING, JobState.READY)


def test_no_job_starts_in_a_year_that_nobody_could_read_again(job: Job):
    with pytest.raises(IntegrityError, match="job_start_is_possible"), transaction.atomic():
        Job.objects.filter(pk=job.pk).update(scheduled_start=datetime(1, 1, 1, tzinfo=UTC))


_HOURS_OPEN = (-timedelta(hours=2), timedelta(hours=2))
_HOURS_CLOSED = (timedelta(hours=2), timedelta(hours=4))


def test_it_takes_the_more_urgent_job_first(make_documents, make_job):
    make_documents(2)
    low = make_job(plan=jobs.Plan(priority=Priority.LOW), key="low")
    usual = make_job(key="usual")
    high = make_job(plan=jobs.Plan(priority=Priority.HIGH), key="high")
    began = []
    while runner.take_one():
        began += [job.pk for job in (low, usual, high) if _is_done(job) and job.pk not in began]
    assert began == [high.pk, usual.pk, low.pk]


def _is_done(job: Job) -> bool:
    job.refresh_from_db()
    return job.state == JobState.ENDED
