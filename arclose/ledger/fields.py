"""Precision of amounts and rates, defined once; and how many ids are looked up at once."""

from collections.abc import Iterable
from typing import Any

from django.db import models

AMOUNT_DIGITS = 22
AMOUNT_DECIMALS = 4
UNITS_DECIMALS = 12


class AmountField(models.DecimalField):
    """An amount of money, signed, debit above zero: 18 digits before the point, 4 behind it.

    Four decimals hold every currency of ISO 4217; which of them an amount may use is the
    currency's own number of decimals.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take a decimal field's options; the precision is fixed."""
        super().__init__(*args, **{**kwargs, "max_digits": AMOUNT_DIGITS, "decimal_places": AMOUNT_DECIMALS})


class UnitsField(models.DecimalField):
    """One side of an exchange rate: so many units of one currency are worth so many of another.

    A rate is kept as its two published sides and never divided out, so a cross rate stays exact. Most stand near 1 and
    have three decimals or more, so it is typed without marks between thousands.
    """

    without_groups = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take a decimal field's options; the precision is fixed."""
        super().__init__(*args, **{**kwargs, "max_digits": 30, "decimal_places": UNITS_DECIMALS})


def array_of(values: Iterable[object]) -> str:
    """Give values that need no quotes as one literal of an array, for a statement that says of which type it is.

    A list of thousands takes program and database longer to write and read as so many values than to look them up. So
    does planning a statement that knows them: each is weighed against the most common values of the column, wherever an
    index may serve. ``ANY((SELECT %s::bigint[])::bigint[])`` keeps them from the planner, which then expects a few, and
    looks each up by its index; ``unnest(%s::bigint[])`` tells it how many, for what is joined with as many more.
    """
    return "{" + ",".join(map(str, values)) + "}"


@models.BigAutoField.register_lookup
@models.BigIntegerField.register_lookup
class Among(models.Lookup):
    """``pk__among=array_of(ids)``: as ``pk__in``, with the ids as one literal, made once for all that asks with it."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Compare with any element of the array."""
        column, parameters = self.process_lhs(compiler, connection)
        return f"{column} = ANY((SELECT %s::bigint[])::bigint[])", (*parameters, self.rhs)
