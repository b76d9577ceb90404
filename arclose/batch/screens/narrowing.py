"""By what a task narrows the documents that it finds itself: some of the filters of their list, as fields of a form."""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict

from arclose.web.days import format_day
from arclose.web.filters import ListFilter
from arclose.web.typed import is_relative_day

_BOUNDS = ("from", "until")


class Narrowing:
    """Some filters of a list, by name, offered beside the other fields of a form; their values are kept as a query."""

    def __init__(self, filters: type[ListFilter], names: Sequence[str]) -> None:
        """Take the filters of the list, and which of them are offered."""
        self.filters, self.names = filters, names

    def fields(self) -> dict[str, forms.Field]:
        """Give a field for each, none of them required."""
        own = {name: deepcopy(self.filters.base_filters[name]).field for name in self.names}
        for field in own.values():
            field.required = False
        return own

    def initial(self, query: str) -> dict[str, Any]:
        """Give what a query says of them, as the fields show it."""
        asked = QueryDict(query)
        bounds = {name: [asked.get(f"{name}_{bound}", "") for bound in _BOUNDS] for name in self.names}
        return {name: asked.get(name, "") or (bounds[name] if any(bounds[name]) else None) for name in self.names}

    def in_words(self, query: str) -> list[tuple[str, str]]:
        """Give what a query says of them, as labels and values."""
        found = []
        for name, value in self.initial(query).items():
            field = self.filters.base_filters[name]
            words = dict(field.extra.get("choices", ()))
            parts = value if isinstance(value, list) else [value or ""]
            if any(parts):
                found.append((str(field.label), " … ".join(str(words.get(part, _as_day(part))) for part in parts)))
        return found

    def query(self, query: str, *, cleaned: Mapping[str, Any], typed: Mapping[str, Any]) -> str:
        """Give a query with what was typed in place of what it said of them.

        Days and amounts are written as every language reads them; “today” stays as typed, for the day of the run.
        """
        asked = QueryDict(query, mutable=True)
        for name in self.names:
            for part in (name, *(f"{name}_{bound}" for bound in _BOUNDS)):
                asked.pop(part, None)
            asked.update(dict(_written(name, cleaned.get(name), typed)))
        return asked.urlencode()


def _as_day(text: str) -> str:
    try:
        return format_day(date.fromisoformat(text))
    except ValueError:
        return text


def _written(name: str, value: Any, typed: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if isinstance(value, slice):
        for bound, part in zip(_BOUNDS, (value.start, value.stop), strict=True):
            yield from _written(f"{name}_{bound}", part, typed)
    elif isinstance(value, date):
        raw = str(typed.get(name, ""))
        yield name, raw if is_relative_day(raw) else value.isoformat()
    elif isinstance(value, Decimal):
        yield name, format(value.normalize(), "f")
    elif value:
        yield name, str(value)
