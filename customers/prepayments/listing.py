"""What the prepayment invoices of an order are, and what is left to deduct of them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, Sum

from customers.documents import prepayments_of
from customers.models import Invoice, InvoiceLine, SalesOrder
from customers.models.invoices import InvoiceOrigin

_ZERO = Decimal(0)


@dataclass(frozen=True)
class Prepayment:
    """A prepayment invoice, with what invoices deducted of it, what was credited, and what is left; with tax."""

    invoice: Invoice
    deducted: Decimal
    credited: Decimal

    @property
    def left(self) -> Decimal:
        """What is left to deduct."""
        return self.invoice.total_amount - self.deducted - self.credited


def prepayments(order: SalesOrder) -> list[Prepayment]:
    """Give the prepayment invoices of an order, the oldest first."""
    invoices = list(prepayments_of(order).filter(credited_invoice=None).order_by("pk"))
    taken: dict[tuple[int | None, bool], Decimal] = defaultdict(Decimal)
    if invoices:
        lines = InvoiceLine.objects.filter(prepayment__in=invoices).exclude(invoice=F("prepayment")).order_by()
        amount = -Sum(F("net_amount") + F("tax_amount"))
        for key, origin, total in lines.values_list("prepayment", "invoice__origin").annotate(total=amount):
            taken[key, origin == InvoiceOrigin.PREPAYMENT] += total
    return [Prepayment(one, taken[one.pk, False], taken[one.pk, True]) for one in invoices]


def left_to_deduct(found: Sequence[Prepayment]) -> Decimal:
    """Give what is left to deduct of prepayments of one order."""
    return sum((one.left for one in found), _ZERO)
