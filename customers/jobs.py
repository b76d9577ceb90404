"""The batch jobs of customers: what a worker calls for a chunk of documents."""

from collections.abc import Sequence
from datetime import date

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from arclose.batch.kinds import JobKind, posting_key
from arclose.batch.models import Job, JobItem
from arclose.ledger.outcomes import Outcome
from customers.invoicing import SALES_INVOICES, post_invoices
from customers.models import SalesOrder
from customers.models.sales_orders import OrderStatus

SALES_ORDER = "sales_order"


def post_orders(job: Job, documents: Sequence[int], user: User) -> Outcome:
    """Invoice the orders of a chunk."""
    return post_invoices(
        company=job.company,
        orders=documents,
        posted_by=user,
        key=posting_key(job=job, document_ids=documents),
    )


def orders_outstanding(items: "QuerySet[JobItem]", until: date | None) -> "QuerySet[JobItem]":
    """Narrow items to those whose order is neither invoiced nor canceled, and to be invoiced until a day."""
    waiting = SalesOrder.objects.filter(pk=OuterRef("document_id"), status=OrderStatus.OPEN)
    return items.filter(Exists(waiting.filter(invoice_date__lte=until) if until else waiting))


SALES_INVOICE_JOB = JobKind(
    name=SALES_INVOICES,
    label=_("Post invoices"),
    document_type=SALES_ORDER,
    post=post_orders,
    outstanding=orders_outstanding,
    document_page="customers:order",
    list_page="customers:orders",
    proofs=("subledger",),
)
