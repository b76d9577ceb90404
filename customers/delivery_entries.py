"""What deliveries post where a company posts the cost of goods: entries in accounting currency, as querysets.

packing slip (a correction with the opposite sign)
    debit   cost of goods, delivered    per account of the item groups
    credit  cost of units, delivered    likewise
"""

from typing import Any

from django.db.models import CharField, F, QuerySet, Sum
from django.db.models.functions import Cast

from arclose.ledger.fields import AmountField
from arclose.ledger.models import Posting
from arclose.ledger.models.vouchers import PostingType
from arclose.ledger.posting import Entries, PostingSet
from customers.entries import NO_TAX_ROW
from customers.models import OrderDocument, OrderDocumentLine

PACKING_SLIP = "packing_slip"


def packing_slip_posting(posting: Posting) -> PostingSet:
    """What the packing slips of a posting post: the cost of what they deliver, until the invoice takes it back."""
    slips = OrderDocument.objects.filter(posting=posting, has_voucher=True)
    lines = OrderDocumentLine.objects.filter(document__in=slips)
    return PostingSet(
        document_type=PACKING_SLIP,
        vouchers=slips.values_list("pk", "document_date", Cast("number", CharField())),
        entries=[
            Entries(PostingType.COST_OF_GOODS_DELIVERED, _per_account(lines, "cost_of_goods_delivered_account", 1)),
            Entries(PostingType.UNITS_DELIVERED, _per_account(lines, "units_delivered_account", -1)),
        ],
    )


def _per_account(lines: "QuerySet[OrderDocumentLine]", account: str, sign: int) -> "QuerySet[Any, Any]":
    """One row per slip and account of the item groups."""
    account, currency = f"item__group__{account}", "document__company__accounting_currency"
    rows: QuerySet[Any, Any] = (
        lines.values("document", account, currency)
        .annotate(total=sign * Sum(F("cost_amount"), output_field=AmountField()))
        .values_list("document", account, currency, "total", "total", NO_TAX_ROW)
    )
    return rows
