"""The owner of a view renames, shares and deletes it."""

import pytest

from arclose.access.models import SavedView
from arclose.access.routes import Role
from tests import builders
from tests.access.readers import LIST, Reader, messages_of


@pytest.fixture
def anna(company, gallery):
    return Reader(builders.a_user(company, Role.CLERK, name="anna"))


@pytest.fixture
def view(anna):
    anna.save("Big ones", "text=SO")
    return SavedView.objects.get()


def test_it_renames_a_view_and_leaves_what_it_shows(anna, view):
    answer = anna.change(view, name="Large ones", query="text=something-else")
    assert messages_of(answer)[-1] == "The view “Large ones” is changed."
    assert anna.tabs("?text=SO") == ["Without a view", "[Large ones]"]


def test_it_shares_a_view_and_takes_it_back(anna, view):
    anna.change(view, name=view.name, shared="on")
    assert SavedView.objects.get().is_shared
    anna.change(view, name=view.name)
    assert not SavedView.objects.get().is_shared


def test_it_refuses_the_name_of_another_view_of_the_same_list(anna, view):
    anna.save("Small ones", "text=SX")
    answer = anna.change(view, name="Small ones")
    assert "You have another view “Small ones”" in messages_of(answer)[-1]
    assert sorted(SavedView.objects.values_list("name", flat=True)) == ["Big ones", "Small ones"]


def test_it_refuses_to_take_the_name_away(anna, view):
    assert messages_of(anna.change(view, name=" "))[-1].startswith("Name: ")
    assert SavedView.objects.get().name == "Big ones"


def test_it_deletes_a_view_and_goes_on_showing_the_same(anna, view):
    answer = anna.change(view, "delete/")
    assert messages_of(answer)[-1].startswith("The view “Big ones” is deleted.")
    assert answer.url == LIST + "?text=SO"
    assert anna.tabs() == []


def test_it_offers_change_and_deletion_on_the_page_that_shows_the_view(anna, view):
    page = anna.open("?text=SO").content.decode()
    assert "Change this view" in page
    assert f"/views/{view.pk}/delete/" in page
    assert "Change this view" not in anna.open("?text=SX").content.decode()
