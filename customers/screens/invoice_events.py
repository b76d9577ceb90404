"""What became of invoices, as events of timelines: vouchers, notes, settlements, holds, what is open, and more."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from arclose.access.requests import CompanyRequest
from arclose.web.amounts import format_money
from arclose.web.links import page_url
from customers.models import CollectionHold, Invoice, OrderDocument, Settlement
from customers.models.invoices import InvoiceOrigin, InvoiceType
from customers.screens.later_events import later_events, with_later_events
from customers.screens.settlement_events import events_of_settlements, settlements_by_invoice
from customers.screens.timelines import Event, grouped
from customers.screens.voucher_events import Vouchers, voucher_event, vouchers_of


def with_signs(invoices: QuerySet[Invoice]) -> QuerySet[Invoice]:
    """Read along with invoices whether they were ever disputed or blocked, revalued or reported, for their chains."""
    held = CollectionHold.objects.filter(transaction__invoice=OuterRef("pk"))
    return with_later_events(invoices.annotate(has_collection_holds=Exists(held)))


def collection_holds_of(invoices: Iterable[Invoice]) -> Mapping[int, list[CollectionHold]]:
    """Give when and why invoices, read by ``with_signs``, were disputed or blocked: oldest first, by id."""
    ids = [invoice.pk for invoice in invoices if getattr(invoice, "has_collection_holds", False)]
    rows = CollectionHold.objects.filter(transaction__invoice__in=ids).order_by("pk") if ids else None
    found = rows.select_related("transaction", "placed_by", "cleared_by") if rows is not None else []
    return grouped((hold.transaction.invoice_id or 0, hold) for hold in found)


def invoice_event(request: CompanyRequest, invoice: Invoice) -> Event:
    """Give an invoice or credit note with its day and total; whoever knows adds when and by whom it was posted."""
    is_invoice = invoice.invoice_type == InvoiceType.INVOICE
    title = _("Invoice %(number)s") if is_invoice else _("Credit note %(number)s")
    if is_invoice and invoice.origin == InvoiceOrigin.PREPAYMENT:
        title = _("Prepayment invoice %(number)s")
    return {
        "title": title % {"number": invoice.number},
        "url": page_url(request, "customers:invoice", pk=invoice.pk),
        "day": invoice.invoice_date,
        "detail": format_money(invoice.total_amount, invoice.currency_id),
    }


@dataclass(frozen=True)
class Around:
    """What belongs to invoices, by the invoice's id: read once, for a page and its timeline."""

    vouchers: Vouchers
    notes: Mapping[int, list[Invoice]]
    settlements: Mapping[int, list[Settlement]]
    holds: Mapping[int, list[CollectionHold]]
    later: Mapping[int, list[Event]]


def read_around(
    request: CompanyRequest,
    invoices: Sequence[Invoice],
    *,
    documents: Iterable[OrderDocument] = (),
    beside: Sequence[Invoice] = (),
) -> Around:
    """Read what belongs to invoices, read by ``with_signs``, and the vouchers of documents beside them.

    Of those ``beside`` it is vouchers and holds alone: they stand at the head of a page, and not in its timeline.
    """
    everyone, notes = [*invoices, *beside], _notes(invoices)
    return Around(
        vouchers_of(request.company, documents=documents, invoices=everyone),
        notes,
        settlements_by_invoice(request, list(invoices)),
        collection_holds_of(everyone),
        later_events(request, [*invoices, *chain.from_iterable(notes.values())]),
    )


def events_of_invoices(request: CompanyRequest, invoices: Iterable[Invoice], around: Around) -> Iterator[Event]:
    """Give invoices in their order, each with its voucher, notes, settlements and what is open of it."""
    found = sorted(invoices, key=lambda invoice: invoice.pk)
    own = {invoice.pk for invoice in found}
    for invoice in found:
        yield invoice_event(request, invoice) | {"moment": invoice.posting.posted_at, "who": invoice.posting.posted_by}
        yield from (voucher_event(request, voucher) for voucher in around.vouchers.of_invoices[invoice.pk])
        for note in around.notes[invoice.pk]:
            if note.pk not in own:
                yield invoice_event(request, note) | {"at": note.posting.posted_at}
                yield from (_of_note(note, event) for event in around.later[note.pk])
        yield from events_of_settlements(request, around.settlements[invoice.pk])
        for hold in around.holds[invoice.pk]:
            yield from _held_and_cleared(hold)
        yield from around.later[invoice.pk]
        yield from _what_is_open(invoice)


def _notes(invoices: Sequence[Invoice]) -> Mapping[int, list[Invoice]]:
    rows = Invoice.objects.filter(credited_invoice__in=invoices).select_related("posting").order_by("pk")
    return grouped((note.credited_invoice_id or 0, note) for note in (with_later_events(rows) if invoices else []))


def _of_note(note: Invoice, event: Event) -> Event:
    """Say that an event is of a note: its invoice may have the same one, such as a list that both are reported on."""
    return event | {"detail": ": ".join(filter(None, [note.number, event.get("detail")]))}


def _held_and_cleared(hold: CollectionHold) -> Iterator[Event]:
    title = capfirst(hold.get_kind_display())
    yield {"title": title, "moment": hold.placed_at, "who": hold.placed_by, "detail": hold.reason}
    if hold.cleared_at:
        title, who = _("Collected again"), hold.cleared_by
        yield {"title": title, "moment": hold.cleared_at, "who": who, "detail": hold.clearing_note}


def _what_is_open(invoice: Invoice) -> Iterator[Event]:
    transaction = getattr(invoice, "customer_transaction", None)
    still_open = getattr(transaction, "open", None)
    if still_open is not None:
        amount = format_money(still_open.transaction_currency_amount, invoice.currency_id)
        title = _("%(number)s open") % {"number": invoice.number}
        yield {"title": title, "detail": amount, "day": invoice.due_date, "is_ahead": True}
