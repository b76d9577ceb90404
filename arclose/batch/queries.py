"""What is read of jobs: progress, what blocks a period, causes, lists."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import (
    Count,
    DurationField,
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

from arclose.batch import kinds
from arclose.batch.models import (
    FINISHED_STATES,
    OPEN_CHUNK_STATES,
    STATES_THAT_WORK,
    UNSETTLED_ITEM_STATES,
    ItemState,
    Job,
    JobChunk,
    JobEvent,
    JobItem,
    JobState,
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


def progress(job: Job) -> Progress:
    """Give the progress of a job: from its few chunk rows while it works, from its documents when finished."""
    chunks = _sum_of_chunks(job)
    is_finished = job.state in FINISHED_STATES
    counts = _settled_counts(job) if is_finished else _working_counts(job, chunks)
    is_over = is_finished and chunks["began"] and chunks["ended"]
    took = chunks["ended"] - chunks["began"] if is_over else chunks["elapsed"]
    return Progress(total=job.document_count, rate=_rate(chunks["worked"], took), elapsed=took, **counts)


def _sum_of_chunks(job: Job) -> dict[str, Any]:
    """Add up the chunks of the job, and of its current round; the clock is the database's."""
    worked = Q(round=job.round, started_at__isnull=False)
    began = Min("started_at", filter=worked)
    return JobChunk.objects.filter(job=job).aggregate(
        done_so_far=Coalesce(Sum("done"), 0),
        left=Coalesce(Sum("size", filter=Q(state__in=OPEN_CHUNK_STATES)), 0),
        worked=Coalesce(Sum(F("done") + F("set_aside"), filter=worked), 0),
        began=began,
        ended=Max("finished_at", filter=worked),
        elapsed=ExpressionWrapper(Now() - began, output_field=DurationField()),
    )


def _settled_counts(job: Job) -> dict[str, int]:
    rows = JobItem.objects.filter(job=job).values_list("state").annotate(number=Count("*"))
    counts = dict(rows)
    names = {"done": ItemState.DONE, "set_aside": ItemState.SET_ASIDE, "left": ItemState.WAITING}
    return {name: counts.get(state, 0) for name, state in names.items()}


def _working_counts(job: Job, chunks: dict[str, Any]) -> dict[str, int]:
    set_aside = JobItem.objects.filter(job=job, state=ItemState.SET_ASIDE).count()
    return {"done": chunks["done_so_far"], "left": chunks["left"], "set_aside": set_aside}


def _rate(documents: int, elapsed: timedelta | None) -> Decimal | None:
    milliseconds = elapsed // timedelta(milliseconds=1) if elapsed else 0
    if milliseconds <= 0 or not documents:
        return None
    return (Decimal(documents * 1000) / milliseconds).quantize(Decimal("0.1"), ROUND_HALF_UP)


def blocking_items(*, company: Company, until: date) -> QuerySet[JobItem]:
    """Give the documents that keep a period ending on ``until`` from closing.

    Waiting or set aside in a job, dated on or before that day by now, and neither posted in another way nor
    withdrawn. A job scheduled for later does not block yet. Asks once for the jobs; the rest is left to the caller.
    """
    items = JobItem.objects.filter(company=company, state__in=UNSETTLED_ITEM_STATES)
    blocking = JobItem.objects.none()
    for kind, job_ids in _jobs_that_may_block(company=company).items():
        blocking |= kinds.outstanding(kind, items.filter(job_id__in=job_ids), until=until)
    return blocking


def _jobs_that_may_block(*, company: Company) -> dict[str, list[int]]:
    """Give the few jobs worth looking into, by kind: begun or overdue, and not finished without a rest.

    Asked first, so that the documents of all other jobs are never read.
    """
    finished_clean = Q(state__in=[JobState.ENDED, JobState.CANCELED], set_aside_count=0)
    to_come = Q(state__in=[JobState.WAITING, JobState.WITHHOLD], scheduled_start__gt=Now())
    jobs = Job.objects.filter(company=company)
    by_kind: dict[str, list[int]] = {}
    for job_id, kind in jobs.exclude(finished_clean).exclude(to_come).values_list("pk", "kind"):
        by_kind.setdefault(kind, []).append(job_id)
    return by_kind


def jobs(*, company: Company) -> QuerySet[Job]:
    """Give the jobs of a company with who submitted them, and how many documents are done and set aside by now."""
    done = JobChunk.objects.filter(job=OuterRef("pk")).values("job").annotate(number=Sum("done"))
    set_aside = JobItem.objects.filter(job=OuterRef("pk"), state=ItemState.SET_ASIDE).values("job")
    return (
        Job.objects.filter(company=company)
        .annotate(
            done=Coalesce(Subquery(done.values("number")), 0),
            set_aside=Coalesce(Subquery(set_aside.annotate(number=Count("*")).values("number")), 0),
        )
        .select_related("submitted_by", "run_by")
    )


@dataclass(frozen=True)
class Together:
    """The jobs at work in a company, taken together; counts are documents."""

    newest_id: int
    jobs: int
    done: int
    total: int


def working_together(*, company: Company) -> Together | None:
    """Give how far the jobs at work are together, in one query; None when there are none."""
    at_work = Job.objects.filter(company=company, state__in=STATES_THAT_WORK)
    left = Sum("chunks__size", filter=Q(chunks__state__in=OPEN_CHUNK_STATES))
    rows = list(at_work.annotate(left=Coalesce(left, 0)).values_list("pk", "document_count", "left"))
    if not rows:
        return None
    total = sum(count for _pk, count, _left in rows)
    done = total - sum(left for _pk, _count, left in rows)
    return Together(newest_id=max(pk for pk, _count, _left in rows), jobs=len(rows), done=done, total=total)


def items(*, job: Job) -> QuerySet[JobItem]:
    """Give the documents of a job in their order."""
    return JobItem.objects.filter(job=job).select_related("job").order_by("position")


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


def causes(*, job: Job) -> list[Cause]:
    """Give the most frequent causes for which documents are set aside, each with its first documents."""
    set_aside = JobItem.objects.filter(job=job, state=ItemState.SET_ASIDE)
    grouped = set_aside.values("reason_code").annotate(number=Count("*"), least=Min("reason"), greatest=Max("reason"))
    rows = list(grouped.order_by("-number", "reason_code")[:_MOST_CAUSES])
    examples = _first_documents(set_aside) if rows else {}
    return [_cause(job, row, examples.get(row["reason_code"], [])) for row in rows]


def _cause(job: Job, row: Any, documents: list[JobItem]) -> Cause:
    """Give a cause in words of the active language, those of its first document."""
    reason, remedy = words_of(documents[0], kind=job.kind) if documents else (row["least"], "")
    is_one_reason = row["least"] == row["greatest"]
    return Cause(row["reason_code"], row["number"], reason, is_one_reason, remedy, documents)


def _first_documents(set_aside: QuerySet[JobItem]) -> dict[str, list[JobItem]]:
    """Give the first few documents of each cause, in one query."""
    rank = Window(RowNumber(), partition_by="reason_code", order_by="position")
    first: dict[str, list[JobItem]] = {}
    for item in set_aside.annotate(rank=rank).filter(rank__lte=_EXAMPLES).order_by("position"):
        first.setdefault(item.reason_code, []).append(item)
    return first


_NEWEST_CHUNKS = 20


def history(*, job: Job) -> QuerySet[JobEvent]:
    """Give what happened to a job, oldest first."""
    return JobEvent.objects.filter(job=job).select_related("user").order_by("pk")


def newest_chunks(*, job: Job) -> QuerySet[JobChunk]:
    """Give what workers took last, with the time it took them."""
    took = ExpressionWrapper(F("finished_at") - F("started_at"), output_field=DurationField())
    taken = JobChunk.objects.filter(job=job, started_at__isnull=False)
    return taken.annotate(took=took).order_by(F("started_at").desc())[:_NEWEST_CHUNKS]


def jobs_before(job: Job) -> int:
    """Give how many unfinished jobs of the company were submitted earlier."""
    earlier = Job.objects.filter(company=job.company_id, state__in=STATES_THAT_WORK, pk__lt=job.pk)
    return earlier.count()
