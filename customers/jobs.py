"""The batch jobs of customers: what a worker calls for a chunk of documents."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arclose.batch.kinds import JobKind, posting_key
from arclose.batch.models import ItemState, JobItem, JobTask
from arclose.ledger.outcomes import Outcome
from customers import previewing, refusals, updates
from customers.free_text.posting import FREE_TEXT, FREE_TEXT_INVOICES, post_free_text_invoices
from customers.free_text.refusals import in_words as free_text_in_words
from customers.models import FreeTextInvoice, SalesOrder
from customers.models.free_text import FreeTextStatus
from customers.update_parameters import from_stored
from customers.updates import Update, waiting_orders

SALES_ORDER = "sales_order"
# Of an order that such a task took, something may be left all the same.
_IN_PART = ("quantity", "reduce_quantity", "posting")


def post_orders(task: JobTask, documents: Sequence[int], user: User, *, update: Update) -> Outcome:
    """Update the orders of a chunk as the task was submitted; a pro forma task only tells which could be."""
    parameters = from_stored(task.parameters)
    if not parameters.posting:
        return previewing.would_be(
            update=update, company=task.company, orders=documents, parameters=parameters, asked_by=user
        )
    return update.post(
        company=task.company,
        orders=documents,
        parameters=parameters,
        posted_by=user,
        key=posting_key(task=task, document_ids=documents),
    )


def orders_outstanding(items: "QuerySet[JobItem]", until: date | None, *, update: Update) -> "QuerySet[JobItem]":
    """Narrow items to those of whose order something is left, and due until a day.

    A task that took a part of its orders has done what it was asked for, and a pro forma leaves nothing to post.
    """
    asked = SalesOrder.objects.filter(pk=OuterRef("document_id"))
    waiting = items.filter(Exists(waiting_orders(asked, update=update, until=until)))
    done_in_part = Q(state=ItemState.DONE, task__parameters__has_any_keys=_IN_PART)
    # Without the first condition a task that says nothing of posting would be left out too: a missing key is unknown.
    pro_forma = Q(task__parameters__has_key="posting", task__parameters__posting=False)
    return waiting.exclude(done_in_part).exclude(pro_forma)


def _job_kind(update: Update) -> JobKind:
    return JobKind(
        name=update.name,
        label=update.action,
        document_type=SALES_ORDER,
        post=partial(post_orders, update=update),
        outstanding=partial(orders_outstanding, update=update),
        document_page="customers:order",
        list_page="customers:orders",
        proofs=("subledger",) if update is updates.INVOICE else (),
        in_words=refusals.in_words,
    )


JOBS = {name: _job_kind(update) for name, update in updates.UPDATES.items()}


def post_free_text(task: JobTask, documents: Sequence[int], user: User) -> Outcome:
    """Post the free text invoices of a chunk; the day of today is that of the company."""
    return post_free_text_invoices(
        company=task.company,
        documents=documents,
        posted_by=user,
        key=posting_key(task=task, document_ids=documents),
        today=timezone.localdate(timezone=ZoneInfo(task.company.time_zone)),
    )


def free_text_outstanding(items: "QuerySet[JobItem]", until: date | None) -> "QuerySet[JobItem]":
    """Narrow items to those whose free text invoice waits, dated until a day."""
    waiting = FreeTextInvoice.objects.filter(pk=OuterRef("document_id"), status=FreeTextStatus.IN_PROCESS)
    return items.filter(Exists(waiting.filter(invoice_date__lte=until) if until else waiting))


FREE_TEXT_JOB = JobKind(
    name=FREE_TEXT_INVOICES,
    label=_("Post free text invoices"),
    document_type=FREE_TEXT,
    post=post_free_text,
    outstanding=free_text_outstanding,
    document_page="customers:free_text_invoice",
    list_page="customers:free_text_invoices",
    proofs=("subledger",),
    in_words=free_text_in_words,
)
