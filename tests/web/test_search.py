"""Search finds pages and whatever the apps' providers find, for those who may open it."""

import pytest

from arclose.web import search
from arclose.web.search import Hit, Provider

SEARCH = "/NLWS/2026-10/search/"


@pytest.fixture(autouse=True)
def providers(monkeypatch):
    monkeypatch.setattr(search, "_providers", [])


def numbered(count):
    return lambda request, text: (Hit(f"{text}-{number}", f"/{number}") for number in range(count))


def test_it_shows_hits_by_kind(as_clerk):
    search.register(Provider(label="Orders", route="gallery:orders", find=numbered(2)))
    page = as_clerk.get(SEARCH, {"q": "SO"}).content.decode()
    assert "Orders" in page
    assert "SO-0" in page
    assert "SO-1" in page


def test_it_opens_the_only_hit(as_clerk):
    search.register(Provider(label="Orders", route="gallery:orders", find=numbered(1)))
    assert as_clerk.get(SEARCH, {"q": "SO"})["Location"] == "/0"


def test_it_stops_after_a_few_hits(as_clerk):
    search.register(Provider(label="Orders", route="gallery:orders", find=numbered(10**9)))
    assert len(as_clerk.get(SEARCH, {"q": "SO"}).context["found"][0].hits) == search.HITS_PER_PROVIDER


def test_it_asks_no_provider_whose_page_the_user_may_not_open(as_clerk):
    search.register(Provider(label="Hidden", route="gallery:stale", find=numbered(3)))
    assert "Nothing found" in as_clerk.get(SEARCH, {"q": "SO"}).content.decode()


def test_it_finds_pages_by_their_name(as_clerk):
    assert as_clerk.get(SEARCH, {"q": "gallery or"})["Location"] == "/NLWS/2026-10/gallery/"


def test_it_shows_hostile_text_as_text(as_clerk):
    page = as_clerk.get(SEARCH, {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in page
