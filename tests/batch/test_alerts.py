"""Who is told how a job ended: once, in the program and by e-mail, and a mail server that is gone harms no job."""

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.db import connection
from django.db.models.functions import Now
from django.test import Client

from arclose.batch import alerting, jobs, poller, runner, steering
from arclose.batch.models import Alert, Job, JobState, MailState
from tests import builders
from tests.batch.documents import Document
from tests.batch.test_pages import text_of
from tests.text_tables import read_table

ALERTS = "/NLWS/2026-10/jobs/alerts/"
CASES = """
what                    | alerts                | poison    | cancel | told
it failed in part       | failed                | refuse    |        | failed: October: Ended with 1 set aside
it ended well           | ended failed          |           |        | ended: October: Ended
nobody asked            | failed                |           |        |
it was canceled         | canceled              |           | yes    | canceled: October: Canceled
canceled, nobody asked  | ended failed          |           | yes    |
"""


@pytest.mark.parametrize("case", read_table(CASES), ids=lambda case: case["what"])
def test_it_tells_what_was_asked_for(make_documents, make_job, clerk: User, case: dict[str, str]):
    make_documents(3)
    Document.objects.filter(pk=2).update(poison=case["poison"])
    job = make_job(plan=jobs.Plan(alerts=case["alerts"].split()))
    if case["cancel"]:
        steering.cancel(job=job, canceled_by=clerk)
    runner.look()
    assert "".join(f"{alert.on}: {alert.said}" for alert in Alert.objects.all()) == case["told"]


@pytest.fixture
def failed(make_documents, make_job, clerk: User) -> Job:
    """A job that set a document aside, and whose clerk wants an e-mail."""
    User.objects.filter(pk=clerk.pk).update(email="clerk@example.com")
    make_documents(3)
    Document.objects.filter(pk=2).update(poison="refuse")
    job = make_job(plan=jobs.Plan(alerts=["failed"], is_alert_mailed=True))
    runner.look()
    return job


def test_it_tells_again_when_it_fails_again(failed: Job, clerk: User):
    steering.retry(job=failed, retried_by=clerk)
    runner.look()
    assert Alert.objects.count() == 2


def test_it_tells_the_controllers_where_nobody_it_worked_for_has_a_role(
    make_documents, make_job, clerk: User, controller: User
):
    make_documents(1)
    make_job()
    clerk.is_active = False
    clerk.save()
    runner.look()
    assert Alert.objects.get().user == controller


def test_that_a_critical_one_failed_every_controller_is_told(make_documents, make_job, controller: User):
    make_documents(1)
    Document.objects.update(poison="refuse")
    make_job(plan=jobs.Plan(alerts=[], is_critical=True))
    runner.look()
    assert Alert.objects.get().user == controller


@pytest.mark.django_db(transaction=True)
def test_it_sends_an_e_mail_once_however_many_send(failed: Job, settings):
    settings.PUBLIC_URL = "https://books.example.com"
    senders = [threading.Thread(target=_send_on_a_connection_of_its_own) for _sender in range(3)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    [sent] = mail.outbox
    assert sent.subject == "[arclose NLWS] October: Ended with 1 set aside"
    assert sent.to == ["clerk@example.com"]
    address = re.search(r"https://books\.example\.com(/NLWS/[0-9-]+)(/jobs/.*)", sent.body)
    assert address
    assert address[2] == f"/jobs/{failed.pk}/"
    assert Alert.objects.get().mail_state == MailState.SENT


def _send_on_a_connection_of_its_own() -> None:
    with closing(connection):
        alerting.send_mails()


@pytest.fixture
def without_server(settings) -> Iterator[None]:
    """A port at which nobody answers: taken, and not listened at."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = taken.getsockname()
        yield


@pytest.mark.django_db(transaction=True)
def test_a_mail_server_that_is_gone_lets_the_e_mail_wait_and_the_job_end(without_server, failed: Job, settings):
    poller.look_once()
    failed.refresh_from_db()
    alert = Alert.objects.get()
    assert failed.state == JobState.ENDED
    assert (alert.mail_state, alert.mail_tries) == (MailState.WAITING, 1)
    assert "ConnectionRefusedError" in alert.mail_error
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert alerting.send_mails() == 0
    Alert.objects.update(mail_at=Now())
    assert alerting.send_mails() == 1
    Alert.objects.update(mail_state=MailState.CLAIMED, mail_at=Now() - timedelta(hours=2))
    assert alerting.send_mails() == 0
    assert "may have gone out or not" in Alert.objects.get().mail_error


def test_a_pop_up_stands_on_every_page_until_it_is_read_and_leads_to_its_job(client: Client, clerk: User, failed: Job):
    client.force_login(clerk)
    assert 'class="popup"' not in text_of(client.get("/NLWS/2026-10/calendar/"))
    Alert.objects.update(is_popup=True)
    shown = text_of(client.get("/NLWS/2026-10/jobs-at-work/", headers={"HX-Request": "true"}))
    assert all(part in shown for part in ('hx-swap-oob="true"', 'class="popup"', "October: Ended with 1 set aside"))
    shown = client.get(f"/NLWS/2026-10/jobs-at-work/?bell=1-{Alert.objects.get().pk}", headers={"HX-Request": "true"})
    assert 'class="popup"' not in text_of(shown), "it is on the page already"
    asked = {"alert": Alert.objects.get().pk}
    bell = text_of(client.post(f"{ALERTS}read/", asked, headers={"HX-Request": "true"}))
    assert bell.strip().startswith('<span class="bell-place" id="bell">')
    assert "0 unread alerts" in bell
    assert client.post(f"{ALERTS}read/", asked)["Location"] == ALERTS
    answer = client.post(f"{ALERTS}read/", {**asked, "look": "1"})
    assert answer["Location"] == f"/NLWS/2026-10/jobs/{failed.pk}/"
    assert 'class="popup"' not in text_of(client.get("/NLWS/2026-10/calendar/"))


def test_it_shows_unread_alerts_at_the_bell_until_they_are_read(client: Client, clerk: User, failed: Job):
    client.force_login(clerk)
    assert "1 unread alert" in text_of(client.get("/NLWS/2026-10/calendar/"))
    assert "October: Ended with 1 set aside" in text_of(client.get(ALERTS))
    reader = Client()
    reader.force_login(builders.a_user(failed.company, "controller"))
    assert "0 unread alerts" in text_of(reader.get(ALERTS))
    reader.post(f"{ALERTS}read/", {"alert": Alert.objects.get().pk})
    assert Alert.objects.get().read_at is None
    client.post(f"{ALERTS}read/", {"alert": Alert.objects.get().pk})
    assert "0 unread alerts" in text_of(client.get(ALERTS))
