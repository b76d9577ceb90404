"""The probes of batch: jobs, their tasks, documents and chunks tell the same story."""

from collections.abc import Sequence

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arclose.batch import kinds
from arclose.batch.models import (
    FINISHED_STATES,
    FINISHED_TASK_STATES,
    OPEN_CHUNK_STATES,
    ItemState,
    Job,
    JobChunk,
    JobItem,
    JobState,
    JobTask,
    TaskState,
)
from arclose.ledger import probes
from arclose.ledger.models import Company

_MOST_FINDINGS = 100


def register_probes() -> None:
    """Put the promises of batch on the list of :mod:`arclose.ledger.probes`."""
    probes.register("finished jobs", gettext_lazy("A finished job has nothing left open."), finished_jobs_are_finished)
    probes.register(
        "documents of jobs",
        gettext_lazy("A document is done in its job when it is posted, and then only."),
        done_means_posted,
    )
    probes.register("postings of jobs", gettext_lazy("A job names every posting that it made."), postings_are_named)
    probes.register("counts of jobs", gettext_lazy("What jobs count is what their documents say."), counts_agree)


def finished_jobs_are_finished(company: Company) -> Sequence[str]:
    """Find ended or canceled jobs with waiting documents, and finished ones with open tasks or chunks."""
    if not Job.objects.filter(company=company).exists():
        return []
    tasks = JobTask.objects.filter(job=OuterRef("pk"))
    waiting = JobItem.objects.filter(task__job=OuterRef("pk"), state=ItemState.WAITING)
    waiting = waiting.exclude(task__state=TaskState.ERROR)  # left in a task whose failure is ignored
    open_chunks = JobChunk.objects.filter(task__job=OuterRef("pk"), state__in=OPEN_CHUNK_STATES)
    left_waiting = Q(Exists(waiting), state__in=[JobState.ENDED, JobState.CANCELED])
    left_open = Q(Exists(open_chunks) | Exists(tasks.exclude(state__in=FINISHED_TASK_STATES)))
    broken = Job.objects.filter(left_waiting | (left_open & Q(state__in=FINISHED_STATES)), company=company)
    text = _("Job %(job)s is %(state)s, but has documents or chunks left.")
    return [text % {"job": job.pk, "state": job.state} for job in broken.order_by("pk")[:_MOST_FINDINGS]]


def done_means_posted(company: Company) -> Sequence[str]:
    """Find documents that are done but still await posting, and those with a posting that are not done."""
    there = set(JobTask.objects.filter(company=company).values_list("kind", flat=True).distinct())
    if not there:
        return []
    items = JobItem.objects.filter(company=company, task__in=JobTask.objects.filter(company=company))
    findings = _said(items.exclude(state=ItemState.DONE).filter(posting__isnull=False), _("is posted, but not done"))
    for kind in [each for each in kinds.of_documents() if each.name in there]:
        done = items.filter(task__kind=kind.name, state=ItemState.DONE)
        findings += _said(kind.outstanding(done, None), _("is done, but not posted"))
    return findings


def _said(items: QuerySet[JobItem], breach: str) -> list[str]:
    text = _("Document %(document)s of job %(job)s %(breach)s.")
    found = items.order_by("task_id", "position").select_related("task")[:_MOST_FINDINGS]
    return [text % {"document": item.label, "job": item.task.job_id, "breach": breach} for item in found]


def postings_are_named(company: Company) -> Sequence[str]:
    """Find postings that documents of a task name and none of its chunks: without them the job is not undone whole."""
    named = JobChunk.objects.filter(task=OuterRef("task"), posting=OuterRef("posting"))
    items = JobItem.objects.filter(~Exists(named), company=company, posting__isnull=False)
    found = items.values_list("task__job", "posting").distinct().order_by("task__job", "posting")[:_MOST_FINDINGS]
    text = _("Job %(job)s does not name posting %(posting)s, which its documents were posted by.")
    return [text % {"job": job, "posting": posting} for job, posting in found]


_COUNTED = {
    "done_count": ItemState.DONE,
    "set_aside_count": ItemState.SET_ASIDE,
    "dismissed_count": ItemState.DISMISSED,
    "canceled_count": ItemState.CANCELED,
}


def counts_agree(company: Company) -> Sequence[str]:
    """Find jobs that count otherwise than their tasks, and those of tasks that do than their documents or chunks."""
    if not Job.objects.filter(company=company).exists():
        return []
    wrong = {*_tasks_that_count_otherwise(company), *_jobs_that_count_otherwise(company)}
    text = _("Job %(job)s counts otherwise than its documents.")
    return [text % {"job": job_id} for job_id in sorted(wrong)[:_MOST_FINDINGS]]


def _tasks_that_count_otherwise(company: Company) -> "QuerySet[JobTask, int]":
    chunks = JobChunk.objects.filter(task=OuterRef("pk")).values("task").annotate(number=Sum("done"))
    counted = {f"counted_{name}": Count("items", filter=Q(items__state=state)) for name, state in _COUNTED.items()}
    tasks = JobTask.objects.filter(company=company).annotate(
        counted=Count("items"),
        chunks_done=Coalesce(Subquery(chunks.values("number")), 0, output_field=IntegerField()),
        **counted,
    )
    otherwise = ~Q(counted=F("document_count"))
    for name in _COUNTED:
        otherwise |= ~Q(**{name: F(f"counted_{name}")})
    wrong = (otherwise & Q(cleaned_at=None)) | ~Q(done_count=F("chunks_done"))
    return tasks.filter(wrong).values_list("job_id", flat=True)


def _jobs_that_count_otherwise(company: Company) -> "QuerySet[Job, int]":
    jobs = Job.objects.filter(company=company).annotate(
        documents=Coalesce(Sum("tasks__document_count"), 0),
        done=Coalesce(Sum("tasks__done_count"), 0),
        set_aside=Coalesce(Sum("tasks__set_aside_count"), 0),
    )
    of_finished = ~Q(done=F("done_count")) | ~Q(set_aside=F("set_aside_count"))
    wrong = ~Q(documents=F("document_count")) | (Q(state__in=FINISHED_STATES) & of_finished)
    return jobs.filter(wrong).values_list("pk", flat=True)
