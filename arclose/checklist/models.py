"""Who does which task of a close until when, who signed it off, and what the last proof found."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from arclose.ledger.constraints import CompanyForeignKey
from arclose.ledger.guards import NeverChanges
from arclose.ledger.models import Company, FiscalPeriod


class PeriodTask(models.Model):
    """A task of a close that has an owner or a due date of its own; the others have those of their check."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    period = models.ForeignKey(FiscalPeriod, models.PROTECT, related_name="+", db_constraint=False)
    check_name = models.CharField(max_length=40, db_collation="C")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("owner")
    )
    due_date = models.DateField(_("due"), null=True, blank=True)

    class Meta:
        verbose_name = _("task of a close")
        verbose_name_plural = _("tasks of a close")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["period", "check_name"], name="period_task_once"),
            CompanyForeignKey(field="period", to="ledger.FiscalPeriod", name="period_task_period"),
        ]

    def __str__(self) -> str:
        return self.check_name


class SignOff(models.Model):
    """A person's word that a task is done, given when its check was green.

    ``chain_position`` is how far the company's postings had come: a voucher of the period posted later
    breaks it. ``is_own_work`` says that the person also prepared what is signed, because nobody else held the role.
    A sign-off is never changed; a task is signed again.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    period = models.ForeignKey(FiscalPeriod, models.PROTECT, related_name="+", db_constraint=False)
    check_name = models.CharField(max_length=40, db_collation="C")
    chain_position = models.BigIntegerField()
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    is_own_work = models.BooleanField(default=False, db_default=False)
    signed_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("sign-off")
        verbose_name_plural = _("sign-offs")
        constraints: ClassVar[Any] = [
            CompanyForeignKey(field="period", to="ledger.FiscalPeriod", name="sign_off_period")
        ]
        indexes = [models.Index(fields=["period", "check_name", "-id"], name="sign_off_newest_idx")]
        triggers = [NeverChanges()]

    def __str__(self) -> str:
        return self.check_name


class VerifyRun(models.Model):
    """One proof of a company's books: what all probes found, and how far its postings had come when it began.

    Stale when something was posted since. ``findings`` holds the sentences by probe; nobody ran the one of each night.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="verify_runs")
    chain_position = models.BigIntegerField()
    finding_count = models.PositiveIntegerField()
    findings = models.JSONField(default=dict)
    milliseconds = models.PositiveIntegerField()
    run_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    finished_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("proof of the books")
        verbose_name_plural = _("proofs of the books")
        indexes = [models.Index(fields=["company", "-id"], name="verify_run_newest_idx")]
        triggers = [NeverChanges()]

    def __str__(self) -> str:
        return f"{self.chain_position}: {self.finding_count}"
