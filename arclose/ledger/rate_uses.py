"""Which published rates stay as they are, because something that is posted refers to them.

Lower than the apps that refer to rates, so these say in ``AppConfig.ready`` which ones.
"""

from collections.abc import Callable

from django.db.models import QuerySet

from arclose.ledger.models import ExchangeRate

Uses = Callable[["QuerySet[ExchangeRate]"], "QuerySet[ExchangeRate]"]

_USES: list[Uses] = []


def register(uses: Uses) -> None:
    """Make a kind of use known: it gives those of some rates that it refers to."""
    _USES.append(uses)


def rates_in_use(rates: "QuerySet[ExchangeRate]") -> "list[ExchangeRate]":
    """Give those of some rates that stay as they are; the database refuses to change or delete them."""
    found = {rate.pk: rate for uses in _USES for rate in uses(rates)}
    return list(found.values())
