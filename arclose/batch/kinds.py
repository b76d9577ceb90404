"""What kinds of task a job may have: apps above register theirs when they start.

A kind of documents says how a chunk of them is posted, and which still wait for it; a kind of act says what is done
once. Batch itself never looks into a document.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from arclose.access.routes import Role
from arclose.batch.models import JobItem, JobTask
from arclose.batch.stopping import stops_at_first_error
from arclose.batch.task_parameters import TaskParameters
from arclose.ledger.outcomes import Fact, Outcome

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

    from arclose.batch.undoing import Undoing

# The roles whose holders may have documents posted for them.
POSTING_ROLES = frozenset({Role.CLERK.value, Role.CONTROLLER.value})
_MINUTES_PER_ACT = 60

PostDocuments = Callable[[JobTask, Sequence[int], User], Outcome]
Follow = Callable[[JobTask], None]
BeforePosting = Callable[[JobTask, Sequence[int], User], None]
Outstanding = Callable[[QuerySet[JobItem], date | None], QuerySet[JobItem]]
SelectDocuments = Callable[[JobTask], QuerySet[Any, Any]]
Together = Callable[[JobTask], Any]
FixPage = Callable[[str, Sequence[Fact]], tuple[str, str]]
InWords = Callable[[str, Sequence[Fact]], tuple[str, str] | None]


@dataclass(frozen=True)
class InPart:
    """What an act says that could not do all of it: what it did stays, and its task has failed in these words."""

    said: str


Run = Callable[[JobTask, User], "_StrOrPromise | InPart"]


class CannotSelect(LookupError):
    """Tasks of this kind do not find their documents themselves: they are submitted with them."""


class UnknownKind(LookupError):
    """No app registered this kind of task: the program that submitted it was another version."""


def _knows_no_words(_code: str, _facts: Sequence[Fact]) -> None:
    return None


def _no_fix_page(_code: str, _facts: Sequence[Fact]) -> tuple[str, str]:
    return "", ""


def _no_facts(_task: JobTask) -> list[tuple[str, str]]:
    return []


def nothing_outstanding(items: "QuerySet[JobItem]", _until: date | None) -> "QuerySet[JobItem]":
    """Narrow items to none: what a kind prints or sends posts nothing, so no period waits for it."""
    return items.none()


def _nothing_together(_task: JobTask) -> None:
    return None


def _no_downloads(_request: HttpRequest, _task: JobTask) -> list[tuple[str, str]]:
    return []


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What every kind of task has.

    ``roles`` names who may have it done: whoever the job works for needs one of them when it works. What the program
    does by itself works for nobody.
    ``proofs`` names the probes, quick ones, that are run on the company's books when a job with such a task has ended.
    ``facts`` gives what a task was submitted with, as labels and values; ``downloads`` what it made to be downloaded,
    as labels and addresses. ``task_form`` asks for what a task does that is made on the page of a job; None: there
    none is made. Such a task finds its documents when it begins, or is an act.
    """

    name: str
    label: "_StrOrPromise"
    roles: frozenset[str] = POSTING_ROLES
    proofs: tuple[str, ...] = ()
    facts: Callable[[JobTask], list[tuple[str, str]]] = _no_facts
    downloads: Callable[[HttpRequest, JobTask], list[tuple[str, str]]] = _no_downloads
    task_form: type[TaskParameters] | None = None


@dataclass(frozen=True, kw_only=True)
class JobKind(Kind):
    """A kind of task that posts documents.

    ``post`` gets the task, the ids of a chunk's documents and the user it works for, and is called inside the
    transaction that writes the result down; it may be called again for the same documents and then says "already".
    ``outstanding`` narrows items to those whose document is neither posted nor withdrawn and, where it gets a day,
    dated on or before it: by the document's own date of now, since it may have been moved after it came into the job.
    ``select`` finds the documents (id, date, label of each) of a task submitted without any, when it begins: those its
    parameters ask for, such as the filter of the list it was submitted from. Only what waits belongs there.
    ``together`` gives, for a task, the expression of its documents that is equal for those to be posted together, and
    of one that stands alone like no other's; None where each stands alone. They share a chunk, also when it is halved.
    ``document_page`` is the page of one document, reversed with its ``pk``; ``list_page`` clears what is left.
    ``made_page`` is the list of what its tasks post, which narrows by ``job``.
    ``in_words`` gives reason and remedy of a refusal by its code and facts, in the active language, None where it does
    not know the code. ``fix_page`` gives the page where the cause of a refusal is put right, and a text to find it by
    there; both empty where that is done on the document itself. ``undoing`` says how what its tasks posted is undone,
    where a whole task can be.
    ``before`` does, outside the transaction, what no transaction can take back, such as sending; it gets what ``post``
    gets, opens transactions of its own, and may be called again for documents it did before: then it leaves them alone.
    ``follow`` does, in the transaction that ends the job, what follows from all that the task posted, such as
    submitting a job that sends it (:mod:`arclose.batch.following`).
    ``keeps_order`` lets the documents of a task stand in the order they were chosen in, not in that of their dates.
    ``documents_per_chunk`` and ``milliseconds_per_document`` limit chunks otherwise than usual; 0: as usual.
    """

    document_type: str
    post: PostDocuments
    outstanding: Outstanding
    select: SelectDocuments | None = None
    together: Together = _nothing_together
    document_page: str = ""
    list_page: str = ""
    made_page: str = ""
    in_words: InWords = _knows_no_words
    fix_page: FixPage = _no_fix_page
    undoing: "Undoing | None" = None
    before: BeforePosting | None = None
    follow: Follow | None = None
    keeps_order: bool = False
    documents_per_chunk: int = 0
    milliseconds_per_document: int = 0


@dataclass(frozen=True, kw_only=True)
class ActKind(Kind):
    """A kind of task that does one thing and has no documents: an import, making invoices that come again, a clean-up.

    ``run`` gets the task and the user it works for, and says in a sentence what it did; :class:`InPart` where it left
    something undone that was asked for. It is called once, inside the transaction that writes the result down, so that
    an error undoes it whole. One that takes long, or that talks to other machines, is not atomic: it is called outside
    a transaction, opens its own, and may be called again after its worker died; then it recognizes by :func:`act_key`
    what it did before.
    ``minutes`` is how long it may take before its worker counts as lost.
    ``blocks_close`` tells whether a period stays open while such a task that was due in it has not ended well.
    """

    run: Run
    is_atomic: bool = True
    minutes: int = _MINUTES_PER_ACT
    blocks_close: bool = True


_KINDS: dict[str, JobKind | ActKind] = {}


def register(kind: JobKind | ActKind) -> None:
    """Make a kind known under its name; the last registration counts."""
    _KINDS[kind.name] = kind


def get(name: str) -> JobKind | ActKind:
    """Give the kind of that name.

    :raises UnknownKind: no app registered it.
    """
    try:
        return _KINDS[name]
    except KeyError:
        raise UnknownKind(name) from None


def selected_documents(task: JobTask) -> QuerySet[Any, Any]:
    """Give what a task submitted without documents is to post by now, as (id, date, label).

    :raises UnknownKind: no app registered the kind.
    :raises CannotSelect: its tasks are submitted with their documents.
    """
    kind = get(task.kind)
    if not isinstance(kind, JobKind) or kind.select is None:
        raise CannotSelect(task.kind)
    return kind.select(task)


def together(task: JobTask) -> Any:
    """Give the expression by which the documents of a task are posted together; None where each stands alone.

    :raises UnknownKind: no app registered its kind.
    """
    kind = get(task.kind)
    return kind.together(task) if isinstance(kind, JobKind) else None


def registered() -> list[JobKind | ActKind]:
    """Give every kind, in order of registration."""
    return list(_KINDS.values())


def of_documents() -> list[JobKind]:
    """Give every kind of documents, in order of registration."""
    return [kind for kind in _KINDS.values() if isinstance(kind, JobKind)]


def acts_that_block() -> list[str]:
    """Give the names of the kinds of acts that keep a period open while they have not ended well."""
    return [kind.name for kind in _KINDS.values() if isinstance(kind, ActKind) and kind.blocks_close]


def late_that_block() -> list[str]:
    """Give the names of the kinds whose tasks may find their documents late, and keep a period open by what is left."""
    return [kind.name for kind in of_documents() if kind.select and kind.outstanding is not nothing_outstanding]


def outstanding(name: str, items: QuerySet[JobItem], *, until: date) -> QuerySet[JobItem]:
    """Narrow items of tasks of a kind to those whose document still waits and is dated on or before a day.

    Where no app knows the kind, the date with which the document came into its task has to do.
    """
    kind = _KINDS.get(name)
    return kind.outstanding(items, until) if isinstance(kind, JobKind) else items.filter(document_date__lte=until)


def proofs_of(name: str) -> tuple[str, ...]:
    """Give the names of the probes to run when a job with a task of this kind has ended."""
    return _KINDS[name].proofs if name in _KINDS else ()


def in_words(name: str, code: str, facts: Sequence[Fact]) -> tuple[str, str] | None:
    """Give reason and remedy of a refusal of a kind, in the active language; None where nobody knows the words."""
    kind = _KINDS.get(name)
    return kind.in_words(code, facts) if isinstance(kind, JobKind) else None


def fix_page_of(name: str, code: str, facts: Sequence[Fact]) -> tuple[str, str]:
    """Give the page where the cause of a refusal of a kind is put right, and a text to find it by; else empty ones."""
    kind = _KINDS.get(name)
    return kind.fix_page(code, facts) if isinstance(kind, JobKind) else ("", "")


def undoing_of(name: str) -> "Undoing | None":
    """Give how what tasks of a kind posted is undone; None where a whole task cannot be."""
    kind = _KINDS.get(name)
    return kind.undoing if isinstance(kind, JobKind) else None


def made_page_of(name: str) -> str:
    """Give the list of what tasks of a kind post, which narrows by their job; empty where there is none."""
    kind = _KINDS.get(name)
    return kind.made_page if isinstance(kind, JobKind) else ""


def keeps_order(name: str) -> bool:
    """Tell whether documents of tasks of a kind stand in the order they were chosen in."""
    kind = _KINDS.get(name)
    return isinstance(kind, JobKind) and kind.keeps_order


def documents_per_chunk(name: str) -> int:
    """Give how many documents a chunk of this kind has at most."""
    kind, usual = _KINDS.get(name), int(settings.BATCH_CHUNK_SIZE)
    return min(usual, kind.documents_per_chunk or usual) if isinstance(kind, JobKind) else usual


def milliseconds_per_document(name: str) -> int:
    """Give how long a document of this kind may take."""
    kind, usual = _KINDS.get(name), int(settings.BATCH_DOCUMENT_LIMIT_MILLISECONDS)
    return (kind.milliseconds_per_document or usual) if isinstance(kind, JobKind) else usual


def minutes_of(name: str) -> int:
    """Give how many minutes an act of this kind may take."""
    kind = _KINDS.get(name)
    return kind.minutes if isinstance(kind, ActKind) else _MINUTES_PER_ACT


def label_of(name: str) -> str:
    """Give the label of a kind, or its bare name where no app here knows it."""
    return str(_KINDS[name].label) if name in _KINDS else name


def posting_key(*, task: JobTask, document_ids: Sequence[int]) -> str:
    """Give the business key of the posting of these documents by this task: the same for every attempt."""
    listed = ",".join(str(document_id) for document_id in sorted(document_ids))
    digest = hashlib.sha256(listed.encode()).hexdigest()[:32]
    return f"job-{task.job_id}-{task.number}-{task.round}-{digest}"


def act_key(*, task: JobTask) -> str:
    """Give the business key of what an act makes: the same for every attempt and every retry."""
    return f"job-{task.job_id}-{task.number}"


def facts_of(task: JobTask) -> list[tuple[str, str]]:
    """Give what a task was submitted with, as labels and values."""
    stops = [(_("At an error"), _("Stop"))] if stops_at_first_error(task) else []
    return [*stops, *(_KINDS[task.kind].facts(task) if task.kind in _KINDS else [])]


def downloads_of(request: HttpRequest, task: JobTask) -> list[tuple[str, str]]:
    """Give what a task made to be downloaded, as labels and addresses."""
    return _KINDS[task.kind].downloads(request, task) if task.kind in _KINDS else []
