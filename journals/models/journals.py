"""Journals: what is entered together, looked over, and posted together."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from arclose.ledger.constraints import CompanyForeignKey, company_key
from arclose.ledger.history import keep_history
from arclose.ledger.models import Company, LedgerAccount, NumberSeries
from arclose.ledger.models.number_series import SeriesPurpose
from journals.guards import JournalChangesStay
from journals.models.banks import BankAccount
from journals.models.methods import MethodOfPayment


class JournalType(models.TextChoices):
    """What the lines of a journal are."""

    PAYMENT = "payment", _("customer payments")
    GENERAL = "general", _("general journal")
    DRAW = "draw", _("draw bills of exchange")
    REMITTANCE = "remittance", _("remit bills of exchange")
    SETTLE = "settle", _("settle bills of exchange")
    PROTEST = "protest", _("protest bills of exchange")
    REDRAW = "redraw", _("redraw bills of exchange")


OF_BILLS = (JournalType.DRAW, JournalType.REMITTANCE, JournalType.SETTLE, JournalType.PROTEST, JournalType.REDRAW)


class JournalPrivacy(models.TextChoices):
    """Who sees the journals of a name, and what is in them."""

    NONE = "", _("everybody in the company")
    MAKER = "maker", _("who made the journal")
    CONTROLLERS = "controllers", _("controllers, and who made the journal")


@keep_history
class JournalName(models.Model):
    """A sort of journal: what its lines are, what stands on their other side, and who may see and post it.

    A payment goes through the bank account unless another one is chosen; what the lines of a general voucher leave
    goes to the bank account or the ledger account. ``voucher_series`` numbers its vouchers instead of the company's
    own series. ``needs_approval``: a journal of this name is posted only when a person who entered none of its lines
    approved it. ``is_posted_by_maker``: only who made a journal posts it.
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
    method = models.ForeignKey(
        MethodOfPayment,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_constraint=False,
        verbose_name=_("method of payment"),
    )
    offset_account = models.ForeignKey(
        LedgerAccount,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_constraint=False,
        verbose_name=_("offset account"),
    )
    voucher_series = models.ForeignKey(
        NumberSeries,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_constraint=False,
        limit_choices_to={"purpose": SeriesPurpose.JOURNAL_VOUCHER},
        verbose_name=_("voucher series"),
    )
    needs_approval = models.BooleanField(_("needs approval"), default=False, db_default=False)
    private_to = models.CharField(
        _("seen by"),
        max_length=12,
        choices=JournalPrivacy,
        blank=True,
        default=JournalPrivacy.NONE,
        db_default=JournalPrivacy.NONE,
    )
    is_posted_by_maker = models.BooleanField(_("posted by its maker only"), default=False, db_default=False)

    class Meta:
        verbose_name = _("journal name")
        verbose_name_plural = _("journal names")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["company", "code"], name="journal_name_code"),
            company_key("journal_name_company_key"),
            CompanyForeignKey(field="bank_account", to="journals.BankAccount", name="journal_name_bank_account"),
            CompanyForeignKey(field="offset_account", to="ledger.LedgerAccount", name="journal_name_offset_account"),
            CompanyForeignKey(field="voucher_series", to="ledger.NumberSeries", name="journal_name_voucher_series"),
            models.CheckConstraint(
                condition=models.Q(bank_account=None) | models.Q(offset_account=None),
                name="journal_name_has_one_offset",
                violation_error_message=_("Choose a bank account or an offset account, not both."),
            ),
            CompanyForeignKey(field="method", to="journals.MethodOfPayment", name="journal_name_method"),
            models.CheckConstraint(
                condition=~models.Q(needs_approval=True, private_to=JournalPrivacy.MAKER),
                name="journal_name_is_seen_by_who_approves",
                violation_error_message=_(
                    "Who approves a journal has to see it: let controllers see it too, or do without approval."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def clean(self) -> None:
        """Refuse an offset account that only a subledger posts to, and one of payments.

        :raises ValidationError: naming the field.
        """
        if self.offset_account is not None and self.offset_account.is_control_account:
            text = _("%(account)s is a control account: only documents of its subledger post to it.")
            raise ValidationError({"offset_account": text % {"account": self.offset_account}})
        if self.offset_account is not None and self.journal_type == JournalType.PAYMENT:
            text = _("Payments go through a bank account: choose that instead.")
            raise ValidationError({"offset_account": text})


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


class JournalChange(models.Model):
    """Somebody entered, changed or deleted something in a journal: who does not approve it then."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    journal = models.ForeignKey(Journal, models.CASCADE, related_name="changes", db_constraint=False)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    changed_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("change of a journal")
        verbose_name_plural = _("changes of journals")
        constraints: ClassVar[Any] = [
            CompanyForeignKey(field="journal", to="journals.Journal", name="journal_change_journal"),
        ]
        triggers = [JournalChangesStay()]

    def __str__(self) -> str:
        return f"{self.journal_id}: {self.changed_by_id}"
