"""The first rows of what a check of journals and bank statements has left, as the close page shows them.

``hidden`` are the journals that are kept from who looks: what stands in them is counted, and not shown.
"""

from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from arclose.checklist.looks import ROWS_SHOWN, Row
from arclose.ledger.documents import called, kind_of
from arclose.ledger.models import Company, FiscalPeriod
from journals import readiness
from journals.banking.queries import (
    lines_left,
    statements_after_a_gap,
    statements_off,
    statements_unlike_the_ledger,
)
from journals.intercompany.balances import differing
from journals.kinds.payments import PAYMENT
from journals.models import BankStatement, GeneralVoucher, Journal, Payment
from journals.payments.bridging import uncleared, without_hidden
from journals.queries import with_debits


def payments(company: Company, period: FiscalPeriod, hidden: "QuerySet[Journal]") -> list[Row]:
    """Give the first payments that are not posted, oldest first."""
    return _payments(readiness.unposted_payments(company=company, until=period.end_date), hidden)


def unapproved_payments(company: Company, period: FiscalPeriod, hidden: "QuerySet[Journal]") -> list[Row]:
    """Give the first payments whose journal waits for approval, oldest first."""
    return _payments(readiness.unapproved_payments(company=company, until=period.end_date), hidden)


def _payments(waiting: "QuerySet[Payment]", hidden: "QuerySet[Journal]") -> list[Row]:
    seen = waiting.exclude(journal__in=hidden).select_related("customer").order_by("payment_date", "pk")
    return [
        Row(str(p), str(p.customer), p.payment_date, p.amount, p.currency_id, "journals:payment", p.pk)
        for p in seen[:ROWS_SHOWN]
    ]


def marks(company: Company, period: FiscalPeriod, hidden: "QuerySet[Journal]") -> list[Row]:
    """Give the first transactions held by payments that will not settle them in the period, longest held first."""
    left = readiness.marks_left(company=company, until=period.end_date)
    kept = Payment.objects.filter(journal__in=hidden).values("pk")
    seen = left.exclude(document_type=PAYMENT, document_id__in=kept).order_by("marked_at", "pk")
    return [
        Row(
            one.transaction.document_number,
            f"{one.transaction.customer}, {called(one.document_type, one.document_id)}",
            one.transaction.due_date,
            one.amount,
            one.transaction.currency_id,
            kind_of(one.document_type).route,
            one.document_id,
        )
        for one in seen.select_related("transaction__customer")[:ROWS_SHOWN]
    ]


def unanswered_payments(company: Company, period: FiscalPeriod, hidden: "QuerySet[Journal]") -> list[Row]:
    """Give the first payments that the bank has not answered, or rejected after they were posted, oldest first."""
    waiting = readiness.unanswered_payments(company=company, until=period.end_date).exclude(journal__in=hidden)
    return [
        Row(
            str(one),
            f"{one.customer}, {one.get_bank_status_display()}",
            one.payment_date,
            one.amount,
            one.currency_id,
            route="journals:payment",
            pk=one.pk,
        )
        for one in waiting.select_related("customer").order_by("payment_date", "pk")[:ROWS_SHOWN]
    ]


def bridged_payments(company: Company, period: FiscalPeriod, hidden: "QuerySet[Journal]") -> list[Row]:
    """Give the first vouchers that stand on a bridging account, oldest first."""
    seen = without_hidden(uncleared(company=company, until=period.end_date), hidden)
    waiting: Any = seen.order_by("posting_date", "pk")[:ROWS_SHOWN]
    return [
        Row(one.number, one.text, one.posting_date, one.bridged_amount, one.currency_id, "ledger:voucher", one.pk)
        for one in waiting
    ]


def intercompany(company: Company, period: FiscalPeriod) -> list[Row]:
    """Give the companies whose books say another amount than those of this one, by currency."""
    return [
        Row(one.company, f"{one.own:f} / {one.theirs:f}", None, one.difference, one.currency)
        for one in differing(company=company, until=period.end_date)[:ROWS_SHOWN]
    ]


def general_vouchers(company: Company, period: FiscalPeriod, hidden: "QuerySet[Journal]") -> list[Row]:
    """Give the first general vouchers that are not posted, oldest first."""
    return _vouchers(readiness.unposted_vouchers(company=company, until=period.end_date), hidden)


def unapproved_vouchers(company: Company, period: FiscalPeriod, hidden: "QuerySet[Journal]") -> list[Row]:
    """Give the first general vouchers whose journal waits for approval, oldest first."""
    return _vouchers(readiness.unapproved_vouchers(company=company, until=period.end_date), hidden)


def _vouchers(waiting: "QuerySet[GeneralVoucher]", hidden: "QuerySet[Journal]") -> list[Row]:
    seen: Any = with_debits(waiting.exclude(journal__in=hidden)).order_by("voucher_date", "pk")[:ROWS_SHOWN]
    return [
        Row(v.number, v.text, v.voucher_date, v.debit_amount, v.currency_id, "journals:general_voucher", v.pk)
        for v in seen
    ]


def bank_statements(company: Company, period: FiscalPeriod) -> list[Row]:
    """Give the first bank statements of the period that do not add up, with the difference where there is one."""
    off = statements_off(company=company, since=period.start_date, until=period.end_date)
    rows = off.select_related("bank_account").order_by("to_date", "pk")[:ROWS_SHOWN]
    return [_of_statement(s, s.difference_amount) for s in rows]


def bank_gaps(company: Company, period: FiscalPeriod) -> list[Row]:
    """Give the first bank statements of the period after a gap, with what is missing between."""
    rows = statements_after_a_gap(_bank_statements_of(company, period)).select_related("bank_account")
    return [_of_statement(s, s.opening_amount - s.closing_before) for s in rows.order_by("to_date", "pk")[:ROWS_SHOWN]]


def bank_balances(company: Company, period: FiscalPeriod) -> list[Row]:
    """Give the first bank accounts whose last statement of the period the ledger does not agree with, and by what."""
    rows = statements_unlike_the_ledger(_bank_statements_of(company, period)).select_related("bank_account")
    return [_of_statement(s, s.closing_amount - s.ledger_amount) for s in rows.order_by("to_date", "pk")[:ROWS_SHOWN]]


def _bank_statements_of(company: Company, period: FiscalPeriod) -> "QuerySet[Any]":
    return BankStatement.objects.filter(company=company, to_date__range=(period.start_date, period.end_date))


def _of_statement(statement: BankStatement, amount: Decimal | None) -> Row:
    account = statement.bank_account.name
    route = "journals:bank_statement"
    return Row(str(statement), account, statement.to_date, amount, statement.currency_id, route, statement.pk)


def bank_lines(company: Company, period: FiscalPeriod) -> list[Row]:
    """Give the first lines of bank statements that are not matched, oldest first."""
    left = lines_left(company=company, until=period.end_date).select_related("statement")
    return [
        Row(
            line.counterparty_name or line.text[:60] or str(line.statement),
            line.text[:80],
            line.booking_date,
            line.amount,
            line.statement.currency_id,
            "journals:bank_line",
            line.pk,
        )
        for line in left.order_by("booking_date", "pk")[:ROWS_SHOWN]
    ]
