"""Search finds pages and whatever the apps' providers find, for those who may open it."""

import pytest
from django.utils.translation import gettext_lazy as _

from arclose.web import pages, search
from arclose.web.pages import Page
from arclose.web.search import Hit, Provider

SEARCH = "/NLWS/2026-10/search/"


@pytest.fixture(autouse=True)
def providers(monkeypatch):
    monkeypatch.setattr(search, "_providers", [])


def numbered(count):
    return lambda request, text: (Hit(f"{text}-{number}", f"/{number}") for number in range(count))


def test_it_shows_hits_by_kind(as_clerk):
    search.register(Provider(label="Orders", route="gallery:orders", find=numbered(2)))
    page = as_clerk.get(SEARCH, {"q": "ZQ"}).content.decode()
    assert "Orders" in page
    assert "ZQ-0" in page
    assert "ZQ-1" in page


def test_it_opens_the_only_hit(as_clerk):
    search.register(Provider(label="Orders", route="gallery:orders", find=numbered(1)))
    assert as_clerk.get(SEARCH, {"q": "ZQ"})["Location"] == "/0"


def test_it_stops_after_a_few_hits(as_clerk):
    search.register(Provider(label="Orders", route="gallery:orders", find=numbered(10**9)))
    assert len(as_clerk.get(SEARCH, {"q": "ZQ"}).context["found"][0].hits) == search.HITS_PER_PROVIDER


def test_it_asks_no_provider_whose_page_the_user_may_not_open(as_clerk):
    search.register(Provider(label="Hidden", route="gallery:stale", find=numbered(3)))
    assert "Nothing found" in as_clerk.get(SEARCH, {"q": "ZQ"}).content.decode()


def test_it_finds_pages_by_their_name(as_clerk):
    assert as_clerk.get(SEARCH, {"q": "gallery or"})["Location"] == "/NLWS/2026-10/gallery/"


def test_it_shows_hostile_text_as_text(as_clerk):
    page = as_clerk.get(SEARCH, {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in page


@pytest.fixture
def ageing():
    """A page with a Dutch name and Dutch keywords."""
    page = Page("gallery:orders", label=_("Ageing"), section=pages.SALES, position=1, keywords=_("general journal"))
    pages.register(page)


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("text", ["ageing", "ouderdom", "OUDERDOMSANALYSE", "memoriaal", "journal", "general jour"])
def test_it_finds_a_page_by_its_english_and_its_dutch_name(as_clerk, ageing, language, text):
    found = as_clerk.get(SEARCH, {"q": text}, headers={"Accept-Language": language, "HX-Request": "true"})
    assert 'href="/NLWS/2026-10/gallery/"' in found.content.decode()


def test_it_ranks_a_label_before_a_keyword(as_clerk):
    for route, label, keywords in (("company", "Keys", "zebra"), ("search", "Zebra crossing", "")):
        pages.register(Page(route, label=label, section=pages.CLOSE, position=1, keywords=keywords))
    [found] = as_clerk.get(SEARCH, {"q": "zebra"}).context["found"]
    assert [hit.title for hit in found.hits] == ["Zebra crossing", "Keys"]


def test_the_palette_gets_a_list_of_options_and_goes_nowhere(as_clerk):
    search.register(Provider(label="Orders", route="gallery:orders", find=numbered(1)))
    answer = as_clerk.get(SEARCH, {"q": "ZQ"}, headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert 'role="listbox"' in page
    assert page.count('role="option"') == 1
    assert 'data-text="ZQ"' in page
    assert "<html" not in page
    assert "HX-Request" in answer["Vary"]


def test_the_palette_offers_the_pages_where_nothing_is_typed(as_clerk):
    page = as_clerk.get(SEARCH, {"q": " "}, headers={"HX-Request": "true"}).content.decode()
    assert "Gallery orders" in page


def test_the_palette_says_when_nothing_is_found(as_clerk):
    page = as_clerk.get(SEARCH, {"q": "<b>"}, headers={"HX-Request": "true"}).content.decode()
    assert "Nothing found for “&lt;b&gt;”" in page
    assert "listbox" not in page
