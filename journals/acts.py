"""What is done with journals of every type: begin one, note a change, approve it, move what waits to another.

What stands in a journal are payments, general vouchers or steps of bills, as its name says.
"""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from arclose.batch.models import Job, JobItem, JobTask
from arclose.batch.models.states import ItemState, TaskState
from arclose.ledger.models import Company
from arclose.ledger.posting import fingerprint_of
from journals.bills.entries import BILL_STEPS
from journals.kinds.general import GENERAL_VOUCHERS
from journals.kinds.payments import PAYMENTS
from journals.models import (
    OF_BILLS,
    BillStep,
    GeneralVoucher,
    Journal,
    JournalChange,
    JournalName,
    JournalType,
    Payment,
)

_STANDS_IN: dict[str, type[Payment | GeneralVoucher | BillStep]] = {
    JournalType.PAYMENT: Payment,
    JournalType.GENERAL: GeneralVoucher,
    **dict.fromkeys(OF_BILLS, BillStep),
}
_POSTED_BY: dict[str, str] = {
    JournalType.PAYMENT: PAYMENTS,
    JournalType.GENERAL: GENERAL_VOUCHERS,
    **dict.fromkeys(OF_BILLS, BILL_STEPS),
}
_AT_WORK = (TaskState.READY, TaskState.EXECUTING)


class CannotEnter(Exception):
    """What was typed cannot be entered so: nothing was changed. ``field`` names what has to be corrected."""

    def __init__(self, reason: str, field: str | None = None) -> None:
        """Carry the reason in words."""
        super().__init__(reason)
        self.field = field


class ChangedMeanwhile(CannotEnter):
    """Somebody else changed, posted or deleted it since the form was opened."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__(_("Somebody else changed this since you opened it. What you typed is kept below."))


class SentBefore(CannotEnter):
    """The same form was sent before with other content: nothing was changed."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__(_("This form was sent before with other content. Look at it, and send it once more."))


class LockedByJob(CannotEnter):
    """A job is posting the journal: nothing was changed."""

    def __init__(self, journal: Journal, job: Job) -> None:
        """Name both."""
        text = _("Job %(job)s is posting journal %(journal)s. Wait until it has ended, or cancel it under batch jobs.")
        super().__init__(text % {"job": job.pk, "journal": journal})
        self.job = job


def begin_journal(*, company: Company, name: JournalName, text: str, created_by: User, key: str) -> Journal:
    """Give a new journal; the same key gives the journal it gave before.

    :raises SentBefore: the key belongs to a journal of another name or text.
    """
    fingerprint = fingerprint_of("journal", name.pk, text)
    found, _is_new = Journal.objects.get_or_create(
        company=company,
        key=key,
        defaults={"name": name, "text": text, "created_by": created_by, "fingerprint": fingerprint},
    )
    if found.fingerprint != fingerprint:
        raise SentBefore
    return found


def waiting_in(journal: Journal) -> "QuerySet[Any]":
    """Give what stands in a journal and is not posted: payments, general vouchers or steps of bills."""
    rows: QuerySet[Any] = _STANDS_IN[journal.name.journal_type]._default_manager.all()
    return rows.filter(journal=journal, status="open")


@transaction.atomic
def approve(*, journal: Journal, version: int, approved_by: User) -> Journal:
    """Approve a journal as it stood when somebody looked at it; a later change of it takes the approval back.

    Who ever changed something in it does not approve it, whoever changed the same line later.

    :raises CannotEnter: it was changed since, the person entered or changed something in it, or nothing waits.
    """
    locked = Journal.objects.select_for_update().select_related(None).get(pk=journal.pk)
    if locked.version != version:
        raise CannotEnter(_("Somebody changed this journal since you opened it. Look at it, then approve it."))
    waiting = waiting_in(locked)
    if not waiting.exists():
        raise CannotEnter(_("Nothing in this journal waits to be posted."))
    if waiting.filter(entered_by=approved_by).exists() or locked.changes.filter(changed_by=approved_by).exists():
        raise CannotEnter(_("Who entered or changed something in it does not approve it. Ask another controller."))
    Journal.objects.filter(pk=journal.pk).update(approved_by=approved_by, approved_at=Now())
    journal.refresh_from_db()
    return journal


def note_change(journal: Journal, *, changed_by: User) -> None:
    """Note that somebody changes something in a journal: it waits for whoever approves it, and is to be approved anew.

    :raises LockedByJob: a job is posting what stands in it.
    """
    _ask_anew(journal)
    JournalChange.objects.create(company_id=journal.company_id, journal=journal, changed_by=changed_by)


def _ask_anew(journal: Journal) -> None:
    Journal.objects.filter(pk=journal.pk).update(version=F("version") + 1, approved_by=None, approved_at=None)
    if job := job_that_posts(journal):
        raise LockedByJob(journal, job)


def job_that_posts(journal: Journal) -> Job | None:
    """Give the job that is posting something of a journal: until it ends or is canceled, nobody changes the journal."""
    tasks = JobTask.objects.filter(
        company=journal.company_id, kind=_POSTED_BY[journal.name.journal_type], state__in=_AT_WORK
    )
    waiting = JobItem.objects.filter(task__in=tasks, state=ItemState.WAITING)
    item = waiting.filter(document_id__in=waiting_in(journal).values("pk")).select_related("task__job").first()
    return item.task.job if item else None


@transaction.atomic
def transfer(*, journal: Journal, documents: Sequence[int], key: str) -> Journal:
    """Move what waits in a journal, which is locked, to a new one of the same name and the same maker; give that.

    Who changed something in the one does not approve the other.
    """
    text = _("From journal %(journal)s") % {"journal": journal}
    rest = begin_journal(company=journal.company, name=journal.name, text=text, created_by=journal.created_by, key=key)
    for one in (journal, rest):
        _ask_anew(one)
    people = JournalChange.objects.filter(journal=journal).values_list("changed_by", flat=True).distinct()
    JournalChange.objects.bulk_create(
        JournalChange(company_id=rest.company_id, journal=rest, changed_by_id=pk) for pk in people
    )
    waiting_in(journal).filter(pk__in=documents).update(journal=rest)
    return rest
