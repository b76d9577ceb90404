"""What is read of jobs: progress, what blocks a period, causes, lists."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import (
    Count,
    DurationField,
    ExpressionWrapper,
    Max,
    Min,
    Q,
    QuerySet,
    Sum,
)
from django.db.models.functions import Coalesce, Now

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
        """Give the time that what is left will take at this rate, if that can be said."""
        return timedelta(seconds=int(self.left / self.rate)) if self.rate and self.left else None


def progress(job: Job) -> Progress:
    """Give the progress of a job: from its few chunk rows while it works, from its documents when finished."""
    counts = _settled_counts(job) if job.state in FINISHED_STATES else _working_counts(job)
    pace = _pace(job)
    return Progress(total=job.document_count, rate=pace["rate"], elapsed=pace["elapsed"], **counts)


def _settled_counts(job: Job) -> dict[str, int]:
    rows = JobItem.objects.filter(job=job).values_list("state").annotate(number=Count("*"))
    counts = dict(rows)
    names = {"done": ItemState.DONE, "set_aside": ItemState.SET_ASIDE, "left": ItemState.WAITING}
    return {name: counts.get(state, 0) for name, state in names.items()}


def _working_counts(job: Job) -> dict[str, int]:
    open_chunks = Q(state__in=OPEN_CHUNK_STATES)
    counts = JobChunk.objects.filter(job=job).aggregate(
        done=Coalesce(Sum("done"), 0), left=Coalesce(Sum("size", filter=open_chunks), 0)
    )
    return {**counts, "set_aside": JobItem.objects.filter(job=job, state=ItemState.SET_ASIDE).count()}


def _pace(job: Job) -> dict[str, Any]:
    """Give documents per second and the time since the round began; the clock is the database's."""
    chunks = JobChunk.objects.filter(job=job, round=job.round, started_at__isnull=False)
    row = chunks.aggregate(
        worked=Coalesce(Sum("done"), 0) + Coalesce(Sum("set_aside"), 0),
        began=Min("started_at"),
        ended=Max("finished_at"),
        elapsed=ExpressionWrapper(Now() - Min("started_at"), output_field=DurationField()),
    )
    finished = job.state in FINISHED_STATES and row["ended"]
    elapsed = row["ended"] - row["began"] if finished else row["elapsed"]
    return {"elapsed": elapsed, "rate": _rate(row["worked"], elapsed)}


def _rate(documents: int, elapsed: timedelta | None) -> Decimal | None:
    milliseconds = elapsed // timedelta(milliseconds=1) if elapsed else 0
    if milliseconds <= 0 or not documents:
        return None
    return (Decimal(documents * 1000) / milliseconds).quantize(Decimal("0.1"), ROUND_HALF_UP)


def blocking_items(*, company: Company, until: date) -> QuerySet[JobItem]:
    """Give the documents that keep a period ending on ``until`` from closing.

    Waiting or set aside in a job, dated on or before that day, and neither posted in another way nor
    withdrawn. A job scheduled for later does not block yet.
    """
    items = JobItem.objects.filter(
        company=company,
        state__in=UNSETTLED_ITEM_STATES,
        document_date__lte=until,
        job__in=_jobs_that_may_block(company=company, until=until),
    )
    known = {kind.name: kind for kind in kinds.registered()}
    blocking = items.exclude(job__kind__in=list(known))
    for name, kind in known.items():
        blocking |= kind.outstanding(items.filter(job__kind=name))
    return blocking


def _jobs_that_may_block(*, company: Company, until: date) -> QuerySet[Job]:
    """Give the few jobs worth looking into: those that left something, and begun or overdue."""
    finished_clean = Q(state__in=[JobState.ENDED, JobState.CANCELED], set_aside_count=0)
    to_come = Q(state__in=[JobState.WAITING, JobState.WITHHOLD], scheduled_start__gt=Now())
    jobs = Job.objects.filter(company=company, first_document_date__lte=until)
    return jobs.exclude(finished_clean).exclude(to_come)


def jobs(*, company: Company) -> QuerySet[Job]:
    """Give the jobs of a company with who submitted them."""
    return Job.objects.filter(company=company).select_related("submitted_by", "run_by")


def working_jobs(*, company: Company) -> QuerySet[Job]:
    """Give the jobs at work in a company, newest first."""
    return Job.objects.filter(company=company, state__in=STATES_THAT_WORK).order_by("-pk")


def work_is_waiting() -> bool:
    """Tell whether any job, of any company, has something to do or to finish."""
    return Job.objects.filter(state__in=STATES_THAT_WORK).exists()


@dataclass(frozen=True)
class Together:
    """The jobs at work in a company, taken together; counts are documents."""

    jobs: int
    done: int
    total: int


def working_together(*, company: Company) -> Together | None:
    """Give how far the jobs at work are together, in one query; None when there are none."""
    at_work = Job.objects.filter(company=company, state__in=STATES_THAT_WORK)
    left = Sum("chunks__size", filter=Q(chunks__state__in=OPEN_CHUNK_STATES))
    rows = list(at_work.annotate(left=Coalesce(left, 0)).values_list("document_count", "left"))
    if not rows:
        return None
    total = sum(count for count, _left in rows)
    return Together(jobs=len(rows), done=total - sum(left for _count, left in rows), total=total)


def items(*, job: Job) -> QuerySet[JobItem]:
    """Give the documents of a job in their order."""
    return JobItem.objects.filter(job=job).order_by("position")


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


def causes(*, job: Job, limit: int = 20) -> list[Cause]:
    """Give the causes for which documents are set aside, the most frequent first, with their first documents."""
    set_aside = JobItem.objects.filter(job=job, state=ItemState.SET_ASIDE)
    grouped = set_aside.values("reason_code").annotate(
        number=Count("*"), least=Min("reason"), greatest=Max("reason"), what_to_do=Max("remedy")
    )
    rows = grouped.order_by("-number", "reason_code")[:limit]
    return [
        Cause(
            code=row["reason_code"],
            count=row["number"],
            reason=row["least"],
            is_one_reason=row["least"] == row["greatest"],
            remedy=row["what_to_do"],
            documents=list(set_aside.filter(reason_code=row["reason_code"]).order_by("position")[:_EXAMPLES]),
        )
        for row in rows
    ]


def history(*, job: Job) -> QuerySet[JobEvent]:
    """Give what happened to a job, newest first."""
    return JobEvent.objects.filter(job=job).select_related("user").order_by("-pk")


def waiting_since(job: Job) -> QuerySet[Job]:
    """Give the jobs of the company that were submitted earlier and are not finished: what this one may wait for."""
    earlier = Job.objects.filter(company=job.company_id, state__in=STATES_THAT_WORK, pk__lt=job.pk)
    return earlier.order_by("pk")
