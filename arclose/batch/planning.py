"""What people change about a job to come: its description, start, recurrence, window, group and priority."""

from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models.functions import Now

from arclose.batch import plans, steering
from arclose.batch.jobs import CannotRecur
from arclose.batch.models import STATES_TO_PLAN, Job, JobEvent, JobSchedule, JobState, JobTask
from arclose.batch.plans import Plan
from arclose.batch.steering import WrongState

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def may_change(job: Job) -> bool:
    """Tell whether the job is still to come, and no worker can have taken anything of it."""
    return job.state in STATES_TO_PLAN


def may_recur(job: Job) -> bool:
    """Tell whether every task of the job finds its documents when it starts, or has none."""
    return not JobTask.objects.filter(job=job, document_count__gt=0).exists()


def may_end_recurrence(job: Job) -> bool:
    """Tell whether the job comes again."""
    return job.schedule is not None and job.schedule.ended_at is None


@transaction.atomic
def change(*, job: Job, description: str, plan: Plan, keeps_schedule: bool, changed_by: "User") -> Job:
    """Give a job to come another description and plan; withheld, it stays so.

    With ``keeps_schedule`` the recurrence is as it was, whatever the plan says of it, and this run starts when the plan
    says. Otherwise the one that was has ended, with any other run of it to come, and the job becomes the first run of
    the new one, if there is one.

    :raises WrongState: it has begun.
    :raises CannotRecur: it has documents of its own.
    :raises NeverComes: no run of the recurrence is to come.
    """
    job = plans.lock(job)
    if not may_change(job):
        raise WrongState(job)
    for name, value in plan.columns.items():
        setattr(job, name, value)
    if description != job.description:
        job.description = description[:200]
    if not keeps_schedule:
        _replace_schedule(job, plan, changed_by)
    asked = replace(plan, start=job.scheduled_start, is_withheld=job.state == JobState.WITHHOLD)
    job.state = asked.state
    job.save()
    JobEvent.objects.create(company_id=job.company_id, job=job, what=JobEvent.What.CHANGED, user=changed_by)
    steering.begin(job)
    return job


def _replace_schedule(job: Job, plan: Plan, changed_by: "User") -> None:
    if may_end_recurrence(job):
        _end(job, changed_by, but=job)
    job.schedule, job.due_at = None, None
    if plan.recurrence is None:
        return
    if not may_recur(job):
        raise CannotRecur
    job.schedule, job.due_at = plans.write_schedule(plan.recurrence, company=job.company, created_by=changed_by)
    job.scheduled_start = job.due_at


def _end(job: Job, ended_by: "User", *, but: Job | None = None) -> int:
    """End the recurrence of a job, cancel the runs to come but for one, and return how many that were."""
    JobSchedule.objects.filter(jobs=job).update(ended_at=Now())
    to_come = Job.objects.filter(schedule=job.schedule, state__in=STATES_TO_PLAN)
    others = [run for run in to_come if run != but]
    for run in others:
        steering.cancel(job=run, canceled_by=ended_by)
    return len(others)


@transaction.atomic
def end_recurrence(*, job: Job, ended_by: "User") -> int:
    """Let a job come no more: the run to come is canceled, one that has begun goes on. Return how many were canceled.

    :raises WrongState: it does not come again.
    """
    job = plans.lock(job)
    if not may_end_recurrence(job):
        raise WrongState(job)
    return _end(job, ended_by)
