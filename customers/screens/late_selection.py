"""Which documents a task takes that finds them when it starts: what waits of the filter it was submitted with."""

from typing import Any

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Concat

from arclose.batch.models import JobTask
from arclose.batch.screens.late_selection import found_now
from customers.models import FreeTextInvoice, SalesOrder
from customers.models.free_text import FreeTextStatus
from customers.screens.filters import FreeTextFilter, OrderFilter
from customers.update_parameters import from_stored
from customers.updates import Update, waiting_orders


def select_orders(task: JobTask, *, update: Update) -> "QuerySet[Any, Any]":
    """Give (id, date, label) of the orders that the filter of a task finds now and that wait for its update."""
    found = found_now(task, rows=SalesOrder.objects.all(), filters=OrderFilter)
    waiting = waiting_orders(found, update=update, until=None)
    day = update.day_of(from_stored(task.parameters))
    return waiting.annotate(due_on=day).values_list("pk", "due_on", "number")


def select_free_text(task: JobTask) -> "QuerySet[Any, Any]":
    """Give (id, date, label) of the free text invoices that the filter of a task finds now and that are not posted."""
    found = found_now(task, rows=FreeTextInvoice.objects.all(), filters=FreeTextFilter)
    return labeled(found.filter(status=FreeTextStatus.IN_PROCESS)).values_list("pk", "invoice_date", "label")


def labeled(documents: "QuerySet[FreeTextInvoice]") -> "QuerySet[Any]":
    """Read along with free text invoices the label that jobs show them by."""
    return documents.annotate(label=Concat(Value("FT-"), Cast("pk", CharField())))
