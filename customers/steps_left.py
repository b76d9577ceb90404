"""What waits between the steps of sales orders: to confirm, to pick, to deliver, delivered and not invoiced.

A count is a compiled statement of (currency, count, amount), as in :mod:`customers.readiness`.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, Func, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from arclose.ledger.fields import AmountField
from arclose.ledger.models import Company
from customers.models import InvoicedDelivery, OrderDocument, OrderDocumentLine, SalesOrder, SalesOrderLine
from customers.models.items import ItemType
from customers.models.order_documents import OrderDocumentType
from customers.models.sales_orders import UNFINISHED, DocumentStatus, OrderType
from customers.queries import orders_to_invoice
from customers.readiness import Compiled, per_currency
from customers.updates import CONFIRM, waiting_orders


def _behind(step: str, before: str, **narrowed: Any) -> Q:
    """Give the condition that less of a line went through a step than through the one before it."""
    lines = SalesOrderLine.objects.filter(order=OuterRef("pk"), **narrowed)
    behind = lines.annotate(ahead=Func(F(before), function="abs"), done=Func(F(step), function="abs"))
    return Q(Exists(behind.filter(ahead__gt=F("done"))), order_type=OrderType.SALES)


_DELIVERED_UNTIL = OrderDocumentLine.objects.filter(
    order_line__order=OuterRef("pk"), document__document_type=OrderDocumentType.PACKING_SLIP, document__corrects=None
)
# What waits between two steps, by the name of the check.
_WAITING: dict[str, Q] = {
    "picking": _behind("picked_quantity", "confirmed_quantity", item__item_type=ItemType.GOODS),
    "delivery": _behind("delivered_quantity", "picked_quantity"),
    "delivered": _behind("invoiced_quantity", "delivered_quantity"),
}


def orders_to_confirm(*, company: Company, until: date) -> "QuerySet[SalesOrder]":
    """Give the orders until a day that are not confirmed; none where the company confirms no orders."""
    confirms = OrderDocument.objects.filter(company=company, document_type=OrderDocumentType.CONFIRMATION)
    waiting = waiting_orders(SalesOrder.objects.filter(company=company), update=CONFIRM, until=until)
    return waiting.filter(Exists(confirms), document_status=DocumentStatus.NONE)


def orders_between_steps(name: str, *, company: Company, until: date) -> "QuerySet[SalesOrder]":
    """Give the orders of which something went through a step and not through the next, due until a day.

    ``picking``: confirmed and not picked; ``delivery``: picked and not delivered; ``delivered``: delivered by a
    packing slip of that day or earlier, and not invoiced.
    """
    orders = SalesOrder.objects.filter(_WAITING[name], company=company, status__in=UNFINISHED)
    if name == "delivered":
        return orders.filter(Exists(_DELIVERED_UNTIL.filter(document__document_date__lte=until)))
    return orders.alias(dated=Coalesce("delivery_date", "invoice_date")).filter(dated__lte=until)


def orders_left_for(what: str, *, company: Company, until: date) -> "QuerySet[SalesOrder]":
    """Give the orders that a task of the close counts: ``confirm``, ``invoice``, or the name of a pair of steps."""
    if what == "confirm":
        return orders_to_confirm(company=company, until=until)
    if what == "invoice":
        return orders_to_invoice(company=company, until=until)
    return orders_between_steps(what, company=company, until=until)


def to_confirm_left(*, company: Company, until: date) -> Compiled:
    """Count the orders to confirm."""
    return per_currency(orders_to_confirm(company=company, until=until))


def between_steps_left(name: str, *, company: Company, until: date) -> Compiled:
    """Count the orders between two steps; of those delivered, the value that is not invoiced."""
    orders = orders_between_steps(name, company=company, until=until)
    if name != "delivered":
        return per_currency(orders)
    value = Sum(
        (F("lines__delivered_quantity") - F("lines__invoiced_quantity"))
        * F("lines__unit_price")
        * (1 - F("lines__line_discount_percent") / 100)
        * (1 - F("total_discount_percent") / 100),
        output_field=AmountField(),
    )
    counted = orders.order_by().values("currency").annotate(count=Count("pk", distinct=True), amount=value)
    return counted.values_list("currency", "count", "amount").query.sql_with_params()


def accrued_cost(orders: Iterable[int]) -> dict[int, Decimal]:
    """Give what packing slips of orders accrued and no invoice took back, in accounting currency; nothing: left out."""
    posted = OrderDocumentLine.objects.filter(order_line__order__in=orders, document__has_voucher=True).order_by()
    accrued = dict(posted.values_list("order_line__order").annotate(Sum("cost_amount")))
    taken = InvoicedDelivery.objects.filter(slip_line__in=posted).order_by()
    for order, amount in taken.values_list("slip_line__order_line__order").annotate(Sum("cost_amount")):
        accrued[order] -= amount
    return {order: amount for order, amount in accrued.items() if amount}
