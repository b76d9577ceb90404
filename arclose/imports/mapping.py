"""Where the fields of a kind come from: columns, constants, templates, tables of values.

A mapping is given on the command line (``--map field=column``), as a TOML file (:mod:`mapping_file`), or both; a field
that is not mapped takes the column of its own name. docs/imports.md describes the file.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from arclose.imports.values import Writing


class MappingRefused(Exception):
    """A mapping cannot be read, or names what is not there."""


class FieldWithoutColumn(MappingRefused):
    """A required field that no column is named like, and that the mapping leaves out.

    How it is mapped is said by whoever tells of it: a page in other words than a command.
    """

    def __init__(self, field_name: str, columns: Iterable[str]) -> None:
        """Take the field, and the columns that the file has."""
        self.field_name = field_name
        text = _("No column for %(field)s. The columns are: %(columns)s.")
        super().__init__(text % {"field": field_name, "columns": ", ".join(columns)})


@dataclass(frozen=True)
class Source:
    """Where one field comes from: a column, a constant, or a template such as ``CASH-{delivery_country}``.

    ``when_empty`` is a template for lines whose column is empty; ``values`` and ``prefixes`` replace what is read.
    """

    column: str = ""
    constant: str = ""
    template: str = ""
    when_empty: str = ""
    values: dict[str, str] = field(default_factory=dict)
    prefixes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Condition:
    """Lines whose column starts with, or equals, a text."""

    column: str
    starts_with: str = ""
    equals: str | None = None

    def holds(self, cell: str) -> bool:
        """Tell whether a cell fulfils it."""
        return cell == self.equals if self.equals is not None else cell.startswith(self.starts_with)


@dataclass(frozen=True)
class Mapping:
    """All that is said about a file of one kind.

    ``keep`` and ``leave_out`` choose lines, ``since`` and ``until`` (both inclusive) their dates; ``create`` names
    what may be made from the file where it is missing; ``takes_first`` lets the first line of a key win.
    """

    kind: str = ""
    fields: dict[str, Source] = field(default_factory=dict)
    separator: str = ""
    sheet: str = ""
    writing: Writing = field(default_factory=Writing)
    create: tuple[str, ...] = ()
    takes_first: bool = False
    keep: tuple[Condition, ...] = ()
    leave_out: tuple[Condition, ...] = ()
    since: date | None = None
    until: date | None = None

    def as_json(self) -> dict[str, Any]:
        """Give everything as it is kept with an import."""
        return json.loads(json.dumps(asdict(self), default=str))  # type: ignore[no-any-return]

    def digest(self) -> str:
        """Give the SHA-256 by which the same mapping is known again."""
        return hashlib.sha256(json.dumps(asdict(self), default=str, sort_keys=True).encode()).hexdigest()


def with_columns(mapping: Mapping, given: Iterable[str]) -> Mapping:
    """Add ``field=column`` pairs to a mapping; they win over what it says.

    :raises MappingRefused: a pair without ``=``.
    """
    return _with_sources(mapping, given, "column")


def with_constants(mapping: Mapping, given: Iterable[str]) -> Mapping:
    """Add ``field=text`` pairs to a mapping: the same text on every line.

    :raises MappingRefused: a pair without ``=``.
    """
    return _with_sources(mapping, given, "constant")


def _with_sources(mapping: Mapping, given: Iterable[str], kind: str) -> Mapping:
    fields = dict(mapping.fields)
    for pair in given:
        name, equals, value = pair.partition("=")
        if not equals or not name.strip():
            raise MappingRefused(_("“%(pair)s” is not of the form field=%(kind)s.") % {"pair": pair, "kind": kind})
        text = value.strip()
        fields[name.strip()] = Source(column=text) if kind == "column" else Source(constant=text)
    return replace(mapping, fields=fields)
