"""The status of payments at the bank: changed by somebody or by what the bank said, with every change on record."""

from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from arclose.ledger.models import Company
from journals.marks import marks_of_payments
from journals.models import BankStatus, Payment, PaymentStatus, PaymentStatusChange

# What still becomes of a payment that is posted.
AFTER_POSTING = (BankStatus.RECEIVED, BankStatus.APPROVED, BankStatus.REJECTED)


class CannotChangeStatus(Exception):
    """The status of payments cannot be changed as asked: none was changed."""


@dataclass(frozen=True)
class StatusesChanged:
    """How many payments have another status now, and how many had it already."""

    changed: int
    already: int


@transaction.atomic
def change_bank_status(
    *, company: Company, payments: Collection[int], status: BankStatus, reason: str, changed_by: User
) -> StatusesChanged:
    """Give payments another status at the bank. Those that have it stay as they are.

    :raises CannotChangeStatus: a posted payment cannot go back on its way, or a rejection has no reason.
    """
    if status in (BankStatus.REJECTED, BankStatus.NONE) and not reason:
        raise CannotChangeStatus(_("Say why: a rejection, and a status that is taken back, need a reason."))
    rows = Payment.objects.filter(company=company, pk__in=payments)
    locked = list(rows.order_by("pk").select_for_update(no_key=True))
    changing = [one for one in locked if one.bank_status != status]
    posted = [str(one) for one in changing if one.status == PaymentStatus.POSTED]
    if posted and status not in AFTER_POSTING:
        text = _("Posted, so the status does not go back: %(payments)s. Leave them out, or take them back.")
        raise CannotChangeStatus(text % {"payments": ", ".join(posted)})
    _write(changing, status, reason, changed_by)
    return StatusesChanged(len(changing), len(locked) - len(changing))


def _write(payments: Collection[Payment], status: BankStatus, reason: str, changed_by: User) -> None:
    PaymentStatusChange.objects.bulk_create(
        PaymentStatusChange(
            company_id=one.company_id,
            payment=one,
            status_before=one.bank_status,
            status_after=status,
            reason=reason[:200],
            changed_by=changed_by,
        )
        for one in payments
    )
    Payment.objects.filter(pk__in=[one.pk for one in payments]).update(bank_status=status)
    # What a rejected payment holds it will not settle, so it is asked for again; it stays held until somebody decides.
    marks_of_payments(payments).update(is_in_doubt=status == BankStatus.REJECTED)


def note_return(*, payment: Payment, reason: str, noted_by: User) -> bool:
    """Note that the bank rejected or returned a payment, with the bank's reason; tell whether that is new.

    One that is not posted will not be; one that is stays in the books until a controller takes it back.
    """
    outcome = change_bank_status(
        company=payment.company,
        payments=[payment.pk],
        status=BankStatus.REJECTED,
        reason=reason or _("returned by the bank"),
        changed_by=noted_by,
    )
    return bool(outcome.changed)
