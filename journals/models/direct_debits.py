"""Files by which a bank is told to collect payments, as they were sent, and what each of them collects."""

from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from arclose.ledger.constraints import CompanyForeignKey, company_key
from arclose.ledger.fields import AmountField
from arclose.ledger.models import Company
from journals.direct_debits.guards import CollectionStays, FileIsOnlyCanceled
from journals.models.journals import Journal
from journals.models.mandates import Mandate
from journals.models.payments import Payment

# SEPA collects nothing else.
CURRENCY = "EUR"


class MessageVersion(models.TextChoices):
    """The version of the ISO 20022 message that a file is written in."""

    V08 = "pain.008.001.08", "pain.008.001.08"
    V02 = "pain.008.001.02", "pain.008.001.02"


class SequenceType(models.TextChoices):
    """Where a collection stands in the life of its mandate, as the bank is told."""

    FIRST = "FRST", _("first")
    RECURRING = "RCUR", _("recurring")
    FINAL = "FNAL", _("final")
    ONE_OFF = "OOFF", _("one-off")


class DirectDebitFile(models.Model):
    """A file for the bank, kept as it was made; canceled as a whole, or not at all."""

    currency_id: ClassVar[str] = CURRENCY
    company = models.ForeignKey(Company, models.PROTECT, related_name="direct_debit_files", db_index=False)
    journal = models.ForeignKey(
        Journal, models.PROTECT, related_name="direct_debit_files", db_constraint=False, verbose_name=_("journal")
    )
    message_id = models.CharField(_("message"), max_length=35, db_collation="C")
    version = models.CharField(_("format"), max_length=15, choices=MessageVersion)
    content = models.TextField()
    digest = models.CharField(_("digest"), max_length=64)
    payment_count = models.PositiveIntegerField(_("payments"))
    amount = AmountField(_("amount"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, verbose_name=_("made by")
    )
    made_at = models.DateTimeField(_("made"), db_default=Now(), editable=False)
    canceled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, db_index=False, editable=False
    )
    canceled_at = models.DateTimeField(_("canceled"), null=True, editable=False)
    cancel_reason = models.CharField(_("reason"), max_length=200, blank=True, db_default="")
    key = models.CharField(max_length=80, db_collation="C", editable=False)
    fingerprint = models.CharField(max_length=64, editable=False)

    class Meta:
        verbose_name = _("direct debit file")
        verbose_name_plural = _("direct debit files")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["company", "message_id"], name="direct_debit_message"),
            models.UniqueConstraint(fields=["company", "key"], name="direct_debit_key"),
            company_key("direct_debit_file_company_key"),
            CompanyForeignKey(field="journal", to="journals.Journal", name="direct_debit_file_journal"),
            models.CheckConstraint(
                condition=Q(canceled_at=None, canceled_by=None)
                | (Q(canceled_at__isnull=False, canceled_by__isnull=False) & ~Q(cancel_reason="")),
                name="direct_debit_file_canceled_by_somebody",
            ),
        ]
        triggers = [FileIsOnlyCanceled()]

    def __str__(self) -> str:
        return self.message_id


class DirectDebit(models.Model):
    """One payment that a file collects, by a mandate, on a day.

    Canceled with its file, or when the bank rejected its payment and that was deleted for it.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    file = models.ForeignKey(DirectDebitFile, models.PROTECT, related_name="collections", db_constraint=False)
    payment = models.ForeignKey(
        Payment, models.PROTECT, related_name="direct_debits", null=True, db_constraint=False, db_index=False
    )
    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="direct_debits", db_constraint=False)
    sequence_type = models.CharField(_("sequence"), max_length=4, choices=SequenceType)
    collection_date = models.DateField(_("collected on"))
    amount = AmountField(_("amount"))
    end_to_end_id = models.CharField(_("end-to-end reference"), max_length=35, db_collation="C")
    is_canceled = models.BooleanField(default=False, db_default=False)

    class Meta:
        verbose_name = _("direct debit")
        verbose_name_plural = _("direct debits")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["payment"], condition=Q(is_canceled=False), name="payment_is_in_one_file"),
            CompanyForeignKey(field="file", to="journals.DirectDebitFile", name="direct_debit_file"),
            CompanyForeignKey(field="payment", to="journals.Payment", name="direct_debit_payment"),
            CompanyForeignKey(field="mandate", to="journals.Mandate", name="direct_debit_mandate"),
            models.CheckConstraint(
                condition=Q(amount__gt=0, amount__lt=Decimal(10) ** 9), name="direct_debit_is_collectable"
            ),
            models.CheckConstraint(
                condition=Q(is_canceled=True) | Q(payment__isnull=False), name="direct_debit_has_its_payment"
            ),
        ]
        indexes = [
            models.Index(fields=["payment"], name="direct_debit_payment_idx"),
            models.Index(fields=["company", "end_to_end_id"], name="direct_debit_reference_idx"),
        ]
        triggers = [CollectionStays()]

    def __str__(self) -> str:
        return self.end_to_end_id
