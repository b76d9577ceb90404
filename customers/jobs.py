"""The batch jobs of customers: what a worker calls for a chunk of documents."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arclose.batch.kinds import ActKind, InPart, JobKind, posting_key
from arclose.batch.models import ItemState, JobItem, JobTask
from arclose.batch.task_parameters import TaskParameters
from arclose.ledger.outcomes import Outcome
from customers import previewing, refusals, slips, updates
from customers.free_text.posting import FREE_TEXT, FREE_TEXT_INVOICES, post_free_text_invoices
from customers.free_text.previewing import would_be_posted
from customers.free_text.recurring import RECURRING_INVOICES, generate_recurring
from customers.free_text.refusals import in_words as free_text_in_words
from customers.fulfilment import PACKING_SLIPS
from customers.invoicing import SALES_INVOICES
from customers.models import FreeTextInvoice, InvoiceLine, OrderDocumentLine, SalesOrder
from customers.models.free_text import FreeTextStatus
from customers.models.sales_orders import UNFINISHED
from customers.prepayments import parameters as prepayment_parameters
from customers.prepayments.posting import PREPAYMENTS, post_prepayments
from customers.prepayments.refusals import in_words as prepayments_in_words
from customers.sending.after_posting import email_what_a_task_posted, emailed_by
from customers.undo_jobs import UNDO_FREE_TEXT, UNDO_INVOICES, UNDO_PACKING_SLIPS, UNDO_PREPAYMENTS
from customers.update_parameters import from_stored
from customers.updates import Update, waiting_orders

SALES_ORDER = "sales_order"
# Without the first condition a task that says nothing of posting would be meant too: a missing key is unknown.
_PRO_FORMA = Q(task__parameters__has_key="posting", task__parameters__posting=False)
_UNDOINGS = {SALES_INVOICES: UNDO_INVOICES, PACKING_SLIPS: UNDO_PACKING_SLIPS}


def post_orders(task: JobTask, documents: Sequence[int], user: User, *, update: Update) -> Outcome:
    """Update the orders of a chunk as the task was submitted; a pro forma task only tells which could be."""
    parameters = from_stored(task.parameters)
    if parameters.slips is not None:
        parameters = replace(parameters, slips=slips.of_orders(orders=documents, chosen=parameters.slips))
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


def email_orders(task: JobTask, *, update: Update) -> None:
    """Have what a task made of orders e-mailed, where it was submitted so."""
    email_what_a_task_posted(task=task, emailed=emailed_by(update, from_stored(task.parameters)))


def orders_outstanding(items: "QuerySet[JobItem]", until: date | None, *, update: Update) -> "QuerySet[JobItem]":
    """Narrow items to those of whose order something is left, and due until a day.

    A document is made of an order that is done: what was left of it then, corrected or ordered since is another's to
    post. A pro forma leaves nothing to post. What a run gives a posting date is due on that day.
    """
    asked = SalesOrder.objects.filter(pk=OuterRef("document_id"))
    waiting = items.filter(Exists(waiting_orders(asked, update=update, until=None)))
    if until is not None:
        is_dated = Q(task__parameters__has_key="posting_date")
        due = Q(Exists(waiting_orders(asked, update=update, until=until)))
        waiting = waiting.filter(Q(is_dated, document_date__lte=until) | ~is_dated & due)
    made, posting = _lines_made(update)
    is_made = Q(Exists(made.filter(**{posting: OuterRef("posting")}))) | Q(Exists(made), posting=None)
    # An invoice delivers too: what it did may be undone since.
    is_made |= Q(Exists(InvoiceLine.objects.filter(order_line__order=OuterRef("document_id"))), posting=None)
    return waiting.exclude(is_made, state=ItemState.DONE).exclude(_PRO_FORMA)


def _lines_made(update: Update) -> tuple["QuerySet[Any]", str]:
    """Give the lines that an update made of the order of an outer item, and where they name their posting."""
    of_order = {"order_line__order": OuterRef("document_id")}
    if update is updates.INVOICE:
        return InvoiceLine.objects.filter(**of_order), "invoice__posting"
    of_type = OrderDocumentLine.objects.filter(document__document_type=update.document_type, **of_order)
    return of_type, "document__posting"


def _together(task: JobTask, *, update: Update) -> Any:
    return update.together(company=task.company, parameters=from_stored(task.parameters))


def _job_kind(update: Update) -> JobKind:
    return JobKind(
        name=update.name,
        label=update.action,
        document_type=SALES_ORDER,
        post=partial(post_orders, update=update),
        outstanding=partial(orders_outstanding, update=update),
        together=partial(_together, update=update),
        document_page="customers:order",
        list_page="customers:orders",
        made_page="customers:invoices" if update is updates.INVOICE else "customers:order_documents",
        proofs=("subledger",) if update is updates.INVOICE else (),
        in_words=refusals.in_words,
        undoing=_UNDOINGS.get(update.name),
        follow=partial(email_orders, update=update),
    )


JOBS = {name: _job_kind(update) for name, update in updates.UPDATES.items()}


def post_free_text(task: JobTask, documents: Sequence[int], user: User) -> Outcome:
    """Post the free text invoices of a chunk, the day of today being that of the company; pro forma only tells."""
    parameters = from_stored(task.parameters)
    values: dict[str, Any] = {
        "company": task.company,
        "documents": documents,
        "today": timezone.localdate(timezone=ZoneInfo(task.company.time_zone)),
        "credit_check": parameters.credit_check,
    }
    if not parameters.posting:
        return would_be_posted(**values, asked_by=user)
    return post_free_text_invoices(**values, posted_by=user, key=posting_key(task=task, document_ids=documents))


def email_free_text(task: JobTask) -> None:
    """Have what a task made of free text invoices e-mailed, where it was submitted so."""
    email_what_a_task_posted(task=task, emailed=emailed_by(updates.INVOICE, from_stored(task.parameters)))


def free_text_outstanding(items: "QuerySet[JobItem]", until: date | None) -> "QuerySet[JobItem]":
    """Narrow items to those whose free text invoice waits, dated until a day. A pro forma leaves nothing to post."""
    waiting = FreeTextInvoice.objects.filter(pk=OuterRef("document_id"), status=FreeTextStatus.IN_PROCESS)
    left = items.filter(Exists(waiting.filter(invoice_date__lte=until) if until else waiting))
    return left.exclude(_PRO_FORMA)


FREE_TEXT_JOB = JobKind(
    name=FREE_TEXT_INVOICES,
    label=_("Post free text invoices"),
    document_type=FREE_TEXT,
    post=post_free_text,
    outstanding=free_text_outstanding,
    document_page="customers:free_text_invoice",
    list_page="customers:free_text_invoices",
    made_page="customers:invoices",
    proofs=("subledger",),
    in_words=free_text_in_words,
    undoing=UNDO_FREE_TEXT,
    follow=email_free_text,
)


def post_prepayments_of(task: JobTask, documents: Sequence[int], user: User) -> Outcome:
    """Post prepayment invoices of the orders of a chunk, as the task was submitted."""
    return post_prepayments(
        company=task.company,
        orders=documents,
        parameters=prepayment_parameters.from_stored(task.parameters),
        posted_by=user,
        key=posting_key(task=task, document_ids=documents),
    )


def prepayments_outstanding(items: "QuerySet[JobItem]", until: date | None) -> "QuerySet[JobItem]":
    """Narrow items to those of which the job made none yet, of orders that may still have one, dated until a day."""
    unfinished = SalesOrder.objects.filter(pk=OuterRef("document_id"), status__in=UNFINISHED)
    waiting = items.exclude(state=ItemState.DONE).filter(Exists(unfinished))
    return waiting.filter(document_date__lte=until) if until else waiting


PREPAYMENT_JOB = JobKind(
    name=PREPAYMENTS,
    label=_("Post prepayment invoices"),
    document_type=SALES_ORDER,
    post=post_prepayments_of,
    outstanding=prepayments_outstanding,
    facts=lambda task: prepayment_parameters.in_words(prepayment_parameters.from_stored(task.parameters)),
    document_page="customers:order",
    list_page="customers:orders",
    made_page="customers:invoices",
    proofs=("subledger", "prepayments"),
    in_words=prepayments_in_words,
    undoing=UNDO_PREPAYMENTS,
)


def generate(task: JobTask, user: User) -> str | InPart:
    """Generate the recurring invoices that are due until the day of the task, of today without one; say how many.

    One that has reached its maximum is no failure; any other that was left out is.
    """
    today = timezone.localdate(timezone=ZoneInfo(task.company.time_zone))
    until = date.fromisoformat(task.parameters["until"]) if "until" in task.parameters else today
    generated = generate_recurring(company=task.company, until=until, generated_by=user)
    return InPart(str(generated)) if generated.has_failed else str(generated)


class DueInvoices(TaskParameters):
    """Asks for nothing: the task generates what is due on the day it runs."""

    said = _("It generates the recurring invoices that are due until the day it runs.")


# What is due and not generated is a warning of the close, whatever became of a task.
RECURRING_JOB = ActKind(
    name=RECURRING_INVOICES,
    label=_("Generate recurring invoices"),
    run=generate,
    blocks_close=False,
    task_form=DueInvoices,
)
