"""Ledger entries and customer transactions of some days, as rows of a table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from arclose.ledger.models import Company, LedgerEntry
from customers.models import CustomerTransaction

READ_AT_ONCE = 5_000


@dataclass(frozen=True)
class Column:
    """A column: its name in files for programs, its title for people, and the path to its value."""

    name: str
    title: "str | Promise"
    path: str


@dataclass(frozen=True)
class Days:
    """The first and the last day of what is written."""

    since: date
    until: date


@dataclass(frozen=True)
class Total:
    """What rows come to: how many, and their debits and credits (above zero) in the accounting currency."""

    count: int
    debit: Any
    credit: Any


ENTRY_COLUMNS: Sequence[Column] = (
    Column("posting_date", _("Date"), "posting_date"),
    Column("voucher", _("Voucher"), "voucher__number"),
    Column("text", _("Text"), "voucher__text"),
    Column("document_type", _("Document type"), "voucher__document_type"),
    Column("account", _("Account"), "account__number"),
    Column("account_name", _("Account name"), "account__name"),
    Column("posting_type", _("Posting type"), "posting_type"),
    Column("currency", _("Currency"), "currency_id"),
    Column("amount", _("Amount"), "transaction_currency_amount"),
    Column("accounting_amount", _("Amount in accounting currency"), "accounting_currency_amount"),
    Column("reporting_amount", _("Amount in reporting currency"), "reporting_currency_amount"),
    Column("posted_by", _("Posted by"), "voucher__posting__posted_by__username"),
    Column("posted_at", _("Posted"), "voucher__posting__posted_at"),
)
TRANSACTION_COLUMNS: Sequence[Column] = (
    Column("date", _("Date"), "transaction_date"),
    Column("due_date", _("Due date"), "due_date"),
    Column("document", _("Document"), "document_number"),
    Column("type", _("Type"), "transaction_type"),
    Column("customer", _("Customer"), "customer__number"),
    Column("customer_name", _("Name"), "customer__name"),
    Column("currency", _("Currency"), "currency_id"),
    Column("amount", _("Amount"), "transaction_currency_amount"),
    Column("accounting_amount", _("Amount in accounting currency"), "accounting_currency_amount"),
    Column("control_account", _("Control account"), "control_account__number"),
    Column("voucher", _("Voucher"), "voucher__number"),
)


def entries(*, company: Company, days: Days) -> "QuerySet[LedgerEntry]":
    """Give the ledger entries of some days, in order of day and voucher."""
    rows = LedgerEntry.objects.filter(company=company, posting_date__range=(days.since, days.until))
    return rows.order_by("posting_date", "voucher_id", "pk")


def transactions(*, company: Company, days: Days) -> "QuerySet[CustomerTransaction]":
    """Give the customer transactions of some days, in order of day."""
    rows = CustomerTransaction.objects.filter(company=company, transaction_date__range=(days.since, days.until))
    return rows.order_by("transaction_date", "pk")


def values_of(rows: "QuerySet[Any]", columns: Sequence[Column]) -> Iterator[tuple[Any, ...]]:
    """Give the values of rows in the order of columns, a few thousand at a time."""
    paths = [column.path for column in columns]
    yield from rows.values_list(*paths).iterator(chunk_size=READ_AT_ONCE)


def total_of(rows: "QuerySet[Any]") -> Total:
    """Give what rows come to in the accounting currency."""
    amount = "accounting_currency_amount"
    found = rows.order_by().aggregate(
        count=Count("pk"),
        debit=Sum(amount, filter=Q(**{f"{amount}__gt": 0}), default=0),
        credit=Sum(-F(amount), filter=Q(**{f"{amount}__lt": 0}), default=0),
    )
    return Total(found["count"], found["debit"], found["credit"])
