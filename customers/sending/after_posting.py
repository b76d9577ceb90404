"""What a posting of orders made goes by e-mail to the customers who want that, by a job of its own."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from arclose.batch import jobs
from arclose.batch.models import Job
from arclose.ledger.models import Company
from arclose.ledger.outcomes import Outcome
from arclose.web.said import said
from customers.models import Invoice, OrderDocument
from customers.sending.jobs import CONFIRMATIONS_JOB, INVOICES_JOB
from customers.update_parameters import UpdateParameters
from customers.updates import CONFIRM, INVOICE, Update


@transaction.atomic
def post_and_email(
    post: Callable[[], Outcome], *, company: Company, update: Update, parameters: UpdateParameters, asked_by: User
) -> Outcome:
    """Post, and have what was posted e-mailed by a job where the parameters ask for that."""
    outcome = post()
    if parameters.emailing and parameters.posting:
        email_what_was_posted(company=company, update=update, posting_id=outcome.posting_id, asked_by=asked_by)
    return outcome


def email_what_was_posted(*, company: Company, update: Update, posting_id: int | None, asked_by: User) -> Job | None:
    """Submit the job that sends what a posting made, once; None where nobody wants any of it.

    Called in the transaction that posts: either both are there or neither. Nothing is sent before it commits.
    """
    if posting_id is None or update not in (CONFIRM, INVOICE):
        return None
    kind = INVOICES_JOB if update is INVOICE else CONFIRMATIONS_JOB
    try:
        return jobs.submit(
            company=company,
            kind=kind.name,
            description=said(lambda: f"{kind.label}, {company.code}"),
            submitted_by=asked_by,
            documents=_made(company, update, posting_id),
            key=_key(posting_id),
        )
    except jobs.NothingSelected:
        return None


def job_after_posting(*, company: Company, posting_id: int | None) -> Job | None:
    """Give the job that sends what a posting made; None where nothing of it is sent."""
    return Job.objects.filter(company=company, key=_key(posting_id)).first() if posting_id else None


def _key(posting_id: int) -> str:
    return f"email-posting-{posting_id}"


def _made(company: Company, update: Update, posting_id: int) -> Any:
    if update is INVOICE:
        invoices = Invoice.objects.filter(company=company, posting=posting_id, invoice_account__is_emailed=True)
        return invoices.values_list("pk", "invoice_date", "number")
    documents = OrderDocument.objects.filter(company=company, posting=posting_id, customer__is_emailed=True)
    return documents.values_list("pk", "document_date", "number")
