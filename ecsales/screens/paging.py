"""Rows of a list's pages, a hundred at a time: each table of a page turns by a name of its own in the address."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

ROWS_SHOWN = 100


@dataclass(frozen=True)
class Rows:
    """Rows that are read when a page of them is shown: how many there are, and a function of (skipped, at most)."""

    count_of_all: int
    read: Callable[[int, int], Sequence[Any]]

    def __len__(self) -> int:
        """Give how many there are."""
        return self.count_of_all

    def __getitem__(self, part: slice) -> Sequence[Any]:
        """Read a page."""
        return self.read(part.start, part.stop - part.start)


def page_of(request: HttpRequest, rows: Any, name: str = "page") -> "Page[Any]":
    """Give the page of rows that the address names, the first one where it names none."""
    return Paginator(rows, ROWS_SHOWN).get_page(request.GET.get(name, 1))
