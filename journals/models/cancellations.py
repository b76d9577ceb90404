"""Who said, and why, that a general voucher is not to be posted."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from arclose.ledger.constraints import CompanyForeignKey
from arclose.ledger.guards import NeverChanges
from arclose.ledger.models import Company
from journals.models.general import GeneralVoucher


class Cancellation(models.Model):
    """The cancellation of a general voucher: made once, never changed."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    voucher = models.OneToOneField(
        GeneralVoucher, models.PROTECT, related_name="cancellation", db_constraint=False, verbose_name=_("voucher")
    )
    reason = models.CharField(_("reason"), max_length=200)
    canceled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("canceled by")
    )
    canceled_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("cancellation of a general voucher")
        verbose_name_plural = _("cancellations of general vouchers")
        constraints: ClassVar[Any] = [
            CompanyForeignKey(field="voucher", to="journals.GeneralVoucher", name="cancellation_voucher"),
        ]
        triggers = [NeverChanges()]

    def __str__(self) -> str:
        return f"{self.voucher_id}: {self.reason}"
