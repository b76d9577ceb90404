"""Undo posted documents, one as well as all of a job: each by its opposite, which names it.

    invoice, credit note    a credit note or an invoice over all of it, at its rate and with its tax, settled with it
    packing slip            the correction that takes all of it back

    lock       the period, what is open, orders
    refuse     each document that something speaks against is left out with its reason
    write      opposites, copied from the posted rows, with their vouchers, tax rows and customer transactions
    give back  what they took of orders, packing slips and stock, to be delivered and invoiced again

What an undoing made is not undone: the orders can be posted again.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast

from arclose.ledger import numbering
from arclose.ledger import posting as ledger
from arclose.ledger.documents import called
from arclose.ledger.fields import array_of
from arclose.ledger.models import Company, Posting
from arclose.ledger.models.number_series import SeriesPurpose
from arclose.ledger.outcomes import Outcome, Refusal
from arclose.ledger.posting import PostingSet
from arclose.ledger.queries import accounting_decimals
from arclose.ledger.reversing import lock_reversals
from customers import deferring, sql, undo_obstacles
from customers.delivery_entries import PACKING_SLIP
from customers.entries import INVOICE
from customers.invoice_heads import number_blocks
from customers.models import CustomerTransaction, Invoice, OrderDocument
from customers.models.invoices import InvoiceOrigin, InvoiceType
from customers.queries import update_defaults
from customers.settling import settlement
from customers.undo_refusals import refusal

INVOICE_UNDOINGS, PACKING_SLIP_UNDOINGS = "invoice-undoings", "packing-slip-undoings"
_UNDONE = "undone"
_OPPOSITE_TYPES = {
    InvoiceType.INVOICE.value: InvoiceType.CREDIT_NOTE.value,
    InvoiceType.CREDIT_NOTE.value: InvoiceType.INVOICE.value,
}


@transaction.atomic
def undo_invoices(
    *,
    company: Company,
    documents: Sequence[int],
    day: date,
    reason: str,
    undone_by: User,
    key: str,
    is_preview: bool = False,
) -> Outcome:
    """Post the opposite of every invoice and credit note that can be undone, on a day. One undone before stays so.

    An invoice gets a credit note, a credit note an invoice; a credit note is settled no longer with what it credited.
    The orders behind them are as they were before. A preview writes under provisional numbers; its caller takes the
    transaction back.

    :returns: which were undone, which were already, and for each left out the named reason.
    :raises KeyReused: the key belongs to another request.
    :raises NumberSeriesMissing: the company has no series for invoices, credit notes or vouchers.
    """
    ids = sorted(set(documents))
    fingerprint = ledger.fingerprint_of(INVOICE_UNDOINGS, ids, day, reason)
    open_periods = ledger.open_periods(company=company, dates={day})
    settled = sql.settlements_of_credit_notes(company_id=company.pk, documents=ids)
    own = CustomerTransaction.objects.filter(company=company, invoice__pk__among=array_of(ids)).values_list(
        "pk", flat=True
    )
    settlement.lock_both_sides(company=company, settlements=settled, beside=own)
    orders = sql.orders_of_invoices(company_id=company.pk, documents=ids)
    sql.lock_orders(company_id=company.pk, orders=orders)
    # What is posted cannot be locked: two undoings of one document come one after the other.
    lock_reversals(company=company)
    already, left_out = _looked_at(
        company, ids, day, kind=INVOICE_UNDOINGS, is_open=bool(open_periods), are_slips=False
    )
    if known := ledger.find(company=company, key=key, fingerprint=fingerprint):
        made = Invoice.objects.filter(posting=known).order_by("credited_invoice")
        return _repeated(known, made.values_list("credited_invoice", flat=True), already, left_out)
    rows = Invoice.objects.filter(
        company=company, pk__among=array_of(set(ids) - set(already) - {one.document_id for one in left_out})
    )
    types = dict(rows.order_by("pk").values_list("pk", "invoice_type"))
    if not types:
        return Outcome(None, [], already, left_out)
    posting, _is_new = ledger.begin(
        company=company, kind=INVOICE_UNDOINGS, key=key, fingerprint=fingerprint, posted_by=undone_by
    )
    write_opposites(posting, types, day=day, reason=reason, is_preview=is_preview)
    _give_back(posting, orders if len(types) == len(ids) else None, day)
    if not is_preview:
        sql.add_to_subledger(posting_id=posting.pk)
        ledger.seal(posting=posting)
    return Outcome(posting.pk, list(types), already, left_out)


@transaction.atomic
def look_at_invoices(company: Company, documents: Sequence[int], day: date) -> list[Refusal]:
    """Say which invoices and credit notes would be left out of an undoing on a day, and why. Nothing is undone."""
    is_open = bool(ledger.open_periods(company=company, dates={day}))
    return _looked_at(company, documents, day, kind=INVOICE_UNDOINGS, is_open=is_open, are_slips=False)[1]


@transaction.atomic
def look_at_slips(company: Company, documents: Sequence[int], day: date) -> list[Refusal]:
    """Say the same of packing slips."""
    is_open = bool(ledger.open_periods(company=company, dates={day}))
    return _looked_at(company, documents, day, kind=PACKING_SLIP_UNDOINGS, is_open=is_open, are_slips=True)[1]


def _looked_at(
    company: Company, ids: Sequence[int], day: date, *, kind: str, is_open: bool, are_slips: bool
) -> tuple[list[int], list[Refusal]]:
    """Give the documents undone before, and why others cannot be undone."""
    found = sql.obstacles(
        are_slips=are_slips, company_id=company.pk, documents=ids, day=day, is_open=is_open, undoing=kind
    )
    if not are_slips:
        known = {pk for pk, _code, _detail in found}
        left = [pk for pk in ids if pk not in known]
        found += undo_obstacles.obstacles(company, left, day)
    already = [pk for pk, code, _detail in found if code == _UNDONE]
    return already, [refusal(pk, code, _called(code, detail)) for pk, code, detail in found if code != _UNDONE]


def _called(code: str, detail: str) -> str:
    """Give the detail of an obstacle; a document that holds something by what it is called."""
    if code != "marked":
        return detail
    document_type, _space, document = detail.rpartition(" ")
    return called(document_type, int(document))


def _repeated(
    posting: Posting,
    undone: "QuerySet[OrderDocument, int | None] | QuerySet[Invoice, int | None]",
    already: Sequence[int],
    left_out: Sequence[Refusal],
) -> Outcome:
    """Give the answer that the first request under this key got."""
    posted = [pk for pk in undone if pk is not None]
    return Outcome(posting.pk, posted, sorted(set(already) - set(posted)), left_out)


def write_opposites(
    posting: Posting, types: dict[int, str], *, day: date, reason: str, is_preview: bool = False
) -> None:
    """Write the opposites of invoices and credit notes, given as id: type, with all but their part of the subledger.

    They are copied from the posted rows: whatever accounts, rates and tax codes are by now, they take back the same.
    Credit notes are credit corrections where the company shows them so.

    :raises NumberSeriesMissing: the company has no series for invoices, credit notes or vouchers.
    """
    company, ids, reason = posting.company, list(types), reason[:200]
    notes = [pk for pk, invoice_type in types.items() if invoice_type == InvoiceType.CREDIT_NOTE]
    year = _fiscal_year(company, day)
    counts = {
        str(kind): {year: count} for kind, count in Counter(_OPPOSITE_TYPES[one] for one in types.values()).items()
    }
    blocks = number_blocks(company, counts, is_preview=is_preview)
    sql.insert_opposite_invoices(documents=ids, posting_id=posting.pk, day=day, reason=reason, blocks=blocks)
    # Items before the numbers of vouchers and kept balances, as every posting locks them.
    sql.take_from_stock(posting_id=posting.pk)
    if settled := sql.settlements_of_credit_notes(company_id=company.pk, documents=notes) if notes else []:
        settlement.write_settlement_reversals(
            posting=posting, settlements=settled, day=day, reason=reason, is_preview=is_preview
        )
    if Invoice.objects.filter(posting=posting, origin=InvoiceOrigin.FREE_TEXT).exists():
        sql.insert_opposite_distributions(posting_id=posting.pk)
    made = Invoice.objects.filter(posting=posting, has_voucher=True)
    credit_notes = made.filter(invoice_type=InvoiceType.CREDIT_NOTE).values_list("pk")
    contents = PostingSet(
        document_type=INVOICE,
        vouchers=made.values_list("pk", "invoice_date", Cast("number", CharField())),
        corrections=credit_notes if update_defaults(company).credit_correction else None,
        opposite_of=made.values_list("pk", "credited_invoice"),
    )
    ledger.write(posting=posting, contents=contents, is_preview=is_preview)
    deferring.defer_again(posting=posting, is_preview=is_preview)
    sql.insert_opposite_tax_rows(posting_id=posting.pk, goes_back=posting.kind == INVOICE_UNDOINGS)
    sql.insert_transactions(posting_id=posting.pk)
    decimals = accounting_decimals(company=company)
    settlement.settle_opposites(posting=posting, decimals=decimals, is_preview=is_preview)


def _give_back(posting: Posting, orders: Sequence[int] | None, day: date) -> None:
    """Let the orders of what was undone stand as before; ``orders`` where they are known."""
    company = posting.company
    if orders is None:
        made = list(posting.invoices.values_list("pk", flat=True))
        orders = sql.orders_of_invoices(company_id=company.pk, documents=made)
    sql.give_back_invoiced(posting_id=posting.pk)
    sql.give_back_credit_rest(posting_id=posting.pk, orders=orders)
    sql.advance_orders(company_id=company.pk, orders=orders)
    sql.move_invoice_dates(company_id=company.pk, orders=orders, day=day)


def _fiscal_year(company: Company, day: date) -> tuple[int, str]:
    period = company.fiscal_periods.select_related("fiscal_year").get(start_date__lte=day, end_date__gte=day)
    return period.fiscal_year_id, period.fiscal_year.name


@transaction.atomic
def undo_packing_slips(
    *,
    company: Company,
    documents: Sequence[int],
    day: date,
    reason: str,
    undone_by: User,
    key: str,
    is_preview: bool = False,
) -> Outcome:
    """Cancel every packing slip of which nothing is invoiced or corrected, on a day. One undone before stays so.

    What was delivered is to be delivered again, and on hand. A preview writes under provisional numbers; its caller
    takes the transaction back.

    :raises KeyReused: the key belongs to another request.
    :raises NumberSeriesMissing: the company has no series for packing slips or vouchers.
    """
    ids = sorted(set(documents))
    fingerprint = ledger.fingerprint_of(PACKING_SLIP_UNDOINGS, ids, day, reason)
    open_periods = ledger.open_periods(company=company, dates={day})
    orders = sql.orders_of_slips(company_id=company.pk, documents=ids)
    sql.lock_orders(company_id=company.pk, orders=orders)
    already, left_out = _looked_at(
        company, ids, day, kind=PACKING_SLIP_UNDOINGS, is_open=bool(open_periods), are_slips=True
    )
    if known := ledger.find(company=company, key=key, fingerprint=fingerprint):
        made = OrderDocument.objects.filter(posting=known).order_by("corrects")
        return _repeated(known, made.values_list("corrects", flat=True), already, left_out)
    out = {*already, *(one.document_id for one in left_out)}
    accepted = OrderDocument.objects.filter(company=company, pk__among=array_of(set(ids) - out)).order_by("pk")
    undone = list(accepted.values_list("pk", flat=True))
    if not undone:
        return Outcome(None, [], already, left_out)
    posting, _is_new = ledger.begin(
        company=company, kind=PACKING_SLIP_UNDOINGS, key=key, fingerprint=fingerprint, posted_by=undone_by
    )
    _write_slips(posting, undone, day, reason[:200], is_preview)
    sql.advance_lines(posting_id=posting.pk)
    sql.advance_orders(company_id=company.pk, orders=orders)
    if not is_preview:
        ledger.seal(posting=posting)
    return Outcome(posting.pk, undone, already, left_out)


def _write_slips(posting: Posting, documents: Sequence[int], day: date, reason: str, is_preview: bool) -> None:
    company = posting.company
    take = numbering.provisional_blocks if is_preview else numbering.take_blocks
    series = numbering.series_for(company=company, purpose=SeriesPurpose.PACKING_SLIP)
    blocks = take(series=series, counts={_fiscal_year(company, day): len(documents)})
    sql.insert_opposite_slips(
        documents=documents,
        posting_id=posting.pk,
        day=day,
        reason=reason,
        blocks=[(PACKING_SLIP, block) for block in blocks],
    )
    sql.take_from_stock(posting_id=posting.pk)
    credit_correction = update_defaults(company).credit_correction
    made = OrderDocument.objects.filter(posting=posting, has_voucher=True)
    contents = PostingSet(
        document_type=PACKING_SLIP,
        vouchers=made.values_list("pk", "document_date", Cast("number", CharField())),
        corrections=made.values_list("pk") if credit_correction else None,
        opposite_of=made.values_list("pk", "corrects"),
    )
    ledger.write(posting=posting, contents=contents, is_preview=is_preview)
    deferring.take_slips_back(posting=posting, credit_correction=credit_correction, is_preview=is_preview)
