"""The fiscal calendar of a company, and the gate that every posting passes."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import Func, Value
from django.utils.translation import gettext_lazy as _

from arclose.ledger.constraints import CompanyForeignKey, company_key
from arclose.ledger.guards import NeverChanges, PeriodStatusIsAudited, PeriodStatusMoves
from arclose.ledger.models.companies import Company


class ClockNow(Func):
    """This instant, not that of the transaction's begin: a change of status waits for the postings before it."""

    function = "CLOCK_TIMESTAMP"
    output_field = models.DateTimeField()


class CompanyRange(Func):
    """A company as a range of one, so that an exclusion constraint needs no extension."""

    function = "INT8RANGE"

    def __init__(self) -> None:
        """Give ``int8range(company_id, company_id, '[]')``."""
        super().__init__("company", "company", Value("[]"))


class DayRange(Func):
    """The days from ``start_date`` to ``end_date``, both inclusive."""

    function = "DATERANGE"
    output_field = DateRangeField()

    def __init__(self) -> None:
        """Give ``daterange(start_date, end_date, '[]')``."""
        super().__init__("start_date", "end_date", RangeBoundary(inclusive_lower=True, inclusive_upper=True))


def days_never_overlap(name: str) -> ExclusionConstraint:
    """Give the constraint that no two rows of a company share a day."""
    return ExclusionConstraint(
        name=name,
        expressions=[(CompanyRange(), RangeOperators.OVERLAPS), (DayRange(), RangeOperators.OVERLAPS)],
    )


class FiscalYear(models.Model):
    """A year of a company's books; its number series count from 1."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="fiscal_years")
    name = models.CharField(_("name"), max_length=10)
    start_date = models.DateField(_("first day"))
    end_date = models.DateField(_("last day"))

    class Meta:
        verbose_name = _("fiscal year")
        verbose_name_plural = _("fiscal years")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["company", "name"], name="fiscal_year_name"),
            models.CheckConstraint(
                condition=models.Q(end_date__gte=models.F("start_date")), name="fiscal_year_has_days"
            ),
            days_never_overlap("fiscal_year_days"),
            company_key("fiscal_year_company_key"),
        ]

    def __str__(self) -> str:
        return self.name


class PeriodStatus(models.TextChoices):
    """What may be posted into a period."""

    OPEN = "open", _("Open")
    ON_HOLD = "on_hold", _("On hold")
    PERMANENTLY_CLOSED = "permanently_closed", _("Permanently closed")


class FiscalPeriod(models.Model):
    """A stretch of days of a fiscal year, open for posting or not.

    A posting locks its periods FOR SHARE until it commits; a change of status waits for it.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="fiscal_periods")
    fiscal_year = models.ForeignKey(FiscalYear, models.PROTECT, related_name="periods", db_constraint=False)
    name = models.CharField(_("name"), max_length=10, db_collation="C")
    start_date = models.DateField(_("first day"))
    end_date = models.DateField(_("last day"))
    status = models.CharField(_("status"), max_length=20, choices=PeriodStatus, default=PeriodStatus.OPEN)

    class Meta:
        verbose_name = _("fiscal period")
        verbose_name_plural = _("fiscal periods")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["company", "name"], name="fiscal_period_name"),
            models.CheckConstraint(
                condition=models.Q(end_date__gte=models.F("start_date")), name="fiscal_period_has_days"
            ),
            days_never_overlap("fiscal_period_days"),
            company_key("fiscal_period_company_key"),
            CompanyForeignKey(field="fiscal_year", to="ledger.FiscalYear", name="fiscal_period_year"),
        ]
        triggers = [PeriodStatusMoves(), PeriodStatusIsAudited()]

    def __str__(self) -> str:
        return self.name


class PeriodStatusChange(models.Model):
    """Who changed the status of a period, when and why."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    period = models.ForeignKey(FiscalPeriod, models.PROTECT, related_name="status_changes", db_constraint=False)
    status_before = models.CharField(max_length=20, choices=PeriodStatus)
    status_after = models.CharField(max_length=20, choices=PeriodStatus)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(db_default=ClockNow(), editable=False)
    reason = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar[Any] = [
            CompanyForeignKey(field="period", to="ledger.FiscalPeriod", name="period_status_change_period"),
            company_key("period_status_change_company_key"),
        ]
        indexes = [models.Index(fields=["period", "id"], name="period_status_change_idx")]
        triggers = [NeverChanges()]

    def __str__(self) -> str:
        return f"{self.period_id} {self.status_after}"


class PeriodManifest(models.Model):
    """What stood in the books when a period was put on hold or closed: the proof that it stayed so.

    ``facts`` holds the number of vouchers and entries, the sum per account and the last number per
    series; ``digest`` is the SHA-256 of the same facts, written as sorted JSON.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    status_change = models.OneToOneField(
        PeriodStatusChange, models.PROTECT, related_name="manifest", db_constraint=False
    )
    facts = models.JSONField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar[Any] = [
            CompanyForeignKey(field="status_change", to="ledger.PeriodStatusChange", name="period_manifest_change")
        ]
        triggers = [NeverChanges()]

    def __str__(self) -> str:
        return self.digest
