"""The password asked again: for what closes, reopens or reverses, when it was typed longer ago than 15 minutes.

The page that asks carries the fields of the form along, so that nothing typed is lost: the answer comes back to the
same address, with the password beside the fields.
"""

from http import HTTPStatus

from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from arclose.web.carried import carried_fields

FRESH_SECONDS = 15 * 60
SESSION_KEY = "password_typed_at"
PASSWORD_FIELD = "password_again"  # noqa: S105 (the name of a field)


def note_password(request: HttpRequest) -> None:
    """Remember that the password was typed now."""
    request.session[SESSION_KEY] = int(timezone.now().timestamp())


def is_fresh(request: HttpRequest) -> bool:
    """Tell whether the password was typed within the last 15 minutes."""
    typed_at = int(request.session.get(SESSION_KEY, 0))
    return 0 <= timezone.now().timestamp() - typed_at < FRESH_SECONDS


def asked_again(request: HttpRequest) -> HttpResponse | None:
    """Give the page that asks for the password, or None when it is fresh or was just typed right."""
    if is_fresh(request):
        return None
    typed = request.POST.get(PASSWORD_FIELD)
    if typed is None:
        return _ask(request)
    user = authenticate(request, username=request.user.get_username(), password=typed)
    if user is None or user.pk != request.user.pk:
        return _ask(request, error=_("That is not the password of this user."))
    note_password(request)
    return None


def _ask(request: HttpRequest, error: str = "") -> HttpResponse:
    context = {
        "carried": carried_fields(request, but={PASSWORD_FIELD}),
        "error": error,
        "field": PASSWORD_FIELD,
        "minutes": FRESH_SECONDS // 60,
    }
    return render(request, "registration/password_again.html", context, status=HTTPStatus.FORBIDDEN)
