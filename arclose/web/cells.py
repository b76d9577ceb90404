"""What stands in the cells of a table, on the page and in exports.

The same as django_tables2 gives, which looks anew for each cell at what is the same for all cells of a column: which
arguments its ``render`` takes, whether its field has choices, which classes its cells have.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db.models import Model
from django.template.base import render_value_in_context
from django.template.context import Context
from django.utils.encoding import force_str
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django_tables2 import Table
from django_tables2.columns import BoundColumn
from django_tables2.utils import Accessor, signature

_ESCAPING = Context()


def written_rows(table: Table) -> Iterator[SafeString]:
    """Give the cells of each row of a table's page as HTML."""
    cells = [Cells(table, column) for column in table.columns]
    for row in table.paginated_rows:
        yield mark_safe("".join([each.written(row.record) for each in cells]))  # noqa: S308 (each is escaped)


def exported_rows(table: Table, columns: Iterable[BoundColumn], records: Iterable[Any]) -> Iterator[list[Any]]:
    """Give the values of these columns for each record: a Decimal or a date stays one."""
    cells = [Cells(table, column) for column in columns]
    for record in records:
        yield [each.exported(record) for each in cells]


class Cells:
    """The cells of one column."""

    def __init__(self, table: Table, column: BoundColumn) -> None:
        """Look once at what is the same for all of them."""
        self._table = table
        self._column = column
        self._value = _Value(column)
        self._render = _with_fitting_arguments(column.render)
        self._export = _with_fitting_arguments(column.value)
        classes = column.attrs["td"]["class"]
        self._begin = format_html('<td class="{}">', classes) if classes else "<td>"
        self._default = column.default

    def written(self, record: Any) -> str:
        """Give a cell as HTML."""
        value = self._value.of(record)
        shown = self._default if value in self._column.column.empty_values else self._render(self._facts(record, value))
        return f"{self._begin}{render_value_in_context(shown, _ESCAPING)}</td>"

    def exported(self, record: Any) -> Any:
        """Give what stands in a cell of an export; None for an empty one."""
        value = self._value.of(record)
        return None if value in self._column.column.empty_values else self._export(self._facts(record, value))

    def _facts(self, record: Any, value: Any) -> dict[str, Any]:
        column = self._column
        facts = {"value": value, "record": record, "column": column.column, "bound_column": column}
        return {**facts, "table": self._table}


class _Value:
    """Finds the value of a column in records."""

    def __init__(self, column: BoundColumn) -> None:
        self._accessor = Accessor(column.accessor)
        self._path = self._accessor.bits
        self._choices_of: dict[type, dict[Any, Any]] = {}

    def of(self, record: Any) -> Any:
        """Give the value, in words where it is a choice; None where the record has none."""
        if not isinstance(record, Model):
            return self._accessor.resolve(record, quiet=True)
        kind = type(record)
        if kind not in self._choices_of:
            self._choices_of[kind] = self._choices(record)
        found = self._follow(record)
        choices = self._choices_of[kind]
        return force_str(choices.get(found, found), strings_only=True) if choices else found

    def _follow(self, record: Model) -> Any:
        found: Any = record
        for name in self._path:
            if not isinstance(found, Model):
                return self._accessor.resolve(record, quiet=True)
            found = getattr(found, name, None)
            found = found() if callable(found) else found
            if found is None:
                return None
        return found

    def _choices(self, record: Model) -> dict[Any, Any]:
        """Give the choices of the field that the column shows, none where it shows no field or may hold anything."""
        field = self._accessor.get_field(record)
        is_shown = field is not None and field.name == self._path[-1]
        return dict(getattr(field, "flatchoices", ())) if is_shown else {}


def _with_fitting_arguments(function: Callable[..., Any]) -> Callable[[dict[str, Any]], Any]:
    """Give a function of all facts about a cell that hands on those which `function` takes."""
    names, takes_all = signature(function)
    if takes_all:
        return lambda facts: function(**facts)
    return lambda facts: function(**{name: facts[name] for name in names})
