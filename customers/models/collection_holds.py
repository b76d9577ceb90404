"""Customer transactions that are not collected for now: disputed or blocked, why, by whom, and who let them go on."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from arclose.ledger.constraints import CompanyForeignKey
from arclose.ledger.models import Company
from customers.models.order_holds import HoldsAreOnlyCleared
from customers.models.transactions import CustomerTransaction


class CollectionHoldKind(models.TextChoices):
    """Why a transaction is not collected."""

    DISPUTED = "disputed", _("disputed")
    BLOCKED = "blocked", _("blocked")


class CollectionHold(models.Model):
    """A transaction left out of reminders and payment proposals until somebody clears the hold.

    *Disputed* is what the customer contests, *blocked* what the company does not collect for a reason of its own. It
    stays owed: balances, ageing and statements count it. Cleared ones are the history.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    transaction = models.ForeignKey(
        CustomerTransaction, models.PROTECT, related_name="collection_holds", db_constraint=False
    )
    kind = models.CharField(_("kind"), max_length=8, choices=CollectionHoldKind)
    reason = models.CharField(_("reason"), max_length=200)
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    placed_at = models.DateTimeField(db_default=Now(), editable=False)
    cleared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    cleared_at = models.DateTimeField(null=True, editable=False)
    clearing_note = models.CharField(_("note"), max_length=200, blank=True, db_default="")

    class Meta:
        verbose_name = _("collection hold")
        verbose_name_plural = _("collection holds")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(
                fields=["transaction"], condition=models.Q(cleared_at=None), name="collection_hold_once"
            ),
            CompanyForeignKey(
                field="transaction", to="customers.CustomerTransaction", name="collection_hold_transaction"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="collection_hold_has_a_reason"),
            models.CheckConstraint(
                condition=models.Q(cleared_at=None, cleared_by=None)
                | models.Q(cleared_at__isnull=False, cleared_by__isnull=False),
                name="collection_hold_cleared_by_somebody",
            ),
        ]
        triggers = [HoldsAreOnlyCleared("company_id", "transaction_id", "kind", "reason", "placed_by_id", "placed_at")]

    def __str__(self) -> str:
        return f"{self.transaction_id} {self.kind}"
