"""Runs of revaluation: what was asked, what was found, and what it makes."""

from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from arclose.ledger.constraints import CompanyForeignKey, company_key
from arclose.ledger.fields import AmountField, UnitsField
from arclose.ledger.models import Company, Currency, ExchangeRateType, LedgerAccount, Posting
from arclose.web.said import SaidField
from customers.models import AdjustmentSet, CustomerTransaction, PostingProfile
from revaluation.guards import PostedRunStays, stay_with_their_run


class Method(models.TextChoices):
    """What of a difference of rates is taken into the books."""

    STANDARD = "standard", _("standard: gains and losses")
    MINIMUM = "minimum", _("minimum: losses only")
    INVOICE_DATE = "invoice_date", _("invoice date: back to the original rates")
    UNDO = "undo", _("undo of a run")


class LeftOutReason(models.TextChoices):
    """Why an open transaction in foreign currency is not revalued."""

    NO_RATE = "no_rate", _("There is no rate that may be used.")
    NOT_MONETARY = "not_monetary", _("Its posting profile is not revalued.")
    REVALUED_LATER = "revalued_later", _("It was revalued on a later day.")
    SETTLED_IN_CLOSED = "settled_in_closed", _("A part was settled since on a day that lies in no open period.")
    TOO_LARGE = "too_large", _("The rate makes more of it than the books can hold.")


class Run(models.Model):
    """What a revaluation of a company makes of its open transactions on the considered date, at the rates of a date.

    Its lines are those of its set of adjustments. Until it is posted it is a preview. ``seen_position`` is the last
    posting in the company's chain when it began to look: what was posted after that, it may not have seen. Without
    currencies, customers or groups, all are meant; the control account is that of each transaction unless a posting
    profile is chosen. ``key`` is of the form that asked.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="revaluations")
    method = models.CharField(_("method"), max_length=20, choices=Method)
    undoes = models.ForeignKey("self", models.PROTECT, related_name="undone_by", null=True, db_constraint=False)
    considered_date = models.DateField(_("considered date"))
    rate_date = models.DateField(_("date of rate"))
    exchange_rate_type = models.ForeignKey(
        ExchangeRateType, models.PROTECT, related_name="+", db_index=False, verbose_name=_("exchange rate type")
    )
    posting_profile = models.ForeignKey(
        PostingProfile,
        models.PROTECT,
        related_name="+",
        null=True,
        db_constraint=False,
        db_index=False,
        verbose_name=_("posting profile"),
    )
    currencies = models.JSONField(_("currencies"), default=list)
    customers = models.JSONField(_("customers"), default=list)
    customer_groups = models.JSONField(_("customer groups"), default=list)
    note = models.CharField(_("note"), max_length=120, blank=True, default="")
    key = models.CharField(max_length=80, blank=True, default="", db_default="", editable=False)
    seen_position = models.BigIntegerField()
    line_count = models.IntegerField(_("lines"), default=0)
    left_out_count = models.IntegerField(_("left out"), default=0)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    created_at = models.DateTimeField(_("computed"), db_default=Now(), editable=False)
    adjustment_set = models.OneToOneField(
        AdjustmentSet, models.PROTECT, related_name="revaluation", db_constraint=False
    )
    posting = models.OneToOneField(Posting, models.PROTECT, related_name="revaluation", null=True, db_constraint=False)

    class Meta:
        verbose_name = _("revaluation")
        verbose_name_plural = _("revaluations")
        constraints: ClassVar[Any] = [
            company_key("revaluation_run_company_key"),
            CompanyForeignKey(field="posting", to="ledger.Posting", name="revaluation_run_posting"),
            CompanyForeignKey(field="adjustment_set", to="customers.AdjustmentSet", name="revaluation_run_set"),
            CompanyForeignKey(field="undoes", to="revaluation.Run", name="revaluation_run_undoes"),
            CompanyForeignKey(field="posting_profile", to="customers.PostingProfile", name="revaluation_run_profile"),
            models.CheckConstraint(
                condition=models.Q(method="undo", undoes__isnull=False)
                | ~models.Q(method="undo") & models.Q(undoes__isnull=True),
                name="revaluation_run_undoes_one",
            ),
        ]
        indexes = [models.Index(fields=["company", "considered_date"], name="revaluation_run_date_idx")]
        triggers = [PostedRunStays()]

    def __str__(self) -> str:
        return f"RV-{self.pk}"

    @property
    def has_local_rules(self) -> bool:
        """Whether it values otherwise than IAS 21 does: losses only, or at the rates of another day."""
        return self.method == Method.MINIMUM or (self.method != Method.UNDO and self.rate_date != self.considered_date)


class RunRate(models.Model):
    """The rate that a run uses for a currency: its two sides, the day it was published on, and where it is from.

    Without units there is none, and ``problem`` says why, in each language.
    """

    run = models.ForeignKey(Run, models.CASCADE, related_name="rates")
    currency = models.ForeignKey(Currency, models.PROTECT, related_name="+", db_index=False)
    units_from = UnitsField(null=True)
    units_to = UnitsField(null=True)
    published = models.DateField(_("published"), null=True)
    source = models.CharField(_("source"), max_length=120, blank=True)
    problem = SaidField(blank=True, default="")

    class Meta:
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["run", "currency"], name="revaluation_rate_once"),
        ]
        triggers = stay_with_their_run()

    def __str__(self) -> str:
        return f"{self.run_id} {self.currency_id}"


class LeftOut(models.Model):
    """An open transaction in foreign currency that a run does not revalue, and why; ``fact`` is a day or a currency."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    run = models.ForeignKey(Run, models.CASCADE, related_name="left_out", db_constraint=False)
    transaction = models.ForeignKey(
        CustomerTransaction, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    currency = models.ForeignKey(Currency, models.PROTECT, related_name="+", db_index=False)
    open_amount = AmountField(_("open"))
    reason = models.CharField(_("reason"), max_length=20, choices=LeftOutReason)
    fact = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints: ClassVar[Any] = [
            CompanyForeignKey(field="run", to="revaluation.Run", name="revaluation_left_out_run"),
            CompanyForeignKey(
                field="transaction", to="customers.CustomerTransaction", name="revaluation_left_out_transaction"
            ),
        ]
        triggers = stay_with_their_run()

    def __str__(self) -> str:
        return f"{self.run_id} {self.transaction_id}"


class RunVoucher(models.Model):
    """A voucher that a run makes: one per day, currency and control account. It is the document of that voucher."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    run = models.ForeignKey(Run, models.CASCADE, related_name="vouchers", db_constraint=False, db_index=False)
    posting_date = models.DateField(_("date"))
    currency = models.ForeignKey(Currency, models.PROTECT, related_name="+", db_index=False)
    control_account = models.ForeignKey(
        LedgerAccount, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )

    class Meta:
        verbose_name = _("voucher of a revaluation")
        verbose_name_plural = _("vouchers of revaluations")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(
                fields=["run", "posting_date", "currency", "control_account"], name="revaluation_voucher_once"
            ),
            company_key("revaluation_voucher_company_key"),
            CompanyForeignKey(field="run", to="revaluation.Run", name="revaluation_voucher_run"),
            CompanyForeignKey(
                field="control_account", to="ledger.LedgerAccount", name="revaluation_voucher_control_account"
            ),
        ]
        triggers = stay_with_their_run()

    def __str__(self) -> str:
        return f"{self.run_id} {self.posting_date} {self.currency_id}"


class ReportingValue(models.Model):
    """What a run makes of the reporting currency on a control account, for what is open there in a currency.

    ``open_amount`` is in that currency; ``stood_amount`` is what the account says in reporting currency with the other
    entries of the run, ``new_amount`` what it is to say. The difference is posted on the voucher, in reporting currency
    alone, against the offset account: one for gains where ``is_gain`` says so. Taking back a gain is about a gain.
    Where it stays as it is, ``problem`` says why, in each language.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    run = models.ForeignKey(Run, models.CASCADE, related_name="reporting_values", db_constraint=False, db_index=False)
    voucher = models.ForeignKey(
        RunVoucher, models.CASCADE, related_name="reporting_values", null=True, db_constraint=False, db_index=False
    )
    currency = models.ForeignKey(Currency, models.PROTECT, related_name="+", db_index=False)
    control_account = models.ForeignKey(
        LedgerAccount, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    offset_account = models.ForeignKey(
        LedgerAccount, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    is_gain = models.BooleanField()
    open_amount = AmountField(_("open"))
    stood_amount = AmountField(_("stood in reporting currency"))
    new_amount = AmountField(_("value in reporting currency"))
    problem = SaidField(blank=True, default="", db_default="")

    class Meta:
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(
                fields=["run", "control_account", "currency"], name="revaluation_reporting_value_once"
            ),
            CompanyForeignKey(field="run", to="revaluation.Run", name="revaluation_reporting_value_run"),
            CompanyForeignKey(field="voucher", to="revaluation.RunVoucher", name="revaluation_reporting_value_voucher"),
            CompanyForeignKey(
                field="control_account", to="ledger.LedgerAccount", name="revaluation_reporting_value_control_account"
            ),
            CompanyForeignKey(
                field="offset_account", to="ledger.LedgerAccount", name="revaluation_reporting_value_offset_account"
            ),
        ]
        triggers = stay_with_their_run()

    def __str__(self) -> str:
        return f"{self.run_id} {self.control_account_id} {self.currency_id}"

    @property
    def change(self) -> Decimal:
        """What it adds to the control account in reporting currency, debit above zero."""
        return self.new_amount - self.stood_amount


class RunEntry(models.Model):
    """An entry of such a voucher: the sum of its lines on an account, gains and losses apart, debit above zero."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    run = models.ForeignKey(Run, models.CASCADE, related_name="entries", db_constraint=False)
    voucher = models.ForeignKey(RunVoucher, models.CASCADE, related_name="entries", db_constraint=False, db_index=False)
    posting_type = models.CharField(max_length=30)
    account = models.ForeignKey(LedgerAccount, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    accounting_currency_amount = AmountField()

    class Meta:
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["voucher", "posting_type", "account"], name="revaluation_entry_once"),
            CompanyForeignKey(field="run", to="revaluation.Run", name="revaluation_entry_run"),
            CompanyForeignKey(field="voucher", to="revaluation.RunVoucher", name="revaluation_entry_voucher"),
            CompanyForeignKey(field="account", to="ledger.LedgerAccount", name="revaluation_entry_account"),
        ]
        triggers = stay_with_their_run()

    def __str__(self) -> str:
        return f"{self.voucher_id} {self.posting_type}"
