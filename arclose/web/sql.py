"""Sums over the rows of a list. The only file of the web layer with a cursor."""

from collections.abc import Sequence
from typing import Any

from django.db import connection


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
