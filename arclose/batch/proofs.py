"""The probes of batch: jobs, their documents and their chunks tell the same story."""

from collections.abc import Sequence

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arclose.batch import kinds
from arclose.batch.models import FINISHED_STATES, OPEN_CHUNK_STATES, ItemState, Job, JobChunk, JobItem, JobState
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
    probes.register("counts of jobs", gettext_lazy("What jobs count is what their documents say."), counts_agree)


def finished_jobs_are_finished(company: Company) -> Sequence[str]:
    """Find ended or canceled jobs with waiting documents, and finished ones with open chunks."""
    waiting = JobItem.objects.filter(job=OuterRef("pk"), state=ItemState.WAITING)
    open_chunks = JobChunk.objects.filter(job=OuterRef("pk"), state__in=OPEN_CHUNK_STATES)
    left_waiting = Q(Exists(waiting), state__in=[JobState.ENDED, JobState.CANCELED])
    left_open = Q(Exists(open_chunks), state__in=FINISHED_STATES)
    broken = Job.objects.filter(left_waiting | left_open, company=company).order_by("pk")
    text = _("Job %(job)s is %(state)s, but has documents or chunks left.")
    return [text % {"job": job.pk, "state": job.state} for job in broken[:_MOST_FINDINGS]]


def done_means_posted(company: Company) -> Sequence[str]:
    """Find documents that are done but still await posting, and those with a posting that are not done."""
    items = JobItem.objects.filter(company=company, job__in=Job.objects.filter(company=company))
    findings = _said(items.exclude(state=ItemState.DONE).filter(posting__isnull=False), _("is posted, but not done"))
    for kind in kinds.registered():
        done = items.filter(job__kind=kind.name, state=ItemState.DONE)
        findings += _said(kind.outstanding(done, None), _("is done, but not posted"))
    return findings


def _said(items: QuerySet[JobItem], breach: str) -> list[str]:
    text = _("Document %(document)s of job %(job)s %(breach)s.")
    found = items.order_by("job_id", "position")[:_MOST_FINDINGS]
    return [text % {"document": item.label, "job": item.job_id, "breach": breach} for item in found]


def counts_agree(company: Company) -> Sequence[str]:
    """Find jobs whose number of documents, done or set aside is not what their rows add up to."""
    chunks = JobChunk.objects.filter(job=OuterRef("pk")).values("job").annotate(number=Sum("done"))
    jobs = Job.objects.filter(company=company).annotate(
        counted=Count("items"),
        items_done=Count("items", filter=Q(items__state=ItemState.DONE)),
        items_set_aside=Count("items", filter=Q(items__state=ItemState.SET_ASIDE)),
        chunks_done=Coalesce(Subquery(chunks.values("number")), 0, output_field=IntegerField()),
    )
    wrong = ~Q(counted=F("document_count")) | ~Q(items_done=F("chunks_done"))
    wrong |= Q(state__in=FINISHED_STATES) & ~Q(items_set_aside=F("set_aside_count"))
    text = _("Job %(job)s counts otherwise than its documents.")
    return [text % {"job": job.pk} for job in jobs.filter(wrong).order_by("pk")[:_MOST_FINDINGS]]
