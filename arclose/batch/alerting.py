"""Telling people how their jobs ended: in the program with the end itself, by e-mail afterwards.

An e-mail goes out once at most: who sends it has claimed it before, and commits that. A server that cannot be reached
has taken nothing, so the e-mail waits for another try; after any other error nobody knows, and it is not tried again.
No job waits for an e-mail or fails because of one.
"""

import logging
from smtplib import SMTPException
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from django.utils.translation import override

from arclose.batch.models import Alert, AlertOn, Job, JobState, MailState
from arclose.batch.schedule.waits import longest_wait_before
from arclose.ledger.models import Company

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.db.models import QuerySet

logger = logging.getLogger(__name__)

MOST_TRIES = 20
_LONGEST_ERROR = 500
_MAILS_PER_LOOK = 20


def raise_alert(*, job_id: int) -> Alert | None:
    """Write down that the person a job works for is to be told how it ended; None where nobody wants to know.

    Called in the transaction that ends the job.
    """
    job = Job.objects.select_related("run_by").get(pk=job_id)
    on = _reason(job)
    if on not in job.alerts:
        return None
    with override(job.language):
        said = f"{job.description}: {job.state_text}"
    is_mailed = job.is_alert_mailed and bool(job.run_by.email)
    return Alert.objects.create(
        company_id=job.company_id,
        job=job,
        user=job.run_by,
        on=on,
        said=f"{said}. {job.error}" if job.error else said,
        mail_state=MailState.WAITING if is_mailed else MailState.NONE,
        mail_at=Now() if is_mailed else None,
    )


def _reason(job: Job) -> str:
    if job.state == JobState.CANCELED:
        return AlertOn.CANCELED
    return AlertOn.FAILED if job.state == JobState.ERROR or job.has_failures else AlertOn.ENDED


def mark_read(*, company: Company, user: "User", alerts: "QuerySet[Alert] | None" = None) -> int:
    """Note that a person has read alerts, all of a company's unless some are named, and return how many."""
    rows = Alert.objects.all() if alerts is None else alerts
    return rows.filter(company=company, user=user, read_at=None).update(read_at=Now())


def send_mails() -> int:
    """Send the e-mails that wait, and return how many went out."""
    due = Alert.objects.filter(mail_state=MailState.WAITING, mail_at__lte=Now()).order_by("mail_at", "pk")
    return sum(_send(alert_id) for alert_id in due.values_list("pk", flat=True)[:_MAILS_PER_LOOK])


def _send(alert_id: int) -> bool:
    alert = _claim(alert_id)
    if alert is None:
        return False
    mailer = get_connection()
    try:
        mailer.open()
    except (OSError, SMTPException) as error:
        _wait_or_give_up(alert, error)
        return False
    try:
        with override(alert.job.language):
            _message(alert, mailer).send()
    except (OSError, SMTPException, ValueError) as error:
        _note(alert, MailState.FAILED, error)
        return False
    finally:
        mailer.close()
    _note(alert, MailState.SENT)
    return True


@transaction.atomic(durable=True)
def _claim(alert_id: int) -> Alert | None:
    mine = Alert.objects.filter(pk=alert_id, mail_state=MailState.WAITING).update(mail_state=MailState.CLAIMED)
    return Alert.objects.select_related("job", "company", "user").get(pk=alert_id) if mine else None


def _message(alert: Alert, mailer: BaseEmailBackend) -> EmailMessage:
    subject = f"[arclose {alert.company.code}] {alert.said}".replace("\n", " ").replace("\r", " ")[:200]
    lines = [alert.said, "", _("Job %(number)d of %(company)s.") % {"number": alert.job_id, "company": alert.company}]
    if settings.PUBLIC_URL:
        lines.append(f"{settings.PUBLIC_URL}/{alert.company.code}/")
    return EmailMessage(subject, "\n".join(lines), to=[alert.user.email], connection=mailer)


def _wait_or_give_up(alert: Alert, error: Exception) -> None:
    """Let an e-mail wait whose server could not be reached: nothing of it went out."""
    tries = alert.mail_tries + 1
    if tries >= MOST_TRIES:
        _note(alert, MailState.FAILED, error)
        return
    _note(alert, MailState.WAITING, error)
    wait = longest_wait_before(retry=tries)
    Alert.objects.filter(pk=alert.pk).update(mail_tries=F("mail_tries") + 1, mail_at=Now() + wait)


def _note(alert: Alert, state: MailState, error: Exception | None = None) -> None:
    said = f"{type(error).__name__}: {error}"[:_LONGEST_ERROR].replace("\0", "") if error else ""
    if error:
        logger.warning("the e-mail of alert %s was not sent: %s", alert.pk, said)
    Alert.objects.filter(pk=alert.pk).update(mail_state=state, mail_error=said)
