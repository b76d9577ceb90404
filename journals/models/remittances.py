"""Remittances: what a bank was sent of bills, to collect or to discount."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from arclose.ledger.constraints import CompanyForeignKey, company_key
from arclose.ledger.fields import AmountField
from arclose.ledger.models import Company, FiscalYear, NumberSeries
from journals.bills.guards import RemittanceStays
from journals.models.banks import BankAccount
from journals.models.bill_setup import RemittanceType
from journals.models.journals import Journal
from journals.models.methods import WAY, BankStatus


class Remittance(models.Model):
    """A file of bills of one journal for one bank account and one purpose, as it was made.

    It is sent when it is made, remitted when all its lines are posted, closed when its bills are honored and nothing
    more can come of them, or canceled as a whole before anything of it is posted. One that was closed too early is
    opened again. ``bank_status`` is how far the bank is with it, as a method of payment may ask for before its bills
    are posted.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="remittances", db_index=False)
    number = models.CharField(_("number"), max_length=40, db_collation="C")
    series = models.ForeignKey(NumberSeries, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    fiscal_year = models.ForeignKey(FiscalYear, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    sequence_number = models.BigIntegerField()
    journal = models.ForeignKey(Journal, models.PROTECT, related_name="remittances", db_constraint=False)
    bank_account = models.ForeignKey(
        BankAccount, models.PROTECT, related_name="remittances", db_constraint=False, verbose_name=_("bank account")
    )
    remittance_type = models.CharField(_("remittance type"), max_length=10, choices=RemittanceType)
    sent_date = models.DateField(_("date"))
    bank_status = models.CharField(
        _("payment status"),
        max_length=8,
        choices=[(one.value, one.label) for one in WAY if one != BankStatus.NONE],
        default=BankStatus.SENT,
        db_default=BankStatus.SENT,
    )
    bill_count = models.PositiveIntegerField(_("bills"))
    amount = AmountField(_("amount"))
    content = models.TextField()
    digest = models.CharField(max_length=64)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField(db_default=Now(), editable=False)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, db_index=False)
    closed_at = models.DateTimeField(null=True)
    reopened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, db_index=False
    )
    reopened_at = models.DateTimeField(null=True)
    canceled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, db_index=False
    )
    canceled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("remittance")
        verbose_name_plural = _("remittances")
        constraints: ClassVar[Any] = [
            company_key("remittance_company_key"),
            models.UniqueConstraint(fields=["series", "fiscal_year", "sequence_number"], name="remittance_number_once"),
            CompanyForeignKey(field="series", to="ledger.NumberSeries", name="remittance_series"),
            CompanyForeignKey(field="fiscal_year", to="ledger.FiscalYear", name="remittance_fiscal_year"),
            CompanyForeignKey(field="journal", to="journals.Journal", name="remittance_journal"),
            CompanyForeignKey(field="bank_account", to="journals.BankAccount", name="remittance_bank_account"),
        ]
        triggers = [RemittanceStays()]

    def __str__(self) -> str:
        return self.number
