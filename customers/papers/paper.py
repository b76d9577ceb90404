"""What stands on one document, as plain texts."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

_UNFIT_FOR_A_NAME = re.compile(r"[^0-9A-Za-z._-]+")

Fact = tuple[str, str]


@dataclass(frozen=True)
class Paper:
    """A document ready to be set: the name of its layout, its number and day, and all that it says.

    ``content`` holds nothing but texts, lists and dictionaries of texts.
    """

    layout: str
    key: int
    number: str
    day: date
    content: dict[str, Any]

    @property
    def file_name(self) -> str:
        """The name of its PDF."""
        return file_name_of(number=self.number, key=self.key)


def file_name_of(*, number: str, key: int, ending: str = "pdf") -> str:
    """Give the name of a document's file: letters, digits, points and dashes only, and no two alike."""
    fit = _UNFIT_FOR_A_NAME.sub("-", number).strip(".-")
    return f"{fit}.{ending}" if fit == number else f"{fit}-{key}.{ending}"


class Column(NamedTuple):
    """A column of a table on paper: figures stand at the right; one column of a table may take the room left."""

    title: str
    align: str = "right"
    width: str = "auto"


def table(columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> dict[str, Any]:
    """Give a table; a cell is a text, one with a small one below it (:func:`noted`), or a box to tick."""
    return {"columns": [column._asdict() for column in columns], "rows": [list(row) for row in rows]}


def noted(text: str, note: str) -> dict[str, str] | str:
    """Give a cell with a small line below its text."""
    return {"text": text, "note": note} if note else text


def total(label: str, amount: str, *, style: str = "plain") -> dict[str, str]:
    """Give a line below a table: ``plain``, ``sum`` above a rule, or the ``grand`` one that counts."""
    return {"label": label, "amount": amount, "style": style}


def words() -> dict[str, str]:
    """Give what every layout says by itself."""
    return {"page": _("Page {page} of {pages}"), "continued": _("continued")}
