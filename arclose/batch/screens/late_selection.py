"""Late selection: a task that finds its documents when it starts keeps the filter of the list it was submitted from."""

from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from arclose.access.requests import CompanyRequest
from arclose.batch.models import JobTask
from arclose.ledger.models import FiscalPeriod
from arclose.web.filters import ListFilter

FILTER, PERIOD = "filter", "period"


def filter_of(request: CompanyRequest) -> dict[str, str]:
    """Give the filter of a list as the parameters of a task keep it."""
    return {FILTER: request.GET.urlencode(), PERIOD: request.period.name}


def found_now(task: JobTask, *, rows: "QuerySet[Any]", filters: type[ListFilter]) -> "QuerySet[Any]":
    """Give those of the company's rows that the filter of a task finds now."""
    request = CompanyRequest()
    request.company = task.company
    request.today = timezone.localdate(timezone=ZoneInfo(task.company.time_zone))
    request.period = _period_of(task, request)
    own = rows.filter(company=task.company)
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


def facts_of(task: JobTask) -> list[tuple[str, str]]:
    """Say of a task that it finds its documents when it starts, where it does."""
    return [(_("Late selection"), _("yes"))] if FILTER in task.parameters else []
