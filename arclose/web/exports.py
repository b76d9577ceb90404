"""CSV and XLSX of what a list shows. A text cell can never start a formula; a number stays a number.

CSV is UTF-8 with a byte order mark, separated by commas, amounts with a point, days as 2026-10-31. It is streamed,
so any number of rows takes little memory.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, tzinfo
from decimal import Decimal
from tempfile import TemporaryFile
from typing import IO, Any

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\N{FULLWIDTH EQUALS SIGN}", "\N{FULLWIDTH PLUS SIGN}")
ROWS_PER_SHEET = 1_000_000
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CELL_LENGTH = 32_767


GUARD = "'"


def inert(text: str) -> str:
    """Give the text with an apostrophe before it where a spreadsheet would take it for a formula.

    A text that looks guarded gets one as well, so that :func:`as_it_was` gives every text back.
    """
    return f"{GUARD}{text}" if _starts_formula(text.lstrip(GUARD)) else text


def as_it_was(text: str) -> str:
    """Give the text of a file of ours without the apostrophe that :func:`inert` put before it."""
    return text[1:] if text.startswith(GUARD) and inert(text[1:]) == text else text


def _starts_formula(text: str) -> bool:
    return text.lstrip(" \N{NO-BREAK SPACE}\N{ZERO WIDTH NO-BREAK SPACE}").startswith(FORMULA_STARTS)


class _Echo:
    """A file that gives back what is written, a line at a time."""

    def write(self, line: str) -> str:
        return line


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Give header and rows as the lines of a CSV file, instants in the time zone that is active now."""
    return _csv_lines(header, rows, timezone.get_current_timezone())


def _csv_lines(header: Sequence[str], rows: Iterable[Sequence[Any]], zone: tzinfo) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\N{ZERO WIDTH NO-BREAK SPACE}"
    yield writer.writerow([inert(title) for title in header])
    for row in rows:
        yield writer.writerow([_csv_cell(value, zone) for value in row])


def csv_response(name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponseBase:
    """Stream header and rows as CSV, instants in the time zone that is active now."""
    response = StreamingHttpResponse(csv_lines(header, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _csv_cell(value: Any, zone: tzinfo) -> Any:
    if value is None or isinstance(value, int | Decimal):
        return value
    if isinstance(value, datetime):
        return timezone.localtime(value, zone).isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    return inert(str(value))


def xlsx_response(name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponseBase:
    """Give header and rows as a workbook, written row by row to a temporary file."""
    file = TemporaryFile()  # noqa: SIM115 (the response closes it)
    write_workbook(file, header, rows)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX_TYPE)


def write_workbook(file: IO[bytes], header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write a workbook; a sheet that is full goes on in the next."""
    import xlsxwriter  # here, for each start of a process would take a twentieth longer for it

    workbook = xlsxwriter.Workbook(file, {"constant_memory": True, "default_date_format": "d mmm yyyy"})
    sheet, line = _new_sheet(workbook, header), 1
    for row in rows:
        if line > ROWS_PER_SHEET:
            sheet, line = _new_sheet(workbook, header), 1
        for column, value in enumerate(row):
            _write_cell(sheet, line, column, value)
        line += 1
    workbook.close()


def _new_sheet(workbook: Any, header: Sequence[str]) -> Any:
    sheet = workbook.add_worksheet()
    bold = workbook.add_format({"bold": True})
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, max(len(header) - 1, 0), 16)
    for column, title in enumerate(header):
        sheet.write_string(0, column, inert(title), bold)
    return sheet


def _write_cell(sheet: Any, line: int, column: int, value: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_boolean(line, column, value)
    elif isinstance(value, int | Decimal) and _is_exact(value):
        sheet.write_number(line, column, value)
    elif isinstance(value, datetime):
        sheet.write_string(line, column, timezone.localtime(value).strftime("%Y-%m-%d %H:%M:%S"))
    elif isinstance(value, date):
        sheet.write_datetime(line, column, datetime(value.year, value.month, value.day))  # noqa: DTZ001 (a day)
    else:
        sheet.write_string(line, column, inert(str(value))[:CELL_LENGTH])


def _is_exact(number: int | Decimal) -> bool:
    """Tell whether a spreadsheet, which keeps 15 digits, holds the number as it is; others are written as text."""
    if isinstance(number, int):
        return abs(number) < 10**15
    return number.is_finite() and len(number.normalize().as_tuple().digits) <= 15
