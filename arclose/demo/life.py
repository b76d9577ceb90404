"""The life of the demo company's orders: confirmed, picked, delivered, invoiced, a few of them in parts."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_CEILING, Decimal
from typing import NamedTuple

from django.contrib.auth.models import User
from django.db.models import Max

from arclose.demo.refusing import expect_all
from arclose.ledger.models import Company
from customers import fulfilment
from customers.models import Invoice, OrderDocument, SalesOrder, SalesOrderLine, Site
from customers.models.order_documents import OrderDocumentType
from customers.models.sales_orders import UNFINISHED, OrderType, Quantity
from customers.orders import OrderHead, OrderLine, create_order
from customers.update_parameters import UpdateParameters
from customers.updates import CONFIRM, DELIVER, INVOICE, PICK, Update

# Coffee machines ship from a place of their own, so that an order may have two packing slips.
MACHINES, MACHINE_SITE = "M-", ("VENLO", "Venlo, machines")
# How far the orders of an unfinished month have come, by the day of the month they are dated until.
DELIVERED_UNTIL, PICKED_UNTIL, CONFIRMED_UNTIL = 9, 16, 23
FEWEST_IN_PARTS = 10
TOO_MANY, BROKEN = "Counted wrong when it was packed", "A part of the delivery arrived broken"


class Worker(NamedTuple):
    """Who works on the orders of a month, for which keys are made."""

    company: Company
    user: User
    month: date

    def key(self, what: str) -> str:
        """Give the business key of a piece of work."""
        return f"demo {what} {self.month:%Y-%m}"


def ship_machines_from_their_site(company: Company) -> None:
    """Let every line with a machine that has no site yet ship from the machines' own."""
    site, _is_new = Site.objects.get_or_create(
        company=company, code=MACHINE_SITE[0], defaults={"name": MACHINE_SITE[1]}
    )
    machines = list(company.items.filter(number__startswith=MACHINES))
    SalesOrderLine.objects.filter(company=company, item__in=machines, site=None).update(site=site)


def live_through(worker: Worker, orders: Sequence[SalesOrder]) -> None:
    """Take orders through all steps: one in two deliveries with an invoice each, one delivery corrected.

    :raises DemoRefused: an order could not be taken through a step.
    """
    _update(worker, CONFIRM, orders)
    _update(worker, PICK, orders)
    parted = deliver_a_part(worker, orders)
    _update(worker, INVOICE, [parted], Quantity.DELIVERED, what="first parts")
    others = [order for order in orders if order != parted]
    _update(worker, DELIVER, others)
    corrected = _correct(worker, others[0])
    _update(worker, DELIVER, [parted, corrected], what="second parts")
    _update(worker, INVOICE, orders)


def come_halfway(worker: Worker, orders: Sequence[SalesOrder]) -> None:
    """Leave orders in the middle: the earliest delivered, then some picked, some confirmed, the last untouched.

    :raises DemoRefused: an order could not be taken through a step.
    """
    confirmed = _until(orders, CONFIRMED_UNTIL)
    picked, delivered = _until(confirmed, PICKED_UNTIL), _until(confirmed, DELIVERED_UNTIL)
    _update(worker, CONFIRM, confirmed)
    _update(worker, PICK, picked)
    _update(worker, DELIVER, delivered)
    deliver_a_part(worker, [order for order in picked if order not in delivered])


def _until(orders: Sequence[SalesOrder], day: int) -> list[SalesOrder]:
    return [order for order in orders if order.invoice_date.day <= day]


def orders_of(company: Company, month: date) -> list[SalesOrder]:
    """Give the unfinished sales orders dated in a month, in order of date."""
    dated = {"invoice_date__year": month.year, "invoice_date__month": month.month}
    rows = SalesOrder.objects.filter(company=company, order_type=OrderType.SALES, status__in=UNFINISHED, **dated)
    return list(rows.order_by("invoice_date", "pk"))


def _update(
    worker: Worker,
    update: Update,
    orders: Sequence[SalesOrder],
    quantity: Quantity = Quantity.ALL,
    *,
    what: str = "all",
) -> None:
    expect_all(
        update.post(
            company=worker.company,
            orders=[order.pk for order in orders],
            parameters=UpdateParameters(quantity),
            posted_by=worker.user,
            key=worker.key(f"{update.name} {what}"),
        )
    )


def deliver_a_part(worker: Worker, orders: Sequence[SalesOrder]) -> SalesOrder:
    """Deliver half of what an order asks for, the first of those with enough of an item, and give the order.

    :raises DemoRefused: it could not be delivered.
    """
    large = SalesOrderLine.objects.filter(order__in=orders).values("order").annotate(most=Max("quantity"))
    enough = set(large.filter(most__gte=FEWEST_IN_PARTS).values_list("order", flat=True))
    order = next(order for order in orders if order.pk in enough)
    halves = {line.line_number: _half(line.quantity) for line in order.lines.all()}
    fulfilment.deliver_now(order=order, quantities=halves)
    _update(worker, DELIVER, [order], Quantity.DELIVER_NOW, what="first parts")
    return order


def _half(quantity: Decimal) -> Decimal:
    return (quantity / 2).to_integral_value(ROUND_CEILING)


def _correct(worker: Worker, order: SalesOrder) -> SalesOrder:
    """Take one of the first line of an order's packing slip back, and give the order."""
    slips = OrderDocument.objects.filter(order=order, document_type=OrderDocumentType.PACKING_SLIP)
    slip = slips.earliest("pk")
    fulfilment.correct_packing_slip(
        company=worker.company,
        slip=slip,
        quantities={slip.lines.earliest("line_number").line_number: Decimal(1)},
        day=slip.document_date,
        reason=TOO_MANY,
        posted_by=worker.user,
        key=worker.key("correction"),
    )
    return order


def return_a_part(invoice: Invoice, *, day: date) -> SalesOrder:
    """Make the returned order that takes one of the first line of an invoice back."""
    line = invoice.lines.select_related("item").earliest("line_number")
    assert line.item is not None
    order = SalesOrder.objects.select_related("tax_group").get(lines__invoice_lines=line)
    head = OrderHead(
        number=f"RO-{invoice.number}",
        order_type=OrderType.RETURNED,
        customer=invoice.customer,
        order_date=day,
        invoice_date=day,
        currency=invoice.currency,
        payment_terms=invoice.payment_terms,
        tax_group=order.tax_group,
        delivery_country=invoice.delivery_country,
        delivery_address=order.delivery_address,
        total_discount_percent=order.total_discount_percent,
        credited_invoice=invoice,
        reason=BROKEN,
    )
    one = OrderLine(line.item, Decimal(-1), line.unit_price, line.line_discount_percent, line.description)
    return create_order(company=invoice.company, head=head, lines=[one], key=f"demo return {invoice.number}")
