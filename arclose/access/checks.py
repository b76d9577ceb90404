"""The system check that every route has its row, and every row its form."""

from collections.abc import Iterator
from typing import Any

from django.core import checks
from django.core.checks import CheckMessage
from django.urls import URLPattern, URLResolver, get_resolver

from arclose.access.routes import rules_of
from arclose.web import pages


def routes(resolver: URLResolver | None = None, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Give every route of the program: its name with its namespaces, and its pattern."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from routes(pattern, inner)
        else:
            yield f"{namespace}{pattern.name or ''}", pattern


def every_route_has_a_rule(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Report each route that the table of routes does not name."""
    return [
        checks.Error(
            f"The route {name or pattern.pattern} is not in the table of routes.",
            hint="Add a row for each method it takes to arclose/access/routes.py.",
            id="access.E001",
        )
        for name, pattern in routes()
        if not rules_of(name)
    ]


def every_page_has_a_route(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Report each page of the navigation whose route does not exist; navigation leaves it out."""
    known = {name for name, _pattern in routes()}
    return [
        checks.Warning(f"The page {route} has no route.", hint="Add its urls to arclose/urls.py.", id="access.W002")
        for route in pages.registered()
        if route not in known
    ]
