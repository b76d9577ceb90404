"""What confirmations say is charged beside the lines: as the invoices will, if every confirmation is invoiced alone."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from django.db.models import Min

from arclose.ledger.models import Currency
from arclose.ledger.money import round_amount
from customers.models import OrderCharge, OrderDocument, OrderDocumentLine
from customers.models.order_documents import OrderDocumentType

Charged = list[tuple[OrderCharge, Decimal]]


def confirmed_charges(
    documents: Iterable[OrderDocument], lines: Mapping[int, Sequence[OrderDocumentLine]]
) -> Mapping[int, Charged]:
    """Give the charges of each confirmation with their amounts in its currency, by its id, in the order they were made.

    ``lines`` are those of each document, with their order lines. A percentage is of the lines of its order, or of its
    line, that a confirmation is of, less their discounts; a fixed amount is on the first confirmation that has any.
    Charges are those that the orders have now, as their discount on the whole is.
    """
    confirmations = [one for one in documents if one.document_type == OrderDocumentType.CONFIRMATION]
    orders = {line.order_line.order_id for one in confirmations for line in lines[one.pk]}
    rows = OrderCharge.objects.filter(order__in=orders, is_taken_away=False).select_related("charge_code")
    charges = list(rows.order_by("pk")) if orders else []
    first = _first_confirmations({charge.order_id for charge in charges})
    charged: defaultdict[int, Charged] = defaultdict(list)
    for one in confirmations:
        for charge in charges:
            of = [line for line in lines[one.pk] if _is_of(charge, line.order_line.order_id, line.order_line_id)]
            is_first = one.pk == min((pk for key, pk in first.items() if _is_of(charge, *key)), default=None)
            if of and (charge.is_percent or is_first):
                charged[one.pk].append((charge, _amount(charge, of, one.currency)))
    return charged


def _is_of(charge: OrderCharge, order_id: int, line_id: int) -> bool:
    return charge.order_id == order_id and charge.order_line_id in (None, line_id)


def _first_confirmations(orders: set[int]) -> dict[tuple[int, int], int]:
    """Give the first confirmation of each line of orders, by order and line."""
    if not orders:
        return {}
    rows = OrderDocumentLine.objects.filter(
        order_line__order__in=orders, document__document_type=OrderDocumentType.CONFIRMATION
    ).order_by()
    found = rows.values_list("order_line__order", "order_line").annotate(Min("document"))
    return {(order_id, line_id): document_id for order_id, line_id, document_id in found}


def _amount(charge: OrderCharge, lines: Sequence[OrderDocumentLine], currency: Currency) -> Decimal:
    base = sum((line.net_amount for line in lines), Decimal(0))
    return round_amount(base * charge.value / 100 if charge.is_percent else charge.value, currency.decimals)
