"""A person saves what a list shows under a name; the same name saves over it."""

import pytest

from arclose.access import saved_views
from arclose.access.models import SavedView
from arclose.access.routes import Role
from tests import builders
from tests.access.readers import LIST, VIEWS, Reader, messages_of


@pytest.fixture
def anna(company, gallery):
    return Reader(builders.a_user(company, Role.CLERK, name="anna"))


def test_it_keeps_filter_sorting_and_columns_and_leads_back_to_them(anna):
    answer = anna.save("Big ones", "text=SO&sort=-net_amount&columns=number&columns=net_amount")
    assert answer.url == LIST + "?text=SO&sort=-net_amount&columns=number&columns=net_amount"
    assert messages_of(answer) == ["The view “Big ones” is saved."]
    assert anna.tabs() == ["[Without a view]", "Big ones"]
    assert anna.tabs("?sort=-net_amount&columns=net_amount&text=SO") == ["Without a view", "[Big ones]"]


def test_it_offers_what_the_page_shows(anna):
    page = anna.open("?text=SO&page=2&amount_from=&sort=number")
    assert page.context["listing"].views.query == "text=SO&sort=number"
    assert 'name="query" value="text=SO&amp;sort=number"' in page.content.decode()


def test_it_leaves_out_the_page_the_export_and_what_is_empty(anna):
    anna.save("Plain", "text=SO&page=4&export=csv&date_from=")
    assert SavedView.objects.get().query == "text=SO"


def test_it_marks_no_view_when_the_page_shows_something_else(anna):
    anna.save("Big ones", "text=SO")
    assert anna.tabs("?text=SX") == ["Without a view", "Big ones"]


def test_it_takes_the_usual_columns_for_none(anna):
    anna.save("Big ones", "text=SO")
    page = anna.open()
    usual = "&".join(f"columns={each.name}" for each in page.context["listing"].column_choices)
    assert anna.tabs(f"?text=SO&{usual}") == ["Without a view", "[Big ones]"]


def test_it_saves_over_the_view_of_the_same_name_and_says_so(anna):
    anna.save("Big ones", "text=SO")
    answer = anna.save("  Big   ones ", "text=SX", shared="on")
    assert messages_of(answer)[-1] == "You had a view “Big ones”. It now shows what this page shows."
    assert list(SavedView.objects.values_list("name", "query", "is_shared")) == [("Big ones", "text=SX", True)]


def test_it_keeps_the_views_of_each_list_apart(anna):
    anna.save("Big ones", "text=SO")
    assert anna.tabs(page="/NLWS/2026-10/orders/") == []
    anna.save("Big ones", "status=open", page="/NLWS/2026-10/orders/")
    assert anna.tabs(page="/NLWS/2026-10/orders/") == ["[Without a view]", "Big ones"]
    assert SavedView.objects.count() == 2


def test_it_opens_the_same_view_in_every_period(anna):
    anna.save("Big ones", "text=SO")
    assert anna.tabs("?text=SO", page="/NLWS/2026-09/gallery/") == ["Without a view", "[Big ones]"]


def test_it_goes_along_when_htmx_asks_for_the_rows(anna):
    anna.save("Big ones", "text=SO")
    part = anna.open("?text=SO", **{"HX-Request": "true"}).content.decode()
    assert 'id="views" hx-swap-oob="true"' in part
    assert 'aria-current="true"><bdi>Big ones</bdi>' in part


@pytest.mark.parametrize("role", Role.values)
def test_it_lets_every_role_save(company, gallery, role):
    reader = Reader(builders.a_user(company, role))
    assert messages_of(reader.save("Mine", "text=SO")) == ["The view “Mine” is saved."]


@pytest.mark.parametrize("name", ["", "   ", "\N{RIGHT-TO-LEFT OVERRIDE}", "x" * 61, "a\x00b"])
def test_it_refuses_a_name_that_is_none_or_too_long(anna, name):
    answer = anna.save(name, "text=SO")
    assert answer.url == LIST + "?text=SO"
    assert messages_of(answer)[0].startswith("Name: ")
    assert not SavedView.objects.exists()


def test_it_refuses_a_query_that_is_too_long(anna):
    assert messages_of(anna.save("Long", "text=" + "x" * 2000))[0].startswith("Filter: ")
    assert not SavedView.objects.exists()


def test_it_shows_a_hostile_name_as_text(anna):
    answer = anna.save('"><script>alert(1)</script>', "text=SO")
    page = anna.client.get(answer.url).content.decode()
    assert "<script>alert" not in page
    assert "<bdi>&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;</bdi>" in page


def test_it_takes_the_marks_that_turn_text_around_out_of_a_name(anna):
    anna.save("paid\N{RIGHT-TO-LEFT OVERRIDE}\ntoday", "")
    assert SavedView.objects.get().name == "paid today"


@pytest.mark.parametrize(
    "query", ["javascript:alert(1)", '"><script>alert(1)</script>=1', "//evil.example/=1", "%00=%00"]
)
def test_it_makes_a_hostile_query_a_mere_query(anna, query):
    address = anna.save("Odd", query).url
    assert address.startswith(LIST + "?")
    page = anna.client.get(address)
    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()


@pytest.mark.parametrize(
    "page",
    ["", "nowhere", "/", "//evil.example/2026-10/gallery/", "https://evil.example/", "/admin/", "/NLWS/2026-10/zzz/"],
)
def test_it_answers_404_for_a_page_that_is_no_page_of_the_company(anna, page):
    assert anna.save("Mine", "text=SO", page=page).status_code == 404
    assert not SavedView.objects.exists()


def test_it_stops_where_one_row_of_links_is_full(anna, monkeypatch):
    monkeypatch.setattr(saved_views, "MOST_PER_LIST", 2)
    anna.save("One", "text=1")
    anna.save("Two", "text=2")
    assert messages_of(anna.save("Three", "text=3"))[-1] == "You have 2 views of this list. Delete one first."
    assert messages_of(anna.save("Two", "text=22"))[-1] == "You had a view “Two”. It now shows what this page shows."


def test_it_is_saved_by_a_form_only(anna):
    assert anna.client.get(VIEWS).status_code == 405
