"""Put orders on hold and let them go on: what is held goes to no warehouse."""

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from customers.models import HoldCheckOut, HoldCode, OrderHold, SalesOrder
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


class CheckedOut(Exception):
    """Somebody else looks into the hold: it stays as it is."""

    def __init__(self, check_out: HoldCheckOut) -> None:
        """Name them."""
        text = _("%(person)s looks into this hold: they give it back, or a controller takes it over.")
        super().__init__(text % {"person": check_out.checked_out_to})
        self.check_out = check_out


@transaction.atomic
def check_out(*, hold: OrderHold, by: User, takes_over: bool = False) -> None:
    """Let a person look into a hold that stands, so that nobody else clears it; ``takes_over``: from whoever has it.

    :raises CheckedOut: somebody else looks into it.
    """
    _lock(hold)
    if takes_over:
        HoldCheckOut.objects.filter(hold=hold).exclude(checked_out_to=by).delete()
    _refuse_others(hold, by)
    if OrderHold.objects.filter(pk=hold.pk, cleared_at=None).exists():
        HoldCheckOut.objects.get_or_create(company_id=hold.company_id, hold=hold, defaults={"checked_out_to": by})


@transaction.atomic
def give_back(*, hold: OrderHold, by: User) -> None:
    """Let others look into a hold again.

    :raises CheckedOut: somebody else looks into it.
    """
    _lock(hold)
    _refuse_others(hold, by)
    HoldCheckOut.objects.filter(hold=hold).delete()


def _lock(hold: OrderHold) -> None:
    SalesOrder.objects.select_for_update(no_key=True).get(pk=hold.order_id)


def _refuse_others(hold: OrderHold, by: User) -> None:
    others = HoldCheckOut.objects.filter(hold=hold).exclude(checked_out_to=by).select_related("checked_out_to")
    if found := others.first():
        raise CheckedOut(found)


@transaction.atomic
def clear_hold(*, hold: OrderHold, note: str, cleared_by: User) -> bool:
    """Let an order go on, as far as this hold goes; False where somebody cleared it before.

    :raises CheckedOut: somebody else looks into it.
    """
    _lock(hold)
    _refuse_others(hold, cleared_by)
    HoldCheckOut.objects.filter(hold=hold).delete()
    standing = OrderHold.objects.filter(pk=hold.pk, cleared_at=None)
    return standing.update(cleared_at=Now(), cleared_by=cleared_by, clearing_note=note[:200]) == 1
