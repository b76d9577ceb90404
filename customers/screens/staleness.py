"""What became of an order since somebody opened its page: named, so that nobody posts what they did not look at."""

from django.db.models import Max, Model, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from arclose.access.requests import CompanyRequest
from arclose.ledger.models import Posting
from customers.models import Invoice, OrderDocument, SalesOrder, SalesOrderLine
from customers.models.sales_orders import OrderStatus

FIELD = "stood"
_FOLLOWS = (SalesOrderLine, OrderDocument, Invoice)


def with_standing(orders: "QuerySet[SalesOrder]") -> "QuerySet[SalesOrder]":
    """Give orders with what :func:`standing_of` asks for: the ids of their last line, document and invoice."""
    return orders.annotate(**{f"last_{model._meta.model_name}": _last_of(model) for model in _FOLLOWS})


def _last_of(model: type[Model]) -> Subquery:
    rows = model._default_manager.filter(order=OuterRef("pk")).order_by().values("order")
    return Subquery(rows.annotate(last=Max("pk")).values("last"))


def standing_of(order: SalesOrder) -> str:
    """Give how an order stands, for a form of its page to send along."""
    line, document, invoice = (getattr(order, f"last_{model._meta.model_name}") or 0 for model in _FOLLOWS)
    head = f"{line} {order.net_amount} {order.invoice_date} {order.customer_id} {order.status == OrderStatus.CANCELED}"
    return f"{head}|{document}|{invoice}"


def changed_since(request: CompanyRequest, order: SalesOrder, *, key: str = "") -> str:
    """Say what happened to an order since the form was shown; nothing where it stands as it did.

    A form that is sent again under the key of its own posting is no stale one.
    """
    typed = request.POST.get(FIELD, "")
    _head, _separator, documents = typed.partition("|")
    if not documents or standing_of(with_standing(SalesOrder.objects.all()).get(pk=order.pk)) == typed:
        return ""
    if key and Posting.objects.filter(company=request.company, key=key).exists():
        return ""
    if made := _made_since(order, documents):
        text = _("Nothing was done: since you opened order %(order)s, %(who)s posted %(documents)s.")
        return text % {"order": order.number, "who": made[-1].posting.posted_by, "documents": _numbers(made)}
    text = _("Nothing was done: order %(order)s was changed by somebody else since you opened it.")
    return text % {"order": order.number}


def _made_since(order: SalesOrder, documents: str) -> list[OrderDocument | Invoice]:
    known_document, _separator, known_invoice = documents.partition("|")
    if not (known_document.isdecimal() and known_invoice.isdecimal()):
        return []
    steps = order.documents.filter(pk__gt=int(known_document[:18])).select_related("posting__posted_by")
    invoices = order.invoices.filter(pk__gt=int(known_invoice[:18])).select_related("posting__posted_by")
    return [*steps.order_by("pk"), *invoices.order_by("pk")]


def _numbers(documents: list[OrderDocument | Invoice]) -> str:
    return ", ".join(document.number for document in documents)
