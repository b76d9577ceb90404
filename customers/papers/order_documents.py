"""Confirmations, picking lists, packing slips and their corrections on paper."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from arclose.ledger.models import Company
from arclose.ledger.money import round_amount
from arclose.web.amounts import format_amount, format_money, format_plain
from customers.documents import orders_by_document
from customers.models import ChargeCode, Item, OrderCharge, OrderDocument, OrderDocumentLine, SalesOrder
from customers.models.order_documents import OrderDocumentType
from customers.papers.confirmed_charges import Charged, confirmed_charges
from customers.papers.letterhead import Letterhead, filled, language_of
from customers.papers.paper import Column, Fact, Paper, noted, table, total
from customers.papers.versions import Versions
from customers.papers.wording import references_of, terms_in_words
from customers.papers.writing import days_between, line_of, long_day

TICK_BOX = {"draw": "tick box"}


@dataclass(frozen=True)
class _Read:
    """All that a set of documents needs, read once."""

    letterhead: Letterhead
    items: Versions
    orders: Mapping[int, list[SalesOrder]]
    lines: dict[int, list[OrderDocumentLine]]
    charges: Mapping[int, Charged]
    charge_codes: Versions


def papers_of_order_documents(*, company: Company, documents: "QuerySet[OrderDocument]") -> list[Paper]:
    """Give the papers of some documents of a company, in the order of the query.

    Each is in the customer's language; a picking list is in the company's, for its own warehouse reads it.
    """
    found = list(
        documents.filter(company=company).select_related("posting", "site", "corrects", "customer", "currency")
    )
    read = _read(company, found)
    papers = []
    for document in found:
        is_ours = document.document_type == OrderDocumentType.PICKING_LIST
        with override(company.language if is_ours else language_of(document.customer, company)):
            papers.append(_paper(document, read))
    return papers


def _read(company: Company, documents: Sequence[OrderDocument]) -> _Read:
    keys = [document.pk for document in documents]
    rows = OrderDocumentLine.objects.filter(document__in=keys).select_related("item", "order_line")
    lines: dict[int, list[OrderDocumentLine]] = defaultdict(list)
    for line in rows.order_by("document_id", "line_number"):
        lines[line.document_id].append(line)
    unnamed = {line.item_id for of_document in lines.values() for line in of_document if not line.description}
    customers = {document.customer_id for document in documents}
    charges = confirmed_charges(documents, lines)
    codes = {charge.charge_code_id for charged in charges.values() for charge, _amount in charged}
    return _Read(
        Letterhead(company, customers),
        Versions(Item, unnamed, ("name",)),
        orders_by_document(documents),
        lines,
        charges,
        Versions(ChargeCode, codes, ("name",)),
    )


def _paper(document: OrderDocument, read: _Read) -> Paper:
    at, customer = document.posting.posted_at, document.customer
    addressee = read.letterhead.addressee(customer, at)
    delivered = read.letterhead.delivered_to(
        customer, at, address=document.delivery_address, country=document.delivery_country
    )
    goes_along = document.document_type == OrderDocumentType.PACKING_SLIP
    content = read.letterhead.head(at=at, vat_number=read.letterhead.vat_number_on(document.document_date)) | {
        "title": _title(document),
        "number": line_of(document.number),
        "addressee_label": "",
        "addressee": delivered if goes_along else addressee,
        "places": _places(delivered, addressee, goes_along=goes_along),
        "facts": _facts(document, read.orders[document.pk]),
        "notes": [],
        **_CONTENTS[OrderDocumentType(document.document_type)](document, read),
    }
    return Paper(document.document_type, document.pk, document.number, document.document_date, content)


def _title(document: OrderDocument) -> str:
    if document.corrects_id:
        return _("Correction of packing slip")
    titles = {
        OrderDocumentType.CONFIRMATION: _("Order confirmation"),
        OrderDocumentType.PICKING_LIST: _("Picking list"),
        OrderDocumentType.PACKING_SLIP: _("Packing slip"),
    }
    return titles[OrderDocumentType(document.document_type)]


def _places(delivered: list[str], addressee: list[str], *, goes_along: bool) -> list[tuple[str, list[str]]]:
    """Give the other address: of the delivery, or of who ordered it."""
    if delivered == addressee:
        return []
    return [(_("Ordered by"), addressee)] if goes_along else [(_("Delivery address"), delivered)]


def _facts(document: OrderDocument, orders: Sequence[SalesOrder]) -> list[Fact]:
    """Give the facts of a document; what its orders have in common, where it is of several."""
    corrects, number, reference, dates = document.corrects, "", "", {order.order_date for order in orders}
    if len(orders) == 1:
        number, reference = orders[0].number, orders[0].customer_reference
    terms = orders[0].payment_terms
    delivered = {order.delivery_date for order in orders if order.delivery_date}
    is_confirmation = document.document_type == OrderDocumentType.CONFIRMATION
    return filled(
        (_("Date"), long_day(document.document_date)),
        (_("Order"), line_of(number)),
        (_("Your reference"), line_of(reference)),
        (_("Order date"), days_between(dates)),
        (_("Delivery date"), days_between(delivered) if delivered else ""),
        (_("Customer number"), line_of(document.customer.number)),
        (_("Payment terms"), terms_in_words(terms) if is_confirmation else ""),
        (_("Site"), line_of(str(document.site)) if document.site else ""),
        (_("Corrects packing slip"), line_of(corrects.number) if corrects else ""),
        (_("Reason"), line_of(document.reason)),
    )


def _goods(line: OrderDocumentLine, document: OrderDocument, read: _Read) -> dict[str, str] | str:
    name = line.description or read.items.of(line.item, document.posting.posted_at)["name"]
    parts = [line.item.number, *_order_of(line, read.orders[document.pk])]
    return noted(line_of(name), line_of(" \N{MIDDLE DOT} ".join(parts)))


def _order_of(line: OrderDocumentLine, orders: Sequence[SalesOrder]) -> list[str]:
    """Name the order of a line where the document is of several."""
    if len(orders) == 1:
        return []
    return references_of(next(order for order in orders if order.pk == line.order_line.order_id))


def _confirmed(document: OrderDocument, read: _Read) -> dict[str, Any]:
    """Give the lines with their prices; the tax is that of the day of supply, so it is not promised here."""
    currency, lines = document.currency, read.lines[document.pk]
    has_discount = any(line.line_discount_percent for line in lines)
    columns = [
        Column(_("Description"), "left", "fill"),
        Column(_("Quantity")),
        Column(_("Price")),
        *([Column(_("Discount"))] if has_discount else []),
        Column(_("Amount %(currency)s") % {"currency": currency.code}),
    ]
    rows = [
        [
            _goods(line, document, read),
            format_plain(line.quantity),
            format_plain(line.unit_price, currency.decimals),
            *([_discount(line)] if has_discount else []),
            format_amount(line.net_amount, currency),
        ]
        for line in lines
    ]
    rows += [
        _charge(charge, amount, document, read, has_discount=has_discount)
        for charge, amount in _charged(document, read)
    ]
    return {"table": table(columns, rows), "totals": _totals(document, read)}


def _charged(document: OrderDocument, read: _Read) -> Charged:
    return read.charges.get(document.pk, [])


def _charge(
    charge: OrderCharge, amount: Decimal, document: OrderDocument, read: _Read, *, has_discount: bool
) -> list[Any]:
    """Give the line of a charge as invoices print it: one of it, or one taken off."""
    name = read.charge_codes.of(charge.charge_code, document.posting.posted_at)["name"]
    return [
        line_of(name),
        format_plain(Decimal(-1 if amount < 0 else 1)),
        format_plain(abs(amount), document.currency.decimals),
        *([""] if has_discount else []),
        format_amount(amount, document.currency),
    ]


def _discount(line: OrderDocumentLine) -> str:
    return f"{format_plain(line.line_discount_percent)}%" if line.line_discount_percent else ""


def _totals(document: OrderDocument, read: _Read) -> list[dict[str, str]]:
    """Give the total; the discount on an order is of its lines, not of what is charged beside them."""
    order, currency = read.orders[document.pk][0], document.currency
    percent = order.total_discount_percent
    discount = round_amount(document.net_amount * percent / 100, currency.decimals)
    net = document.net_amount + sum((amount for _of, amount in _charged(document, read)), Decimal(0))
    label = _("Total including VAT") if order.prices_include_tax else _("Total excluding VAT")
    if not discount:
        return [total(label, format_money(net, currency), style="grand")]
    return [
        total(_("Subtotal"), format_amount(net, currency)),
        total(
            _("Discount on the order, %(percent)s%%") % {"percent": format_plain(percent)},
            format_amount(-discount, currency),
        ),
        total(label, format_money(net - discount, currency), style="grand"),
    ]


def _to_pick(document: OrderDocument, read: _Read) -> dict[str, Any]:
    columns = [
        Column(_("Item"), "left"),
        Column(_("Description"), "left", "fill"),
        Column(_("Quantity")),
        Column(_("Picked"), "center"),
    ]
    at = document.posting.posted_at
    rows = [
        [
            line_of(line.item.number),
            noted(
                line_of(line.description or read.items.of(line.item, at)["name"]),
                line_of(", ".join(_order_of(line, read.orders[document.pk]))),
            ),
            format_plain(line.quantity),
            TICK_BOX,
        ]
        for line in read.lines[document.pk]
    ]
    return {"table": table(columns, rows)}


def _delivered(document: OrderDocument, read: _Read) -> dict[str, Any]:
    columns = [
        Column(_("Description"), "left", "fill"),
        Column(_("Ordered")),
        Column(_("Taken back") if document.corrects_id else _("Delivered")),
    ]
    rows = [
        [_goods(line, document, read), format_plain(line.order_line.quantity), format_plain(abs(line.quantity))]
        for line in read.lines[document.pk]
    ]
    signed = [] if document.corrects_id else [_("Received on"), _("Name"), _("Signature")]
    return {"table": table(columns, rows), "signed": signed}


_CONTENTS: dict[OrderDocumentType, Callable[[OrderDocument, _Read], dict[str, Any]]] = {
    OrderDocumentType.CONFIRMATION: _confirmed,
    OrderDocumentType.PICKING_LIST: _to_pick,
    OrderDocumentType.PACKING_SLIP: _delivered,
}
