"""Why invoices are credited, as a company names it."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from arclose.ledger.history import keep_history
from arclose.ledger.models import Company


@keep_history
class CreditReason(models.Model):
    """A reason of credit notes: its name stands on the credit note, before what is said of the case."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="credit_reasons", verbose_name=_("company"))
    code = models.CharField(_("code"), max_length=10, db_collation="C")
    name = models.CharField(_("name"), max_length=80)

    class Meta:
        verbose_name = _("reason of credit notes")
        verbose_name_plural = _("reasons of credit notes")
        constraints: ClassVar[Any] = [models.UniqueConstraint(fields=["company", "code"], name="credit_reason_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
