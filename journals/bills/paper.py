"""A bill of exchange or promissory note on paper, and the list of those that a bank is sent.

A bill says who is to pay how much when, on what it is drawn, and who accepts.
"""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from arclose.ledger.models import Company, Voucher
from arclose.web.amounts import format_amount, format_money
from customers.models import CustomerTransaction
from customers.papers.letterhead import Letterhead, filled, language_of
from customers.papers.paper import Column, Paper, table, total
from customers.papers.writing import account_number, line_of, long_day
from journals.bills.entries import BILL_STEP
from journals.models import Bill, BillStatus, BillStep, Instrument, Remittance, StepType


def papers_of_bills(*, company: Company, bills: "QuerySet[Bill]") -> list[Paper]:
    """Give the paper of each bill of a company, in the order of the query, in the language of its customer.

    One whose draw was taken back has none: nobody owes what it says.
    """
    standing = bills.filter(company=company).exclude(status=BillStatus.CANCELED)
    found = list(standing.select_related("customer", "currency"))
    letterhead = Letterhead(company, [bill.customer_id for bill in found])
    drawn_on = _drawn_on(found)
    papers = []
    for bill in found:
        with override(language_of(bill.customer, company)):
            papers.append(_paper(bill, letterhead, drawn_on[bill.pk]))
    return papers


def _drawn_on(bills: list[Bill]) -> dict[int, list[CustomerTransaction]]:
    """Give per bill what took off the documents that it was drawn on."""
    draws = BillStep.objects.filter(bill__in=bills, step_type=StepType.DRAW)
    of_step = {step.pk: step for step in draws}
    vouchers = Voucher.objects.filter(document_type=BILL_STEP, document_id__in=of_step)
    rows = CustomerTransaction.objects.filter(voucher__in=vouchers).select_related("voucher").order_by("pk")
    found: dict[int, list[CustomerTransaction]] = defaultdict(list)
    for row in rows:
        step = of_step[row.voucher.document_id]
        if row.control_account_id != step.to_account_id and step.bill_id:
            found[step.bill_id].append(row)
    return found


def _paper(bill: Bill, letterhead: Letterhead, drawn_on: list[CustomerTransaction]) -> Paper:
    is_note = bill.instrument == Instrument.NOTE
    day: date = bill.drawn_date
    at = bill.last_step.entered_at if bill.last_step else None
    facts = {
        "day": long_day(bill.due_date),
        "amount": format_money(bill.amount, bill.currency),
        "company": line_of(letterhead.company.name),
    }
    lead = (
        _("We promise to pay to the order of %(company)s, on %(day)s, the sum of %(amount)s.")
        if is_note
        else _("Pay against this bill of exchange to the order of %(company)s, on %(day)s, the sum of %(amount)s.")
    )
    assert at is not None
    content: dict[str, Any] = letterhead.head(at=at, vat_number=letterhead.vat_number_on(day)) | {
        "title": _("Promissory note") if is_note else _("Bill of exchange"),
        "number": line_of(bill.number),
        "addressee_label": _("Drawn by") if is_note else _("Drawn on"),
        "addressee": letterhead.addressee(bill.customer, at),
        "places": [],
        "facts": filled(
            (_("Date"), long_day(day)),
            (_("Due date"), long_day(bill.due_date)),
            (_("Customer number"), line_of(bill.customer.number)),
            (_("Accepted on"), long_day(bill.accepted_date) if bill.accepted_date else ""),
        ),
        "lead": [lead % facts],
        "table": table(
            [Column(_("Document"), "left", "fill"), Column(_("Amount"))],
            [
                [line_of(row.document_number), format_amount(-row.transaction_currency_amount, bill.currency)]
                for row in drawn_on
            ],
        ),
        "totals": [total(_("Total"), format_money(bill.amount, bill.currency), style="grand")],
        "payment": _payable(letterhead.company),
        "signatures": [_("Drawer"), _("Accepted by the drawee")] if not is_note else [_("Maker")],
    }
    return Paper("bill", bill.pk, bill.number, day, content)


def paper_of_remittance(remittance: Remittance) -> Paper:
    """Give the list of the bills that a bank is sent by a remittance, in the company's language."""
    with override(remittance.company.language):
        return _list(remittance)


def _list(remittance: Remittance) -> Paper:
    day, bank = remittance.sent_date, remittance.bank_account
    steps = list(remittance.steps.select_related("bill__currency", "customer").order_by("pk"))
    whole = sum((step.amount for step in steps), Decimal(0))
    letterhead = Letterhead(remittance.company, [])
    content = letterhead.head(at=remittance.made_at, vat_number=letterhead.vat_number_on(day)) | {
        "title": _("Remittance of bills of exchange"),
        "number": line_of(remittance.number),
        "addressee_label": "",
        "addressee": [],
        "places": [],
        "facts": filled(
            (_("Date"), long_day(day)),
            (_("Remittance type"), remittance.get_remittance_type_display()),
            (_("Bank account"), line_of(bank.name)),
            (_("IBAN"), account_number(bank.iban) if bank.iban else line_of(bank.account_number)),
            (_("Bills"), str(len(steps))),
        ),
        "lead": [],
        "table": table(
            [
                Column(_("Bill"), "left"),
                Column(_("Customer"), "left", "fill"),
                Column(_("Drawn on"), "left"),
                Column(_("Due date"), "left"),
                Column(_("Amount")),
            ],
            [_row(step) for step in steps],
        ),
        "totals": [total(_("Total"), format_money(whole, bank.currency), style="grand")],
    }
    return Paper("remittance", remittance.pk, remittance.number, day, content)


def _row(step: BillStep) -> list[str]:
    bill = step.bill
    assert bill, "what a bank is sent is drawn"
    days = (long_day(bill.drawn_date), long_day(bill.due_date))
    return [line_of(bill.number), line_of(step.customer.name), *days, format_amount(step.amount, bill.currency)]


def _payable(company: Company) -> list[str]:
    if not company.iban:
        return []
    return [_("Payable at %(iban)s.") % {"iban": account_number(company.iban)}]
