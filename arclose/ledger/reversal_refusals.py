"""Why a voucher is not reversed, in words, and what to do about it."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from arclose.ledger.documents import kind_of
from arclose.ledger.outcomes import Fact, Refusal
from arclose.web.days import format_day


def refusal(voucher_id: int, code: str, *facts: Fact) -> Refusal:
    """Give the refusal of a voucher in words."""
    words = in_words(code, facts)
    assert words, code
    return Refusal(voucher_id, code, *words, facts)


def in_words(code: str, facts: Sequence[Fact]) -> tuple[str, str] | None:
    """Give reason and remedy of a refusal in the active language; None where its code is none of these."""
    texts = [str(fact) for fact in facts]
    if code == "undone_otherwise":
        number, document_type = texts
        reason = _("Voucher %(number)s is not undone by a reversal.") % {"number": number}
        return reason, str(kind_of(document_type).undone_by)
    if code == "no_such_voucher":
        return _("There is no such voucher in this company."), ""
    if code == "period_not_open":
        reason = _("%(date)s lies in no open period.") % {"date": format_day(date.fromisoformat(texts[0]))}
        return reason, _("Reopen the period on the ledger calendar, or reverse it on a day of an open one.")
    return None
