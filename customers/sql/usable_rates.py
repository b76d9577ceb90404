"""The rates that documents are invoiced at, as rows of a statement, and those that there are not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any


@dataclass(frozen=True)
class UsableRate:
    """``units_from`` of a currency are worth ``units_to`` of the accounting currency on a day."""

    currency: str
    day: date
    units_from: Decimal
    units_to: Decimal
    published: date


USABLE_RATES = """unnest(%(rate_currency)s::text[], %(rate_day)s::date[], %(units_from)s::numeric[],
                %(units_to)s::numeric[], %(published)s::date[])
            AS rate (currency, day, units_from, units_to, published)"""
# Those into the currency of a VAT registration that there are not.
MISSING_RATES = """unnest(%(missing_currency)s::text[], %(missing_day)s::date[], %(missing_to)s::text[])
                AS missing (currency, day, to_currency)"""


def of_rates(rates: Sequence[UsableRate]) -> dict[str, Any]:
    """Give the parameters of a statement with usable rates."""
    return {
        "rate_currency": [rate.currency for rate in rates],
        "rate_day": [rate.day for rate in rates],
        "units_from": [rate.units_from for rate in rates],
        "units_to": [rate.units_to for rate in rates],
        "published": [rate.published for rate in rates],
    }


def of_missing_rates(rates: Sequence[tuple[str, date, str]]) -> dict[str, Any]:
    """Give the parameters of a statement with missing rates: (currency, day, currency of the registration) of each."""
    return {
        "missing_currency": [currency for currency, _day, _to in rates],
        "missing_day": [day for _currency, day, _to in rates],
        "missing_to": [to for _currency, _day, to in rates],
    }
