"""The kinds of task that send documents: each chunk sends first, then writes down what became of its documents."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User
from django.db.models import DateField, QuerySet, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from arclose.batch.kinds import JobKind, nothing_outstanding
from arclose.batch.models import JobTask
from arclose.batch.task_parameters import TaskParameters
from arclose.ledger.models import Company
from arclose.ledger.outcomes import Outcome, Refusal
from customers.dunning.collection_letters import COLLECTION_LETTERS
from customers.entries import INVOICE
from customers.models import Customer, SentDocument
from customers.models.sending import SendingState
from customers.papers import runs
from customers.papers.print_jobs import AS_OF, CUSTOMER, ORDER_DOCUMENT, keep
from customers.papers.statements import papers_of_statements, with_something_open
from customers.sending import mailing, outbox
from customers.sending.letters import (
    Addressed,
    Letter,
    contents_of,
    letters_of_collection_letters,
    letters_of_confirmations,
    letters_of_invoices,
    letters_of_statements,
    only_to,
)
from customers.sending.refusals import in_words, refusal
from customers.sending.servers import has_server, said_beforehand
from customers.sending.texts import texts_of

EMAIL_INVOICES, EMAIL_CONFIRMATIONS, SEND_STATEMENTS = "email-invoices", "email-confirmations", "send-statements"
EMAIL_LETTERS = "email-collection-letters"
AGAIN = "again"
_DOCUMENTS_PER_CHUNK, _MILLISECONDS_PER_DOCUMENT = 50, 15_000
Letters = Callable[[JobTask, Sequence[int]], Addressed]


def again_before(task: JobTask) -> datetime | None:
    """Give the moment before which what was sent is sent again: when somebody asked for that; None where nobody did.

    What another job sends after it, nobody asked to have twice, however often this task is tried again.
    """
    return task.job.created_at if task.parameters.get(AGAIN) else None


def as_of(task: JobTask) -> date:
    """Give the day that the statements of a task look at: the one before the task was due, where none was asked for."""
    if AS_OF in task.parameters:
        return date.fromisoformat(task.parameters[AS_OF])
    moment = task.job.due_at or task.job.scheduled_start or task.job.created_at
    return timezone.localdate(moment, ZoneInfo(task.company.time_zone)) - timedelta(days=1)


def _invoices(task: JobTask, keys: Sequence[int]) -> Addressed:
    return letters_of_invoices(company=task.company, keys=keys)


def _confirmations(task: JobTask, keys: Sequence[int]) -> Addressed:
    return letters_of_confirmations(company=task.company, keys=keys)


def _collection_letters(task: JobTask, keys: Sequence[int]) -> Addressed:
    return letters_of_collection_letters(company=task.company, keys=keys)


def _statements(task: JobTask, keys: Sequence[int]) -> Addressed:
    return letters_of_statements(company=task.company, keys=keys, on=as_of(task))


def _addressed(task: JobTask, keys: Sequence[int], letters: Letters) -> Addressed:
    """Give the letters of documents; of a task that sends chosen e-mails again only those to who was chosen."""
    addressed, asked = letters(task, keys), task.parameters.get(AGAIN)
    return only_to(outbox.recipients_of(asked), addressed) if isinstance(asked, list) else addressed


def _send(task: JobTask, documents: Sequence[int], user: User, *, letters: Letters) -> None:
    """Send what waits of these documents; where no server is there the rest waits, with the reason."""
    addressed = _addressed(task, documents, letters).letters
    outbox.enter(task=task, letters=addressed, asked_by=user, again_before=again_before(task))
    rows = outbox.waiting(task=task, letters=addressed)
    try:
        mailing.require_server()
        _send_letters(task, [letter for letter in addressed if letter.document_id in rows], rows)
    except mailing.ServerAway as away:
        for left in outbox.waiting(task=task, letters=addressed).values():
            for row in left:
                outbox.note(row, SendingState.WAITING, error=str(away))


def _send_letters(task: JobTask, letters: Sequence[Letter], rows: Any) -> None:
    contents, refused = contents_of(company=task.company, letters=letters)
    for one in refused:
        for row in rows[one.document_id]:
            outbox.note(row, SendingState.FAILED, error=one.reason)
    texts, sender = texts_of(task.company), mailing.sender_of(task.company)
    for letter in letters:
        content = contents.get(letter.document_id)
        if content is not None:
            with override(content.paper.content["language"]):
                subject, body = texts.of(letter, content.paper, task.company)
            mailing.send(rows[letter.document_id], content=content, subject=subject, body=body, sender=sender)


def _tell(task: JobTask, documents: Sequence[int], _user: User, *, letters: Letters) -> Outcome:
    """Say what became of documents: sent by this task, sent before, or not, with the reason."""
    addressed = _addressed(task, documents, letters)
    newest = outbox.newest_rows(addressed.letters)
    sent = outbox.documents_sent(task=task, documents=documents)
    # Who lost the last address after the task had sent to it got the document all the same.
    left_out = [one for one in addressed.refused if one.code != "no_address" or one.document_id not in sent]
    not_to_all = {one.document_id for one in left_out}
    posted = list({one.document_id for one in addressed.refused} - not_to_all)
    already = []
    for letter in addressed.letters:
        rows = [newest.get((letter.document_id, recipient)) for recipient in letter.recipients]
        refused = list(_refusals(letter, rows, task))
        left_out += refused
        if refused or letter.document_id in not_to_all:
            continue
        if any(row and row.task_id == task.pk for row in rows):
            posted.append(letter.document_id)
        else:
            already.append(letter.document_id)
    return Outcome(posted=posted, already=already, left_out=left_out)


def _refusals(letter: Letter, rows: Sequence[SentDocument | None], task: JobTask) -> Iterator[Refusal]:
    """Say why a letter did not reach each of its recipients, where it did not.

    An address that came in while the task was sending has no row; what only waits may be another task's.
    """
    for recipient, row in zip(letter.recipients, rows, strict=True):
        if row is None or (row.task_id == task.pk and _only_waits(row)):
            yield refusal(letter.document_id, "not_sent_yet", recipient)
        elif row.state == SendingState.CLAIMED or _only_waits(row):
            yield refusal(letter.document_id, "being_sent", recipient)
        elif row.state == SendingState.WAITING:
            yield _away(letter.document_id, row)
        elif row.state == SendingState.FAILED:
            yield refusal(letter.document_id, "not_sent", f"{recipient}: {row.error}")
        elif row.state == SendingState.UNKNOWN:
            yield refusal(letter.document_id, "may_have_gone_out", f"{recipient}: {row.error}")


def _only_waits(row: SentDocument) -> bool:
    return row.state == SendingState.WAITING and not row.error


def _away(document_id: int, row: SentDocument) -> Refusal:
    return refusal(document_id, "server_away", row.error) if has_server() else refusal(document_id, "no_server")


def _print_the_rest(task: JobTask, documents: Sequence[int], user: User) -> Outcome:
    """Say what became of statements; those of customers without an address are printed and kept.

    Nothing is printed where chosen e-mails are sent again: nobody asked for paper.
    """
    told = _tell(task, documents, user, letters=_statements)
    rest = {one.document_id for one in told.left_out if one.code == "no_address"}
    if not rest or AGAIN in task.parameters:
        return told
    keys = [key for key in documents if key in rest]
    papers = papers_of_statements(
        company=task.company, customers=Customer.objects.filter(pk__in=keys), on=as_of(task), at=timezone.now()
    )
    keep(task=task, documents=keys, content=runs.merged(runs.in_order(papers, keys)))
    left_out = [one for one in told.left_out if one.document_id not in rest]
    return Outcome(posted=[*told.posted, *keys], already=told.already, left_out=left_out)


def owing_customers(task: JobTask) -> "QuerySet[Any, Any]":
    """Give (id, date, label) of the customers with something open as of the day of a task."""
    return owing_customers_on(task.company, as_of(task))


def owing_customers_on(company: Company, on: date) -> "QuerySet[Any, Any]":
    """Give (id, date, label) of the customers of a company with something open at the end of a day, by number."""
    owing = with_something_open(Customer.objects.filter(company=company), company=company, on=on)
    return owing.annotate(on=Value(on, DateField())).order_by("number").values_list("pk", "on", "number")


class DueStatements(TaskParameters):
    """Asks for nothing: the task sends the statements of the day before it is due."""

    said: Any = _(
        "It sends the statements of all customers with something open at the end of the day before it is due: by e-mail"
        " where an address is known, the others in one PDF to print."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say beforehand where nothing can be sent."""
        super().__init__(*args, **kwargs)
        self.said = " ".join(filter(None, [str(self.said), said_beforehand()]))


INVOICES_JOB = JobKind(
    name=EMAIL_INVOICES,
    label=_("E-mail invoices"),
    document_type=INVOICE,
    before=partial(_send, letters=_invoices),
    post=partial(_tell, letters=_invoices),
    outstanding=nothing_outstanding,
    document_page="customers:invoice",
    documents_per_chunk=_DOCUMENTS_PER_CHUNK,
    milliseconds_per_document=_MILLISECONDS_PER_DOCUMENT,
    in_words=in_words,
)
CONFIRMATIONS_JOB = JobKind(
    name=EMAIL_CONFIRMATIONS,
    label=_("E-mail confirmations"),
    document_type=ORDER_DOCUMENT,
    before=partial(_send, letters=_confirmations),
    post=partial(_tell, letters=_confirmations),
    outstanding=nothing_outstanding,
    document_page="customers:order_document",
    documents_per_chunk=_DOCUMENTS_PER_CHUNK,
    milliseconds_per_document=_MILLISECONDS_PER_DOCUMENT,
    in_words=in_words,
)
LETTERS_JOB = JobKind(
    name=EMAIL_LETTERS,
    label=_("E-mail collection letters"),
    document_type=COLLECTION_LETTERS.document_type,
    before=partial(_send, letters=_collection_letters),
    post=partial(_tell, letters=_collection_letters),
    outstanding=nothing_outstanding,
    document_page="customers:collection_letter",
    documents_per_chunk=_DOCUMENTS_PER_CHUNK,
    milliseconds_per_document=_MILLISECONDS_PER_DOCUMENT,
    in_words=in_words,
)
STATEMENTS_JOB = JobKind(
    name=SEND_STATEMENTS,
    label=_("Send statements"),
    document_type=CUSTOMER,
    before=partial(_send, letters=_statements),
    post=_print_the_rest,
    select=owing_customers,
    outstanding=nothing_outstanding,
    document_page="customers:customer",
    keeps_order=True,
    documents_per_chunk=_DOCUMENTS_PER_CHUNK,
    milliseconds_per_document=_MILLISECONDS_PER_DOCUMENT,
    in_words=in_words,
    task_form=DueStatements,
)
SENDING_JOBS = (INVOICES_JOB, CONFIRMATIONS_JOB, LETTERS_JOB, STATEMENTS_JOB)
