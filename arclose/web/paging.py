"""Pages of a list whose rows are too many to count."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

COUNTED_AT_MOST = 10_000
PER_PAGE = 50
PAGE_SIZES = ("50", "100", "200")
LAST_PAGE = 1_000_000


def found_by_key(page: QuerySet[Any]) -> QuerySet[Any]:
    """Give the rows of a page, the keys of which are found first.

    Sorting a month of orders then carries an order's key and what it is sorted by, and what else the list shows is
    looked up for the page alone; so it is where a text is looked for, of which the planner expects few rows. One of
    groups is given as it is.
    """
    if page.query.group_by or page.query.combinator or page.query.distinct:
        return page
    rows = page.all()
    rows.query.clear_limits()
    return rows.filter(pk__in=page.values("pk"))


def number_asked(typed: str) -> int:
    """Give the number of the page that is asked for, the first where it is none."""
    is_number = typed.isdecimal() and len(typed) <= len(str(LAST_PAGE))
    return max(int(typed), 1) if is_number else 1


@dataclass(frozen=True)
class RowCount:
    """How many rows there are; ``is_more`` when there are more than were counted."""

    rows: int
    is_more: bool = False


def count_rows(rows: QuerySet[Any] | Sequence[Any]) -> RowCount:
    """Count up to :data:`COUNTED_AT_MOST` rows and say whether there are more."""
    if not isinstance(rows, QuerySet):
        return RowCount(len(rows))
    counted = rows.order_by()[: COUNTED_AT_MOST + 1].count()
    return RowCount(min(counted, COUNTED_AT_MOST), is_more=counted > COUNTED_AT_MOST)


class CountedPage(Page):
    """A page that has a next one where more rows follow than were counted."""

    def has_next(self) -> bool:
        """Tell whether another page follows."""
        if self.number >= self.paginator.num_pages and self.paginator.known.is_more:  # type: ignore[attr-defined]
            return len(self.object_list) == self.paginator.per_page
        return super().has_next()


class CountedPaginator(Paginator):
    """A paginator that is told the number of rows, and goes on behind it where there are more."""

    def __init__(self, object_list: Any, per_page: int, *, known: RowCount) -> None:
        """Take the rows and how many there are."""
        self.known = known
        super().__init__(object_list, per_page)

    @property
    def count(self) -> int:
        """Give the number of rows known."""
        return self.known.rows

    def validate_number(self, number: Any) -> int:
        """Take a page behind the last known one where there are more rows than were counted."""
        if self.known.is_more and str(number).isdecimal() and int(number) > self.num_pages:
            return min(int(number), LAST_PAGE)
        return super().validate_number(number)

    def page(self, number: Any) -> CountedPage:
        """Give the page; its rows are asked of the database when it is shown."""
        valid = self.validate_number(number)
        start = (valid - 1) * self.per_page
        return CountedPage(self.object_list[start : start + self.per_page], valid, self)
