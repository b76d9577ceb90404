"""What deliveries post where a company posts the cost of goods: entries in accounting currency, as querysets.

packing slip (a correction with the opposite sign)
    debit   cost of goods, delivered    per account of the item groups
    credit  cost of units, delivered    likewise

invoice (a credit note with the opposite sign), beside what it posts in :mod:`customers.entries`
    debit   cost of goods, sold         at the cost of the day of the invoice
    credit  inventory issue             likewise
    debit   cost of units, delivered    what its packing slips posted is taken back, in proportion
    credit  cost of goods, delivered    likewise

What is delivered has its amount in reporting currency from the day of its packing slip, so that these two accounts are
empty there too once all is invoiced or came back.
"""

from typing import Any

from django.db.models import CharField, F, Q, QuerySet, Sum
from django.db.models.functions import Cast
from django.db.models.lookups import IsNull

from arclose.ledger.fields import AmountField
from arclose.ledger.models import Posting
from arclose.ledger.models.vouchers import PostingType
from arclose.ledger.posting import NO_TAX_ROW, Entries, PostingSet
from customers.models import InvoicedDelivery, InvoiceLine, OrderDocument, OrderDocumentLine

PACKING_SLIP = "packing_slip"
_IS_NOTHING = Q(cost_amount=0) & (Q(reporting_cost_amount=0) | Q(reporting_cost_amount=None))


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
            _delivered(PostingType.COST_OF_GOODS_DELIVERED, lines, "document", "item", 1),
            _delivered(PostingType.UNITS_DELIVERED, lines, "document", "item", -1),
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
    ).exclude(_IS_NOTHING)
    of_invoice = ("invoice_line__invoice", "invoice_line__item")
    return [
        _delivered(PostingType.UNITS_DELIVERED, taken, *of_invoice, 1),
        _delivered(PostingType.COST_OF_GOODS_DELIVERED, taken, *of_invoice, -1),
    ]


_ACCOUNTS = {
    PostingType.COST_OF_GOODS_DELIVERED: "cost_of_goods_delivered_account",
    PostingType.UNITS_DELIVERED: "units_delivered_account",
}


def _delivered(posting_type: PostingType, rows: "QuerySet[Any]", document: str, item: str, sign: int) -> Entries:
    """Entries of what is delivered: what has no amount in reporting currency stands apart, to be translated."""
    account, currency = f"{item}__group__{_ACCOUNTS[posting_type]}", f"{document}__company__accounting_currency"
    found = (
        rows.annotate(is_translated=IsNull(F("reporting_cost_amount"), True))
        .values(document, account, currency, "is_translated")
        .annotate(
            total=sign * Sum(F("cost_amount"), output_field=AmountField()),
            reporting_total=sign * Sum(F("reporting_cost_amount"), output_field=AmountField()),
        )
        .values_list(document, account, currency, "total", "total", NO_TAX_ROW, "reporting_total")
    )
    return Entries(posting_type, found, say_reporting=True)


def _per_account(rows: "QuerySet[Any]", document: str, item: str, account: str, sign: int) -> "QuerySet[Any, Any]":
    """One row per document and account of the item groups; ``document`` and ``item`` say where a row's own stand."""
    account, currency = f"{item}__group__{account}", f"{document}__company__accounting_currency"
    found: QuerySet[Any, Any] = (
        rows.values(document, account, currency)
        .annotate(total=sign * Sum(F("cost_amount"), output_field=AmountField()))
        .values_list(document, account, currency, "total", "total", NO_TAX_ROW)
    )
    return found
