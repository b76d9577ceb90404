"""The kinds of task that calculate interest, post its notes, and undo what such a task posted."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User
from django.db.models import CharField, DateField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arclose.batch.kinds import ActKind, JobKind, posting_key
from arclose.batch.models import JobItem, JobTask
from arclose.batch.task_parameters import TaskParameters
from arclose.batch.undoing import Undoing, Undone, job_kind, postings_of
from arclose.ledger.models import Company, Voucher
from arclose.ledger.outcomes import Outcome
from customers.dunning.calculating import calculate_interest
from customers.dunning.posting import INTEREST_NOTE, INTEREST_NOTES, post_interest_notes
from customers.dunning.refusals import in_words
from customers.dunning.reversing import INTEREST_NOTE_REVERSALS, reverse_interest_notes
from customers.models import InterestNote
from customers.models.interest import UNPOSTED

CALCULATE_INTEREST = "calculate-interest"
# How a note is called before it has a voucher: IN-12.
NOTE_LABEL = Concat(Value("IN-"), Cast("pk", CharField()))


def unposted_notes(*, company: Company, until: date) -> "QuerySet[InterestNote]":
    """Give the interest notes that are not posted, dated on or before a day."""
    return InterestNote.objects.filter(company=company, status__in=UNPOSTED, note_date__lte=until)


def calculate(task: JobTask, user: User) -> str:
    """Calculate interest until the day of the task, of today without one, as notes of that day; say how many."""
    today = timezone.localdate(timezone=ZoneInfo(task.company.time_zone))
    until = date.fromisoformat(task.parameters["until"]) if "until" in task.parameters else today
    note_date = date.fromisoformat(task.parameters["note_date"]) if "note_date" in task.parameters else until
    return str(calculate_interest(company=task.company, until=until, note_date=note_date, created_by=user))


class UntilToday(TaskParameters):
    """Asks for nothing: the task calculates until the day it runs."""

    said = _("It makes interest notes of what is overdue until the day it runs; they wait to be posted.")


CALCULATE_INTEREST_JOB = ActKind(
    name=CALCULATE_INTEREST, label=_("Calculate interest"), run=calculate, task_form=UntilToday
)


def post_notes(task: JobTask, documents: Sequence[int], user: User) -> Outcome:
    """Post the interest notes of a chunk."""
    key = posting_key(task=task, document_ids=documents)
    return post_interest_notes(company=task.company, documents=documents, posted_by=user, key=key)


def notes_outstanding(items: "QuerySet[JobItem]", until: date | None) -> "QuerySet[JobItem]":
    """Narrow items to those whose interest note is not posted, and dated until a day."""
    waiting = InterestNote.objects.filter(pk=OuterRef("document_id"), status__in=UNPOSTED)
    return items.filter(Exists(waiting.filter(note_date__lte=until) if until else waiting))


def _notes_of(task: JobTask, day: date) -> "QuerySet[Any, Any]":
    rows = InterestNote.objects.filter(company=task.company_id, posting__in=postings_of(task)).order_by("pk")
    labeled = rows.annotate(undone_on=Cast(Value(day), DateField()), label=NOTE_LABEL)
    return labeled.values_list("pk", "undone_on", "label")


def _reversed_notes(company: Company, posting: int) -> list[Undone]:
    vouchers = Voucher.objects.filter(company=company, posting=posting, reversal_of__document_type=INTEREST_NOTE)
    ids = list(vouchers.values_list("reversal_of__document_id", flat=True))
    notes = InterestNote.objects.filter(company=company, pk__in=ids).order_by("pk")
    reversal = str(_("reversal"))
    return [Undone(n.pk, str(n), reversal, n.currency_id, n.interest_amount + n.fee_amount) for n in notes]


def _reversals_outstanding(items: "QuerySet[JobItem]", until: date | None) -> "QuerySet[JobItem]":
    """Narrow items to those whose note is not reversed, to be reversed until a day."""
    standing = Voucher.objects.filter(
        document_type=INTEREST_NOTE, document_id=OuterRef("document_id"), reversed_by__isnull=True
    )
    waiting = items.filter(Exists(standing))
    return waiting.filter(document_date__lte=until) if until else waiting


UNDO_INTEREST_NOTES = Undoing(
    kind=INTEREST_NOTE_REVERSALS,
    documents=_notes_of,
    undo=reverse_interest_notes,
    made=_reversed_notes,
    consequences=(
        _("Each interest note is reversed by a linked voucher with the opposite entries, on the day below."),
        _("Its days can be charged again: calculate anew for that."),
    ),
    document_page="customers:interest_note",
)
UNDO_INTEREST_NOTES_JOB = job_kind(
    UNDO_INTEREST_NOTES,
    label=_("Reverse interest notes"),
    document_type=INTEREST_NOTE,
    outstanding=_reversals_outstanding,
    list_page="customers:interest_notes",
    proofs=("subledger",),
    in_words=in_words,
)
INTEREST_NOTES_JOB = JobKind(
    name=INTEREST_NOTES,
    label=_("Post interest notes"),
    document_type=INTEREST_NOTE,
    post=post_notes,
    outstanding=notes_outstanding,
    document_page="customers:interest_note",
    list_page="customers:interest_notes",
    proofs=("subledger",),
    in_words=in_words,
    undoing=UNDO_INTEREST_NOTES,
)
DUNNING_JOBS = (CALCULATE_INTEREST_JOB, INTEREST_NOTES_JOB, UNDO_INTEREST_NOTES_JOB)
