"""What revaluation adds to the value of open transactions in the books, and what settlements take back of it.

AdjustmentSet       the adjustments of a revaluation: its lines count once it is posted
    AdjustmentLine  of a transaction what stood, and what stands with the set
    AdjustmentSum   what the lines add up to by day, currency and accounts
Adjustment          what a settlement takes back, or gives back
"""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from arclose.ledger.constraints import CompanyForeignKey, company_key
from arclose.ledger.document_guards import EntersOpenPosting
from arclose.ledger.fields import AmountField
from arclose.ledger.guards import NeverChanges
from arclose.ledger.models import Company, Currency, LedgerAccount, Posting
from customers.models.adjustment_guards import SetCountsOnce, stay_with_their_set
from customers.models.transactions import CustomerTransaction, Settlement


class Adjustment(models.Model):
    """On a date, the value of an open transaction in the books changes without anybody paying.

    ``accounting_currency_amount`` is what it adds to the control account it was posted to, debit above zero;
    the offset account, one for unrealized gains or losses, has the opposite. ``is_gain`` says which of the two it is
    about: taking back a gain is about a gain. A settlement takes back the share of what it settles, and is named; what
    a revaluation adjusts are the lines of its set, but for those of an earlier release, which wrote such rows too.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    posting = models.ForeignKey(Posting, models.PROTECT, related_name="+", db_constraint=False)
    transaction = models.ForeignKey(
        CustomerTransaction, models.PROTECT, related_name="adjustments", db_constraint=False, db_index=False
    )
    adjustment_date = models.DateField(_("date"))
    accounting_currency_amount = AmountField(_("adjustment"))
    control_account = models.ForeignKey(
        LedgerAccount, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    offset_account = models.ForeignKey(
        LedgerAccount, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    is_gain = models.BooleanField()
    settlement = models.ForeignKey(
        Settlement, models.PROTECT, related_name="adjustments", null=True, db_constraint=False, db_index=False
    )

    class Meta:
        verbose_name = _("adjustment")
        verbose_name_plural = _("adjustments")
        constraints: ClassVar[Any] = [
            company_key("adjustment_company_key"),
            CompanyForeignKey(field="posting", to="ledger.Posting", name="adjustment_posting"),
            CompanyForeignKey(field="transaction", to="customers.CustomerTransaction", name="adjustment_transaction"),
            CompanyForeignKey(field="control_account", to="ledger.LedgerAccount", name="adjustment_control_account"),
            CompanyForeignKey(field="offset_account", to="ledger.LedgerAccount", name="adjustment_offset_account"),
            CompanyForeignKey(field="settlement", to="customers.Settlement", name="adjustment_settlement"),
            # NaN is larger than every number, so an upper bound refuses it.
            models.CheckConstraint(
                condition=models.Q(accounting_currency_amount__lt=10**18) & ~models.Q(accounting_currency_amount=0),
                name="adjustment_is_a_number",
            ),
        ]
        indexes = [
            models.Index(fields=["transaction", "adjustment_date"], name="adjustment_transaction_idx"),
            models.Index(fields=["company", "adjustment_date"], name="adjustment_date_idx"),
            models.Index(
                fields=["settlement"], condition=models.Q(settlement__isnull=False), name="adjustment_settlement_idx"
            ),
        ]
        triggers = [
            NeverChanges(),
            EntersOpenPosting(days="SELECT DISTINCT company_id, adjustment_date FROM new_rows"),
        ]

    def __str__(self) -> str:
        return f"{self.transaction_id} {self.accounting_currency_amount}"


class AdjustmentSet(models.Model):
    """Adjustments of many transactions, computed and stored together: they count once the set is posted.

    ``digest`` is of its lines, which are sealed with it: the digest of the posting covers them by that. A set of a
    revaluation that an earlier release posted is ``is_written_out``: its adjustments stand in rows of their own, and
    its lines count for nothing.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_index=False)
    posting = models.OneToOneField(Posting, models.PROTECT, related_name="adjustments", null=True, db_constraint=False)
    digest = models.CharField(max_length=64, blank=True, default="")
    is_written_out = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("set of adjustments")
        verbose_name_plural = _("sets of adjustments")
        constraints: ClassVar[Any] = [
            company_key("adjustment_set_company_key"),
            CompanyForeignKey(field="posting", to="ledger.Posting", name="adjustment_set_posting"),
        ]
        triggers = [SetCountsOnce()]

    def __str__(self) -> str:
        return f"{self.pk}"


class AdjustmentLine(models.Model):
    """What a set makes of the adjustment of one open transaction; or of a settlement's share of it.

    ``open_amount`` is what was open on the day in the transaction's currency, ``original_amount`` its value at the
    original rate, ``stood_amount`` the adjustment that stood on it and ``new_amount`` the one that stands with the
    set: in accounting currency, debit above zero, each on the account it is about and against another. A line that
    names a settlement is about what was settled after the day and before the set was computed: its amounts are what is
    taken back on that day, with the sign of that.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    adjustment_set = models.ForeignKey(
        AdjustmentSet, models.PROTECT, related_name="lines", db_constraint=False, db_index=False
    )
    transaction = models.ForeignKey(
        CustomerTransaction, models.PROTECT, related_name="adjustment_lines", db_constraint=False, db_index=False
    )
    settlement = models.ForeignKey(
        Settlement, models.PROTECT, related_name="+", null=True, db_constraint=False, db_index=False
    )
    currency = models.ForeignKey(Currency, models.PROTECT, related_name="+", db_index=False)
    adjustment_date = models.DateField(_("date"))
    open_amount = AmountField(_("open"))
    original_amount = AmountField(_("original value"))
    stood_amount = AmountField(_("adjustment that stood"))
    new_amount = AmountField(_("new adjustment"))
    stood_account = models.ForeignKey(
        LedgerAccount, models.PROTECT, related_name="+", null=True, db_constraint=False, db_index=False
    )
    stood_offset_account = models.ForeignKey(
        LedgerAccount, models.PROTECT, related_name="+", null=True, db_constraint=False, db_index=False
    )
    control_account = models.ForeignKey(
        LedgerAccount, models.PROTECT, related_name="+", null=True, db_constraint=False, db_index=False
    )
    offset_account = models.ForeignKey(
        LedgerAccount, models.PROTECT, related_name="+", null=True, db_constraint=False, db_index=False
    )

    class Meta:
        verbose_name = _("line of adjustments")
        verbose_name_plural = _("lines of adjustments")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(
                fields=["adjustment_set", "transaction", "settlement"],
                name="adjustment_line_once",
                nulls_distinct=False,
            ),
            CompanyForeignKey(field="adjustment_set", to="customers.AdjustmentSet", name="adjustment_line_set"),
            CompanyForeignKey(
                field="transaction", to="customers.CustomerTransaction", name="adjustment_line_transaction"
            ),
            CompanyForeignKey(field="settlement", to="customers.Settlement", name="adjustment_line_settlement"),
            CompanyForeignKey(field="stood_account", to="ledger.LedgerAccount", name="adjustment_line_stood_account"),
            CompanyForeignKey(
                field="stood_offset_account", to="ledger.LedgerAccount", name="adjustment_line_stood_offset"
            ),
            CompanyForeignKey(
                field="control_account", to="ledger.LedgerAccount", name="adjustment_line_control_account"
            ),
            CompanyForeignKey(field="offset_account", to="ledger.LedgerAccount", name="adjustment_line_offset"),
        ]
        indexes = [
            models.Index(fields=["transaction", "id"], name="adjustment_line_transaction_ix"),
            models.Index(
                fields=["settlement"], condition=models.Q(settlement__isnull=False), name="adjustment_line_settled_idx"
            ),
        ]
        triggers = stay_with_their_set()

    def __str__(self) -> str:
        return f"{self.adjustment_set_id} {self.transaction_id}"


class AdjustmentSum(models.Model):
    """What the lines of a set add up to on a day, in a currency, on a control account and against another account.

    Gains and losses apart, in accounting currency, debit of the control account above zero.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    adjustment_set = models.ForeignKey(
        AdjustmentSet, models.PROTECT, related_name="sums", db_constraint=False, db_index=False
    )
    adjustment_date = models.DateField()
    currency = models.ForeignKey(Currency, models.PROTECT, related_name="+", db_index=False)
    control_account = models.ForeignKey(
        LedgerAccount, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    offset_account = models.ForeignKey(
        LedgerAccount, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    is_gain = models.BooleanField()
    accounting_currency_amount = AmountField()

    class Meta:
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(
                fields=[
                    "adjustment_set", "adjustment_date", "currency", "control_account", "offset_account", "is_gain",
                ],
                name="adjustment_sum_once",
            ),
            CompanyForeignKey(field="adjustment_set", to="customers.AdjustmentSet", name="adjustment_sum_set"),
            CompanyForeignKey(
                field="control_account", to="ledger.LedgerAccount", name="adjustment_sum_control_account"
            ),
            CompanyForeignKey(field="offset_account", to="ledger.LedgerAccount", name="adjustment_sum_offset"),
        ]  # fmt: skip
        indexes = [models.Index(fields=["company", "adjustment_date"], name="adjustment_sum_date_idx")]
        triggers = stay_with_their_set()

    def __str__(self) -> str:
        return f"{self.adjustment_set_id} {self.adjustment_date} {self.currency_id}"
