"""Signing in and out, and the way to the page where the user left off."""

from datetime import date
from typing import Any

from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

from arclose.access import periods
from arclose.access.forms import SignInForm
from arclose.access.freshness import note_password
from arclose.access.middleware import LAST_PLACE
from arclose.access.people import memberships_of
from arclose.web import pages
from arclose.web.links import page_url


class SignIn(LoginView):
    """Sign in; the moment is remembered for what asks for the password again."""

    template_name = "registration/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: Any) -> HttpResponse:
        """Open the session."""
        answer = super().form_valid(form)
        note_password(self.request)
        return answer


class SignOut(LogoutView):
    """Sign out, by a form only."""

    http_method_names = ["post"]


def home(request: HttpRequest) -> HttpResponse:
    """Go on where the user left off: the last company and period, else the company with the newest one to close."""
    companies = {membership.company.code: membership.company for membership in memberships_of(request.user)}
    if not companies:
        return render(request, "registration/no_company.html")
    last = request.session.get(LAST_PLACE, ["", ""])[0]
    code = last if last in companies else max(companies, key=lambda each: _newest_to_close(companies[each]))
    return HttpResponseRedirect(page_url(request, "company", company=code))


def _newest_to_close(company: Any) -> date:
    period = periods.usual(company, timezone.localdate())
    return period.end_date if period else date.min


def company_home(request: Any) -> HttpResponse:
    """Open a page of the company (``?page=route&period=name``), else in the period used last."""
    last_company, last_period = request.session.get(LAST_PLACE, ["", ""])
    wanted_period = request.GET.get("period") or (last_period if last_company == request.company.code else "")
    period = periods.find(request.company, wanted_period) or periods.usual(request.company, request.today)
    if period is None:
        return render(request, "registration/no_calendar.html")
    request.period = period
    return _page_of_period(request, request.GET.get("page", ""))


def period_home(request: Any) -> HttpResponse:
    """Open the first page of the period, in order of work: its close."""
    return _page_of_period(request)


def _page_of_period(request: Any, route: str = "") -> HttpResponse:
    """Go to this page, or to the first where the user is offered no such page."""
    offered = pages.offered(request)
    if not offered:
        return render(request, "registration/no_calendar.html")
    wanted = next((page for page in offered if page.route == route), offered[0])
    return HttpResponseRedirect(page_url(request, wanted.route))
