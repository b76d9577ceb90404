"""General vouchers, as entered in a journal: debits and credits that no other document makes."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from arclose.ledger.constraints import CompanyForeignKey, company_key
from arclose.ledger.fields import AmountField, UnitsField
from arclose.ledger.models import Company, Currency, LedgerAccount, Posting
from customers.models import Customer, CustomerTransaction
from journals.guards import PostedLinesStay, PostedVoucherStays
from journals.models.banks import BankAccount
from journals.models.journals import Journal


class VoucherStatus(models.TextChoices):
    """How far a general voucher has come."""

    OPEN = "open", _("Open")
    POSTED = "posted", _("Posted")
    CANCELED = "canceled", _("Canceled")


class LineType(models.TextChoices):
    """What the account of a line is."""

    LEDGER = "ledger", _("ledger account")
    CUSTOMER = "customer", _("customer")
    BANK = "bank", _("bank account")


class GeneralVoucher(models.Model):
    """A voucher of a general journal, to be posted to the ledger on its date.

    ``currency`` is that of its lines, unless a line is in another. ``number`` is the document's own, as a file names it
    or the journal counts it; the voucher in the books gets one from its series.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="general_vouchers", db_index=False)
    journal = models.ForeignKey(Journal, models.PROTECT, related_name="general_vouchers", db_constraint=False)
    number = models.CharField(_("number"), max_length=30, db_collation="C")
    voucher_date = models.DateField(_("date"))
    text = models.CharField(_("text"), max_length=200)
    currency = models.ForeignKey(Currency, models.PROTECT, related_name="+", db_index=False, verbose_name=_("currency"))
    status = models.CharField(_("status"), max_length=10, choices=VoucherStatus, default=VoucherStatus.OPEN)
    posting = models.ForeignKey(
        Posting, models.PROTECT, related_name="general_vouchers", null=True, editable=False, db_constraint=False
    )
    source = models.CharField(max_length=80, blank=True, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, db_index=False, editable=False
    )
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, db_index=False, editable=False
    )
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)
    key = models.CharField(max_length=80, db_collation="C", blank=True, db_default="", editable=False)
    fingerprint = models.CharField(max_length=64, blank=True, db_default="", editable=False)

    class Meta:
        verbose_name = _("general voucher")
        verbose_name_plural = _("general vouchers")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["company", "number"], name="general_voucher_number"),
            company_key("general_voucher_company_key"),
            CompanyForeignKey(field="posting", to="ledger.Posting", name="general_voucher_posting"),
            CompanyForeignKey(field="journal", to="journals.Journal", name="general_voucher_journal"),
            models.UniqueConstraint(fields=["company", "key"], condition=~models.Q(key=""), name="general_voucher_key"),
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
    """One debit (above zero) or credit (below zero) on a ledger account, a customer or a bank account.

    ``settles`` is the open transaction of its customer that it will settle, while its voucher holds that by a mark.
    ``account`` is the ledger account it is posted to: that of a customer or a bank account is found when it is posted,
    and stays. Then also ``transaction_units`` of its currency are worth ``accounting_units`` of the accounting
    currency, and what a customer owes by it has a due date.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    voucher = models.ForeignKey(
        GeneralVoucher, models.CASCADE, related_name="lines", db_constraint=False, db_index=False
    )
    line_number = models.PositiveIntegerField(_("line"))
    line_type = models.CharField(
        _("account type"), max_length=10, choices=LineType, default=LineType.LEDGER, db_default=LineType.LEDGER
    )
    account = models.ForeignKey(
        LedgerAccount, models.PROTECT, related_name="+", null=True, db_constraint=False, verbose_name=_("account")
    )
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="+", null=True, db_constraint=False, verbose_name=_("customer")
    )
    bank_account = models.ForeignKey(
        BankAccount, models.PROTECT, related_name="+", null=True, db_constraint=False, verbose_name=_("bank account")
    )
    text = models.CharField(_("text"), max_length=200, blank=True)
    amount = AmountField(_("amount"))
    currency = models.ForeignKey(Currency, models.PROTECT, related_name="+", db_index=False, verbose_name=_("currency"))
    document_number = models.CharField(_("document"), max_length=40, blank=True, db_default="", db_collation="C")
    settles = models.ForeignKey(
        CustomerTransaction,
        models.PROTECT,
        related_name="+",
        null=True,
        db_constraint=False,
        db_index=False,
        verbose_name=_("settles"),
    )
    due_date = models.DateField(_("due date"), null=True, editable=False)
    transaction_units = UnitsField(null=True, editable=False)
    accounting_units = UnitsField(null=True, editable=False)

    class Meta:
        verbose_name = _("general voucher line")
        verbose_name_plural = _("general voucher lines")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["voucher", "line_number"], name="general_voucher_line_number"),
            CompanyForeignKey(field="voucher", to="journals.GeneralVoucher", name="general_voucher_line_voucher"),
            CompanyForeignKey(field="account", to="ledger.LedgerAccount", name="general_voucher_line_account"),
            CompanyForeignKey(field="customer", to="customers.Customer", name="general_voucher_line_customer"),
            CompanyForeignKey(
                field="bank_account", to="journals.BankAccount", name="general_voucher_line_bank_account"
            ),
            CompanyForeignKey(field="settles", to="customers.CustomerTransaction", name="general_voucher_line_settles"),
            models.CheckConstraint(
                condition=models.Q(settles=None) | models.Q(line_type="customer"),
                name="general_voucher_line_settles_for_customer",
            ),
            models.CheckConstraint(
                condition=models.Q(line_type="ledger", account__isnull=False, customer=None, bank_account=None)
                | models.Q(line_type="customer", customer__isnull=False, bank_account=None)
                | models.Q(line_type="bank", customer=None, bank_account__isnull=False),
                name="general_voucher_line_has_its_account",
            ),
            # NaN is larger than every number.
            models.CheckConstraint(
                condition=models.Q(amount__lt=10**18) & ~models.Q(amount=0), name="general_voucher_line_is_a_number"
            ),
        ]
        triggers = [PostedLinesStay()]

    def __str__(self) -> str:
        return f"{self.voucher_id}/{self.line_number}"

    @property
    def holder(self) -> Customer | BankAccount | LedgerAccount | None:
        """What was named on the line; its row was read with the line."""
        return self.customer or self.bank_account or self.account
