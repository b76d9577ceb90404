"""A private view of somebody else, and any view of another company, does not exist."""

import pytest

from arclose.access.models import DefaultView, Membership, SavedView
from arclose.access.routes import Role
from tests import builders
from tests.access.readers import VIEWS, Reader

ACTS = ["", "delete/", "default/"]


@pytest.fixture
def anna(company, gallery):
    return Reader(builders.a_user(company, Role.CLERK, name="anna"))


@pytest.fixture
def piet(company, gallery):
    return Reader(builders.a_user(company, *Role.values, name="piet"))


@pytest.mark.parametrize("act", ACTS)
def test_it_answers_404_for_the_private_view_of_another_person(anna, piet, act):
    anna.save("Private", "text=SO")
    view = SavedView.objects.get()
    assert piet.change(view, act, name="Mine", default="on").status_code == 404
    assert "Private" not in piet.open("?text=SO").content.decode()
    assert SavedView.objects.get().name == "Private"
    assert not DefaultView.objects.exists()


@pytest.mark.parametrize("act", ACTS)
def test_it_answers_404_for_a_view_of_another_company(anna, other_company, act):
    stranger = Reader(builders.a_user(other_company, *Role.values, name="eve"))
    stranger.client.post(
        "/UKRT/2026-10/views/",
        {"name": "Foreign", "query": "", "page": "/UKRT/2026-10/gallery/", "shared": "on"},
    )
    view = SavedView.objects.get()
    assert view.company == other_company
    assert anna.change(view, act, name="Mine", default="on").status_code == 404
    assert anna.tabs() == []
    assert SavedView.objects.get().name == "Foreign"


def test_it_answers_404_for_an_own_view_below_another_company(anna, other_company):
    Membership.objects.create(user=anna.user, company=other_company, role=Role.CLERK)
    anna.save("Mine", "text=SO", shared="on")
    view = SavedView.objects.get()
    page = {"page": "/UKRT/2026-10/gallery/", "name": "Theirs"}
    assert anna.client.post(f"/UKRT/2026-10/views/{view.pk}/", page).status_code == 404
    assert anna.tabs(page="/UKRT/2026-10/gallery/") == []


def test_it_answers_404_for_a_list_of_another_company(anna, other_company):
    Membership.objects.create(user=anna.user, company=other_company, role=Role.CLERK)
    answer = anna.client.post(VIEWS, {"name": "Mine", "query": "", "page": "/UKRT/2026-10/gallery/"})
    assert answer.status_code == 404
    assert not SavedView.objects.exists()


def test_it_shows_a_shared_view_with_the_name_of_its_owner(anna, piet):
    anna.save("Late", "text=SO", shared="on")
    piet.save("Late", "text=SX")
    assert piet.tabs("?text=SO") == ["Without a view", "Late", "[Late anna]"]


@pytest.mark.parametrize("act", ["", "delete/"])
def test_it_lets_only_the_owner_change_or_delete_a_shared_view(anna, piet, act):
    anna.save("Late", "text=SO", shared="on")
    answer = piet.change(SavedView.objects.get(), act, name="Mine")
    assert answer.status_code == 403
    assert "Only anna, who saved this view" in answer.content.decode()
    assert SavedView.objects.get().name == "Late"


def test_it_asks_an_auditor_for_no_more_than_a_clerk(company, gallery):
    auditor = Reader(builders.a_user(company, Role.AUDITOR))
    auditor.save("Mine", "text=SO")
    view = SavedView.objects.get()
    assert auditor.change(view, name="Ours", shared="on").status_code == 302
    assert auditor.change(view, "default/", default="on").status_code == 302
    assert auditor.change(view, "delete/").status_code == 302
    assert not SavedView.objects.exists()


def test_it_keeps_strangers_out(anna, client):
    anna.save("Mine", "text=SO", shared="on")
    assert client.post(f"{VIEWS}{SavedView.objects.get().pk}/delete/").status_code == 403
    assert SavedView.objects.exists()
