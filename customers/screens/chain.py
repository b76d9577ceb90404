"""The chain a document belongs to, as a timeline: order, documents, invoices, vouchers, credit notes, settlements."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from arclose.access.requests import CompanyRequest
from arclose.ledger.models import Voucher
from arclose.web.amounts import format_money
from arclose.web.links import page_url
from customers.entries import INVOICE
from customers.models import Invoice, SalesOrder, Settlement
from customers.models.invoices import InvoiceType
from customers.models.sales_orders import OrderStatus, OrderType

Event = dict[str, Any]


def chain_of_order(request: CompanyRequest, order: SalesOrder) -> list[Event]:
    """Give what came before the order, the order, and what it became or may still become."""
    events = [*_before(request, order), _order(request, order), *_documents(request, order)]
    for invoice in order.invoices.select_related(
        "posting__posted_by", "customer_transaction__open", "currency"
    ).order_by("pk"):
        events += _from_invoice_on(request, invoice)
    if order.status == OrderStatus.CANCELED:
        return [*events, {"title": _("Canceled"), "detail": order.reason}]
    if order.status == OrderStatus.INVOICED:
        return events
    becomes = _("Credit note") if order.order_type == OrderType.RETURNED else _("Invoice")
    return [*events, {"title": becomes, "day": order.invoice_date, "detail": _("to come"), "is_ahead": True}]


def chain_of_invoice(request: CompanyRequest, invoice: Invoice) -> list[Event]:
    """Give the order, the invoice, its voucher, its credit notes and its settlements."""
    events = [*_before(request, invoice.order), _order(request, invoice.order), *_documents(request, invoice.order)]
    return [*events, *_from_invoice_on(request, invoice)]


def _before(request: CompanyRequest, order: SalesOrder) -> Iterator[Event]:
    if order.credited_invoice is not None:
        yield _invoice(request, order.credited_invoice)


def _order(request: CompanyRequest, order: SalesOrder) -> Event:
    title = _("Returned order %(number)s") if order.order_type == OrderType.RETURNED else _("Order %(number)s")
    return {
        "title": title % {"number": order.number},
        "url": page_url(request, "customers:order", pk=order.pk),
        "day": order.order_date,
    }


def _documents(request: CompanyRequest, order: SalesOrder) -> Iterator[Event]:
    rows = order.documents.select_related("corrects", "posting__posted_by").order_by("pk")
    for document in rows:
        title = f"{capfirst(document.get_document_type_display())} {document.number}"
        yield {
            "title": title,
            "url": page_url(request, "customers:order_document", pk=document.pk),
            "day": document.document_date,
            "who": document.posting.posted_by,
            "detail": _("corrects %(number)s") % {"number": document.corrects.number} if document.corrects else "",
        }


def _invoice(request: CompanyRequest, invoice: Invoice) -> Event:
    is_invoice = invoice.invoice_type == InvoiceType.INVOICE
    title = _("Invoice %(number)s") if is_invoice else _("Credit note %(number)s")
    return {
        "title": title % {"number": invoice.number},
        "url": page_url(request, "customers:invoice", pk=invoice.pk),
        "day": invoice.invoice_date,
        "detail": format_money(invoice.total_amount, invoice.currency_id),
    }


def _from_invoice_on(request: CompanyRequest, invoice: Invoice) -> Iterator[Event]:
    yield _invoice(request, invoice) | {"moment": invoice.posting.posted_at, "who": invoice.posting.posted_by}
    yield from (_voucher(request, voucher) for voucher in vouchers_of(invoice))
    yield from (_invoice(request, note) for note in invoice.credit_notes.order_by("pk"))
    yield from _settlements(request, settlements_of(invoice))
    yield from _what_is_open(invoice)


def vouchers_of(invoice: Invoice) -> Iterable[Voucher]:
    """Give the vouchers of an invoice: one, or none for a document that is worth nothing."""
    return Voucher.objects.filter(company=invoice.company_id, document_type=INVOICE, document_id=invoice.pk)


def settlements_of(invoice: Invoice) -> "Iterable[Settlement]":
    """Give the settlements of an invoice's transaction with their other sides, oldest first."""
    own = Q(debit_transaction__invoice=invoice) | Q(credit_transaction__invoice=invoice)
    rows = Settlement.objects.filter(own, company=invoice.company_id).order_by("pk")
    return rows.select_related("debit_transaction", "credit_transaction", "posting__posted_by", "reversed_by")


def _voucher(request: CompanyRequest, voucher: Voucher) -> Event:
    url = page_url(request, "ledger:voucher", pk=voucher.pk) if request.may_open("ledger:voucher") else ""
    return {"title": _("Voucher %(number)s") % {"number": voucher.number}, "url": url, "day": voucher.posting_date}


def _settlements(request: CompanyRequest, rows: Iterable[Settlement]) -> Iterator[Event]:
    for row in rows:
        names = {"debit": row.debit_transaction.document_number, "credit": row.credit_transaction.document_number}
        title = (
            _("%(debit)s settled with %(credit)s")
            if row.reversal_of_id is None
            else _("Settlement of %(debit)s with %(credit)s taken back")
        )
        yield {
            "title": title % names,
            "url": page_url(request, "customers:settlement", pk=row.reversal_of_id or row.pk),
            "day": row.settlement_date,
            "who": row.posting.posted_by,
            "detail": format_money(row.transaction_currency_amount, row.debit_transaction.currency_id),
        }


def _what_is_open(invoice: Invoice) -> Iterator[Event]:
    transaction = getattr(invoice, "customer_transaction", None)
    still_open = getattr(transaction, "open", None)
    if still_open is not None:
        amount = format_money(still_open.transaction_currency_amount, invoice.currency_id)
        yield {"title": _("Open"), "detail": amount, "day": invoice.due_date, "is_ahead": True}
