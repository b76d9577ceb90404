"""Sums and counts of the rows of a list. The only file of the web layer with a cursor."""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL


def grouped(statement: str, parameters: Sequence[Any], *, fields: int, amounts: int) -> list[tuple[Any, ...]]:
    """Give (values of the fields, number of rows, sum of each amount) of the rows of a compiled queryset, by fields.

    Its columns are so many fields, then so many amounts.
    """
    keys = [f"field_{place}" for place in range(fields)]
    summed = [f"amount_{place}" for place in range(amounts)]
    asked = ", ".join([*keys, "count(*)", *(f"coalesce(sum({name}), 0)" for name in summed)])
    order = ", ".join(keys)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {asked} FROM ({statement}) AS listed ({', '.join([*keys, *summed])})"  # noqa: S608
            f" GROUP BY {order} ORDER BY {order}",
            parameters,
        )
        return list(cursor.fetchall())


def count_beside(rows: QuerySet[Any], *, at_most: int) -> RawSQL:
    """Give the number of rows, counted up to so many, as an expression beside those that are shown; asked once."""
    counted, parameters = rows.order_by().values("pk")[:at_most].query.sql_with_params()
    return RawSQL(f"SELECT count(*) FROM ({counted}) AS counted", parameters)  # noqa: S608, S611 (made by the ORM)
