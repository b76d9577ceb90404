"""What people do with the jobs there are: withhold, release, cancel, try again, dismiss a document."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Now

from arclose.batch import advancing, alerting, claiming, following, plans, recurring, sql
from arclose.batch.models import (
    FINISHED_STATES,
    STATES_TO_COME,
    STATES_TO_PLAN,
    ChunkState,
    ItemState,
    Job,
    JobChunk,
    JobEvent,
    JobItem,
    JobState,
    JobTask,
)
from arclose.batch.rights import require_roles_of
from arclose.batch.waking import wake_on_commit

if TYPE_CHECKING:
    from django.contrib.auth.models import User

_NAMED_LABELS = 20


class WrongState(Exception):
    """The job, or the document of a job, is not in a state that allows this."""

    def __init__(self, job: Job) -> None:
        super().__init__(f"job {job.pk} is {job.state}")
        self.job = job


def _note(job: Job, what: JobEvent.What, *, user: "User", count: int | None = None, note: str = "") -> None:
    JobEvent.objects.create(company_id=job.company_id, job=job, what=what, user=user, count=count, note=note)


def may_withhold(job: Job) -> bool:
    """Tell whether the job has not begun and can be kept from beginning."""
    return job.state in (JobState.WAITING, JobState.READY)


def may_release(job: Job) -> bool:
    """Tell whether the job is withheld."""
    return job.state == JobState.WITHHOLD


def may_cancel(job: Job) -> bool:
    """Tell whether the job has something left that can be taken back."""
    return job.state in (*STATES_TO_COME, JobState.EXECUTING, JobState.ERROR)


def may_abort(job: Job) -> bool:
    """Tell whether the job is being canceled and waits for what is under way."""
    return job.state == JobState.CANCELING


def may_retry(job: Job) -> bool:
    """Tell whether the job is finished and left something: set aside, or waiting because of an error."""
    return job.state == JobState.ERROR or (job.state in FINISHED_STATES and job.has_failures)


@transaction.atomic
def withhold(*, job: Job, withheld_by: "User") -> Job:
    """Keep a job that has not begun from beginning.

    :raises WrongState: it has begun, or is withheld already.
    """
    job = plans.lock(job)
    if not may_withhold(job):
        raise WrongState(job)
    _set_state(job, JobState.WITHHOLD)
    _note(job, JobEvent.What.WITHHELD, user=withheld_by)
    return job


@transaction.atomic
def release(*, job: Job, released_by: "User") -> Job:
    """Let a withheld job go on: at its scheduled start, or at once.

    :raises WrongState: it is not withheld.
    """
    job = plans.lock(job)
    if not may_release(job):
        raise WrongState(job)
    _set_state(job, JobState.WAITING if job.scheduled_start or job.window else JobState.READY)
    _note(job, JobEvent.What.RELEASED, user=released_by)
    begin(job)
    return job


def begin(job: Job) -> None:
    """Let the tasks of a job that is ready begin, and wake the workers."""
    if job.state == JobState.READY:
        wake_on_commit(job_id=job.pk, chunks=advancing.advance(job=job))


def _set_state(job: Job, state: JobState) -> None:
    job.state = state
    job.save(update_fields=["state"])


@transaction.atomic
def cancel(*, job: Job, canceled_by: "User") -> Job:
    """Take back what has not begun; chunks under way are finished first. What is posted stays posted.

    A run of a schedule that has not started is skipped: the next one comes.

    :raises WrongState: there is nothing left to cancel.
    """
    job = plans.lock(job)
    if not may_cancel(job):
        raise WrongState(job)
    if job.state in STATES_TO_PLAN and recurring.make_next(run=job):
        _note(job, JobEvent.What.SKIPPED, user=canceled_by)
    waiting = JobChunk.objects.filter(task__job=job, state=ChunkState.WAITING)
    waiting.update(state=ChunkState.CANCELED, finished_at=Now())
    count = sql.cancel_items(job_id=job.pk)
    _set_state(job, JobState.CANCELING)
    _note(job, JobEvent.What.CANCELED, user=canceled_by, count=count)
    _end_where_nothing_is_at_work(job)
    return job


def _end_where_nothing_is_at_work(job: Job) -> None:
    advancing.cancel_waiting(job=job)
    if advancing.is_finished(job=job):
        job.state, job.error = JobState.CANCELED, following.let_follow(job=job)
        ended = {"state": job.state, "error": job.error, "finished_at": Now(), **advancing.counts(job=job)}
        Job.objects.filter(pk=job.pk).update(**ended)
        alerting.raise_alert(job_id=job.pk)


@transaction.atomic
def abort(*, job: Job, aborted_by: "User") -> Job:
    """End at once what is under way of a job that is being canceled; nothing of it stays half.

    The database rolls back what a chunk had written. What was committed or went out before that stays: the chunks
    before it, e-mails, and what an act did in transactions of its own.

    :raises WrongState: the job is not being canceled, or that has come to its end by now.
    """
    job = plans.lock(job)
    if not may_abort(job):
        raise WrongState(job)
    count = claiming.end_under_way(job=job)
    _note(job, JobEvent.What.ABORTED, user=aborted_by, count=count or None)
    _end_where_nothing_is_at_work(job)
    return job


@transaction.atomic
def retry(*, job: Job, retried_by: "User") -> Job:
    """Try the documents again that were set aside, or left waiting by an error, under the rights of who asks.

    :raises WrongState: the job is not finished, or nothing failed.
    :raises RoleMissing: who asks may not have all its tasks done, such as a clerk an undo.
    """
    job = plans.lock(job)
    if not may_retry(job):
        raise WrongState(job)
    require_roles_of(job=job, user=retried_by)
    job.state, job.run_by, job.error, job.finished_at = JobState.READY, retried_by, "", None
    job.set_aside_count = job.failed_task_count = 0
    job.save(update_fields=["state", "run_by", "error", "finished_at", "set_aside_count", "failed_task_count"])
    count = advancing.begin_again(job=job)
    _note(job, JobEvent.What.RETRIED, user=retried_by, count=count)
    begin(job)
    return job


@transaction.atomic
def dismiss(*, job: Job, items: QuerySet[JobItem], reason: str, dismissed_by: "User") -> int:
    """Say that set-aside documents of the job need not be posted by it, and return how many.

    They no longer block a period. The reason and the documents stay in the job's history.

    :raises WrongState: none of the documents is set aside.
    """
    job = plans.lock(job)
    chosen = items.filter(task__job=job, state=ItemState.SET_ASIDE)
    labels = list(chosen.order_by("position").values_list("label", flat=True)[: _NAMED_LABELS + 1])
    count = sum(_dismiss(task, chosen) for task in JobTask.objects.filter(job=job, set_aside_count__gt=0))
    if not count:
        raise WrongState(job)
    named = ", ".join(labels[:_NAMED_LABELS]) + (" …" if len(labels) > _NAMED_LABELS else "")
    Job.objects.filter(pk=job.pk, state__in=FINISHED_STATES).update(set_aside_count=F("set_aside_count") - count)
    _note(job, JobEvent.What.DISMISSED, user=dismissed_by, count=count, note=f"{reason} ({named})")
    return count


def _dismiss(task: JobTask, items: QuerySet[JobItem]) -> int:
    count = items.filter(task=task).update(state=ItemState.DISMISSED)
    counts = {"set_aside_count": F("set_aside_count") - count, "dismissed_count": F("dismissed_count") + count}
    JobTask.objects.filter(pk=task.pk).update(**counts)
    return count
