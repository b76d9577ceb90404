"""Cleaning the history of jobs: what is large and tells nothing that is not kept elsewhere goes when it is old.

Of a job that ended well or was canceled, the rows of its documents go, and the chunks that posted nothing. Kept are the
job, its tasks with their counts, its history, the documents that somebody dismissed, and which posting it made, so that
every voucher still leads to its job and a sign-off still knows who prepared. Nothing goes of a job that failed or left
something, or with documents in a period that is still open: its close rests on them. Read alerts of that age go too.

Of jobs whose good runs the list does not show the poller cleans these by itself, however young they are.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Now
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from arclose.access.routes import Role
from arclose.batch import kinds, plans, upkeep
from arclose.batch.kinds import ActKind
from arclose.batch.models import Alert, History, ItemState, Job, JobChunk, JobItem, JobState, JobTask
from arclose.batch.task_parameters import TaskParameters
from arclose.ledger.models import Company, FiscalPeriod
from arclose.ledger.models.calendars import PeriodStatus

CLEAN_UP = "clean-up-jobs"
DAYS = "days"
FEWEST_DAYS, USUAL_DAYS, MOST_DAYS = 30, 365, 3_650
_NOTHING_FAILED = (JobState.ENDED, JobState.CANCELED)


@dataclass(frozen=True)
class Cleaned:
    """What was cleaned up: of how many jobs, and how many rows of documents went."""

    jobs: int
    documents: int


def clean_up(*, company: Company, days: int) -> Cleaned:
    """Clean the jobs of a company that ended more than so many days ago; one transaction per job, safe to repeat."""
    long_ago = Now() - timedelta(days=days)
    cleaned = _clean_all(_to_clean().filter(company=company, finished_at__lt=long_ago))
    Alert.objects.filter(company=company, read_at__isnull=False, created_at__lt=long_ago).delete()
    return cleaned


def clean_what_is_not_shown() -> None:
    """Clean, in all companies, the runs that ended well of jobs of which the list shows only those that failed."""
    _clean_all(_to_clean().filter(history=History.FAILURES, state=JobState.ENDED))


def _clean_all(jobs: "QuerySet[Job]") -> Cleaned:
    found = jobs.order_by("pk").values_list("pk", flat=True)
    counts = [_clean(job_id, jobs) for job_id in list(found)]
    cleaned = [count for count in counts if count is not None]
    return Cleaned(jobs=len(cleaned), documents=sum(cleaned))


def _to_clean() -> "QuerySet[Job]":
    """Give the jobs whose documents nothing needs any more."""
    open_periods = FiscalPeriod.objects.filter(
        company=OuterRef("company"),
        status=PeriodStatus.OPEN,
        start_date__lte=OuterRef("last_document_date"),
        end_date__gte=OuterRef("first_document_date"),
    )
    tasks = JobTask.objects.filter(job=OuterRef("pk"))
    settled = F("done_count") + F("dismissed_count") + F("canceled_count")
    return Job.objects.filter(
        Exists(tasks.filter(cleaned_at=None)),
        ~Exists(tasks.filter(document_count__gt=settled)),
        ~Exists(open_periods),
        state__in=_NOTHING_FAILED,
        set_aside_count=0,
        failed_task_count=0,
    )


@transaction.atomic
def _clean(job_id: int, jobs: "QuerySet[Job]") -> int | None:
    """Clean one of the jobs, unless somebody tried it again meanwhile, and return how many rows of documents went."""
    plans.lock(Job.objects.get(pk=job_id))
    if not jobs.filter(pk=job_id).exists():
        return None
    tasks = JobTask.objects.filter(job=job_id)
    gone, _by_model = JobItem.objects.filter(task__in=tasks).exclude(state=ItemState.DISMISSED).delete()
    JobChunk.objects.filter(Q(posting=None), task__in=tasks, done=0).delete()
    tasks.update(cleaned_at=Now())
    return gone


class CleanUp(TaskParameters):
    """Asks how old what goes must be."""

    said = gettext_lazy(
        "The rows of documents go of jobs that ended well, are that old, and have no document in an open period. The"
        " jobs, their counts, their history, what they posted and what was dismissed stay."
    )
    days = forms.IntegerField(
        label=gettext_lazy("Older than, in days"),
        min_value=FEWEST_DAYS,
        max_value=MOST_DAYS,
        initial=USUAL_DAYS,
        widget=forms.NumberInput({"class": "form-control form-control-sm"}),
    )


def _run(task: JobTask, _user: User) -> str:
    cleaned = clean_up(company=task.company, days=task.parameters[DAYS])
    text = ngettext(
        "%(documents)s rows of documents of %(count)d job are cleaned up.",
        "%(documents)s rows of documents of %(count)d jobs are cleaned up.",
        cleaned.jobs,
    )
    return text % {"documents": number_format(cleaned.documents, force_grouping=True), "count": cleaned.jobs}


def _facts(task: JobTask) -> list[tuple[str, Any]]:
    return [(_("Older than, in days"), str(task.parameters[DAYS]))]


def register() -> None:
    """Make the act known, and let pollers see to what is not shown."""
    upkeep.register(clean_what_is_not_shown)
    kinds.register(
        ActKind(
            name=CLEAN_UP,
            label=gettext_lazy("Clean up the history of jobs"),
            roles=frozenset({Role.CONTROLLER.value}),
            run=_run,
            is_atomic=False,
            blocks_close=False,
            task_form=CleanUp,
            facts=_facts,
        )
    )
