"""Search over documents, customers, vouchers, amounts and pages: providers that the apps fill in ``ready``."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, Value
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from arclose.web import pages
from arclose.web.links import page_url

HITS_PER_PROVIDER = 10


@dataclass(frozen=True)
class Hit:
    """One thing found: where it is, and what tells it from its neighbours."""

    title: str
    url: str
    detail: str = ""
    amount: str = ""


@dataclass(frozen=True)
class Provider:
    """Finds one kind of thing in the request's company.

    :param route: the page that shows it; who may not open that page does not find it.
    :param find: gives the hits for the request and the text, best first.
    :param rows: gives what ``find`` looks for; all kinds that give it are asked together whether there is any.
    """

    label: pages.type_of_text
    route: str
    find: Callable[[HttpRequest, str], Iterable[Hit]]
    position: int = 50
    rows: "Callable[[HttpRequest, str], QuerySet[Any]] | None" = None


@dataclass(frozen=True)
class Found:
    """The hits of one provider."""

    label: pages.type_of_text
    hits: list[Hit]


_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Let search ask this provider too."""
    _providers.append(provider)


def find(request: HttpRequest, text: str) -> list[Found]:
    """Give what each provider finds, those that find nothing left out."""
    if not text.strip():
        return []
    allowed = [each for each in _providers if request.may_open(each.route)]  # type: ignore[attr-defined]
    in_order = sorted(_that_have_some(allowed, request, text.strip()), key=lambda provider: provider.position)
    found = [Found(provider.label, _first(provider.find(request, text.strip()))) for provider in in_order]
    pages_found = Found(_("Pages"), _matching_pages(request, text.strip()))
    return [each for each in (pages_found, *found) if each.hits]


def _that_have_some(providers: list[Provider], request: HttpRequest, text: str) -> list[Provider]:
    """Give the providers that may find something, by one query for all that say what they look for."""
    rows = {place: each.rows(request, text) for place, each in enumerate(providers) if each.rows}
    one_each = [found.order_by().values_list(Value(place))[:1] for place, found in rows.items()]
    some = {place for (place,) in one_each[0].union(*one_each[1:], all=True)} if one_each else set()
    return [each for place, each in enumerate(providers) if place not in rows or place in some]


def _first(hits: Iterable[Hit]) -> list[Hit]:
    return [hit for _position, hit in zip(range(HITS_PER_PROVIDER), hits, strict=False)]


def all_pages(request: HttpRequest) -> list[Found]:
    """Give all pages that the user may open, by section, in order of work."""
    by_section: dict[pages.type_of_text, list[Hit]] = {}
    for page in pages.offered(request):
        by_section.setdefault(page.section.label, []).append(Hit(str(page.label), page_url(request, page.route)))
    return [Found(label, hits) for label, hits in by_section.items()]


def _matching_pages(request: HttpRequest, text: str) -> list[Hit]:
    """Give the pages whose names have every word of the text, in whatever language, the best first."""
    words = text.lower().split()
    ranked = [(_rank(page, words), page) for page in pages.offered(request)]
    in_order = sorted(((rank, page) for rank, page in ranked if rank is not None), key=lambda each: each[0])
    return [Hit(str(page.label), page_url(request, page.route), str(page.section.label)) for _place, page in in_order]


def _rank(page: pages.Page, words: list[str]) -> int | None:
    """Give 0 where a label begins so, 1 where one holds the words, 2 where keywords begin so; None: nothing does."""
    labels, keywords = pages.names_of(page.route)
    if any(label.startswith(" ".join(words)) for label in labels):
        return 0
    if any(all(word in label for word in words) for label in labels):
        return 1
    named = all(any(word in label for label in labels) or _begins(keywords, word) for word in words)
    return 2 if named else None


def _begins(keywords: list[str], word: str) -> bool:
    return any(keyword.startswith(word) for keyword in keywords)
