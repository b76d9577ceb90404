"""Every page can change language, theme and period, the ones that only answer a form too; nothing leads to a 405."""

import re

import pytest
from django.db import OperationalError
from django.test import RequestFactory

from arclose.access.routes import Role
from arclose.web import errors
from tests import builders

ANSWER = "/NLWS/2026-10/gallery/answer/"


@pytest.fixture
def clerk(client, company, gallery):
    client.force_login(builders.a_user(company, Role.CLERK))
    return client


def lead_to(page):
    """Give where the switches of a page lead to."""
    text = page.content.decode()
    return set(re.findall(r'name="next" value="([^"]*)"', text)), set(re.findall(r'href="(/NLWS/20[^"]*)"', text))


def test_the_switches_of_a_page_lead_back_to_it(clerk):
    assert lead_to(clerk.get("/NLWS/2026-10/gallery/?text=a"))[0] == {"/NLWS/2026-10/gallery/?text=a"}


def test_the_switches_of_an_answer_to_a_form_lead_to_its_list(clerk):
    ways, links = lead_to(clerk.post(ANSWER))
    assert ways == {"/NLWS/2026-10/gallery/"}
    assert "/NLWS/2026-09/gallery/" in links
    assert not any("answer" in link for link in links)


def test_the_switches_of_a_page_that_is_no_page_lead_to_the_start(clerk):
    page = clerk.get(ANSWER)
    assert page.status_code == 405
    assert lead_to(page)[0] == {"/"}


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_way_to_try_again_is_the_one_that_was_tried(method):
    request = getattr(RequestFactory(), method)(ANSWER, {"reason": "typed <here>"})
    page = errors.database_gone(request).content.decode()
    assert (f'href="{request.get_full_path()}"' in page) == (method == "get")
    assert ('name="reason" value="typed &lt;here&gt;"' in page) == (method == "post")
    assert ("csrfmiddlewaretoken" in page) == (method == "post")


def test_a_form_whose_database_was_lost_is_sent_again_with_all_that_was_typed(client, company, gallery, monkeypatch):
    client.force_login(builders.a_user(company, Role.CLERK))
    with monkeypatch.context() as patch:
        patch.setattr("arclose.access.periods.offered", _lost)
        page = client.post(ANSWER, {"reason": "typed"}).content.decode()
    assert f'action="{ANSWER}"' in page
    assert 'value="typed"' in page


def test_no_password_stands_on_a_page():
    page = errors.database_gone(RequestFactory().post("/login/", {"username": "anna", "password": "secret"}))
    assert b"secret" not in page.content


def _lost(*args, **kwargs):
    raise OperationalError("terminating connection due to administrator command")
