"""A job that comes again: each run happens once, finds its documents when it starts, and makes the next one."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction

from arclose.batch import jobs, planning, poller, runner, starting, steering, tasks
from arclose.batch.models import Job, JobEvent, JobSchedule, JobState
from arclose.batch.schedule.recurrence import Recurrence, next_run
from tests.batch.conftest import posted_counts, state_counts
from tests.batch.documents import ACT, Document

DAILY = Recurrence(unit="days", every=1, start=datetime.fromisoformat("2026-01-01 18:00"))
LONG_AGO = datetime(2026, 1, 1, 17, 0, tzinfo=UTC)


@pytest.fixture
def run(make_documents, make_job) -> Job:
    """The first run of a daily job, due in January and never started since."""
    make_documents(9)
    job = make_job(documents=None, parameters={"up_to": 5}, plan=jobs.Plan(recurrence=DAILY))
    Job.objects.filter(pk=job.pk).update(due_at=LONG_AGO, scheduled_start=LONG_AGO)
    job.refresh_from_db()
    return job


def test_it_makes_one_run_for_all_it_missed_and_then_the_next_one(run: Job):
    assert starting.start_due_jobs() == 1
    runner.look()
    assert starting.start_due_jobs() == 0
    run.refresh_from_db()
    assert (run.state, state_counts(run)) == (JobState.ENDED, {"done": 5})
    following = Job.objects.get(schedule=run.schedule_id, state=JobState.WAITING)
    assert following.scheduled_start == following.due_at
    assert timedelta() < following.due_at - datetime.now(UTC) <= timedelta(days=1)
    assert run.events.filter(what=JobEvent.What.MISSED).exists()


def test_it_finds_in_each_run_what_is_there_by_then(run: Job):
    starting.start_due_jobs()
    runner.look()
    Document.objects.filter(pk=3).update(times_posted=0)
    following = _due_now(run)
    starting.start_due_jobs()
    runner.look()
    assert state_counts(following) == {"done": 1}
    assert posted_counts() == {0: 4, 1: 5}


def _due_now(run: Job) -> Job:
    waiting = Job.objects.filter(schedule=run.schedule_id, state=JobState.WAITING)
    waiting.update(scheduled_start=LONG_AGO)
    return waiting.get()


def test_a_worker_that_was_woken_starts_what_is_due(run: Job):
    tasks.look(job_id=0)
    run.refresh_from_db()
    assert run.state == JobState.ENDED


def test_a_look_ends_in_time_so_that_what_is_due_meanwhile_gets_its_turn(run: Job, monkeypatch):
    with monkeypatch.context() as short:
        short.setattr(runner, "SECONDS_PER_LOOK", 0)
        assert poller.look_once() is True
    assert state_counts(run) == {"waiting": 5}
    assert poller.look_once() is False
    assert state_counts(run) == {"done": 5}


def test_it_waits_with_a_run_until_the_one_before_is_finished(run: Job):
    starting.start_due_jobs()
    following = _due_now(run)
    assert starting.start_due_jobs() == 0
    runner.look()
    assert starting.start_due_jobs() == 1
    following.refresh_from_db()
    assert following.state == JobState.READY


def test_the_database_refuses_a_second_job_for_a_run(run: Job):
    run.pk, run.key = None, "another"
    with pytest.raises(IntegrityError, match="job_once_per_run"), transaction.atomic():
        run.save(force_insert=True)


def test_it_keeps_tasks_and_conditions_from_run_to_run(company, clerk, make_documents):
    make_documents(3)
    first, second = (jobs.Draft(kind=ACT, parameters={"document": number}) for number in (1, 2))
    last = jobs.Draft(kind=ACT, parameters={"document": 3}, waits_for={1: "success", 2: "either"}, joins="any")
    plan = jobs.Plan(recurrence=DAILY)
    job = jobs.submit_tasks(
        company=company, description="Night", submitted_by=clerk, tasks=[first, second, last], key="night", plan=plan
    )
    Job.objects.filter(pk=job.pk).update(scheduled_start=LONG_AGO)
    starting.start_due_jobs()
    following = Job.objects.get(schedule=job.schedule_id, state=JobState.WAITING)
    copied = following.tasks.get(number=3)
    assert (copied.parameters, copied.joins) == ({"document": 3}, "any")
    assert sorted(copied.conditions.values_list("awaited__number", "on")) == [(1, "success"), (2, "either")]


def test_two_pollers_that_look_at_once_start_a_run_once(transactional_db, run: Job):
    together = Barrier(2)

    def look() -> int:
        try:
            together.wait()
            return starting.start_due_jobs()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        started = [pool.submit(look) for _poller in range(2)]
    assert sum(future.result() for future in started) == 1
    assert sorted(Job.objects.values_list("state", flat=True)) == [JobState.READY, JobState.WAITING]


def test_it_skips_a_run_that_is_canceled_and_goes_on(run: Job, clerk):
    steering.cancel(job=run, canceled_by=clerk)
    assert Job.objects.get(schedule=run.schedule_id, state=JobState.WAITING).due_at > run.due_at


def test_it_starts_and_skips_a_run_again_that_was_withheld_after_it_was_ready(run: Job, clerk):
    """The next run is there already: neither makes it twice."""
    starting.start_due_jobs()
    steering.withhold(job=run, withheld_by=clerk)
    steering.release(job=run, released_by=clerk)
    assert starting.start_due_jobs() == 1
    steering.withhold(job=run, withheld_by=clerk)
    assert steering.cancel(job=run, canceled_by=clerk).state == JobState.CANCELED
    assert Job.objects.filter(schedule=run.schedule_id).exclude(pk=run.pk).count() == 1


def test_a_job_that_cannot_be_started_leaves_the_others_their_turn(run: Job, make_job):
    """The other has the key of its next run."""
    due = next_run(DAILY, zone=ZoneInfo(run.company.time_zone), after=datetime.now(UTC))
    other = make_job(scheduled_start=LONG_AGO, key=f"schedule-{run.schedule_id}-{due.isoformat()}")
    assert starting.start_due_jobs() == 1
    run.refresh_from_db()
    other.refresh_from_db()
    assert (run.state, other.state) == (JobState.WAITING, JobState.READY)


def test_it_ends(run: Job, clerk):
    JobSchedule.objects.update(until_day=date(2026, 1, 2))
    starting.start_due_jobs()
    runner.look()
    assert not Job.objects.filter(state=JobState.WAITING).exists()
    assert JobSchedule.objects.get().ended_at is not None


def test_it_ends_when_somebody_says_so(run: Job, clerk):
    starting.start_due_jobs()
    planning.end_recurrence(job=run, ended_by=clerk)
    runner.look()
    assert sorted(Job.objects.values_list("state", flat=True)) == [JobState.CANCELED, JobState.ENDED]
    assert starting.start_due_jobs() == 0


def test_a_run_that_gets_another_recurrence_takes_along_the_one_that_was_to_come(run: Job, clerk):
    starting.start_due_jobs()
    steering.withhold(job=run, withheld_by=clerk)
    planning.change(job=run, description="Once", plan=jobs.Plan(), keeps_schedule=False, changed_by=clerk)
    run.refresh_from_db()
    assert (run.schedule, run.state) == (None, JobState.WITHHOLD)
    assert Job.objects.exclude(pk=run.pk).values_list("state", flat=True).get() == JobState.CANCELED


def test_it_refuses_documents_that_are_given_and_a_recurrence_that_never_comes(make_documents, make_job):
    make_documents(3)
    with pytest.raises(jobs.CannotRecur):
        make_job(plan=jobs.Plan(recurrence=DAILY))
    over = Recurrence(unit="days", every=1, start=datetime.fromisoformat("2020-01-01"), until=date(2020, 2, 1))
    with pytest.raises(jobs.NeverComes):
        make_job(documents=None, parameters={"up_to": 5}, plan=jobs.Plan(recurrence=over))
    assert not Job.objects.exists()
