"""The lines that the page of a document shows: the first of very many, and all of them where somebody asks."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet

from arclose.access.requests import CompanyRequest

# More take longer than a page should; all of them can be searched once they are asked for.
SHOWN_AT_MOST = 300
ALL = "all"

Line = TypeVar("Line", bound=Model)


@dataclass(frozen=True)
class ShownLines(Generic[Line]):
    """The lines that are shown, and how many there are."""

    lines: list[Line]
    count: int

    @property
    def is_cut(self) -> bool:
        """Tell whether there are more."""
        return len(self.lines) < self.count


def shows_all(request: CompanyRequest) -> bool:
    """Tell whether a page shows all lines: where they are asked for, and where it answers to what was typed of them."""
    return request.method == "POST" or request.GET.get("lines") == ALL


def first_lines(request: CompanyRequest, lines: list[Line]) -> ShownLines[Line]:
    """Give the lines that a page shows of all, which it has read."""
    return ShownLines(lines if shows_all(request) else lines[:SHOWN_AT_MOST], len(lines))


def shown_lines(request: CompanyRequest, rows: "QuerySet[Line]") -> ShownLines[Line]:
    """Give the lines that a page shows, in the order of ``rows``."""
    if shows_all(request):
        lines = list(rows)
        return ShownLines(lines, len(lines))
    lines = list(rows[: SHOWN_AT_MOST + 1])
    is_cut = len(lines) > SHOWN_AT_MOST
    return ShownLines(lines[:SHOWN_AT_MOST], rows.count() if is_cut else len(lines))
