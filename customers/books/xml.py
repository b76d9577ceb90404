"""XML written one element after the other, into a file, without a tree in memory."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import IO
from xml.sax.saxutils import escape

# What XML 1.0 cannot hold, in whatever way it is written.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
Value = str | int | Decimal | date


class XmlWriter:
    """Writes elements into a binary file, as UTF-8."""

    def __init__(self, file: IO[bytes]) -> None:
        """Take the file; it is neither rewound nor closed here."""
        self._file = file

    @contextmanager
    def inside(self, name: str, attributes: str = "") -> Iterator[None]:
        """Write an element around what is written meanwhile."""
        self._file.write(f"<{name}{attributes}>".encode())
        yield
        self._file.write(f"</{name}>\n".encode())

    def put(self, name: str, value: Value, *, longest: int | None = None) -> None:
        """Write an element with a text, cut where it is longer than the schema allows."""
        self._file.write(element(name, value, longest=longest).encode())

    def put_some(self, name: str, value: Value, *, longest: int | None = None) -> None:
        """Write an element that may be left out, unless it says nothing."""
        if value != "":
            self.put(name, value, longest=longest)

    def copy(self, file: IO[bytes]) -> None:
        """Write what a file has from where it stands."""
        shutil.copyfileobj(file, self._file)

    def write(self, written: str) -> None:
        """Write what is XML already."""
        self._file.write(written.encode())


def element(name: str, value: Value, *, longest: int | None = None) -> str:
    """Give an element with a text."""
    text = value.isoformat() if isinstance(value, date) else f"{value:f}" if isinstance(value, Decimal) else str(value)
    return f"<{name}>{escape(_FORBIDDEN.sub('', text)[:longest])}</{name}>"
