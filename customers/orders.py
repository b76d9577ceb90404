"""Sales orders as people enter them: make, change and cancel them, and credit an invoice by a returned order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext

from django.db import IntegrityError, transaction
from django.db.models import Max, Sum
from django.utils.translation import gettext as _

from arclose.ledger.models import Company, Currency
from arclose.ledger.money import EXACT, round_amount
from customers.models import Customer, Invoice, Item, PaymentTerms, SalesOrder, SalesOrderLine, TaxGroup
from customers.models.invoices import InvoiceType
from customers.models.sales_orders import OrderStatus, OrderType

HUNDRED = Decimal(100)
LARGEST_AMOUNT = Decimal(10) ** 15
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


class CreditedAlready(Exception):
    """Credit notes have taken the whole invoice back."""

    def __init__(self, invoice: Invoice, credit_note: Invoice) -> None:
        """Carry the invoice and its last credit note."""
        super().__init__(
            _("Invoice %(invoice)s is credited already, by %(credit_note)s.")
            % {"invoice": invoice.number, "credit_note": credit_note.number}
        )
        self.invoice, self.credit_note = invoice, credit_note


class NotAnInvoice(Exception):
    """A credit note is not credited: make a new order instead."""

    def __init__(self, invoice: Invoice) -> None:
        """Carry the document."""
        super().__init__(_("%(number)s is a credit note itself.") % {"number": invoice.number})
        self.invoice = invoice


class CreditedBeforeInvoice(Exception):
    """A credit note cannot be dated before the invoice it credits."""

    def __init__(self, invoice: Invoice) -> None:
        """Carry the invoice."""
        super().__init__(
            _("The credit note cannot be dated before invoice %(number)s, which is of %(date)s.")
            % {"number": invoice.number, "date": invoice.invoice_date}
        )
        self.invoice = invoice


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
    """Make an open order with its lines. The same key gives the order it gave before.

    :raises NumberTaken: another order has the number.
    :raises AmountTooLarge: a line amounts to more than the books can hold.
    """
    amounts = _amounts(head, lines)
    with transaction.atomic():
        try:
            with transaction.atomic():
                order = SalesOrder.objects.create(company=company, source=_source(key), **_values(head, amounts))
        except IntegrityError as error:
            return _made_before(company, head.number, key, error)
        _write_lines(order, lines, amounts)
    return order


def _source(key: str) -> str:
    return f"page {key}"[:80]


def _made_before(company: Company, number: str, key: str, error: IntegrityError) -> SalesOrder:
    known = SalesOrder.objects.filter(company=company, number=number).first()
    if known is None:
        raise error
    if known.source != _source(key):
        raise NumberTaken(number) from error
    return known


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


def credit_invoice(*, invoice: Invoice, invoice_date: date, reason: str) -> SalesOrder:
    """Make the returned order that takes a whole invoice back, open; one that is there already is given again.

    :raises NotAnInvoice: the document is a credit note.
    :raises CreditedAlready: credit notes have taken back all of it.
    :raises CreditedBeforeInvoice: the day is before the invoice.
    """
    _refuse_credit(invoice, invoice_date)
    waiting = invoice.credit_orders.filter(company=invoice.company_id, status=OrderStatus.OPEN).first()
    if waiting:
        return waiting
    made_before = invoice.credit_orders.count()
    number = f"RO-{invoice.number}" + (f"-{made_before + 1}" if made_before else "")
    return create_order(
        company=invoice.company,
        head=_head_of_credit(invoice, number[:30], invoice_date, reason),
        lines=_opposite_lines(invoice),
        key=f"credit {invoice.pk}",
    )


def _refuse_credit(invoice: Invoice, invoice_date: date) -> None:
    if invoice.invoice_type != InvoiceType.INVOICE:
        raise NotAnInvoice(invoice)
    notes = invoice.credit_notes.order_by("-pk")
    credited = notes.aggregate(total=Sum("total_amount"))["total"]
    if credited is not None and abs(credited) >= abs(invoice.total_amount):
        raise CreditedAlready(invoice, notes[0])
    if invoice_date < invoice.invoice_date:
        raise CreditedBeforeInvoice(invoice)


def _head_of_credit(invoice: Invoice, number: str, invoice_date: date, reason: str) -> OrderHead:
    return OrderHead(
        number=number,
        order_type=OrderType.RETURNED,
        customer=invoice.customer,
        order_date=invoice_date,
        invoice_date=invoice_date,
        currency=invoice.currency,
        payment_terms=invoice.payment_terms,
        tax_group=invoice.order.tax_group,
        delivery_country=invoice.delivery_country,
        delivery_address=invoice.order.delivery_address,
        total_discount_percent=invoice.order.total_discount_percent,
        credited_invoice=invoice,
        reason=reason,
    )


def _opposite_lines(invoice: Invoice) -> list[OrderLine]:
    return [
        OrderLine(line.item, -line.quantity, line.unit_price, line.line_discount_percent, line.description)
        for line in invoice.lines.select_related("item").order_by("line_number")
    ]


def _locked_open(order: SalesOrder) -> SalesOrder:
    locked = SalesOrder.objects.select_for_update(no_key=True).get(pk=order.pk)
    if locked.status != OrderStatus.OPEN:
        raise OrderNotOpen(locked)
    return locked


def _amounts(head: OrderHead, lines: Sequence[OrderLine]) -> list[Decimal]:
    amounts = [net_amount_of(line, decimals=head.currency.decimals) for line in lines]
    for position, amount in enumerate(amounts):
        if abs(amount) >= LARGEST_AMOUNT:
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
