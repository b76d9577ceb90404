"""Why a free text invoice cannot be posted, in words; what it shares with orders stands with theirs."""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from arclose.ledger.outcomes import Fact, Refusal
from customers import refusals

_RAISE_LIMIT = gettext_lazy(
    "Receive a payment, or raise the limit. A free text invoice never goes on the credit hold list."
)

# code: (reason with its facts, what to do); the others are those of orders.
_WORDS: dict[str, tuple[str | Promise, str | Promise]] = {
    "not_released": (
        gettext_lazy("It is held until %s."),
        gettext_lazy("Post it on that day or later, or take the release date away."),
    ),
    "not_approved": (
        gettext_lazy("It is not approved.%s"),
        gettext_lazy("A controller who neither entered nor changed it approves it, on its page or its list."),
    ),
    "rejected": (
        gettext_lazy("It was rejected: %s"),
        gettext_lazy("Change what is wrong: it then waits for approval anew. Or delete it."),
    ),
    "not_triangular": (
        gettext_lazy("It is listed as triangular trade, and is taxed by tax code %s, which is of no such supply."),
        gettext_lazy("Choose another tax group, or list it as its tax codes say."),
    ),
    "period_not_open": (
        gettext_lazy("%s lies in no open period."),
        gettext_lazy("Reopen the period on the ledger calendar, or change the invoice date."),
    ),
    "no_lines": (gettext_lazy("The invoice has no lines.%s"), gettext_lazy("Add a line, or delete the invoice.")),
    "customer_blocked": (
        gettext_lazy("Customer %s is blocked."),
        gettext_lazy("Unblock the customer, or delete the invoice."),
    ),
    "tax_code_missing": (
        gettext_lazy("No tax rule where item tax group %s and the tax group of the invoice meet."),
        gettext_lazy("Add the tax rule, or choose other tax groups."),
    ),
    "vat_number_missing": (
        gettext_lazy("Customer %s has no VAT number, which an exempt supply within the EU needs."),
        gettext_lazy("Enter the VAT number, or choose a domestic tax group on the invoice."),
    ),
    "account_blocked": (
        gettext_lazy("Ledger account %s is blocked."),
        gettext_lazy("Unblock it, or choose another account on the line, the tax code or the posting profile."),
    ),
    "control_account": (
        gettext_lazy("Ledger account %s is used as what it is not: a control account, or none."),
        gettext_lazy("Choose an account for the line that no subledger keeps."),
    ),
    "not_distributed": (
        gettext_lazy("The distribution of line %s does not add up to the line, or a share is finer than the currency."),
        gettext_lazy("Change the invoice, and distribute the line again."),
    ),
    "distributed_at_zero": (
        gettext_lazy("The invoice amounts to nothing, and a line of it is distributed.%s"),
        gettext_lazy("Take the distribution away, or enter a line per ledger account."),
    ),
    "credit_limit_exceeded": (
        gettext_lazy("Over the credit limit (customer, owed with this invoice, limit): %s."),
        _RAISE_LIMIT,
    ),
    "credit_group_limit_exceeded": (
        gettext_lazy("Over the limit of the credit group (group, owed with this invoice, limit): %s."),
        _RAISE_LIMIT,
    ),
    "wrong_sign": (
        gettext_lazy("The lines amount to %s: an invoice cannot be below zero."),
        gettext_lazy("Correct quantities, prices or amounts."),
    ),
}

_TITLES: dict[str, str | Promise] = {
    "not_released": gettext_lazy("Held until its release date"),
    "not_approved": gettext_lazy("Not approved"),
    "rejected": gettext_lazy("Rejected"),
    "not_triangular": gettext_lazy("No triangular trade"),
    "not_distributed": gettext_lazy("Distribution does not add up"),
    "distributed_at_zero": gettext_lazy("Distributed, and worth nothing"),
}


def title_of(code: str) -> str:
    """Give what refusals of this code have in common, in a few words."""
    return str(_TITLES[code]) if code in _TITLES else refusals.title_of(code)


def refusal(document_id: int, code: str, *facts: Fact) -> Refusal:
    """Give the refusal of a free text invoice in words."""
    words = in_words(code, facts)
    assert words, code
    return Refusal(document_id, code, *words, facts)


def in_words(code: str, facts: Sequence[Fact]) -> tuple[str, str] | None:
    """Give reason and remedy of a refusal in the active language; None where its code is none of these."""
    if code not in _WORDS:
        return refusals.in_words(code, facts)
    reason, remedy = _WORDS[code]
    return str(reason) % refusals.said(code, facts), str(remedy)
