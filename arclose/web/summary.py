"""What a list says of all its rows: their number, their totals, and the counts of its filters."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from arclose.web.filters import Counts, ListFilter
from arclose.web.groups import ADDED_UP_AT_MOST, Group, groups_of
from arclose.web.paging import RowCount, count_rows
from arclose.web.totals import CurrencyTotal, Totals


@dataclass(frozen=True)
class Summary:
    """Asks the database for the rows under all filters but the counted ones, and for those of all where that is needed.

    :param is_whole: whether rows are added up however many there are.
    """

    rows: Any
    filters: ListFilter | None
    adding: Totals | None
    is_whole: bool = False

    @cached_property
    def totals(self) -> list[CurrencyTotal] | None:
        """Give one total per currency; None where there are none, or too many rows to add up unasked."""
        if self.adding is None:
            return None
        if self._counting is not None:
            if self._groups is not None:
                return self.adding.from_groups(self._chosen(self._groups))
            if not self._counting.chosen_values():
                return None
        return self.adding.of(self.rows, at_most=self._at_most)

    @cached_property
    def count(self) -> RowCount:
        """Give the number of rows; exact where totals or filters have counted them anyway."""
        if self.adding is not None:
            known = None if self.totals is None else sum(total.count for total in self.totals)
        elif self._groups is not None:
            known = sum(group.count for group in self._chosen(self._groups))
        else:
            return count_rows(self.rows)
        return RowCount(self._at_most or 0, is_more=True) if known is None else RowCount(known)

    @cached_property
    def counted(self) -> list[Counts]:
        """Give the counted filters with the number of rows of each value."""
        return self._counting.counted(self._groups) if self._counting else []

    @property
    def _counting(self) -> ListFilter | None:
        return self.filters if self.filters and self.filters.counted_filters else None

    @property
    def _at_most(self) -> int | None:
        if self.is_whole:
            return None
        return (self.adding and self.adding.at_most) or ADDED_UP_AT_MOST

    @cached_property
    def _groups(self) -> list[Group] | None:
        """Give the rows under all filters but the counted ones, by currency and by what those count.

        None where nothing is counted, or where there are too many.
        """
        if self._counting is None:
            return None
        fields = [each.field_name for each in self._counting.counted_filters.values()]
        currency, amounts = ([self.adding.currency], self.adding.amounts) if self.adding else ([], {})
        rows = self._counting.uncounted_rows()
        if self._counts_first and not self._counting.is_narrowed:
            most = self._at_most or 0
            if rows.order_by()[: most + 1].count() > most:
                return None
        return groups_of(rows, fields=[*currency, *fields], amounts=amounts, at_most=self._at_most)

    @property
    def _counts_first(self) -> bool:
        return self.adding is not None and self.adding.counts_first and not self.is_whole

    def _chosen(self, groups: Sequence[Group]) -> list[Group]:
        chosen = self._counting.chosen_values() if self._counting else {}
        return [group for group in groups if group.has(chosen)]
