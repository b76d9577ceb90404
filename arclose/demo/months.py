"""What the demo company sells in a month, drawn from a seeded generator."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from random import Random

from arclose.ledger.models import Company, Currency
from arclose.ledger.money import round_amount
from customers.models import Customer, Item, SalesOrder, SalesOrderLine
from customers.orders import OrderLine, net_amount_of, net_amount_of_order

SATURDAY = 5
MOST_LINES = 6
FREIGHT = "FREIGHT"
# Units of a currency for one euro in the price lists, changed once a year, unlike the published rates.
PRICE_LISTS = {
    "EUR": Decimal(1),
    "USD": Decimal("1.15"),
    "GBP": Decimal("0.88"),
    "CHF": Decimal("0.95"),
    "SEK": Decimal("11.20"),
}
# How often each is drawn: most lines and orders have no discount.
LINE_DISCOUNTS = (Decimal(0),) * 7 + (Decimal(5), Decimal("7.5"), Decimal(10))
TOTAL_DISCOUNTS = (Decimal(0),) * 9 + (Decimal(2),)
FIRST_NUMBER = 260_801


@dataclass(frozen=True)
class Shop:
    """Who buys what, and the chance that decides."""

    company: Company
    customers: Sequence[Customer]
    items: Sequence[Item]
    decimals: dict[str, int]
    chance: Random
    numbers: Iterator[int]


def open_shop(company: Company, customers: Sequence[Customer], items: Sequence[Item], chance: Random) -> Shop:
    """Give the shop with its first order number."""
    decimals = dict(Currency.objects.values_list("code", "decimals"))
    return Shop(company, customers, items, decimals, chance, count(FIRST_NUMBER))


def working_days(first: date, last: date) -> list[date]:
    """Give the days from Monday to Friday."""
    days = (first + timedelta(days=place) for place in range((last - first).days + 1))
    return [day for day in days if day.weekday() < SATURDAY]


def create_orders(shop: Shop, *, days: Sequence[date], how_many: int) -> list[SalesOrder]:
    """Create open orders on the days, a few lines each, and give them."""
    dates = sorted(shop.chance.choice(days) for _place in range(how_many))
    drafts = [_draft(shop, day) for day in dates]
    orders = SalesOrder.objects.bulk_create(order for order, _lines in drafts)
    _create_lines(shop, [(order, lines) for order, (_same, lines) in zip(orders, drafts, strict=True)])
    return orders


def order_of(shop: Shop, *, customer: Customer, day: date, lines: Sequence[tuple[Item, int]]) -> SalesOrder:
    """Create one open order of a customer for so many of each item, without discounts."""
    wanted = [OrderLine(item, Decimal(quantity), _price(shop, item, customer)) for item, quantity in lines]
    order = _head(shop, customer, day, wanted, Decimal(0))
    order.save()
    _create_lines(shop, [(order, wanted)])
    return order


def _draft(shop: Shop, day: date) -> tuple[SalesOrder, list[OrderLine]]:
    customer = shop.chance.choice(shop.customers)
    lines = [_line(shop, customer, item) for item in _basket(shop)]
    return _head(shop, customer, day, lines, shop.chance.choice(TOTAL_DISCOUNTS)), lines


def _basket(shop: Shop) -> list[Item]:
    """Choose a few items; half of the orders pay freight, on the last line."""
    sold = [item for item in shop.items if item.number != FREIGHT]
    chosen = shop.chance.sample(sold, shop.chance.randrange(1, MOST_LINES))
    freight = [item for item in shop.items if item.number == FREIGHT]
    return chosen + freight * shop.chance.randrange(2)


def _line(shop: Shop, customer: Customer, item: Item) -> OrderLine:
    return OrderLine(
        item=item,
        quantity=Decimal(_quantity(shop, item)),
        unit_price=_price(shop, item, customer),
        line_discount_percent=shop.chance.choice(LINE_DISCOUNTS) if item.number != FREIGHT else Decimal(0),
    )


def _quantity(shop: Shop, item: Item) -> int:
    """Draw a quantity: the dearer, the fewer."""
    if item.number == FREIGHT:
        return 1
    return shop.chance.randrange(1, max(3, min(120, int(1500 / item.unit_price))))


def _price(shop: Shop, item: Item, customer: Customer) -> Decimal:
    currency = customer.currency_id
    return round_amount(item.unit_price * PRICE_LISTS[currency], shop.decimals[currency])


def _head(shop: Shop, customer: Customer, day: date, lines: Sequence[OrderLine], total_discount: Decimal) -> SalesOrder:
    number = next(shop.numbers)
    return SalesOrder(
        company=shop.company,
        number=f"SO{number}",
        customer=customer,
        order_date=day,
        invoice_date=day,
        currency_id=customer.currency_id,
        payment_terms_id=customer.payment_terms_id,
        tax_group_id=customer.tax_group_id,
        delivery_address=customer.address,
        delivery_country=customer.country,
        total_discount_percent=total_discount,
        net_amount=net_amount_of_order(
            _amounts(shop, customer, lines),
            total_discount_percent=total_discount,
            decimals=shop.decimals[customer.currency_id],
        ),
        source="demo",
    )


def _amounts(shop: Shop, customer: Customer, lines: Sequence[OrderLine]) -> list[Decimal]:
    return [net_amount_of(line, decimals=shop.decimals[customer.currency_id]) for line in lines]


def _create_lines(shop: Shop, orders: Sequence[tuple[SalesOrder, Sequence[OrderLine]]]) -> None:
    SalesOrderLine.objects.bulk_create(
        SalesOrderLine(company=shop.company, order=order, line_number=place, net_amount=amount, **vars(line))
        for order, lines in orders
        for place, (line, amount) in enumerate(zip(lines, _amounts(shop, order.customer, lines), strict=True), start=1)
    )
