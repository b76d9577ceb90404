"""Orders and the documents made of them. A document may be of several orders, so its lines say of which."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import CharField, F, Max, OuterRef, QuerySet, Subquery, TextField
from django.db.models.functions import Cast, Coalesce

from customers.models import Invoice, InvoiceLine, OrderDocument, OrderDocumentLine, SalesOrder
from customers.models.invoices import InvoiceOrigin

Document = TypeVar("Document", Invoice, OrderDocument)
# The lines of each kind of document, and where they name it.
_LINES: Mapping[type[Any], tuple[type[Any], str]] = {
    Invoice: (InvoiceLine, "invoice"),
    OrderDocument: (OrderDocumentLine, "document"),
}

# The way from orders to their documents.
_FROM_ORDERS: Mapping[type[Any], str] = {
    Invoice: "lines__invoice_lines__invoice",
    OrderDocument: "lines__documented__document",
}


def invoices_of(orders: Any) -> "QuerySet[Invoice]":
    """Give the invoices and credit notes of an order, of orders, or of a query of orders."""
    return Invoice.objects.filter(pk__in=_lines_of(InvoiceLine, orders).values("invoice"))


def prepayments_of(order: SalesOrder) -> "QuerySet[Invoice]":
    """Give the prepayment invoices of an order, and what took them back."""
    return Invoice.objects.filter(order=order, origin=InvoiceOrigin.PREPAYMENT)


def order_documents_of(orders: Any) -> "QuerySet[OrderDocument]":
    """Give the confirmations, picking lists and packing slips of an order, of orders, or of a query of orders."""
    return OrderDocument.objects.filter(pk__in=_lines_of(OrderDocumentLine, orders).values("document"))


def _lines_of(lines: type[Any], orders: Any) -> "QuerySet[Any]":
    name = "order_line__order" if isinstance(orders, SalesOrder) else "order_line__order__in"
    rows: QuerySet[Any] = lines.objects.filter(**{name: orders})
    return rows


def orders_of(document: Invoice | OrderDocument) -> "QuerySet[SalesOrder]":
    """Give the orders that a document is of; none for one that was made of no order."""
    if _is_prepayment(document):
        return SalesOrder.objects.filter(pk=document.order_id or 0)
    lines: QuerySet[Any] = document.lines.order_by()
    return SalesOrder.objects.filter(pk__in=lines.values("order_line__order"))


def orders_by_document(documents: Sequence[Document]) -> Mapping[int, list[SalesOrder]]:
    """Give the orders of each document, by the document's id and in order of their numbers, by one query."""
    of_document: dict[int, list[SalesOrder]] = defaultdict(list)
    if not documents:
        return of_document
    asked = {document.pk: document.order_id for document in documents if _is_prepayment(document)}
    advances = (
        SalesOrder.objects.select_related("customer", "payment_terms").in_bulk(
            [order for order in asked.values() if order]
        )
        if asked
        else {}
    )
    of_document.update({pk: [advances[order]] for pk, order in asked.items() if order})
    where = _FROM_ORDERS[type(documents[0])]
    rows: Any = SalesOrder.objects.filter(**{f"{where}__in": [document.pk for document in documents]})
    rows = rows.annotate(of_document=F(where)).select_related("customer", "payment_terms").distinct()
    for order in rows.order_by("number"):
        of_document[order.of_document].append(order)
    return of_document


def _is_prepayment(document: Invoice | OrderDocument) -> bool:
    return isinstance(document, Invoice) and document.origin == InvoiceOrigin.PREPAYMENT


def last_of(model: type[Invoice] | type[OrderDocument]) -> Subquery:
    """Give the id of the last document of this kind that an order is in, as an annotation of orders."""
    lines, name = _LINES[model]
    own = lines.objects.filter(order_line__order=OuterRef("pk")).order_by().values("order_line__order")
    return Subquery(own.annotate(last=Max(name)).values("last"))


def order_numbers(model: type[Invoice] | type[OrderDocument]) -> Coalesce:
    """Give the number of a document's order, or those of all its orders, as an annotation of documents."""
    lines, name = _LINES[model]
    own = lines.objects.filter(**{name: OuterRef("pk")}).order_by().values(name)
    number = Cast("order_line__order__number", TextField())
    several = own.annotate(numbers=StringAgg(number, ", ", distinct=True, order_by=number)).values("numbers")
    # Looked up for the rows that are shown: a join would stand in the sums of the list too.
    single = SalesOrder.objects.filter(pk=OuterRef("order_id")).values(text=Cast("number", TextField()))
    return Coalesce(Subquery(single), Subquery(several), output_field=CharField())
