"""Answers to what went wrong: each says what, why and what to do."""

import logging
import sys
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any

from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from arclose.web.carried import carried_fields, has_files

logger = logging.getLogger(__name__)
DATABASE_GONE = (OperationalError, InterfaceError)
RETRY_AFTER_SECONDS = "5"


def database_gone(request: HttpRequest) -> HttpResponse:
    """Answer that the database cannot be reached or is busy; asks nothing of it.

    What was typed stands on the page and can be sent again, but for a password.
    """
    context: dict[str, Any] = {"address": request.get_full_path()}
    if request.method == "POST":
        carried = carried_fields(request)
        is_kept = not any("password" in name for name, _value in carried)
        context |= {"is_form": True, "is_kept": is_kept, "carried": carried, "has_files": has_files(request)}
        context["csrf_token"] = get_token(request)
    page = render_to_string("errors/503.html", context)
    response = HttpResponse(page, status=HTTPStatus.SERVICE_UNAVAILABLE)
    response["Retry-After"] = RETRY_AFTER_SECONDS
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer an error of the program; one of the database's absence is not the program's fault."""
    if isinstance(sys.exc_info()[1], DATABASE_GONE):
        return database_gone(request)
    return HttpResponse(render_to_string("errors/500.html"), status=HTTPStatus.INTERNAL_SERVER_ERROR)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that cannot be understood.

    Django takes a session that could not be kept for one that was ended meanwhile, also where it was the database.
    """
    if isinstance(exception, SessionInterrupted) and _lost_the_database(exception):
        return database_gone(request)
    return HttpResponse(render_to_string("errors/400.html"), status=HTTPStatus.BAD_REQUEST)


def _lost_the_database(error: BaseException | None) -> bool:
    while error is not None and not isinstance(error, DATABASE_GONE):
        error = error.__context__
    return error is not None


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer that there is no such page here; one of another company does not exist either."""
    return render(request, "errors/404.html", status=HTTPStatus.NOT_FOUND)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer that the user may not do this, and why, where the exception says it."""
    return render(request, "errors/403.html", {"reason": str(exception)}, status=HTTPStatus.FORBIDDEN)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that does not come from a page of this session."""
    why = _("This form was made before you signed in, or by another site. Nothing was changed.")
    return render(request, "errors/403.html", {"reason": why, "is_stale_form": True}, status=HTTPStatus.FORBIDDEN)


def method_not_allowed(request: HttpRequest, allowed: Sequence[str]) -> HttpResponse:
    """Answer that the page exists but is not used this way."""
    page = render_to_string("errors/405.html", {"method": request.method, "allowed": allowed}, request=request)
    return HttpResponseNotAllowed(allowed, page)


class DatabaseGoneMiddleware:
    """Answers 503 where a view lost its database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Take the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer where the database cannot be reached; leave all else to others."""
        if not isinstance(exception, DATABASE_GONE):
            return None
        logger.warning("The database did not answer: %s", exception)
        return database_gone(request)
