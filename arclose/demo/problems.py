"""What is wrong in the month that is left to close, each for a check or a preview to find."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.contrib.auth.models import User

from arclose.demo.months import Shop, order_of
from customers.models import Customer, Item, SalesOrder
from customers.updates import CONFIRM

WITHOUT_VAT_NUMBER = "Cucina Emilia"
# Above what the customer owes for the months before, and below that with the two machines. The customer ordered nothing
# else in the month, so that a release of these lets no other order exceed the limit.
OVER_LIMIT, LIMIT = "La Cocina Nueva", Decimal("20000.00")
BLOCKED_ITEM = "X-9001"
MACHINE, GLASSES, PLATES = "M-3001", "T-2006", "T-2001"


def plant(shop: Shop, *, days: Sequence[date], user: User) -> list[SalesOrder]:
    """Create the orders that cannot be invoiced until somebody corrects their cause.

    A customer in another member state without VAT number; an order over the customer's credit limit, which a user tried
    to confirm, so that it is on credit hold; an order for an item that has been blocked.
    """
    return [
        _without_vat_number(shop, days[3]),
        _over_limit(shop, days[8], user),
        _with_blocked_item(shop, days[13]),
    ]


def _without_vat_number(shop: Shop, day: date) -> SalesOrder:
    customer = _customer(shop, WITHOUT_VAT_NUMBER)
    customer.vat_number = ""
    customer.save(update_fields=["vat_number"])
    return order_of(shop, customer=customer, day=day, lines=[(_item(shop, GLASSES), 240), (_item(shop, PLATES), 120)])


def _over_limit(shop: Shop, day: date, user: User) -> SalesOrder:
    customer = _customer(shop, OVER_LIMIT)
    customer.credit_limit_amount = LIMIT
    customer.save(update_fields=["credit_limit_amount"])
    order = order_of(shop, customer=customer, day=day, lines=[(_item(shop, MACHINE), 2)])
    CONFIRM.post(company=shop.company, orders=[order.pk], posted_by=user, key="demo over the limit")
    return order


def _with_blocked_item(shop: Shop, day: date) -> SalesOrder:
    blocked = Item.objects.get(company=shop.company, number=BLOCKED_ITEM)
    blocked.is_blocked = True
    blocked.save(update_fields=["is_blocked"])
    return order_of(shop, customer=shop.customers[0], day=day, lines=[(blocked, 2), (_item(shop, PLATES), 36)])


def _customer(shop: Shop, name: str) -> Customer:
    return next(customer for customer in shop.customers if customer.name.startswith(name))


def _item(shop: Shop, number: str) -> Item:
    return next(item for item in shop.items if item.number == number)
