"""Journals: what is entered together, looked over, and posted together."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from arclose.ledger.constraints import CompanyForeignKey, company_key
from arclose.ledger.history import keep_history
from arclose.ledger.models import Company
from journals.models.banks import BankAccount


class JournalType(models.TextChoices):
    """What the lines of a journal are."""

    PAYMENT = "payment", _("customer payments")


@keep_history
class JournalName(models.Model):
    """A sort of journal: what its lines are, where their money usually is, and whether somebody else looks it over.

    ``needs_approval``: a journal of this name is posted only when a person who entered none of its lines approved it.
    """

    company = models.ForeignKey(
        Company, models.PROTECT, related_name="journal_names", db_index=False, verbose_name=_("company")
    )
    code = models.CharField(_("code"), max_length=10, db_collation="C")
    name = models.CharField(_("name"), max_length=60)
    journal_type = models.CharField(
        _("type"), max_length=10, choices=JournalType, default=JournalType.PAYMENT, db_default=JournalType.PAYMENT
    )
    bank_account = models.ForeignKey(
        BankAccount,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_constraint=False,
        verbose_name=_("bank account"),
    )
    needs_approval = models.BooleanField(_("needs approval"), default=False, db_default=False)

    class Meta:
        verbose_name = _("journal name")
        verbose_name_plural = _("journal names")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["company", "code"], name="journal_name_code"),
            company_key("journal_name_company_key"),
            CompanyForeignKey(field="bank_account", to="journals.BankAccount", name="journal_name_bank_account"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Journal(models.Model):
    """A journal of a name, with the lines that were entered in it; it is done when all of them are posted.

    ``version`` grows with every change of its lines, so that what is approved is what somebody looked at.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="journals", db_index=False)
    name = models.ForeignKey(
        JournalName, models.PROTECT, related_name="journals", db_constraint=False, verbose_name=_("journal name")
    )
    text = models.CharField(_("text"), max_length=200, blank=True, db_default="")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, db_index=False, editable=False
    )
    approved_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)
    key = models.CharField(max_length=80, db_collation="C", editable=False)
    fingerprint = models.CharField(max_length=64, db_default="", editable=False)

    class Meta:
        verbose_name = _("journal")
        verbose_name_plural = _("journals")
        constraints: ClassVar[Any] = [
            company_key("journal_company_key"),
            CompanyForeignKey(field="name", to="journals.JournalName", name="journal_of_name"),
            models.UniqueConstraint(fields=["company", "key"], name="journal_key"),
            models.CheckConstraint(
                condition=models.Q(approved_by=None, approved_at=None)
                | models.Q(approved_by__isnull=False, approved_at__isnull=False),
                name="journal_approved_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name.code}-{self.pk}"
