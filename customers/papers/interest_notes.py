"""Interest notes as documents: what was overdue, for which days, at which percentage."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from arclose.ledger.models import Company, Voucher
from arclose.web.amounts import format_amount, format_money, format_plain
from customers.dunning.interest_notes import INTEREST_NOTES
from customers.dunning.ranges import range_of
from customers.models import InterestNote, InterestNoteLine
from customers.papers.letterhead import Letterhead, filled, language_of
from customers.papers.paper import Column, Paper, noted, table, total
from customers.papers.pro_forma import as_pro_forma
from customers.papers.writing import account_number, line_of, long_day


def papers_of_interest_notes(*, company: Company, notes: "QuerySet[InterestNote]") -> list[Paper]:
    """Give the papers of interest notes of a company, in the order of the query, each in its customer's language.

    One that is posted has the number of its voucher, and names of that day; another one is a pro forma, with those of
    now.
    """
    found = list(notes.filter(company=company).select_related("customer", "currency", "posting", "reinstates"))
    letterhead = Letterhead(company, {note.customer_id for note in found})
    vouchers = Voucher.objects.filter(
        company=company, document_type=INTEREST_NOTES.document_type, document_id__in=[note.pk for note in found]
    )
    numbers = dict(vouchers.values_list("document_id", "number"))
    papers = []
    for note in found:
        with override(language_of(note.customer, company)):
            paper = _paper(note, numbers.get(note.pk, ""), letterhead)
        papers.append(paper if note.pk in numbers else as_pro_forma(paper, name=f"pro-forma-{note}"))
    return papers


def _paper(note: InterestNote, number: str, letterhead: Letterhead) -> Paper:
    at: datetime = note.posting.posted_at if note.posting else timezone.now()
    content = letterhead.head(at=at, vat_number=letterhead.vat_number_on(note.note_date)) | {
        "title": _("Interest note"),
        "number": line_of(number),
        "addressee_label": "",
        "addressee": letterhead.addressee(note.customer, at),
        "places": [],
        "facts": filled(
            (_("Date"), long_day(note.note_date)),
            (_("Charged until"), long_day(note.until_date)),
            (_("Customer number"), line_of(note.customer.number)),
        ),
        "table": _lines(note, letterhead.company),
        "totals": _totals(note),
        "domestic": [],
        "notes": [
            *([_("It charges again what was waived before.")] if note.reinstates else []),
            _("A year counts 365 days; the day a document was due is not charged, that of a payment is."),
            _("No VAT is charged on interest and fees for paying late."),
        ],
        "payment": _payment(note, number, letterhead.company),
    }
    return Paper("invoice", note.pk, number, note.note_date, content)


def _lines(note: InterestNote, company: Company) -> dict[str, Any]:
    rows = InterestNoteLine.objects.filter(note=note.reinstates_id or note.pk)
    lines = list(rows.select_related("transaction").order_by("line_number"))
    has_once = any(line.fixed_amount for line in lines)
    columns = [
        Column(_("Document"), "left", "fill"),
        Column(_("Due date"), "left"),
        Column(_("From"), "left"),
        Column(_("Until"), "left"),
        Column(_("Days")),
        Column(_("Open")),
        Column(_("Percent a year")),
        *([Column(_("Once"))] if has_once else []),
        Column(_("Interest")),
    ]
    return table(
        columns,
        [
            [
                line_of(line.transaction.document_number),
                long_day(line.transaction.due_date),
                long_day(line.from_date),
                long_day(line.to_date),
                str((line.to_date - line.from_date).days + 1),
                format_amount(line.base_amount, note.currency),
                noted(format_plain(line.annual_percent), range_of(line, company).in_words),
                *([format_amount(line.fixed_amount, note.currency)] if has_once else []),
                format_amount(line.amount, note.currency),
            ]
            for line in lines
        ],
    )


def _totals(note: InterestNote) -> list[dict[str, str]]:
    fee = [total(_("Fee"), format_amount(note.fee_amount, note.currency))] if note.fee_amount else []
    return [
        total(_("Interest"), format_amount(note.interest_amount, note.currency), style="sum"),
        *fee,
        total(_("Total"), format_money(_total(note), note.currency), style="grand"),
    ]


def _total(note: InterestNote) -> Decimal:
    return note.interest_amount + note.fee_amount


def _payment(note: InterestNote, number: str, company: Company) -> list[str]:
    facts = {
        "amount": format_money(_total(note), note.currency),
        "number": line_of(number),
        "iban": account_number(company.iban),
    }
    if company.iban:
        return [_("Please pay %(amount)s to %(iban)s, quoting %(number)s.") % facts]
    return [_("Please pay %(amount)s, quoting %(number)s.") % facts]
