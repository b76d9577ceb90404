"""Closing, reopening and reversing ask for the password again; nothing typed is lost by it."""

import pytest
from django.utils import timezone

from arclose.access.freshness import FRESH_SECONDS, SESSION_KEY
from arclose.access.routes import Role
from tests import builders

STALE = "/NLWS/2026-10/gallery/stale/"
PASSWORD = "correct horse battery"


@pytest.fixture
def controller(client, company, gallery):
    user = builders.a_user(company, Role.CONTROLLER)
    client.force_login(user)
    return user


def typed_ago(client, seconds):
    session = client.session
    session[SESSION_KEY] = int(timezone.now().timestamp()) - seconds
    session.save()


def test_it_asks_for_the_password_and_carries_the_form_along(client, controller):
    answer = client.post(STALE, {"reason": "typed by <me>"})
    assert answer.status_code == 403
    assert 'name="reason" value="typed by &lt;me&gt;"' in answer.content.decode()


def test_it_goes_on_with_the_right_password(client, controller):
    answer = client.post(STALE, {"reason": "late order", "password_again": PASSWORD})
    assert answer.content == b"done late order"
    assert client.post(STALE, {"reason": "again"}).content == b"done again", "fresh for 15 minutes"


def test_it_asks_again_after_a_wrong_password(client, controller):
    answer = client.post(STALE, {"reason": "late order", "password_again": "wrong"})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "not the password" in page
    assert "late order" in page
    assert "wrong" not in page


def test_it_takes_no_password_of_another_user(client, controller, company):
    builders.a_user(company, Role.CONTROLLER, name="other").set_password("another password")
    assert client.post(STALE, {"password_again": "another password"}).status_code == 403


def test_it_counts_wrong_passwords_towards_the_lock_out(client, controller, settings):
    for _attempt in range(settings.AXES_FAILURE_LIMIT):
        answer = client.post(STALE, {"password_again": "wrong"})
    assert answer.status_code == 429
    assert client.post(STALE, {"password_again": PASSWORD}).status_code == 429


@pytest.mark.parametrize(
    ("seconds", "status"), [(0, 200), (FRESH_SECONDS - 60, 200), (FRESH_SECONDS + 1, 403), (-3600, 403)]
)
def test_it_asks_when_the_password_is_older_than_15_minutes(client, controller, seconds, status):
    typed_ago(client, seconds)
    assert client.post(STALE).status_code == status


def test_it_is_fresh_after_signing_in(client, company, gallery):
    builders.a_user(company, Role.CONTROLLER, name="carla")
    client.post("/login/", {"username": "carla", "password": PASSWORD})
    assert client.post(STALE).status_code == 200
