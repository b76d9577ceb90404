"""List pages: filter, totals, sorting, pages and exports of one queryset. See the package docstring."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.safestring import SafeString
from django_tables2 import RequestConfig

from arclose.web.cells import exported_rows, written_rows
from arclose.web.columns import COLUMNS, ColumnChoice, choices, show
from arclose.web.exports import csv_response, xlsx_response
from arclose.web.filters import ChosenRow, Counts, ListFilter
from arclose.web.links import as_link, kept_query
from arclose.web.paging import PAGE_SIZES, PER_PAGE, CountedPaginator, RowCount, found_by_key, number_asked
from arclose.web.saved_views import NAME_LENGTH, KeptView, ViewBar
from arclose.web.summary import Summary
from arclose.web.tables import ListTable
from arclose.web.totals import CurrencyTotal, Totals

ROWS_FETCHED_AT_ONCE = 2_000
EXPORTS = {"csv": csv_response, "xlsx": xlsx_response}
SHAPE = ("sort", "per_page", COLUMNS)
TOTALS, ADD_UP_ALL = "totals", "all"


@dataclass(frozen=True)
class TotalRow:
    """A row below the table: one currency, its amounts under their columns (None: an empty cell).

    The heading takes the first ``span`` columns, ``cells`` are those behind it.
    """

    currency: str
    count: int
    span: int
    cells: list[Any]


def in_stable_order(rows: Any) -> Any:
    """Give the rows with their key as last order, so that no row is on two pages or on none.

    What only stands for a queryset orders its rows whole itself.
    """
    if not isinstance(rows, QuerySet) or rows.query.group_by or {"pk", "-pk"} & {*rows.query.order_by}:
        return rows
    return rows.order_by(*rows.query.order_by, "pk")


class ListPage:
    """One list: what its filter holds, and the answer in the form that was asked for."""

    view_name_length = NAME_LENGTH

    def __init__(
        self,
        request: HttpRequest,
        *,
        name: str,
        rows: Any,
        table: type[ListTable],
        filters: type[ListFilter] | None = None,
        totals: Totals | None = None,
        may_choose: bool = True,
    ) -> None:
        """Take all rows that the user may see; nothing is asked of the database yet.

        :param rows: a queryset, or what is counted, ordered, sliced and run through like one.
        :param name: the name of exported files, before the company and the period.
        :param may_choose: whether the reader may do something with chosen rows; else there is nothing to tick.
        """
        self.request = request
        self.name = name
        self.table_class = table
        self._totals = totals
        self._may_choose = may_choose
        self._filters = filters
        self.filter = filters(request.GET, queryset=rows, request=request) if filters else None
        self.rows = self.filter.qs if self.filter else rows

    def answer(
        self, template: str, context: Mapping[str, Any] | Callable[[], Mapping[str, Any]] | None = None
    ) -> HttpResponseBase:
        """Give the page; its part ``rows`` alone for htmx; the export where the query asks for one.

        A ``context`` that takes long to read is given as a function, which is asked where a page is made.

        Opened without any query, the list goes on to the reader's default view of it, unless what that names was
        deleted. With days as people type them htmx is told the address that says these days to everybody and on any
        day.
        """
        if (form := self.request.GET.get("export", "")) in EXPORTS:
            return self.exported(form)
        default = None if self.is_fragment or self.request.META.get("QUERY_STRING") else self.views.default
        if default and default.query and self._can_be_opened(default):
            return HttpResponseRedirect(self.request.path + default.url)
        said = context() if callable(context) else context or {}
        response = render(self.request, template + ("#rows" if self.is_fragment else ""), {**said, "listing": self})
        patch_vary_headers(response, ["HX-Request"])
        days = self.filter.days_for_address if self.filter and self.is_fragment else {}
        if days:
            query = self.request.GET.copy()
            for name, day in days.items():
                query[name] = day
            response["HX-Push-Url"] = f"{self.request.path}?{query.urlencode()}"
        return response

    def _can_be_opened(self, view: KeptView) -> bool:
        """Tell whether all that a view narrows the list to is still there, such as a group."""
        if self._filters is None:
            return True
        try:
            self._filters(QueryDict(view.query), queryset=self.rows, request=self.request).form.is_valid()
        except Http404:
            return False
        return True

    @property
    def is_fragment(self) -> bool:
        """Tell whether htmx asks for the rows alone."""
        return bool(getattr(self.request, "htmx", False)) and not self.request.htmx.boosted  # type: ignore[attr-defined]

    @cached_property
    def views(self) -> ViewBar:
        """Give the reader's saved views of this list."""
        return ViewBar(self.request, self._whole_table)

    @property
    def column_choices(self) -> list[ColumnChoice]:
        """Give the columns to choose from."""
        return choices(self._whole_table)

    @property
    def chosen_columns(self) -> list[str]:
        """Give the columns that the address names; none: the usual ones are shown."""
        return kept_query(self.request.GET).getlist(COLUMNS)

    @property
    def beside_columns(self) -> list[tuple[str, str]]:
        """Give the parameters that stay when other columns are chosen."""
        kept = kept_query(self.request.GET)
        return [(name, value) for name, values in kept.lists() if name != COLUMNS for value in values]

    @cached_property
    def table(self) -> ListTable:
        """Give the table with the rows of this page."""
        table = self._whole_table
        table.paginator = CountedPaginator(table.rows, self._page_size, known=self.count)
        table.page = table.paginator.get_page(self.request.GET.get("page", 1))
        shown = table.page.object_list
        if {"sort", "text"} & self.request.GET.keys() and isinstance(shown.data, QuerySet):
            shown.data = found_by_key(table.narrowed(shown.data))
        return table

    @property
    def _page_size(self) -> int:
        asked = self.request.GET.get("per_page", "")
        return int(asked) if asked in PAGE_SIZES else PER_PAGE

    @property
    def places_asked(self) -> slice:
        """Give the places of the rows that the address asks for, where there are so many."""
        first = self._page_size * (number_asked(self.request.GET.get("page", "")) - 1)
        return slice(first, first + self._page_size)

    @property
    def written_rows(self) -> Iterator[SafeString]:
        """Give the cells of each row of this page as HTML."""
        return written_rows(self.table)

    @cached_property
    def totals(self) -> list[CurrencyTotal]:
        """Give the totals of the filter, one per currency; none where there are too many rows to add up unasked."""
        return self._summary.totals or []

    @property
    def can_add_up(self) -> bool:
        """Tell whether totals are left out until somebody asks for them."""
        return self._totals is not None and self._summary.totals is None

    @property
    def sorted_rows(self) -> Any:
        """Give all rows of the filter in the order in which the list shows them."""
        return self._whole_table.data.data

    @property
    def count(self) -> RowCount:
        """Give the number of rows of the filter; exact where totals or filters have counted them anyway."""
        return self._summary.count

    @cached_property
    def _summary(self) -> Summary:
        is_whole = self.request.GET.get(TOTALS) == ADD_UP_ALL
        return Summary(rows=self.rows, filters=self.filter, adding=self._totals, is_whole=is_whole)

    @property
    def total_rows(self) -> list[TotalRow]:
        """Give the totals as rows below the table."""
        names = [column.name for column in self.table.columns]
        summed = [position for position, name in enumerate(names) if self._totals and name in self._totals.amounts]
        span = max(summed[0] if summed else len(names), 1)
        return [
            TotalRow(total.currency, total.count, span, [total.amounts.get(name) for name in names[span:]])
            for total in self.totals
        ]

    @property
    def counted(self) -> list[Counts]:
        """Give the counted filters with the number of rows of each value."""
        return self._summary.counted

    @property
    def filter_errors(self) -> list[tuple[str, str]]:
        """Give what could not be read in the filter: label and reason."""
        if not self.filter or self.filter.form.is_valid():
            return []
        form = self.filter.form
        return [(str(form[name].label), " ".join(errors)) for name, errors in form.errors.items()]

    @cached_property
    def chosen_rows(self) -> list[ChosenRow]:
        """Give the rows of other tables that the list is narrowed to."""
        return self.filter.chosen_rows() if self.filter else []

    @property
    def query(self) -> str:
        """Give the filter and the sorting as a query without its question mark."""
        return kept_query(self.request.GET).urlencode()

    @property
    def unfiltered(self) -> str:
        """Give the link to the list without its filter, sorted and with the columns as now."""
        return as_link(kept_query(self.request.GET, only=SHAPE))

    @property
    def is_filtered(self) -> bool:
        """Tell whether the filter leaves anything out."""
        if not self.filter:
            return False
        return any(self.request.GET.get(name) for name in self._filter_names())

    @property
    def has_choice(self) -> bool:
        """Tell whether rows can be chosen for an action."""
        return "select" in self.table.columns.names()

    def _filter_names(self) -> list[str]:
        names = list(self.filter.filters) if self.filter else []
        return names + [f"{name}_{end}" for name in names for end in ("from", "until")]

    def _header(self) -> list[str]:
        return [str(column.header) for column in self._exported()]

    def _exported(self) -> list[Any]:
        return [column for column in self._whole_table.columns if not column.column.exclude_from_export]

    def _values(self) -> Iterator[list[Any]]:
        records = self._whole_table.data.data.iterator(chunk_size=ROWS_FETCHED_AT_ONCE)
        yield from exported_rows(self._whole_table, self._exported(), records)

    def exported(self, form: str) -> HttpResponseBase:
        """Give the rows as a file in a form of :data:`EXPORTS`, with the columns that the list shows."""
        return EXPORTS[form](self._file_name(), self._header(), self._values())

    @cached_property
    def _whole_table(self) -> ListTable:
        table = self.table_class(self.rows)
        RequestConfig(self.request, paginate=False).configure(table)
        table.data.data = in_stable_order(table.data.data)
        show(table, self.request.GET.getlist(COLUMNS))
        if not self._may_choose:
            table.columns.hide("select")
        return table

    def _file_name(self) -> str:
        parts = [self.name, getattr(self.request, "company", ""), getattr(self.request, "period", "")]
        return "-".join(str(part) for part in parts if str(part))
