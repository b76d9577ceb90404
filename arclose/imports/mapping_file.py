"""A mapping file read: TOML in which every value is looked at before it is used.

Whatever is not what it must be is refused with its key, and with its line where the key stands on one line only.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _

from arclose.imports.mapping import Condition, Mapping, MappingRefused, Source
from arclose.imports.values import Writing

NO_SEPARATORS = frozenset('"\r\n')
_A_DAY = datetime(2010, 12, 31, tzinfo=UTC)


def mapping_from_toml(text: str) -> Mapping:
    """Read a mapping file.

    :raises MappingRefused: no TOML, a word that a mapping does not have, or a value that is not what it must be.
    """
    try:
        told = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        reason = str(error) if isinstance(error, tomllib.TOMLDecodeError) else _("a number or a nesting without end")
        raise MappingRefused(_("The mapping is not TOML: %(error)s") % {"error": reason}) from error
    return _mapping(_Words(text, (), told))


@dataclass
class _Words:
    """One table of the file: each word is taken from it once, and what is left in the end is unknown."""

    file_text: str
    path: tuple[str, ...]
    left: dict[str, Any]

    def __post_init__(self) -> None:
        for name in self.left:
            self._as_text(name, name)

    def text(self, name: str, default: str = "") -> str:
        return self._as_text(name, self.left.pop(name, default))

    def flag(self, name: str) -> bool:
        value = self.left.pop(name, False)
        if not isinstance(value, bool):
            raise self.refusal(name, _("must be true or false, without quotes"))
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        return tuple(self._as_text(name, each) for each in self._list(name))

    def inner(self, name: str) -> "_Words":
        value = self.left.pop(name, {})
        if not isinstance(value, dict):
            raise self.refusal(name, _('must be a table, such as { A = "B" }'))
        return _Words(self.file_text, (*self.path, name), dict(value))

    def inners(self, name: str) -> Iterator["_Words"]:
        for each in self._list(name):
            if not isinstance(each, dict):
                raise self.refusal(name, _("must be tables below [[%(name)s]]") % {"name": name})
            yield _Words(self.file_text, (*self.path, name), dict(each))

    def text_by_word(self) -> dict[str, str]:
        """Take all words, each a text."""
        return {name: self.text(name) for name in list(self.left)}

    def finish(self) -> None:
        """Refuse what nobody asked for."""
        for name in self.left:
            if self.path:
                raise self.refusal(name, _("a mapping has no such word here"))
            raise self.refusal(name, _("a mapping has no such word here; its fields stand below [fields]"))

    def refusal(self, name: str, reason: str) -> MappingRefused:
        key = ".".join((*self.path, name)).replace("\0", "\\0")
        line = _line_of((*self.path, name), self.file_text)
        if line:
            key = _("line %(line)s, %(key)s") % {"line": line, "key": key}
        return MappingRefused(f"{key}: {reason}")

    def _list(self, name: str) -> list[Any]:
        value = self.left.pop(name, [])
        if not isinstance(value, list):
            raise self.refusal(name, _('must be a list, such as ["A", "B"]'))
        return value

    def _as_text(self, name: str, value: Any) -> str:
        if not isinstance(value, str):
            raise self.refusal(name, _("must be a text in quotes"))
        if "\0" in value:
            raise self.refusal(name, _("holds a NUL character"))
        return value


def _line_of(path: tuple[str, ...], file_text: str) -> int:
    """Give the line on which a key stands; 0 where that is not clear."""
    lines = list(enumerate(file_text.splitlines(), start=1))
    for name in reversed(path):
        naming = [(number, line) for number, line in lines if _names(line, name)]
        if len(naming) == 1:
            return naming[0][0]
        lines = naming or lines
    return 0


def _names(line: str, name: str) -> bool:
    return bool(re.search(rf"(?<![\w-])[\"']?{re.escape(name)}[\"']?\s*[=\].]", line))


def _mapping(words: _Words) -> Mapping:
    values = words.inner("values")
    tables = {name: values.inner(name).text_by_word() for name in list(values.left)}
    fields = words.inner("fields")
    mapping = Mapping(
        kind=words.text("kind"),
        fields={name: _source(fields, name, tables) for name in list(fields.left)},
        separator=_separator(words),
        sheet=words.text("sheet"),
        writing=Writing(decimal_comma=words.flag("decimal_comma"), date_format=_date_format(words)),
        create=words.texts("create"),
        takes_first=words.flag("takes_first"),
        keep=tuple(map(_condition, words.inners("keep"))),
        leave_out=tuple(map(_condition, words.inners("leave_out"))),
    )
    words.finish()
    return mapping


def _separator(words: _Words) -> str:
    separator = words.text("separator")
    if len(separator) > 1 or separator in NO_SEPARATORS:
        raise words.refusal("separator", _('must be one character, a tab is written "\\t"'))
    return separator


def _date_format(words: _Words) -> str:
    """Give the format of days once it has brought a day there and back."""
    date_format = words.text("date_format")
    if not date_format:
        return ""
    try:
        day = datetime.strptime(_A_DAY.strftime(date_format), date_format).date()  # noqa: DTZ007 (a day has no zone)
    except (ValueError, re.error, OverflowError):
        day = None
    if day != _A_DAY.date():
        raise words.refusal("date_format", _("must hold year, month and day once each, such as %s") % "%d/%m/%Y")
    return date_format


def _source(fields: _Words, name: str, tables: dict[str, dict[str, str]]) -> Source:
    """Read one field: a column's name alone, or a table that says more."""
    told = fields.left[name]
    if isinstance(told, str):
        return Source(column=fields.text(name))
    if not isinstance(told, dict):
        raise fields.refusal(name, _("must be the name of a column in quotes, or a table"))
    words = fields.inner(name)
    source = Source(
        column=words.text("column"),
        constant=words.text("constant"),
        template=words.text("template"),
        when_empty=words.text("when_empty"),
        values=_values(words, tables),
        prefixes=words.inner("prefixes").text_by_word(),
    )
    words.finish()
    return source


def _values(words: _Words, tables: dict[str, dict[str, str]]) -> dict[str, str]:
    """Give the table of values that stands here, or the one that is named here."""
    told = words.left.get("values")
    if not isinstance(told, str):
        return words.inner("values").text_by_word()
    name = words.text("values")
    if name not in tables:
        raise words.refusal("values", _("there is no table [values.%(name)s]") % {"name": name})
    return tables[name]


def _condition(words: _Words) -> Condition:
    if "column" not in words.left:
        raise words.refusal("column", _("is missing"))
    has_equals = "equals" in words.left
    condition = Condition(
        column=words.text("column"),
        starts_with=words.text("starts_with"),
        equals=words.text("equals") if has_equals else None,
    )
    words.finish()
    return condition
