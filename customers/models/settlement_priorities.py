"""Which types of transactions a payment settles first, where it marks nothing itself."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from arclose.ledger.history import keep_history
from arclose.ledger.models import Company
from customers.models.transactions import TransactionType


@keep_history
class SettlementPriority(models.Model):
    """The place of a type of transactions in a company's order; those of one type by date, then by document.

    A company without any settles what is due first, and types without a place come last.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", verbose_name=_("company"))
    transaction_type = models.CharField(_("type"), max_length=20, choices=TransactionType)
    position = models.PositiveSmallIntegerField(_("position"), help_text=_("What has the lowest is settled first."))

    class Meta:
        verbose_name = _("settlement priority")
        verbose_name_plural = _("settlement priorities")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["company", "transaction_type"], name="settlement_priority_once"),
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.transaction_type}"
