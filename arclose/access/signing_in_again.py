"""A session that ended while a form was filled in: the page that asks to sign in again carries the form along.

The answer comes back to the same address, with name and password beside the fields; the form is then taken as it was
meant. While a session is used it is extended, so that it ends twelve hours after the last page and not in the middle
of the work.
"""

from http import HTTPStatus

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from arclose.access.forms import SignInForm
from arclose.access.freshness import note_password
from arclose.web.carried import carried_fields, has_files

PREFIX = "sign_in_again"
EXTENDED_EVERY_SECONDS = 15 * 60
SESSION_KEY = "extended_at"
# What a page that lies open asks by itself is no use of the program.
ASKED_BY_ITSELF = frozenset({"jobs_at_work", "batch:job_progress"})


def extend_session(request: HttpRequest, route: str) -> None:
    """Let the session of somebody who uses the program last from now on; stored once in 15 minutes."""
    now = int(timezone.now().timestamp())
    is_due = not 0 <= now - int(request.session.get(SESSION_KEY, 0)) < EXTENDED_EVERY_SECONDS
    if is_due and route not in ASKED_BY_ITSELF:
        request.session[SESSION_KEY] = now


def signed_in_again(request: HttpRequest) -> HttpResponse | None:
    """Give the page that asks to sign in and carries the form, or None when that was just done right."""
    is_typed = f"{PREFIX}-password" in request.POST
    form = SignInForm(request, data=request.POST if is_typed else None, prefix=PREFIX)
    if is_typed and form.is_valid():
        login(request, form.get_user())
        note_password(request)
        return None
    carried = carried_fields(request, but={form.add_prefix(name) for name in form.fields})
    context = {"form": form, "carried": carried, "has_files": has_files(request)}
    return render(request, "registration/sign_in_again.html", context, status=HTTPStatus.FORBIDDEN)
