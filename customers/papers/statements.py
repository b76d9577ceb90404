"""Statements: what a customer's open documents come to on a day, and how long they have been due."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from arclose.ledger.models import Company
from arclose.web.amounts import DASH, format_amount, format_money
from customers.ageing import BUCKETS, Bucket
from customers.models import Customer
from customers.models.transactions import TransactionType
from customers.papers.letterhead import Letterhead, filled, language_of
from customers.papers.paper import Column, Paper, table, total
from customers.papers.writing import account_number, line_of, long_day
from customers.queries import open_on

# What a statement says of each open document.
_SHOWN = (
    "customer_id", "currency_id", "document_number", "transaction_type", "transaction_date", "due_date",
    "transaction_currency_amount", "open_amount", "open_accounting_amount",
)  # fmt: skip


def papers_of_statements(
    *, company: Company, customers: "QuerySet[Customer]", on: date, at: datetime, language: str = ""
) -> list[Paper]:
    """Give the statement of each customer of a company as of the end of a day, in the order of the query.

    A customer's statement is of what is invoiced to it, whoever ordered. ``at`` is the instant whose name and address
    it shows. Each is in its customer's language, unless another is asked for.
    """
    found = list(customers.filter(company=company))
    letterhead = Letterhead(company, [customer.pk for customer in found])
    rows = _open_rows(company, [customer.pk for customer in found], on)
    papers = []
    for customer in found:
        with override(language or language_of(customer, company)):
            papers.append(_paper(customer, rows[customer.pk], letterhead, on, at))
    return papers


def with_something_open(customers: "QuerySet[Customer]", *, company: Company, on: date) -> "QuerySet[Customer]":
    """Narrow customers of a company to those with something open at the end of a day."""
    return customers.filter(Exists(open_on(company=company, on=on).filter(customer=OuterRef("pk"))))


def _open_rows(company: Company, customers: Sequence[int], on: date) -> dict[int, list[Any]]:
    rows = open_on(company=company, on=on).filter(customer__in=customers).order_by("currency_id", "due_date", "pk")
    of_customer: dict[int, list[Any]] = defaultdict(list)
    for row in rows.values_list(*_SHOWN, named=True):
        of_customer[row.customer_id].append(row)
    return of_customer


def _paper(customer: Customer, rows: Sequence[Any], letterhead: Letterhead, on: date, at: datetime) -> Paper:
    of_currency: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        of_currency[row.currency_id].append(row)
    day = long_day(on)
    lead = (
        _("These documents were open at the end of %(day)s.") if rows else _("Nothing was open at the end of %(day)s.")
    )
    content = letterhead.head(at=at, vat_number=letterhead.vat_number_on(on)) | {
        "title": _("Statement of account"),
        "number": line_of(customer.number),
        "addressee_label": "",
        "addressee": letterhead.addressee(customer, at),
        "places": [],
        "facts": filled(
            (_("As of"), day),
            (_("Customer number"), line_of(customer.number)),
            (_("Your VAT number"), line_of(customer.vat_number)),
        ),
        "lead": [lead % {"day": day}],
        "currencies": [_currency(code, of_currency[code], on) for code in sorted(of_currency)],
        "payment": _payment(letterhead.company, rows),
    }
    return Paper("statement", customer.pk, f"{_('statement')}-{customer.number}-{on.isoformat()}", on, content)


def _currency(code: str, rows: Sequence[Any], on: date) -> dict[str, Any]:
    """Give the open documents in one currency, their sum, and how long they have been due."""
    columns = [
        Column(_("Document"), "left"),
        Column(_("Kind"), "left", "fill"),
        Column(_("Date"), "left"),
        Column(_("Due date"), "left"),
        Column(_("Days late")),
        Column(_("Amount")),
        Column(_("Open")),
    ]
    sum_open = sum((row.open_amount for row in rows), Decimal(0))
    return {
        "title": code,
        "table": table(columns, [_row(row, on) for row in rows]),
        "totals": [total(_("Open in total"), format_money(sum_open, code), style="grand")],
        "aged": _aged(code, rows, on),
    }


def _row(row: Any, on: date) -> list[str]:
    late = (on - row.due_date).days
    return [
        line_of(row.document_number),
        str(TransactionType(row.transaction_type).label),
        long_day(row.transaction_date),
        long_day(row.due_date),
        str(late) if late > 0 else DASH,
        format_amount(row.transaction_currency_amount, row.currency_id),
        format_amount(row.open_amount, row.currency_id),
    ]


def _aged(code: str, rows: Sequence[Any], on: date) -> dict[str, Any]:
    sums = [sum((row.open_amount for row in rows if _holds(bucket, row, on)), Decimal(0)) for bucket in BUCKETS]
    columns = [Column(str(bucket.label), "right", "fill") for bucket in BUCKETS]
    return table(columns, [[format_amount(amount, code) if amount else DASH for amount in sums]])


def _holds(bucket: Bucket, row: Any, on: date) -> bool:
    late = (on - row.due_date).days
    return (bucket.first_days is None or late >= bucket.first_days) and (
        bucket.last_days is None or late <= bucket.last_days
    )


def _payment(company: Company, rows: Sequence[Any]) -> list[str]:
    if not company.iban or sum((row.open_accounting_amount for row in rows), Decimal(0)) <= 0:
        return []
    return [
        _("Please pay what is due to %(iban)s, quoting the numbers of the documents.")
        % {"iban": account_number(company.iban)}
    ]
