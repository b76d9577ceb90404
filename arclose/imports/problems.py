"""What is wrong with a file: line, column, reason."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from arclose.imports.limits import PROBLEMS_SHOWN


@dataclass(frozen=True, order=True)
class Problem:
    """One error: the line it stands on (1 is the first line of the file; 0: the file itself) and the column."""

    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        """Say where and what."""
        if not self.line:
            return self.reason
        if not self.column:
            return _("line %(line)s: %(reason)s") % {"line": self.line, "reason": self.reason}
        return _("line %(line)s, column %(column)s: %(reason)s") % {
            "line": self.line,
            "column": self.column,
            "reason": self.reason,
        }


@dataclass
class Problems:
    """All that is wrong: the first of them, at most so many, to be shown or listed, and how many there are."""

    shown: list[Problem] = field(default_factory=list)
    total: int = 0
    most: int = PROBLEMS_SHOWN

    def add(self, line: int, column: str, reason: str) -> None:
        """Add one."""
        self.total += 1
        if len(self.shown) < self.most:
            self.shown.append(Problem(line, column, reason))

    def add_more(self, count: int) -> None:
        """Count problems that are not shown."""
        self.total += count

    def as_rows(self) -> tuple[list[str], list[list[Any]]]:
        """Give them as the header and the rows of a file, by line; a last row counts those that it has no place for."""
        rows: list[list[Any]] = [[one.line or None, one.column, one.reason] for one in sorted(self.shown)]
        if self.total > len(rows):
            rows.append([None, "", _("... and %(count)s more") % {"count": self.total - len(rows)}])
        return [_("Line"), _("Column"), _("What is wrong")], rows

    def __bool__(self) -> bool:
        """Tell whether there is any."""
        return self.total > 0


class FileRefused(Exception):
    """A file is not read any further: it is too large, damaged, or not what it must be."""

    def __init__(self, reason: str, *, line: int = 0, column: str = "") -> None:
        """Carry the reason, and the line and column where there is one."""
        self.problem = Problem(line, column, reason)
        super().__init__(str(self.problem))
