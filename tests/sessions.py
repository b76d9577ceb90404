"""Sessions of people who signed in some time ago: a row and a cookie, without all else that signing in writes."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone
from django.utils.crypto import get_random_string

_sign_in = Client._login


def go_on(client: Any, user: Any, backend: str | None = None) -> None:
    """Let a client be somebody, in a session of their own; one that has a session already signs in as people do."""
    if settings.SESSION_COOKIE_NAME in client.cookies:
        _sign_in(client, user, backend)
        return
    request = HttpRequest()
    request.session = SessionStore(get_random_string(32))
    known = {
        SESSION_KEY: str(user.pk),
        BACKEND_SESSION_KEY: backend or user.backend,
        HASH_SESSION_KEY: user.get_session_auth_hash(),
    }
    Session.objects.create(
        session_key=request.session.session_key,
        session_data=request.session.encode(known),
        expire_date=timezone.now() + timedelta(seconds=settings.SESSION_COOKIE_AGE),
    )
    client._set_login_cookies(request)
