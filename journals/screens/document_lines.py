"""The lines of what is open that may be paid line by line: of free text invoices and of interest notes."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from customers.dunning.interest_notes import INTEREST_NOTES
from customers.models import CustomerTransaction, InterestNote, InterestNoteLine, InvoiceLine
from customers.models.invoices import InvoiceOrigin
from customers.models.transactions import TransactionType

FEE_LINE = 0


class DocumentLine(NamedTuple):
    """A line of a document: its number, what it is for, and what it comes to with its tax."""

    number: int
    text: str
    amount: Decimal


def lines_of(transactions: Sequence[CustomerTransaction]) -> dict[int, list[DocumentLine]]:
    """Give the lines of the documents that have several, by transaction; of other kinds of documents none."""
    of_invoice = {row.invoice_id: row.pk for row in transactions if row.invoice_id}
    found = _lines_of_invoices(of_invoice) | _lines_of_notes(
        [row for row in transactions if row.transaction_type == TransactionType.INTEREST_NOTE]
    )
    return {pk: lines for pk, lines in found.items() if len(lines) > 1}


def _lines_of_invoices(of_invoice: Mapping[int, int]) -> dict[int, list[DocumentLine]]:
    rows = InvoiceLine.objects.filter(invoice__in=of_invoice, invoice__origin=InvoiceOrigin.FREE_TEXT)
    found: dict[int, list[DocumentLine]] = defaultdict(list)
    facts = rows.order_by("invoice", "line_number").values_list(
        "invoice", "line_number", "description", "net_amount", "tax_amount"
    )
    for invoice, number, text, net, tax in facts:
        found[of_invoice[invoice]].append(DocumentLine(number, text, net + tax))
    return found


def _lines_of_notes(transactions: Collection[CustomerTransaction]) -> dict[int, list[DocumentLine]]:
    rows = CustomerTransaction.objects.filter(
        pk__in=[row.pk for row in transactions], voucher__document_type=INTEREST_NOTES.document_type
    )
    of_note = dict(rows.values_list("voucher__document_id", "pk")) if transactions else {}
    found: dict[int, list[DocumentLine]] = defaultdict(list)
    again = InterestNote.objects.filter(pk__in=of_note, reinstates__isnull=False).values_list("reinstates", "pk")
    of_lines = of_note | {waived: of_note[note] for waived, note in again}
    lines = InterestNoteLine.objects.filter(note__in=of_lines).order_by("note", "line_number")
    for note, number, text, amount in lines.values_list(
        "note", "line_number", "transaction__document_number", "amount"
    ):
        found[of_lines[note]].append(DocumentLine(number, text, amount))
    for note, fee in InterestNote.objects.filter(pk__in=of_note, fee_amount__gt=0).values_list("pk", "fee_amount"):
        found[of_note[note]].append(DocumentLine(FEE_LINE, _("Fee"), fee))
    return found
