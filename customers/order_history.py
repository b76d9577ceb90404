"""Keep what somebody changed of an order: before and after, of its head, its lines and its charges."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from django.contrib.auth.models import User

from customers.models import OrderChange, SalesOrder, SalesOrderLine
from customers.models.order_changes import ChangeKind
from customers.orders import OrderHead, OrderLine, as_text

Detail = dict[str, str | int]


def changes_of(
    order: SalesOrder,
    head: OrderHead,
    there: Mapping[int, SalesOrderLine],
    lines: Sequence[tuple[int | None, OrderLine]],
) -> list[Detail]:
    """Give what a change makes different of head and lines, before it is written, as ``OrderChange`` keeps it."""
    details = [*_differences(order, head)]
    kept = {number: line for number, line in lines if number in there}
    for number, line in there.items():
        if number in kept:
            details += [{"line": number, **one} for one in _differences(line, kept[number])]
        else:
            details.append({"line": number, "before": _goods(line)})
    return details + [{"after": _goods(line)} for number, line in lines if number not in there]


def _goods(line: SalesOrderLine | OrderLine) -> str:
    return f"{as_text(line.quantity)} {line.item}"


def _differences(standing: SalesOrder | SalesOrderLine, asked: OrderHead | OrderLine) -> Iterator[Detail]:
    for name, value in vars(asked).items():
        # Rows are compared by their key, so that only those that differ are read.
        column = standing._meta.get_field(name).attname  # type: ignore[union-attr]
        if getattr(standing, column) != getattr(value, "pk", value):
            yield {"field": name, "before": _written(getattr(standing, name)), "after": _written(value)}


def _written(value: object) -> str:
    """Give a value as it is kept: days and numbers so that every language can show them, rows by their name."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if hasattr(value, "pk") else as_text(value)


def charges_of(order: SalesOrder) -> list[tuple[object, ...]]:
    """Give the charges of an order, to be compared."""
    standing = order.charges.filter(is_taken_away=False)
    named = standing.values_list("charge_code__code", "order_line__line_number", "value", "is_percent")
    return sorted(named, key=str)


def keep_change(order: SalesOrder, details: Sequence[Detail], changed_by: User | None) -> None:
    """Keep who changed what of an order; nothing where nothing is different."""
    if details:
        OrderChange.objects.create(
            company_id=order.company_id, order=order, kind=ChangeKind.CHANGED, details=details, changed_by=changed_by
        )


def keep_cancellation(order: SalesOrder, reason: str, canceled_by: User | None) -> None:
    """Keep who canceled an order, and why."""
    OrderChange.objects.create(
        company_id=order.company_id, order=order, kind=ChangeKind.CANCELED, reason=reason[:200], changed_by=canceled_by
    )
