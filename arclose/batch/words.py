"""Why a document of a job is set aside, in the language of whoever reads it."""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from arclose.batch import kinds
from arclose.batch.models import JobItem
from arclose.ledger.outcomes import Fact, Refusal, from_stored

PARKED = "parked"
PARKED_ACT = "parked_act"
NOT_ANSWERED = "not_answered"
NOT_AS_PREVIEWED = "not_as_previewed"

# What batch itself refuses. code: (names of its facts, reason, what to do)
_WORDS: dict[str, tuple[Sequence[str], str | Promise, str | Promise]] = {
    PARKED: (
        ("attempts", "seconds"),
        gettext_lazy(
            "%(attempts)s workers ended while they posted this document alone: it stopped them, or took "
            "longer than %(seconds)s seconds."
        ),
        gettext_lazy("Tell the administrator; the workers' log says where they ended. Then try again or dismiss it."),
    ),
    PARKED_ACT: (
        ("attempts", "seconds"),
        gettext_lazy(
            "%(attempts)s workers ended while they did this: it stopped them, or took longer than %(seconds)s seconds."
        ),
        gettext_lazy("Tell the administrator; the workers' log says where they ended. Then try again."),
    ),
    NOT_ANSWERED: (
        (),
        gettext_lazy("The posting neither posted nor refused this document."),
        gettext_lazy("This is a fault of the program: tell the administrator, then try again."),
    ),
    NOT_AS_PREVIEWED: (
        (),
        gettext_lazy(
            "It would be undone now, and not as the preview showed it: it was left out there, or was another amount."
        ),
        gettext_lazy("Look at a new preview, from the page of the job that posted it, and undo it from there."),
    ),
}


def of_batch(code: str, facts: Sequence[Fact]) -> tuple[str, str] | None:
    """Give reason and remedy of what batch refuses; None where it is not batch that does."""
    if code not in _WORDS:
        return None
    names, reason, remedy = _WORDS[code]
    return str(reason) % dict(zip(names, facts, strict=False)), str(remedy)


def refused_by_batch(document_id: int, code: str, *facts: Fact) -> Refusal:
    """Give a refusal of batch itself in words."""
    words = of_batch(code, facts)
    assert words, code
    return Refusal(document_id, code, *words, facts)


def words_of(item: JobItem, *, kind: str) -> tuple[str, str]:
    """Give reason and remedy of a document of a job of a kind, in the active language where its words are known.

    Refused for several reasons, it shows them all, with what to do about the first. Words that nobody knows by their
    code are shown as they were written down.
    """
    found = [_by_code(kind, code, from_stored(facts)) for code, facts in item.refusals]
    known = [words for words in found if words]
    if not known or len(known) < len(found):
        return item.reason, item.remedy
    return " ".join(reason for reason, _remedy in known), known[0][1]


def reason_of(refused: Refusal, *, kind: str) -> str:
    """Give the reason of a refusal by a kind in the active language where its words are known, else as it was given."""
    words = _by_code(kind, refused.code, refused.facts)
    return words[0] if words else str(refused.reason)


def _by_code(kind: str, code: str, facts: Sequence[Fact]) -> tuple[str, str] | None:
    return of_batch(code, facts) or kinds.in_words(kind, code, facts)
