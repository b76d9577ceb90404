"""Which orders a task takes that finds them when it starts: those of the filter of the list it was submitted from."""

from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy

from arclose.access.requests import CompanyRequest
from arclose.batch.models import JobTask
from arclose.batch.task_parameters import TaskParameters
from arclose.ledger.models import FiscalPeriod
from customers.models import SalesOrder
from customers.screens.filters import OrderFilter
from customers.update_parameters import defaults_of, from_stored
from customers.updates import Update, waiting_orders

FILTER, PERIOD = "filter", "period"


class WaitingOrders(TaskParameters):
    """Asks for nothing: the task takes all orders that wait for its update until the end of the period."""

    said = gettext_lazy(
        "It takes every order that waits for this step, dated until the end of the period of this page; in a job that"
        " comes again, of the period of the day it runs. All else is as the company usually posts."
    )

    def parameters(self) -> dict[str, Any]:
        """Give the defaults of the company, and the filter."""
        usual = defaults_of(self.request.company).as_stored()
        return {**usual, FILTER: "period=until", PERIOD: self.request.period.name}


def filter_of(request: CompanyRequest) -> dict[str, str]:
    """Give the filter of a list as the parameters of a task keep it."""
    return {FILTER: request.GET.urlencode(), PERIOD: request.period.name}


def select_orders(task: JobTask, *, update: Update) -> "QuerySet[Any, Any]":
    """Give (id, date, label) of the orders that the filter of a task finds now and that wait for its update."""
    request = CompanyRequest()
    request.company = task.company
    request.today = timezone.localdate(timezone=ZoneInfo(task.company.time_zone))
    request.period = _period_of(task, request)
    rows = SalesOrder.objects.filter(company=task.company)
    found = OrderFilter(QueryDict(task.parameters[FILTER]), queryset=rows, request=request).qs
    waiting = waiting_orders(found, update=update, until=None)
    day = update.day_of(from_stored(task.parameters))
    return waiting.annotate(due_on=day).values_list("pk", "due_on", "number")


def _period_of(task: JobTask, request: CompanyRequest) -> FiscalPeriod:
    """Give the period that the filter speaks of: that of its page; of a job that comes again, that of its day."""
    periods = FiscalPeriod.objects.filter(company=task.company)
    if task.job.schedule_id is not None:
        of_today = periods.filter(start_date__lte=request.today, end_date__gte=request.today)
        found = of_today.order_by("start_date", "end_date").last()
        if found is not None:
            return found
    return periods.get(name=task.parameters[PERIOD])
