"""What the frame shows of people: the companies and periods to change to."""

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode

from arclose.access import periods
from arclose.access.models import Membership
from arclose.access.roles import role_words
from arclose.web.frame import Choice
from arclose.web.links import page_url


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context of every template; asks the database only where a template uses it."""
    return {
        "companies": SimpleLazyObject(lambda: companies(request)),
        "periods": SimpleLazyObject(lambda: period_choices(request)),
        "role_words": role_words(getattr(request, "roles", frozenset())),
    }


def companies(request: HttpRequest) -> list[Choice]:
    """Give the companies in which the user has a role, each leading to the page that is open now."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return []
    here = getattr(getattr(request, "company", None), "code", "")
    held = Membership.objects.filter(user=request.user).order_by("company__code").distinct()
    return [
        Choice(
            label=code, detail=name, url=f"{reverse('company', args=[code])}?{_page(request)}", is_current=code == here
        )
        for code, name in held.values_list("company__code", "company__name")
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
        for period in periods.offered(request.company)  # type: ignore[attr-defined]
    ]


def _page(request: HttpRequest) -> str:
    match = request.resolver_match
    return urlencode({"page": match.view_name}) if match else ""


def _same_page(request: HttpRequest, period: str) -> str:
    """Give this page in another period; a document's page has its own period, so from there to the start."""
    match = request.resolver_match
    try:
        return page_url(request, match.view_name, period=period) if match else "/"
    except NoReverseMatch:
        return page_url(request, "company") + f"?{urlencode({'period': period})}"
