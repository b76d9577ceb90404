"""Lines of a delimited text: CSV with comma, semicolon, tab or bar, plain or packed with gzip."""

import csv
import gzip
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from typing import IO

from django.utils.translation import gettext as _

from arclose.imports.limits import MOST_CHARACTERS_IN_A_CELL
from arclose.imports.measuring import Measured
from arclose.imports.problems import FileRefused

SEPARATORS = (",", ";", "\t", "|")
Line = tuple[int, list[str]]


@contextmanager
def delimited_lines(measured: Measured, *, separator: str = "") -> Iterator[Iterator[Line]]:
    """Give the lines of a text with their numbers; a quoted cell may hold line ends. Empty lines are left out.

    Without a separator the one is taken that the file names itself, else the one that splits its header into the most
    cells.

    :raises FileRefused: while reading: wrong quotes, or a cell without an end.
    """
    with _opened(measured) as text:
        number, header, named = _header(text)
        yield _read(text, number, header, separator or named or _separator_of(header))


@contextmanager
def _opened(measured: Measured) -> Iterator[IO[str]]:
    binary = gzip.open(measured.path) if measured.is_packed else measured.path.open("rb")  # noqa: SIM115
    with binary, io.TextIOWrapper(binary, encoding=measured.encoding, newline="") as text:
        yield text


def _header(text: IO[str]) -> tuple[int, str, str]:
    """Give the first line that is not empty, with its number, and the separator that stands above it.

    Programs write one for Excel: ``sep=;``. Empty where there is none.
    """
    number, line = 1, text.readline()
    while line and not line.strip():
        number, line = number + 1, text.readline()
    named = re.fullmatch(r'"?sep=([,;\t|])"?[\r\n]*', line)
    return (number + 1, text.readline(), named[1]) if named else (number, line, "")


def _separator_of(header: str) -> str:
    outside_quotes = "".join(header.split('"')[::2])
    return max(SEPARATORS, key=outside_quotes.count)


def _read(text: IO[str], number: int, header: str, separator: str) -> Iterator[Line]:
    csv.field_size_limit(MOST_CHARACTERS_IN_A_CELL)
    reader = csv.reader(chain([header], text), delimiter=separator, strict=True)
    first = number
    try:
        for cells in reader:
            if any(cells):
                yield first, cells
            first = reader.line_num + number
    except csv.Error as error:
        raise FileRefused(_reason(str(error)), line=first) from error


def _reason(error: str) -> str:
    if "field limit" in error:
        return _("A cell is longer than %(most)s characters; perhaps a quote is not closed.") % {
            "most": MOST_CHARACTERS_IN_A_CELL
        }
    if "unexpected end of data" in error:
        return _("The file ends inside a quoted cell.")
    return _("The quotes of this line cannot be read: %(error)s") % {"error": error}
