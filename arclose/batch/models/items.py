"""The documents of a task, and the chunks of them that workers take."""

from typing import Any, ClassVar

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from arclose.batch.models.states import ChunkState, ItemState
from arclose.batch.models.tasks import JobTask
from arclose.ledger.constraints import CompanyForeignKey
from arclose.ledger.models import Company, Posting
from arclose.web.said import SaidField


class JobItem(models.Model):
    """One document of a task, numbered from 1 in order of date and id.

    Documents that are posted together stand one after the other; ``together`` is the position of the first of them.

    Done when its document is posted, by its task (``posting`` says in which posting) or before it.
    Set aside with a reason when it cannot be; the others go on. ``reason`` and ``remedy`` are in the language the job
    worked in; ``refusals`` are (code, facts) of which :mod:`arclose.batch.words` makes them in another one.
    """

    pk = models.CompositePrimaryKey("task_id", "position")
    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    task = models.ForeignKey(JobTask, models.PROTECT, related_name="items", db_index=False, db_constraint=False)
    position = models.PositiveIntegerField()
    document_id = models.BigIntegerField()
    document_date = models.DateField(_("date"))
    label = models.CharField(_("document"), max_length=100)
    together = models.PositiveIntegerField(null=True)
    state = models.CharField(
        _("state"), max_length=12, choices=ItemState, db_default=ItemState.WAITING, db_collation="C"
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), db_default=0)
    reason_code = models.CharField(_("cause"), max_length=80, db_default="", db_collation="C")
    reason = SaidField(_("reason"), db_default="")
    remedy = SaidField(_("what to do"), db_default="")
    refusals = models.JSONField(default=list, db_default=[])
    posting = models.ForeignKey(
        Posting, models.PROTECT, related_name="+", null=True, db_index=False, db_constraint=False
    )

    class Meta:
        verbose_name = _("document of a job")
        verbose_name_plural = _("documents of a job")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["task", "document_id"], name="job_item_once_per_document"),
            CompanyForeignKey(field="task", to="batch.JobTask", name="job_item_task"),
            CompanyForeignKey(field="posting", to="ledger.Posting", name="job_item_posting"),
            models.CheckConstraint(condition=models.Q(state__in=ItemState.values), name="job_item_state_is_known"),
        ]
        indexes = [
            models.Index(
                fields=["task", "reason_code"], name="job_item_set_aside_idx", condition=models.Q(state="set_aside")
            ),
        ]

    def __str__(self) -> str:
        return self.label


class JobChunk(models.Model):
    """A range of a task's documents that one worker posts in one transaction; of an act, the act.

    ``size`` is how many documents of the range were waiting when the chunk was made; ``done`` and
    ``set_aside`` what became of them. An attempt is counted before the work, so a worker that dies leaves its trace.
    After an error that passes by itself it waits until ``retry_at``; ``error`` says which.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    task = models.ForeignKey(JobTask, models.PROTECT, related_name="chunks", db_constraint=False)
    round = models.PositiveSmallIntegerField()
    first_position = models.PositiveIntegerField()
    last_position = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=ChunkState, db_default=ChunkState.WAITING, db_collation="C")
    attempts = models.PositiveSmallIntegerField(db_default=0)
    done = models.PositiveIntegerField(db_default=0)
    set_aside = models.PositiveIntegerField(db_default=0)
    worker = models.CharField(max_length=120, db_default="")
    retries = models.PositiveSmallIntegerField(db_default=0)
    retry_at = models.DateTimeField(null=True)
    error = SaidField(db_default="")
    posting = models.ForeignKey(Posting, models.PROTECT, related_name="job_chunks", null=True, db_constraint=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("chunk of a job")
        verbose_name_plural = _("chunks of a job")
        constraints: ClassVar[Any] = [
            CompanyForeignKey(field="task", to="batch.JobTask", name="job_chunk_task"),
            CompanyForeignKey(field="posting", to="ledger.Posting", name="job_chunk_posting"),
            models.CheckConstraint(condition=models.Q(state__in=ChunkState.values), name="job_chunk_state_is_known"),
            models.CheckConstraint(
                condition=models.Q(first_position__lte=models.F("last_position"), size__gte=1),
                name="job_chunk_is_not_empty",
            ),
        ]
        indexes = [
            models.Index(
                fields=["task"], name="job_chunk_open_idx", condition=models.Q(state__in=["waiting", "executing"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_position}-{self.last_position}"
