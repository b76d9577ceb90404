"""The four updates of a sales order, in their order: confirm, pick, deliver, invoice.

One form, one preview and one job serve all of them; what differs stands here.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db.models import DateField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from arclose.ledger.models import Company
from arclose.ledger.outcomes import Outcome
from customers import fulfilment, invoicing, summaries
from customers.documents import invoices_of, order_documents_of, orders_by_document
from customers.models import Customer, Invoice, OrderDocument, SalesOrder, SalesOrderLine
from customers.models.items import ItemType
from customers.models.order_documents import OrderDocumentType
from customers.models.sales_orders import UNFINISHED, DocumentStatus, OrderType, Quantity
from customers.models.update_defaults import SummaryUpdate
from customers.update_parameters import USUAL, UpdateParameters

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

# The parameters that concern some updates only.
_OF_SOME = {"reduce_quantity", "credit_correction", "credit_remaining_quantity", "slips", "deduction", "emailing"}


@dataclass(frozen=True)
class Made:
    """A document that an update made of orders, as lists of them show it."""

    orders: Sequence[SalesOrder]
    customer: Customer
    currency: str
    kind: str
    number: str
    route: str
    document_id: int
    day: date
    due_day: date | None
    net_amount: Decimal
    tax_amount: Decimal
    total_amount: Decimal


@dataclass(frozen=True, eq=False)
class Update:
    """What an update makes of orders, and how.

    ``post`` takes company, orders, posted_by, key, parameters, expected and is_preview; ``made`` gives the documents of
    a company that a posting made, or else those of orders. ``dated`` is the expression for the day that a document of
    an order will have where the run gives none, ``is_left`` the condition that something of an unfinished order is left
    for the update. ``asks`` names the parameters that concern this update and not every one.
    """

    name: str
    action: "_StrOrPromise"
    documents: "_StrOrPromise"
    quantities: Sequence[Quantity]
    asks: Sequence[str]
    post: Callable[..., Outcome]
    made: Callable[..., list[Made]]
    dated: Any
    is_left: Q
    document_type: str = ""

    def fingerprint(self, orders: Sequence[int], parameters: UpdateParameters) -> str:
        """Give the digest by which the posting of a repeated request is recognized."""
        if self.name == invoicing.SALES_INVOICES:
            return invoicing.fingerprint_of(orders, parameters)
        return fulfilment.fingerprint_of(self.name, orders, parameters)

    def asks_for(self, name: str) -> bool:
        """Tell whether a parameter means something to this update."""
        return name in self.asks or name not in _OF_SOME

    def concerned(self, parameters: UpdateParameters) -> UpdateParameters:
        """Give the parameters without those that mean nothing to this update, so that equal requests are equal."""
        usual: dict[str, Any] = {name: getattr(USUAL, name) for name in _OF_SOME - set(self.asks)}
        quantity = parameters.quantity if parameters.quantity in self.quantities else Quantity.ALL
        if parameters.summary == SummaryUpdate.PACKING_SLIP and quantity != Quantity.DELIVERED:
            usual["summary"] = SummaryUpdate.NONE
        if parameters.summary != SummaryUpdate.ORDER:
            usual["summary_order"] = ""
        if quantity != Quantity.DELIVERED:
            usual["slips"] = None
        return replace(parameters, quantity=quantity, **usual)

    def day_of(self, parameters: UpdateParameters) -> Any:
        """Give the expression for the day that a document of an order will have."""
        if parameters.posting_date is None:
            return self.dated
        return Cast(Value(parameters.posting_date), DateField())

    def together(self, *, company: Company, parameters: UpdateParameters) -> Any:
        """Give the expression by which orders of a job have to be in one chunk; None where each stands alone."""
        step = DocumentStatus(self.document_type or DocumentStatus.INVOICE)
        return summaries.together(company=company, step=step, parameters=parameters)


def invoices_made(*, company: Company, posting: int | None = None, orders: Collection[int] = ()) -> list[Made]:
    """Give the invoices and credit notes of a posting, or else of orders, in order of the orders."""
    rows = invoices_of(orders) if posting is None else Invoice.objects.filter(posting=posting)
    found = list(rows.filter(company=company).select_related("customer").order_by("pk"))
    made_of = orders_by_document(found)
    return _in_order(
        Made(
            orders=made_of[invoice.pk],
            customer=invoice.customer,
            currency=invoice.currency_id,
            kind=invoice.get_invoice_type_display(),
            number=invoice.number,
            route="customers:invoice",
            document_id=invoice.pk,
            day=invoice.invoice_date,
            due_day=invoice.due_date,
            net_amount=invoice.net_amount,
            tax_amount=invoice.tax_amount,
            total_amount=invoice.total_amount,
        )
        for invoice in found
    )


def _order_documents(
    document_type: OrderDocumentType,
    *,
    company: Company,
    posting: int | None = None,
    orders: Collection[int] = (),
) -> list[Made]:
    """Give the documents of a type of a posting, or else of orders, in order of the orders."""
    rows = order_documents_of(orders) if posting is None else OrderDocument.objects.filter(posting=posting)
    own = rows.filter(company=company, document_type=document_type)
    found = list(own.select_related("customer").order_by("pk"))
    made_of = orders_by_document(found)
    return _in_order(
        Made(
            orders=made_of[document.pk],
            customer=document.customer,
            currency=document.currency_id,
            kind=document.get_document_type_display(),
            number=document.number,
            route="customers:order_document",
            document_id=document.pk,
            day=document.document_date,
            due_day=None,
            net_amount=document.net_amount,
            tax_amount=Decimal(0),
            total_amount=document.net_amount,
        )
        for document in found
    )


def _in_order(made: Iterable[Made]) -> list[Made]:
    return sorted(made, key=lambda one: [order.number for order in one.orders])


def _of_type(document_type: OrderDocumentType) -> dict[str, Any]:
    return {
        "document_type": str(document_type),
        "post": partial(fulfilment.post_order_documents, document_type=document_type),
        "made": partial(_order_documents, document_type),
    }


def _not_yet(step: str, **narrowed: Any) -> Q:
    """Give the condition that a line of a sales order did not go through a step as a whole."""
    lines = SalesOrderLine.objects.filter(order=OuterRef("pk"), **narrowed).exclude(**{step: F("quantity")})
    return Q(Exists(lines), order_type=OrderType.SALES)


CONFIRM = Update(
    name=fulfilment.CONFIRMATIONS,
    action=_("Confirm sales orders"),
    documents=_("Confirmations"),
    quantities=[Quantity.ALL],
    asks=["emailing"],
    dated=summaries.DATED[DocumentStatus.CONFIRMATION],
    is_left=_not_yet("confirmed_quantity"),
    **_of_type(OrderDocumentType.CONFIRMATION),
)
PICK = Update(
    name=fulfilment.PICKING_LISTS,
    action=_("Picking list posting"),
    documents=_("Picking lists"),
    quantities=[Quantity.ALL, Quantity.DELIVER_NOW],
    asks=["reduce_quantity"],
    dated=summaries.DATED[DocumentStatus.PICKING_LIST],
    is_left=_not_yet("picked_quantity", item__item_type=ItemType.GOODS),
    **_of_type(OrderDocumentType.PICKING_LIST),
)
DELIVER = Update(
    name=fulfilment.PACKING_SLIPS,
    action=_("Packing slip posting"),
    documents=_("Packing slips"),
    quantities=[Quantity.ALL, Quantity.DELIVER_NOW, Quantity.PICKED, Quantity.PICKED_AND_NOT_STOCKED],
    asks=["reduce_quantity"],
    dated=summaries.DATED[DocumentStatus.PACKING_SLIP],
    is_left=_not_yet("delivered_quantity"),
    **_of_type(OrderDocumentType.PACKING_SLIP),
)
INVOICE = Update(
    name=invoicing.SALES_INVOICES,
    action=_("Post invoices"),
    documents=_("Invoices"),
    quantities=[Quantity.ALL, Quantity.DELIVERED, Quantity.DELIVER_NOW],
    asks=["credit_correction", "credit_remaining_quantity", "slips", "deduction", "emailing"],
    post=invoicing.post_invoices,
    made=invoices_made,
    dated=summaries.DATED[DocumentStatus.INVOICE],
    is_left=Q(),
)

UPDATES: dict[str, Update] = {update.name: update for update in (CONFIRM, PICK, DELIVER, INVOICE)}


def waiting_orders(orders: "QuerySet[SalesOrder]", *, update: Update, until: date | None) -> "QuerySet[SalesOrder]":
    """Narrow orders to those of which something is left for an update, dated on or before a day where one is given."""
    left = orders.filter(update.is_left, status__in=UNFINISHED).alias(dated=update.dated)
    return left.filter(dated__lte=until) if until else left
