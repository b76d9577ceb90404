"""What happened to a customer lately, as a timeline: master data, orders, invoices, and what settled them."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from arclose.access.requests import CompanyRequest
from arclose.access.versions import versions_of
from arclose.web.amounts import DASH
from customers.models import CollectionLetter, Customer, Invoice, SalesOrder
from customers.screens.chain import order_event
from customers.screens.invoice_events import invoice_event
from customers.screens.letter_events import letter_events
from customers.screens.settlement_events import settlement_events
from customers.screens.timelines import Event, by_time

EVENTS_SHOWN = 20
VERSIONS_READ = 10
CHANGES_NAMED = 4


def timeline_of(
    request: CompanyRequest,
    customer: Customer,
    *,
    orders: Sequence[SalesOrder],
    invoices: Sequence[Invoice],
    letters: Sequence[CollectionLetter],
    sent: Sequence[Event],
) -> list[Event]:
    """Give the last events of a customer, oldest first: who changed it, what became of these documents, what was sent.

    Orders are read with who entered them, invoices with who posted them.
    """
    events = [*_versions(customer), *(order_event(request, order) for order in orders)]
    events += [
        invoice_event(request, one) | {"moment": one.posting.posted_at, "who": one.posting.posted_by}
        for one in invoices
    ]
    events += settlement_events(request, invoices)
    events += letter_events(request, letters)
    events += sent
    return by_time(events)[-EVENTS_SHOWN:]


def _versions(customer: Customer) -> Iterator[Event]:
    """Give the last versions of the master data, with what was changed and who did it."""
    for version in islice(versions_of(customer), VERSIONS_READ):
        is_made = version["label"] == "insert"
        yield {
            "title": _("Customer made") if is_made else _("Master data changed"),
            "moment": version["at"],
            "who": version["who"],
            "detail": "; ".join(_said(change) for change in version["changes"][:CHANGES_NAMED]),
        }


def _said(change: tuple[Any, Any, Any]) -> str:
    name, before, after = change
    shown = {"before": DASH if before in (None, "") else before, "after": DASH if after in (None, "") else after}
    return _("%(field)s %(before)s → %(after)s") % {"field": capfirst(_(str(name))), **shown}
