"""What a posting made goes by e-mail to the customers who want that, by a job of its own: one for all of a run.

What is posted at once is sent by a job that is submitted with it; what a task of a job posts, by one that is submitted
when that job ends. So one run is one job of e-mails, in however many parts it was posted.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from arclose.batch import jobs
from arclose.batch.following import following_key, new_postings
from arclose.batch.kinds import JobKind
from arclose.batch.models import Job, JobTask
from arclose.ledger.models import Company
from arclose.ledger.outcomes import Outcome
from arclose.web.said import Said, said
from customers.models import Invoice, OrderDocument
from customers.sending.jobs import CONFIRMATIONS_JOB, INVOICES_JOB
from customers.update_parameters import UpdateParameters
from customers.updates import CONFIRM, INVOICE, Update


@dataclass(frozen=True)
class Emailed:
    """Which documents of postings go by e-mail, and the kind of task that sends them.

    ``made`` gives (id, date, number) of those that customers want, of a company and the ids of postings.
    """

    kind: JobKind
    made: Callable[[Company, Any], Any]


def _invoices_made(company: Company, postings: Any) -> Any:
    invoices = Invoice.objects.filter(company=company, posting__in=postings, invoice_account__is_emailed=True)
    return invoices.values_list("pk", "invoice_date", "number")


def _confirmations_made(company: Company, postings: Any) -> Any:
    documents = OrderDocument.objects.filter(company=company, posting__in=postings, customer__is_emailed=True)
    return documents.values_list("pk", "document_date", "number")


INVOICES, CONFIRMATIONS = Emailed(INVOICES_JOB, _invoices_made), Emailed(CONFIRMATIONS_JOB, _confirmations_made)


def emailed_by(update: Update, parameters: UpdateParameters) -> Emailed | None:
    """Give what an update has e-mailed by its parameters; None where that is nothing."""
    if not (parameters.emailing and parameters.posting):
        return None
    return {INVOICE.name: INVOICES, CONFIRM.name: CONFIRMATIONS}.get(update.name)


@transaction.atomic
def post_and_email(
    post: Callable[[], Outcome], *, company: Company, emailed: Emailed | None, asked_by: User
) -> Outcome:
    """Post, and have what was posted e-mailed by a job, where something is to be: either both are there or neither.

    Nothing is sent before the transaction commits.
    """
    outcome = post()
    if emailed is not None and outcome.posting_id is not None:
        description = said(lambda: f"{emailed.kind.label}, {company.code}")
        _submit(company, emailed, [outcome.posting_id], description, key=_key(outcome.posting_id), asked_by=asked_by)
    return outcome


def email_what_a_task_posted(*, task: JobTask, emailed: Emailed | None) -> None:
    """Submit the job that sends all that a task posted, in the transaction that ends the job of the task."""
    if emailed is not None:
        company, number = task.company, task.job_id
        description = said(lambda: f"{emailed.kind.label}, {company.code}, {number}")
        _submit(
            company,
            emailed,
            new_postings(task),
            description,
            key=following_key(task),
            asked_by=task.job.works_for,
        )


def _submit(company: Company, emailed: Emailed, postings: Any, description: Said, *, key: str, asked_by: User) -> None:
    """Submit the job that sends what postings made; none where nobody wants any of it."""
    try:
        jobs.submit(
            company=company,
            kind=emailed.kind.name,
            description=description,
            submitted_by=asked_by,
            documents=emailed.made(company, postings),
            key=key,
        )
    except jobs.NothingSelected:
        return


def job_after_posting(*, company: Company, posting_id: int | None) -> Job | None:
    """Give the job that sends what a posting made at once; None where nothing of it is sent."""
    return Job.objects.filter(company=company, key=_key(posting_id)).first() if posting_id else None


def _key(posting_id: int) -> str:
    return f"email-posting-{posting_id}"
