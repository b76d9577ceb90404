"""Why a document is not sent by e-mail, in words, and what to do about it."""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from arclose.ledger.outcomes import Fact, Refusal

# code: (reason with its facts, what to do)
_WORDS: dict[str, tuple[str | Promise, str | Promise]] = {
    "no_address": (
        gettext_lazy("Customer %s has no e-mail address."),
        gettext_lazy("Enter one in Setup and try the failed ones again, or print the document."),
    ),
    "former_address": (
        gettext_lazy("The customer no longer has this e-mail address: %s"),
        gettext_lazy("Send the document from its own list: it goes to the addresses the customer has now."),
    ),
    "no_confirmation": (
        gettext_lazy("Of the documents of an order only the confirmation is e-mailed.%s"),
        gettext_lazy("Print it, or dismiss it here."),
    ),
    "letter_not_posted": (
        gettext_lazy("Only collection letters that are posted and stand are e-mailed.%s"),
        gettext_lazy("Post the letter, then choose it again."),
    ),
    "no_ubl": (
        gettext_lazy("The customer wants the electronic invoice, which the standard forbids here: %s"),
        gettext_lazy("Do what the rule asks for, or untick “UBL attached” at the customer, and try again."),
    ),
    "no_paper": (
        gettext_lazy("There is nothing to print of it.%s"),
        gettext_lazy("Open the document to see what became of it, or dismiss it here."),
    ),
    "server_away": (
        gettext_lazy("The e-mail server cannot be reached, so nothing went out: %s"),
        gettext_lazy("Try the failed ones again when it is back."),
    ),
    "no_server": (
        gettext_lazy("No e-mail server is set up, so nothing went out.%s"),
        gettext_lazy("Have operations set one up (ARCLOSE_EMAIL_HOST), then try the failed ones again."),
    ),
    "not_sent": (
        gettext_lazy("Not sent: %s"),
        gettext_lazy("Correct the address, or what else is named, and try the failed ones again."),
    ),
    "may_have_gone_out": (
        gettext_lazy("It may have gone out, nobody knows: %s"),
        gettext_lazy("Ask the customer. If it did not arrive, choose it under “Sent documents” and send it again."),
    ),
    "not_sent_yet": (
        gettext_lazy("It has not been sent to %s yet."),
        gettext_lazy("Try the failed ones again."),
    ),
    "being_sent": (
        gettext_lazy("Another job is sending it to %s."),
        gettext_lazy("Wait for that job, then try again."),
    ),
}


def refusal(document_id: int, code: str, *facts: Fact) -> Refusal:
    """Give the refusal of a document in words, in the language that is active."""
    words = in_words(code, facts)
    assert words, code
    return Refusal(document_id, code, *words, facts)


def in_words(code: str, facts: Sequence[Fact]) -> tuple[str, str] | None:
    """Give reason and remedy of a refusal in the active language; None where its code is none of sending."""
    if code not in _WORDS:
        return None
    reason, remedy = (str(text) for text in _WORDS[code])
    return reason % ", ".join(str(fact) for fact in facts), remedy
