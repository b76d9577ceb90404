"""Why a general voucher or a payment is not posted, in words, and what to do about it."""

from collections.abc import Sequence
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from arclose.ledger.outcomes import Fact, Refusal
from arclose.ledger.rates import RateMissing
from arclose.web.days import format_day
from customers import refusals
from journals.models.methods import BankStatus

# code: (reason with its facts, what to do)
_WORDS: dict[str, tuple[str | Promise, str | Promise]] = {
    "period_not_open": (
        gettext_lazy("%s lies in no open period."),
        gettext_lazy("Reopen the period on the ledger calendar, or change the date of the document."),
    ),
    "not_balanced": (
        gettext_lazy("Its %s lines leave %s."),
        gettext_lazy("A voucher has at least two lines that add up to zero. Correct it at its source."),
    ),
    "control_account": (
        gettext_lazy("Account %s is a control account: only documents of its subledger post to it."),
        gettext_lazy("Choose another account, or enter the document in the subledger."),
    ),
    "account_blocked": (
        gettext_lazy("Ledger account %s is blocked."),
        gettext_lazy("Unblock it, or choose another account."),
    ),
    "not_approved": (
        gettext_lazy("Its journal is not approved."),
        gettext_lazy("A controller who entered none of its lines approves it."),
    ),
    "not_own_journal": (
        gettext_lazy("%s made its journal, and nobody else posts journals of this name."),
        gettext_lazy("Let them post it."),
    ),
    "no_bank_account": (
        gettext_lazy("Its method of payment %s goes through a bank account, and it has none."),
        gettext_lazy("Open the payment and choose its bank account."),
    ),
    "no_reference": (
        gettext_lazy("Its method of payment %s asks for a payment reference, and it has none."),
        gettext_lazy("Open the payment and enter its reference."),
    ),
    "no_prepayment_profile": (
        gettext_lazy("It is a prepayment, and the company has no posting profile for them."),
        gettext_lazy(
            "Have an administrator choose one in the settlement parameters, or open the payment and untick Prepayment."
        ),
    ),
    "bank_account_blocked": (
        gettext_lazy("Bank account %s is not in use, or its ledger account is blocked."),
        gettext_lazy("Unblock it in Setup, or choose another bank account."),
    ),
    "rejected_by_bank": (
        gettext_lazy("The bank rejected it."),
        gettext_lazy("Delete it, or set its payment status back where the bank was wrong."),
    ),
    "payment_status": (
        gettext_lazy("Its method of payment %s posts from the payment status “%s” on, and its own is “%s”."),
        gettext_lazy("Change its payment status once the bank is that far."),
    ),
    "several_currencies": (
        gettext_lazy("Its lines are in several currencies, and leave %s when they are translated."),
        gettext_lazy("In several currencies a voucher balances exactly. Add what is left to one of its lines."),
    ),
    "line_in_other_currency": (
        gettext_lazy("A line is in %s, and bank account %s is kept in another currency."),
        gettext_lazy("Choose another bank account, or enter the line in its currency."),
    ),
    "bank_currency": (
        gettext_lazy("It is in %s, and its bank account in another currency."),
        gettext_lazy("Open the payment and choose its bank account anew."),
    ),
    "marked": (
        gettext_lazy("%s will settle what is left of it."),
        gettext_lazy("Post or delete that document first."),
    ),
    "marked_not_open": (
        gettext_lazy("Of %s %s is open, %s is marked."),
        gettext_lazy("Somebody settled it meanwhile. Open the document and mark again."),
    ),
    "lets_go_of_another_amount": (
        gettext_lazy("Settling %s in full would let %s go, and it was %s when it was marked."),
        gettext_lazy("A settlement of it was taken back since. Open the payment and mark again."),
    ),
    "marked_too_much": (
        gettext_lazy("It marks %s, and is a payment of %s."),
        gettext_lazy("Open the payment: mark less, or correct its amount."),
    ),
    "no_role_in": (
        gettext_lazy("It settles something in another company, and %s may not settle in %s."),
        gettext_lazy("Somebody does it who may do so in both companies."),
    ),
    "no_relation": (
        gettext_lazy("%s and %s do not settle for each other."),
        gettext_lazy("An administrator sets up the relation in both companies, or the payment marks nothing there."),
    ),
    "other_party": (
        gettext_lazy("Its customer is not the same party as customer %s of %s."),
        gettext_lazy("An administrator gives both the same party in Setup, or the payment marks nothing there."),
    ),
    "nothing_elsewhere": (
        gettext_lazy("What it marks in %s comes to nothing."),
        gettext_lazy("Open the payment and mark again, or settle it in that company."),
    ),
    "marked_otherwise": (
        gettext_lazy("In %s it marks only %s by now, and would spend on it what is meant for %s."),
        gettext_lazy("Open the payment, look at what it marks, and save it."),
    ),
    "period_not_open_in": (
        gettext_lazy("%s lies in no open period of %s."),
        gettext_lazy("Reopen the period on the ledger calendar of that company, or choose another date."),
    ),
    "costs_later_in": (
        gettext_lazy(
            "On %s it may have to take over what its marks in %s cost, and that day lies in no open period of the"
            " company that is paid."
        ),
        gettext_lazy(
            "Reopen the period on the ledger calendar, or put the amount on account there and settle it in that one."
        ),
    ),
    "account_blocked_in": (
        gettext_lazy("Ledger account %s of %s is blocked, or a control account."),
        gettext_lazy("Unblock it, or choose another account in that company."),
    ),
    "marked_in": (
        gettext_lazy("%s will settle what is left of what it paid in %s."),
        gettext_lazy("Post or delete that payment first."),
    ),
    "moved_later_in": (
        gettext_lazy("On %s something of what it paid in %s was settled."),
        gettext_lazy("Take it back on that day or later."),
    ),
    "not_posted": (gettext_lazy("It is not posted."), gettext_lazy("Delete it, or leave it out.")),
    "moved_later": (
        gettext_lazy("It was posted, or settled something, on %s."),
        gettext_lazy("Take it back on that day or later."),
    ),
    "canceled": (gettext_lazy("The voucher is canceled."), gettext_lazy("Leave it out.")),
    "rounding_above_limit": (
        gettext_lazy("Translation would leave %s on the rounding account, more than the company allows."),
        gettext_lazy("Raise the company's rounding limit, or check rate and amounts."),
    ),
}


# The others are titled as those of orders.
_TITLES: dict[str, str | Promise] = {
    "not_balanced": gettext_lazy("Does not balance"),
    "several_currencies": gettext_lazy("Does not balance when translated"),
    "control_account": gettext_lazy("Control account"),
    "not_approved": gettext_lazy("Not approved"),
    "not_own_journal": gettext_lazy("Posted by its maker only"),
    "no_bank_account": gettext_lazy("Without a bank account"),
    "no_reference": gettext_lazy("Without a payment reference"),
    "no_prepayment_profile": gettext_lazy("No posting profile for prepayments"),
    "bank_account_blocked": gettext_lazy("Bank account not in use"),
    "rejected_by_bank": gettext_lazy("Rejected by the bank"),
    "payment_status": gettext_lazy("Payment status not reached"),
    "line_in_other_currency": gettext_lazy("Bank account of another currency"),
    "bank_currency": gettext_lazy("Bank account of another currency"),
    "marked": gettext_lazy("Marked by another document"),
    "marked_not_open": gettext_lazy("Less is open than marked"),
    "lets_go_of_another_amount": gettext_lazy("Lets go of another amount"),
    "marked_too_much": gettext_lazy("Marks more than is paid"),
    "no_role_in": gettext_lazy("No role in another company"),
    "no_relation": gettext_lazy("Companies that do not settle for each other"),
    "other_party": gettext_lazy("Another party"),
    "nothing_elsewhere": gettext_lazy("Marks nothing in another company"),
    "marked_otherwise": gettext_lazy("Marks less in another currency"),
    "period_not_open_in": gettext_lazy("Period not open in another company"),
    "costs_later_in": gettext_lazy("Period not open for what it may take over"),
    "account_blocked_in": gettext_lazy("Account blocked in another company"),
    "marked_in": gettext_lazy("Marked in another company"),
    "moved_later_in": gettext_lazy("Settled later in another company"),
    "not_posted": gettext_lazy("Not posted"),
    "moved_later": gettext_lazy("Posted or settled later"),
}


def title_of(code: str) -> str:
    """Give what refusals of this code have in common, in a few words."""
    return str(_TITLES[code]) if code in _TITLES else refusals.title_of(code)


def refusal(document_id: int, code: str, *facts: Fact) -> Refusal:
    """Give the refusal of a document in words."""
    words = in_words(code, facts)
    assert words, code
    return Refusal(document_id, code, *words, facts)


def without_rate(document_id: int, missing: RateMissing) -> Refusal:
    """Give the refusal of a document for whose currency and day there is no rate."""
    last = missing.last_published.isoformat() if missing.last_published else ""
    return refusal(document_id, "rate_missing", missing.currency, missing.on.isoformat(), last, str(missing.limit_days))


def in_words(code: str, facts: Sequence[Fact]) -> tuple[str, str] | None:
    """Give reason and remedy of a refusal in the active language; None where its code or its facts are not known."""
    texts = [str(fact) for fact in facts]
    if code == "rate_missing" and len(texts) == 4:
        missing = _rate_missing(*texts)
        return missing.reason(), missing.remedy()
    if code not in _WORDS or str(_WORDS[code][0]).count("%s") != len(texts):
        return None
    if code in ("period_not_open", "period_not_open_in", "moved_later", "moved_later_in", "costs_later_in"):
        texts = [format_day(date.fromisoformat(texts[0])), *texts[1:]]
    if code == "payment_status":
        words = {status.value: str(status.label).lower() for status in BankStatus}
        texts = [texts[0], *(words.get(text, text) for text in texts[1:])]
    reason, remedy = _WORDS[code]
    return str(reason) % tuple(texts), str(remedy)


def _rate_missing(currency: str, on: str, last_published: str, limit_days: str) -> RateMissing:
    last = date.fromisoformat(last_published) if last_published else None
    return RateMissing(currency, date.fromisoformat(on), last, int(limit_days))
