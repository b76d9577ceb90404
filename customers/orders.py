"""Sales orders as people enter them: head, lines, amounts, and making one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from arclose.ledger.models import Company, Currency
from arclose.ledger.money import EXACT, round_amount
from arclose.ledger.posting import fingerprint_of
from customers.credit.limits import credit_at_entry
from customers.models import (
    ChargeCode,
    Customer,
    Invoice,
    Item,
    OrderCharge,
    OrderRequest,
    PaymentTerms,
    SalesOrder,
    SalesOrderLine,
    Site,
    TaxGroup,
)
from customers.models.sales_orders import LARGEST_LINE_AMOUNT, OrderType

HUNDRED = Decimal(100)
NUMBERS_TRIED = 20


class NumberTaken(Exception):
    """Another order of the company has this number."""

    def __init__(self, number: str) -> None:
        """Carry the number."""
        super().__init__(_("There is an order %(number)s already.") % {"number": number})
        self.number = number


class AmountTooLarge(Exception):
    """A line amounts to more than the books can hold."""

    def __init__(self, position: int, amount: Decimal) -> None:
        """Carry the line's position, from 0 on, and its amount."""
        super().__init__(_("The line amounts to %(amount)s, more than the books can hold.") % {"amount": amount})
        self.position, self.amount = position, amount


class KeyOfAnotherOrder(Exception):
    """The form was sent before, with other content: that made an order, and nothing was written now."""

    def __init__(self, order: SalesOrder) -> None:
        """Carry the order that was made then."""
        super().__init__(
            _(
                "This form was sent before, and made order %(number)s. Nothing was written now: change that order, or"
                " send this as a new one."
            )
            % {"number": order.number}
        )
        self.order = order


@dataclass(frozen=True)
class OrderHead:
    """What stands above the lines of an order."""

    number: str
    customer: Customer
    order_date: date
    invoice_date: date
    currency: Currency
    payment_terms: PaymentTerms
    tax_group: TaxGroup
    delivery_country: str
    delivery_address: str = ""
    delivery_date: date | None = None
    order_type: str = OrderType.SALES
    total_discount_percent: Decimal = Decimal(0)
    credited_invoice: Invoice | None = None
    reason: str = ""
    customer_reference: str = ""
    prices_include_tax: bool = False


@dataclass(frozen=True)
class OrderLine:
    """So many of an item at a net price; a returned order has negative quantities."""

    item: Item
    quantity: Decimal
    unit_price: Decimal
    line_discount_percent: Decimal = Decimal(0)
    description: str = ""
    site: Site | None = None
    delivery_address: str = ""
    delivery_country: str = ""


@dataclass(frozen=True)
class AskedCharge:
    """A charge on an order, or on one of its lines by its place from 1 on; of a returned order below zero if fixed."""

    charge_code: ChargeCode
    value: Decimal
    line: int | None = None
    is_percent: bool = False


def has_sign_of(order_type: str, quantity: Decimal) -> bool:
    """Tell whether people may enter a quantity on an order of a type: below zero on a returned one only; zero on any.

    Imports bring lines of either sign, and what credits these has the opposite one.
    """
    return quantity <= 0 if order_type == OrderType.RETURNED else quantity >= 0


def net_amount_of(line: OrderLine, *, decimals: int) -> Decimal:
    """Give quantity times price less the line discount, rounded to the currency's decimals."""
    with localcontext(EXACT):
        gross = line.quantity * line.unit_price
        return round_amount(gross * (HUNDRED - line.line_discount_percent) / HUNDRED, decimals)


def net_amount_of_order(amounts: Sequence[Decimal], *, total_discount_percent: Decimal, decimals: int) -> Decimal:
    """Give the sum of the lines' amounts less the total discount, which is rounded once."""
    lines = sum(amounts, Decimal(0))
    return lines - round_amount(lines * total_discount_percent / HUNDRED, decimals)


def next_number(*, company: Company, prefix: str = "SO") -> str:
    """Propose a number for a new order; whoever is first has it."""
    last = SalesOrder.objects.aggregate(last=Max("pk"))["last"] or 0
    taken = SalesOrder.objects.filter(company=company)
    proposed = (f"{prefix}{last + step}" for step in range(1, NUMBERS_TRIED))
    return next((number for number in proposed if not taken.filter(number=number).exists()), "")


def create_order(
    *,
    company: Company,
    head: OrderHead,
    lines: Sequence[OrderLine],
    key: str,
    charges: Sequence[AskedCharge] = (),
    entered_by: User | None = None,
) -> SalesOrder:
    """Make an open order with its lines and charges. The same key and content give the order they gave before.

    :raises OverCredit: the company checks credit at entry, and it exceeds a limit.
    :raises KeyOfAnotherOrder: the key made an order of other content.
    :raises NumberTaken: another order has the number.
    :raises AmountTooLarge: a line amounts to more than the books can hold.
    """
    amounts = line_amounts(head, lines)
    fingerprint = fingerprint_of(_facts(head), [_facts(line) for line in lines], *map(_facts, charges))
    with transaction.atomic():
        if known := _made_before(company, key, fingerprint):
            return known
        try:
            with transaction.atomic():
                order = SalesOrder.objects.create(
                    company=company, source="page", entered_by=entered_by, **head_values(head, amounts)
                )
                OrderRequest.objects.create(company=company, key=key, fingerprint=fingerprint, order=order)
        except IntegrityError as error:
            if known := _made_before(company, key, fingerprint):
                return known
            if not SalesOrder.objects.filter(company=company, number=head.number).exists():
                raise
            raise NumberTaken(head.number) from error
        _write_lines(order, lines, amounts)
        write_charges(order, charges, list(order.lines.order_by("line_number")))
        credit_at_entry(order)
    return order


def _made_before(company: Company, key: str, fingerprint: str) -> SalesOrder | None:
    known = OrderRequest.objects.filter(company=company, key=key).select_related("order").first()
    if known and known.fingerprint != fingerprint:
        raise KeyOfAnotherOrder(known.order)
    return known.order if known else None


def _facts(typed: OrderHead | OrderLine | AskedCharge) -> list[tuple[str, str]]:
    """Give what was typed as texts: rows by their key, numbers without needless zeros."""
    return sorted((name, as_text(value)) for name, value in vars(typed).items())


def as_text(value: object) -> str:
    """Give a value as a text to compare by: a row by its key, a number without needless zeros."""
    if isinstance(value, Decimal):
        return format(value.normalize(EXACT), "f")
    return str(getattr(value, "pk", value))


def line_amounts(head: OrderHead, lines: Sequence[OrderLine]) -> list[Decimal]:
    """Give the net amount of each line.

    :raises AmountTooLarge: one is more than the books can hold.
    """
    amounts = [net_amount_of(line, decimals=head.currency.decimals) for line in lines]
    for position, amount in enumerate(amounts):
        if abs(amount) >= LARGEST_LINE_AMOUNT:
            raise AmountTooLarge(position, amount)
    return amounts


def head_values(head: OrderHead, amounts: Sequence[Decimal]) -> dict[str, object]:
    """Give the columns of an order's head, with the sum of its lines less the total discount."""
    net = net_amount_of_order(
        amounts, total_discount_percent=head.total_discount_percent, decimals=head.currency.decimals
    )
    return {**vars(head), "net_amount": net}


def _write_lines(order: SalesOrder, lines: Sequence[OrderLine], amounts: Sequence[Decimal]) -> None:
    SalesOrderLine.objects.bulk_create(
        SalesOrderLine(company_id=order.company_id, order=order, line_number=number, net_amount=amount, **vars(line))
        for number, (line, amount) in enumerate(zip(lines, amounts, strict=True), start=1)
    )


def write_charges(order: SalesOrder, charges: Sequence[AskedCharge], lines: Sequence[SalesOrderLine]) -> None:
    """Put charges on an order; those of lines name them by their place."""
    OrderCharge.objects.bulk_create(
        OrderCharge(
            company_id=order.company_id,
            order=order,
            order_line=lines[charge.line - 1] if charge.line else None,
            charge_code=charge.charge_code,
            is_percent=charge.is_percent,
            value=charge.value,
        )
        for charge in charges
    )
