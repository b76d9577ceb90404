"""The tasks of a job, and what each of them waits for."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from arclose.batch.models.jobs import Job
from arclose.batch.models.states import TaskState
from arclose.batch.schedule.conditions import Join, On
from arclose.ledger.constraints import CompanyForeignKey, company_key
from arclose.ledger.models import Company
from arclose.web.said import SaidField

MOST_RETRIES = 9


class JobTask(models.Model):
    """One kind of work of a job: documents to post, or an act without documents; ``description`` says what for.

    Numbered from 1 within its job. It begins when all or any of its conditions (:class:`TaskCondition`) are met. One
    that failed is tried again up to ``max_retries`` times; ``retries`` counts them, ``retry_at`` is when. ``result`` is
    what an act says it did. ``round`` counts from one how often its documents were cut into chunks: once, and
    again for each retry. The counts are documents and always of now; what is in none of them waits.
    Once ``cleaned_at`` is set they stand for documents that are no longer listed.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    job = models.ForeignKey(Job, models.PROTECT, related_name="tasks", db_index=False, db_constraint=False)
    number = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=60, db_collation="C")
    description = models.CharField(_("description"), max_length=200, blank=True, default="", db_default="")
    parameters = models.JSONField(default=dict)
    is_act = models.BooleanField(_("without documents"), db_default=False)
    is_late = models.BooleanField(_("finds its documents when it begins"), db_default=False)
    is_failure_ignored = models.BooleanField(_("ignore its failure"), db_default=False)
    max_retries = models.PositiveSmallIntegerField(_("retries at most"), db_default=0)
    joins = models.CharField(_("waits for"), max_length=3, choices=Join, db_default=Join.ALL, db_collation="C")
    state = models.CharField(
        _("state"), max_length=12, choices=TaskState, db_default=TaskState.WAITING, db_collation="C"
    )
    error = SaidField(_("error"), db_default="")
    result = models.TextField(_("result"), db_default="")
    retries = models.PositiveSmallIntegerField(_("retries"), db_default=0)
    retry_at = models.DateTimeField(_("tried again"), null=True)
    round = models.PositiveSmallIntegerField(db_default=1)
    document_count = models.PositiveIntegerField(_("documents"), db_default=0)
    done_count = models.PositiveIntegerField(_("done"), db_default=0)
    set_aside_count = models.PositiveIntegerField(_("set aside"), db_default=0)
    dismissed_count = models.PositiveIntegerField(_("dismissed"), db_default=0)
    canceled_count = models.PositiveIntegerField(_("canceled"), db_default=0)
    started_at = models.DateTimeField(_("started"), null=True)
    finished_at = models.DateTimeField(_("finished"), null=True)
    cleaned_at = models.DateTimeField(_("documents cleaned up"), null=True)

    class Meta:
        verbose_name = _("task of a job")
        verbose_name_plural = _("tasks of a job")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["job", "number"], name="job_task_number"),
            company_key("job_task_company_key"),
            CompanyForeignKey(field="job", to="batch.Job", name="job_task_job"),
            models.CheckConstraint(condition=models.Q(state__in=TaskState.values), name="job_task_state_is_known"),
            models.CheckConstraint(condition=models.Q(joins__in=Join.values), name="job_task_join_is_known"),
            models.CheckConstraint(condition=models.Q(max_retries__lte=MOST_RETRIES), name="job_task_retries"),
        ]

    def __str__(self) -> str:
        return f"{self.number}"

    @property
    def left_count(self) -> int:
        """Give how many of its documents still wait."""
        settled = self.done_count + self.set_aside_count + self.dismissed_count + self.canceled_count
        return self.document_count - settled

    @property
    def has_failed(self) -> bool:
        """Tell whether it has failed in the eyes of those that wait for it: ended in error, or set something aside."""
        return self.state == TaskState.ERROR or bool(self.set_aside_count)


class TaskCondition(models.Model):
    """A task waits for another one of its job to end, in a certain way."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    task = models.ForeignKey(JobTask, models.PROTECT, related_name="conditions", db_index=False, db_constraint=False)
    awaited = models.ForeignKey(JobTask, models.PROTECT, related_name="+", db_constraint=False)
    on = models.CharField(_("on"), max_length=10, choices=On, db_collation="C")

    class Meta:
        verbose_name = _("condition of a task")
        verbose_name_plural = _("conditions of a task")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["task", "awaited"], name="task_condition_once"),
            CompanyForeignKey(field="task", to="batch.JobTask", name="task_condition_task"),
            CompanyForeignKey(field="awaited", to="batch.JobTask", name="task_condition_awaited"),
            models.CheckConstraint(condition=models.Q(on__in=On.values), name="task_condition_on_is_known"),
            models.CheckConstraint(condition=~models.Q(task=models.F("awaited")), name="task_condition_not_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.awaited_id} {self.on}"
