"""Statements of the tests' own connections, planned once: on a test's few rows planning takes longer than running.

A statement is prepared when it first comes, by its text and the types of its values, and executed from then on. What it
does and what it refuses is the same; only its plan no longer depends on its values.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

import psycopg2
from psycopg2.extensions import connection, cursor

# What stands before a statement that is planned: how it is to be, and who asked for it, which history keeps.
_SETTINGS = re.compile(r"(?:\s*(?:SET LOCAL|SELECT set_config\('pghistory)[^;]*;)*")
_CAN_BE_PREPARED = re.compile(r"\s*(?:SELECT|INSERT|UPDATE|DELETE|WITH)\b[^;']*(?:'[^']*'[^;']*)*\Z")
_PLACE_OF_VALUE = re.compile(r"%(?:\((\w+)\))?s")
_PLACE = re.compile(rf"{_PLACE_OF_VALUE.pattern}|%%")
# What psycopg2 writes a value as; the type of a text is found from where it stands. A class stands before its parent.
_TYPES = {
    type(None): "unknown", str: "unknown", bool: "boolean", int: "integer", Decimal: "numeric",
    datetime: "timestamptz", date: "date", timedelta: "interval", UUID: "uuid",
}  # fmt: skip
_BIG = 2**31


@dataclass(frozen=True)
class _Prepared:
    """A statement as PREPARE takes it: its text with values by position, and their types."""

    text: str
    types: tuple[str, ...]


@dataclass(frozen=True)
class _Read:
    """A statement taken apart: the settings before it with the values they take, and itself with its own."""

    settings: str
    values_of_settings: list[Any]
    prepared: _Prepared
    values: list[Any]


class PlannedOnce(cursor):
    """A cursor whose statements keep their plans for as long as the connection lasts."""

    _asked: tuple[Any, Any] = ("", None)

    def execute(self, statement: Any, values: Any = None) -> None:
        """Run a statement, by the plan it has where it can be prepared."""
        self._asked = statement, values
        read = None if self.name else _read(statement, values)
        name = read and self._name(read.prepared)
        if not name:
            super().execute(statement, values)
            return
        places = f" ({', '.join(['%s'] * len(read.values))})" if read.values else ""
        super().execute(f"{read.settings}EXECUTE {name}{places}", [*read.values_of_settings, *read.values] or None)

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
        types = f"({', '.join(prepared.types)})" if prepared.types else ""
        prepare = f"PREPARE {name} {types} AS {prepared.text}"
        before, after = "", ""
        if not self.connection.autocommit:
            before, after = "SAVEPOINT before_preparing; ", "; RELEASE SAVEPOINT before_preparing"
        try:
            super().execute(before + prepare + after)
        except psycopg2.ProgrammingError:
            if before:
                super().execute("ROLLBACK TO SAVEPOINT before_preparing" + after)
            return ""
        return name


_NAMES: WeakKeyDictionary[connection, dict[_Prepared, str]] = WeakKeyDictionary()
# What a connection is opened with for that.
PLANNED_ONCE = {"cursor_factory": PlannedOnce, "options": "-c plan_cache_mode=force_generic_plan"}


def _read(statement: Any, values: Any) -> _Read | None:
    """Take a statement apart; None where it cannot be prepared."""
    parts = _by_position(statement, is_filled=values is not None) if isinstance(statement, str) else None
    if parts is None:
        return None
    settings, of_settings, text, of_text = parts
    ordered = [values[name] for name in of_text]
    types = [_type(value) for value in ordered]
    if None in types:
        return None
    return _Read(settings, [values[name] for name in of_settings], _Prepared(text, tuple(types)), ordered)


@lru_cache(maxsize=10_000)
def _by_position(statement: str, *, is_filled: bool) -> tuple[str, list[str | int], str, list[str | int]] | None:
    """Give the settings before a statement and which values they take, its text with $1, $2, ..., and its values."""
    settings = _SETTINGS.match(statement)[0]
    asked = statement.removeprefix(settings)
    if not _CAN_BE_PREPARED.match(asked):
        return None
    if not is_filled:
        return settings, [], asked, []
    of_settings = [name or place for place, name in enumerate(_PLACE_OF_VALUE.findall(settings))]
    places: dict[str | int, int] = {}

    def place(found: re.Match[str]) -> str:
        if found[0] == "%%":
            return "%"
        return f"${places.setdefault(found[1] or len(of_settings) + len(places), len(places) + 1)}"

    text = _PLACE.sub(place, asked)
    return _PLACE_OF_VALUE.sub("%s", settings), of_settings, text, list(places)


def _type(value: Any) -> str | None:
    """Give the type that psycopg2 writes a value as, None for a value of another class."""
    if isinstance(value, list):
        types = {_type(one) for one in value if one is not None}
        return _array_type(types) if types else "unknown"
    found = next((name for kind, name in _TYPES.items() if isinstance(value, kind)), None)
    return "bigint" if found == "integer" and not -_BIG <= value < _BIG else found


def _array_type(types: set[str | None]) -> str | None:
    if types == {"integer", "bigint"}:
        types = {"bigint"}
    [of, *others] = types
    return None if of is None or others else "text[]" if of == "unknown" else f"{of}[]"
