"""What revaluation adds to the value of open transactions in the books, and what settlements take back of it."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from arclose.ledger.constraints import CompanyForeignKey, company_key
from arclose.ledger.document_guards import EntersOpenPosting
from arclose.ledger.fields import AmountField
from arclose.ledger.guards import NeverChanges
from arclose.ledger.models import Company, LedgerAccount, Posting
from customers.models.transactions import CustomerTransaction, Settlement


class Adjustment(models.Model):
    """On a date, the value of an open transaction in the books changes without anybody paying.

    ``accounting_currency_amount`` is what it adds to the control account it was posted to, debit above zero;
    the offset account, one for unrealized gains or losses, has the opposite. ``is_gain`` says which of the two it is
    about: taking back a gain is about a gain. A revaluation writes what stood before with the opposite sign and what
    stands now; a settlement takes back the share of what it settles, and is named.
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
