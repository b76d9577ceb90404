"""What moves the tasks of a job on: they begin, find their documents, are cut into chunks, and end.

Whoever calls holds the job's row, so that a task begins and ends once.
"""

import logging
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Now

from arclose.batch import kinds, sql, transient
from arclose.batch.models import (
    FINISHED_TASK_STATES,
    OPEN_CHUNK_STATES,
    TASK_STATES_AT_WORK,
    ChunkState,
    ItemState,
    Job,
    JobChunk,
    JobItem,
    JobState,
    JobTask,
    TaskState,
)

logger = logging.getLogger(__name__)

_SMALLEST_CHUNK = 100


def advance(*, job: Job) -> int:
    """End the tasks that have nothing left in work, begin those that wait for nothing, and return the new chunks."""
    for task in _idle_tasks(job):
        _set_state(task, TaskState.CANCELED if job.state == JobState.CANCELING else TaskState.ENDED)
    if job.state == JobState.CANCELING:
        return 0
    waiting = JobTask.objects.filter(job=job, state=TaskState.WAITING).order_by("number")
    return sum(_begin(task) for task in waiting)


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


def cancel_waiting(*, job: Job) -> None:
    """Cancel the tasks of the job that no worker has in hand."""
    idle = Q(state__in=[TaskState.WAITING, TaskState.ERROR]) | (
        Q(state__in=TASK_STATES_AT_WORK) & ~Exists(open_chunks())
    )
    JobTask.objects.filter(idle, job=job).update(state=TaskState.CANCELED, finished_at=Now())


def begin_again(*, job: Job) -> int:
    """Let the tasks of the job that failed wait for another round, and return how many documents wait by that."""
    failed = JobTask.objects.filter(Q(set_aside_count__gt=0) | Q(state=TaskState.ERROR), job=job)
    JobItem.objects.filter(task__in=failed, state=ItemState.SET_ASIDE).update(state=ItemState.WAITING)
    numbers = list(failed.values_list("number", flat=True))
    failed.update(state=TaskState.WAITING, round=F("round") + 1, set_aside_count=0, error="", finished_at=None)
    return sum(task.left_count for task in JobTask.objects.filter(job=job, number__in=numbers))


def open_chunks() -> "QuerySet[JobChunk]":
    """Give the open chunks of the task of an outer query."""
    return JobChunk.objects.filter(task=OuterRef("pk"), state__in=OPEN_CHUNK_STATES)


def _idle_tasks(job: Job) -> "QuerySet[JobTask]":
    at_work = JobTask.objects.filter(job=job, state__in=TASK_STATES_AT_WORK)
    return at_work.filter(~Exists(open_chunks())).order_by("number")


def _set_state(task: JobTask, state: TaskState, *, error: str = "") -> None:
    task.state, task.error = state, error
    finished = Now() if state in FINISHED_TASK_STATES else None
    JobTask.objects.filter(pk=task.pk).update(state=state, error=error, finished_at=finished)


def _begin(task: JobTask) -> int:
    """Begin a task and return the number of its chunks; one that cannot find its documents fails with the reason."""
    try:
        with transaction.atomic():
            if not task.document_count and kinds.get(task.kind).select:
                fill(task=task, documents=kinds.selected_documents(task))
    except Exception as error:
        if transient.is_transient(error):
            raise
        logger.exception("task %s of job %s found no documents", task, task.job_id)
        _set_state(task, TaskState.ERROR, error=f"{type(error).__name__}: {error}")
        return 0
    return cut(task=task)


def fill(*, task: JobTask, documents: "QuerySet[Any, Any]") -> int:
    """Write the documents (id, date, label of each) into a task that has none yet and return their number."""
    task.document_count = sql.insert_items(company_id=task.company_id, task_id=task.pk, documents=documents)
    JobTask.objects.filter(pk=task.pk).update(document_count=task.document_count)
    _note_documents_of_job(task)
    return task.document_count


def _note_documents_of_job(task: JobTask) -> None:
    job = Job.objects.get(pk=task.job_id)
    new = JobItem.objects.filter(task=task).aggregate(first=Min("document_date"), last=Max("document_date"))
    first = [day for day in (job.first_document_date, new["first"]) if day]
    last = [day for day in (job.last_document_date, new["last"]) if day]
    Job.objects.filter(pk=job.pk).update(
        document_count=job.document_count + task.document_count,
        first_document_date=min(first, default=None),
        last_document_date=max(last, default=None),
    )


def cut(*, task: JobTask) -> int:
    """Make the task ready and cut what waits of it into chunks; return their number. Without any it has ended."""
    chunks = sql.make_chunks(
        company_id=task.company_id,
        task_id=task.pk,
        round_number=task.round,
        size=chunk_size(count=task.left_count),
    )
    _set_state(task, TaskState.READY if chunks else TaskState.ENDED)
    return chunks


def chunk_size(*, count: int) -> int:
    """Give the number of documents per chunk: large for speed, smaller where workers would stand idle."""
    per_worker = -(-count // settings.WORKER_PROCESSES)
    return min(settings.BATCH_CHUNK_SIZE, max(per_worker, _SMALLEST_CHUNK))


def stop(*, tasks: "QuerySet[JobTask]", error: str) -> None:
    """Let tasks that cannot go on fail; their documents keep waiting until somebody tries again or cancels."""
    chunks = JobChunk.objects.filter(task__in=tasks, state__in=OPEN_CHUNK_STATES)
    chunks.update(state=ChunkState.CANCELED, finished_at=Now())
    tasks.update(state=TaskState.ERROR, error=error, finished_at=Now())
