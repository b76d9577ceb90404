"""Alerts: somebody is told how a job ended, in the program and by e-mail, or what became of a document."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from arclose.batch.models.jobs import Job
from arclose.batch.models.states import AlertOn
from arclose.ledger.constraints import CompanyForeignKey
from arclose.ledger.models import Company
from arclose.web.said import SaidField


class MailState(models.TextChoices):
    """Where the e-mail of an alert stands: claimed by who is about to send it, so that it goes out once at most."""

    NONE = "none", _("No e-mail")
    WAITING = "waiting", _("Waiting")
    CLAIMED = "claimed", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Not sent")


class Alert(models.Model):
    """What a person is told of a job's end; there is one for each time it ends and each person told.

    Without a job it is about a document, such as one that waits no more because a controller rejected it:
    ``document_kind`` is the kind of job that takes such documents, and knows their page; no e-mail tells of it.
    A pop-up stands on every page of its reader until it is read.
    ``mail_tries`` counts how often the e-mail server could not be reached; ``mail_at`` is when it is tried (again), or
    was claimed.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    job = models.ForeignKey(Job, models.PROTECT, related_name="+", null=True, db_index=False, db_constraint=False)
    document_kind = models.CharField(max_length=40, db_default="", db_collation="C")
    document_id = models.BigIntegerField(null=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    on = models.CharField(_("because"), max_length=10, choices=AlertOn, blank=True, db_default="", db_collation="C")
    said = SaidField(_("what happened"))
    created_at = models.DateTimeField(_("at"), db_default=Now(), editable=False)
    read_at = models.DateTimeField(_("read"), null=True)
    is_popup = models.BooleanField(_("pop-up"), default=False, db_default=False)
    mail_state = models.CharField(
        _("e-mail"), max_length=10, choices=MailState, db_default=MailState.NONE, db_collation="C"
    )
    mail_tries = models.PositiveSmallIntegerField(db_default=0)
    mail_at = models.DateTimeField(null=True)
    mail_error = models.TextField(db_default="")

    class Meta:
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["job", "created_at"], name="alert_once_per_end"),
            CompanyForeignKey(field="job", to="batch.Job", name="alert_job"),
            models.CheckConstraint(
                condition=models.Q(job__isnull=False, document_kind="", document_id=None, on__in=AlertOn.values)
                | models.Q(
                    ~models.Q(document_kind=""), job=None, document_id__isnull=False, on="", mail_state=MailState.NONE
                ),
                name="alert_reason_is_known",
            ),
            models.CheckConstraint(condition=models.Q(mail_state__in=MailState.values), name="alert_mail_state"),
        ]
        indexes = [
            models.Index(fields=["user", "company"], name="alert_unread_idx", condition=models.Q(read_at=None)),
            models.Index(fields=["mail_at"], name="alert_mail_idx", condition=models.Q(mail_state="waiting")),
            models.Index(fields=["user", "company", "-created_at"], name="alert_newest_idx"),
        ]

    def __str__(self) -> str:
        return str(self.said)
