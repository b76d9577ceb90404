"""What the pages of customers add to every page: navigation, search, how their states look."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from arclose.ledger import documents
from arclose.ledger.documents import DocumentKind
from arclose.web import pages, search
from arclose.web.amounts import format_money
from arclose.web.days import format_day
from arclose.web.links import page_url
from arclose.web.pages import Page
from arclose.web.states import register_states
from arclose.web.typed import parse_amount
from customers.entries import INVOICE, SETTLEMENT
from customers.models import Customer, Invoice, SalesOrder

FINEST = 4


def register() -> None:
    """Put pages, search and states on their lists."""
    _register_pages()
    _register_documents()
    _register_search()
    register_states({"invoiced": ("check", "good"), "settled": ("check", "good")})


def _register_documents() -> None:
    undone_by_opposite = _("An issued document is undone by its opposite only: credit it.")
    undone_by_settlement = _("It is undone by reversing the settlement, which takes this voucher back too.")
    documents.register(DocumentKind(INVOICE, _("Invoice"), "customers:invoice", undone_by_opposite))
    documents.register(DocumentKind(SETTLEMENT, _("Settlement"), "customers:settlement", undone_by_settlement))


def _register_pages() -> None:
    for page in (
        Page(
            "customers:orders",
            label=_("Orders"),
            section=pages.SALES,
            position=10,
            icon="order",
            keywords=_("sales orders, returned orders, post invoices"),
            highlights=(
                "customers:order",
                "customers:new_order",
                "customers:change_order",
                "customers:cancel_order",
                "customers:post_orders",
                "customers:posted_orders",
            ),
        ),
        Page(
            "customers:invoices",
            label=_("Invoices"),
            section=pages.SALES,
            position=20,
            icon="invoice",
            keywords=_("credit notes"),
            highlights=("customers:invoice", "customers:credit_invoice"),
        ),
        Page(
            "customers:customers",
            label=_("Customers"),
            section=pages.CUSTOMERS,
            position=10,
            icon="customers",
            highlights=("customers:customer",),
        ),
        Page(
            "customers:transactions",
            label=_("Transactions"),
            section=pages.CUSTOMERS,
            position=20,
            icon="transactions",
            keywords=_("open transactions, settle, settlement"),
            highlights=("customers:mark", "customers:settlement", "customers:reverse_settlement"),
        ),
        Page(
            "customers:ageing",
            label=_("Ageing"),
            section=pages.CUSTOMERS,
            position=30,
            icon="ageing",
            keywords=_("reconciliation, subledger, control account"),
        ),
    ):
        pages.register(page)


def _register_search() -> None:
    search.register(search.Provider(_("Orders"), "customers:order", _orders, position=10))
    search.register(search.Provider(_("Invoices"), "customers:invoice", _invoices, position=20))
    search.register(search.Provider(_("Customers"), "customers:customer", _customers, position=30))


def _rows(model: Any, request: HttpRequest) -> Any:
    return model.objects.filter(company=request.company)  # type: ignore[attr-defined]


def _begins_with(text: str) -> Q:
    """Give the condition that a number is written like the text, in either case, so that its index serves."""
    return Q(number__startswith=text) | Q(number__startswith=text.upper())


def _amount(text: str) -> Decimal | None:
    try:
        return parse_amount(text, decimals=FINEST)
    except ValidationError:
        return None


def _orders(request: HttpRequest, text: str) -> Iterator[search.Hit]:
    if "\x00" in text:
        return
    rows = _rows(SalesOrder, request).filter(_begins_with(text)).select_related("customer").order_by("number")
    for order in rows[: search.HITS_PER_PROVIDER]:
        yield search.Hit(
            title=order.number,
            url=page_url(request, "customers:order", pk=order.pk),
            detail=f"{order.customer.name} · {format_day(order.invoice_date)} · {order.get_status_display()}",
            amount=format_money(order.net_amount, order.currency_id),
        )


def _invoices(request: HttpRequest, text: str) -> Iterator[search.Hit]:
    """Give invoices by number, then those of the request's period with this amount as their total."""
    if "\x00" in text:
        return
    rows = _rows(Invoice, request).select_related("invoice_account")
    found = list(rows.filter(_begins_with(text)).order_by("number")[: search.HITS_PER_PROVIDER])
    amount = _amount(text)
    if amount is not None and not found:
        found = list(_with_amount(request, rows, amount))
    for invoice in found:
        yield search.Hit(
            title=invoice.number,
            url=page_url(request, "customers:invoice", pk=invoice.pk),
            detail=f"{invoice.invoice_account.name} · {format_day(invoice.invoice_date)}",
            amount=format_money(invoice.total_amount, invoice.currency_id),
        )


def _with_amount(request: HttpRequest, rows: Any, amount: Decimal) -> Any:
    period = request.period  # type: ignore[attr-defined]
    in_period = rows.filter(invoice_date__range=(period.start_date, period.end_date))
    wanted = Q(total_amount__in=(amount, -amount)) | Q(net_amount__in=(amount, -amount))
    return in_period.filter(wanted).order_by("-invoice_date", "-pk")[: search.HITS_PER_PROVIDER]


def _customers(request: HttpRequest, text: str) -> Iterator[search.Hit]:
    if "\x00" in text:
        return
    named = _begins_with(text) | Q(name__icontains=text)
    for customer in _rows(Customer, request).filter(named).order_by("number")[: search.HITS_PER_PROVIDER]:
        yield search.Hit(
            title=f"{customer.number} {customer.name}",
            url=page_url(request, "customers:customer", pk=customer.pk),
            detail=customer.country,
        )
