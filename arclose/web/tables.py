"""Tables of list pages: how a value looks in a cell, and what it is in an export.

A column's ``render`` gives the cell, its ``value`` the exported value: a Decimal or a date stays one.
"""

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

import django_tables2 as tables
from django.db.models import QuerySet
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django_tables2.utils import Accessor

from arclose.web.amounts import DASH, for_file, format_amount
from arclose.web.days import format_day, format_moment
from arclose.web.links import TICKED, page_url
from arclose.web.states import state_badge


class AmountColumn(tables.Column):
    """An amount, right-aligned; zero is a dash.

    :param currency: where the row says its currency, whose decimals the amount is shown with.
    """

    def __init__(self, *, currency: str = "", **kwargs: Any) -> None:
        """Take where the currency stands, and the options of a column."""
        self.currency_accessor = Accessor(currency) if currency else None
        kwargs.setdefault("attrs", {"td": {"class": "amount"}, "th": {"class": "amount"}, "tf": {"class": "amount"}})
        kwargs.setdefault("default", DASH)
        super().__init__(**kwargs)

    def render(self, value: Decimal, record: Any, table: Any) -> str:
        """Give the amount in the user's locale."""
        return format_amount(value, self.currency_of(record, table)) if value else DASH

    def value(self, value: Decimal, record: Any, table: Any) -> Any:
        """Give the number, with the decimals of its currency."""
        return for_file(value, self.currency_of(record, table))

    def currency_of(self, record: Any, table: Any) -> Any:
        """Give the currency of a row's amount, or its code."""
        return self.currency_accessor.resolve(record, quiet=True) if self.currency_accessor else ""


class NumberColumn(tables.Column):
    """A whole number, right-aligned: a count, grouped, or where ``is_name`` says so the number that something has."""

    def __init__(self, *, is_name: bool = False, **kwargs: Any) -> None:
        """Take the options of a column."""
        kwargs.setdefault("attrs", {"td": {"class": "amount"}, "th": {"class": "amount"}})
        super().__init__(**kwargs)
        self._is_name = is_name

    def render(self, value: int) -> str:
        """Give the number in the user's locale: 12,345."""
        return str(value) if self._is_name else str(number_format(value, use_l10n=True, force_grouping=True))

    def value(self, value: int) -> int:
        """Give the number itself."""
        return value


class DayColumn(tables.Column):
    """A day, unmistakable: 31 Oct 2026."""

    def __init__(self, **kwargs: Any) -> None:
        """Take the options of a column."""
        kwargs.setdefault("attrs", {"td": {"class": "day"}, "th": {"class": "day"}})
        super().__init__(**kwargs)

    def render(self, value: date) -> str:
        """Give the day with the name of its month."""
        return format_day(value)

    def value(self, value: Any) -> Any:
        """Give the day itself."""
        return value


class MomentColumn(tables.Column):
    """An instant, in the time zone of the company."""

    def __init__(self, **kwargs: Any) -> None:
        """Take the options of a column."""
        kwargs.setdefault("attrs", {"td": {"class": "day"}, "th": {"class": "day"}})
        super().__init__(**kwargs)

    def value(self, value: Any) -> Any:
        """Give the instant itself."""
        return value

    def render(self, value: datetime) -> str:
        """Give day and time."""
        return format_moment(value)


class StateColumn(tables.Column):
    """A state: an icon and its word, never a colour alone."""

    def render(self, value: Any, record: Any, bound_column: Any) -> SafeString:
        """Give the badge of the state."""
        return state_badge(self._key(record, bound_column), capfirst(str(value)))

    def value(self, value: Any) -> Any:
        """Give the word."""
        return value

    @staticmethod
    def _key(record: Any, bound_column: Any) -> str:
        return str(Accessor(bound_column.accessor).resolve(record, quiet=True) or "")


class PageColumn(tables.Column):
    """A link to the page of the row, in the company and period of the list.

    :param route: the page; its ``pk`` is taken from the row at ``key``.
    """

    def __init__(self, route: str, *, key: str = "pk", **kwargs: Any) -> None:
        """Take the page, where the row keeps the page's id, and the options of a column."""
        self.route = route
        self.key = Accessor(key)
        super().__init__(**kwargs)

    def render(self, value: Any, record: Any, table: Any) -> SafeString | str:
        """Give the link, or the plain text where the row has no such page."""
        key = _key_of(record, self.key)
        if key is None or not table.request.may_open(self.route):
            return str(value)
        return format_html('<a class="row-link" href="{}">{}</a>', page_url(table.request, self.route, pk=key), value)

    def value(self, value: Any) -> Any:
        """Give what the link says."""
        return value


class SelectColumn(tables.Column):
    """A box to choose the row with; never exported, never sorted by."""

    def __init__(self, **kwargs: Any) -> None:
        """Take the options of a column."""
        kwargs.setdefault("accessor", "pk")
        attrs = {"td": {"class": "choose"}, "th": {"class": "choose"}}
        super().__init__(
            **{"verbose_name": _("Choose"), "orderable": False, "attrs": attrs, "exclude_from_export": True, **kwargs}
        )

    def render(self, value: Any, record: Any, table: Any) -> SafeString:
        """Give the box, named after its row; ticked where the address says so."""
        request = getattr(table, "request", None)
        ticked = request.GET.get(TICKED, "").split() if request else []
        return format_html(
            '<input class="form-check-input" type="checkbox" name="selected" value="{}" aria-label="{}"{}>',
            value,
            _("Choose %(row)s") % {"row": record},
            SafeString(" checked") if str(value) in ticked else "",
        )


def _key_of(record: Any, accessor: Accessor) -> Any:
    if isinstance(record, dict) and str(accessor) == "pk":
        return record.get("pk", record.get("id"))
    return accessor.resolve(record, quiet=True)


class ListTable(tables.Table):
    """The table of a list page; sorting stands in the URL as ``sort``.

    :cvar on_request: names of columns that are shown only when the reader asks for them.
    """

    on_request: ClassVar[Collection[str]] = ()

    class Meta:
        attrs = {"class": "table table-sm list"}
        order_by_field = "sort"
        default = ""
        empty_text = ""

    def narrowed(self, page: QuerySet[Any]) -> QuerySet[Any]:
        """Give the rows of a page that is sorted; where its rows can be found among fewer, among these."""
        return page
