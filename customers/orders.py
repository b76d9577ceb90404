"""Sales orders as people enter them: make, change and cancel them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from arclose.ledger.models import Company, Currency
from arclose.ledger.money import EXACT, round_amount
from arclose.ledger.posting import fingerprint_of
from customers.models import (
    Customer,
    Invoice,
    Item,
    OrderRequest,
    PaymentTerms,
    SalesOrder,
    SalesOrderLine,
    TaxGroup,
)
from customers.models.sales_orders import LARGEST_LINE_AMOUNT, OrderStatus, OrderType

HUNDRED = Decimal(100)
NUMBERS_TRIED = 20


class OrderNotOpen(Exception):
    """The order is invoiced or canceled: it stays as it is."""

    def __init__(self, order: SalesOrder) -> None:
        """Carry the order as it stands."""
        super().__init__(
            _("Order %(number)s is not open any more: %(status)s.")
            % {"number": order.number, "status": order.get_status_display()}
        )
        self.order = order


class OrderChanged(Exception):
    """Somebody changed the order since it was read: nothing was written."""

    def __init__(self, order: SalesOrder) -> None:
        """Carry the order as it stands."""
        super().__init__(
            _("Order %(number)s was changed by somebody else since you opened it.") % {"number": order.number}
        )
        self.order = order


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
    order_type: str = OrderType.SALES
    total_discount_percent: Decimal = Decimal(0)
    credited_invoice: Invoice | None = None
    reason: str = ""


@dataclass(frozen=True)
class OrderLine:
    """So many of an item at a net price; a returned order has negative quantities."""

    item: Item
    quantity: Decimal
    unit_price: Decimal
    line_discount_percent: Decimal = Decimal(0)
    description: str = ""


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


def create_order(*, company: Company, head: OrderHead, lines: Sequence[OrderLine], key: str) -> SalesOrder:
    """Make an open order with its lines. The same key and content give the order they gave before.

    :raises KeyOfAnotherOrder: the key made an order of other content.
    :raises NumberTaken: another order has the number.
    :raises AmountTooLarge: a line amounts to more than the books can hold.
    """
    amounts = _amounts(head, lines)
    fingerprint = fingerprint_of(_facts(head), [_facts(line) for line in lines])
    with transaction.atomic():
        if known := _made_before(company, key, fingerprint):
            return known
        try:
            with transaction.atomic():
                order = SalesOrder.objects.create(company=company, source="page", **_values(head, amounts))
                OrderRequest.objects.create(company=company, key=key, fingerprint=fingerprint, order=order)
        except IntegrityError as error:
            if known := _made_before(company, key, fingerprint):
                return known
            if not SalesOrder.objects.filter(company=company, number=head.number).exists():
                raise
            raise NumberTaken(head.number) from error
        _write_lines(order, lines, amounts)
    return order


def _made_before(company: Company, key: str, fingerprint: str) -> SalesOrder | None:
    known = OrderRequest.objects.filter(company=company, key=key).select_related("order").first()
    if known and known.fingerprint != fingerprint:
        raise KeyOfAnotherOrder(known.order)
    return known.order if known else None


def _facts(typed: OrderHead | OrderLine) -> list[tuple[str, str]]:
    """Give what was typed as texts: rows by their key, numbers without needless zeros."""
    return sorted((name, _as_text(value)) for name, value in vars(typed).items())


def _as_text(value: object) -> str:
    if isinstance(value, Decimal):
        return format(value.normalize(EXACT), "f")
    return str(getattr(value, "pk", value))


def change_order(*, order: SalesOrder, head: OrderHead, lines: Sequence[OrderLine], seen: str) -> SalesOrder:
    """Replace head and lines of an open order.

    ``seen`` is the :func:`version_of` the order when it was read.

    :raises OrderNotOpen: it is invoiced or canceled.
    :raises OrderChanged: somebody changed it since.
    :raises NumberTaken: another order has the number.
    :raises AmountTooLarge: a line amounts to more than the books can hold.
    """
    amounts = _amounts(head, lines)
    with transaction.atomic():
        locked = _locked_open(order)
        if version_of(locked) != seen:
            raise OrderChanged(locked)
        for name, value in _values(head, amounts).items():
            setattr(locked, name, value)
        try:
            with transaction.atomic():
                locked.save()
        except IntegrityError as error:
            raise NumberTaken(head.number) from error
        locked.lines.all().delete()
        _write_lines(locked, lines, amounts)
    return locked


def version_of(order: SalesOrder) -> str:
    """Give what tells an order from itself after a change: its amount, dates and the id of its last line."""
    last = order.lines.aggregate(last=Max("pk"))["last"] or 0
    return f"{last}-{order.net_amount}-{order.invoice_date}-{order.customer_id}"


def cancel_order(*, order: SalesOrder, reason: str) -> SalesOrder:
    """Cancel an open order, with a reason: it will never be invoiced. One canceled before stays so.

    :raises OrderNotOpen: it is invoiced.
    """
    with transaction.atomic():
        locked = SalesOrder.objects.select_for_update(no_key=True).get(pk=order.pk)
        if locked.status == OrderStatus.CANCELED:
            return locked
        if locked.status != OrderStatus.OPEN:
            raise OrderNotOpen(locked)
        locked.status, locked.reason = OrderStatus.CANCELED, reason[:200]
        locked.save(update_fields=["status", "reason"])
    return locked


def may_change(order: SalesOrder) -> bool:
    """Tell whether an order can be changed: what the button shows and :func:`change_order` asks."""
    return order.status == OrderStatus.OPEN


def may_cancel(order: SalesOrder) -> bool:
    """Tell whether an order can be canceled: what the button shows and :func:`cancel_order` asks."""
    return order.status == OrderStatus.OPEN


def _locked_open(order: SalesOrder) -> SalesOrder:
    locked = SalesOrder.objects.select_for_update(no_key=True).get(pk=order.pk)
    if locked.status != OrderStatus.OPEN:
        raise OrderNotOpen(locked)
    return locked


def _amounts(head: OrderHead, lines: Sequence[OrderLine]) -> list[Decimal]:
    amounts = [net_amount_of(line, decimals=head.currency.decimals) for line in lines]
    for position, amount in enumerate(amounts):
        if abs(amount) >= LARGEST_LINE_AMOUNT:
            raise AmountTooLarge(position, amount)
    return amounts


def _values(head: OrderHead, amounts: Sequence[Decimal]) -> dict[str, object]:
    net = net_amount_of_order(
        amounts, total_discount_percent=head.total_discount_percent, decimals=head.currency.decimals
    )
    return {**vars(head), "net_amount": net}


def _write_lines(order: SalesOrder, lines: Sequence[OrderLine], amounts: Sequence[Decimal]) -> None:
    SalesOrderLine.objects.bulk_create(
        SalesOrderLine(company_id=order.company_id, order=order, line_number=number, net_amount=amount, **vars(line))
        for number, (line, amount) in enumerate(zip(lines, amounts, strict=True), start=1)
    )
