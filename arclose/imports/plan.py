"""From a file's columns to the fields of a kind, a few thousand lines at a time.

A chunk is converted column by column: each column through the dictionary of its field, so that Python works per
distinct value and the loops over lines are the interpreter's own. What is the same on every line is not staged.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import compress, islice

from django.utils.translation import gettext as _

from arclose.imports.delimited import Line
from arclose.imports.kinds import Field, ImportKind
from arclose.imports.limits import LINES_AT_ONCE
from arclose.imports.mapping import FieldWithoutColumn, Mapping, MappingRefused, Source
from arclose.imports.problems import Problems
from arclose.imports.reading import Table
from arclose.imports.values import Conversion

Cells = Sequence[str | None]
_NAME = re.compile(r"\{([^{}]+)\}")
_FIRST_DAY, _LAST_DAY = "0000", "9999"


@dataclass
class Chunk:
    """A few thousand lines of the file, by column; ``values`` are the converted fields."""

    numbers: Sequence[int]
    columns: Sequence[Sequence[str]]
    values: dict[str, Cells] = field(default_factory=dict)


@dataclass
class Plan:
    """How each field of a kind is made from the columns of a file.

    ``constants`` are the fields that are the same on every line, ``staged`` the names of the others in order.
    """

    kind: ImportKind
    table: Table
    mapping: Mapping
    problems: Problems
    conversions: dict[str, Conversion] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    constants: dict[str, str | None] = field(default_factory=dict)
    line_count: int = 0

    def __post_init__(self) -> None:
        """Bind the mapping to the file.

        :raises MappingRefused: it names a field or a column that is not there, or leaves out a required field.
        """
        for name in self.mapping.fields:
            if name not in self.field_names:
                raise MappingRefused(
                    _("%(kind)s has no field %(field)s. Its fields are: %(fields)s.")
                    % {"kind": self.kind.name, "field": name, "fields": ", ".join(self.field_names)}
                )
        for condition in (*self.mapping.keep, *self.mapping.leave_out):
            self._position(condition.column)
        for kind_field in self.kind.fields:
            self._bind(kind_field)
        for name in self.staged:
            self._refuse_circle(name, ())

    @property
    def field_names(self) -> list[str]:
        """Give the names of the kind's fields."""
        return [kind_field.name for kind_field in self.kind.fields]

    @property
    def staged(self) -> list[str]:
        """Give the names of the fields that differ from line to line."""
        return [name for name in self.field_names if name not in self.constants]

    def _bind(self, kind_field: Field) -> None:
        name = kind_field.name
        source = self.mapping.fields.get(name) or self._column_of_its_name(name) or Source()
        self.sources[name] = source
        self.conversions[name] = conversion = Conversion(
            kind_field.value_type,
            writing=self.mapping.writing,
            table=source.values,
            prefixes=source.prefixes,
            is_required=kind_field.is_required,
            default=kind_field.default,
        )
        if source.column:
            self._position(source.column)
        elif not source.template:
            self.constants[name] = conversion[source.constant]
            if conversion.unfit:
                raise self._no_source(name, conversion.unfit[source.constant])

    def _no_source(self, name: str, reason: str) -> MappingRefused:
        if not self.sources[name].constant:
            return FieldWithoutColumn(name, self.table.columns)
        text = _("%(field)s: “%(text)s”: %(reason)s")
        return MappingRefused(text % {"field": name, "text": self.sources[name].constant, "reason": reason})

    def _column_of_its_name(self, name: str) -> Source | None:
        for column in self.table.columns:
            if column.lower().replace(" ", "_").replace("-", "_") == name:
                return Source(column=column)
        return None

    def _position(self, column: str) -> int:
        if column not in self.table.columns:
            raise MappingRefused(
                _("There is no column “%(column)s” in the file. The columns are: %(columns)s.")
                % {"column": column, "columns": ", ".join(self.table.columns)}
            )
        return self.table.columns.index(column)

    def _refuse_circle(self, name: str, waiting: tuple[str, ...]) -> None:
        if name in waiting:
            raise MappingRefused(
                _("The templates of %(fields)s refer to one another.") % {"fields": ", ".join(waiting)}
            )
        source = self.sources[name]
        for used in _NAME.findall(source.template + source.when_empty):
            if used in self.sources:
                self._refuse_circle(used, (*waiting, name))
            else:
                self._position(used)

    def staged_rows(self, run_id: int) -> Iterator[str]:
        """Give the lines as CSV for the staging table; what is wrong goes to the problems and is left out."""
        while block := list(islice(self.table.lines, LINES_AT_ONCE)):
            chunk = self._chosen(block)
            if chunk.numbers:
                yield self._converted(chunk, run_id)
            for conversion in self.conversions.values():
                conversion.forget()

    def _chosen(self, block: list[Line]) -> Chunk:
        """Give the lines that are asked for; one without a readable date is, so that it is reported."""
        chunk = _chunk(block)
        chosen = [True] * len(block)
        for wanted, conditions in ((True, self.mapping.keep), (False, self.mapping.leave_out)):
            for condition in conditions:
                cells = chunk.columns[self._position(condition.column)]
                chosen = [
                    so_far and condition.holds(cell) is wanted for so_far, cell in zip(chosen, cells, strict=True)
                ]
        since, until = str(self.mapping.since or _FIRST_DAY), str(self.mapping.until or _LAST_DAY)
        if self.kind.day_field and (since, until) != (_FIRST_DAY, _LAST_DAY):
            days = self._values(chunk, self.kind.day_field)
            chosen = [so_far and (not day or since <= day <= until) for so_far, day in zip(chosen, days, strict=True)]
        self.line_count += sum(chosen)
        return chunk if all(chosen) else _chunk(list(compress(block, chosen)))

    def _converted(self, chunk: Chunk, run_id: int) -> str:
        columns = [self._values(chunk, name) for name in self.staged]
        lines = zip([run_id] * len(chunk.numbers), chunk.numbers, *columns, strict=True)
        faulty = self._report(chunk)
        right = lines if not faulty else compress(lines, (line not in faulty for line in range(len(chunk.numbers))))
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(right)
        return text.getvalue()

    def _values(self, chunk: Chunk, name: str) -> Cells:
        """Give the values of a field, making those it refers to first."""
        if name not in chunk.values:
            if name in self.constants:
                chunk.values[name] = [self.constants[name]] * len(chunk.numbers)
            else:
                chunk.values[name] = list(map(self.conversions[name].__getitem__, self._raw(chunk, self.sources[name])))
        return chunk.values[name]

    def _raw(self, chunk: Chunk, source: Source) -> Sequence[str]:
        if source.template:
            return self._filled(chunk, source.template)
        cells = chunk.columns[self._position(source.column)]
        if source.when_empty and not all(cells):
            instead = self._filled(chunk, source.when_empty)
            return [cell if cell.strip() else other for cell, other in zip(cells, instead, strict=True)]
        return cells

    def _filled(self, chunk: Chunk, template: str) -> list[str]:
        texts = _NAME.split(template)[::2]
        parts = [
            self._values(chunk, name) if name in self.sources else chunk.columns[self._position(name)]
            for name in _NAME.findall(template)
        ]
        filled = [texts[0]] * len(chunk.numbers)
        for part, text in zip(parts, texts[1:], strict=True):
            filled = [so_far + (value or "") + text for so_far, value in zip(filled, part, strict=True)]
        return filled

    def _report(self, chunk: Chunk) -> set[int]:
        """Add what is unfit to the problems, and give the positions of the lines it is in."""
        faulty: set[int] = set()
        for name in self.staged:
            unfit = self.conversions[name].unfit
            if unfit:
                for position, cell in enumerate(self._raw(chunk, self.sources[name])):
                    if cell in unfit:
                        faulty.add(position)
                        self._add(chunk.numbers[position], name, cell, unfit[cell])
        return faulty

    def _add(self, line: int, name: str, cell: str, reason: str) -> None:
        shown = cell if len(cell) <= 60 else cell[:57] + "..."
        self.problems.add(line, self.sources[name].column or name, f"“{shown}”: {reason}" if cell.strip() else reason)


def _chunk(block: Sequence[Line]) -> Chunk:
    return Chunk([number for number, _cells in block], list(zip(*(cells for _number, cells in block), strict=True)))
