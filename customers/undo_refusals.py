"""Why a posted document cannot be undone, in words, and what to do about it."""

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from arclose.ledger.outcomes import Fact, Refusal
from customers.refusals import said

_ANOTHER_DAY = gettext_lazy("Choose a later day that lies in an open period.")

# code: (reason with its facts, what to do)
_WORDS: dict[str, tuple[str | Promise, str | Promise]] = {
    "undoes_another": (
        gettext_lazy("It undoes another document itself.%s"),
        gettext_lazy("What it took back is posted again from its order, or entered anew."),
    ),
    "credited": (
        gettext_lazy("All of it is taken back already, by %s."),
        gettext_lazy("Leave it out. Where that one is undone as well, cancel its returned order, then try again."),
    ),
    "credited_in_part": (
        gettext_lazy("A part of it is taken back already, by %s."),
        gettext_lazy("Credit what is left of it from its own page."),
    ),
    "credit_waiting": (
        gettext_lazy("Order %s takes it back and waits to be posted."),
        gettext_lazy("Post that order, or cancel it and try again."),
    ),
    "deducted": (
        gettext_lazy("It is deducted, by %s."),
        gettext_lazy("Undo that invoice first, or credit what is left of the prepayment from its own page."),
    ),
    "marked": (
        gettext_lazy("%s will settle it."),
        gettext_lazy("Mark it no longer there, or post that and take it back."),
    ),
    "settled": (
        gettext_lazy("It is settled with %s."),
        gettext_lazy("Take that settlement back first, then try again."),
    ),
    "later_than_day": (
        gettext_lazy("It is of %s, later than the day on which it would be undone."),
        _ANOTHER_DAY,
    ),
    "day_not_open": (
        gettext_lazy("The day on which it would be undone, %s, lies in no open period."),
        gettext_lazy("Reopen the period on the ledger calendar, or undo on a day of an open one."),
    ),
    "no_packing_slip": (
        gettext_lazy("It is a correction itself, or no packing slip.%s"),
        gettext_lazy("Deliver the order again where that is wanted."),
    ),
    "corrected": (
        gettext_lazy("A part or all of it is taken back already, by %s."),
        gettext_lazy("Correct what is left of it from its own page."),
    ),
    "invoiced_meanwhile": (
        gettext_lazy("What it delivered is invoiced, by %s."),
        gettext_lazy(
            "Undo the job that posted that invoice, then try again. What is credited instead stays delivered."
        ),
    ),
}
_OF_A_DAY = {"later_than_day": "period_not_open", "day_not_open": "period_not_open"}


def add_words(words: Mapping[str, tuple[str | Promise, str | Promise]]) -> None:
    """Take the words of codes that an app above customers refuses by."""
    _WORDS.update(words)


def refusal(document_id: int, code: str, *facts: Fact) -> Refusal:
    """Give the refusal of a document in words."""
    words = in_words(code, facts)
    assert words, code
    return Refusal(document_id, code, *words, facts)


def in_words(code: str, facts: Sequence[Fact]) -> tuple[str, str] | None:
    """Give reason and remedy of a refusal in the active language; None where its code is none of these."""
    if code not in _WORDS:
        return None
    reason, remedy = _WORDS[code]
    return str(reason) % said(_OF_A_DAY.get(code, code), facts), str(remedy)
