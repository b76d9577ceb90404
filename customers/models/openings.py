"""What customers owed when the company moved in: the documents behind its opening vouchers."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from arclose.ledger.constraints import CompanyForeignKey, company_key
from arclose.ledger.document_guards import EntersOpenPosting
from arclose.ledger.fields import AmountField
from arclose.ledger.guards import NeverChanges
from arclose.ledger.models import Company, Currency, LedgerAccount, Posting


class OpeningDocument(models.Model):
    """The open transactions of one currency as they were taken over: one voucher on the take-over date."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="opening_documents")
    posting = models.ForeignKey(Posting, models.PROTECT, related_name="+", db_constraint=False)
    currency = models.ForeignKey(Currency, models.PROTECT, related_name="+", db_index=False)
    take_over_date = models.DateField(_("take-over date"))
    source = models.CharField(max_length=80)

    class Meta:
        verbose_name = _("opening document")
        verbose_name_plural = _("opening documents")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["posting", "currency"], name="opening_document_currency"),
            company_key("opening_document_company_key"),
            CompanyForeignKey(field="posting", to="ledger.Posting", name="opening_document_posting"),
        ]
        triggers = [
            NeverChanges(),
            EntersOpenPosting(days="SELECT DISTINCT company_id, take_over_date FROM new_rows"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.currency_id}"


class OpeningBalance(models.Model):
    """What an opening document brings to one control account: its debits and its credits apart.

    The amount in accounting currency is the original one with the adjustment that stood.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    document = models.ForeignKey(
        OpeningDocument, models.PROTECT, related_name="balances", db_constraint=False, db_index=False
    )
    control_account = models.ForeignKey(LedgerAccount, models.PROTECT, related_name="+", db_constraint=False)
    is_debit = models.BooleanField()
    transaction_currency_amount = AmountField()
    accounting_currency_amount = AmountField()

    class Meta:
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["document", "control_account", "is_debit"], name="opening_balance_once"),
            CompanyForeignKey(field="document", to="customers.OpeningDocument", name="opening_balance_document"),
            CompanyForeignKey(field="control_account", to="ledger.LedgerAccount", name="opening_balance_account"),
        ]
        triggers = [
            NeverChanges(),
            EntersOpenPosting(
                postings="SELECT DISTINCT d.posting_id FROM new_rows r"
                " JOIN public.customers_openingdocument d ON d.id = r.document_id"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.control_account_id}"
