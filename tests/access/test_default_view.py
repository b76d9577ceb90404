"""A list opened without any query goes on to the reader's default view of it."""

import pytest

from arclose.access.models import DefaultView, SavedView
from arclose.access.routes import Role
from arclose.batch.models import JobGroup
from tests import builders
from tests.access.readers import LIST, Reader, messages_of


@pytest.fixture
def anna(company, gallery):
    return Reader(builders.a_user(company, Role.CLERK, name="anna"))


@pytest.fixture
def view(anna):
    anna.save("Big ones", "text=SO", default="on")
    return SavedView.objects.get()


def test_it_opens_the_list_with_the_view(anna, view):
    answer = anna.open("")
    assert (answer.status_code, answer["Location"]) == (302, LIST + "?text=SO")


@pytest.mark.parametrize("query", ["?all", "?text=SX", "?page=2", "?export=csv", "?text="])
def test_it_leaves_any_query_alone(anna, view, query):
    assert anna.open(query).status_code == 200


def test_it_leaves_the_rows_that_htmx_asks_for_alone(anna, view):
    assert anna.open("", **{"HX-Request": "true"}).status_code == 200


def test_it_leads_past_the_view_where_the_filter_is_cleared(anna, view):
    page = anna.open("?text=SO").content.decode()
    assert 'href="?all">Clear' in page
    assert 'href="?all">Without a view' in page
    assert 'href="?sort=number">Clear' in anna.open("?text=SO&sort=number").content.decode()


def test_it_opens_other_lists_and_other_people_as_before(anna, view, company):
    assert anna.open("", page="/NLWS/2026-10/orders/").status_code == 200
    assert Reader(builders.a_user(company, Role.CLERK)).open("").status_code == 200


def test_it_has_one_default_per_list_the_newest(anna, view):
    anna.save("Small ones", "text=SX", default="on")
    assert anna.open("")["Location"] == LIST + "?text=SX"
    assert DefaultView.objects.count() == 1


def test_it_forgets_the_default_when_the_tick_is_taken_away(anna, view):
    anna.save("Big ones", "text=SO")
    assert anna.open("").status_code == 200


def test_it_opens_as_it_comes_when_the_view_or_what_it_names_is_deleted(anna, view, company):
    anna.change(view, "delete/")
    assert anna.open("").status_code == 200

    jobs, group = "/NLWS/2026-10/jobs/", JobGroup.objects.create(company=company, code="NIGHT", name="Of the night")
    anna.save("Nightly", f"group={group.pk}", page=jobs, default="on")
    assert anna.open("", page=jobs)["Location"] == f"{jobs}?group={group.pk}"
    group.delete()
    assert anna.open("", page=jobs).status_code == 200


def test_nothing_of_the_list_is_read_on_the_way(anna, django_assert_max_num_queries):
    ageing = "/NLWS/2026-10/ageing/"
    anna.save("Of Bakker", "text=bakker", page=ageing, default="on")
    with django_assert_max_num_queries(50) as asked:
        assert anna.open("", page=ageing)["Location"] == f"{ageing}?text=bakker"
    assert not [query["sql"] for query in asked if "customers_" in query["sql"] and "balance" in query["sql"]]


def test_it_does_not_go_round_in_circles_for_a_view_of_everything(anna):
    anna.save("Everything", "", default="on")
    assert anna.open("").status_code == 200
    assert anna.tabs("") == ["Without a view", "[Everything]"]


def test_it_opens_with_the_shared_view_of_a_colleague(anna, company):
    piet = Reader(builders.a_user(company, Role.CONTROLLER, name="piet"))
    piet.save("Late", "text=SX", shared="on")
    late = SavedView.objects.get()
    assert messages_of(anna.change(late, "default/", default="on"))[-1] == "This list opens with “Late” now."
    assert anna.open("")["Location"] == LIST + "?text=SX"
    assert piet.open("").status_code == 200
    assert messages_of(anna.change(late, "default/"))[-1] == "This list no longer opens with “Late”."
    assert anna.open("").status_code == 200


def test_it_opens_as_it_comes_when_the_colleague_no_longer_shares(anna, company):
    piet = Reader(builders.a_user(company, Role.CONTROLLER))
    piet.save("Late", "text=SX", shared="on")
    anna.change(SavedView.objects.get(), "default/", default="on")
    piet.save("Late", "text=SX")
    assert anna.open("").status_code == 200
