"""Change an order by hand.

An order with documents keeps what they say: its lines are changed in place, never below what is picked, delivered
or invoiced, and a line that changes is to be confirmed again.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet, Sum
from django.utils.translation import gettext as _

from customers import sql
from customers.credit.limits import credit_at_entry
from customers.documents import prepayments_of
from customers.models import InvoiceLine, OrderCharge, OrderDocumentLine, SalesOrder, SalesOrderLine
from customers.models.sales_orders import UNFINISHED, DocumentStatus
from customers.order_history import changes_of, charges_of, keep_change
from customers.orders import (
    AskedCharge,
    NumberTaken,
    OrderHead,
    OrderLine,
    as_text,
    head_values,
    line_amounts,
    write_charges,
)
from customers.settling.reserving import let_go_of_what_is_not_needed
from customers.standing import version_of

# What a confirmation names, and what besides it a picking list, a packing slip or an invoice was made by.
_NAMED = ("number", "order_type", "customer", "currency")
_STARTED = (
    *_NAMED, "order_date", "payment_terms", "tax_group", "delivery_country", "total_discount_percent",
    "credited_invoice", "customer_reference", "prices_include_tax",
)  # fmt: skip
_ON_CONFIRMATION = (
    "delivery_date", "payment_terms", "tax_group", "delivery_address", "delivery_country", "total_discount_percent",
    "prices_include_tax",
)  # fmt: skip
_OF_LINE = (
    "item", "description", "quantity", "unit_price", "line_discount_percent", "site", "delivery_address",
    "delivery_country",
)  # fmt: skip
BEGUN = (DocumentStatus.PACKING_SLIP, DocumentStatus.INVOICE)

# What names a charge keeps it: taken away after its invoice was undone, it stays, marked so, with a value of nothing.
_LINES_OF_CHARGE = InvoiceLine.objects.filter(order_charge=OuterRef("pk")).order_by()
_NAMED_BY_INVOICES = Exists(_LINES_OF_CHARGE)

NumberedLines = Sequence[tuple[int | None, OrderLine]]


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
    """Somebody changed the order since it was read, or a document was made of it: nothing was written."""

    def __init__(self, order: SalesOrder) -> None:
        """Carry the order as it stands."""
        text = _(
            "Order %(number)s was changed by somebody else since you opened it. Open it again, and change what it is"
            " now."
        )
        super().__init__(text % {"number": order.number})
        self.order = order


class KeptByDocuments(Exception):
    """Documents of the order keep what the change would take from them: nothing was written."""

    def __init__(self, head: Mapping[str, str], lines: Mapping[int, str]) -> None:
        """Carry the reasons, by field of the head and by number of the line."""
        super().__init__(" ".join([*head.values(), *lines.values()]))
        self.head, self.lines = head, lines


# --- change -----------------------------------------------------------------------------------------------------------


def change_order(
    *,
    order: SalesOrder,
    head: OrderHead,
    lines: NumberedLines,
    seen: str,
    charges: Sequence[AskedCharge] | None = None,
    changed_by: User | None = None,
) -> SalesOrder:
    """Change head, lines and charges of an unfinished order; each line with its number, a new one with None.

    What was changed is kept, with who did it.

    Lines keep their numbers, and one that is not named is deleted. ``charges`` name lines by their place in ``lines``;
    they take the place of those that are on no invoice that stands, None leaves these as they are. ``seen`` is the
    :func:`version_of` the order when it was read.

    :raises OrderNotOpen: it is invoiced or canceled.
    :raises OrderChanged: somebody changed it since, or made a document of it.
    :raises KeptByDocuments: documents keep something of the head or of a line.
    :raises NumberTaken: another order has the number.
    :raises AmountTooLarge: a line amounts to more than the books can hold.
    :raises OverCredit: the company checks credit at entry, and it exceeds a limit.
    """
    amounts = line_amounts(head, [line for _number, line in lines])
    with transaction.atomic():
        locked = locked_unfinished(order)
        if version_of(locked) != seen:
            raise OrderChanged(locked)
        there = {line.line_number: line for line in locked.lines.select_related("item").order_by("line_number")}
        changes, charges_before = changes_of(locked, head, there, lines), charges_of(locked)
        _refuse_to_take_from_documents(locked, head, there, lines)
        is_head_new = any(getattr(locked, name) != getattr(head, name) for name in _ON_CONFIRMATION)
        _save_head(locked, head_values(head, amounts))
        numbers = _save_lines(locked, there, lines, amounts, is_head_new=is_head_new)
        if charges is not None:
            _save_charges(locked, charges, numbers)
        if charges_of(locked) != charges_before:
            changes.append({"field": "charges"})
        keep_change(locked, changes, changed_by)
        advance_status(locked)
        let_go_of_what_is_not_needed(locked)
        credit_at_entry(locked)
    return locked


def _refuse_to_take_from_documents(
    order: SalesOrder, head: OrderHead, there: Mapping[int, SalesOrderLine], lines: NumberedLines
) -> None:
    documented = set(
        OrderDocumentLine.objects.filter(order_line__order=order).values_list("order_line__line_number", flat=True)
    )
    invoiced = InvoiceLine.objects.filter(order_line__order=order)
    documented |= set(invoiced.values_list("order_line__line_number", flat=True))
    documented |= {number for number, line in there.items() if line.given_up_quantity}
    is_documented = bool(documented) or prepayments_of(order).exists()
    kept = _kept_of_head(order, is_documented, any(map(_is_begun, there.values())))
    head_reasons = {
        name: _("A document of the order names this: it stays as it is.")
        for name in kept
        if getattr(order, name) != getattr(head, name)
    }
    asked = dict(lines)
    line_reasons = {number: _gone(there[number]) for number in sorted(documented - asked.keys())}
    for number, line in lines:
        if number is not None and number in there and (reason := _why_not(there[number], line)):
            line_reasons[number] = reason
    if head_reasons or line_reasons:
        raise KeptByDocuments(head_reasons, line_reasons)


def _kept_of_head(order: SalesOrder, is_documented: bool, is_begun: bool) -> Sequence[str]:
    if is_begun or order.document_status == DocumentStatus.INVOICE:
        return _STARTED
    return _NAMED if is_documented else ()


def _is_begun(line: SalesOrderLine) -> bool:
    return bool(line.picked_quantity or line.delivered_quantity or line.invoiced_quantity)


def _done(line: SalesOrderLine) -> Decimal:
    """Give how much of a line is picked, delivered or invoiced, with the sign of the line."""
    return max((line.picked_quantity, line.delivered_quantity, line.invoiced_quantity), key=abs)


def _gone(line: SalesOrderLine) -> str:
    return _("Documents name this line, so it stays: lower its quantity to what is delivered, %(done)s.") % {
        "done": as_text(_done(line))
    }


def _why_not(line: SalesOrderLine, asked: OrderLine) -> str:
    if not _is_begun(line):
        return ""
    names = ("item", "unit_price", "line_discount_percent")
    if any(getattr(line, name) != getattr(asked, name) for name in names):
        return _("Documents name this line: its item, price and discount stay as they are.")
    if line.delivery_country != asked.delivery_country:
        return _("Documents name this line: the country it goes to stays as it is.")
    done = _done(line)
    if abs(asked.quantity) < abs(done) or asked.quantity * done < 0:
        return _("%(done)s of this line is picked, delivered or invoiced: it cannot become less than that.") % {
            "done": as_text(done)
        }
    return ""


def _save_head(order: SalesOrder, values: Mapping[str, object]) -> None:
    for name, value in values.items():
        setattr(order, name, value)
    try:
        with transaction.atomic():
            order.save()
    except IntegrityError as error:
        raise NumberTaken(order.number) from error


def _save_lines(
    order: SalesOrder,
    there: Mapping[int, SalesOrderLine],
    lines: NumberedLines,
    amounts: Sequence[Decimal],
    *,
    is_head_new: bool,
) -> list[int]:
    """Write the lines, and give their numbers in the order they were asked."""
    gone = order.lines.exclude(line_number__in=[number for number, _line in lines if number])
    OrderCharge.objects.filter(order_line__in=gone).delete()
    gone.delete()
    last = max(there, default=0)
    changed, made, numbers = [], [], []
    for (number, line), amount in zip(lines, amounts, strict=True):
        if number is not None and number in there:
            changed.append(_changed(there[number], line, amount, is_head_new=is_head_new))
            numbers.append(number)
            continue
        last += 1
        numbers.append(last)
        values = vars(line) | {"company_id": order.company_id, "net_amount": amount}
        made.append(SalesOrderLine(order=order, line_number=last, **values))
    SalesOrderLine.objects.bulk_update(
        changed, [*_OF_LINE, "net_amount", "deliver_now_quantity", "confirmed_quantity", "unconfirmed_quantity"]
    )
    SalesOrderLine.objects.bulk_create(made)
    return numbers


def _save_charges(order: SalesOrder, charges: Sequence[AskedCharge], numbers: Sequence[int]) -> None:
    changeable_charges(order).filter(_NAMED_BY_INVOICES).update(value=0, is_taken_away=True)
    changeable_charges(order).delete()
    lines = {line.line_number: line for line in order.lines.all()}
    write_charges(order, charges, [lines[number] for number in numbers])


def changeable_charges(order: SalesOrder) -> "QuerySet[OrderCharge]":
    """Give the charges of an order that are on no invoice that stands, and are not taken away.

    A percentage that is on any waits until none of the order stands: it is of all of them.
    """
    standing = _LINES_OF_CHARGE.values("order_charge").annotate(quantity=Sum("quantity")).exclude(quantity=0)
    left = order.charges.filter(is_taken_away=False).exclude(Exists(standing))
    if order.document_status == DocumentStatus.INVOICE:
        left = left.exclude(_NAMED_BY_INVOICES, is_percent=True)
    return left


def _changed(line: SalesOrderLine, asked: OrderLine, amount: Decimal, *, is_head_new: bool) -> SalesOrderLine:
    """Give a line as asked; where it becomes another one it is to be confirmed again."""
    if is_head_new or any(getattr(line, name) != getattr(asked, name) for name in _OF_LINE):
        lower_step(line, "confirmed_quantity", "unconfirmed_quantity", Decimal(0))
    for name in _OF_LINE:
        setattr(line, name, getattr(asked, name))
    line.net_amount = amount
    if abs(line.deliver_now_quantity) > abs(line.quantity - line.delivered_quantity):
        line.deliver_now_quantity = Decimal(0)
    return line


def lower_step(line: SalesOrderLine, step: str, aside: str, left: Decimal) -> None:
    """Lower how much of a line went through a step; its documents stay, so the rest stands aside."""
    setattr(line, aside, getattr(line, aside) + getattr(line, step) - left)
    setattr(line, step, left)


def advance_status(order: SalesOrder) -> None:
    """Let the status of an order that has documents follow its lines."""
    if order.document_status == DocumentStatus.NONE:
        return
    sql.advance_orders(company_id=order.company_id, orders=[order.pk])
    order.refresh_from_db(fields=["status", "document_status"])


def locked_unfinished(order: SalesOrder) -> SalesOrder:
    """Lock an order until the end of the transaction, and give it as it stands.

    :raises OrderNotOpen: it is invoiced or canceled.
    """
    locked = SalesOrder.objects.select_for_update(no_key=True).get(pk=order.pk)
    if locked.status not in UNFINISHED:
        raise OrderNotOpen(locked)
    return locked


# --- what buttons show ------------------------------------------------------------------------------------------------


def may_change(order: SalesOrder) -> bool:
    """Tell whether an order can be changed: what the button shows and :func:`change_order` asks."""
    return order.status in UNFINISHED
