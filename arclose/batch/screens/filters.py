"""Filters of the lists of jobs and of the documents of a job."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from arclose.access.requests import CompanyRequest
from arclose.batch import kinds, queries
from arclose.batch.models import (
    FINISHED_STATES,
    History,
    ItemState,
    Job,
    JobChunk,
    JobGroup,
    JobState,
    JobTask,
    Priority,
)
from arclose.web.filters import (
    ChoiceFilter,
    CountedFilter,
    ListFilter,
    RowChoiceFilter,
    RowFilter,
    SearchFilter,
    YesFilter,
)

UNFINISHED, FAILED = "unfinished", "failed"
HAS_FAILED = Q(state=JobState.ERROR) | Q(set_aside_count__gt=0) | Q(failed_task_count__gt=0)


class BlockingFilter(YesFilter):
    """Jobs that keep the period of the page from closing, while the box is ticked."""

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        """Give those jobs."""
        if not value:
            return qs
        request = self.parent.request
        documents = queries.blocking_items(company=request.company, until=request.period.end_date)
        acts = queries.blocking_acts(company=request.company, until=request.period.end_date)
        return qs.filter(Q(pk__in=documents.values("task__job")) | Q(pk__in=acts.values("job")))


class LeftFilter(ChoiceFilter):
    """Jobs that are not finished, or of which something failed: set aside, or a task."""

    def __init__(self, **kwargs: Any) -> None:
        """Offer both."""
        choices = [(UNFINISHED, _("Not finished")), (FAILED, _("With failures"))]
        super().__init__(**{"label": _("Left to do"), "choices": choices, **kwargs})

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        """Give those jobs."""
        if value == UNFINISHED:
            return qs.exclude(state__in=FINISHED_STATES)
        return qs.filter(HAS_FAILED) if value == FAILED else qs


class ShownFilter(YesFilter):
    """All runs; while the box is not ticked, none that ended well of a job of which only failures are shown."""

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        """Give those jobs."""
        is_not_shown = Q(history=History.FAILURES, state=JobState.ENDED) & ~HAS_FAILED
        return qs if value else qs.exclude(is_not_shown)


class KindFilter(ChoiceFilter):
    """Jobs with a task of a kind."""

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        """Give those jobs."""
        return qs.filter(Exists(JobTask.objects.filter(job=OuterRef("pk"), kind=value))) if value else qs


def own_groups(request: CompanyRequest) -> QuerySet[JobGroup]:
    """Give the groups of jobs of the request's company."""
    return JobGroup.objects.filter(company=request.company).order_by("code")


def own_jobs(request: CompanyRequest) -> QuerySet[Job]:
    """Give the jobs of the request's company."""
    return Job.objects.filter(company=request.company)


class PostedByJobFilter(RowFilter):
    """Documents that a job posted, which links name by its number."""

    def __init__(self, **kwargs: Any) -> None:
        """Take the options of a filter."""
        super().__init__(queryset=own_jobs, **{"label": _("Job"), **kwargs})

    def filter(self, qs: QuerySet[Any], value: Job | None) -> QuerySet[Any]:
        """Give the documents."""
        if value is None:
            return qs
        chunks = JobChunk.objects.filter(task__job=value, posting__isnull=False)
        return qs.filter(posting__in=list(chunks.values_list("posting", flat=True).distinct()))


class JobFilter(ListFilter):
    """Jobs by text, state, what is left of them, kind, group and urgency, and those that block the period."""

    text = SearchFilter(fields=["description__as_read", "submitted_by__username"])
    state = CountedFilter(field_name="state", choices=JobState.choices, label=_("State"))
    left = LeftFilter()
    kind = KindFilter(label=_("Kind"), choices=[])
    group = RowChoiceFilter(queryset=own_groups, field_name="group", label=_("Group"))
    priority = ChoiceFilter(field_name="priority", choices=Priority.choices, label=_("Priority"))
    critical = YesFilter(field_name="is_critical", label=_("Critical"))
    blocking = BlockingFilter(label=_("Blocks this period"))
    all_runs = ShownFilter(label=_("All runs"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask which kinds there are."""
        super().__init__(*args, **kwargs)
        there = sorted((str(kind.label), kind.name) for kind in kinds.registered())
        self.filters["kind"].extra["choices"] = [(name, label) for label, name in there]


class ItemFilter(ListFilter):
    """Documents of a job by text, by state and by cause."""

    text = SearchFilter(fields=["label", "reason__as_read"])
    state = CountedFilter(field_name="state", choices=ItemState.choices, label=_("State"))
    cause = SearchFilter(fields=["reason_code__exact"], label=_("Cause"))
