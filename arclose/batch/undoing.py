"""Undo what a task of a job posted: previewed by doing it and taking it back, then at once or by a task of its own.

Batch knows no document: how one is undone, and what stands in the way, says the app that posted it.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol
from uuid import uuid4

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arclose.access.routes import Role
from arclose.batch.kinds import JobKind, posting_key
from arclose.batch.models import FINISHED_TASK_STATES, JobChunk, JobEvent, JobTask
from arclose.batch.words import NOT_AS_PREVIEWED, refused_by_batch
from arclose.ledger.effects import AccountEffect, WithEffects, digest_of_entries, effects_of
from arclose.ledger.models import Company, Posting
from arclose.ledger.outcomes import Outcome, Refusal
from arclose.ledger.seen import Seen, codes, differences, posted_as_seen
from arclose.web.amounts import format_money
from arclose.web.days import format_day
from arclose.web.said import said

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

# Whoever undoes a whole job is not whoever may post it.
UNDOING_ROLES = frozenset({Role.CONTROLLER.value})
# Where a task keeps what the preview of it showed.
SEEN = "seen"


class Undo(Protocol):
    """Undo documents on a day: those that can be, the others are left out by name. A preview is taken back."""

    def __call__(
        self,
        *,
        company: Company,
        documents: Sequence[int],
        day: date,
        reason: str,
        undone_by: User,
        key: str,
        is_preview: bool = False,
    ) -> Outcome: ...


Look = Callable[[Company, Sequence[int], date], Sequence[Refusal]]


@dataclass(frozen=True)
class Undone:
    """A document that was undone: its number, what its opposite is, and the amount of that in its currency."""

    document_id: int
    number: str
    opposite: str
    currency: str
    amount: Decimal


@dataclass(frozen=True, kw_only=True)
class Undoing:
    """How what tasks of a kind posted is undone.

    ``kind`` is the kind of task that does it. ``documents`` gives (id, day, label) of what a task posted, to be undone
    on that day; ``made`` what a posting has undone. ``consequences`` say in sentences what becomes of it. ``look``
    says, without undoing anything, which documents of many would be left out, so that a preview names them of all.
    """

    kind: str
    documents: Callable[[JobTask, date], "QuerySet[Any, Any]"]
    undo: Undo
    made: Callable[[Company, int], list[Undone]]
    consequences: "Sequence[_StrOrPromise]"
    document_page: str = ""
    look: Look | None = None


def job_kind(undoing: Undoing, **values: Any) -> JobKind:
    """Give the kind of task that undoes documents in the background."""
    return JobKind(
        name=undoing.kind,
        post=partial(_undo_documents, undoing=undoing),
        roles=UNDOING_ROLES,
        facts=_facts,
        document_page=undoing.document_page,
        **values,
    )


def _undo_documents(task: JobTask, documents: Sequence[int], user: User, *, undoing: Undoing) -> Outcome:
    """Undo the documents of a chunk; what is not as the preview showed it stays as it is, by name."""
    seen = task.parameters.get(SEEN)
    if seen is None:
        return _undo_of_task(task, documents, user, undoing)
    with transaction.atomic():
        outcome = _undo_of_task(task, documents, user, undoing)
        changed = _not_as_seen(_seen(undoing, task.company, _day_of(task), outcome), seen)
        if not changed:
            return outcome
        transaction.set_rollback(True)
    rest = [pk for pk in documents if pk not in changed]
    outcome = _undo_of_task(task, rest, user, undoing) if rest else Outcome()
    refused = [refused_by_batch(pk, NOT_AS_PREVIEWED) for pk in sorted(changed)]
    return replace(outcome, left_out=[*outcome.left_out, *refused])


def _undo_of_task(task: JobTask, documents: Sequence[int], user: User, undoing: Undoing) -> Outcome:
    outcome = undoing.undo(
        company=task.company,
        documents=documents,
        day=_day_of(task),
        reason=task.parameters["reason"],
        undone_by=user,
        key=posting_key(task=task, document_ids=documents),
    )
    undone = JobTask.objects.filter(job=task.parameters["job"], number=task.parameters["task"]).first()
    if undone is not None:
        note_undone(task=undone, outcome=outcome, undone_by=user, note=said(partial(_named, task.job_id)))
    return outcome


def _named(job_id: int) -> str:
    return _("Job %(number)s") % {"number": job_id}


def note_undone(*, task: JobTask, outcome: Outcome, undone_by: User, note: str = "") -> None:
    """Write into the history of a job how many documents of a task of it are undone, in the transaction that does."""
    if outcome.posted:
        what = {"company_id": task.company_id, "job_id": task.job_id, "what": JobEvent.What.UNDONE}
        JobEvent.objects.create(**what, number=task.number, count=len(outcome.posted), note=note, user=undone_by)


@transaction.atomic
def undo_at_once(*, task: JobTask, undo: Callable[[], Outcome], undone_by: User) -> Outcome:
    """Undo documents of a task, and write that into the history of its job; once, however often the request comes.

    :raises NotAsSeen: a document, an amount or a reason is not as it was shown; nothing was posted.
    :raises CannotPost: nothing can be posted at all, for want of a number series.
    """
    outcome = undo()
    posting = None if outcome.posting_id is None else Posting.objects.get(pk=outcome.posting_id)
    told = JobEvent.objects.filter(job=task.job_id, number=task.number, what=JobEvent.What.UNDONE)
    if posting is not None and not told.filter(happened_at__gte=posting.posted_at).exists():
        note_undone(task=task, outcome=outcome, undone_by=undone_by)
    return outcome


def _day_of(task: JobTask) -> date:
    return date.fromisoformat(task.parameters["day"])


def as_kept(seen: Seen | None) -> dict[str, Any]:
    """Give what a preview showed as parameters of a task that undoes it; nothing where there was no preview."""
    return {SEEN: {"made": seen.made, "left_out": seen.left_out}} if seen else {}


def is_of_day(seen: Seen, day: date) -> bool:
    """Tell whether a preview showed something, and what it showed was to be undone on a day."""
    return bool(seen.made or seen.left_out) and all(made[-1] == day.isoformat() for made in seen.made.values())


def _not_as_seen(now: Seen, seen: Mapping[str, Mapping[str, Any]]) -> set[int]:
    """Give the documents that would be undone otherwise than they were shown; of those not shown nothing is said.

    One that was shown to be undone and is left out now says so by its own reason. What its opposite is called depends
    on the language, and is not compared.
    """
    return {
        int(document)
        for document, made in now.made.items()
        if document in seen["left_out"] or seen["made"].get(document, made)[1:] != made[1:]
    }


def _facts(task: JobTask) -> list[tuple[str, str]]:
    seen = task.parameters.get(SEEN)
    return [
        (_("Undoes"), _("Job %(number)s") % {"number": task.parameters["job"]}),
        (_("On"), format_day(date.fromisoformat(task.parameters["day"]))),
        (_("Reason"), task.parameters["reason"]),
        *([(_("Compared with its preview"), _documents(len(seen["made"]) + len(seen["left_out"])))] if seen else []),
    ]


def _documents(count: int) -> str:
    return ngettext("%(count)d document", "%(count)d documents", count) % {"count": count}


def postings_of(task: JobTask) -> list[int]:
    """Give the ids of the postings that a task made."""
    chunks = JobChunk.objects.filter(task=task, posting__isnull=False)
    return [pk for pk in chunks.values_list("posting", flat=True).distinct() if pk is not None]


_HAS_POSTED = Exists(JobChunk.objects.filter(task=OuterRef("pk"), posting__isnull=False))


def knowing_whether_posted(tasks: QuerySet[JobTask]) -> QuerySet[JobTask]:
    """Let each task know whether something was posted for it, see :func:`has_posted`."""
    return tasks.annotate(has_posted=_HAS_POSTED)


def has_posted(task: JobTask) -> bool:
    """Tell whether a task, which knows it, has posted something by now; a pro forma posts nothing."""
    return task.done_count > 0 and vars(task)["has_posted"]


def may_undo(task: JobTask) -> bool:
    """Tell whether a task, which knows whether it posted something, is through and did."""
    return task.state in FINISHED_TASK_STATES and has_posted(task)


@dataclass(frozen=True)
class LeftOut:
    """The documents left out for the same cause: their labels, the reason of the first, and what to do."""

    labels: list[str]
    reason: str
    remedy: str
    is_one_reason: bool


@dataclass(frozen=True)
class Total:
    """What the opposites of one kind and currency add up to."""

    opposite: str
    currency: str
    count: int
    amount: Decimal


@dataclass(frozen=True)
class Preview(WithEffects):
    """What undoing would make, leave out and leave as it is, and what it would do to the accounts.

    ``reasons`` says of each document left out why.
    """

    documents: list[Undone]
    totals: list[Total]
    effects: list[AccountEffect]
    left_out: list[LeftOut]
    already: list[str]
    reasons: dict[int, str]
    seen: Seen


def preview(
    *,
    undoing: Undoing,
    company: Company,
    labels: dict[int, str],
    day: date,
    reason: str,
    previewed_by: User,
    others: Mapping[int, str] | None = None,
) -> Preview:
    """Give what undoing documents, by id with their labels, would come to. Nothing is written.

    Of ``others``, which are too many to be previewed, it names those that would be left out, where their kind can tell.

    :raises CannotPost: nothing can be posted at all, for want of a number series.
    """
    with transaction.atomic():
        outcome = undoing.undo(
            company=company,
            documents=list(labels),
            day=day,
            reason=reason,
            undone_by=previewed_by,
            key=f"preview-{uuid4()}",
            is_preview=True,
        )
        posting = outcome.posting_id
        made = undoing.made(company, posting) if posting else []
        effects = effects_of(company, posting) if posting else []
        seen = _seen(undoing, company, day, outcome)
        transaction.set_rollback(True)
    if others and undoing.look:
        looked_at = undoing.look(company, list(others), day)
        outcome = replace(outcome, left_out=[*outcome.left_out, *looked_at])
        seen = replace(seen, left_out=seen.left_out | codes(looked_at))
        labels = {**labels, **others}
    reasons = {one.document_id: one.reason for one in reversed(outcome.left_out)}
    already = [labels[pk] for pk in outcome.already if pk in labels]
    return Preview(made, _totals(made), effects, _by_cause(outcome.left_out, labels), already, reasons, seen)


def undo_as_seen(
    *,
    undoing: Undoing,
    company: Company,
    documents: Sequence[int],
    day: date,
    reason: str,
    undone_by: User,
    key: str,
    seen: Seen,
) -> Outcome:
    """Undo documents as a preview showed it, or nothing. The same key gives the answer it gave before.

    :raises NotAsSeen: a document, an amount or a reason is not as it was shown; nothing was posted.
    :raises CannotPost: nothing can be posted at all, for want of a number series.
    """
    return posted_as_seen(
        post=partial(
            undoing.undo,
            company=company,
            documents=documents,
            day=day,
            reason=reason,
            undone_by=undone_by,
            key=key,
        ),
        look=lambda outcome: _seen(undoing, company, day, outcome),
        seen=seen,
        known=lambda: Posting.objects.filter(company=company, key=key).first(),
    )


def _seen(undoing: Undoing, company: Company, day: date, outcome: Outcome) -> Seen:
    """Give the facts by which what was shown is told from what is posted; numbers of opposites are not among them."""
    posting = outcome.posting_id
    made = undoing.made(company, posting) if posting else []
    return Seen(
        {str(one.document_id): [one.opposite, one.currency, str(one.amount), day.isoformat()] for one in made},
        codes(outcome.left_out),
        digest_of_entries(posting) if posting else "",
    )


def changes(seen: Seen, preview: Preview, labels: dict[int, str]) -> list[tuple[str, str]]:
    """Give (label, what is different) for each document that would not be undone as it was shown."""

    def reason(document: int, code: str) -> str:
        return preview.reasons.get(document, code).rstrip(".")

    found = differences(seen=seen, now=preview.seen, titled=reason, shown=_shown)
    return [(labels.get(document, ""), text) for document, text in found]


def _shown(facts: Sequence[str]) -> str:
    opposite, currency, amount, day = facts
    return f"{opposite} {format_money(Decimal(amount), currency)}, {format_day(date.fromisoformat(day))}"


def _totals(made: Sequence[Undone]) -> list[Total]:
    groups: dict[tuple[str, str], list[Decimal]] = defaultdict(list)
    for one in made:
        groups[one.opposite, one.currency].append(one.amount)
    return [Total(*key, len(amounts), sum(amounts, Decimal(0))) for key, amounts in sorted(groups.items())]


def _by_cause(refusals: Sequence[Refusal], labels: dict[int, str]) -> list[LeftOut]:
    """Group what was left out by its cause, the most frequent first."""
    groups: dict[str, list[Refusal]] = defaultdict(list)
    for refusal in refusals:
        groups[refusal.code].append(refusal)
    found = [
        LeftOut(
            [labels.get(one.document_id, str(one.document_id)) for one in group],
            group[0].reason,
            group[0].remedy,
            len({one.reason for one in group}) == 1,
        )
        for group in groups.values()
    ]
    return sorted(found, key=lambda one: -len(one.labels))
