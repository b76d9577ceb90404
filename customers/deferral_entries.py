"""What deliveries post where a company defers revenue at delivery, on vouchers of their own.

packing slip (a correction with the opposite sign)
    debit   deferred revenue offset    what is delivered and not invoiced, with tax, per account
    credit  deferred revenue           net of discounts
    credit  deferred sales tax         by the tax code of the line

invoice (what undoes it with the opposite sign)
    the same the other way round: what its packing slips posted is taken back, in proportion
"""

from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Cast
from django.db.models.lookups import IsNull

from arclose.ledger.fields import AmountField
from arclose.ledger.models import Posting, Voucher
from arclose.ledger.models.vouchers import PostingType
from arclose.ledger.posting import NO_TAX_ROW, Entries, PostingSet
from customers.models import DeferredRevenue, Invoice, OrderDocument

# The vouchers of packing slips and their corrections; those of invoices and what undoes them.
DEFERRAL = "deferral"
DEFERRAL_TAKEN_BACK = "deferral_taken_back"

# Posting type, account, which amounts it sums, sign.
_ENTRIES = (
    (PostingType.DEFERRED_REVENUE_OFFSET, "offset_account", ("net", "tax"), 1),
    (PostingType.DEFERRED_REVENUE, "revenue_account", ("net",), -1),
    (PostingType.DEFERRED_SALES_TAX, "tax_account", ("tax",), -1),
)
_IS_NOTHING = Q(total=0, accounting_total=0) & (Q(reporting_total=0) | Q(reporting_total=None))


def deferral_posting(posting: Posting, *, credit_correction: bool = False) -> PostingSet:
    """What the packing slips of a posting defer.

    ``credit_correction``: corrections among them are shown on the side of what they take back.
    """
    slips = OrderDocument.objects.filter(_has_entries("order_document"), posting=posting)
    return PostingSet(
        document_type=DEFERRAL,
        corrections=slips.exclude(corrects=None).values_list("pk") if credit_correction else None,
        vouchers=slips.values_list("pk", "document_date", Cast("number", CharField())),
        entries=_entries(posting, "order_document"),
    )


def deferral_taken_back_posting(posting: Posting) -> PostingSet:
    """What the invoices of a posting take back of what packing slips deferred."""
    invoices = Invoice.objects.filter(_has_entries("invoice"), posting=posting)
    return PostingSet(
        document_type=DEFERRAL_TAKEN_BACK,
        vouchers=invoices.values_list("pk", "invoice_date", Cast("number", CharField())),
        entries=_entries(posting, "invoice"),
    )


def undone_deferral_posting(posting: Posting, *, credit_correction: bool) -> PostingSet:
    """What the corrections of a posting take back of packing slips as a whole: the opposites of their vouchers."""
    made = _with_voucher(OrderDocument.objects.filter(posting=posting), DEFERRAL, "corrects")
    return PostingSet(
        document_type=DEFERRAL,
        corrections=made.values_list("pk") if credit_correction else None,
        vouchers=made.values_list("pk", "document_date", Cast("number", CharField())),
        opposite_of=made.values_list("pk", "corrects"),
    )


def deferred_again_posting(posting: Posting) -> PostingSet:
    """What the opposites of invoices give back to their packing slips: the opposites of what the invoices took."""
    made = _with_voucher(Invoice.objects.filter(posting=posting), DEFERRAL_TAKEN_BACK, "credited_invoice")
    return PostingSet(
        document_type=DEFERRAL_TAKEN_BACK,
        vouchers=made.values_list("pk", "invoice_date", Cast("number", CharField())),
        opposite_of=made.values_list("pk", "credited_invoice"),
    )


def _with_voucher(documents: "QuerySet[Any]", document_type: str, undone: str) -> "QuerySet[Any]":
    """Narrow documents to those of which the one that they undo has a voucher here."""
    found = Voucher.objects.filter(
        company=OuterRef("company"), document_type=document_type, document_part=0, document_id=OuterRef(undone)
    )
    return documents.filter(Exists(found))


def _has_entries(document: str) -> Q:
    """Give the condition that on some account a document's rows do not cancel each other out."""
    rows = DeferredRevenue.objects.filter(**{document: OuterRef("pk")})
    found = Q()
    for _posting_type, account, amounts, _sign in _ENTRIES:
        in_sum = rows.order_by().values(account).annotate(**_totals(amounts))
        found |= Q(Exists(in_sum.exclude(_IS_NOTHING)))
    return found


def _entries(posting: Posting, document: str) -> list[Entries]:
    """Give the entries of documents: what has no amount in reporting currency apart, to be translated."""
    rows = DeferredRevenue.objects.filter(posting=posting).annotate(
        is_translated=IsNull(F("reporting_currency_net_amount"), True)
    )
    return [
        Entries(
            posting_type,
            rows.values(document, account, "currency", "is_translated")
            .annotate(**_totals(amounts, sign))
            .values_list(document, account, "currency", "total", "accounting_total", NO_TAX_ROW, "reporting_total"),
            say_reporting=True,
        )
        for posting_type, account, amounts, sign in _ENTRIES
    ]


def _totals(amounts: tuple[str, ...], sign: int = 1) -> dict[str, Any]:
    """Give the sums of amounts in transaction, accounting and reporting currency."""
    return {
        name: sign * Sum(sum(F(f"{currency}_{amount}_amount") for amount in amounts), output_field=AmountField())
        for name, currency in (
            ("total", "transaction_currency"),
            ("accounting_total", "accounting_currency"),
            ("reporting_total", "reporting_currency"),
        )
    }
