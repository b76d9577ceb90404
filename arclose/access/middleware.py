"""The layer that enforces the table of routes, and finds the company and the period of an address.

In this order: a route the table does not name is refused; a method it does not name answers 405; whoever has not
signed in is sent to sign in, and what was posted is kept; a company in which the user has no role, and an unknown
period, answer 404; a missing role 403; a password typed too long ago is asked again.
"""

from collections.abc import Callable
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect, HttpResponseStopPolling, reswap

from arclose.access import periods
from arclose.access.freshness import asked_again
from arclose.access.people import memberships_of
from arclose.access.roles import role_words
from arclose.access.routes import ALL_ROLES, ANYWHERE, PUBLIC, Rule, is_allowed, rule_of, rules_of
from arclose.access.signing_in_again import extend_session, signed_in_again
from arclose.web.errors import DATABASE_GONE, database_gone, method_not_allowed

LAST_PLACE = "last_place"


class AccessMiddleware:
    """Lets in whom the table of routes lets in, and nobody else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Take the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on; its answer is kept by no cache but the user's own."""
        request.today = timezone.localdate()  # type: ignore[attr-defined]
        try:
            response = self.get_response(request)
        finally:
            timezone.deactivate()
        if hasattr(request, "company"):
            patch_cache_control(response, private=True, no_cache=True)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Answer for the view where it may not run; None lets it run."""
        try:
            return _answer_of_the_table(request, kwargs)
        except DATABASE_GONE:
            return database_gone(request)


def _answer_of_the_table(request: HttpRequest, kwargs: dict[str, Any]) -> HttpResponseBase | None:
    route = request.resolver_match.view_name  # type: ignore[union-attr]
    if not rules_of(route):
        raise PermissionDenied(_("The page “%(route)s” is not in the table of routes.") % {"route": route})
    rule = rule_of(route, request.method or "")
    if rule is None:
        return method_not_allowed(request, sorted(rules_of(route)))
    if rule.audience == PUBLIC:
        return None
    if not request.user.is_authenticated and (answer := _sign_in(request, route)):
        return answer
    extend_session(request, route)
    request.may_open = partial(_may_open, frozenset())  # type: ignore[attr-defined]
    if "company" in kwargs:
        _enter_company(request, kwargs)
    return _answer_for_roles(request, route, rule)


def _answer_for_roles(request: HttpRequest, route: str, rule: Rule) -> HttpResponse | None:
    roles = _roles_anywhere(request) if rule.audience == ANYWHERE else getattr(request, "roles", frozenset())
    if rule.roles and rule.roles.isdisjoint(roles):
        raise PermissionDenied(
            _("This takes the role %(needed)s. You are: %(held)s.")
            % {"needed": role_words(rule.roles), "held": role_words(roles)}
        )
    return asked_again(request) if rule.is_fresh else None


def _roles_anywhere(request: HttpRequest) -> frozenset[str]:
    if getattr(request.user, "is_superuser", False):
        return ALL_ROLES
    return frozenset(membership.role for membership in memberships_of(request.user))


def _may_open(roles: frozenset[str], route: str, method: str = "GET") -> bool:
    return is_allowed(route, method, roles)


def _sign_in(request: HttpRequest, route: str) -> HttpResponse | None:
    """Give the page to sign in on, with the form that was posted; None: that was just done right."""
    if request.method == "POST" and route != "logout" and not getattr(request, "htmx", False):
        return signed_in_again(request)
    return _to_login(request, route)


def _to_login(request: HttpRequest, route: str) -> HttpResponse:
    """Send to the page to sign in on; the running jobs just stop, so that nobody is sent away from a form."""
    answer = redirect_to_login(request.get_full_path() if request.method in {"GET", "HEAD"} else "/")
    if getattr(request, "htmx", False):
        stops = route == "jobs_at_work"
        return reswap(HttpResponseStopPolling(), "none") if stops else HttpResponseClientRedirect(answer.url)
    return answer


def _enter_company(request: HttpRequest, kwargs: dict[str, Any]) -> None:
    """Set company, roles, period and day of the request, and take company and period from the view's arguments."""
    code = kwargs.pop("company")
    memberships = [one for one in memberships_of(request.user) if one.company.code == code]
    if not memberships:
        raise Http404
    company = memberships[0].company
    roles = frozenset(membership.role for membership in memberships)
    timezone.activate(ZoneInfo(company.time_zone))
    request.company, request.roles = company, roles  # type: ignore[attr-defined]
    request.today = timezone.localdate()  # type: ignore[attr-defined]
    request.may_open = partial(_may_open, roles)  # type: ignore[attr-defined]
    if "period" in kwargs:
        _enter_period(request, kwargs.pop("period"))


def _enter_period(request: HttpRequest, name: str) -> None:
    company = request.company  # type: ignore[attr-defined]
    offered = periods.offered(company)
    period = next((one for one in offered if one.name == name), None)
    if period is None and "\x00" not in name:
        period = periods.find(company, name)
    if period is None:
        raise Http404
    request.period, request.periods_offered = period, offered  # type: ignore[attr-defined]
    place = [company.code, period.name]
    if request.session.get(LAST_PLACE) != place:
        request.session[LAST_PLACE] = place
