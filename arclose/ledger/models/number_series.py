"""Number series without gaps, counted per company, series and fiscal year."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from arclose.ledger.constraints import CompanyForeignKey, company_key
from arclose.ledger.guards import NumbersOnlyGrow, SeriesKeepsPrefix
from arclose.ledger.history import keep_history
from arclose.ledger.models.companies import Company


class SeriesPurpose(models.TextChoices):
    """What a series numbers."""

    VOUCHER = "voucher", _("vouchers")
    JOURNAL_VOUCHER = "journal_voucher", _("vouchers of journals that name it")
    INVOICE = "invoice", _("sales invoices")
    CREDIT_NOTE = "credit_note", _("credit notes")
    PREPAYMENT_INVOICE = "prepayment_invoice", _("prepayment invoices, where not with sales invoices")
    CONFIRMATION = "confirmation", _("confirmations")
    PICKING_LIST = "picking_list", _("picking lists")
    PACKING_SLIP = "packing_slip", _("packing slips")
    BILL = "bill", _("bills of exchange")
    REMITTANCE = "remittance", _("remittances of bills")


@keep_history
class NumberSeries(models.Model):
    """How a company numbers one kind of thing: ``{prefix}{year}-{counter}``, from 1 in each fiscal year.

    There is one for each purpose; for vouchers of journals as many as journals name.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="number_series", verbose_name=_("company"))
    purpose = models.CharField(_("purpose"), max_length=20, choices=SeriesPurpose)
    prefix = models.CharField(_("prefix"), max_length=10, blank=True)
    digits = models.PositiveSmallIntegerField(_("digits"), default=6)

    class Meta:
        verbose_name = _("number series")
        verbose_name_plural = _("number series")
        constraints = [
            models.UniqueConstraint(
                fields=["company", "purpose"],
                condition=~models.Q(purpose=SeriesPurpose.JOURNAL_VOUCHER),
                name="number_series_purpose",
            ),
            models.UniqueConstraint(fields=["company", "prefix"], name="number_series_prefix"),
            company_key("number_series_company_key"),
        ]
        triggers = [SeriesKeepsPrefix()]

    def __str__(self) -> str:
        return f"{self.prefix} {self.purpose}"


class NumberSeriesCounter(models.Model):
    """The last number given out of a series in a fiscal year. The row is the lock."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    series = models.ForeignKey(NumberSeries, models.PROTECT, related_name="counters", db_constraint=False)
    fiscal_year = models.ForeignKey("ledger.FiscalYear", models.PROTECT, related_name="+", db_constraint=False)
    last_number = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "fiscal_year"], name="number_counter_once"),
            CompanyForeignKey(field="series", to="ledger.NumberSeries", name="number_counter_series"),
            CompanyForeignKey(field="fiscal_year", to="ledger.FiscalYear", name="number_counter_year"),
        ]
        triggers = [NumbersOnlyGrow()]

    def __str__(self) -> str:
        return f"{self.series_id} {self.last_number}"
