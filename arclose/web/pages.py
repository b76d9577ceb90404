"""The pages that navigation and search offer, filled by the apps in ``AppConfig.ready``."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from arclose.web.links import page_url

type_of_text = str | Promise


@dataclass(frozen=True)
class Section:
    """A heading of the navigation; lower positions come first."""

    name: str
    label: type_of_text
    position: int


CLOSE = Section("close", _("Close"), 10)
SALES = Section("sales", _("Sales"), 20)
JOURNALS = Section("journals", _("Journals"), 30)
REVALUATION = Section("revaluation", _("Revaluation"), 35)
CUSTOMERS = Section("customers", _("Customers"), 40)
BATCH = Section("batch", _("Batch"), 50)
LEDGER = Section("ledger", _("Ledger"), 60)
SETUP = Section("setup", _("Setup"), 70)


@dataclass(frozen=True)
class Page:
    """A page that can be opened without choosing a document first.

    :param names: what else it is called, whole, such as the work that is done on it.
    :param keywords: other words under which search finds it.
    :param highlights: further routes during which navigation shows this page as the current one.
    """

    route: str
    label: type_of_text
    section: Section
    position: int
    icon: str = ""
    keywords: type_of_text = ""
    names: tuple[type_of_text, ...] = ()
    highlights: tuple[str, ...] = ()
    shown_in_navigation: bool = True


@dataclass
class Link:
    """A page, as a link for one request."""

    page: Page
    url: str
    is_current: bool


@dataclass
class Group:
    """A section with the links that the user may open."""

    section: Section
    links: list[Link] = field(default_factory=list)


_pages: dict[str, Page] = {}


def register(page: Page) -> None:
    """Offer the page in navigation and search to those who may open it."""
    _pages[page.route] = page
    names_of.cache_clear()


def registered() -> list[str]:
    """Give the routes of all pages."""
    return list(_pages)


def label_of(route: str) -> str:
    """Give what the page of a route is called."""
    return str(_pages[route].label)


@cache
def names_of(route: str) -> tuple[list[str], list[str]]:
    """Give what a page is called in every language of the program, and the words of its keywords, in small letters.

    Kept, for each letter that is typed asks for those of all pages.
    """
    page = _pages[route]
    labels, words = [], []
    for code, _language in settings.LANGUAGES:
        with translation.override(code):
            labels += [str(name).lower() for name in (page.label, *page.names)]
            words += str(page.keywords).lower().replace(",", " ").split()
    return labels, words


def page_around(route: str) -> Page | None:
    """Give the page that a route belongs to: the one that it highlights, else the first of its namespace."""
    namespace = route.rpartition(":")[0]
    around = [page for page in _pages.values() if route in page.highlights]
    beside = [page for page in _pages.values() if namespace and page.route.startswith(f"{namespace}:")]
    return next(iter([*around, *sorted(beside, key=lambda page: page.position)]), None)


def offered(request: HttpRequest) -> list[Page]:
    """Give the pages that the user may open, in order of work."""
    may_open: Callable[[str], bool] | None = getattr(request, "may_open", None)
    allowed = [page for page in _pages.values() if may_open and may_open(page.route)]
    return sorted(allowed, key=lambda page: (page.section.position, page.position))


def navigation(request: HttpRequest) -> list[Group]:
    """Give the sections with their links; a section without any is left out."""
    groups: dict[str, Group] = {}
    for page in offered(request):
        link = _link(request, page)
        if page.shown_in_navigation and link:
            groups.setdefault(page.section.name, Group(page.section)).links.append(link)
    return list(groups.values())


def _link(request: HttpRequest, page: Page) -> Link | None:
    match: Any = request.resolver_match
    current = match.view_name if match else ""
    try:
        return Link(page, page_url(request, page.route), current == page.route or current in page.highlights)
    except NoReverseMatch:  # a system check reports it
        return None
