"""Give an order up: cancel it while nothing of it is delivered or invoiced, else close the rest of it."""

from decimal import Decimal

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from customers.changing import BEGUN, OrderNotOpen, advance_status, locked_unfinished, lower_step
from customers.models import GivenUpQuantity, SalesOrder, SalesOrderLine
from customers.models.sales_orders import UNFINISHED, OrderStatus
from customers.order_history import keep_cancellation
from customers.orders import OrderLine, net_amount_of, net_amount_of_order
from customers.settling.reserving import let_go_of_what_is_not_needed


class OrderBegun(Exception):
    """Deliveries or invoices of the order stand: it is not canceled."""

    def __init__(self, order: SalesOrder) -> None:
        """Carry the order as it stands."""
        super().__init__(
            _("Something of order %(number)s is delivered or invoiced: close the rest instead.")
            % {"number": order.number}
        )
        self.order = order


class NothingToClose(Exception):
    """Nothing of the order is delivered or invoiced, or nothing is left to give up."""

    def __init__(self, order: SalesOrder) -> None:
        """Carry the order as it stands."""
        reason = (
            _("All of order %(number)s is delivered: nothing is left to give up.")
            if order.document_status in BEGUN
            else _("Nothing of order %(number)s is delivered yet: cancel it instead.")
        )
        super().__init__(reason % {"number": order.number})
        self.order = order


def cancel_order(*, order: SalesOrder, reason: str, canceled_by: User | None = None) -> SalesOrder:
    """Cancel an order of which nothing is delivered or invoiced, with a reason. One canceled before stays so.

    Who canceled it and why is kept beside it.

    :raises OrderNotOpen: it is invoiced.
    :raises OrderBegun: something of it is delivered or invoiced.
    """
    with transaction.atomic():
        locked = SalesOrder.objects.select_for_update(no_key=True).get(pk=order.pk)
        if locked.status == OrderStatus.CANCELED:
            return locked
        if locked.status not in UNFINISHED:
            raise OrderNotOpen(locked)
        if not may_cancel(locked):
            raise OrderBegun(locked)
        locked.status = OrderStatus.CANCELED
        locked.save(update_fields=["status"])
        let_go_of_what_is_not_needed(locked)
        keep_cancellation(locked, reason, canceled_by)
    return locked


def close_the_rest(*, order: SalesOrder, reason: str, closed_by: User) -> SalesOrder:
    """Give up, with a reason, what of an order is neither delivered nor invoiced; it will not be.

    What is delivered is still to be invoiced; where all of it is, the order is invoiced.

    :raises OrderNotOpen: it is invoiced or canceled.
    :raises NothingToClose: nothing of it is delivered or invoiced, or nothing is left.
    """
    with transaction.atomic():
        locked = locked_unfinished(order)
        if not may_close_the_rest(locked):
            raise NothingToClose(locked)
        lines = list(locked.lines.select_related("item").order_by("line_number"))
        given_up = [(line, line.quantity - line.delivered_quantity) for line in lines]
        GivenUpQuantity.objects.bulk_create(
            GivenUpQuantity(
                company_id=line.company_id, order_line=line, quantity=quantity, reason=reason[:200],
                given_up_by=closed_by,
            )
            for line, quantity in given_up
            if quantity
        )  # fmt: skip
        for line in lines:
            _give_up(line, decimals=locked.currency.decimals)
        SalesOrderLine.objects.bulk_update(
            lines,
            ["quantity", "net_amount", "given_up_quantity", "deliver_now_quantity", "confirmed_quantity",
             "unconfirmed_quantity", "picked_quantity", "unpicked_quantity"],
        )  # fmt: skip
        locked.closing_reason = reason[:200]
        locked.net_amount = net_amount_of_order(
            [line.net_amount for line in lines], total_discount_percent=locked.total_discount_percent,
            decimals=locked.currency.decimals,
        )  # fmt: skip
        locked.save(update_fields=["closing_reason", "net_amount"])
        advance_status(locked)
        let_go_of_what_is_not_needed(locked)
    return locked


def _give_up(line: SalesOrderLine, *, decimals: int) -> None:
    """Lower a line to what is delivered, and what was confirmed and picked with it."""
    left = line.delivered_quantity
    line.given_up_quantity += line.quantity - left
    line.quantity, line.deliver_now_quantity = left, Decimal(0)
    for step, aside in (("confirmed_quantity", "unconfirmed_quantity"), ("picked_quantity", "unpicked_quantity")):
        lower_step(line, step, aside, min(getattr(line, step), left, key=abs))
    asked = OrderLine(line.item, left, line.unit_price, line.line_discount_percent)
    line.net_amount = net_amount_of(asked, decimals=decimals)


def may_cancel(order: SalesOrder) -> bool:
    """Tell whether an order can be canceled: what the button shows and :func:`cancel_order` asks."""
    return order.status in UNFINISHED and order.document_status not in BEGUN


def may_close_the_rest(order: SalesOrder) -> bool:
    """Tell whether something of an order is delivered and something is not: what :func:`close_the_rest` asks."""
    return order.status == OrderStatus.OPEN and order.document_status in BEGUN
