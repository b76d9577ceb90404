"""Addresses of servers, as Django and Celery want them."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


class UnknownDatabase(ValueError):
    """The address names another kind of database than PostgreSQL."""

    def __init__(self, *, scheme: str) -> None:
        super().__init__(f"DATABASE_URL begins with {scheme!r}; it must be postgresql://user:password@host:port/name")
        self.scheme = scheme


def database_from_url(url: str) -> dict[str, Any]:
    """Connection settings from `postgresql://user:password@host:port/name?sslmode=...`.

    A host given as `?host=/folder` is the folder of a socket.

    :raises UnknownDatabase: the address is not PostgreSQL's.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise UnknownDatabase(scheme=parts.scheme)
    options = dict(parse_qsl(parts.query))
    return {
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": options.pop("port", "") or str(parts.port or ""),
        "OPTIONS": options,
    }


def redis_over_socket(socket: Path) -> str:
    """The broker address of a Redis that listens on a socket."""
    return f"redis+socket://{socket}"
