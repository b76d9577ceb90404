"""Why a step of a bill is not posted, in words, and what to do about it."""

from collections.abc import Sequence
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from arclose.ledger.outcomes import Fact, Refusal
from arclose.web.days import format_day
from journals import refusals
from journals.models import BankStatus, BillStage, BillStatus, RemittanceType, StepType

# code: (reason with its facts, what to do)
_WORDS: dict[str, tuple[str | Promise, str | Promise]] = {
    "nothing_marked": (
        gettext_lazy("Nothing is marked: a bill is drawn on open invoices."),
        gettext_lazy("Delete the line, and draw it anew on what is open."),
    ),
    "credit_bill": (
        gettext_lazy("What it marks comes to %s: a bill is a claim on the customer."),
        gettext_lazy("Delete the line, and mark more invoices or fewer credit notes."),
    ),
    "bill_method": (
        gettext_lazy("Method of payment %s is neither of bills of exchange nor of promissory notes."),
        gettext_lazy("Delete the line, and choose a method of payment of that type."),
    ),
    "bill_profile": (
        gettext_lazy("There is no posting profile for: %s."),
        gettext_lazy("An administrator adds it in Setup, under posting profiles of bills."),
    ),
    "bill_parameters": (
        gettext_lazy("The company has no parameters of bills, which name the accounts of charges and interest."),
        gettext_lazy("An administrator adds them in Setup, under parameters of bills."),
    ),
    "bill_status": (
        gettext_lazy("Bill %s is in status: %s. This step is for bills that are: %s."),
        gettext_lazy("Delete the line. The page of the bill says what may be done with it now."),
    ),
    "before_last_step": (
        gettext_lazy("The bill, or what it is drawn on, is dated %s, which is later."),
        gettext_lazy("Delete the line, and enter it with that date or a later one."),
    ),
    "other_remittance": (
        gettext_lazy("Bill %s was remitted to %s for %s."),
        gettext_lazy("Settle it with the same bank account and remittance type."),
    ),
    "more_than_left": (
        gettext_lazy("%s is left of bill %s, and this is for %s."),
        gettext_lazy("Delete the line, and enter what is left or less."),
    ),
    "part_of_discounted": (
        gettext_lazy("Bill %s is remitted for discount: it is settled whole, and %s is left of it."),
        gettext_lazy("Delete the line, and settle all of it."),
    ),
    "not_accepted": (
        gettext_lazy("Bill %s is drawn with acceptance, and not accepted."),
        gettext_lazy("Record on its page when the customer accepted it."),
    ),
    "accepted_later": (
        gettext_lazy("Bill %s was accepted on %s, after the day of this line."),
        gettext_lazy("Delete the line, and enter it with that date or a later one."),
    ),
    "not_sent": (
        gettext_lazy("It stands in no remittance."),
        gettext_lazy("Generate the remittance of its journal first: what the bank is sent is posted."),
    ),
    "remittance_status": (
        gettext_lazy(
            "Its method of payment %s posts from the payment status “%s” on, and that of its remittance is “%s”."
        ),
        gettext_lazy("Note on the page of the remittance how far the bank is with it."),
    ),
    "bank_number": (
        gettext_lazy("Bank account %s has neither an IBAN nor an account number."),
        gettext_lazy("An administrator enters one in Setup, under bank accounts. Then generate the remittance."),
    ),
    "bank_limit": (
        gettext_lazy("%s takes up to %s for %s, and with this bill it would have %s."),
        gettext_lazy("Remit it to another bank account, or later. An administrator may raise the limit in Setup."),
    ),
    "no_interest_left": (
        gettext_lazy("%s of deferred interest is left of bill %s, and this releases %s."),
        gettext_lazy("Delete the line, and release what is left or less."),
    ),
    "tax_unknown": (
        gettext_lazy("Bill %s is drawn on %s too, which is no invoice: the sales tax in it is not known."),
        gettext_lazy("Delete the line, and write it off for a reason without relief of sales tax."),
    ),
    "bill_waits": (
        gettext_lazy("Step %s of bill %s waits already."),
        gettext_lazy("Post or delete that line first."),
    ),
    "bill_bank": (
        gettext_lazy("It needs a bank account."),
        gettext_lazy("Delete the line, and enter it with the bank account that money goes through."),
    ),
    "later_step": (
        gettext_lazy("Bill %s went on since: its last step is %s."),
        gettext_lazy("Take that back first."),
    ),
    "stood_until": (
        gettext_lazy("On %s another step of bill %s was taken back, which stood until then."),
        gettext_lazy("Take it back on that day or later."),
    ),
    "bill_closed": (
        gettext_lazy("Bill %s is closed with remittance %s."),
        gettext_lazy("Reopen that remittance first, on its page."),
    ),
}
_LISTS = (BillStatus, BillStage, RemittanceType, StepType, BankStatus)
_LABELS = {one.value: one.label for kind in _LISTS for one in kind}
# The fact that is a day, by place.
_DAYS = {"before_last_step": 0, "accepted_later": 1, "stood_until": 0}
# Facts that are values of these lists, by place.
_NAMED = {
    "bill_profile": (0,),
    "bill_status": (1, 2),
    "other_remittance": (2,),
    "bank_limit": (2,),
    "remittance_status": (1, 2),
}


def refusal(document_id: int, code: str, *facts: Fact) -> Refusal:
    """Give the refusal of a step in words."""
    words = in_words(code, facts)
    assert words, code
    return Refusal(document_id, code, *words, facts)


def in_words(code: str, facts: Sequence[Fact]) -> tuple[str, str] | None:
    """Give reason and remedy of a refusal in the active language; None where its code or its facts are not known."""
    if code not in _WORDS:
        return refusals.in_words(code, facts)
    texts = [str(fact) for fact in facts]
    reason, remedy = _WORDS[code]
    if str(reason).count("%s") != len(texts):
        return None
    if (place := _DAYS.get(code)) is not None:
        texts[place] = format_day(date.fromisoformat(texts[place]))
    for place in _NAMED.get(code, ()):
        texts[place] = ", ".join(str(_LABELS.get(one, one)).lower() for one in texts[place].split(","))
    return str(reason) % tuple(texts), str(remedy)
