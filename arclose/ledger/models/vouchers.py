"""Postings, vouchers and entries: what stands in the books and never changes."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from arclose.ledger.constraints import CompanyForeignKey, company_key
from arclose.ledger.digests import VOUCHERS_ONLY, WITH_DOCUMENTS
from arclose.ledger.fields import AmountField
from arclose.ledger.guards import (
    EntriesOfThisTransaction,
    NeverChanges,
    NumbersFollow,
    PeriodIsOpen,
    PostingIsSealed,
    SealedPostingStays,
    SealedVouchersBalance,
)
from arclose.ledger.models.accounts import LedgerAccount
from arclose.ledger.models.calendars import FiscalPeriod, FiscalYear
from arclose.ledger.models.companies import Company
from arclose.ledger.models.currencies import Currency
from arclose.ledger.models.number_series import NumberSeries


class PostingType(models.TextChoices):
    """What an entry is in its voucher: the rows of the debit and credit matrix."""

    CUSTOMER_BALANCE = "customer_balance", _("customer balance")
    REVENUE = "revenue", _("revenue")
    LINE_DISCOUNT = "line_discount", _("line discount")
    TOTAL_DISCOUNT = "total_discount", _("total discount")
    SALES_TAX = "sales_tax", _("sales tax")
    PREPAYMENT = "prepayment", _("customer prepayments")
    ROUNDING = "rounding", _("rounding")
    REALIZED_GAIN = "realized_gain", _("realized gain")
    REALIZED_LOSS = "realized_loss", _("realized loss")
    UNREALIZED_GAIN = "unrealized_gain", _("unrealized gain")
    UNREALIZED_LOSS = "unrealized_loss", _("unrealized loss")
    OPENING_BALANCE = "opening_balance", _("opening balance")
    LEDGER_JOURNAL = "ledger_journal", _("ledger journal")
    COST_OF_GOODS_DELIVERED = "cost_of_goods_delivered", _("cost of goods, delivered")
    UNITS_DELIVERED = "units_delivered", _("cost of units, delivered")
    COST_OF_GOODS_SOLD = "cost_of_goods_sold", _("cost of goods, sold")
    INVENTORY_ISSUE = "inventory_issue", _("inventory issue")
    DEFERRED_REVENUE_OFFSET = "deferred_revenue_offset", _("deferred revenue offset")
    DEFERRED_REVENUE = "deferred_revenue", _("deferred revenue")
    DEFERRED_SALES_TAX = "deferred_sales_tax", _("deferred sales tax")
    BANK = "bank", _("bank")
    BRIDGING = "bridging", _("bridging account")
    PAYMENT_FEE = "payment_fee", _("payment fee")
    DUE_TO = "due_to", _("due to another company")
    DUE_FROM = "due_from", _("due from another company")
    CASH_DISCOUNT = "cash_discount", _("cash discount")
    PENNY_DIFFERENCE = "penny_difference", _("penny difference")
    OVER_UNDERPAYMENT = "over_underpayment", _("over- or underpayment")
    WRITE_OFF = "write_off", _("write-off")
    TAX_CORRECTION = "tax_correction", _("tax correction")
    INTEREST = "interest", _("interest")
    FEE = "fee", _("fee")
    BANK_CHARGES = "bank_charges", _("bank charges")
    DISCOUNT_INTEREST = "discount_interest", _("discount interest")
    DEFERRED_INTEREST = "deferred_interest", _("deferred discount interest")


class Posting(models.Model):
    """One set of documents posted together, under one business key.

    ``key`` comes from whoever asked, so a request that arrives twice finds its posting;
    ``fingerprint`` tells a repetition from another request under the same key.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="postings")
    kind = models.CharField(max_length=30)
    key = models.CharField(max_length=80, db_collation="C")
    fingerprint = models.CharField(max_length=64)
    posted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    posted_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["company", "key"], name="posting_key"),
            company_key("posting_company_key"),
        ]
        triggers = [NeverChanges(), PostingIsSealed()]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class PostingSeal(models.Model):
    """The digest over a posting's vouchers, entries and documents, chained to the company's posting before it.

    One of the first form covers vouchers and entries only: see :mod:`arclose.ledger.digests`.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    posting = models.OneToOneField(Posting, models.PROTECT, related_name="seal", db_constraint=False)
    position = models.BigIntegerField()
    previous_digest = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    digest_form = models.PositiveSmallIntegerField(default=WITH_DOCUMENTS, db_default=VOUCHERS_ONLY)

    class Meta:
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["company", "position"], name="posting_seal_position"),
            CompanyForeignKey(field="posting", to="ledger.Posting", name="posting_seal_posting"),
        ]
        triggers = [NeverChanges(), SealedVouchersBalance()]

    def __str__(self) -> str:
        return self.digest


class ChainHead(models.Model):
    """The newest digest of a company's chain: the last lock of every posting."""

    company = models.OneToOneField(Company, models.PROTECT, related_name="chain_head", primary_key=True)
    position = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="")

    def __str__(self) -> str:
        return self.digest


class Voucher(models.Model):
    """A balanced set of entries with a number and a date; a correction is a reversal, never an edit.

    A credit correction (storno) shows its entries on the side of what it takes back, with a minus: a debit below zero
    instead of a credit. The amounts are signed as always; only how they are shown differs.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="vouchers", db_index=False)
    posting = models.ForeignKey(Posting, models.PROTECT, related_name="vouchers", db_constraint=False)
    document_type = models.CharField(max_length=20, db_collation="C")
    document_id = models.BigIntegerField()
    document_part = models.SmallIntegerField(default=0)
    series = models.ForeignKey(NumberSeries, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    fiscal_year = models.ForeignKey(FiscalYear, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    sequence_number = models.BigIntegerField()
    number = models.CharField(_("voucher"), max_length=40, db_collation="C")
    posting_date = models.DateField(_("date"))
    period = models.ForeignKey(FiscalPeriod, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    text = models.CharField(_("text"), max_length=200)
    reversal_of = models.OneToOneField(
        "self", models.PROTECT, related_name="reversed_by", null=True, db_constraint=False
    )
    is_credit_correction = models.BooleanField(_("credit correction"), default=False, db_default=False)
    sealed_by_transaction = models.BigIntegerField(null=True, editable=False)

    class Meta:
        verbose_name = _("voucher")
        verbose_name_plural = _("vouchers")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(
                fields=["company", "document_type", "document_id", "document_part"], name="voucher_once_per_document"
            ),
            models.UniqueConstraint(fields=["series", "fiscal_year", "sequence_number"], name="voucher_sequence"),
            models.UniqueConstraint(fields=["company", "number"], name="voucher_number"),
            company_key("voucher_company_key"),
            CompanyForeignKey(field="posting", to="ledger.Posting", name="voucher_posting"),
            CompanyForeignKey(field="series", to="ledger.NumberSeries", name="voucher_series"),
            CompanyForeignKey(field="fiscal_year", to="ledger.FiscalYear", name="voucher_fiscal_year"),
            CompanyForeignKey(field="period", to="ledger.FiscalPeriod", name="voucher_period"),
            CompanyForeignKey(field="reversal_of", to="ledger.Voucher", name="voucher_reversal_of"),
        ]
        indexes = [
            models.Index(fields=["company", "-posting_date", "-id"], name="voucher_newest_idx"),
            # How many of which kind each posting brought into a period is counted from this alone.
            models.Index(fields=["period", "posting", "document_type"], name="voucher_period_idx"),
        ]
        triggers = [NeverChanges(), PeriodIsOpen(), NumbersFollow(), SealedPostingStays()]

    def __str__(self) -> str:
        return self.number


class LedgerEntry(models.Model):
    """One debit or credit of a voucher.

    Amounts are signed, debit above zero. Entries of one voucher that belong to the same tax row
    share its number; the receivable and the rounding account stand outside. An entry never changes.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    voucher = models.ForeignKey(Voucher, models.PROTECT, related_name="entries", db_constraint=False)
    account = models.ForeignKey(
        LedgerAccount, models.PROTECT, related_name="entries", db_constraint=False, db_index=False
    )
    posting_date = models.DateField(_("date"))
    posting_type = models.CharField(_("posting type"), max_length=30, choices=PostingType)
    tax_row_number = models.SmallIntegerField(null=True)
    currency = models.ForeignKey(Currency, models.PROTECT, related_name="+", db_index=False)
    transaction_currency_amount = AmountField(_("amount in transaction currency"))
    accounting_currency_amount = AmountField(_("amount in accounting currency"))
    reporting_currency_amount = AmountField(_("amount in reporting currency"), null=True)

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")
        constraints: ClassVar[Any] = [
            CompanyForeignKey(field="voucher", to="ledger.Voucher", name="ledger_entry_voucher"),
            CompanyForeignKey(field="account", to="ledger.LedgerAccount", name="ledger_entry_account"),
            models.CheckConstraint(
                condition=~models.Q(transaction_currency_amount=0, accounting_currency_amount=0)
                | models.Q(reporting_currency_amount__isnull=False) & ~models.Q(reporting_currency_amount=0),
                name="ledger_entry_is_not_zero",
            ),
            # NaN is larger than every number, so an upper bound refuses it.
            models.CheckConstraint(
                condition=models.Q(
                    transaction_currency_amount__lt=10**18,
                    accounting_currency_amount__lt=10**18,
                )
                & (models.Q(reporting_currency_amount__isnull=True) | models.Q(reporting_currency_amount__lt=10**18)),
                name="ledger_entry_is_a_number",
            ),
        ]
        indexes = [models.Index(fields=["account", "posting_date"], name="ledger_entry_account_idx")]
        triggers = [NeverChanges(), EntriesOfThisTransaction()]

    def __str__(self) -> str:
        return f"{self.account_id} {self.accounting_currency_amount}"


class AccountBalance(models.Model):
    """What the entries of an account add up to, per period and transaction currency.

    Kept by the posting itself so that no page adds up millions of entries; proved by a probe.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_index=False)
    period = models.ForeignKey(FiscalPeriod, models.PROTECT, related_name="+", db_constraint=False)
    account = models.ForeignKey(
        LedgerAccount, models.PROTECT, related_name="balances", db_constraint=False, db_index=False
    )
    currency = models.ForeignKey(Currency, models.PROTECT, related_name="+", db_index=False)
    transaction_currency_amount = AmountField()
    accounting_currency_amount = AmountField()
    reporting_currency_amount = AmountField(default=0)

    class Meta:
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["company", "account", "currency", "period"], name="account_balance_once"),
            CompanyForeignKey(field="period", to="ledger.FiscalPeriod", name="account_balance_period"),
            CompanyForeignKey(field="account", to="ledger.LedgerAccount", name="account_balance_account"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.accounting_currency_amount}"
