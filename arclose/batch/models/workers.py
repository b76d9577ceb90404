"""Processes that do the work, and when each last said that it is there."""

from typing import Any, ClassVar

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from arclose.batch.models.states import Priority


class WorkerSort(models.TextChoices):
    """What wakes a worker."""

    POLLER = "poller", _("Poller")
    CELERY = "celery", _("Celery worker")


class Worker(models.Model):
    """A process that takes chunks of jobs, named by machine and process number; it works for every company.

    ``seen_at`` is its last heartbeat. One in the middle of a long chunk has no time for it, and is known by the lock
    it holds. It takes jobs of ``least_priority`` and more urgent ones.
    """

    name = models.CharField(_("worker"), max_length=120, primary_key=True, db_collation="C")
    sort = models.CharField(_("sort"), max_length=8, choices=WorkerSort, db_collation="C")
    least_priority = models.PositiveSmallIntegerField(
        _("takes"), choices=Priority, default=Priority.LOW, db_default=Priority.LOW
    )
    started_at = models.DateTimeField(_("started"), db_default=Now(), editable=False)
    seen_at = models.DateTimeField(_("last seen"), db_default=Now())

    class Meta:
        verbose_name = _("worker")
        verbose_name_plural = _("workers")
        constraints: ClassVar[Any] = [
            models.CheckConstraint(condition=models.Q(sort__in=WorkerSort.values), name="worker_sort_is_known"),
            models.CheckConstraint(
                condition=models.Q(least_priority__in=Priority.values), name="worker_priority_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def takes_all(self) -> bool:
        """Tell whether it takes jobs of every priority."""
        return self.least_priority == Priority.LOW
