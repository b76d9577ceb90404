"""The tasks of a job, and what each of them waits for."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from arclose.batch.models.jobs import Job
from arclose.batch.models.states import TaskState
from arclose.ledger.constraints import CompanyForeignKey, company_key
from arclose.ledger.models import Company


class JobTask(models.Model):
    """One kind of work of a job: documents to post, or an act without documents.

    Numbered from 1 within its job. ``round`` counts from one how often its documents were cut into chunks: once, and
    again for each retry. The counts are documents and always of now; what is in none of them waits.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    job = models.ForeignKey(Job, models.PROTECT, related_name="tasks", db_index=False, db_constraint=False)
    number = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=60, db_collation="C")
    parameters = models.JSONField(default=dict)
    state = models.CharField(
        _("state"), max_length=12, choices=TaskState, db_default=TaskState.WAITING, db_collation="C"
    )
    error = models.TextField(_("error"), db_default="")
    round = models.PositiveSmallIntegerField(db_default=1)
    document_count = models.PositiveIntegerField(_("documents"), db_default=0)
    done_count = models.PositiveIntegerField(_("done"), db_default=0)
    set_aside_count = models.PositiveIntegerField(_("set aside"), db_default=0)
    dismissed_count = models.PositiveIntegerField(_("dismissed"), db_default=0)
    canceled_count = models.PositiveIntegerField(_("canceled"), db_default=0)
    started_at = models.DateTimeField(_("started"), null=True)
    finished_at = models.DateTimeField(_("finished"), null=True)

    class Meta:
        verbose_name = _("task of a job")
        verbose_name_plural = _("tasks of a job")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["job", "number"], name="job_task_number"),
            company_key("job_task_company_key"),
            CompanyForeignKey(field="job", to="batch.Job", name="job_task_job"),
            models.CheckConstraint(condition=models.Q(state__in=TaskState.values), name="job_task_state_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.number}"

    @property
    def left_count(self) -> int:
        """Give how many of its documents still wait."""
        settled = self.done_count + self.set_aside_count + self.dismissed_count + self.canceled_count
        return self.document_count - settled
