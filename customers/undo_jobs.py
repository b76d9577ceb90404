"""Undoing what jobs of customers posted: invoices with and without orders, and packing slips."""

from dataclasses import replace
from datetime import date

from django.db.models import DateField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from arclose.batch.models import JobItem, JobTask
from arclose.batch.undoing import Undoing, Undone, job_kind, postings_of
from arclose.ledger.models import Company
from customers import undo_refusals
from customers.delivery_entries import PACKING_SLIP
from customers.entries import INVOICE
from customers.models import Invoice, OrderDocument
from customers.undoing import (
    INVOICE_UNDOINGS,
    PACKING_SLIP_UNDOINGS,
    look_at_invoices,
    look_at_slips,
    undo_invoices,
    undo_packing_slips,
)


def _invoices_of(task: JobTask, day: date) -> "QuerySet[Invoice, tuple[int, date, str]]":
    rows = Invoice.objects.filter(company=task.company_id, posting__in=postings_of(task)).order_by("pk")
    return rows.annotate(undone_on=Cast(Value(day), DateField())).values_list("pk", "undone_on", "number")


def _undone_invoices(company: Company, posting: int) -> list[Undone]:
    rows = Invoice.objects.filter(company=company, posting=posting).select_related("credited_invoice").order_by("pk")
    return [
        Undone(
            document_id=one.credited_invoice.pk,
            number=one.credited_invoice.number,
            opposite=one.get_invoice_type_display(),
            currency=one.currency_id,
            amount=one.total_amount,
        )
        for one in rows
        if one.credited_invoice
    ]


def _invoices_outstanding(items: "QuerySet[JobItem]", until: date | None) -> "QuerySet[JobItem]":
    """Narrow items to those whose document nothing has taken back, to be undone until a day.

    What was undone itself has taken nothing back.
    """
    taken_back = Invoice.objects.filter(credited_invoice=OuterRef("document_id"), credit_notes=None)
    waiting = items.exclude(Exists(taken_back))
    return waiting.filter(document_date__lte=until) if until else waiting


UNDO_INVOICES = Undoing(
    kind=INVOICE_UNDOINGS,
    documents=_invoices_of,
    undo=undo_invoices,
    made=_undone_invoices,
    consequences=(
        _("Each invoice gets a credit note over all of it, and each credit note an invoice, with its own number."),
        _("It is of the day below, at the rate and with the tax of the document it undoes, and settled with it."),
        _("The orders stand as they did before, and can be changed, canceled or invoiced again."),
        _("What this makes cannot be undone by a job: post the orders again."),
    ),
    document_page="customers:invoice",
    look=look_at_invoices,
)
UNDO_FREE_TEXT = replace(
    UNDO_INVOICES,
    consequences=(
        *UNDO_INVOICES.consequences[:2],
        _("Free text invoices stay posted. What is to be invoiced again is entered as a copy."),
        _("What this makes cannot be undone by a job: post copies."),
    ),
)
UNDO_PREPAYMENTS = replace(
    UNDO_INVOICES,
    consequences=(
        *UNDO_INVOICES.consequences[:2],
        _("Nothing is left to deduct of them. One that is deducted already is left out: undo the invoice first."),
    ),
)
UNDO_INVOICES_JOB = job_kind(
    UNDO_INVOICES,
    label=_("Undo invoices"),
    document_type=INVOICE,
    outstanding=_invoices_outstanding,
    list_page="customers:invoices",
    made_page="customers:invoices",
    proofs=("subledger",),
    in_words=undo_refusals.in_words,
)


def _slips_of(task: JobTask, day: date) -> "QuerySet[OrderDocument, tuple[int, date, str]]":
    rows = OrderDocument.objects.filter(company=task.company_id, posting__in=postings_of(task)).order_by("pk")
    return rows.annotate(undone_on=Cast(Value(day), DateField())).values_list("pk", "undone_on", "number")


def _undone_slips(company: Company, posting: int) -> list[Undone]:
    rows = OrderDocument.objects.filter(company=company, posting=posting).select_related("corrects").order_by("pk")
    return [
        Undone(
            document_id=one.corrects.pk,
            number=one.corrects.number,
            opposite=str(_("correction")),
            currency=one.currency_id,
            amount=one.net_amount,
        )
        for one in rows
        if one.corrects
    ]


def _slips_outstanding(items: "QuerySet[JobItem]", until: date | None) -> "QuerySet[JobItem]":
    """Narrow items to those whose packing slip nothing has taken back, to be undone until a day."""
    waiting = items.exclude(Exists(OrderDocument.objects.filter(corrects=OuterRef("document_id"))))
    return waiting.filter(document_date__lte=until) if until else waiting


UNDO_PACKING_SLIPS = Undoing(
    kind=PACKING_SLIP_UNDOINGS,
    documents=_slips_of,
    undo=undo_packing_slips,
    made=_undone_slips,
    consequences=(
        _("Each packing slip is canceled by a correction over all of it, on the day below and with its own number."),
        _("What was delivered is on hand again, and to be delivered again."),
    ),
    document_page="customers:order_document",
    look=look_at_slips,
)
UNDO_PACKING_SLIPS_JOB = job_kind(
    UNDO_PACKING_SLIPS,
    label=_("Undo packing slips"),
    document_type=PACKING_SLIP,
    outstanding=_slips_outstanding,
    list_page="customers:order_documents",
    made_page="customers:order_documents",
    in_words=undo_refusals.in_words,
)
