"""A bill of exchange or promissory note on paper, and the list of those that a bank is sent.

A bill says who is to pay how much when, on what it is drawn, and who accepts; one that was drawn again is a new paper
of that day.
"""

import csv
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from io import StringIO
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
from journals.bills.days import days_drawn
from journals.bills.entries import BILL_STEP
from journals.models import Bill, BillStatus, BillStep, Instrument, Remittance, StepStatus, StepType


def papers_of_bills(*, company: Company, bills: "QuerySet[Bill]") -> list[Paper]:
    """Give the paper of each bill of a company, in the order of the query, in the language of its customer.

    One whose draw was taken back has none: nobody owes what it says.
    """
    standing = bills.filter(company=company).exclude(status=BillStatus.CANCELED)
    found = list(standing.select_related("customer", "currency"))
    letterhead = Letterhead(company, [bill.customer_id for bill in found])
    drawn_on, changed = _drawn_on(found), _changed(found)
    days = days_drawn([bill.pk for bill in found])
    papers = []
    for bill in found:
        with override(language_of(bill.customer, company)):
            rows = _rows(bill, drawn_on[bill.pk], changed.get(bill.pk, _Changed()))
            papers.append(_paper(bill, letterhead, days[bill.pk], rows))
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


@dataclass
class _Changed:
    """What a bill that was drawn again is for beside what it was drawn on; what was paid is taken off."""

    costs: Decimal = Decimal(0)
    interest: Decimal = Decimal(0)
    paid: Decimal = Decimal(0)

    def take(self, step: BillStep) -> None:
        """Count a step in. Of an honored bill nothing stood: by its protest the bank takes back what was paid."""
        if step.step_type in (StepType.SETTLE, StepType.PAY):
            self.paid += step.amount
        elif step.step_type == StepType.PROTEST and not step.closed_amount:
            self.paid -= step.amount
        self.costs += step.costs_amount
        self.interest += step.interest_amount


def _changed(bills: list[Bill]) -> dict[int, _Changed]:
    """Give per bill what changed of it until it was drawn again the last time; what came since is not on paper."""
    again = [bill.pk for bill in bills if bill.sequence > 1]
    steps = BillStep.objects.filter(bill__in=again, status=StepStatus.POSTED, undone_by=None).order_by("pk")
    since, found = defaultdict[int, _Changed](_Changed), dict[int, _Changed]()
    for step in steps:
        assert step.bill_id
        since[step.bill_id].take(step)
        if step.step_type == StepType.REDRAW:
            found[step.bill_id] = replace(since[step.bill_id])
    return found


def _paper(bill: Bill, letterhead: Letterhead, day: date, rows: list[list[str]]) -> Paper:
    is_note = bill.instrument == Instrument.NOTE
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
        "table": table([Column(_("Document"), "left", "fill"), Column(_("Amount"))], rows),
        "totals": [total(_("Total"), format_money(bill.amount, bill.currency), style="grand")],
        "payment": _payable(letterhead.company),
        "signatures": [_("Drawer"), _("Accepted by the drawee")] if not is_note else [_("Maker")],
    }
    return Paper("bill", bill.pk, bill.number, day, content)


def _rows(bill: Bill, drawn_on: list[CustomerTransaction], changed: _Changed) -> list[list[str]]:
    """Give what a bill is for, which adds up to its amount."""
    rows = [(line_of(row.document_number), -row.transaction_currency_amount) for row in drawn_on]
    rows += [(_("Paid"), -changed.paid), (_("Costs"), changed.costs), (_("Interest"), changed.interest)]
    return [[text, format_amount(amount, bill.currency)] for text, amount in rows if amount]


def paper_of_remittance(remittance: Remittance) -> Paper:
    """Give the list of the bills that a bank is sent by a remittance, in the company's language."""
    with override(remittance.company.language):
        return _list(remittance)


def _list(remittance: Remittance) -> Paper:
    day, bank = remittance.sent_date, remittance.bank_account
    steps = list(remittance.steps.select_related("bill", "currency", "customer").order_by("pk"))
    whole = sum((step.amount for step in steps), Decimal(0))
    in_file = {row["bill"]: row for row in csv.DictReader(StringIO(remittance.content))}
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
            [_sent(step, in_file[step.bill.number]) for step in steps if step.bill],
        ),
        "totals": [total(_("Total"), format_money(whole, bank.currency), style="grand")],
    }
    return Paper("remittance", remittance.pk, remittance.number, day, content)


def _sent(step: BillStep, row: dict[str, str]) -> list[str]:
    """Give what the file said of a bill, which may have been drawn again since."""
    days = [long_day(date.fromisoformat(row[column])) for column in ("drawn", "due")]
    return [line_of(row["bill"]), line_of(step.customer.name), *days, format_amount(step.amount, step.currency)]


def _payable(company: Company) -> list[str]:
    if not company.iban:
        return []
    return [_("Payable at %(iban)s.") % {"iban": account_number(company.iban)}]
