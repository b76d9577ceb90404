"""Cancel general vouchers that are not to be posted."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from journals.acts import note_change
from journals.marked_lines import let_go, lock_to_mark
from journals.models import Cancellation, GeneralVoucher, VoucherStatus


class VoucherPosted(Exception):
    """The voucher stands in the books: it is not canceled but reversed."""

    def __init__(self, voucher: GeneralVoucher) -> None:
        """Carry the voucher as it stands."""
        super().__init__(
            _("General voucher %(number)s is posted by now. Reverse its voucher in the books instead.")
            % {"number": voucher.number}
        )
        self.voucher = voucher


def may_cancel(voucher: GeneralVoucher) -> bool:
    """Tell whether a voucher can be canceled: what the button shows and :func:`cancel_voucher` asks."""
    return voucher.status == VoucherStatus.OPEN


def cancel_voucher(*, voucher: GeneralVoucher, reason: str, canceled_by: User) -> GeneralVoucher:
    """Cancel an open voucher, with a reason: it will never be posted, and its journal is to be approved anew.

    What it holds is free again.

    One canceled before stays so.

    :raises VoucherPosted: it is posted.
    :raises LockedByJob: a job is posting its journal.
    """
    if voucher.status == VoucherStatus.CANCELED:
        return voucher
    with transaction.atomic():
        note_change(voucher.journal, changed_by=canceled_by)
        lock_to_mark(voucher, [])
        locked = GeneralVoucher.objects.select_for_update(no_key=True).get(pk=voucher.pk)
        if locked.status == VoucherStatus.CANCELED:
            return locked
        if not may_cancel(locked):
            raise VoucherPosted(locked)
        locked.status = VoucherStatus.CANCELED
        locked.save(update_fields=["status"])
        let_go(company=locked.company, vouchers=[locked.pk])
        Cancellation.objects.create(
            company_id=locked.company_id, voucher=locked, reason=reason[:200], canceled_by=canceled_by
        )
    return locked
