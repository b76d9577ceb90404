"""A file's lines in the staging table: copied as a stream, then seen by the statements of their kind."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from arclose.imports import sql
from arclose.imports.kinds import Breach, ImportKind
from arclose.imports.limits import PROBLEMS_SHOWN
from arclose.imports.mapping import Mapping
from arclose.imports.plan import Plan
from arclose.imports.problems import FileRefused
from arclose.ledger.models import Company
from arclose.ledger.posting import open_periods
from arclose.ledger.sql import running


@dataclass(frozen=True)
class Staged:
    """The rows of one file in the staging table, as the statements of its kind see them.

    ``names`` are the fields in the columns of the table, ``constants`` those that are the same on every line. Of the
    lines that a check finds the first ``most_breaches`` are given.
    """

    company: Company
    run_id: int
    user: Any
    kind: ImportKind
    mapping: Mapping
    names: Sequence[str]
    constants: dict[str, str | None]
    most_breaches: int = PROBLEMS_SHOWN

    def rows(self, statement: str, **parameters: Any) -> list[tuple[Any, ...]]:
        """Give the rows of a query in which ``{staged}`` stands for the staged rows."""
        return running.rows(self._complete(statement), self._parameters(parameters))

    def execute(self, statement: str, **parameters: Any) -> int:
        """Execute a statement in which ``{staged}`` stands for the staged rows; return the rows touched."""
        return running.execute(self._complete(statement), self._parameters(parameters))

    def breaches(self, statement: str, **parameters: Any) -> list[Breach]:
        """Give the first lines that a query of (line, detail) finds, with the number of all of them."""
        shown = sql.FIRST_OF_ALL.format(found=statement, most=self.most_breaches)
        return [Breach(line, str(detail), total) for line, detail, total in self.rows(shown, **parameters)]

    def outside_open_periods(self, statement: str, *, day: str, **parameters: Any) -> list[Breach]:
        """Give what :meth:`breaches` finds, with the periods of a field's days locked: none closes before the end."""
        days = [found for found in self.rows(sql.DAYS.format(day=day))[0] if found is not None]
        open_periods(company=self.company, dates=days)
        return self.breaches(statement, **parameters)

    def _parameters(self, parameters: dict[str, Any]) -> dict[str, Any]:
        constants = {f"constant_{name}": value for name, value in self.constants.items()}
        return {**parameters, **constants, "run": self.run_id, "company": self.company.pk}

    def _complete(self, statement: str) -> str:
        types = {kind_field.name: kind_field.value_type.sql_type for kind_field in self.kind.fields}
        columns = [(name, types[name]) for name in self.names]
        constants = [(name, types[name]) for name in self.constants]
        return statement.replace("{staged}", sql.staged_rows(columns, constants))


class Feed:
    """Text that COPY reads as a stream. An error in the file ends the stream and is kept for later."""

    def __init__(self, pieces: Iterator[str]) -> None:
        """Take the pieces."""
        self._pieces = pieces
        self._rest = b""
        self.error: FileRefused | None = None

    def read(self, size: int = -1, /) -> bytes:
        """Give up to so many bytes; none at the end."""
        while not self._rest and self.error is None:
            try:
                self._rest = next(self._pieces).encode()
            except StopIteration:
                break
            except FileRefused as error:
                self.error = error
        given, self._rest = (self._rest[:size], self._rest[size:]) if size >= 0 else (self._rest, b"")
        return given


def stage(*, plan: Plan, run_id: int) -> int:
    """Copy the lines of a file into the staging table, and return how many were read."""
    feed = Feed(plan.staged_rows(run_id))
    sql.copy_rows(feed, columns=len(plan.staged))
    if feed.error:
        plan.problems.add(feed.error.problem.line, feed.error.problem.column, feed.error.problem.reason)
    return plan.line_count
