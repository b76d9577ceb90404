"""Who changed or canceled an order, when, and what was written there before."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from arclose.ledger.constraints import CompanyForeignKey
from arclose.ledger.guards import NeverChanges
from arclose.ledger.models import Company
from customers.models.sales_orders import SalesOrder


class ChangeKind(models.TextChoices):
    """What somebody did to an order by hand."""

    CHANGED = "changed", _("Changed")
    CANCELED = "canceled", _("Canceled")


class OrderChange(models.Model):
    """An order as somebody changed or canceled it, once for everything done at once; never changed.

    ``details`` says what was changed, as a list of objects: ``field`` of the head, or of the ``line`` with a number,
    with the texts ``before`` and ``after``; a line that was added or deleted has no field and one text.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    order = models.ForeignKey(SalesOrder, models.PROTECT, related_name="changes", db_constraint=False)
    kind = models.CharField(_("kind"), max_length=8, choices=ChangeKind)
    details = models.JSONField(default=list)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    changed_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("change of an order")
        verbose_name_plural = _("changes of orders")
        constraints: ClassVar[Any] = [
            CompanyForeignKey(field="order", to="customers.SalesOrder", name="order_change_order"),
        ]
        triggers = [NeverChanges()]

    def __str__(self) -> str:
        return f"{self.order_id}: {self.kind}"
