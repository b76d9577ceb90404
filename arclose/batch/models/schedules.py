"""Jobs that come again, and groups of jobs with their priority."""

from datetime import datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from arclose.batch.models.states import Priority
from arclose.batch.schedule.recurrence import MOST_EVERY, START_DAYS, Recurrence, Unit
from arclose.ledger.constraints import company_key
from arclose.ledger.history import keep_history
from arclose.ledger.models import Company


@keep_history
class JobGroup(models.Model):
    """Jobs of one sort, such as those of the night: they have its priority unless they have one of their own."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", verbose_name=_("company"))
    code = models.CharField(_("code"), max_length=20, db_collation="C")
    name = models.CharField(_("name"), max_length=100)
    priority = models.PositiveSmallIntegerField(_("priority"), choices=Priority, default=Priority.NORMAL)

    class Meta:
        verbose_name = _("group of batch jobs")
        verbose_name_plural = _("groups of batch jobs")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["company", "code"], name="job_group_code"),
            company_key("job_group_company_key"),
            models.CheckConstraint(
                condition=models.Q(priority__in=Priority.values), name="job_group_priority_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class JobSchedule(models.Model):
    """How often a job comes again, on the clock of its company; see :class:`arclose.batch.schedule.recurrence`.

    The next run always stands among the jobs, waiting for its start; it makes the one after it when it starts.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    unit = models.CharField(_("unit"), max_length=8, choices=Unit, db_collation="C")
    every = models.PositiveSmallIntegerField(_("every"))
    start_day = models.DateField(_("first day"))
    start_time = models.TimeField(_("time"))
    weekdays = ArrayField(models.PositiveSmallIntegerField(), default=list, db_default=[])
    month_day = models.PositiveSmallIntegerField(_("day of the month"), null=True)
    until_day = models.DateField(_("last day"), null=True)
    times = models.PositiveIntegerField(_("number of runs"), null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("recurrence of a job")
        verbose_name_plural = _("recurrences of jobs")
        constraints: ClassVar[Any] = [
            company_key("job_schedule_company_key"),
            models.CheckConstraint(condition=models.Q(unit__in=Unit.values), name="job_schedule_unit_is_known"),
            models.CheckConstraint(
                condition=models.Q(every__range=(1, MOST_EVERY)), name="job_schedule_every_is_possible"
            ),
            models.CheckConstraint(
                condition=models.Q(month_day__isnull=True) | models.Q(month_day__range=(1, 31)),
                name="job_schedule_month_day_is_one",
            ),
            models.CheckConstraint(
                condition=models.Q(start_day__range=START_DAYS),
                name="job_schedule_start_is_possible",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.every} {self.unit}"

    @property
    def recurrence(self) -> Recurrence:
        """Give what is to be calculated with."""
        return Recurrence(
            unit=self.unit,
            every=self.every,
            start=datetime.combine(self.start_day, self.start_time),
            weekdays=tuple(self.weekdays),
            month_day=self.month_day,
            until=self.until_day,
            times=self.times,
        )

    @property
    def zone(self) -> ZoneInfo:
        """Give the time zone whose clock it follows."""
        return ZoneInfo(self.company.time_zone)
