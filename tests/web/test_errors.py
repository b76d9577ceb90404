"""Errors say what, why and what to do; a lost database answers 503."""

import pytest
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import DatabaseError, OperationalError
from django.test import RequestFactory

from arclose.web import errors


def test_it_answers_503_when_the_database_is_lost(as_clerk):
    response = as_clerk.get("/NLWS/2026-10/gallery/gone/")
    assert response.status_code == 503
    assert response["Retry-After"] == "5"
    assert "The database does not answer" in response.content.decode()


def test_it_answers_503_when_the_database_is_lost_before_the_view(as_clerk, monkeypatch):
    def lost(*args, **kwargs):
        raise OperationalError("terminating connection due to administrator command")

    monkeypatch.setattr("arclose.access.periods.offered", lost)
    assert as_clerk.get("/NLWS/2026-10/gallery/").status_code == 503


@pytest.mark.parametrize(
    ("handler", "status"), [(errors.bad_request, 400), (errors.server_error, 500), (errors.database_gone, 503)]
)
def test_it_needs_no_database_to_say_what_went_wrong(handler, status):
    request = RequestFactory().get("/NLWS/2026-10/gallery/")
    answer = handler(request, ValueError()) if status == 400 else handler(request)
    assert answer.status_code == status
    assert "<h1>" in answer.content.decode()


@pytest.mark.parametrize(("cause", "status"), [(OperationalError, 503), (DatabaseError, 400)])
def test_a_session_that_the_database_lost_was_not_ended_by_somebody(cause, status):
    def interrupted():
        try:
            raise cause
        except DatabaseError as error:
            raise SessionInterrupted from error

    with pytest.raises(SessionInterrupted) as raised:
        interrupted()
    assert errors.bad_request(RequestFactory().get("/"), raised.value).status_code == status


def test_it_answers_503_from_the_last_handler_too(monkeypatch):
    monkeypatch.setattr(errors.sys, "exc_info", lambda: (OperationalError, OperationalError("gone"), None))
    answer = errors.server_error(RequestFactory().get("/"))
    assert answer.status_code == 503


def test_it_says_what_to_do_about_a_stale_form(client, db):
    from django.test import Client

    answer = Client(enforce_csrf_checks=True).post("/login/", {"username": "x", "password": "y"})
    assert answer.status_code == 403
    assert "reload the page" in answer.content.decode()


def test_it_sends_a_policy_without_inline_script_or_style(as_clerk):
    response = as_clerk.get("/NLWS/2026-10/gallery/")
    policy = response["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "style=" not in response.content.decode()
    assert "<script>" not in response.content.decode()
