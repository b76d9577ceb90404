"""What moves the tasks of a job on: they begin when what they wait for has come true, and end.

Whoever calls holds the job's row, so that a task begins and ends once.
"""

import logging
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from arclose.batch import transient
from arclose.batch.beginning import begin
from arclose.batch.kinds import UnknownKind
from arclose.batch.models import (
    FINISHED_TASK_STATES,
    OPEN_CHUNK_STATES,
    TASK_STATES_AT_WORK,
    ChunkState,
    ItemState,
    Job,
    JobChunk,
    JobEvent,
    JobItem,
    JobState,
    JobTask,
    TaskCondition,
    TaskState,
)
from arclose.batch.schedule.conditions import Ending, Verdict, verdict
from arclose.batch.schedule.waits import longest_wait_before

logger = logging.getLogger(__name__)

_ENDINGS = {
    TaskState.ENDED: Ending.SUCCESS,
    TaskState.ERROR: Ending.FAILURE,
    TaskState.CANCELED: Ending.NONE,
    TaskState.NOT_RUN: Ending.NONE,
}


def advance(*, job: Job) -> int:
    """End the tasks that have nothing left in work, begin those that wait for nothing, and return the new chunks."""
    tasks = list(JobTask.objects.filter(job=job).order_by("number"))
    idle = set(_at_work(job).filter(~Exists(open_chunks())).values_list("pk", flat=True))
    for task in tasks:
        if task.pk in idle:
            _end(job, task)
    if job.state == JobState.CANCELING:
        return 0
    later = set(JobTask.objects.filter(job=job, retry_at__gt=Now()).values_list("pk", flat=True))
    return _begin_what_may(job, [task for task in tasks if task.pk not in later], tasks)


def _at_work(job: Job) -> "QuerySet[JobTask]":
    return JobTask.objects.filter(job=job, state__in=TASK_STATES_AT_WORK)


def _begin_what_may(job: Job, due: Sequence[JobTask], tasks: Sequence[JobTask]) -> int:
    """Begin, or leave out for good, what waits; a task that has nothing to do ends at once and lets others go on."""
    chunks, has_moved = 0, True
    conditions = _conditions(tasks)
    while has_moved:
        has_moved = False
        endings = {task.pk: ending_of(task) for task in tasks}
        for task in due:
            said = _verdict(task, conditions, endings) if task.state == TaskState.WAITING else Verdict.OPEN
            if said is Verdict.MET:
                chunks += _begin(job, task)
            elif said is Verdict.NEVER:
                _leave_out(job, task)
            has_moved = has_moved or said is not Verdict.OPEN
    return chunks


def _conditions(tasks: Sequence[JobTask]) -> Mapping[int, list[tuple[str, int]]]:
    """Give what each task waits for, as (on, awaited task)."""
    waits_for: dict[int, list[tuple[str, int]]] = {}
    if len(tasks) > 1:
        for condition in TaskCondition.objects.filter(task__in=tasks).order_by("pk"):
            waits_for.setdefault(condition.task_id, []).append((condition.on, condition.awaited_id))
    return waits_for


def _verdict(task: JobTask, conditions: Mapping[int, list[tuple[str, int]]], endings: Mapping[int, Ending]) -> Verdict:
    """Weigh the conditions of a task; one that is tried again had them met."""
    waits_for = [] if task.retry_at else [(on, endings[awaited]) for on, awaited in conditions.get(task.pk, [])]
    return verdict(join=task.joins, conditions=waits_for)


def ending_of(task: JobTask) -> Ending:
    """Say how a task has ended in the eyes of those that wait for it."""
    ending = _ENDINGS.get(TaskState(task.state), Ending.OPEN)
    return Ending.FAILURE if ending is Ending.SUCCESS and task.has_failed else ending


def is_finished(*, job: Job) -> bool:
    """Tell whether no task of the job has anything left to do."""
    return not JobTask.objects.filter(job=job).exclude(state__in=FINISHED_TASK_STATES).exists()


def counts(*, job: Job) -> dict[str, int]:
    """Give what the tasks of the job count together, by the names that the job keeps it under."""
    sums = JobTask.objects.filter(job=job).aggregate(
        done_count=Sum("done_count"),
        set_aside_count=Sum("set_aside_count"),
        failed_task_count=Count("pk", filter=Q(state=TaskState.ERROR)),
    )
    return {name: number or 0 for name, number in sums.items()}


def open_chunks() -> "QuerySet[JobChunk]":
    """Give the open chunks of the task of an outer query."""
    return JobChunk.objects.filter(task=OuterRef("pk"), state__in=OPEN_CHUNK_STATES)


# --- end --------------------------------------------------------------------------------------------------------------


def _end(job: Job, task: JobTask) -> None:
    """End a task of which nothing is left in work, or let it wait for its next try."""
    if job.state == JobState.CANCELING:
        _set_state(task, TaskState.CANCELED)
        return
    failed = JobChunk.objects.filter(task=task, round=task.round, state=ChunkState.FAILED).first()
    error = failed.error if failed else ""
    if (error or task.set_aside_count) and task.retries < task.max_retries:
        _wait_again(job, task, error)
        return
    _set_state(task, TaskState.ERROR if error else TaskState.ENDED, error=error)
    _note_end(job, task)


def _note_end(job: Job, task: JobTask) -> None:
    """Note how one of several tasks has ended; what becomes of an only task is noted of its job."""
    if JobTask.objects.filter(job=job).count() == 1:
        return
    what = JobEvent.What.TASK_FAILED if task.state == TaskState.ERROR else JobEvent.What.TASK_ENDED
    count = None if task.is_act else task.done_count
    note(job, what, number=task.number, count=count, said=task.error or task.result)


def note(job: Job, what: JobEvent.What, *, number: int | None = None, count: int | None = None, said: str = "") -> None:
    """Write down what happened to a job, or to one of its tasks, without anybody doing it."""
    JobEvent.objects.create(company_id=job.company_id, job=job, what=what, number=number, count=count, note=said)


def _wait_again(job: Job, task: JobTask, error: str) -> None:
    retries = task.retries + 1
    failed = task.set_aside_count
    _reset(JobTask.objects.filter(pk=task.pk))
    task.refresh_from_db()
    task.retries, task.error = retries, error
    wait = longest_wait_before(retry=retries)
    JobTask.objects.filter(pk=task.pk).update(retries=retries, retry_at=Now() + wait, error=error)
    note(job, JobEvent.What.WAITS_AGAIN, number=task.number, count=failed or None, said=error)


def _reset(tasks: "QuerySet[JobTask]") -> None:
    """Let tasks that failed wait for another round, with what they had set aside."""
    JobItem.objects.filter(task__in=tasks, state=ItemState.SET_ASIDE).update(state=ItemState.WAITING)
    tasks.update(state=TaskState.WAITING, round=F("round") + 1, set_aside_count=0, error="", finished_at=None)


def begin_again(*, job: Job) -> int:
    """Let the tasks of the job that failed begin once more, and weigh those that were not run anew.

    :returns: how many documents wait by that.
    """
    failed = JobTask.objects.filter(Q(set_aside_count__gt=0) | Q(state=TaskState.ERROR), job=job)
    numbers = list(failed.values_list("number", flat=True))
    failed.update(retries=0, retry_at=Now())
    _reset(failed)
    not_run = JobTask.objects.filter(job=job, state=TaskState.NOT_RUN)
    JobItem.objects.filter(task__in=not_run, state=ItemState.CANCELED).update(state=ItemState.WAITING)
    not_run.update(state=TaskState.WAITING, canceled_count=0, finished_at=None)
    return sum(task.left_count for task in JobTask.objects.filter(job=job, number__in=numbers))


def _leave_out(job: Job, task: JobTask) -> None:
    """Leave out for good what can never begin; documents it was submitted with are canceled in it."""
    canceled = JobItem.objects.filter(task=task, state=ItemState.WAITING).update(state=ItemState.CANCELED)
    JobTask.objects.filter(pk=task.pk).update(canceled_count=F("canceled_count") + canceled)
    _set_state(task, TaskState.NOT_RUN)
    note(job, JobEvent.What.NOT_RUN, number=task.number)


def cancel_waiting(*, job: Job) -> None:
    """Cancel the tasks of the job that no worker has in hand."""
    at_work = Q(state__in=TASK_STATES_AT_WORK) & ~Exists(open_chunks())
    idle = at_work | Q(state__in=[TaskState.WAITING, TaskState.ERROR])
    JobTask.objects.filter(idle, job=job).update(state=TaskState.CANCELED, finished_at=Now())


def stop(*, tasks: "QuerySet[JobTask]", error: str) -> None:
    """Let tasks that cannot go on fail; their documents keep waiting until somebody tries again or cancels."""
    chunks = JobChunk.objects.filter(task__in=tasks, state__in=OPEN_CHUNK_STATES)
    chunks.update(state=ChunkState.CANCELED, finished_at=Now())
    tasks.update(state=TaskState.ERROR, error=error, finished_at=Now())


def _set_state(task: JobTask, state: TaskState, *, error: str = "") -> None:
    task.state, task.error = state, error
    finished = Now() if state in FINISHED_TASK_STATES else None
    JobTask.objects.filter(pk=task.pk).update(state=state, error=error, finished_at=finished)


def _begin(job: Job, task: JobTask) -> int:
    """Begin a task and return the number of its chunks; one that cannot begin fails with the reason."""
    try:
        with transaction.atomic():
            chunks = begin(task)
            _set_state(task, TaskState.READY if chunks else TaskState.ENDED)
            return chunks
    except UnknownKind as unknown:
        _fail(job, task, unknown_kind(unknown))
    except Exception as error:
        if transient.is_transient(error):
            raise
        logger.exception("task %s of job %s cannot begin", task, task.job_id)
        _fail(job, task, f"{type(error).__name__}: {error}".replace("\0", ""))
    return 0


def unknown_kind(unknown: UnknownKind) -> str:
    """Say that nobody here does tasks of a kind."""
    return _("No program here posts jobs of the kind %s.") % unknown


def _fail(job: Job, task: JobTask, error: str) -> None:
    _set_state(task, TaskState.ERROR, error=error)
    _note_end(job, task)
