"""What deliveries post where a company posts the cost of goods: entries in accounting currency, as querysets.

packing slip (a correction with the opposite sign)
    debit   cost of goods, delivered    per account of the item groups
    credit  cost of units, delivered    likewise

invoice (a credit note with the opposite sign), beside what it posts in :mod:`customers.entries`
    debit   cost of goods, sold         at the cost of the day of the invoice
    credit  inventory issue             likewise
    debit   cost of units, delivered    what its packing slips posted is taken back, in proportion
    credit  cost of goods, delivered    likewise
"""

from typing import Any

from django.db.models import CharField, F, QuerySet, Sum
from django.db.models.functions import Cast

from arclose.ledger.fields import AmountField
from arclose.ledger.models import Posting
from arclose.ledger.models.vouchers import PostingType
from arclose.ledger.posting import NO_TAX_ROW, Entries, PostingSet
from customers.models import InvoicedDelivery, InvoiceLine, OrderDocument, OrderDocumentLine

PACKING_SLIP = "packing_slip"


def packing_slip_posting(posting: Posting, *, credit_correction: bool = False) -> PostingSet:
    """What the packing slips of a posting post: the cost of what they deliver, until the invoice takes it back.

    ``credit_correction``: corrections among them are shown on the side of what they take back.
    """
    slips = OrderDocument.objects.filter(posting=posting, has_voucher=True)
    lines = OrderDocumentLine.objects.filter(document__in=slips)
    return PostingSet(
        document_type=PACKING_SLIP,
        corrections=slips.exclude(corrects=None).values_list("pk") if credit_correction else None,
        vouchers=slips.values_list("pk", "document_date", Cast("number", CharField())),
        entries=[
            Entries(
                PostingType.COST_OF_GOODS_DELIVERED,
                _per_account(lines, "document", "item", "cost_of_goods_delivered_account", 1),
            ),
            Entries(
                PostingType.UNITS_DELIVERED, _per_account(lines, "document", "item", "units_delivered_account", -1)
            ),
        ],
    )


def cost_of_sale_entries(posting: Posting) -> list[Entries]:
    """What the invoices of a posting post at the cost of what they sell."""
    lines = InvoiceLine.objects.filter(invoice__posting=posting).exclude(cost_amount=0)
    return [
        Entries(
            PostingType.COST_OF_GOODS_SOLD, _per_account(lines, "invoice", "item", "cost_of_goods_sold_account", 1)
        ),
        Entries(PostingType.INVENTORY_ISSUE, _per_account(lines, "invoice", "item", "inventory_account", -1)),
    ]


def cost_taken_back_entries(posting: Posting) -> list[Entries]:
    """What the invoices of a posting take back of what packing slips posted."""
    taken = InvoicedDelivery.objects.filter(
        invoice_line__invoice__posting=posting, slip_line__document__has_voucher=True
    ).exclude(cost_amount=0)
    of_invoice = ("invoice_line__invoice", "invoice_line__item")
    return [
        Entries(PostingType.UNITS_DELIVERED, _per_account(taken, *of_invoice, "units_delivered_account", 1)),
        Entries(
            PostingType.COST_OF_GOODS_DELIVERED,
            _per_account(taken, *of_invoice, "cost_of_goods_delivered_account", -1),
        ),
    ]


def _per_account(rows: "QuerySet[Any]", document: str, item: str, account: str, sign: int) -> "QuerySet[Any, Any]":
    """One row per document and account of the item groups; ``document`` and ``item`` say where a row's own stand."""
    account, currency = f"{item}__group__{account}", f"{document}__company__accounting_currency"
    found: QuerySet[Any, Any] = (
        rows.values(document, account, currency)
        .annotate(total=sign * Sum(F("cost_amount"), output_field=AmountField()))
        .values_list(document, account, currency, "total", "total", NO_TAX_ROW)
    )
    return found
