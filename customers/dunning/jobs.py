"""The kinds of task that calculate interest and write letters, post them, and undo what such a task posted."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User
from django.db.models import DateField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arclose.batch.kinds import ActKind, JobKind, posting_key
from arclose.batch.models import JobItem, JobTask
from arclose.batch.task_parameters import TaskParameters
from arclose.batch.undoing import Undoing, Undone, job_kind, postings_of
from arclose.ledger.models import Company, Posting
from arclose.ledger.outcomes import Outcome
from customers.dunning.calculating import calculate_interest
from customers.dunning.collection_letters import COLLECTION_LETTERS
from customers.dunning.interest_notes import INTEREST_NOTES
from customers.dunning.letters import write_letters
from customers.dunning.notes import NoteKind
from customers.dunning.posting import post_notes
from customers.dunning.refusals import in_words
from customers.dunning.reversing import reverse_notes
from customers.models.dunning import UNPOSTED, NoteStatus

CALCULATE_INTEREST, WRITE_LETTERS = "calculate-interest", "write-collection-letters"


def unposted(kind: NoteKind, *, company: Company, until: date) -> "QuerySet[Any]":
    """Give the documents of a kind that are not posted, dated on or before a day."""
    return kind.of(company).filter(status__in=UNPOSTED, note_date__lte=until)


def _days_of(task: JobTask) -> tuple[date, date]:
    """Give until which day a task looks, today where it says nothing, and which date its documents have."""
    today = timezone.localdate(timezone=ZoneInfo(task.company.time_zone))
    until = date.fromisoformat(task.parameters["until"]) if "until" in task.parameters else today
    return until, date.fromisoformat(task.parameters["note_date"]) if "note_date" in task.parameters else until


def _calculate(task: JobTask, user: User) -> str:
    until, note_date = _days_of(task)
    return str(calculate_interest(company=task.company, until=until, note_date=note_date, created_by=user))


def _write_letters(task: JobTask, user: User) -> str:
    until, letter_date = _days_of(task)
    customers = task.parameters.get("customers")
    return str(
        write_letters(company=task.company, until=until, letter_date=letter_date, created_by=user, customers=customers)
    )


class UntilToday(TaskParameters):
    """Asks for nothing: the task calculates until the day it runs."""

    said = _("It makes interest notes of what is overdue until the day it runs; they wait to be posted.")


class LettersUntilToday(TaskParameters):
    """Asks for nothing: the task writes letters until the day it runs."""

    said = _("It makes collection letters of what is overdue until the day it runs; they wait to be posted.")


CALCULATE_INTEREST_JOB = ActKind(
    name=CALCULATE_INTEREST, label=_("Calculate interest"), run=_calculate, task_form=UntilToday
)
WRITE_LETTERS_JOB = ActKind(
    name=WRITE_LETTERS, label=_("Make collection letters"), run=_write_letters, task_form=LettersUntilToday
)


def _post(task: JobTask, documents: Sequence[int], user: User, *, kind: NoteKind) -> Outcome:
    """Post the documents of a chunk."""
    key = posting_key(task=task, document_ids=documents)
    return post_notes(kind, company=task.company, documents=documents, posted_by=user, key=key)


def _outstanding(items: "QuerySet[JobItem]", until: date | None, *, kind: NoteKind) -> "QuerySet[JobItem]":
    """Narrow items to those whose document is not posted, and dated until a day."""
    waiting = kind.notes.objects.filter(pk=OuterRef("document_id"), status__in=UNPOSTED)
    return items.filter(Exists(waiting.filter(note_date__lte=until) if until else waiting))


def _posted_by(task: JobTask, day: date, *, kind: NoteKind) -> "QuerySet[Any, Any]":
    rows = kind.of(task.company).filter(posting__in=postings_of(task)).order_by("pk")
    labeled: QuerySet[Any, Any] = rows.annotate(undone_on=Cast(Value(day), DateField()), label=kind.labeled)
    return labeled.values_list("pk", "undone_on", "label")


def _reversed(company: Company, posting: int, *, kind: NoteKind) -> list[Undone]:
    notes = kind.reversed_by(Posting.objects.select_related("company").get(company=company, pk=posting)).order_by("pk")
    reversal = str(_("reversal"))
    return [Undone(one.pk, str(one), reversal, one.currency_id, kind.total_of(one)) for one in notes]


def _reversals_outstanding(items: "QuerySet[JobItem]", until: date | None, *, kind: NoteKind) -> "QuerySet[JobItem]":
    """Narrow items to those whose document is not reversed, to be reversed until a day."""
    standing = kind.notes.objects.filter(pk=OuterRef("document_id"), status=NoteStatus.POSTED)
    waiting = items.filter(Exists(standing))
    return waiting.filter(document_date__lte=until) if until else waiting


def _undoing(kind: NoteKind, document_page: str, *consequences: Any) -> Undoing:
    return Undoing(
        kind=kind.reversals,
        documents=partial(_posted_by, kind=kind),
        undo=partial(reverse_notes, kind),
        made=partial(_reversed, kind=kind),
        consequences=consequences,
        document_page=document_page,
    )


UNDO_INTEREST_NOTES = _undoing(
    INTEREST_NOTES,
    "customers:interest_note",
    _("Each interest note is reversed by a linked voucher with the opposite entries, on the day below."),
    _("Its days can be charged again: calculate anew for that."),
)
UNDO_COLLECTION_LETTERS = _undoing(
    COLLECTION_LETTERS,
    "customers:collection_letter",
    _("Each collection letter is reversed, its fee by a linked voucher with the opposite entries, on the day below."),
    _("What it asks for goes back to the step before, unless a later letter for it stands, and is asked for again."),
)


def _kinds(kind: NoteKind, undoing: Undoing, list_page: str, *, label: Any, undo_label: Any) -> tuple[JobKind, JobKind]:
    """Give the kind of task that posts documents of a kind, and the one that takes them back."""
    shared: dict[str, Any] = {
        "document_type": kind.document_type,
        "list_page": list_page,
        "proofs": ("subledger",),
        "in_words": in_words,
    }
    post = JobKind(
        name=kind.name,
        label=label,
        post=partial(_post, kind=kind),
        outstanding=partial(_outstanding, kind=kind),
        document_page=undoing.document_page,
        undoing=undoing,
        **shared,
    )
    undo = job_kind(undoing, label=undo_label, outstanding=partial(_reversals_outstanding, kind=kind), **shared)
    return post, undo


INTEREST_NOTES_JOB, UNDO_INTEREST_NOTES_JOB = _kinds(
    INTEREST_NOTES,
    UNDO_INTEREST_NOTES,
    "customers:interest_notes",
    label=_("Post interest notes"),
    undo_label=_("Reverse interest notes"),
)
COLLECTION_LETTERS_JOB, UNDO_COLLECTION_LETTERS_JOB = _kinds(
    COLLECTION_LETTERS,
    UNDO_COLLECTION_LETTERS,
    "customers:collection_letters",
    label=_("Post collection letters"),
    undo_label=_("Reverse collection letters"),
)
DUNNING_JOBS = (
    CALCULATE_INTEREST_JOB,
    INTEREST_NOTES_JOB,
    UNDO_INTEREST_NOTES_JOB,
    WRITE_LETTERS_JOB,
    COLLECTION_LETTERS_JOB,
    UNDO_COLLECTION_LETTERS_JOB,
)
