"""Sales orders: the list, and the page of one."""

from collections.abc import Sequence
from decimal import Decimal

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from arclose.access.requests import CompanyRequest
from arclose.batch.posting_pages import new_key
from arclose.web.days import format_day
from arclose.web.lists import ListPage
from arclose.web.totals import Totals
from customers import orders as verbs
from customers.models import SalesOrder, SalesOrderLine
from customers.models.sales_orders import UNFINISHED, OrderType, Quantity
from customers.screens.chain import chain_of_order
from customers.screens.filters import LEFT_TO_DO, OrderFilter
from customers.screens.tables import OrderTable
from customers.screens.update_form import update_choices, value_of
from customers.updates import CONFIRM, DELIVER, INVOICE, PICK, Update


def company_orders(request: CompanyRequest) -> "QuerySet[SalesOrder]":
    """Give the orders of the request's company."""
    return SalesOrder.objects.filter(company=request.company)


def orders(request: CompanyRequest) -> HttpResponseBase:
    """List the sales orders."""
    listing = ListPage(
        request,
        name="orders",
        rows=company_orders(request).select_related("customer"),
        table=OrderTable,
        filters=OrderFilter,
        totals=Totals(currency="currency_id", amounts={"net_amount": "net_amount"}),
    )
    may_post = request.may_open("customers:post_orders", "POST")
    context = {
        "title": _("Sales orders"),
        "key": new_key(),
        "updates": update_choices(),
        "chosen_update": _asked_for(request),
        "actions": "customers/order_actions.html" if may_post else "",
    }
    return listing.answer("customers/orders.html", context)


def order(request: CompanyRequest, pk: int) -> HttpResponse:
    """Show one order: head, lines, totals, and the chain it belongs to."""
    rows = company_orders(request).select_related(
        "customer__invoice_account", "currency", "payment_terms", "tax_group", "credited_invoice"
    )
    found = get_object_or_404(rows, pk=pk)
    lines = list(found.lines.select_related("item").order_by("line_number"))
    lines_amount = sum((line.net_amount for line in lines), Decimal(0))
    context = {
        "title": _("Order %(number)s") % {"number": found.number},
        "order": found,
        "lines": lines,
        "lines_amount": lines_amount,
        "discount_amount": found.net_amount - lines_amount,
        "facts": _facts(found),
        "events": chain_of_order(request, found),
        "is_unfinished": found.status in UNFINISHED,
        "updates": update_choices(),
        "chosen_update": value_of(_next_update(found, lines)),
        "may_change": verbs.may_change(found),
        "deliver_now": {line.line_number: line.deliver_now_quantity for line in lines},
        "may_cancel": verbs.may_cancel(found),
        "key": new_key(),
    }
    return render(request, "customers/order.html", context)


def _asked_for(request: CompanyRequest) -> str:
    """Give the update that clears what the list is narrowed to."""
    left = request.GET.get("left", "")
    update = LEFT_TO_DO[left][1] if left in LEFT_TO_DO else INVOICE
    return value_of(update, Quantity.DELIVERED if left == "delivered" else Quantity.ALL)


def _next_update(order: SalesOrder, lines: Sequence[SalesOrderLine]) -> Update:
    """Give the update that an order waits for: the step after the last one that it went through as a whole."""
    if order.order_type == OrderType.RETURNED or all(line.delivered_quantity == line.quantity for line in lines):
        return INVOICE
    steps = {CONFIRM: "confirmed_quantity", PICK: "picked_quantity", DELIVER: "delivered_quantity"}
    begun = [name for name, step in steps.items() if any(getattr(line, step) for line in lines)]
    following = {CONFIRM: PICK, PICK: DELIVER, DELIVER: INVOICE}
    return following[begun[-1]] if begun else INVOICE


def _facts(order: SalesOrder) -> list[tuple[str, object]]:
    facts: list[tuple[str, object]] = [
        (_("Order date"), format_day(order.order_date)),
        (_("Delivery date"), format_day(order.delivery_date or order.invoice_date)),
        (_("Invoice date"), format_day(order.invoice_date)),
        (_("Document status"), order.get_document_status_display()),
        (_("Type"), capfirst(order.get_order_type_display())),
        (_("Currency"), order.currency_id),
        (_("Payment terms"), order.payment_terms.name),
        (_("Tax group"), order.tax_group.name),
        (_("Delivered to"), ", ".join(filter(None, [order.delivery_address, order.delivery_country]))),
    ]
    if order.reason:
        facts.append((_("Reason"), order.reason))
    return facts
