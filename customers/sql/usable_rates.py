"""The rates that documents are posted at, as rows of a statement, and those that there are not."""

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
# Those of the accounting into the reporting currency, and the decimals of that; none where a company has none.
REPORTING_RATES = """unnest(%(reporting_day)s::date[], %(reporting_from)s::numeric[], %(reporting_to)s::numeric[])
            AS reporting (day, units_from, units_to)"""
REPORTING_DECIMALS = """(SELECT reported.decimals FROM ledger_posting posting
            JOIN ledger_company company ON company.id = posting.company_id
            JOIN ledger_currency reported ON reported.code = company.reporting_currency_id
            WHERE posting.id = %(posting)s)"""
# Day, units of the accounting currency, what these are worth in the reporting currency.
ReportingRate = tuple[date, Decimal, Decimal]


def of_rates(rates: Sequence[UsableRate]) -> dict[str, Any]:
    """Give the parameters of a statement with usable rates."""
    return {
        "rate_currency": [rate.currency for rate in rates],
        "rate_day": [rate.day for rate in rates],
        "units_from": [rate.units_from for rate in rates],
        "units_to": [rate.units_to for rate in rates],
        "published": [rate.published for rate in rates],
    }


def of_reporting_rates(rates: Sequence[ReportingRate]) -> dict[str, Any]:
    """Give the parameters of a statement with rates into the reporting currency."""
    return {
        "reporting_day": [day for day, _from, _to in rates],
        "reporting_from": [units for _day, units, _to in rates],
        "reporting_to": [units for _day, _from, units in rates],
    }


def of_missing_rates(rates: Sequence[tuple[str, date, str]]) -> dict[str, Any]:
    """Give the parameters of a statement with missing rates: (currency, day, currency of the registration) of each."""
    return {
        "missing_currency": [currency for currency, _day, _to in rates],
        "missing_day": [day for _currency, day, _to in rates],
        "missing_to": [to for _currency, _day, to in rates],
    }
