"""A session lasts while it is used; one that ended in the middle of a form loses nothing that was typed."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from arclose.access.routes import Role
from arclose.access.signing_in_again import EXTENDED_EVERY_SECONDS, SESSION_KEY
from tests import builders

STALE = "/NLWS/2026-10/gallery/stale/"
LIST = "/NLWS/2026-10/gallery/"
AGAIN = {"sign_in_again-username": "carla", "sign_in_again-password": "correct horse battery"}


@pytest.fixture
def carla(company, gallery):
    return builders.a_user(company, Role.CONTROLLER, name="carla")


def test_it_asks_to_sign_in_again_and_carries_the_form(client, carla):
    answer = client.post(STALE, {"reason": "typed by <me>", "line": ["1", "2"]})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert 'name="reason" value="typed by &lt;me&gt;"' in page
    assert page.count('name="line"') == 2
    assert f'action="{STALE}"' in page


def test_it_goes_on_with_the_form_once_signed_in(client, carla):
    assert client.post(STALE, {"reason": "late order", **AGAIN}).content == b"done late order"
    assert client.post(STALE, {"reason": "again"}).content == b"done again", "signed in now"


def test_it_asks_again_after_a_wrong_password_and_shows_none(client, carla):
    page = client.post(STALE, {"reason": "late", **AGAIN, "sign_in_again-password": "wrong guess"}).content.decode()
    assert "error-summary" in page
    assert 'value="late"' in page
    assert "wrong guess" not in page


def test_it_lets_in_nobody_without_the_role(client, company, gallery):
    builders.a_user(company, Role.CLERK, name="carla")
    assert client.post(STALE, {"reason": "x", **AGAIN}).status_code == 403


def test_it_counts_wrong_passwords_towards_the_lock_out(client, carla, settings):
    for _attempt in range(settings.AXES_FAILURE_LIMIT):
        answer = client.post(STALE, {**AGAIN, "sign_in_again-password": "wrong"})
    assert answer.status_code == 429
    assert client.post(STALE, AGAIN).status_code == 429


def ends_at():
    return Session.objects.get().expire_date


def aged(client, seconds):
    session = client.session
    session[SESSION_KEY] = int(timezone.now().timestamp()) - seconds
    session.save()
    Session.objects.update(expire_date=timezone.now() + timedelta(hours=1))


def test_a_session_is_extended_while_it_is_used(client, carla):
    client.force_login(carla)
    aged(client, EXTENDED_EVERY_SECONDS + 1)
    answer = client.get(LIST)
    assert ends_at() > timezone.now() + timedelta(hours=11)
    assert int(answer.cookies["sessionid"]["max-age"]) == 12 * 3600


@pytest.mark.parametrize(("seconds", "page"), [(60, LIST), (EXTENDED_EVERY_SECONDS + 1, "/NLWS/2026-10/jobs-at-work/")])
def test_a_session_is_not_stored_for_every_page_nor_for_what_a_page_asks_by_itself(client, carla, seconds, page):
    client.force_login(carla)
    client.get(LIST)
    aged(client, seconds)
    client.get(page)
    assert ends_at() < timezone.now() + timedelta(hours=2)
