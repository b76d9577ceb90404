"""Which files of the books there are, in which forms, and how each is written."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from arclose.ledger.models import Company
from arclose.web.exports import csv_lines, write_workbook
from customers.books.audit_file import write_audit_file
from customers.books.rows import (
    ENTRY_COLUMNS,
    TRANSACTION_COLUMNS,
    Column,
    Days,
    Total,
    entries,
    total_of,
    transactions,
    values_of,
)


class BooksKind(models.TextChoices):
    """What a file holds."""

    ENTRIES = "ledger-entries", _("Ledger entries")
    TRANSACTIONS = "customer-transactions", _("Customer transactions")
    AUDIT_FILE = "audit-file", _("XML Auditfile Financieel (XAF 3.2)")


class FileForm(models.TextChoices):
    """How a file is written."""

    CSV = "csv", "CSV"
    XLSX = "xlsx", "XLSX"
    JSON_LINES = "jsonl", _("JSON lines")
    XAF = "xaf", "XAF"


TABLES: Mapping[str, tuple[Callable[..., Any], Sequence[Column]]] = {
    BooksKind.ENTRIES: (entries, ENTRY_COLUMNS),
    BooksKind.TRANSACTIONS: (transactions, TRANSACTION_COLUMNS),
}
CONTENT_TYPES = {
    FileForm.CSV: "text/csv; charset=utf-8",
    FileForm.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileForm.JSON_LINES: "application/jsonl; charset=utf-8",
    FileForm.XAF: "application/xml; charset=utf-8",
}


@dataclass(frozen=True)
class BooksFile:
    """A file that is asked for."""

    company: Company
    kind: str
    form: str
    days: Days

    @property
    def name(self) -> str:
        """Give how it is called: what it holds, whose it is, of which days."""
        return f"{self.kind}-{self.company.code}-{self.days.since}-{self.days.until}.{self.form}"


def forms_of(kind: str) -> tuple[FileForm, ...]:
    """Give the forms that a kind of file comes in."""
    return (FileForm.CSV, FileForm.XLSX, FileForm.JSON_LINES) if kind in TABLES else (FileForm.XAF,)


def write_books(file: IO[bytes], asked: BooksFile, *, created_on: date) -> Total:
    """Write a file, and give what its rows come to: of one moment, and read a few thousand at a time.

    :raises CannotWriteAuditFile: the books of these days cannot be told in an audit file.
    """
    if asked.kind == BooksKind.AUDIT_FILE:
        return write_audit_file(file, company=asked.company, days=asked.days, created_on=created_on)
    rows_of, columns = TABLES[asked.kind]
    rows = rows_of(company=asked.company, days=asked.days)
    counting = _Counting(columns)
    with transaction.atomic():
        _WRITERS[asked.form](file, columns, counting.through(values_of(rows, columns)))
    return counting.total()


def total_now(asked: BooksFile) -> Total:
    """Give what the rows of a file would come to; for an audit file its entries."""
    rows_of, _columns = TABLES.get(asked.kind, TABLES[BooksKind.ENTRIES])
    return total_of(rows_of(company=asked.company, days=asked.days))


class _Counting:
    """Counts and adds up rows on their way into a file, so that what is said of it is what it holds."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._place = [column.name for column in columns].index("accounting_amount")
        self._count, self._debit, self._credit = 0, Decimal(0), Decimal(0)

    def through(self, rows: Iterator[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
        for row in rows:
            amount = row[self._place]
            self._count += 1
            self._debit += max(amount, 0)
            self._credit -= min(amount, 0)
            yield row

    def total(self) -> Total:
        return Total(self._count, self._debit, self._credit)


Rows = Iterator[tuple[Any, ...]]


def _write_csv(file: IO[bytes], columns: Sequence[Column], rows: Rows) -> None:
    for line in csv_lines([str(column.title) for column in columns], rows):
        file.write(line.encode())


def _write_xlsx(file: IO[bytes], columns: Sequence[Column], rows: Rows) -> None:
    write_workbook(file, [str(column.title) for column in columns], rows)


def _write_json_lines(file: IO[bytes], columns: Sequence[Column], rows: Rows) -> None:
    """Write an object per row: amounts as texts, so that no program reads them as floating point; days as ISO."""
    names = [column.name for column in columns]
    for row in rows:
        values = dict(zip(names, map(_plain, row), strict=True))
        file.write((json.dumps(values, ensure_ascii=False) + "\n").encode())


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date | datetime) else value


_WRITERS: Mapping[str, Callable[[IO[bytes], Sequence[Column], Rows], None]] = {
    FileForm.CSV: _write_csv,
    FileForm.XLSX: _write_xlsx,
    FileForm.JSON_LINES: _write_json_lines,
}
