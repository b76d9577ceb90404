"""How the status of a payment at the bank changed: when, by whom, and why."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from arclose.ledger.constraints import CompanyForeignKey
from arclose.ledger.models import Company
from journals.guards import StatusChangesStay
from journals.models.methods import BankStatus
from journals.models.payments import Payment


class PaymentStatusChange(models.Model):
    """One change of a payment's status at the bank; the newest says what it is."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    payment = models.ForeignKey(Payment, models.CASCADE, related_name="status_changes", db_constraint=False)
    status_before = models.CharField(max_length=8, choices=BankStatus)
    status_after = models.CharField(_("payment status"), max_length=8, choices=BankStatus)
    reason = models.CharField(_("reason"), max_length=200, blank=True, db_default="")
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, verbose_name=_("changed by")
    )
    changed_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("change of a payment status")
        verbose_name_plural = _("changes of payment statuses")
        constraints: ClassVar[Any] = [
            CompanyForeignKey(field="payment", to="journals.Payment", name="payment_status_change_payment"),
        ]
        triggers = [StatusChangesStay()]

    def __str__(self) -> str:
        return f"{self.payment_id}: {self.status_after}"
