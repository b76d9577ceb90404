"""Filters of the lists of jobs and of the documents of a job."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from arclose.batch import queries
from arclose.batch.models import ItemState, JobState
from arclose.web.filters import CountedFilter, ListFilter, SearchFilter, YesFilter


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


class JobFilter(ListFilter):
    """Jobs by text, by state, and those that block the period."""

    text = SearchFilter(fields=["description__as_read", "submitted_by__username"])
    state = CountedFilter(field_name="state", choices=JobState.choices, label=_("State"))
    blocking = BlockingFilter(label=_("Blocks this period"))


class ItemFilter(ListFilter):
    """Documents of a job by text, by state and by cause."""

    text = SearchFilter(fields=["label", "reason__as_read"])
    state = CountedFilter(field_name="state", choices=ItemState.choices, label=_("State"))
    cause = SearchFilter(fields=["reason_code__exact"], label=_("Cause"))
