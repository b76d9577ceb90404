"""Jobs, the documents they are to post, the chunks workers take, and what happened to them."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from arclose.ledger.constraints import CompanyForeignKey, company_key
from arclose.ledger.guards import NeverChanges
from arclose.ledger.models import Company, Posting


class JobState(models.TextChoices):
    """Where a job stands.

    Waiting for its start --> ready --> executing --> ended, or error when the job as such cannot run.
    A waiting or ready job can be withheld; one that is not finished can be canceled.
    """

    WITHHOLD = "withhold", _("Withhold")
    WAITING = "waiting", _("Waiting")
    READY = "ready", _("Ready")
    EXECUTING = "executing", _("Executing")
    ERROR = "error", _("Error")
    ENDED = "ended", _("Ended")
    CANCELING = "canceling", _("Canceling")
    CANCELED = "canceled", _("Canceled")


class ItemState(models.TextChoices):
    """Where a document stands in its job."""

    WAITING = "waiting", _("Waiting")
    DONE = "done", _("Done")
    SET_ASIDE = "set_aside", _("Set aside")
    DISMISSED = "dismissed", _("Dismissed")
    CANCELED = "canceled", _("Canceled")


class ChunkState(models.TextChoices):
    """Where a chunk stands; a split one lives on in its two halves."""

    WAITING = "waiting", _("Waiting")
    EXECUTING = "executing", _("Executing")
    DONE = "done", _("Done")
    SPLIT = "split", _("Split")
    CANCELED = "canceled", _("Canceled")


STATES_THAT_WORK = (JobState.READY, JobState.EXECUTING, JobState.CANCELING)
STATES_TO_COME = (JobState.WITHHOLD, JobState.WAITING, JobState.READY)
FINISHED_STATES = (JobState.ERROR, JobState.ENDED, JobState.CANCELED)
OPEN_CHUNK_STATES = (ChunkState.WAITING, ChunkState.EXECUTING)
UNSETTLED_ITEM_STATES = (ItemState.WAITING, ItemState.SET_ASIDE)


class Job(models.Model):
    """Documents that a person asked to have posted in the background.

    It works under the rights of ``run_by``: who submitted it, or who last tried it again. ``key`` and
    ``request_digest`` recognize a request that arrives twice. ``round`` counts the retries from one.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="jobs")
    kind = models.CharField(_("kind"), max_length=60, db_collation="C")
    description = models.CharField(_("description"), max_length=200)
    key = models.CharField(max_length=100, db_collation="C")
    request_digest = models.CharField(max_length=64)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("submitted by")
    )
    run_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("run by"))
    language = models.CharField(max_length=10)
    state = models.CharField(_("state"), max_length=12, choices=JobState, db_collation="C")
    error = models.TextField(_("error"), db_default="")
    scheduled_start = models.DateTimeField(_("scheduled start"), null=True, blank=True)
    parameters = models.JSONField(default=dict)
    round = models.PositiveSmallIntegerField(db_default=1)
    document_count = models.PositiveIntegerField(_("documents"), db_default=0)
    set_aside_count = models.PositiveIntegerField(_("set aside"), db_default=0)
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
        return self.description

    @property
    def state_text(self) -> str:
        """Say the state in words; an ended job that set documents aside says how many."""
        if self.state == JobState.ENDED and self.set_aside_count:
            return ngettext(
                "Ended with %(count)d set aside", "Ended with %(count)d set aside", self.set_aside_count
            ) % {"count": self.set_aside_count}
        return str(JobState(self.state).label)


class JobItem(models.Model):
    """One document of a job, numbered from 1 in order of date and id.

    Done when its document is posted, by this job (``posting`` says in which posting) or before it.
    Set aside with a reason when it cannot be; the others go on. ``reason`` and ``remedy`` are in the language the job
    worked in; ``refusals`` are (code, facts) of which :mod:`arclose.batch.words` makes them in another one.
    """

    pk = models.CompositePrimaryKey("job_id", "position")
    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    job = models.ForeignKey(Job, models.PROTECT, related_name="items", db_index=False, db_constraint=False)
    position = models.PositiveIntegerField()
    document_id = models.BigIntegerField()
    document_date = models.DateField(_("date"))
    label = models.CharField(_("document"), max_length=100)
    state = models.CharField(
        _("state"), max_length=12, choices=ItemState, db_default=ItemState.WAITING, db_collation="C"
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), db_default=0)
    reason_code = models.CharField(_("cause"), max_length=80, db_default="", db_collation="C")
    reason = models.TextField(_("reason"), db_default="")
    remedy = models.TextField(_("what to do"), db_default="")
    refusals = models.JSONField(default=list, db_default=[])
    posting = models.ForeignKey(
        Posting, models.PROTECT, related_name="+", null=True, db_index=False, db_constraint=False
    )

    class Meta:
        verbose_name = _("document of a job")
        verbose_name_plural = _("documents of a job")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["job", "document_id"], name="job_item_once_per_document"),
            CompanyForeignKey(field="job", to="batch.Job", name="job_item_job"),
            CompanyForeignKey(field="posting", to="ledger.Posting", name="job_item_posting"),
            models.CheckConstraint(condition=models.Q(state__in=ItemState.values), name="job_item_state_is_known"),
        ]
        indexes = [
            models.Index(
                fields=["job", "reason_code"], name="job_item_set_aside_idx", condition=models.Q(state="set_aside")
            ),
        ]

    def __str__(self) -> str:
        return self.label


class JobChunk(models.Model):
    """A range of a job's documents that one worker posts in one transaction.

    ``size`` is how many documents of the range were waiting when the chunk was made; ``done`` and
    ``set_aside`` what became of them. An attempt is counted before the work, so a worker that dies leaves its trace.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    job = models.ForeignKey(Job, models.PROTECT, related_name="chunks", db_constraint=False)
    round = models.PositiveSmallIntegerField()
    first_position = models.PositiveIntegerField()
    last_position = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=ChunkState, db_default=ChunkState.WAITING, db_collation="C")
    attempts = models.PositiveSmallIntegerField(db_default=0)
    done = models.PositiveIntegerField(db_default=0)
    set_aside = models.PositiveIntegerField(db_default=0)
    worker = models.CharField(max_length=120, db_default="")
    posting = models.ForeignKey(Posting, models.PROTECT, related_name="job_chunks", null=True, db_constraint=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("chunk of a job")
        verbose_name_plural = _("chunks of a job")
        constraints: ClassVar[Any] = [
            CompanyForeignKey(field="job", to="batch.Job", name="job_chunk_job"),
            CompanyForeignKey(field="posting", to="ledger.Posting", name="job_chunk_posting"),
            models.CheckConstraint(condition=models.Q(state__in=ChunkState.values), name="job_chunk_state_is_known"),
            models.CheckConstraint(
                condition=models.Q(first_position__lte=models.F("last_position"), size__gte=1),
                name="job_chunk_is_not_empty",
            ),
        ]
        indexes = [
            models.Index(
                fields=["job"], name="job_chunk_open_idx", condition=models.Q(state__in=["waiting", "executing"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_position}-{self.last_position}"


class JobEvent(models.Model):
    """Something that happened to a job: its history, never changed.

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
        CANCELED = "canceled", _("Canceled")
        STOPPED = "stopped", _("Stopped by an error")
        ENDED = "ended", _("Ended")
        PROVED = "proved", _("Books proved")
        BROKEN = "broken", _("The proof of the books failed")

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    job = models.ForeignKey(Job, models.PROTECT, related_name="events", db_constraint=False)
    what = models.CharField(_("event"), max_length=12, choices=What, db_collation="C")
    count = models.PositiveIntegerField(_("documents"), null=True)
    note = models.TextField(_("note"), db_default="")
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
