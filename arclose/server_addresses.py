"""Addresses: of servers, as Django and Celery want them, and of who asks."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest


class UnknownDatabase(ImproperlyConfigured):
    """The address is not one of PostgreSQL's: another scheme, no number as port, no name of a database."""

    def __init__(self, *, scheme: str) -> None:
        super().__init__(
            f"DATABASE_URL begins with {scheme!r}, or lacks a part; it must be postgresql://user:password@host:port/name"
        )
        self.scheme = scheme


def database_from_url(url: str) -> dict[str, Any]:
    """Connection settings from `postgresql://user:password@host:port/name?sslmode=...`.

    A host given as `?host=/folder` is the folder of a socket.

    :raises UnknownDatabase: the address is not PostgreSQL's.
    """
    parts = urlsplit(url)
    try:
        port = str(parts.port or "")
    except ValueError:
        raise UnknownDatabase(scheme=parts.scheme) from None
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in {"postgresql", "postgres"} or not name:
        raise UnknownDatabase(scheme=parts.scheme)
    options = dict(parse_qsl(parts.query))
    return {
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": options.pop("port", "") or port,
        "OPTIONS": options,
    }


def redis_over_socket(socket: Path) -> str:
    """The broker address of a Redis that listens on a socket."""
    return f"redis+socket://{socket}"


def client_address(request: HttpRequest) -> str:
    """The network address a request came from; behind a proxy the last one listed, which the proxy itself added."""
    direct = str(request.META.get("REMOTE_ADDR", ""))
    if not settings.BEHIND_PROXY:
        return direct
    return str(request.META.get("HTTP_X_FORWARDED_FOR", direct)).rpartition(",")[2].strip() or direct
