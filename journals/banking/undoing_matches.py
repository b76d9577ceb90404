"""Undo the match of a line with a payment that is not the one it is the money of.

lock       the company's bank accounts, so that lines are matched one after the other; the payment
refuse     what was made of the line and is not posted: that is deleted instead
write      the match as it was, with who undid it and why; the payment stays, and the line waits again
"""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from journals.banking.match_reasons import MatchReason
from journals.banking.payments import one_after_the_other
from journals.models import BankLinePayment, Payment, PaymentStatus, UndoneBankMatch


class CannotUndoMatch(Exception):
    """A match stays: nothing was changed. Its text says why, and what to do."""


@transaction.atomic
def undo_match(*, match: BankLinePayment, why: str, undone_by: User) -> bool:
    """Let a line wait again, and its payment be matched to another; tell whether they were matched.

    :raises CannotUndoMatch: the payment was made of the line, and is not posted.
    """
    one_after_the_other(match.company)
    payment = Payment.objects.select_for_update(no_key=True).get(pk=match.payment_id)
    found = BankLinePayment.objects.filter(pk=match.pk).first()
    if found is None:
        return False
    if payment.status == PaymentStatus.POSTED:
        _keep(found, why, undone_by)
    elif found.reason != MatchReason.ENTERED:
        text = _("%(payment)s was made of this line and is not posted: delete it, and the line is free again.")
        raise CannotUndoMatch(text % {"payment": payment})
    found.delete()
    return True


def _keep(match: BankLinePayment, why: str, undone_by: User) -> None:
    UndoneBankMatch.objects.create(
        company_id=match.company_id,
        match_id=match.pk,
        line_id=match.line_id,
        detail_id=match.detail_id,
        payment_id=match.payment_id,
        reason=match.reason,
        score=match.score,
        matched_by_id=match.matched_by_id,
        matched_at=match.matched_at,
        why=why,
        undone_by=undone_by,
    )
