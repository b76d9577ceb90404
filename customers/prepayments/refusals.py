"""Why no prepayment invoice is made of an order, in words, and what to do about it."""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from arclose.ledger.outcomes import Fact, Refusal
from customers import refusals

# code: (title, reason with its facts, what to do)
_WORDS: dict[str, tuple[str | Promise, str | Promise, str | Promise]] = {
    "prepaid_day_not_open": (
        gettext_lazy("Period not open"),
        gettext_lazy("%s lies in no open period."),
        gettext_lazy("Choose a day that lies in an open period."),
    ),
    "returned_not_prepaid": (
        gettext_lazy("Returned order"),
        gettext_lazy("Nothing is prepaid of a returned order.%s"),
        gettext_lazy("Leave it out."),
    ),
    "nothing_to_prepay": (
        gettext_lazy("Nothing left to invoice"),
        gettext_lazy("Nothing is left to invoice of the order.%s"),
        gettext_lazy("Leave it out."),
    ),
    "prepaid_not_confirmed": (
        gettext_lazy("Not confirmed"),
        gettext_lazy("The order is not confirmed.%s"),
        gettext_lazy("Confirm it first: the company asks for it before a prepayment invoice."),
    ),
    "prepaid_beyond": (
        gettext_lazy("More than is left of the order"),
        gettext_lazy("More is asked than is left to invoice and not prepaid (asked > left): %s."),
        gettext_lazy("Ask for less, or credit a prepayment invoice of the order."),
    ),
    "prepaid_nothing_asked": (
        gettext_lazy("Nothing asked"),
        gettext_lazy("What is asked comes to nothing.%s"),
        gettext_lazy("Ask for more, or leave the order out."),
    ),
}


def title_of(code: str) -> str:
    """Give what refusals of this code have in common, in a few words."""
    return str(_WORDS[code][0]) if code in _WORDS else refusals.title_of(code)


def refusal(order_id: int, code: str, *facts: Fact) -> Refusal:
    """Give the refusal of an order in words."""
    words = in_words(code, facts)
    assert words, code
    return Refusal(order_id, code, *words, facts)


def in_words(code: str, facts: Sequence[Fact]) -> tuple[str, str] | None:
    """Give reason and remedy of a refusal in the active language; None where its code is none of these."""
    if code not in _WORDS:
        return refusals.in_words(code, facts)
    _title, reason, remedy = _WORDS[code]
    kind = "period_not_open" if code == "prepaid_day_not_open" else code
    return str(reason) % refusals.said(kind, facts), str(remedy)
