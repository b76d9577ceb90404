"""A file as a table: its header, and its lines by number."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.utils.translation import gettext as _

from arclose.imports.delimited import Line, delimited_lines
from arclose.imports.limits import MOST_COLUMNS, MOST_LINES
from arclose.imports.measuring import Measured
from arclose.imports.problems import FileRefused


@dataclass(frozen=True)
class Table:
    """The names of the columns, and the lines below them: (number, one cell per column)."""

    columns: list[str]
    lines: Iterator[Line]


@contextmanager
def opened_table(measured: Measured, *, separator: str = "", sheet: str = "") -> Iterator[Table]:
    """Open a measured file as a table.

    :raises FileRefused: there and while its lines are read: no header, a column twice, too many columns or lines,
        a line with another number of cells than the header.
    """
    if measured.is_spreadsheet:
        from arclose.imports.spreadsheets import spreadsheet_lines  # a tenth of every start, were it loaded there

        opened = spreadsheet_lines(measured.path, sheet=sheet)
    else:
        opened = delimited_lines(measured, separator=separator)
    with opened as lines:
        number, header = next(lines, (1, []))
        columns = _columns(header, number)
        yield Table(columns, _whole(lines, len(columns)))


def _columns(header: list[str], line: int) -> list[str]:
    names = [name.strip() for name in header]
    while names and not names[-1]:
        names.pop()
    if not names:
        raise FileRefused(_("There is no header: the first line must name the columns."), line=line)
    if len(names) > MOST_COLUMNS:
        raise FileRefused(
            _("There are %(count)s columns, at most %(most)s are read.") % {"count": len(names), "most": MOST_COLUMNS},
            line=line,
        )
    for name in names:
        if not name:
            raise FileRefused(_("A column has no name."), line=line)
        if names.count(name) > 1:
            raise FileRefused(_("Two columns are named “%(name)s”.") % {"name": name}, line=line, column=name)
    return names


def _whole(lines: Iterator[Line], width: int) -> Iterator[Line]:
    """Give lines of exactly the header's width; empty cells behind the last column are dropped."""
    for count, (number, cells) in enumerate(lines, start=1):
        if count > MOST_LINES:
            raise FileRefused(_("There are more than %(most)s lines.") % {"most": MOST_LINES}, line=number)
        if len(cells) == width:
            yield number, cells
        elif any(cell.strip() for cell in cells):
            yield number, _fitted(number, cells, width)


def _fitted(number: int, cells: list[str], width: int) -> list[str]:
    fitted = list(cells)
    while len(fitted) > width and not fitted[-1].strip():
        fitted.pop()
    if len(fitted) != width:
        raise FileRefused(
            _("The line has %(count)s cells, the header has %(width)s. Is it cut off, or a quote missing?")
            % {"count": len(fitted), "width": width},
            line=number,
        )
    return fitted
