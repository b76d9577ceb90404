"""The totals of an ageing, from its rows per customer: the transactions are added up once, not sorted again."""

from collections.abc import Sequence
from typing import Any

from customers.sql.running import rows


def totals_per_currency(
    *, statement: str, parameters: Sequence[Any], names: Sequence[str]
) -> list[tuple[str, int, dict[str, Any]]]:
    """Give (currency, number of rows, sum per name) of a statement that gives one row per customer and currency.

    ``statement`` is compiled by the ORM; ``names`` are columns of it, named in the program.
    """
    sums = ", ".join(f"sum({name})" for name in names)
    asked = f"SELECT currency, count(*), {sums} FROM ({statement}) AS aged GROUP BY currency ORDER BY currency"  # noqa: S608
    found = rows(asked, parameters)
    return [(currency, count, dict(zip(names, amounts, strict=True))) for currency, count, *amounts in found]
