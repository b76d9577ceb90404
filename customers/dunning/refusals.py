"""Why an interest note or a collection letter is not posted or reversed, in words, and what to do about it."""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from arclose.ledger.outcomes import Fact, Refusal
from customers.refusals import said

# code: (reason with its facts, what to do)
_WORDS: dict[str, tuple[str | Promise, str | Promise]] = {
    "period_not_open": (
        gettext_lazy("%s lies in no open period."),
        gettext_lazy("Reopen the period on the ledger calendar, or delete it and make it anew for another day."),
    ),
    "no_rate_of_day": (
        gettext_lazy("There is no exchange rate of the day for its currency: %s."),
        gettext_lazy("Enter or load the rate, or raise the company's rate age limit."),
    ),
    "account_blocked": (
        gettext_lazy("Ledger account %s is blocked."),
        gettext_lazy("Unblock it, or choose another account in Setup."),
    ),
    "control_account": (
        gettext_lazy("Ledger account %s is a control account: only what customers owe is posted there."),
        gettext_lazy("Choose another account in Setup, at its interest code or collection letter sequence."),
    ),
    "collection_held": (
        gettext_lazy("%s is disputed or blocked since."),
        gettext_lazy("Delete it and make it anew: what is held is left out."),
    ),
    "changed_since": (
        gettext_lazy("What it charges of %s has changed: a settlement or a percentage of one of its days."),
        gettext_lazy("Delete the note and calculate anew."),
    ),
    "open_changed": (
        gettext_lazy("What is open of %s has changed since the letter was made."),
        gettext_lazy("Delete the letter and make it anew."),
    ),
    "no_tax_code": (
        gettext_lazy("No tax rule with a rate says how its fee is taxed for customer %s."),
        gettext_lazy("Enter the rule or the rate in Setup, then delete the letter and make it anew."),
    ),
    "no_vat_number": (
        gettext_lazy("Its fee is taxed at the customer, and customer %s has no VAT number."),
        gettext_lazy("Enter the VAT number in Setup, or give the customer another tax group and make the letter anew."),
    ),
    "charges_nothing": (
        gettext_lazy("It charges nothing that could be waived.%s"),
        gettext_lazy("Reverse it, if the letter was wrong."),
    ),
    "charges_again": (
        gettext_lazy("It charges again what was waived of another one.%s"),
        gettext_lazy("Reverse it: then that one stays waived."),
    ),
    "not_posted": (gettext_lazy("It is not posted.%s"), gettext_lazy("Delete it, or leave it out.")),
    "not_waived": (
        gettext_lazy("It is not waived, so there is nothing to reinstate.%s"),
        gettext_lazy("Go back to its page."),
    ),
    "before_waiver": (
        gettext_lazy("It was waived on %s."),
        gettext_lazy("Choose that day, or a later one that lies in an open period."),
    ),
    "settled": (
        gettext_lazy("Something of it is settled, with %s."),
        gettext_lazy("Reverse the settlement, or take the payment back, then try again."),
    ),
    "marked": (
        gettext_lazy("%s will settle it."),
        gettext_lazy("Mark it no longer there, or post that and take it back."),
    ),
    "settled_until": (
        gettext_lazy("Something of it was settled until %s."),
        gettext_lazy("Choose that day, or a later one that lies in an open period."),
    ),
    "before_note": (
        gettext_lazy("It is of %s."),
        gettext_lazy("Choose that day, or a later one that lies in an open period."),
    ),
}
_OF_A_DAY = ("before_note", "before_waiver", "settled_until")


def refusal(document_id: int, code: str, *facts: Fact) -> Refusal:
    """Give the refusal of a note in words, in the language that is active."""
    words = in_words(code, facts)
    assert words, code
    return Refusal(document_id, code, *words, facts)


def in_words(code: str, facts: Sequence[Fact]) -> tuple[str, str] | None:
    """Give reason and remedy of a refusal in the active language; None where its code is none of these."""
    if code not in _WORDS:
        return None
    reason, remedy = _WORDS[code]
    return str(reason) % said("period_not_open" if code in _OF_A_DAY else code, facts), str(remedy)


def title_of(code: str) -> str:
    """Name a refusal by its reason, without its facts."""
    return str(_WORDS[code][0]).replace("%s", "\N{HORIZONTAL ELLIPSIS}") if code in _WORDS else code
