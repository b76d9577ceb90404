"""What kinds of file there are: apps register theirs when they start.

A kind names its fields, looks at the staged set as a whole, and writes it with statements over sets.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from arclose.imports.values import ValueType
from arclose.web.amounts import format_plain

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

    from arclose.imports.staging import Staged

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?", re.ASCII)


@dataclass(frozen=True)
class Field:
    """A field of a kind: what it takes, and what it is where the file says nothing."""

    name: str
    value_type: ValueType
    label: "_StrOrPromise"
    is_required: bool = False
    default: str | None = None


@dataclass(frozen=True)
class Breach:
    """A line of the staged set that breaks a rule; ``total`` counts all lines that break it alike."""

    line: int
    detail: str
    total: int = 1


@dataclass(frozen=True)
class Check:
    """A rule over the staged set: the field it is about, the reason (with ``%(detail)s``), and the look.

    A rule that needs whole documents is not asked while lines of the file are missing because they are wrong.
    """

    field: str
    reason: "_StrOrPromise"
    find: Callable[["Staged"], Sequence[Breach]]
    needs_every_line: bool = False


@dataclass(frozen=True)
class Figure:
    """A number that a person compares with what the file should hold.

    ``name`` is kept as it stands in the program, with the ``words`` it names; both are translated when they are shown.
    ``value`` is kept with a point and ungrouped.
    """

    name: str
    value: str
    words: dict[str, str] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """Give the name in the reader's language."""
        return gettext(self.name) % {key: gettext(word) for key, word in self.words.items()}

    @property
    def shown(self) -> str:
        """Give the value as the reader writes numbers: without decimals, or with two and more where it needs them."""
        decimals = 2 if "." in self.value else 0
        return format_plain(Decimal(self.value), decimals) if _NUMBER.fullmatch(self.value) else self.value


@dataclass(frozen=True)
class ImportKind:
    """One kind of file.

    ``count`` says what the staged set holds; ``write`` writes it inside the transaction of the import and says what
    was made. ``day_field`` is the one that ``--from`` and ``--until`` look at. ``creates`` are the things a mapping
    may let it make on the way, each with the roles that takes. ``tables`` are those it fills: after an import the
    planner is told what they hold. Kinds are offered in order of ``position``.
    """

    name: str
    label: "_StrOrPromise"
    roles: frozenset[str]
    fields: tuple[Field, ...]
    checks: tuple[Check, ...]
    count: Callable[["Staged"], list[Figure]]
    write: Callable[["Staged"], list[Figure]]
    day_field: str = ""
    creates: dict[str, frozenset[str]] = field(default_factory=dict)
    list_page: str = ""
    tables: tuple[str, ...] = ()
    position: int = 90


class UnknownKind(LookupError):
    """There is no such kind of file."""


_KINDS: dict[str, ImportKind] = {}


def register(kind: ImportKind) -> None:
    """Make a kind known under its name; the last registration counts."""
    _KINDS[kind.name] = kind


def get(name: str) -> ImportKind:
    """Give the kind of that name.

    :raises UnknownKind: no app registered it.
    """
    try:
        return _KINDS[name]
    except KeyError:
        raise UnknownKind(name) from None


def registered() -> list[ImportKind]:
    """Give every kind, in order of position."""
    return sorted(_KINDS.values(), key=lambda kind: kind.position)
