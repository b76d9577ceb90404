"""EC sales lists: one per VAT registration and period, with its status and who changed that."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Func, Value
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from arclose.ledger.constraints import CompanyForeignKey, company_key
from arclose.ledger.guards import NeverChanges
from arclose.ledger.models import Company, VatRegistration
from arclose.ledger.models.calendars import ClockNow, DayRange
from ecsales.formats.listing import Period
from ecsales.guards import ListKeepsDays, ListStatusIsAudited


class ListStatus(models.TextChoices):
    """How far a list is: collected anew whenever it is looked at, submitted, or accepted by the authority."""

    INCLUDED = "included", _("Included")
    REPORTED = "reported", _("Reported")
    CLOSED = "closed", _("Closed")


class _RegistrationRange(Func):
    """A registration as a range of one, so that an exclusion constraint needs no extension."""

    function = "INT8RANGE"

    def __init__(self) -> None:
        super().__init__("registration", "registration", Value("[]"))


class SalesList(models.Model):
    """The EC sales list of a VAT registration for a period of whole months.

    While it is included it is collected from the tax rows whenever somebody looks. Once reported, what was declared is
    kept beside it as it was (:class:`~ecsales.models.declarations.Declaration`).
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="sales_lists", db_index=False)
    registration = models.ForeignKey(
        VatRegistration,
        models.PROTECT,
        related_name="sales_lists",
        db_constraint=False,
        verbose_name=_("VAT registration"),
    )
    start_date = models.DateField(_("first day"))
    end_date = models.DateField(_("last day"))
    status = models.CharField(_("status"), max_length=10, choices=ListStatus, default=ListStatus.INCLUDED)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("EC sales list")
        verbose_name_plural = _("EC sales lists")
        constraints: ClassVar[Any] = [
            company_key("sales_list_company_key"),
            CompanyForeignKey(field="registration", to="ledger.VatRegistration", name="sales_list_registration"),
            models.CheckConstraint(
                condition=models.Q(end_date__gte=models.F("start_date")), name="sales_list_has_days"
            ),
            ExclusionConstraint(
                name="sales_list_days",
                expressions=[(_RegistrationRange(), RangeOperators.OVERLAPS), (DayRange(), RangeOperators.OVERLAPS)],
            ),
        ]
        indexes = [models.Index(fields=["company", "-start_date", "-id"], name="sales_list_newest_idx")]
        triggers = [ListKeepsDays(), ListStatusIsAudited()]

    def __str__(self) -> str:
        return f"{self.registration} {self.period}"

    @property
    def period(self) -> Period:
        """Give the months that it covers."""
        months = self.end_date.month - self.start_date.month + 1
        return Period(self.start_date.year, self.start_date.month, months)


class ListChange(models.Model):
    """Who moved a list to a status, when and why; ``withdrawn`` is what was declared and is taken back by that."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    sales_list = models.ForeignKey(SalesList, models.PROTECT, related_name="changes", db_constraint=False)
    status_before = models.CharField(max_length=10, choices=ListStatus)
    status_after = models.CharField(_("status"), max_length=10, choices=ListStatus)
    withdrawn = models.OneToOneField(
        "ecsales.Declaration", models.PROTECT, related_name="withdrawal", null=True, db_constraint=False
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    receipt = models.CharField(_("receipt of the authority"), max_length=60, blank=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    changed_at = models.DateTimeField(db_default=ClockNow(), editable=False)

    class Meta:
        verbose_name = _("change of an EC sales list")
        verbose_name_plural = _("changes of EC sales lists")
        constraints: ClassVar[Any] = [
            CompanyForeignKey(field="sales_list", to="ecsales.SalesList", name="list_change_list"),
            CompanyForeignKey(field="withdrawn", to="ecsales.Declaration", name="list_change_withdrawn"),
        ]
        triggers = [NeverChanges()]

    def __str__(self) -> str:
        return f"{self.sales_list_id} {self.status_after}"
