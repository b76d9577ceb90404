"""How an order stands: what tells it from itself once somebody changed it, or made a document of it.

A page says how the order stood that it showed. Who posts from it sends that along, and the posting compares behind
its locks, so that nobody posts what they did not look at.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from arclose.ledger.models import Company
from arclose.ledger.outcomes import Refusal
from arclose.ledger.posting import fingerprint_of
from customers.documents import invoices_of, last_of, order_documents_of
from customers.models import Invoice, OrderCharge, OrderDocument, SalesOrder, SalesOrderLine
from customers.orders import as_text
from customers.refusals import refusal

_OF_HEAD = (
    "status", "invoice_date", "reason", "number", "order_type", "customer_id", "currency_id", "order_date",
    "delivery_date", "payment_terms_id", "tax_group_id", "delivery_address", "delivery_country",
    "total_discount_percent", "credited_invoice_id", "net_amount", "customer_reference",
    "prices_include_tax",
)  # fmt: skip
_OF_LINE = (
    "pk", "item_id", "description", "quantity", "unit_price", "line_discount_percent", "site_id", "delivery_address",
    "delivery_country", "deliver_now_quantity", "confirmed_quantity", "picked_quantity", "delivered_quantity",
    "invoiced_quantity",
)  # fmt: skip
_OF_CHARGE = ("pk", "order_line_id", "charge_code_id", "is_percent", "value")
_WRITTEN = re.compile(r"([0-9a-f]{64}) (\d{1,18}) (\d{1,18})", re.ASCII)


@dataclass(frozen=True)
class Standing:
    """An order at a moment: a digest of head and lines, and the ids of its last document and invoice, 0 for none."""

    version: str
    last_document: int
    last_invoice: int

    def __str__(self) -> str:
        return f"{self.version} {self.last_document} {self.last_invoice}"


def read(text: str) -> Standing | None:
    """Give the standing that was written as a text; None where it is none."""
    found = _WRITTEN.fullmatch(text)
    return Standing(found[1], int(found[2]), int(found[3])) if found else None


def version_of(
    order: SalesOrder,
    lines: Iterable[SalesOrderLine] | None = None,
    charges: Iterable[OrderCharge] | None = None,
) -> str:
    """Give what tells an order from itself after a change: a digest of its head, its lines and their steps.

    ``lines`` and ``charges`` are those of the order, where they are read already.
    """
    read = order.lines.all() if lines is None else lines
    head = [as_text(getattr(order, name)) for name in _OF_HEAD]
    in_order = sorted(read, key=lambda line: line.line_number)
    charged = sorted(order.charges.all() if charges is None else charges, key=lambda charge: charge.pk)
    of_charges = [[as_text(getattr(charge, name)) for name in _OF_CHARGE] for charge in charged]
    of_lines = [[as_text(getattr(line, name)) for name in _OF_LINE] for line in in_order]
    return fingerprint_of(head, of_lines, *of_charges)


def with_last(orders: "QuerySet[SalesOrder]") -> "QuerySet[SalesOrder]":
    """Read along with orders the ids of their last document and invoice, for ``standing_of``."""
    return orders.annotate(last_document=last_of(OrderDocument), last_invoice=last_of(Invoice))


def standing_of(
    order: SalesOrder,
    lines: Iterable[SalesOrderLine] | None = None,
    charges: Iterable[OrderCharge] | None = None,
) -> Standing:
    """Give how an order, read just now, stands; one query less if it was read by ``with_last``."""
    known: Any = order if hasattr(order, "last_document") else with_last(SalesOrder.objects.all()).get(pk=order.pk)
    return Standing(version_of(order, lines, charges), known.last_document or 0, known.last_invoice or 0)


def overtaken(*, company: Company, expected: Mapping[int, Standing]) -> list[Refusal]:
    """Refuse each order that does not stand as it is expected to, naming what others posted of it since.

    The caller has locked the orders.
    """
    orders = with_last(SalesOrder.objects.filter(company=company, pk__in=expected)).order_by("pk")
    return [_refusal(order, stood) for order in orders if standing_of(order) != (stood := expected[order.pk])]


def _refusal(order: SalesOrder, stood: Standing) -> Refusal:
    steps = order_documents_of(order).filter(pk__gt=stood.last_document)
    invoices = invoices_of(order).filter(pk__gt=stood.last_invoice)
    made = [
        f"{document.number} ({document.posting.posted_by})"
        for rows in (steps, invoices)
        for document in rows.select_related("posting__posted_by").order_by("pk")
    ]
    return refusal(order.pk, "overtaken", *made) if made else refusal(order.pk, "changed_since")
