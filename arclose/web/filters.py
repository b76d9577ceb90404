"""Filters of list pages; all of them stand in the URL."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django_filters.widgets import SuffixedMultiWidget

from arclose.web.forms import AmountField, AmountInput, DayField, DayInput, set_today
from arclose.web.groups import Group
from arclose.web.typed import is_relative_day


class SearchFilter(django_filters.CharFilter):
    """Rows that have the typed text anywhere in one of the fields."""

    def __init__(self, *, fields: Sequence[str], **kwargs: Any) -> None:
        """Take the fields to look in; ``number__startswith`` names its own lookup."""
        self.lookups = [name if _names_a_lookup(name) else f"{name}__icontains" for name in fields]
        widget = forms.TextInput({"type": "search", "class": "form-control form-control-sm", "autocomplete": "off"})
        super().__init__(**{"label": _("Search"), "widget": widget, **kwargs})

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        """Give the rows with that text."""
        if not value:
            return qs
        return qs.filter(reduce(or_, (Q(**{lookup: value}) for lookup in self.lookups)))


def _names_a_lookup(name: str) -> bool:
    return name.rsplit("__", 1)[-1] in {"startswith", "istartswith", "exact", "iexact", "contains", "icontains"}


class CountedFilter(django_filters.ChoiceFilter):
    """One of a few values, each shown with the number of rows that it has under the other filters."""

    def __init__(self, **kwargs: Any) -> None:
        """Take the options of a choice filter."""
        super().__init__(**{"widget": forms.HiddenInput(), "empty_label": None, **kwargs})


class ChoiceFilter(django_filters.ChoiceFilter):
    """One of some values, from a list to choose from."""

    def __init__(self, **kwargs: Any) -> None:
        """Take the options of a choice filter."""
        widget = forms.Select({"class": "form-select form-select-sm"})
        super().__init__(**{"widget": widget, "empty_label": _("All"), **kwargs})


class _OwnRowField(django_filters.fields.ModelChoiceField):
    """A row of the company; any other id does not exist."""

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except forms.ValidationError as unknown:
            raise Http404 from unknown


class RowChoiceFilter(django_filters.ModelChoiceFilter):
    """Rows that belong to one row of another table, chosen from a list; an id outside ``queryset`` answers 404.

    :param queryset: called with the request, gives the rows of the company.
    """

    field_class = _OwnRowField

    def __init__(self, *, queryset: Callable[[Any], QuerySet[Any]], **kwargs: Any) -> None:
        """Take the rows to choose from, and the options of a filter."""
        widget = forms.Select({"class": "form-select form-select-sm"})
        super().__init__(queryset=queryset, **{"widget": widget, "empty_label": _("All"), **kwargs})


class RowFilter(RowChoiceFilter):
    """Rows that belong to one row of another table, which the address names and the page does not offer."""

    def __init__(self, *, queryset: Callable[[Any], QuerySet[Any]], **kwargs: Any) -> None:
        """Take the rows it may be, and the options of a filter."""
        super().__init__(queryset=queryset, **{"widget": forms.HiddenInput(), **kwargs})


class _RangeWidget(SuffixedMultiWidget):
    template_name = "components/range_widget.html"
    suffixes = ["from", "until"]

    def decompress(self, value: Any) -> list[Any]:
        return [value.start, value.stop] if value else [None, None]


class _RangeField(forms.MultiValueField):
    """From and until, both inclusive, each of which may be left empty."""

    def __init__(self, *, part: Callable[..., forms.Field], widget_part: type[forms.TextInput], **kwargs: Any) -> None:
        small = f"form-control form-control-sm {'day' if widget_part is DayInput else 'amount'}"
        widgets = [
            widget_part({"class": small, "aria-label": _("from"), "placeholder": _("from")}),
            widget_part({"class": small, "aria-label": _("until"), "placeholder": _("until")}),
        ]
        super().__init__(
            fields=[part(required=False), part(required=False)],
            widget=_RangeWidget(widgets=widgets),
            require_all_fields=False,
            **kwargs,
        )

    def compress(self, data_list: list[Any]) -> slice | None:
        return slice(data_list[0], data_list[1]) if data_list else None


class _DayRangeField(_RangeField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(part=DayField, widget_part=DayInput, **kwargs)


class _AmountRangeField(_RangeField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(part=AmountField, widget_part=AmountInput, **kwargs)


class _RangeFilter(django_filters.Filter):
    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        """Give the rows between both bounds, bounds included."""
        if value is not None and value.start not in (None, ""):
            qs = qs.filter(**{f"{self.field_name}__gte": value.start})
        if value is not None and value.stop not in (None, ""):
            qs = qs.filter(**{f"{self.field_name}__lte": value.stop})
        return qs


class DayRangeFilter(_RangeFilter):
    """Rows from one day until another, as people type days: ``date_from=1/10``, ``date_until=today``."""

    field_class = _DayRangeField


class AmountRangeFilter(_RangeFilter):
    """Rows with an amount from … until …, as people type amounts."""

    field_class = _AmountRangeField


class YesFilter(django_filters.BooleanFilter):
    """Rows for which something is true, while the box is ticked; an unticked box filters nothing."""

    def __init__(self, **kwargs: Any) -> None:
        """Take the options of a filter."""
        super().__init__(**{"widget": forms.CheckboxInput({"class": "form-check-input"}), **kwargs})

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        """Give the rows for which it is true."""
        return super().filter(qs, True) if value else qs


@dataclass(frozen=True)
class Counts:
    """The values of one counted filter: key, label, number of rows under the other filters; None: too many to count."""

    name: str
    label: Any
    chosen: str
    total: int | None
    choices: list[tuple[str, Any, int | None]]


@dataclass(frozen=True)
class ChosenRow:
    """A row of another table that the list is narrowed to, such as a customer."""

    name: str
    label: Any
    text: str


def _none_of(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.none()


def _days_of(name: str, value: Any) -> list[tuple[str, date]]:
    """Give the days of a cleaned value, with their parameters."""
    bounds = {name: value}
    if isinstance(value, slice):
        bounds = {f"{name}_from": value.start, f"{name}_until": value.stop}
    return [(each, day) for each, day in bounds.items() if isinstance(day, date)]


class ListFilter(django_filters.FilterSet):
    """The filter of a list page. What cannot be read shows its error and no rows: half a filter would mislead.

    ``narrowing`` names what, typed, narrows the list beyond what its indexes are for.
    """

    narrowing: Sequence[str] = ()

    @property
    def is_narrowed(self) -> bool:
        """Tell whether something is typed that narrows the list."""
        return any(self.data.get(name) for name in self.narrowing)

    @property
    def form(self) -> Any:
        """Give the form, which knows which day it is."""
        form = super().form
        set_today(form, self.request.today)
        return form

    @property
    def qs(self) -> QuerySet[Any]:
        """Give the rows of the filter."""
        if self.is_bound and not self.form.is_valid():
            return _none_of(self.queryset)
        rows: QuerySet[Any] = super().qs
        return rows

    @property
    def counted_filters(self) -> dict[str, CountedFilter]:
        """Give the counted filters by name."""
        return {name: each for name, each in self.filters.items() if isinstance(each, CountedFilter)}

    @property
    def days_for_address(self) -> dict[str, str]:
        """Give the days that were typed otherwise than addresses write them, as 2026-10-31, by parameter.

        What moves with the day on which it is read, such as “today”, stays as it was typed.
        """
        if not self.form.is_valid():
            return {}
        found = [day for name, value in self.form.cleaned_data.items() for day in _days_of(name, value)]
        typed = {name: self.data.get(name, "") for name, _day in found}
        return {
            name: day.isoformat()
            for name, day in found
            if typed[name] and typed[name] != day.isoformat() and not is_relative_day(typed[name])
        }

    def chosen_values(self, *, but: str = "") -> dict[str, str]:
        """Give what is chosen in the counted filters, but one, by field."""
        if not self.form.is_valid():
            return {}
        chosen = {name: self.form.cleaned_data.get(name) for name in self.counted_filters if name != but}
        return {self.counted_filters[name].field_name: value for name, value in chosen.items() if value}

    def uncounted_rows(self) -> QuerySet[Any]:
        """Give the rows under all filters but the counted ones."""
        if not self.form.is_valid():
            return _none_of(self.queryset)
        rows: QuerySet[Any] = self.queryset
        for name, value in self.form.cleaned_data.items():
            if name not in self.counted_filters:
                rows = self.filters[name].filter(rows, value)
        return rows

    def counted(self, groups: Sequence[Group] | None) -> list[Counts]:
        """Give, for each counted filter, its values with their number of rows under the other filters.

        ``groups`` are those of :meth:`uncounted_rows` by the fields of the counted filters; None: they are too many.
        """
        return [self._count(name, groups) for name in self.counted_filters]

    def chosen_rows(self) -> list[ChosenRow]:
        """Give the rows of other tables that the filter names."""
        if not self.form.is_valid():
            return []
        named = [(name, each.label) for name, each in self.filters.items() if isinstance(each, RowFilter)]
        chosen = [(name, label, self.form.cleaned_data.get(name)) for name, label in named]
        return [ChosenRow(name, label, str(row)) for name, label, row in chosen if row]

    def _count(self, name: str, groups: Sequence[Group] | None) -> Counts:
        counted = self.counted_filters[name]
        chosen = self.form.cleaned_data.get(name) if self.form.is_valid() else None
        values = [(str(key), capfirst(label)) for key, label in counted.field.choices if key != ""]
        if groups is None:
            return Counts(name, counted.label, chosen or "", None, [(key, label, None) for key, label in values])
        others = self.chosen_values(but=name)
        found: dict[str, int] = defaultdict(int)
        for group in groups:
            if group.has(others):
                found[str(group.values[counted.field_name])] += group.count
        choices: list[tuple[str, Any, int | None]] = [(key, label, found[key]) for key, label in values]
        return Counts(name, counted.label, chosen or "", sum(found.values()), choices)
