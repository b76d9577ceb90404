"""Telling people how their jobs ended: in the program with the end itself, by e-mail afterwards.

An app tells likewise, in the program only, what became of a document of theirs.

An e-mail goes out once at most: who sends it has claimed it before, and commits that. A server that cannot be reached
has taken nothing, so the e-mail waits for another try; after any other error, or where the process that had claimed it
was ended, nobody knows, and it is not tried again.
No job waits for an e-mail or fails because of one.
"""

import logging
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from arclose.access import periods
from arclose.access.roles import holders_of, roles_of
from arclose.access.routes import Role
from arclose.batch.models import Alert, AlertOn, Job, JobState, MailState
from arclose.batch.schedule.waits import longest_wait_before
from arclose.ledger.models import Company
from arclose.web.said import Said, said

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.db.models import QuerySet

logger = logging.getLogger(__name__)

MOST_TRIES = 20
_LONGEST_ERROR = 500
_MAILS_PER_LOOK = 20
_SERVER_IS_AWAY = timedelta(minutes=1)
_LONGEST_CLAIM = timedelta(hours=1)


class ServerAway(Exception):
    """The e-mail server cannot be reached, so trying the next e-mail would only take time."""


def raise_alert(*, job_id: int) -> list[Alert]:
    """Write down who is told how a job ended: who asked to be, and of a critical one that failed all controllers.

    Called in the transaction that ends the job.
    """
    job = Job.objects.select_related("run_by", "submitted_by", "company").get(pk=job_id)
    on = _reason(job)
    asked = _people_to_tell(job) if on in job.alerts else []
    concerned = holders_of(Role.CONTROLLER, company=job.company) if job.is_critical and on == AlertOn.FAILED else []
    return [_tell(person, job, on) for person in dict.fromkeys([*asked, *concerned])]


def _people_to_tell(job: Job) -> "list[User]":
    """Give whom the job works for, else who submitted it.

    Those are the controllers where neither has a role any more, or the program submitted it by itself; without any
    the clerks, else the administrators, else the auditors.
    """
    for person in (job.run_by, job.submitted_by) if job.submitted_by else ():
        if person is not None and roles_of(user=person, company=job.company):
            return [person]
    for role in (Role.CONTROLLER, Role.CLERK, Role.ADMINISTRATOR, Role.AUDITOR):
        if holders := holders_of(role, company=job.company):
            return holders
    return []


def _tell(person: "User", job: Job, on: str) -> Alert:
    is_mailed = job.is_alert_mailed and bool(person.email)
    return Alert.objects.create(
        company_id=job.company_id,
        job=job,
        user=person,
        on=on,
        is_popup=job.is_alert_popup,
        said=said(lambda: f"{job.description}: {job.state_text}" + (f". {job.error}" if job.error else "")),
        mail_state=MailState.WAITING if is_mailed else MailState.NONE,
        mail_at=Now() if is_mailed else None,
    )


def tell_of_document(
    *, company: Company, people: "Iterable[User]", kind: str, document_id: int, told: Said
) -> list[Alert]:
    """Tell those of the people who still have a role in the company what became of a document, of a kind of job."""
    present = [person for person in people if roles_of(user=person, company=company)]
    return Alert.objects.bulk_create(
        Alert(company=company, user=person, document_kind=kind, document_id=document_id, said=told)
        for person in present
    )


def withdraw(*, company: Company, kind: str, document_id: int) -> None:
    """Take away what people were told of a document that is no more."""
    Alert.objects.filter(company=company, document_kind=kind, document_id=document_id).delete()


def _reason(job: Job) -> str:
    if job.state == JobState.CANCELED:
        return AlertOn.CANCELED
    return AlertOn.FAILED if job.state == JobState.ERROR or job.has_failures else AlertOn.ENDED


def mark_read(*, company: Company, user: "User", alerts: "QuerySet[Alert] | None" = None) -> int:
    """Note that a person has read alerts, all of a company's unless some are named, and return how many."""
    rows = Alert.objects.all() if alerts is None else alerts
    return rows.filter(company=company, user=user, read_at=None).update(read_at=Now())


def send_mails(*, should_stop: Callable[[], bool] = lambda: False) -> int:
    """Send the e-mails that wait, and return how many went out. A server that is away is tried once only."""
    _give_up_what_was_claimed_long_ago()
    sent = 0
    for alert_id in _due().order_by("mail_at", "pk").values_list("pk", flat=True)[:_MAILS_PER_LOOK]:
        if should_stop():
            break
        try:
            sent += _send(alert_id)
        except ServerAway:
            _due().update(mail_at=Now() + _SERVER_IS_AWAY)
            break
    return sent


def _due() -> "QuerySet[Alert]":
    return Alert.objects.filter(mail_state=MailState.WAITING, mail_at__lte=Now())


def _give_up_what_was_claimed_long_ago() -> None:
    """Note that nobody knows of the e-mails whose sender was ended in between."""
    claimed = Alert.objects.filter(mail_state=MailState.CLAIMED, mail_at__lt=Now() - _LONGEST_CLAIM)
    for alert in claimed.select_related("job"):
        with override(_language(alert)):
            unknown = _("The program ended while it was being sent: it may have gone out or not.")
        _note(alert, MailState.FAILED, unknown)


def _send(alert_id: int) -> bool:
    """Send one e-mail, unless another process does, or there is nobody to send it to any more.

    :raises ServerAway: the server cannot be reached; the e-mail waits.
    """
    alert = _claim(alert_id)
    if alert is None:
        return False
    if not alert.user.email or not roles_of(user=alert.user, company=alert.company):
        _note(alert, MailState.NONE)
        return False
    try:
        mailer = get_connection()
        mailer.open()
    except Exception as error:
        _wait_or_give_up(alert, error)
        raise ServerAway from error
    try:
        with override(_language(alert)):
            _message(alert, mailer).send()
    except Exception as error:
        _note(alert, MailState.FAILED, _said(error))
        return False
    finally:
        with suppress(Exception):
            mailer.close()
    _note(alert, MailState.SENT)
    return True


def _language(alert: Alert) -> str:
    assert alert.job is not None, "only the end of a job is told by e-mail"
    return alert.job.language


@transaction.atomic(durable=True)
def _claim(alert_id: int) -> Alert | None:
    waiting = Alert.objects.filter(pk=alert_id, mail_state=MailState.WAITING)
    mine = waiting.update(mail_state=MailState.CLAIMED, mail_at=Now())
    return Alert.objects.select_related("job", "company", "user").get(pk=alert_id) if mine else None


def _message(alert: Alert, mailer: BaseEmailBackend) -> EmailMessage:
    subject = f"[arclose {alert.company.code}] {alert.said}".replace("\n", " ").replace("\r", " ")[:200]
    lines = [
        str(alert.said),
        "",
        _("Job %(number)d of %(company)s.") % {"number": alert.job_id, "company": alert.company},
    ]
    if settings.PUBLIC_URL:
        lines.append(settings.PUBLIC_URL + _page_of(alert))
    return EmailMessage(subject, "\n".join(lines), to=[alert.user.email], connection=mailer)


def _page_of(alert: Alert) -> str:
    """Give the address of the job's page, in the period that a reader is sent to; of the company where it has none."""
    period = periods.usual(alert.company, timezone.localdate(timezone=ZoneInfo(alert.company.time_zone)))
    if period is None:
        return reverse("company", kwargs={"company": alert.company.code})
    place = {"company": alert.company.code, "period": period.name}
    return reverse("batch:job", kwargs={**place, "pk": alert.job_id})


def _wait_or_give_up(alert: Alert, error: Exception) -> None:
    """Let an e-mail wait whose server could not be reached: nothing of it went out."""
    tries = alert.mail_tries + 1
    if tries >= MOST_TRIES:
        _note(alert, MailState.FAILED, _said(error))
    else:
        wait = longest_wait_before(retry=tries)
        _note(alert, MailState.WAITING, _said(error), mail_tries=tries, mail_at=Now() + wait)


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:_LONGEST_ERROR].replace("\0", "")


def _note(alert: Alert, state: MailState, error: str = "", **values: Any) -> None:
    if error:
        logger.warning("the e-mail of alert %s was not sent: %s", alert.pk, error)
    Alert.objects.filter(pk=alert.pk).update(mail_state=state, mail_error=error, **values)
