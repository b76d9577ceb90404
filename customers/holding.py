"""Put orders on hold and let them go on: what is held goes to no warehouse."""

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from customers.models import HoldCode, OrderHold, SalesOrder
from customers.models.sales_orders import UNFINISHED

# The condition that an order is on hold.
IS_ON_HOLD = Exists(OrderHold.objects.filter(order=OuterRef("pk"), cleared_at=None))


class NothingToHold(Exception):
    """The order is invoiced or canceled: there is nothing left to keep from the warehouse."""

    def __init__(self, order: SalesOrder) -> None:
        """Carry the order as it stands."""
        super().__init__(
            _("Order %(number)s is not open any more: %(status)s.")
            % {"number": order.number, "status": order.get_status_display()}
        )
        self.order = order


@transaction.atomic
def place_hold(*, order: SalesOrder, code: HoldCode, note: str, placed_by: User) -> OrderHold:
    """Put an unfinished order on hold; one on hold with this code already stays as it is.

    Nothing of it is picked or delivered until the hold is cleared; a posting that has begun comes first.

    :raises NothingToHold: the order is invoiced or canceled.
    """
    locked = SalesOrder.objects.select_for_update(no_key=True).get(pk=order.pk)
    if locked.status not in UNFINISHED:
        raise NothingToHold(locked)
    known = OrderHold.objects.filter(order=locked, code=code, cleared_at=None).first()
    return known or OrderHold.objects.create(
        company_id=locked.company_id, order=locked, code=code, note=note[:200], placed_by=placed_by
    )


@transaction.atomic
def clear_hold(*, hold: OrderHold, note: str, cleared_by: User) -> bool:
    """Let an order go on, as far as this hold goes; False where somebody cleared it before."""
    SalesOrder.objects.select_for_update(no_key=True).get(pk=hold.order_id)
    standing = OrderHold.objects.filter(pk=hold.pk, cleared_at=None)
    return standing.update(cleared_at=Now(), cleared_by=cleared_by, clearing_note=note[:200]) == 1
