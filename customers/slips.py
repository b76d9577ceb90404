"""Packing slips to invoice: what is left of them, and which of an order's a run was asked to take.

Without a choice an invoice takes all that is left of every packing slip. One that was chosen and has nothing left any
more is refused by name, with what took it: what somebody chose is invoiced, or nothing of that order.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, Exists, F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from arclose.ledger.models import Company
from arclose.ledger.outcomes import Refusal
from customers.models import InvoicedDelivery, OrderDocument, OrderDocumentLine, SalesOrder
from customers.models.order_documents import OrderDocumentType
from customers.refusals import refusal

IS_SLIP = {"document_type": OrderDocumentType.PACKING_SLIP, "corrects": None}
_QUANTITY = DecimalField(max_digits=18, decimal_places=4)


@dataclass(frozen=True)
class OpenSlip:
    """A packing slip of an order and what is left of it to invoice: (line, quantity), and their value.

    ``taken_by`` names what took all of one that has nothing left. ``net_amount`` is in the order's currency.
    """

    slip: OrderDocument
    lines: Sequence[tuple[int, Decimal]]
    net_amount: Decimal
    taken_by: str = ""


def _sum(rows: "QuerySet[Any]", group: str) -> Coalesce:
    summed = rows.order_by().values(group).annotate(sum=Sum("quantity")).values("sum")
    return Coalesce(Subquery(summed), Decimal(0), output_field=_QUANTITY)


def with_left(lines: "QuerySet[OrderDocumentLine]") -> "QuerySet[Any]":
    """Read along with lines of packing slips how much corrections and invoices left of them (``left_quantity``)."""
    corrections = OrderDocumentLine.objects.filter(
        document__corrects=OuterRef("document"), order_line=OuterRef("order_line")
    )
    invoiced = InvoicedDelivery.objects.filter(slip_line=OuterRef("pk"))
    return lines.annotate(
        left_quantity=F("quantity") + _sum(corrections, "document__corrects") - _sum(invoiced, "slip_line")
    )


# Packing slips of which something is not invoiced, as a condition of order documents.
HAS_LEFT = Exists(
    with_left(
        OrderDocumentLine.objects.filter(
            document=OuterRef("pk"),
            document__document_type=OrderDocumentType.PACKING_SLIP,
            document__corrects=None,
        ).exclude(order_line__delivered_quantity=F("order_line__invoiced_quantity"))
    ).exclude(left_quantity=0)
)


def _lines_of(company: Company, **narrowed: Any) -> "QuerySet[Any]":
    is_slip = {f"document__{name}": value for name, value in IS_SLIP.items()}
    return with_left(OrderDocumentLine.objects.filter(document__company=company, **is_slip, **narrowed))


def open_slips(order: SalesOrder, *, chosen: Collection[int] = ()) -> list[OpenSlip]:
    """Give the packing slips of an order of which something is left to invoice, and those chosen, the oldest first."""
    lines: dict[int, list[Any]] = defaultdict(list)
    found = _lines_of(order.company, order_line__order=order).select_related("document__site", "order_line")
    for line in found.order_by("document", "line_number"):
        lines[line.document_id].append(line)
    taken = {one.slip_id: one.taken_by for one in _gone(order.company, [order.pk], chosen)}
    shown = (rows for slip, rows in lines.items() if slip in taken or any(row.left_quantity for row in rows))
    return [_open_slip(rows, taken) for rows in shown]


def _open_slip(rows: Sequence[Any], taken: dict[int, str]) -> OpenSlip:
    left = [row for row in rows if row.left_quantity]
    worth = (row.order_line.net_amount * row.left_quantity / (row.order_line.quantity or 1) for row in left)
    return OpenSlip(
        slip=rows[0].document,
        lines=[(row.order_line.line_number, row.left_quantity) for row in left],
        net_amount=sum(worth, Decimal(0)),
        taken_by=taken.get(rows[0].document_id, ""),
    )


def refused(*, company: Company, orders: Iterable[int], chosen: Sequence[int] | None) -> list[Refusal]:
    """Refuse each order of whose chosen packing slips one has nothing left to invoice, or of which none was chosen."""
    asked = set(orders)
    if chosen is None or not asked:
        return []
    gone: dict[int, list[str]] = defaultdict(list)
    for one in _gone(company, sorted(asked), chosen):
        gone[one.order_id] += [one.number, one.taken_by]
    found = _lines_of(company, document__in=chosen, order_line__order__in=asked)
    none_of = asked - set(found.order_by().values_list("order_line__order", flat=True).distinct())
    return [
        *(refusal(order, "slip_taken", "; ".join(_pairs(facts))) for order, facts in sorted(gone.items())),
        *(refusal(order, "no_slip_chosen") for order in sorted(none_of)),
    ]


def _pairs(facts: Sequence[str]) -> list[str]:
    return [f"{number} ({taken_by})" for number, taken_by in zip(facts[::2], facts[1::2], strict=True)]


@dataclass(frozen=True)
class _Gone:
    order_id: int
    slip_id: int
    number: str
    taken_by: str


def _gone(company: Company, orders: Collection[int], chosen: Collection[int]) -> list[_Gone]:
    """Give the chosen packing slips of which nothing of an order is left, with the numbers of what took it."""
    if not chosen:
        return []
    lines = _lines_of(company, document__in=chosen, order_line__order__in=orders)
    left: dict[tuple[int, int, str], bool] = defaultdict(bool)
    for order, slip, number, quantity in lines.order_by("document", "order_line").values_list(
        "order_line__order", "document", "document__number", "left_quantity"
    ):
        left[order, slip, number] |= bool(quantity)
    return [_Gone(*key, _taken_by(key[0], key[1])) for key, has_left in left.items() if not has_left]


def _taken_by(order: int, slip: int) -> str:
    """Name the documents that took what a packing slip delivered of an order."""
    taken = InvoicedDelivery.objects.filter(slip_line__document=slip, slip_line__order_line__order=order)
    invoices = taken.values_list("invoice_line__invoice__number", flat=True)
    corrections = OrderDocument.objects.filter(corrects=slip, lines__order_line__order=order)
    return ", ".join(sorted({*invoices, *corrections.values_list("number", flat=True)}))


def of_orders(*, orders: Sequence[int], chosen: Sequence[int]) -> tuple[int, ...]:
    """Give those of the chosen packing slips that are of these orders."""
    lines = OrderDocumentLine.objects.filter(document__in=chosen, order_line__order__in=orders)
    return tuple(lines.order_by("document").values_list("document", flat=True).distinct())


def orders_to_invoice(*, company: Company, slips: Sequence[int]) -> "QuerySet[SalesOrder]":
    """Give the orders of packing slips: those of which something is left, and all of a slip that has nothing left."""
    lines = _lines_of(company, document__in=slips)
    has_left = lines.exclude(left_quantity=0)
    gone = lines.exclude(document__in=has_left.order_by().values("document"))
    orders = has_left.order_by().values("order_line__order").union(gone.order_by().values("order_line__order"))
    return SalesOrder.objects.filter(company=company, pk__in=[row["order_line__order"] for row in orders])
