"""General vouchers as prepared: debits and credits that no other document makes."""

from typing import Any, ClassVar

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from arclose.ledger.constraints import CompanyForeignKey, company_key
from arclose.ledger.fields import AmountField, UnitsField
from arclose.ledger.models import Company, Currency, LedgerAccount, Posting
from journals.guards import PostedLinesStay, PostedVoucherStays


class VoucherStatus(models.TextChoices):
    """How far a general voucher has come."""

    OPEN = "open", _("Open")
    POSTED = "posted", _("Posted")
    CANCELED = "canceled", _("Canceled")


class GeneralVoucher(models.Model):
    """A voucher to be posted to the ledger on its date, in one currency.

    Once posted, ``transaction_units`` of its currency are worth ``accounting_units`` of the accounting currency.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="general_vouchers", db_index=False)
    number = models.CharField(_("number"), max_length=30, db_collation="C")
    voucher_date = models.DateField(_("date"))
    text = models.CharField(_("text"), max_length=200)
    currency = models.ForeignKey(Currency, models.PROTECT, related_name="+", db_index=False, verbose_name=_("currency"))
    status = models.CharField(_("status"), max_length=10, choices=VoucherStatus, default=VoucherStatus.OPEN)
    transaction_units = UnitsField(null=True, editable=False)
    accounting_units = UnitsField(null=True, editable=False)
    posting = models.ForeignKey(
        Posting, models.PROTECT, related_name="general_vouchers", null=True, editable=False, db_constraint=False
    )
    source = models.CharField(max_length=80, blank=True, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("general voucher")
        verbose_name_plural = _("general vouchers")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["company", "number"], name="general_voucher_number"),
            company_key("general_voucher_company_key"),
            CompanyForeignKey(field="posting", to="ledger.Posting", name="general_voucher_posting"),
            models.CheckConstraint(
                condition=models.Q(status=VoucherStatus.POSTED, posting__isnull=False)
                | (~models.Q(status=VoucherStatus.POSTED) & models.Q(posting__isnull=True)),
                name="general_voucher_posted_has_posting",
            ),
        ]
        indexes = [
            models.Index(fields=["company", "-voucher_date", "-id"], name="general_voucher_newest_idx"),
            models.Index(
                fields=["company", "voucher_date", "id"],
                condition=models.Q(status="open"),
                name="general_voucher_open_idx",
            ),
        ]
        triggers = [PostedVoucherStays()]

    def __str__(self) -> str:
        return self.number


class GeneralVoucherLine(models.Model):
    """One debit (above zero) or credit (below zero), in the currency of the voucher."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    voucher = models.ForeignKey(
        GeneralVoucher, models.CASCADE, related_name="lines", db_constraint=False, db_index=False
    )
    line_number = models.PositiveIntegerField(_("line"))
    account = models.ForeignKey(
        LedgerAccount, models.PROTECT, related_name="+", db_constraint=False, verbose_name=_("account")
    )
    text = models.CharField(_("text"), max_length=200, blank=True)
    amount = AmountField(_("amount"))

    class Meta:
        verbose_name = _("general voucher line")
        verbose_name_plural = _("general voucher lines")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["voucher", "line_number"], name="general_voucher_line_number"),
            CompanyForeignKey(field="voucher", to="journals.GeneralVoucher", name="general_voucher_line_voucher"),
            CompanyForeignKey(field="account", to="ledger.LedgerAccount", name="general_voucher_line_account"),
            # NaN is larger than every number.
            models.CheckConstraint(
                condition=models.Q(amount__lt=10**18) & ~models.Q(amount=0), name="general_voucher_line_is_a_number"
            ),
        ]
        triggers = [PostedLinesStay()]

    def __str__(self) -> str:
        return f"{self.voucher_id}/{self.line_number}"
