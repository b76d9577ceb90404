"""Which payment a line of a bank statement returned, and why the bank did so."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from arclose.ledger.constraints import CompanyForeignKey
from arclose.ledger.fields import AmountField
from arclose.ledger.models import Company
from journals.banking.guards import ReturnStays
from journals.models.bank_statements import BankStatementLine
from journals.models.general import GeneralVoucher
from journals.models.payments import Payment


class BankLineReturn(models.Model):
    """A line of a statement by which the bank gave a payment back: that was taken back on the day of the line.

    ``bank_reason`` is what the bank says, its code first. ``charges_amount`` is what the line is beyond the payment, at
    zero or above; ``charges_voucher`` posts it. It may be undone once: ``restored_payment`` then pays again what the
    returned one had paid, and the line waits anew.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    line = models.ForeignKey(
        BankStatementLine,
        models.PROTECT,
        related_name="returns",
        db_constraint=False,
        db_index=False,
        verbose_name=_("line"),
    )
    payment = models.ForeignKey(
        Payment,
        models.PROTECT,
        related_name="bank_returns",
        db_constraint=False,
        db_index=False,
        verbose_name=_("payment"),
    )
    bank_reason = models.CharField(_("reason of the return"), max_length=200, blank=True)
    charges_amount = AmountField(_("charges of the bank"), default=0)
    charges_voucher = models.ForeignKey(
        GeneralVoucher, models.PROTECT, related_name="+", null=True, db_constraint=False, db_index=False
    )
    reason = models.CharField(_("reason"), max_length=20)
    score = models.PositiveSmallIntegerField(_("score"))
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    accepted_at = models.DateTimeField(db_default=Now(), editable=False)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, db_index=False, editable=False
    )
    undone_at = models.DateTimeField(null=True, editable=False)
    restored_payment = models.ForeignKey(
        Payment, models.PROTECT, related_name="+", null=True, db_constraint=False, db_index=False, editable=False
    )

    class Meta:
        verbose_name = _("return of a payment")
        verbose_name_plural = _("returns of payments")
        constraints: ClassVar[Any] = [
            CompanyForeignKey(field="line", to="journals.BankStatementLine", name="bank_return_line"),
            CompanyForeignKey(field="payment", to="journals.Payment", name="bank_return_payment"),
            CompanyForeignKey(field="charges_voucher", to="journals.GeneralVoucher", name="bank_return_charges"),
            CompanyForeignKey(field="restored_payment", to="journals.Payment", name="bank_return_restored"),
            models.UniqueConstraint(
                fields=["line"], condition=models.Q(undone_at=None), name="bank_return_once_per_line"
            ),
            models.UniqueConstraint(
                fields=["payment"], condition=models.Q(undone_at=None), name="bank_return_once_per_payment"
            ),
            models.CheckConstraint(
                condition=models.Q(charges_amount=0, charges_voucher=None)
                | models.Q(charges_amount__gt=0, charges_amount__lt=10**18, charges_voucher__isnull=False),
                name="bank_return_charges_are_posted",
            ),
            models.CheckConstraint(
                condition=models.Q(undone_at=None, undone_by=None, restored_payment=None)
                | models.Q(undone_at__isnull=False, undone_by__isnull=False, restored_payment__isnull=False),
                name="bank_return_undone_by_somebody",
            ),
        ]
        triggers = [ReturnStays()]

    def __str__(self) -> str:
        return f"{self.line_id}: {self.payment_id}"
