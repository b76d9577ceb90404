"""What apps above tell in the timeline of an invoice, such as that it was revalued, or reported on an EC sales list.

An app adds its events in ``AppConfig.ready``.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Exists, QuerySet

from arclose.access.requests import CompanyRequest
from customers.models import Invoice
from customers.screens.timelines import Event, grouped


@dataclass(frozen=True)
class LaterEvents:
    """Events of one kind: whether an invoice, the outer row, may have any, and how those of some are read, by its id.

    Most have none: they are asked for of those that may have some.
    """

    name: str
    may_be_there: Exists
    read: Callable[[CompanyRequest, Collection[int]], Iterable[tuple[int, Event]]]


_KINDS: list[LaterEvents] = []


def register(kind: LaterEvents) -> None:
    """Put a kind of events on the list."""
    _KINDS.append(kind)


def with_later_events(invoices: QuerySet[Invoice]) -> QuerySet[Invoice]:
    """Read along with invoices of which kinds they may have events."""
    return invoices.annotate(**{_flag(kind): kind.may_be_there for kind in _KINDS})


def later_events(request: CompanyRequest, invoices: Iterable[Invoice]) -> Mapping[int, list[Event]]:
    """Give the events of invoices that were read by ``with_later_events``, by the invoice's id."""
    found = list(invoices)
    pairs: list[tuple[int, Event]] = []
    for kind in _KINDS:
        if ids := [one.pk for one in found if getattr(one, _flag(kind), False)]:
            pairs += kind.read(request, ids)
    return grouped(pairs)


def _flag(kind: LaterEvents) -> str:
    return f"has_{kind.name}"
