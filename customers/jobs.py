"""The batch jobs of customers: what a worker calls for a chunk of documents."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, QuerySet

from arclose.batch.kinds import JobKind, posting_key
from arclose.batch.models import JobItem, JobTask
from arclose.ledger.outcomes import Outcome
from customers import refusals, updates
from customers.models import SalesOrder
from customers.models.sales_orders import Quantity
from customers.updates import Update, waiting_orders

SALES_ORDER = "sales_order"
QUANTITY = "quantity"


def post_orders(task: JobTask, documents: Sequence[int], user: User, *, update: Update) -> Outcome:
    """Update the orders of a chunk, in the quantity that the task was submitted for."""
    return update.post(
        company=task.company,
        orders=documents,
        quantity=Quantity(task.parameters.get(QUANTITY, Quantity.ALL)),
        posted_by=user,
        key=posting_key(task=task, document_ids=documents),
    )


def orders_outstanding(items: "QuerySet[JobItem]", until: date | None, *, update: Update) -> "QuerySet[JobItem]":
    """Narrow items to those of whose order something is left, and due until a day."""
    asked = SalesOrder.objects.filter(pk=OuterRef("document_id"))
    return items.filter(Exists(waiting_orders(asked, update=update, until=until)))


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
