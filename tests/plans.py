"""Statements of the tests' own connections, planned once: on a test's few rows planning takes longer than running.

A statement is prepared when it first comes, by its text and the types of its values, and executed from then on. What it
does and what it refuses is the same; only its plan no longer depends on its values.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

import psycopg2
from psycopg2.extensions import connection, cursor

_SETTINGS = re.compile(r"(?:\s*SET LOCAL [^;]*;)*")
_CAN_BE_PREPARED = re.compile(r"\s*(?:SELECT|INSERT|UPDATE|DELETE|WITH)\b[^;]*\Z")
_PLACE = re.compile(r"%(?:\((\w+)\))?s|%%")
# What psycopg2 writes a value as; the type of a text is found from where it stands. A class stands before its parent.
_TYPES = {
    type(None): "unknown", str: "unknown", bool: "boolean", int: "integer", Decimal: "numeric",
    datetime: "timestamptz", date: "date", UUID: "uuid",
}  # fmt: skip
_BIG = 2**31


@dataclass(frozen=True)
class _Prepared:
    """A statement as PREPARE takes it: settings that come before, text with values by position, and their types."""

    settings: str
    text: str
    types: tuple[str, ...]


class PlannedOnce(cursor):
    """A cursor whose statements keep their plans for as long as the connection lasts."""

    _asked: tuple[Any, Any] = ("", None)

    def execute(self, statement: Any, values: Any = None) -> None:
        """Run a statement, by the plan it has where it can be prepared."""
        self._asked = statement, values
        prepared, ordered = (None, []) if self.name else _read(statement, values)
        name = prepared and self._name(prepared)
        if not name:
            super().execute(statement, values)
            return
        if prepared.settings:
            super().execute(prepared.settings)
        places = f" ({', '.join(['%s'] * len(ordered))})" if ordered else ""
        super().execute(f"EXECUTE {name}{places}", ordered or None)

    @property
    def query(self) -> bytes:
        """The statement that was run last, as it was asked for."""
        return self.mogrify(*self._asked)

    def _name(self, prepared: _Prepared) -> str:
        """Give the name of a prepared statement, empty where PostgreSQL cannot prepare it."""
        names = _NAMES.setdefault(self.connection, {})
        if prepared not in names:
            names[prepared] = self._prepare(f"planned_{len(names)}", prepared)
        return names[prepared]

    def _prepare(self, name: str, prepared: _Prepared) -> str:
        in_transaction = not self.connection.autocommit
        types = f"({', '.join(prepared.types)})" if prepared.types else ""
        if in_transaction:
            super().execute("SAVEPOINT before_preparing")
        try:
            super().execute(f"PREPARE {name} {types} AS {prepared.text}")
        except psycopg2.ProgrammingError:
            name = ""
            if in_transaction:
                super().execute("ROLLBACK TO SAVEPOINT before_preparing")
        if in_transaction:
            super().execute("RELEASE SAVEPOINT before_preparing")
        return name


_NAMES: WeakKeyDictionary[connection, dict[_Prepared, str]] = WeakKeyDictionary()
# What a connection is opened with for that.
PLANNED_ONCE = {"cursor_factory": PlannedOnce, "options": "-c plan_cache_mode=force_generic_plan"}


def _read(statement: Any, values: Any) -> tuple[_Prepared | None, list[Any]]:
    """Give a statement and its values in order; None where it cannot be prepared."""
    read = _by_position(statement, is_filled=values is not None) if isinstance(statement, str) else None
    if read is None:
        return None, []
    settings, text, names = read
    ordered = [values[name] for name in names]
    types = [_type(value) for value in ordered]
    return (None, []) if None in types else (_Prepared(settings, text, tuple(types)), ordered)


@lru_cache(maxsize=10_000)
def _by_position(statement: str, *, is_filled: bool) -> tuple[str, str, list[str | int]] | None:
    """Give the settings before a statement, its text with $1, $2, ..., and which value stands at each."""
    settings = _SETTINGS.match(statement)[0]
    asked = statement.removeprefix(settings)
    names: list[str | int] = []

    def place(found: re.Match[str]) -> str:
        if found[0] == "%%":
            return "%"
        name = found[1] or len(names)
        if name not in names:
            names.append(name)
        return f"${names.index(name) + 1}"

    if not _CAN_BE_PREPARED.match(asked):
        return None
    return settings, _PLACE.sub(place, asked) if is_filled else asked, names


def _type(value: Any) -> str | None:
    """Give the type that psycopg2 writes a value as, None for a value of another class."""
    if isinstance(value, list):
        return _array_type({_type(one) for one in value if one is not None}) if value else "unknown"
    found = next((name for kind, name in _TYPES.items() if isinstance(value, kind)), None)
    return "bigint" if found == "integer" and not -_BIG <= value < _BIG else found


def _array_type(types: set[str | None]) -> str | None:
    if types == {"integer", "bigint"}:
        types = {"bigint"}
    [of, *others] = types or {None}
    return None if of is None or others else "text[]" if of == "unknown" else f"{of}[]"
