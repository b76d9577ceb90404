"""Lines of a spreadsheet (XLSX), read as a stream after its zip directory has been looked at."""

import datetime
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import ROUND_HALF_UP, Context, Decimal
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from arclose.imports.delimited import Line
from arclose.imports.limits import (
    MOST_COLUMNS,
)
from arclose.imports.problems import FileRefused
from arclose.imports.spreadsheet_parts import refuse_parts

DAMAGED = (zipfile.BadZipFile, InvalidFileException, ParseError, KeyError, ValueError, EOFError, OSError, TypeError)
KEPT = Context(prec=15, rounding=ROUND_HALF_UP)  # the digits of a number that a spreadsheet keeps
DIGITS_BELOW_NOISE = 12
MOST_WITH_NOISE = 10**9


@contextmanager
def spreadsheet_lines(path: Path, *, sheet: str = "") -> Iterator[Iterator[Line]]:
    """Give the lines of a sheet (the first unless another is named) with their numbers. Empty lines are left out.

    Days come as 2010-12-31, numbers with a point, formulas as the value they were saved with.

    :raises FileRefused: no spreadsheet, parts that unfold too far, a DTD, a missing sheet, a damaged part.
    """
    refuse_parts(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            workbook = load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except DAMAGED as error:
        raise FileRefused(_("The spreadsheet is damaged: %(error)s") % {"error": error}) from error
    try:
        yield _read(_sheet(workbook, sheet))
    finally:
        workbook.close()


def _sheet(workbook: Any, name: str) -> Any:
    if name and name not in workbook.sheetnames:
        raise FileRefused(
            _("There is no sheet %(sheet)s. The sheets are: %(sheets)s")
            % {"sheet": name, "sheets": ", ".join(workbook.sheetnames)}
        )
    sheet = workbook[name] if name else next(iter(workbook.worksheets), None)
    if sheet is None:
        raise FileRefused(_("The spreadsheet has no sheet."))
    return sheet


def _read(sheet: Any) -> Iterator[Line]:
    sheet.reset_dimensions()
    line = 0
    try:
        for line, row in enumerate(sheet.iter_rows(values_only=True), start=1):
            if len(row) > MOST_COLUMNS:
                raise FileRefused(_("There are more than %(most)s columns.") % {"most": MOST_COLUMNS}, line=line)
            cells = [_text(value, line) for value in row]
            if any(cells):
                yield line, cells
    except DAMAGED as error:
        raise FileRefused(_("The sheet is damaged: %(error)s") % {"error": error}, line=line + 1) from error


def _text(value: Any, line: int) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime.datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return _number(value, line)


def _number(value: Any, line: int) -> str:
    """Write a number out. What has more digits than a spreadsheet keeps is refused rather than rounded.

    The noise of binary arithmetic (3.3000000000000003 for 1.1 x 3) is no digit and is taken off.
    """
    number = Decimal(value) if isinstance(value, int) else Decimal(repr(value))
    if number.is_finite() and not isinstance(value, int):
        kept = KEPT.plus(number).normalize()
        is_noise = abs(number) < MOST_WITH_NOISE and len(kept.as_tuple().digits) <= DIGITS_BELOW_NOISE
        number = kept if kept == number or is_noise else Decimal("NaN")
    if not number.is_finite():
        raise FileRefused(
            _("%(value)s has more digits than a spreadsheet keeps exactly. Save the column as text.")
            % {"value": value},
            line=line,
        )
    return f"{number:f}"
