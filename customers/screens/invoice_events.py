"""What became of invoices, as events of timelines: vouchers, credit notes, settlements, holds, what is open."""

from collections.abc import Iterable, Iterator, Mapping

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from arclose.access.requests import CompanyRequest
from arclose.web.amounts import format_money
from arclose.web.links import page_url
from customers.deferral_entries import DEFERRAL_TAKEN_BACK
from customers.entries import INVOICE
from customers.models import CollectionHold, Invoice
from customers.models.invoices import InvoiceOrigin, InvoiceType
from customers.screens.settlement_events import events_of_settlements, settlements_by_invoice
from customers.screens.timelines import Event, grouped
from customers.screens.voucher_events import voucher_event, vouchers_of_documents


def with_collection_holds(invoices: QuerySet[Invoice]) -> QuerySet[Invoice]:
    """Read along with invoices whether they were ever disputed or blocked, for the chains they stand in."""
    held = CollectionHold.objects.filter(transaction__invoice=OuterRef("pk"))
    return invoices.annotate(has_collection_holds=Exists(held))


def collection_holds_of(invoices: Iterable[Invoice]) -> Mapping[int, list[CollectionHold]]:
    """Give when and why invoices, read by ``with_collection_holds``, were disputed or blocked: oldest first, by id."""
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


def events_of_invoices(request: CompanyRequest, invoices: Iterable[Invoice]) -> Iterator[Event]:
    """Give invoices in their order, each with its voucher, credit notes, settlements and what is open of it."""
    found = sorted(invoices, key=lambda invoice: invoice.pk)
    own = {invoice.pk for invoice in found}
    vouchers = vouchers_of_documents(request, [INVOICE, DEFERRAL_TAKEN_BACK], [invoice.pk for invoice in found])
    notes, settlements = _notes(found), settlements_by_invoice(request, found)
    holds = collection_holds_of(found)
    for invoice in found:
        yield invoice_event(request, invoice) | {"moment": invoice.posting.posted_at, "who": invoice.posting.posted_by}
        yield from (voucher_event(request, voucher) for voucher in vouchers[invoice.pk])
        others = (note for note in notes[invoice.pk] if note.pk not in own)
        yield from (invoice_event(request, note) | {"at": note.posting.posted_at} for note in others)
        yield from events_of_settlements(request, settlements[invoice.pk])
        for hold in holds[invoice.pk]:
            yield from _held_and_cleared(hold)
        yield from _what_is_open(invoice)


def _notes(invoices: list[Invoice]) -> Mapping[int, list[Invoice]]:
    rows = Invoice.objects.filter(credited_invoice__in=invoices).select_related("posting") if invoices else None
    return grouped((note.credited_invoice_id or 0, note) for note in (rows.order_by("pk") if rows is not None else []))


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
