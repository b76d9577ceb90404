"""Round, convert and split amounts: in Python and as query expressions, side by side.

Rounding is half away from zero, at the currency's own number of decimals. PostgreSQL's ``round``
of a numeric does the same, so both columns of this module agree to the last digit.
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from typing import Any

from django.db.models import F, Func, Value

from arclose.ledger.fields import AmountField

EXACT = Context(prec=60, rounding=ROUND_HALF_UP)
ZERO = Decimal(0)


def round_amount(amount: Decimal, decimals: int, rounding: str = ROUND_HALF_UP) -> Decimal:
    """Give the amount rounded to so many decimals: half away from zero, unless an authority wants it another way."""
    return amount.quantize(Decimal(1).scaleb(-decimals), rounding=rounding, context=EXACT)


def convert(amount: Decimal, *, units_from: Decimal, units_to: Decimal, decimals: int) -> Decimal:
    """Give what an amount is worth where ``units_from`` of its currency equal ``units_to`` of the other."""
    with localcontext(EXACT):
        return round_amount(amount * units_to / units_from, decimals)


def split(amount: Decimal, weights: Sequence[Decimal], decimals: int) -> list[Decimal]:
    """Give one share per weight; the largest weight takes what rounding leaves, so the sum is kept.

    Weights that add up to zero give everything to the first of the largest.
    """
    if not weights:
        return []
    total = sum(weights, ZERO)
    with localcontext(EXACT):
        shares = [round_amount(amount * weight / total, decimals) if total else ZERO for weight in weights]
    largest = max(range(len(weights)), key=lambda position: (abs(weights[position]), -position))
    shares[largest] += amount - sum(shares, ZERO)
    return shares


class RoundAmount(Func):
    """``round(amount, decimals)`` in a query: the twin of :func:`round_amount`."""

    function = "ROUND"
    arity = 2
    output_field = AmountField()


def Convert(amount: Any, *, units_from: Any, units_to: Any, decimals: Any) -> RoundAmount:  # noqa: N802
    """Give the query expression that :func:`convert` is in Python."""
    return RoundAmount(amount * units_to / units_from, decimals)


def in_books(amount: Any, *, decimals: int, units_of: str = "") -> RoundAmount:
    """Give a document's amount, a field's name or an expression, in accounting currency at the rate kept with it.

    ``units_of`` leads to the row that keeps the rate: ``"payment__"``.
    """
    return Convert(
        F(amount) if isinstance(amount, str) else amount,
        units_from=F(f"{units_of}transaction_units"),
        units_to=F(f"{units_of}accounting_units"),
        decimals=Value(decimals),
    )
