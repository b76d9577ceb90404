"""Precision of amounts and rates, defined once."""

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

    A rate is kept as its two published sides and never divided out, so a cross rate stays exact.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take a decimal field's options; the precision is fixed."""
        super().__init__(*args, **{**kwargs, "max_digits": 30, "decimal_places": UNITS_DECIMALS})
