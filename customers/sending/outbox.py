"""The record of e-mails: a row per document and recipient, claimed before it is sent, and what became of it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from arclose.batch.models import JobTask
from customers.models import SentDocument
from customers.models.sending import SendingState, SentType
from customers.sending.letters import Letter

if TYPE_CHECKING:
    from django.contrib.auth.models import User

# A claim this old is nobody's any more: its sender was ended.
LONGEST_CLAIM = timedelta(hours=1)
_LONGEST_ERROR = 500
Key = tuple[int, str]


@transaction.atomic
def enter(*, task: JobTask, letters: Sequence[Letter], asked_by: "User", again_before: datetime | None) -> None:
    """Write a row for each recipient of letters that has none, and take over those that surely did not go out.

    What was sent, or may have been, before ``again_before`` gets a further row, to be sent again; None: nothing does.
    A row of the task itself that was claimed by a worker who is gone may have gone out.
    """
    newest = newest_rows(letters)
    _give_up(newest.values(), task)
    for letter in letters:
        for recipient in letter.recipients:
            found = newest.get((letter.document_id, recipient))
            if found is None:
                _write(task, letter, recipient, asked_by, attempt=1)
            elif found.state in (SendingState.FAILED, SendingState.WAITING):
                _take_over(found, task, asked_by)
            elif found.task_id != task.pk and _went_out_before(found, again_before):
                _write(task, letter, recipient, asked_by, attempt=found.attempt + 1)


def newest_rows(letters: Sequence[Letter]) -> dict[Key, SentDocument]:
    """Give the last row of each document and recipient of letters of one type, by the document's key and address."""
    rows: dict[Key, SentDocument] = {}
    for row in _rows_of(letters).order_by("attempt"):
        rows[row.document_id, row.recipient] = row
    return rows


def recipients_of(rows: Sequence[int]) -> dict[int, list[str]]:
    """Give to whom rows went, or were to go, by document."""
    found: dict[int, list[str]] = {}
    for row in SentDocument.objects.filter(pk__in=rows).order_by("pk"):
        found.setdefault(row.document_id, []).append(row.recipient)
    return {document_id: list(dict.fromkeys(recipients)) for document_id, recipients in found.items()}


def _rows_of(letters: Sequence[Letter]) -> "QuerySet[SentDocument]":
    if not letters:
        return SentDocument.objects.none()
    days = {letter.day for letter in letters}
    return SentDocument.objects.filter(
        company=letters[0].customer.company_id,
        document_type=letters[0].document_type,
        document_id__in=[letter.document_id for letter in letters],
        document_date__in=days,
    )


def _give_up(rows: Iterable[SentDocument], task: JobTask) -> None:
    """Note that nobody knows of what was claimed by who is gone: a chunk of this task has one worker at a time."""
    claimed = Q(state=SendingState.CLAIMED) & (Q(task=task) | Q(at__lt=Now() - LONGEST_CLAIM))
    said = _("The program ended while it was being sent.")
    for row in rows:
        if SentDocument.objects.filter(claimed, pk=row.pk).update(state=SendingState.UNKNOWN, error=said):
            row.state, row.error = SendingState.UNKNOWN, said


def _write(task: JobTask, letter: Letter, recipient: str, asked_by: "User", *, attempt: int) -> None:
    row = SentDocument(
        company_id=task.company_id,
        document_type=letter.document_type,
        document_id=letter.document_id,
        document_date=letter.day,
        number=letter.number[:60],
        customer=letter.customer,
        recipient=recipient,
        attempt=attempt,
        task=task,
        requested_by=asked_by,
    )
    # Another job may have entered it a moment ago: then that one sends it.
    SentDocument.objects.bulk_create([row], ignore_conflicts=True)


def _went_out_before(row: SentDocument, moment: datetime | None) -> bool:
    """Tell whether an e-mail was sent, or may have been, before a moment: what is being sent now was not."""
    if moment is None or row.at is None:
        return False
    return row.state in (SendingState.SENT, SendingState.UNKNOWN) and row.at < moment


def _take_over(row: SentDocument, task: JobTask, asked_by: "User") -> None:
    unsent = SentDocument.objects.filter(pk=row.pk, state__in=[SendingState.FAILED, SendingState.WAITING])
    unsent.update(state=SendingState.WAITING, task=task, requested_by=asked_by, error="")


def waiting(*, task: JobTask, letters: Sequence[Letter]) -> Mapping[int, list[SentDocument]]:
    """Give the rows of letters that the task is to send, by document."""
    found: dict[int, list[SentDocument]] = {}
    for row in _rows_of(letters).filter(task=task, state=SendingState.WAITING).order_by("pk"):
        found.setdefault(row.document_id, []).append(row)
    return found


def documents_sent(*, task: JobTask, documents: Sequence[int]) -> set[int]:
    """Give those of documents that a task has sent to somebody."""
    rows = SentDocument.objects.filter(task=task, document_id__in=documents, state=SendingState.SENT)
    return set(rows.values_list("document_id", flat=True))


@transaction.atomic(durable=True)
def claim(row: SentDocument) -> bool:
    """Take a row to send it, and commit that; False where somebody else has it."""
    return _change(row, SendingState.CLAIMED, at=Now())


def note(row: SentDocument, state: SendingState, *, error: str = "", **values: Any) -> bool:
    """Write down what became of an e-mail; False where somebody else has the row by now, who writes down his own."""
    if state != SendingState.WAITING:
        values["at"] = Now()
    return _change(row, state, error=error.replace("\0", "")[:_LONGEST_ERROR], **values)


def _change(row: SentDocument, state: SendingState, **values: Any) -> bool:
    """Give a row another state, if it is still of its task and in the state that the caller knows."""
    known = SentDocument.objects.filter(pk=row.pk, task=row.task_id, state=row.state)
    is_changed = bool(known.update(state=state, **values))
    if is_changed:
        row.state = state
    return is_changed


def sent_of(*, company_id: int, document_type: SentType, documents: Sequence[int]) -> "QuerySet[SentDocument]":
    """Give what was sent of documents of a type, or is to be, newest first."""
    rows = SentDocument.objects.filter(company=company_id, document_type=document_type, document_id__in=documents)
    return rows.select_related("requested_by").order_by("-pk")
