"""What search finds of customers: orders, documents, invoices, customers, items, by number, name or amount."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from arclose.web import search
from arclose.web.amounts import format_money
from arclose.web.days import format_day
from arclose.web.links import page_url
from arclose.web.typed import parse_amount
from customers.dunning.collection_letters import COLLECTION_LETTERS
from customers.dunning.interest_notes import INTEREST_NOTES
from customers.dunning.notes import NoteKind
from customers.models import Customer, FreeTextInvoice, Invoice, Item, OrderDocument, SalesOrder
from customers.models.free_text import FreeTextStatus
from customers.models.sales_orders import UNFINISHED
from customers.vat_numbers import as_written

FINEST = 4
FREE_TEXT_NUMBER = re.compile(r"ft-?(\d{1,18})", re.ASCII | re.IGNORECASE)
SOME_OF_A_VAT_NUMBER = re.compile(r"[A-Z]{2}[0-9A-Z+*]*\d[0-9A-Z+*]*", re.ASCII)
CENTS = re.compile(r"[-\u2212]?[\d.,' ]*[.,]\d\d")


def register() -> None:
    """Let search ask for each kind."""
    for label, route, find, position in (
        (_("Orders"), "customers:order", _orders, 10),
        (_("Order documents"), "customers:order_document", _order_documents, 15),
        (_("Free text invoices"), "customers:free_text_invoice", _free_text, 18),
        (_("Invoices"), "customers:invoice", _invoices, 20),
        (_("Interest notes"), "customers:interest_note", partial(_notes, INTEREST_NOTES), 25),
        (_("Collection letters"), "customers:collection_letter", partial(_notes, COLLECTION_LETTERS), 26),
        (_("Customers"), "customers:customer", _customers, 30),
        (_("Items"), "customers:item", _items, 40),
    ):
        search.register(search.Provider(label, route, find, position))


def _rows(model: Any, request: HttpRequest) -> Any:
    return model.objects.filter(company=request.company)  # type: ignore[attr-defined]


def _begins_with(text: str) -> Q:
    """Give the condition that a number is written like the text, in either case, so that its index serves."""
    return Q(number__startswith=text) | Q(number__startswith=text.upper())


def _first(rows: Any) -> list[Any]:
    return list(rows[: search.HITS_PER_PROVIDER])


def _amount(text: str) -> Decimal | None:
    try:
        return parse_amount(text, decimals=FINEST)
    except ValidationError:
        return None


def _orders(request: HttpRequest, text: str) -> Iterator[search.Hit]:
    """Give orders by number, then those with this net amount of which something is left to do."""
    rows = _rows(SalesOrder, request).select_related("customer")
    found = _first(rows.filter(_begins_with(text)).order_by("number"))
    amount = _amount(text)
    if amount is not None and not found:
        unfinished = rows.filter(status__in=UNFINISHED, net_amount__in=(amount, -amount))
        found = _first(unfinished.order_by("-invoice_date", "-pk"))
    for order in found:
        yield search.Hit(
            title=order.number,
            url=page_url(request, "customers:order", pk=order.pk),
            detail=f"{order.customer.name} · {format_day(order.invoice_date)} · {order.get_status_display()}",
            amount=format_money(order.net_amount, order.currency_id),
        )


def _order_documents(request: HttpRequest, text: str) -> Iterator[search.Hit]:
    """Give order documents by number; no series gives one that reads as an amount with cents."""
    if CENTS.fullmatch(text):
        return
    rows = _rows(OrderDocument, request).select_related("customer")
    for document in _first(rows.filter(_begins_with(text)).order_by("number")):
        kind = capfirst(document.get_document_type_display())
        yield search.Hit(
            title=document.number,
            url=page_url(request, "customers:order_document", pk=document.pk),
            detail=f"{kind} · {document.customer.name} · {format_day(document.document_date)}",
            amount=format_money(document.net_amount, document.currency_id),
        )


def _free_text(request: HttpRequest, text: str) -> Iterator[search.Hit]:
    """Give the free text invoice of this document number, then those of this net amount that wait."""
    rows = _rows(FreeTextInvoice, request).select_related("customer", "invoice")
    numbered = FREE_TEXT_NUMBER.fullmatch(text)
    found = _first(rows.filter(pk=int(numbered[1]))) if numbered else []
    amount = _amount(text)
    if amount is not None and not found:
        found = _first(rows.filter(status=FreeTextStatus.IN_PROCESS, net_amount=amount).order_by("-pk"))
    for document in found:
        said = document.invoice.number if document.invoice else document.get_status_display()
        yield search.Hit(
            title=str(document),
            url=page_url(request, "customers:free_text_invoice", pk=document.pk),
            detail=f"{document.customer.name} · {format_day(document.invoice_date)} · {said}",
            amount=format_money(document.net_amount, document.currency_id),
        )


def _notes(kind: NoteKind, request: HttpRequest, text: str) -> Iterator[search.Hit]:
    """Give the interest note or collection letter of this document number."""
    numbered = re.fullmatch(rf"{kind.label}-?(\d{{1,18}})", text, re.ASCII | re.IGNORECASE)
    rows = _rows(kind.notes, request).select_related("customer").filter(pk=int(numbered[1])) if numbered else []
    for note in rows:
        yield search.Hit(
            title=str(note),
            url=page_url(request, f"customers:{kind.document_type}", pk=note.pk),
            detail=f"{note.customer.name} · {format_day(note.note_date)} · {note.get_status_display()}",
            amount=format_money(kind.total_of(note), note.currency_id),
        )


def _invoices(request: HttpRequest, text: str) -> Iterator[search.Hit]:
    """Give invoices by number, then those with this amount: of the request's period, else the newest of all."""
    rows = _rows(Invoice, request).select_related("invoice_account")
    found = _first(rows.filter(_begins_with(text)).order_by("number"))
    amount = _amount(text)
    if amount is not None and not found:
        found = _with_amount(request, rows, amount)
    for invoice in found:
        yield search.Hit(
            title=invoice.number,
            url=page_url(request, "customers:invoice", pk=invoice.pk),
            detail=f"{invoice.invoice_account.name} · {format_day(invoice.invoice_date)}",
            amount=format_money(invoice.total_amount, invoice.currency_id),
        )


def _with_amount(request: HttpRequest, rows: Any, amount: Decimal) -> list[Any]:
    period = request.period  # type: ignore[attr-defined]
    is_of_period = Q(invoice_date__range=(period.start_date, period.end_date))
    amounts = (amount, -amount)
    wanted = rows.filter(Q(total_amount__in=amounts) | Q(net_amount__in=amounts)).annotate(is_of_period=is_of_period)
    found = _first(wanted.order_by("-is_of_period", "-invoice_date", "-pk"))
    return [invoice for invoice in found if invoice.is_of_period or not found[0].is_of_period]


def _customers(request: HttpRequest, text: str) -> Iterator[search.Hit]:
    if "\x00" in text or CENTS.fullmatch(text):  # what has cents is no customer
        return
    named = _begins_with(text) | Q(name__icontains=text)
    vat_number = as_written(text)
    if SOME_OF_A_VAT_NUMBER.fullmatch(vat_number):
        named |= Q(vat_number__startswith=vat_number)
    for customer in _first(_rows(Customer, request).filter(named).order_by("number")):
        yield search.Hit(
            title=f"{customer.number} {customer.name}",
            url=page_url(request, "customers:customer", pk=customer.pk),
            detail=f"{customer.country} · {customer.vat_number}" if customer.vat_number else customer.country,
        )


def _items(request: HttpRequest, text: str) -> Iterator[search.Hit]:
    """Give items by number or name."""
    if "\x00" in text or CENTS.fullmatch(text):
        return
    named = _begins_with(text) | Q(name__icontains=text)
    for item in _first(_rows(Item, request).filter(named).order_by("number")):
        yield search.Hit(
            title=f"{item.number} {item.name}",
            url=page_url(request, "customers:item", pk=item.pk),
            detail=item.get_item_type_display(),
        )
