"""Defer revenue when goods are delivered, and take it back when they are invoiced or come back.

Rows and vouchers of their own beside those of packing slips and invoices: where nothing is deferred, none are written.
"""

from collections.abc import Sequence

from arclose.ledger import posting as ledger
from arclose.ledger.models import Company, Posting
from arclose.ledger.queries import accounting_decimals
from customers import sql
from customers.deferral_entries import (
    deferral_posting,
    deferral_taken_back_posting,
    deferred_again_posting,
    undone_deferral_posting,
)
from customers.invoice_heads import rates_of
from customers.sql import Deferral, ReportingRate, Step


def deferral_of(*, company: Company, step: Step) -> Deferral:
    """Give how the packing slips of a step defer revenue: at the rates of their days, as far as there are."""
    return Deferral(rates_of(company, sql.document_currencies(step)))


def defer(*, posting: Posting, deferral: Deferral, reporting: Sequence[ReportingRate], is_preview: bool) -> None:
    """Post revenue and sales tax of what the packing slips of a posting deliver, as not invoiced."""
    decimals = accounting_decimals(company=posting.company)
    sql.defer_revenue(posting_id=posting.pk, decimals=decimals, deferral=deferral, reporting=reporting)
    ledger.write(posting=posting, contents=deferral_posting(posting), is_preview=is_preview)


def take_back_by_corrections(*, posting: Posting, credit_correction: bool) -> None:
    """Post what the corrections of a posting take back of what their packing slips deferred, in proportion."""
    decimals = accounting_decimals(company=posting.company)
    if sql.take_deferred_back(posting_id=posting.pk, decimals=decimals):
        ledger.write(posting=posting, contents=deferral_posting(posting, credit_correction=credit_correction))


def take_back_by_invoices(*, posting: Posting, decimals: int, is_preview: bool) -> None:
    """Post what the invoices of a posting take back of what packing slips deferred, in proportion.

    :raises RoundedAboveLimit: of invoices, by the reporting currency: of what was deferred without an amount in it.
    """
    if sql.take_deferred_back(posting_id=posting.pk, decimals=decimals):
        ledger.write(posting=posting, contents=deferral_taken_back_posting(posting), is_preview=is_preview)


def take_slips_back(*, posting: Posting, credit_correction: bool, is_preview: bool) -> None:
    """Post the opposite of what packing slips deferred that the corrections of a posting take back as a whole."""
    decimals = accounting_decimals(company=posting.company)
    if sql.take_deferred_back(posting_id=posting.pk, decimals=decimals):
        contents = undone_deferral_posting(posting, credit_correction=credit_correction)
        ledger.write(posting=posting, contents=contents, is_preview=is_preview)


def defer_again(*, posting: Posting, is_preview: bool) -> None:
    """Post again what was deferred and taken back by invoices that the documents of a posting undo."""
    if sql.defer_again(posting_id=posting.pk):
        ledger.write(posting=posting, contents=deferred_again_posting(posting), is_preview=is_preview)
