"""What the frame shows of people: the companies and periods to change to."""

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode

from arclose.access.people import memberships_of
from arclose.access.roles import held_words
from arclose.access.routes import rule_of
from arclose.web import pages
from arclose.web.frame import Choice
from arclose.web.links import page_url


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context of every template; asks the database only where a template uses it."""
    return {
        "companies": SimpleLazyObject(lambda: companies(request)),
        "periods": SimpleLazyObject(lambda: period_choices(request)),
        "way_back": SimpleLazyObject(lambda: way_back(request)),
        "role_words": held_words(getattr(request, "roles", frozenset())),
    }


def companies(request: HttpRequest) -> list[Choice]:
    """Give the companies in which the user has a role, each leading to the page that is open now."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return []
    here = getattr(getattr(request, "company", None), "code", "")
    names = {membership.company.code: membership.company.name for membership in memberships_of(request.user)}
    return [
        Choice(
            label=code, detail=name, url=f"{reverse('company', args=[code])}?{_page(request)}", is_current=code == here
        )
        for code, name in names.items()
    ]


def period_choices(request: HttpRequest) -> list[Choice]:
    """Give the periods of the company, each leading to the page that is open now, or to the first page."""
    if not hasattr(request, "period"):
        return []
    return [
        Choice(
            label=period.name,
            url=_same_page(request, period.name),
            is_current=period.name == request.period.name,
            detail=period.get_status_display(),
            state=period.status,
        )
        for period in getattr(request, "periods_offered", ())
    ]


def way_back(request: HttpRequest) -> str:
    """Give the address to return to: this page, or the list it belongs to where it only answers a form."""
    if request.resolver_match is None or _is_opened_by_link(request):
        return request.get_full_path()
    return page_url(request, _route(request) or "company") if hasattr(request, "period") else reverse("home")


def _is_opened_by_link(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and rule_of(match.view_name, "GET") is not None


def _route(request: HttpRequest) -> str:
    """Give the route of this page, or of the page it belongs to; none where it belongs to none."""
    match = request.resolver_match
    if match is None or _is_opened_by_link(request):
        return match.view_name if match else ""
    around = pages.page_around(match.view_name)
    return around.route if around else ""


def _page(request: HttpRequest) -> str:
    return urlencode({"page": _route(request)})


def _same_page(request: HttpRequest, period: str) -> str:
    """Give this page in another period; a document's page has its own period, so from there to the start."""
    try:
        return page_url(request, _route(request), period=period)
    except NoReverseMatch:
        return page_url(request, "period", period=period)
