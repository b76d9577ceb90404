"""Late selection: a task that finds its documents when it starts keeps the filter of the list it was submitted from."""

from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arclose.access.requests import CompanyRequest
from arclose.batch import kinds
from arclose.batch.models import JobTask
from arclose.batch.screens.narrowing import Narrowing
from arclose.batch.stopping import STOP_AT_FIRST_ERROR
from arclose.batch.task_parameters import FILTER, PERIOD, TaskParameters
from arclose.ledger.models import FiscalPeriod
from arclose.web.filters import ListFilter
from arclose.web.forms import set_today

UNTIL_END = "until_end"
_STORED = "stored"


class WhatWaits(TaskParameters):
    """A task that takes what waits until the end of the period, found when it begins; it may stop at an error.

    ``narrowing`` offers filters of the list, so that the task takes a part of that. One that is changed keeps what the
    fields do not ask for of the filter it has; of one that has its documents nothing is asked.
    """

    narrowing: ClassVar[Narrowing | None] = None

    said: Any = gettext_lazy(
        "It takes all that waits to be posted, dated until the end of the period of this page; in a job that comes"
        " again, of the period of the day it runs."
    )

    stop_at_first_error = forms.BooleanField(
        required=False,
        label=gettext_lazy("Stop at the first error"),
        widget=forms.CheckboxInput({"class": "form-check-input"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask for nothing where the task has its documents."""
        super().__init__(*args, **kwargs)
        self.stored: dict[str, Any] | None = self.initial.get(_STORED)
        if self.stored is not None and FILTER not in self.stored:
            self.fields.clear()
        elif self.narrowing is not None:
            self.fields = {**self.narrowing.fields(), **self.fields}
            self.initial = {**self.initial, **self.narrowing.initial(self._filter())}
            set_today(self, self.request.today)

    def _filter(self) -> str:
        return str(self.stored[FILTER]) if self.stored is not None else "period=until"

    @classmethod
    def as_typed(cls, task: JobTask) -> dict[str, Any]:
        """Give what a task has as the form shows it, and as it is kept."""
        return {**task.parameters, _STORED: task.parameters}

    def parameters(self) -> dict[str, Any]:
        """Give the filter, and whether the task stops at the first error."""
        found_by = {FILTER: self._filter(), UNTIL_END: True, PERIOD: self.request.period.name}
        if self.stored is not None:
            found_by = {name: self.stored[name] for name in found_by if name in self.stored}
        if self.narrowing is not None:
            found_by[FILTER] = self.narrowing.query(self._filter(), cleaned=self.cleaned_data, typed=self.data)
        stops = {STOP_AT_FIRST_ERROR: True} if self.cleaned_data[STOP_AT_FIRST_ERROR] else {}
        return {**found_by, **stops}


def filter_of(request: CompanyRequest) -> dict[str, str]:
    """Give the filter of a list as the parameters of a task keep it."""
    return {FILTER: request.GET.urlencode(), PERIOD: request.period.name}


def found_now(task: JobTask, *, rows: "QuerySet[Any]", filters: type[ListFilter], day: str = "") -> "QuerySet[Any]":
    """Give those of the company's rows that the filter of a task finds now.

    ``day`` is the field with their day where the filter knows of no period.
    """
    request = CompanyRequest()
    request.company = task.company
    request.today = timezone.localdate(timezone=ZoneInfo(task.company.time_zone))
    request.period = _period_of(task, request)
    own = rows.filter(company=task.company)
    if day and task.parameters.get(UNTIL_END):
        own = own.filter(**{f"{day}__lte": request.period.end_date})
    found: QuerySet[Any] = filters(QueryDict(task.parameters[FILTER]), queryset=own, request=request).qs
    return found


def _period_of(task: JobTask, request: CompanyRequest) -> FiscalPeriod:
    """Give the period that the filter speaks of: that of its page; of a job that comes again, that of its day."""
    periods = FiscalPeriod.objects.filter(company=task.company)
    if task.job.schedule_id is not None:
        of_today = periods.filter(start_date__lte=request.today, end_date__gte=request.today)
        found = of_today.order_by("start_date", "end_date").last()
        if found is not None:
            return found
    return periods.get(name=task.parameters[PERIOD])


def narrowed_to(narrowing: Narrowing) -> type[WhatWaits]:
    """Give the form of tasks that take what waits, or a part of it."""

    class Waiting(WhatWaits):
        pass

    Waiting.narrowing = narrowing
    return Waiting


def facts_of(task: JobTask) -> list[tuple[str, str]]:
    """Say of a task that finds its documents when it starts, as of which period, and what narrows them."""
    if FILTER not in task.parameters:
        return []
    said = _("as of period %(period)s") % {"period": task.parameters[PERIOD]}
    if task.job.schedule_id is not None:
        said = _("as of the period of the day it runs")
    form = kinds.get(task.kind).task_form
    narrowing = form.narrowing if form and issubclass(form, WhatWaits) else None
    narrowed = narrowing.in_words(task.parameters[FILTER]) if narrowing else []
    return [(_("Late selection"), said), *narrowed]
