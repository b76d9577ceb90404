"""Which columns of a list are shown: those that the address names, else the usual ones.

An address names them one by one: ``?columns=number&columns=status``. The first column always stays, because it names
the row and leads to it. Exports hold the columns that are shown.
"""

from collections.abc import Collection
from dataclasses import dataclass

from arclose.web.tables import ListTable

COLUMNS = "columns"


@dataclass(frozen=True)
class ColumnChoice:
    """A column to show or leave out; a fixed one is always shown."""

    name: str
    label: str
    is_shown: bool
    is_fixed: bool


def offered(table: ListTable) -> list[str]:
    """Give the names of the columns that can be shown, in their order; the box to choose a row with is none of them."""
    return [column.name for column in table.columns.all() if not column.column.exclude_from_export]


def usual(table: ListTable) -> list[str]:
    """Give the names of the columns that are shown when none are asked for."""
    return [name for name in offered(table) if name not in table.on_request]


def shown(table: ListTable, asked: Collection[str]) -> list[str]:
    """Give the names of the columns to show; names that the table does not know ask for nothing."""
    names = offered(table)
    if not set(asked) & set(names):
        return usual(table)
    return [name for name in names if name in asked or name == names[0]]


def show(table: ListTable, asked: Collection[str]) -> None:
    """Hide from the table what is not asked for; its rows can still be sorted by it."""
    for name in set(offered(table)) - set(shown(table, asked)):
        table.columns.hide(name)


def choices(table: ListTable) -> list[ColumnChoice]:
    """Give the columns of the table with whether each is shown now."""
    columns = [table.columns.columns[name] for name in offered(table)]
    return [
        ColumnChoice(column.name, str(column.header), column.visible, is_fixed=position == 0)
        for position, column in enumerate(columns)
    ]
