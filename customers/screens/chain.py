"""The chain a document belongs to, as a timeline: order, documents, invoices, vouchers, credit notes, settlements."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arclose.access.requests import CompanyRequest
from arclose.web.amounts import format_plain
from arclose.web.days import format_day
from arclose.web.links import page_url
from customers.documents import invoices_of, order_documents_of, orders_of, prepayments_of
from customers.models import (
    CreditHold,
    FreeTextInvoice,
    FreeTextRejection,
    GivenUpQuantity,
    Invoice,
    OrderChange,
    OrderDocument,
    OrderHold,
    SalesOrder,
)
from customers.models.credit_holds import HoldState
from customers.models.invoices import InvoiceOrigin
from customers.models.order_changes import ChangeKind
from customers.models.sales_orders import UNFINISHED, OrderStatus, OrderType
from customers.screens.invoice_events import (
    Around,
    events_of_invoices,
    invoice_event,
    read_around,
    with_signs,
)
from customers.screens.order_changes import change_in_words
from customers.screens.timelines import Event, by_time, grouped
from customers.screens.voucher_events import Vouchers, voucher_event, vouchers_of

# A document of more orders names the first of them.
ORDERS_SHOWN = 10
CORRECTIONS_SHOWN = 20
# What the chain of an invoice says of its orders, beside what stands on them.
_OF_ORDER = ("credited_invoice__posting", "entered_by")


def with_holds(orders: QuerySet[SalesOrder]) -> QuerySet[SalesOrder]:
    """Read along with orders who entered them and whether they ever were on hold or changed: most never were."""
    of_order = {"order": OuterRef("pk")}
    return orders.select_related("entered_by", "credited_invoice__posting").annotate(
        has_holds=Exists(OrderHold.objects.filter(**of_order)),
        has_credit_holds=Exists(CreditHold.objects.filter(**of_order)),
        has_changes=Exists(OrderChange.objects.filter(**of_order)),
    )


def holds_of(order: SalesOrder) -> Iterable[OrderHold]:
    """Give the holds of an order read by ``with_holds``, with who placed and who cleared them: oldest first."""
    rows = order.holds.select_related("code", "placed_by", "cleared_by").order_by("pk")
    return rows if getattr(order, "has_holds", True) else []


@dataclass(frozen=True)
class InvoiceChain:
    """The timeline of an invoice, and what was read of it for that and stands at the head of its page too."""

    events: list[Event]
    around: Around


@dataclass(frozen=True)
class DocumentChain:
    """The timeline of a document of orders, and the vouchers that were read for it and stand on its page too."""

    events: list[Event]
    vouchers: Vouchers


def chain_of_order(request: CompanyRequest, order: SalesOrder) -> list[Event]:
    """Give what came before the order, the order with its holds, and what it became or may still become.

    The order is read by ``with_holds``.
    """
    return _chain_of_order(request, order).events


def _chain_of_order(request: CompanyRequest, order: SalesOrder) -> DocumentChain:
    found: list[Invoice] = []
    for invoices in (invoices_of(order), prepayments_of(order).filter(credited_invoice=None)):
        found += _read(invoices)
    documents = _documents_of([order])
    around = read_around(request, found, documents=documents)
    events = [*_before(request, [order]), order_event(request, order), *_holds(order)]
    events += [*_documents(request, documents, around.vouchers), *_held(order), *_given_up(order), *_changes(order)]
    events += events_of_invoices(request, found, around)
    if order.status in UNFINISHED:
        becomes = _("Credit note") if order.order_type == OrderType.RETURNED else _("Invoice")
        events.append({"title": becomes, "day": order.invoice_date, "detail": _("to come"), "is_ahead": True})
    return DocumentChain(by_time(events), around.vouchers)


def _read(invoices: QuerySet[Invoice]) -> QuerySet[Invoice]:
    return with_signs(invoices.select_related("posting__posted_by", "customer_transaction__open", "currency"))


def with_order(invoices: QuerySet[Invoice]) -> QuerySet[Invoice]:
    """Read along with invoices the order that each is of alone, as the chain of an invoice shows it."""
    return invoices.select_related(*(f"order__{name}" for name in _OF_ORDER))


def chain_of_invoice(request: CompanyRequest, invoice: Invoice) -> InvoiceChain:
    """Give the orders or the free text invoice, the invoice, its voucher, its credit notes and its settlements.

    The invoice is read by ``with_order`` and ``with_signs``.
    """
    if invoice.origin == InvoiceOrigin.FREE_TEXT:
        issued = invoice.credited_invoice or invoice
        document = with_rejections(FreeTextInvoice.objects.all()).get(invoice=issued)
        return _chain_of_free_text(request, document, beside=[invoice])
    several = orders_of(invoice).select_related(*_OF_ORDER).order_by("pk")
    orders = [invoice.order] if invoice.order else list(several)
    documents = _documents_of(_shown(orders))
    around = read_around(request, [invoice], documents=documents)
    events = [*_orders(request, orders), *_documents(request, documents, around.vouchers)]
    return InvoiceChain(by_time([*events, *events_of_invoices(request, [invoice], around)]), around)


def chain_of_free_text(request: CompanyRequest, document: FreeTextInvoice) -> list[Event]:
    """Give the free text invoice with what it became, after those it corrects and before those that correct it.

    It is read by ``with_rejections``.
    """
    return _chain_of_free_text(request, document).events


def _chain_of_free_text(
    request: CompanyRequest, document: FreeTextInvoice, *, beside: Sequence[Invoice] = ()
) -> InvoiceChain:
    documents = corrections_of(document)
    made = {one.invoice_id for one in documents if one.invoice_id}
    found = [one for one in beside if one.pk in made]
    if unread := made - {one.pk for one in found}:
        found += _read(Invoice.objects.filter(pk__in=unread))
    around, rejections = read_around(request, found, beside=beside), _rejections(documents)
    events = []
    for one in documents:
        opened_at = next((note.posting.posted_at for note in around.notes[one.corrects_id or 0]), None)
        events += [_free_text(request, one) | {"at": opened_at}, *rejections[one.pk]]
        events += events_of_invoices(request, (own for own in found if own.pk == one.invoice_id), around)
    return InvoiceChain(by_time(events), around)


def with_rejections(documents: QuerySet[FreeTextInvoice]) -> QuerySet[FreeTextInvoice]:
    """Read along with free text invoices whether they were ever rejected: most never were."""
    return documents.annotate(was_rejected=Exists(FreeTextRejection.objects.filter(document=OuterRef("pk"))))


def _rejections(documents: Sequence[FreeTextInvoice]) -> Mapping[int, list[Event]]:
    """Give when and why documents were rejected, by the document's id."""
    ids = [one.pk for one in documents if getattr(one, "was_rejected", True)]
    rows = FreeTextRejection.objects.filter(document__in=ids).select_related("rejected_by").order_by("pk")
    return grouped(
        (
            one.document_id,
            {"title": _("Rejected"), "moment": one.rejected_at, "who": one.rejected_by, "detail": one.reason},
        )
        for one in rows
    )


def corrections_of(document: FreeTextInvoice) -> list[FreeTextInvoice]:
    """Give a free text invoice with those that it corrects and those that correct it, the first one first."""
    chain, known = [document], with_rejections(FreeTextInvoice.objects.filter(company=document.company_id))
    while chain[0].corrects_id and len(chain) < CORRECTIONS_SHOWN:
        chain.insert(0, known.get(invoice=chain[0].corrects_id))
    while chain[-1].invoice_id and len(chain) < CORRECTIONS_SHOWN:
        later = known.filter(corrects=chain[-1].invoice_id).first()
        if later is None:
            break
        chain.append(later)
    return chain


def _free_text(request: CompanyRequest, document: FreeTextInvoice) -> Event:
    title = _("Correction %(document)s") if document.corrects_id else _("Free text invoice %(document)s")
    return {
        "title": title % {"document": document},
        "url": page_url(request, "customers:free_text_invoice", pk=document.pk),
        "day": document.invoice_date,
    }


def orders_in_chain(document: OrderDocument) -> list[SalesOrder]:
    """Give the orders of a document as ``chain_of_order_document`` takes them, oldest first."""
    return list(with_holds(orders_of(document)).order_by("pk"))


def chain_of_order_document(request: CompanyRequest, orders: Sequence[SalesOrder]) -> DocumentChain:
    """Give the chain of a document's order; of several the orders and their documents."""
    if len(orders) == 1:
        return _chain_of_order(request, orders[0])
    documents = _documents_of(_shown(orders))
    vouchers = vouchers_of(request.company, documents=documents)
    return DocumentChain(by_time([*_orders(request, orders), *_documents(request, documents, vouchers)]), vouchers)


def _shown(orders: Sequence[SalesOrder]) -> Sequence[SalesOrder]:
    """Give the orders that a chain of these names: all, or of many the first."""
    return orders if len(orders) <= ORDERS_SHOWN else orders[: ORDERS_SHOWN - 1]


def _orders(request: CompanyRequest, orders: Sequence[SalesOrder]) -> list[Event]:
    """Give what came before orders, and the orders; of many orders the first and how many follow."""
    shown = _shown(orders)
    events = [*_before(request, orders), *(order_event(request, order) for order in shown)]
    if len(shown) < len(orders):
        count = len(orders) - len(shown)
        events.append({"title": ngettext("%(count)d more order", "%(count)d more orders", count) % {"count": count}})
    return events


def _before(request: CompanyRequest, orders: Sequence[SalesOrder]) -> Iterator[Event]:
    for order in orders:
        if order.credited_invoice is not None:
            yield invoice_event(request, order.credited_invoice) | {"at": order.credited_invoice.posting.posted_at}


def order_event(request: CompanyRequest, order: SalesOrder) -> Event:
    """Give when an order came in, and who entered it or where it comes from."""
    title = _("Returned order %(number)s") if order.order_type == OrderType.RETURNED else _("Order %(number)s")
    return {
        "title": title % {"number": order.number},
        "url": page_url(request, "customers:order", pk=order.pk),
        "moment": order.created_at,
        "who": order.entered_by,
        "detail": "" if order.entered_by else _entered(order),
    }


def _entered(order: SalesOrder) -> str:
    """Say where an order comes from that nobody entered."""
    if order.source.startswith("import "):
        return _("by %(source)s") % {"source": order.source}
    return ""


def _changes(order: SalesOrder) -> Iterator[Event]:
    """Give who changed and canceled the order; of what was canceled before this was kept nobody knows by whom."""
    rows = order.changes.select_related("changed_by").order_by("pk") if getattr(order, "has_changes", True) else []
    found = list(rows)
    for change in found:
        yield {
            "title": change.get_kind_display(),
            "moment": change.changed_at,
            "who": change.changed_by,
            "detail": change_in_words(change),
        }
    if order.status == OrderStatus.CANCELED and not any(one.kind == ChangeKind.CANCELED for one in found):
        yield {"title": _("Canceled"), "detail": order.reason}


def _documents_of(orders: Sequence[SalesOrder]) -> list[OrderDocument]:
    return list(order_documents_of(orders).select_related("corrects", "posting__posted_by").order_by("pk"))


def _documents(request: CompanyRequest, documents: Iterable[OrderDocument], vouchers: Vouchers) -> Iterator[Event]:
    for document in documents:
        title = f"{capfirst(document.get_document_type_display())} {document.number}"
        yield {
            "title": title,
            "url": page_url(request, "customers:order_document", pk=document.pk),
            "moment": document.posting.posted_at,
            "who": document.posting.posted_by,
            "detail": ", ".join(
                [
                    _("of %(day)s") % {"day": format_day(document.document_date)},
                    *([_("corrects %(number)s") % {"number": document.corrects.number}] if document.corrects else []),
                ]
            ),
        }
        yield from (voucher_event(request, voucher) for voucher in vouchers.of_slips[document.pk])


def _holds(order: SalesOrder) -> Iterator[Event]:
    for hold in holds_of(order):
        detail = ": ".join(filter(None, [str(hold.code), hold.note]))
        yield {"title": _("On hold"), "moment": hold.placed_at, "who": hold.placed_by, "detail": detail}
        if hold.cleared_at:
            detail = ": ".join(filter(None, [hold.code.code, hold.clearing_note]))
            yield {"title": _("Hold cleared"), "moment": hold.cleared_at, "who": hold.cleared_by, "detail": detail}


def _given_up(order: SalesOrder) -> Iterator[Event]:
    """Give what of the order was given up, once for everything given up at the same moment."""
    if not order.closing_reason and order.order_type != OrderType.RETURNED:
        return
    rows = GivenUpQuantity.objects.filter(order_line__order=order).order_by("pk")
    for _moment, group in groupby(rows.select_related("order_line__item", "given_up_by"), lambda row: row.given_up_at):
        found = list(group)
        quantities = [_quantity_of(row.quantity, row.order_line.item.number) for row in found]
        yield {
            "title": _("Rest given back") if _is_given_back(order, found[0]) else _("Rest given up"),
            "moment": found[0].given_up_at,
            "who": found[0].given_up_by,
            "detail": f"{', '.join(quantities)}: {found[0].reason}",
        }


def _is_given_back(order: SalesOrder, row: GivenUpQuantity) -> bool:
    """Tell whether undoing a credit note gave back what it had given up of a returned order."""
    return order.order_type == OrderType.RETURNED and row.quantity > 0


def _quantity_of(quantity: Decimal, item: str) -> str:
    return _("%(quantity)s of %(item)s") % {"quantity": format_plain(quantity), "item": item}


def _held(order: SalesOrder) -> Iterator[Event]:
    """Give what was decided about the order's credit."""
    titles = {HoldState.RELEASED: _("Released from credit hold"), HoldState.REJECTED: _("Rejected on credit hold")}
    if not getattr(order, "has_credit_holds", True):
        return
    for hold in order.credit_holds.filter(state__in=titles).select_related("decided_by").order_by("pk"):
        title = titles[HoldState(hold.state)]
        yield {"title": title, "moment": hold.decided_at, "who": hold.decided_by, "detail": hold.decision_reason}
