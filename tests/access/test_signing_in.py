"""Signing in and out; locked out after failed attempts."""

import pytest

from arclose.access.routes import Role
from tests import builders

PASSWORD = "correct horse battery"


@pytest.fixture
def anna(company):
    return builders.a_user(company, Role.CLERK, name="anna")


def sign_in(client, password=PASSWORD, **values):
    return client.post("/login/", {"username": "anna", "password": password, **values})


def test_it_goes_to_the_page_that_was_asked_for(client, anna):
    assert sign_in(client, next="/NLWS/2026-10/search/")["Location"] == "/NLWS/2026-10/search/"


def test_it_goes_to_no_other_site(client, anna):
    assert sign_in(client, next="https://evil.example/")["Location"] == "/"


def test_it_keeps_the_name_and_says_what_is_wrong(client, anna):
    page = sign_in(client, password="wrong").content.decode()
    assert 'value="anna"' in page
    assert "error-summary" in page


def test_it_locks_out_after_failed_attempts(client, anna, settings):
    for _attempt in range(settings.AXES_FAILURE_LIMIT):
        answer = sign_in(client, password="wrong")
    assert answer.status_code == 429
    assert "locked" in answer.content.decode()
    assert sign_in(client).status_code == 429, "the right password does not help now"


def test_it_does_not_lock_out_others_from_the_same_address(client, anna, company, settings):
    builders.a_user(company, Role.CLERK, name="ben")
    for _attempt in range(settings.AXES_FAILURE_LIMIT):
        sign_in(client, password="wrong")
    assert client.post("/login/", {"username": "ben", "password": PASSWORD}).status_code == 302


def test_it_signs_out_by_a_form_only(client, anna):
    client.force_login(anna)
    assert client.get("/logout/").status_code == 405
    assert client.post("/logout/")["Location"] == "/login/"
    assert client.get("/")["Location"] == "/login/?next=/"


def test_it_does_not_let_in_somebody_who_has_left(client, anna):
    client.force_login(anna)
    anna.is_active = False
    anna.save()
    assert client.get("/")["Location"] == "/login/?next=/"


def test_it_speaks_the_chosen_language_and_shows_the_chosen_theme(client, db):
    client.post("/language/", {"language": "nl"})
    client.post("/theme/", {"theme": "dark", "next": "//evil.example"})
    page = client.get("/login/").content.decode()
    assert '<html lang="nl" data-bs-theme="dark"' in page
