"""What jobs printed, kept for a while to be downloaded."""

from typing import Any, ClassVar

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from arclose.batch.models import JobTask
from arclose.ledger.constraints import CompanyForeignKey
from arclose.ledger.models import Company


class PrintedPart(models.Model):
    """A PDF, or a ZIP of files, of some of a task's documents: those from ``first_position`` on that a chunk printed.

    It goes after a while (:mod:`customers.papers.print_jobs`): what is posted can be printed again at any time.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    task = models.ForeignKey(JobTask, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    first_position = models.PositiveIntegerField()
    document_count = models.PositiveIntegerField()
    content = models.BinaryField()
    made_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("printed part")
        verbose_name_plural = _("printed parts")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["task", "first_position"], name="printed_part_place"),
            CompanyForeignKey(field="task", to="batch.JobTask", name="printed_part_task"),
        ]
        indexes = [models.Index(fields=["company", "made_at"], name="printed_part_age_idx")]

    def __str__(self) -> str:
        return f"{self.task_id}: {self.first_position}"
