"""What is left to do of unfinished orders: to confirm, to pick, to deliver, delivered and not invoiced, to invoice.

The close counts it, and the list of orders is narrowed to it, by the same conditions.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThanOrEqual

from arclose.ledger.fields import AmountField
from arclose.ledger.models import Company
from arclose.ledger.sql.running import Compiled, compiled
from customers import sql
from customers.models import (
    DeferredRevenue,
    InvoicedDelivery,
    OrderDocument,
    OrderDocumentLine,
    SalesOrder,
    SalesOrderLine,
)
from customers.models.order_documents import OrderDocumentType
from customers.models.sales_orders import UNFINISHED, DocumentStatus, OrderType
from customers.queries import TO_INVOICE


def _asks_for_something(company: Company) -> Q:
    """Give the condition that an order has a line of something: each that amounts to something has.

    The others are found by their amount, together. Of a look at the lines of each order the planner expects so much
    work that sorting all orders beside it, where they are counted, seems to cost nothing.
    """
    of_nothing = unfinished_orders(company=company).filter(net_amount=0, document_status=DocumentStatus.NONE)
    lines = SalesOrderLine.objects.filter(order__in=of_nothing.values("pk")).exclude(quantity=0)
    return ~Q(net_amount=0) | Q(pk__in=lines.values("order"))


def is_left_for(what: str, *, company: Company, until: date, of_close: bool = True) -> Q:
    """Give the condition that an unfinished order of a company has something left to do until a day.

    ``confirm``: ordered and neither confirmed nor further; for the close only where the company has ever confirmed an
    order, as it may do without; ``picking``: confirmed and not picked; ``delivery``: picked and not delivered;
    ``delivered``: delivered by a packing slip of that day or earlier, and not invoiced; ``invoice``: not invoiced.
    """
    if what == "confirm":
        confirmations = OrderDocument.objects.filter(company=company, document_type=OrderDocumentType.CONFIRMATION)
        untouched = Q(Q(document_status=DocumentStatus.NONE), _asks_for_something(company))
        left = Q(untouched | Q(unconfirmed_amount__isnull=False), order_type=OrderType.SALES, order_date__lte=until)
        return Q(left, Exists(confirmations)) if of_close else left
    if what == "delivered":
        return Q(first_uninvoiced_date__lte=until)
    if what == "invoice":
        return Q(invoice_date__lte=until)
    behind = {"picking": Q(unpicked_amount__isnull=False), "delivery": Q(undelivered_amount__isnull=False)}
    return behind[what] & Q(LessThanOrEqual(Coalesce("delivery_date", "invoice_date"), until))


def amount_left_for(what: str, *, until: date) -> Any:
    """Give the expression for the net value of what :func:`is_left_for` finds of an order, in the order's currency.

    Lines are read of those orders alone of which deliveries before and after the day wait for their invoice.
    """
    if what == "confirm":
        return Coalesce("unconfirmed_amount", "net_amount")
    if what == "delivered":
        return Case(_all_until(until), default=RawSQL(sql.UNINVOICED_UNTIL, [until], output_field=AmountField()))  # noqa: S611 (of ours)
    if what == "invoice":
        return TO_INVOICE
    return {"picking": F("unpicked_amount"), "delivery": F("undelivered_amount")}[what]


def _all_until(until: date) -> When:
    """Give the value of what is delivered of an order and not invoiced, where all of it was delivered by a day."""
    return When(last_uninvoiced_date__lte=until, then="uninvoiced_amount")


def unfinished_orders(*, company: Company) -> "QuerySet[SalesOrder]":
    """Give the orders of a company that are neither invoiced nor canceled."""
    return SalesOrder.objects.filter(company=company, status__in=UNFINISHED)


def orders_left_for(what: str, *, company: Company, until: date) -> "QuerySet[SalesOrder]":
    """Give the orders of which something is left to do until a day, with the net value of it as ``left_amount``."""
    left = unfinished_orders(company=company).filter(is_left_for(what, company=company, until=until))
    return left.annotate(left_amount=amount_left_for(what, until=until))


def _begun_by(until: date, orders: "QuerySet[SalesOrder]") -> "QuerySet[SalesOrder]":
    """Leave out the orders all of whose days come later: nothing is left of them until then."""
    days = ("order_date", "invoice_date", "delivery_date", "first_uninvoiced_date")
    return orders.filter(reduce(or_, (Q(**{f"{day}__lte": until}) for day in days)))


def orders_left(wanted: Mapping[str, str], *, company: Company, until: date) -> Compiled:
    """Count what is left to do, all of it in one pass over the unfinished orders: (task, currency, count, amount).

    ``wanted`` is what each task looks for. The amount is net, of what is left; of orders that were delivered before and
    after the day it is added behind the pass, for their lines are read.
    """
    of_heads = Case(_all_until(until), default=Decimal(0), output_field=AmountField())
    partly = Q(first_uninvoiced_date__lte=until, last_uninvoiced_date__gt=until)
    sums: dict[str, Any] = {}
    for place, what in enumerate(wanted.values()):
        is_left = is_left_for(what, company=company, until=until)
        amount = of_heads if what == "delivered" else amount_left_for(what, until=until)
        sums |= {f"count_{place}": Count("pk", filter=is_left), f"amount_{place}": Sum(amount, filter=is_left)}
    counted = _begun_by(until, unfinished_orders(company=company)).values("currency")
    counted = counted.annotate(**sums, partly=ArrayAgg("pk", filter=partly))
    return sql.steps_left_by_task(
        compiled(counted.values_list("currency", *sums, "partly")),
        until=until,
        steps=[sql.StepLeft(task, adds_lines=what == "delivered") for task, what in wanted.items()],
    )


def accrued_cost() -> Any:
    """Give the expression for what packing slips of an order accrued and no invoice took back, in accounting currency.

    Zero or nothing where nothing is accrued.
    """
    posted = OrderDocumentLine.objects.filter(order_line__order=OuterRef("pk"), document__has_voucher=True)
    taken = InvoicedDelivery.objects.filter(
        slip_line__order_line__order=OuterRef("pk"), slip_line__document__has_voucher=True
    )
    return Subquery(_cost(posted, "order_line__order")) - Coalesce(
        Subquery(_cost(taken, "slip_line__order_line__order")), Decimal(0), output_field=AmountField()
    )


def accrued_revenue() -> Any:
    """Give the expression for what packing slips of an order deferred and no invoice took back, without tax."""
    rows = DeferredRevenue.objects.filter(slip_line__order_line__order=OuterRef("pk")).order_by()
    summed = rows.values("slip_line__order_line__order").annotate(net=Sum("accounting_currency_net_amount"))
    return Subquery(summed.values("net"))


def _cost(lines: "QuerySet[Any]", order: str) -> "QuerySet[Any, Any]":
    summed: QuerySet[Any, Any] = lines.order_by().values(order).annotate(cost=Sum("cost_amount"))
    return summed.values("cost")
