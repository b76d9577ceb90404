"""What is read of jobs: progress, what blocks a period, causes, lists."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BooleanField,
    Count,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Window,
)
from django.db.models.functions import Coalesce, Now, RowNumber

from arclose.batch import heartbeats, kinds, sql
from arclose.batch.models import (
    FINISHED_TASK_STATES,
    STATES_THAT_WORK,
    UNSETTLED_ITEM_STATES,
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
from arclose.batch.words import words_of
from arclose.ledger.models import Company


@dataclass(frozen=True)
class Progress:
    """How far a job is. Counts are documents; ``rate`` is documents per second of the current round."""

    total: int
    done: int
    set_aside: int
    left: int
    rate: Decimal | None
    elapsed: timedelta | None

    @property
    def settled(self) -> int:
        """Give how many documents need no more work: done, set aside, dismissed or canceled."""
        return self.total - self.left

    @property
    def other(self) -> int:
        """Give how many were dismissed or canceled."""
        return self.total - self.done - self.set_aside - self.left

    @property
    def percent(self) -> int:
        """Give the settled part of the whole, rounded down, so that 100 means all."""
        return self.settled * 100 // self.total if self.total else 100

    @property
    def time_left(self) -> timedelta | None:
        """Give the time that what is left will take at this rate, in seconds begun, if that can be said."""
        return timedelta(seconds=int(self.left / self.rate) + 1) if self.rate and self.left else None


def progress(job: Job, tasks_of_job: Sequence[JobTask] | None = None) -> Progress:
    """Give the progress of a job: the counts of its tasks, and how fast they came since it last started."""
    tasks_now = tasks(job=job) if tasks_of_job is None else tasks_of_job
    worked, elapsed = _work_since_start(job)
    return Progress(
        total=sum(task.document_count for task in tasks_now),
        done=sum(task.done_count for task in tasks_now),
        set_aside=sum(task.set_aside_count for task in tasks_now),
        left=sum(task.left_count for task in tasks_now),
        rate=_rate(worked, elapsed),
        elapsed=elapsed,
    )


def _work_since_start(job: Job) -> tuple[int, timedelta | None]:
    """Give how many documents the chunks taken since the job last started have settled, and how long that took."""
    chunks = JobChunk.objects.filter(task__job=job, started_at__gte=job.started_at) if job.started_at else None
    if chunks is None:
        return 0, None
    ended = Now() if job.state in STATES_THAT_WORK else Max("finished_at")
    work = chunks.aggregate(
        worked=Coalesce(Sum(F("done") + F("set_aside")), 0),
        elapsed=ExpressionWrapper(ended - Min("started_at"), output_field=DurationField()),
    )
    return work["worked"], work["elapsed"]


_COUNTED = ("done", "set_aside")


def _rate(documents: int, elapsed: timedelta | None) -> Decimal | None:
    milliseconds = elapsed // timedelta(milliseconds=1) if elapsed else 0
    if milliseconds <= 0 or not documents:
        return None
    return (Decimal(documents * 1000) / milliseconds).quantize(Decimal("0.1"), ROUND_HALF_UP)


def blocking_items(*, company: Company, until: date) -> QuerySet[JobItem]:
    """Give the documents that keep a period ending on ``until`` from closing.

    Waiting or set aside in a job, dated on or before that day by now, and neither posted in another way nor
    withdrawn. A job scheduled for later does not block yet. Asks once for the few tasks worth looking into: of jobs
    begun or overdue, and with documents left or set aside. So the documents of all other tasks are never read.
    """
    return _items_of(_may_block(company).filter(_HAS_DOCUMENTS_LEFT).only("kind"), company, until)


def _items_of(tasks: Iterable[JobTask], company: Company, until: date) -> QuerySet[JobItem]:
    items = JobItem.objects.filter(company=company, state__in=UNSETTLED_ITEM_STATES)
    by_kind: dict[str, list[int]] = {}
    for task in tasks:
        by_kind.setdefault(task.kind, []).append(task.pk)
    blocking = JobItem.objects.none()
    for kind, task_ids in by_kind.items():
        blocking |= kinds.outstanding(kind, items.filter(task_id__in=task_ids), until=until)
    return blocking


_TO_COME = Q(job__state__in=[JobState.WAITING, JobState.WITHHOLD], job__scheduled_start__gt=Now())
_HAS_DOCUMENTS_LEFT = Q(document_count__gt=F("done_count") + F("dismissed_count") + F("canceled_count"))


def _may_block(company: Company) -> QuerySet[JobTask]:
    return JobTask.objects.filter(company=company).exclude(_TO_COME)


def blocking_acts(*, company: Company, until: date) -> QuerySet[JobTask]:
    """Give the tasks without documents, or that have found none yet, that keep a period until a day from closing.

    Failed, or not ended yet though begun or due, in a job due on or before that day by the company's clock, and
    of a kind that matters for a close. A job scheduled for later does not block yet.
    """
    return _dated(_may_block(company)).filter(_is_blocking_act(company, until))


def _dated(tasks: QuerySet[JobTask]) -> QuerySet[JobTask]:
    return tasks.annotate(due_at=Coalesce("job__scheduled_start", "job__created_at"))


def _is_blocking_act(company: Company, until: date) -> Q:
    begin_of_next_day = datetime.combine(until + timedelta(days=1), time(), ZoneInfo(company.time_zone))
    is_left = ~Q(state__in=FINISHED_TASK_STATES) | Q(state=TaskState.ERROR, is_failure_ignored=False)
    has_none = Q(is_act=True, kind__in=kinds.acts_that_block())
    has_none |= Q(is_act=False, document_count=0, kind__in=kinds.late_that_block())
    return Q(is_left & has_none, due_at__lt=begin_of_next_day)


@dataclass(frozen=True)
class TasksLeft:
    """What keeps a period from closing: tasks without documents, in order, and the documents of the others."""

    acts: Sequence[JobTask]
    documents: QuerySet[JobItem]


def tasks_left(*, company: Company, until: date) -> TasksLeft:
    """Give what :func:`blocking_acts` and :func:`blocking_items` give, and ask only once for tasks of both sorts."""
    either = _dated(_may_block(company)).filter(_HAS_DOCUMENTS_LEFT | _is_blocking_act(company, until))
    has_documents = ExpressionWrapper(_HAS_DOCUMENTS_LEFT, BooleanField())
    tasks = list(either.annotate(has_documents_left=has_documents).select_related("job").order_by("pk"))
    acts = [task for task in tasks if not task.has_documents_left]
    return TasksLeft(acts, _items_of([task for task in tasks if task.has_documents_left], company, until))


def jobs(*, company: Company) -> QuerySet[Job]:
    """Give the jobs of a company with who submitted them, their kinds, and what is done and set aside by now."""
    tasks = JobTask.objects.filter(job=OuterRef("pk")).values("job")
    sums = {name: Subquery(tasks.annotate(number=Sum(f"{name}_count")).values("number")) for name in _COUNTED}
    names = JobTask.objects.filter(job=OuterRef("pk")).order_by("number").values_list("kind", flat=True)
    return (
        Job.objects.filter(company=company)
        .annotate(kinds=ArraySubquery(names), **{name: Coalesce(number, 0) for name, number in sums.items()})
        .select_related("submitted_by", "run_by", "group", "schedule__company")
    )


@dataclass(frozen=True)
class Together:
    """The jobs at work in a company, taken together; counts are documents, and whether a worker is alive."""

    newest_id: int
    jobs: int
    done: int
    total: int
    has_worker: bool


@dataclass(frozen=True)
class InTheFrame:
    """What the frame of every page shows of batch: the jobs at work, None when there are none, and unread alerts.

    ``popup_id`` is the oldest unread alert that is to be seen on every page.
    """

    together: Together | None
    unread: int
    popup_id: int | None


def in_the_frame(*, company: Company, user_id: int | None) -> InTheFrame:
    """Give what the frame shows to a reader in a company, in one query, for every page asks it."""
    newest_id, jobs, done, total, has_worker, unread, popup_id = sql.in_the_frame(
        company_id=company.pk, user_id=user_id, states=STATES_THAT_WORK, lost_after=heartbeats.LOST_AFTER
    )
    together = None if newest_id is None else Together(newest_id, jobs, done, total, bool(has_worker))
    return InTheFrame(together, unread, popup_id)


def tasks(*, job: Job) -> QuerySet[JobTask]:
    """Give the tasks of a job in their order; each knows the job without asking."""
    return job.tasks.order_by("number")


def conditions(*, job: Job) -> QuerySet[TaskCondition]:
    """Give what the tasks of a job wait for, with the awaited tasks."""
    return TaskCondition.objects.filter(task__job=job).select_related("awaited").order_by("awaited__number")


def postponed_chunk(*, job: Job) -> JobChunk | None:
    """Give the chunk of a job that waits for its next try and is the first to be tried, None where none does."""
    waiting = JobChunk.objects.filter(task__job=job, state=ChunkState.WAITING, retry_at__gt=Now())
    return waiting.order_by("retry_at").first()


def mark(*, company: Company, job_id: int) -> str:
    """Give a text that changes whenever the page of a job at work would, from its few tasks and what they count.

    It changes too when workers come and when the last one goes.
    """
    rows = list(
        JobTask.objects.filter(company=company, job=job_id)
        .order_by("number")
        .values_list(
            "job__state", "job__priority", "state", "round", "retry_at", "document_count", "done_count",
            "set_aside_count", "dismissed_count", "canceled_count",
            Exists(heartbeats.seen_lately(OuterRef("job__priority"))),
        )
    )  # fmt: skip
    postponed = JobChunk.objects.filter(task__job=job_id, state=ChunkState.WAITING, retry_at__gt=Now())
    is_waiting = any(row[0] == JobState.READY for row in rows)
    before = jobs_before(Job(pk=job_id, company=company, priority=rows[0][1])) if is_waiting else 0
    retries = postponed.aggregate(number=Sum("retries"))["number"]
    return hashlib.sha256(repr((rows, retries, before)).encode()).hexdigest()


def items(*, job: Job) -> QuerySet[JobItem]:
    """Give the documents of a job in the order of its tasks and their dates."""
    return JobItem.objects.filter(task__job=job).select_related("task").order_by("task__number", "position")


@dataclass(frozen=True)
class Cause:
    """Why documents of a job are set aside: one row per cause, with an example."""

    code: str
    count: int
    reason: str
    is_one_reason: bool
    remedy: str
    documents: list[JobItem]


_EXAMPLES = 5
_MOST_CAUSES = 20


def causes(*, job: Job, hidden: Q | None = None) -> list[Cause]:
    """Give the most frequent causes for which documents are set aside, each with its first documents.

    The ``hidden`` ones are counted. A cause of which nothing else is there has no words, as these would tell of them.
    """
    set_aside = JobItem.objects.filter(task__job=job, state=ItemState.SET_ASIDE)
    grouped = set_aside.values("reason_code").annotate(number=Count("*"), least=Min("reason"), greatest=Max("reason"))
    rows = list(grouped.order_by("-number", "reason_code")[:_MOST_CAUSES])
    examples = _first_documents(set_aside.exclude(hidden) if hidden else set_aside) if rows else {}
    return [_cause(row, examples.get(row["reason_code"], [])) for row in rows]


def _cause(row: Any, documents: list[JobItem]) -> Cause:
    """Give a cause in words of the active language, those of its first document."""
    reason, remedy = words_of(documents[0], kind=documents[0].task.kind) if documents else ("", "")
    is_one_reason = not documents or row["least"] == row["greatest"]
    return Cause(row["reason_code"], row["number"], reason, is_one_reason, remedy, documents)


def _first_documents(set_aside: QuerySet[JobItem]) -> dict[str, list[JobItem]]:
    """Give the first few documents of each cause, in one query."""
    rank = Window(RowNumber(), partition_by="reason_code", order_by="position")
    first: dict[str, list[JobItem]] = {}
    for item in set_aside.select_related("task").annotate(rank=rank).filter(rank__lte=_EXAMPLES).order_by("position"):
        first.setdefault(item.reason_code, []).append(item)
    return first


_NEWEST_CHUNKS = 20


def history(*, job: Job) -> QuerySet[JobEvent]:
    """Give what happened to a job, oldest first."""
    return JobEvent.objects.filter(job=job).select_related("user").order_by("pk")


def newest_chunks(*, job: Job) -> QuerySet[JobChunk]:
    """Give what workers took last, with the time it took them."""
    took = ExpressionWrapper(F("finished_at") - F("started_at"), output_field=DurationField())
    taken = JobChunk.objects.filter(task__job=job, started_at__isnull=False).select_related("task")
    return taken.annotate(took=took).order_by(F("started_at").desc())[:_NEWEST_CHUNKS]


def jobs_before(job: Job) -> int:
    """Give how many unfinished jobs of the company are more urgent, or as urgent and submitted earlier."""
    is_before = Q(priority__gt=job.priority) | Q(priority=job.priority, pk__lt=job.pk)
    return Job.objects.filter(is_before, company=job.company_id, state__in=STATES_THAT_WORK).count()
