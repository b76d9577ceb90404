"""The rows of a list added up in groups: what its totals and the counts of its filters are made of, in one query.

A list of a million rows is not added up unless somebody asks for it: see :data:`ADDED_UP_AT_MOST`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import F, QuerySet

from arclose.web import sql

ADDED_UP_AT_MOST = 100_000


@dataclass(frozen=True)
class Group:
    """Rows with the same values in some fields: how many, and what their amounts add up to, by name."""

    values: Mapping[str, Any]
    count: int
    sums: Mapping[str, Decimal]

    def has(self, wanted: Mapping[str, str]) -> bool:
        """Tell whether the rows have these values."""
        return all(str(self.values[field]) == value for field, value in wanted.items())


def groups_of(
    rows: QuerySet[Any], *, fields: Sequence[str], amounts: Mapping[str, Any], at_most: int | None
) -> list[Group] | None:
    """Give the groups of rows by their values in ``fields``, in order of these; None where there are more rows.

    :param amounts: name of a sum, to the field or expression that is added up.
    :param at_most: so many rows are added up; None: whatever there are.
    """
    named = {f"summed_{name}": F(each) if isinstance(each, str) else each for name, each in amounts.items()}
    listed = rows.order_by().annotate(**named).values_list(*fields, *named)
    if at_most is not None:
        listed = listed[: at_most + 1]
    try:
        statement, parameters = listed.query.sql_with_params()
    except EmptyResultSet:
        return []
    found = sql.grouped(statement, parameters, fields=len(fields), amounts=len(named))
    groups = [_group(row, fields, list(amounts)) for row in found]
    return None if at_most is not None and sum(group.count for group in groups) > at_most else groups


def _group(row: Sequence[Any], fields: Sequence[str], names: Sequence[str]) -> Group:
    values, (count, *sums) = row[: len(fields)], row[len(fields) :]
    return Group(dict(zip(fields, values, strict=True)), count, dict(zip(names, sums, strict=True)))
