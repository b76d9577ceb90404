"""Post all there is of a kind until a day, as a job that is awaited: what the command line and the close do."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.contrib.auth.models import User
from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _

from arclose.access.roles import require_role
from arclose.batch import jobs, kinds, queries, runner
from arclose.batch.jobs import NothingSelected
from arclose.batch.models import FINISHED_STATES, Job, JobState
from arclose.batch.stopping import STOP_AT_FIRST_ERROR
from arclose.ledger.models import Company
from arclose.web.said import said
from customers.dunning.collection_letters import COLLECTION_LETTERS
from customers.dunning.interest_notes import INTEREST_NOTES
from customers.dunning.jobs import COLLECTION_LETTERS_JOB, INTEREST_NOTES_JOB, unposted
from customers.dunning.notes import NoteKind
from customers.free_text.parameters import concerned as of_free_text
from customers.free_text.posting import FREE_TEXT_INVOICES
from customers.jobs import FREE_TEXT_JOB, JOBS
from customers.models import SalesOrder
from customers.queries import free_text_to_post
from customers.update_parameters import USUAL, UpdateParameters, defaults_of
from customers.updates import UPDATES, Update, waiting_orders
from journals.bills.entries import STEP_LABEL
from journals.bills.jobs import BILL_JOB
from journals.bills.readiness import unposted_steps
from journals.jobs import GENERAL_VOUCHER_JOB, PAYMENT_JOB
from journals.kinds.payments import PAYMENT_LABEL
from journals.readiness import unposted_payments, unposted_vouchers
from revaluation.jobs import LABEL, POST_JOB
from revaluation.jobs import unposted as unposted_runs

SECONDS_BETWEEN_LOOKS = 0.5
Told = Callable[[queries.Progress], None]


@dataclass(frozen=True)
class PostingRun:
    """A kind of job with the documents that it has left until a day, as (id, date, label).

    The date is the one that a document will have by the parameters of an update.
    """

    kind: kinds.JobKind
    documents: "Callable[[Company, date, UpdateParameters], QuerySet[Any, Any]]"


def _orders(update: Update, company: Company, until: date, parameters: UpdateParameters) -> "QuerySet[Any, Any]":
    waiting = waiting_orders(SalesOrder.objects.filter(company=company), update=update, until=until)
    return waiting.annotate(dated=update.day_of(parameters)).values_list("pk", "dated", "number")


def _vouchers(company: Company, until: date, _parameters: UpdateParameters) -> "QuerySet[Any, Any]":
    return unposted_vouchers(company=company, until=until).values_list("pk", "voucher_date", "number")


def _free_text(company: Company, until: date, _parameters: UpdateParameters) -> "QuerySet[Any, Any]":
    waiting = free_text_to_post(company=company, until=until)
    return waiting.annotate(label=Concat(Value("FT-"), Cast("pk", CharField()))).values_list(
        "pk", "invoice_date", "label"
    )


def _notes(kind: NoteKind, company: Company, until: date, _parameters: UpdateParameters) -> "QuerySet[Any, Any]":
    waiting: QuerySet[Any, Any] = unposted(kind, company=company, until=until).annotate(label=kind.labeled)
    return waiting.values_list("pk", "note_date", "label")


def _payments(company: Company, until: date, _parameters: UpdateParameters) -> "QuerySet[Any, Any]":
    waiting = unposted_payments(company=company, until=until)
    return waiting.annotate(label=PAYMENT_LABEL).values_list("pk", "payment_date", "label")


def _revaluations(company: Company, until: date, _parameters: UpdateParameters) -> "QuerySet[Any, Any]":
    waiting: QuerySet[Any, Any] = unposted_runs(company=company, until=until).annotate(label=LABEL)
    return waiting.values_list("pk", "considered_date", "label")


def _bill_steps(company: Company, until: date, _parameters: UpdateParameters) -> "QuerySet[Any, Any]":
    waiting = unposted_steps(company=company, until=until)
    return waiting.annotate(label=STEP_LABEL).values_list("pk", "step_date", "label")


_UPDATES = [PostingRun(JOBS[name], partial(_orders, update)) for name, update in UPDATES.items()]
_OTHERS = [
    PostingRun(FREE_TEXT_JOB, _free_text),
    PostingRun(INTEREST_NOTES_JOB, partial(_notes, INTEREST_NOTES)),
    PostingRun(COLLECTION_LETTERS_JOB, partial(_notes, COLLECTION_LETTERS)),
    PostingRun(GENERAL_VOUCHER_JOB, _vouchers),
    PostingRun(PAYMENT_JOB, _payments),
    PostingRun(POST_JOB, _revaluations),
    PostingRun(BILL_JOB, _bill_steps),
]
RUNS = {run.kind.name: run for run in (*_UPDATES, *_OTHERS)}


def submit(
    *,
    company: Company,
    kind: str,
    until: date,
    posted_by: User,
    key: str,
    parameters: UpdateParameters | None = None,
    stop_at_first_error: bool = False,
) -> Job | None:
    """Submit a job for every document of the kind until a day; None where there is none.

    Orders are posted with the parameters, else as the company usually posts. What cannot be posted is set aside, or
    ends the job.

    :raises RoleMissing: the person may not have documents of this kind posted.
    """
    run = RUNS[kind]
    require_role(user=posted_by, company=company, roles=run.kind.roles)
    stops = {STOP_AT_FIRST_ERROR: True} if stop_at_first_error else {}
    try:
        return jobs.submit(
            company=company,
            kind=kind,
            description=said(lambda: f"{run.kind.label}, {until.isoformat()}"),
            submitted_by=posted_by,
            documents=run.documents(company, until, parameters or USUAL),
            key=key,
            parameters=_stored(company, kind, parameters) | stops,
        )
    except NothingSelected:
        return None


def _stored(company: Company, kind: str, parameters: UpdateParameters | None) -> dict[str, Any]:
    asked = parameters or defaults_of(company)
    if kind == FREE_TEXT_INVOICES:
        return of_free_text(asked).as_stored()
    return UPDATES[kind].concerned(asked).as_stored() if kind in UPDATES else {}


def await_end(*, job: Job, told: Told) -> Job:
    """Work on a job until it is finished or withheld, telling its progress; chunks that workers hold are waited for."""
    while True:
        took_one = runner.take_one(job_id=job.pk)
        job.refresh_from_db()
        told(queries.progress(job))
        if job.state in (*FINISHED_STATES, JobState.WITHHOLD):
            return job
        if not took_one:
            runner.look(job_id=job.pk)
            time.sleep(SECONDS_BETWEEN_LOOKS)


def why_not_all_is_done(job: Job) -> str:
    """Say in words why a job that is no longer worked on has not posted all its documents; empty where it has."""
    progress = queries.progress(job)
    left = progress.total - progress.done
    facts = {"job": job.pk, "left": left}
    if job.state == JobState.WITHHOLD:
        return _("Job %(job)s is withheld: release it, and it goes on. Documents left: %(left)s.") % facts
    if job.error:
        return job.error
    if job.state == JobState.CANCELED:
        return _("Job %(job)s was canceled. Documents left: %(left)s.") % facts
    if job.set_aside_count:
        return _("Documents were set aside; see job %(id)s.") % {"id": job.pk}
    return _("Documents of job %(job)s were dismissed or canceled: %(left)s.") % facts if left else ""
