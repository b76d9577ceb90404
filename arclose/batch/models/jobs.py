"""Jobs: what a person asked for, as an envelope around one task or several, and what happened to them."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from arclose.batch.models.schedules import JobGroup, JobSchedule
from arclose.batch.models.states import AlertOn, History, JobState, Priority
from arclose.batch.schedule.recurrence import STARTS
from arclose.batch.schedule.windows import Window
from arclose.ledger.constraints import CompanyForeignKey, company_key
from arclose.ledger.guards import NeverChanges
from arclose.ledger.models import Company
from arclose.web.said import SaidField


def usual_alerts() -> list[str]:
    """Give at which ends somebody is told unless they choose otherwise."""
    return [AlertOn.FAILED]


class Job(models.Model):
    """What a person asked to have done in the background: one task, or several that wait for one another.

    It works under the rights of ``run_by``: who submitted it, last changed its tasks, or tried it again. What the
    program does by itself nobody submitted, and it asks for nobody's rights. ``key`` and ``request_digest`` recognize
    a request that arrives twice. The counts are those of its tasks together, as of
    its last end; while it works, the tasks have the newer ones. It starts within its window, hours of the company's
    clock, where it has one. A run of a schedule is the one of ``due_at``, and there is only one of those. All
    controllers are told that a critical one failed, whatever ``alerts`` asks for.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="jobs")
    description = SaidField(_("description"))
    key = models.CharField(max_length=100, db_collation="C")
    request_digest = models.CharField(max_length=64)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, verbose_name=_("submitted by")
    )
    run_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, verbose_name=_("run by")
    )
    language = models.CharField(max_length=10)
    state = models.CharField(_("state"), max_length=12, choices=JobState, db_collation="C")
    error = SaidField(_("error"), db_default="")
    scheduled_start = models.DateTimeField(_("scheduled start"), null=True, blank=True)
    window_begin = models.TimeField(_("starts from"), null=True)
    window_end = models.TimeField(_("starts until"), null=True)
    priority = models.PositiveSmallIntegerField(
        _("priority"), choices=Priority, default=Priority.NORMAL, db_default=Priority.NORMAL
    )
    group = models.ForeignKey(
        JobGroup,
        models.PROTECT,
        related_name="+",
        null=True,
        db_index=False,
        db_constraint=False,
        verbose_name=_("group"),
    )
    alerts = ArrayField(models.CharField(max_length=10, choices=AlertOn), default=usual_alerts, db_default=["failed"])
    is_alert_mailed = models.BooleanField(_("alerts by e-mail too"), default=False, db_default=False)
    is_alert_popup = models.BooleanField(_("alerts as a pop-up too"), default=False, db_default=False)
    is_critical = models.BooleanField(_("critical"), default=False, db_default=False)
    history = models.CharField(
        _("history"), max_length=8, choices=History, default=History.ALWAYS, db_default=History.ALWAYS, db_collation="C"
    )
    schedule = models.ForeignKey(
        JobSchedule, models.PROTECT, related_name="jobs", null=True, db_index=False, db_constraint=False
    )
    due_at = models.DateTimeField(_("due"), null=True)
    document_count = models.PositiveIntegerField(_("documents"), db_default=0)
    done_count = models.PositiveIntegerField(_("done"), db_default=0)
    set_aside_count = models.PositiveIntegerField(_("set aside"), db_default=0)
    failed_task_count = models.PositiveSmallIntegerField(_("tasks failed"), db_default=0)
    first_document_date = models.DateField(null=True)
    last_document_date = models.DateField(null=True)
    created_at = models.DateTimeField(_("submitted"), db_default=Now(), editable=False)
    started_at = models.DateTimeField(_("started"), null=True)
    finished_at = models.DateTimeField(_("finished"), null=True)

    class Meta:
        verbose_name = _("batch job")
        verbose_name_plural = _("batch jobs")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["company", "key"], name="job_key"),
            company_key("job_company_key"),
            models.CheckConstraint(condition=models.Q(state__in=JobState.values), name="job_state_is_known"),
            models.UniqueConstraint(fields=["schedule", "due_at"], name="job_once_per_run"),
            CompanyForeignKey(field="schedule", to="batch.JobSchedule", name="job_schedule"),
            CompanyForeignKey(field="group", to="batch.JobGroup", name="job_group"),
            models.CheckConstraint(
                condition=models.Q(run_by__isnull=False) | models.Q(submitted_by__isnull=True),
                name="job_of_somebody_has_rights",
            ),
            models.CheckConstraint(condition=models.Q(priority__in=Priority.values), name="job_priority_is_known"),
            models.CheckConstraint(condition=models.Q(history__in=History.values), name="job_history_is_known"),
            models.CheckConstraint(
                condition=models.Q(window_begin__isnull=True, window_end__isnull=True)
                | models.Q(window_begin__isnull=False, window_end__isnull=False)
                & ~models.Q(window_begin=models.F("window_end")),
                name="job_window_is_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(schedule__isnull=True) | models.Q(due_at__isnull=False), name="job_run_is_due"
            ),
            models.CheckConstraint(
                condition=models.Q(scheduled_start__isnull=True) | models.Q(scheduled_start__range=STARTS),
                name="job_start_is_possible",
            ),
        ]
        indexes = [
            models.Index(fields=["company", "-created_at", "-id"], name="job_newest_idx"),
            models.Index(
                fields=["id"],
                name="job_unfinished_idx",
                condition=~models.Q(state__in=["ended", "canceled", "error"]),
            ),
        ]

    def __str__(self) -> str:
        return str(self.description)

    @property
    def window(self) -> Window | None:
        """Give the hours in which it may start; None: in all."""
        if self.window_begin is None or self.window_end is None:
            return None
        return Window(self.window_begin, self.window_end)

    @property
    def works_for(self) -> Any:
        """Give the user whose rights it has; None where the program does by itself what needs nobody's."""
        return self.run_by

    @property
    def has_failures(self) -> bool:
        """Tell whether something of the job failed when it last ended."""
        return bool(self.set_aside_count or self.failed_task_count)

    @property
    def state_text(self) -> str:
        """Say the state in words; an ended job says what failed of it."""
        if self.state != JobState.ENDED or not self.has_failures:
            return str(JobState(self.state).label)
        if not self.failed_task_count:
            return ngettext(
                "Ended with %(count)d set aside", "Ended with %(count)d set aside", self.set_aside_count
            ) % {"count": self.set_aside_count}
        failed = ngettext("Ended, %(tasks)d task failed", "Ended, %(tasks)d tasks failed", self.failed_task_count) % {
            "tasks": self.failed_task_count
        }
        return (
            failed
            if not self.set_aside_count
            else _("%(failed)s, %(count)d set aside") % {"failed": failed, "count": self.set_aside_count}
        )


class JobEvent(models.Model):
    """Something that happened to a job, or to the task of it that ``number`` names: its history, never changed.

    ``count`` is how many documents it concerned, ``user`` who did it, empty where a worker did.
    """

    class What(models.TextChoices):
        SUBMITTED = "submitted", _("Submitted")
        WITHHELD = "withheld", _("Withheld")
        RELEASED = "released", _("Released")
        STARTED = "started", _("Started")
        WORKER_LOST = "worker_lost", _("A worker was lost; its chunk is done again in smaller parts")
        SET_ASIDE = "set_aside", _("Set aside")
        RETRIED = "retried", _("Tried again")
        DISMISSED = "dismissed", _("Dismissed")
        UNDONE = "undone", _("Undone")
        CANCELED = "canceled", _("Canceled")
        ABORTED = "aborted", _("Ended at work: what was under way is taken back")
        STOPPED = "stopped", _("Stopped by an error")
        ENDED = "ended", _("Ended")
        PROVED = "proved", _("Books proved")
        BROKEN = "broken", _("The proof of the books failed")
        TASK_ENDED = "task_ended", _("Task ended")
        TASK_FAILED = "task_failed", _("Task failed")
        NOT_RUN = "not_run", _("Task not run: what it waits for cannot come true")
        WAITS_AGAIN = "waits_again", _("Failed, and tried again by itself")
        POSTPONED = "postponed", _("Postponed by an error that passes by itself")
        CHANGED = "changed", _("Changed")
        MISSED = "missed", _("Runs missed, for which this one stands")
        SKIPPED = "skipped", _("This run skipped; the next one comes")

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    job = models.ForeignKey(Job, models.PROTECT, related_name="events", db_constraint=False)
    what = models.CharField(_("event"), max_length=12, choices=What, db_collation="C")
    number = models.PositiveSmallIntegerField(_("task"), null=True)
    count = models.PositiveIntegerField(_("documents"), null=True)
    note = SaidField(_("note"), db_default="")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, verbose_name=_("by")
    )
    happened_at = models.DateTimeField(_("at"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("event of a job")
        verbose_name_plural = _("events of a job")
        constraints: ClassVar[Any] = [
            CompanyForeignKey(field="job", to="batch.Job", name="job_event_job"),
        ]
        triggers = [NeverChanges()]

    def __str__(self) -> str:
        return str(self.What(self.what).label)
