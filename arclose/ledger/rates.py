"""The rate of a date: the last one published on or before it, never a later or a guessed one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from arclose.ledger import sql
from arclose.ledger.models.companies import Company
from arclose.ledger.models.currencies import Currency, ExchangeRateType
from arclose.ledger.outcomes import CannotPost
from arclose.web.days import format_day

ONE = Decimal(1)


@dataclass(frozen=True)
class Rate:
    """``units_from`` of ``currency`` are worth ``units_to`` of the other currency.

    The two sides are as published, against the base currency of the rate type; ``published`` is the
    older of their days.
    """

    currency: str
    to_currency: str
    units_from: Decimal
    units_to: Decimal
    published: date


class RateMissing(CannotPost):
    """There is no rate that may be used for a currency on a date."""

    def __init__(self, currency: str, on: date, last_published: date | None, limit_days: int) -> None:
        """Carry what was asked for, the last day that has a rate, and the company's limit."""
        super().__init__(currency, on, last_published, limit_days)
        self.currency, self.on, self.last_published, self.limit_days = currency, on, last_published, limit_days

    def reason(self) -> str:
        """Say in words why there is no rate."""
        facts = {"currency": self.currency, "on": format_day(self.on), "limit_days": self.limit_days}
        if self.last_published is None:
            return _("No exchange rate of %(currency)s on or before %(on)s.") % facts
        return _(
            "The last exchange rate of %(currency)s before %(on)s is of %(last_published)s, more than"
            " %(limit_days)s days earlier or after the currency ended."
        ) % {**facts, "last_published": format_day(self.last_published)}

    def remedy(self) -> str:
        """Say where a rate comes from, or what lets an older one do."""
        return _("Enter or load the rate, or raise the company's rate age limit.")


# By currency and day.
Rates = Mapping[tuple[str, date], Rate | RateMissing]


def as_columns(rates: Mapping[tuple[str, date], Rate]) -> dict[str, list[Any]]:
    """Give rates as a statement takes them: ``currencies``, ``days``, ``units_from`` and ``units_to``, side by side."""
    return {
        "currencies": [currency for currency, _day in rates],
        "days": [day for _currency, day in rates],
        "units_from": [rate.units_from for rate in rates.values()],
        "units_to": [rate.units_to for rate in rates.values()],
    }


def rates_to_accounting_currency(
    *, company: Company, asked: Iterable[tuple[str, date]]
) -> dict[tuple[str, date], Rate | RateMissing]:
    """Give the rate of each (currency, date) to the company's accounting currency, or why there is none."""
    return rates_between(company=company, asked=asked, to_currency=company.accounting_currency_id)


def rates_between(
    *,
    company: Company,
    asked: Iterable[tuple[str, date]],
    to_currency: str,
    rate_type: ExchangeRateType | None = None,
) -> dict[tuple[str, date], Rate | RateMissing]:
    """Give the rate of each (currency, date) to one currency, by the company's age limit and rate type, or another."""
    rate_type = rate_type or company.exchange_rate_type
    pairs = sorted(set(asked))
    wanted = sorted({side for pair in pairs for side in (pair, (to_currency, pair[1]))})
    published = sql.published_rates(rate_type_id=rate_type.pk, asked=wanted)
    ended = dict(Currency.objects.filter(end_date__isnull=False).values_list("code", "end_date"))
    base = rate_type.base_currency_id

    def side(currency: str, on: date) -> tuple[date, Decimal] | RateMissing:
        if currency == base:
            return on, ONE
        found = published.get((currency, on))
        limit = company.rate_age_limit_days
        if found is None:
            return RateMissing(currency, on, None, limit)
        last_day = ended.get(currency)
        is_over = last_day is not None and on > last_day
        return RateMissing(currency, on, found[0], limit) if is_over or (on - found[0]).days > limit else found

    def rate(currency: str, on: date) -> Rate | RateMissing:
        if currency == to_currency:
            return Rate(currency, to_currency, ONE, ONE, on)
        units_from, units_to = side(currency, on), side(to_currency, on)
        if isinstance(units_from, RateMissing):
            return units_from
        if isinstance(units_to, RateMissing):
            return units_to
        return Rate(currency, to_currency, units_from[1], units_to[1], min(units_from[0], units_to[0]))

    return {pair: rate(*pair) for pair in pairs}


def reporting_rates(*, company: Company, days: Iterable[date]) -> dict[date, Rate | RateMissing]:
    """Give the rate of each day into the company's reporting currency, or why there is none; {} where it has none."""
    reporting, accounting = company.reporting_currency_id, company.accounting_currency_id
    if reporting is None:
        return {}
    found = rates_between(company=company, asked={(accounting, day) for day in days}, to_currency=reporting)
    return {day: rate for (_currency, day), rate in found.items()}


def unreported_days(*, company: Company, days: Iterable[date]) -> dict[date, RateMissing]:
    """Give, of the days, those without a rate into the company's reporting currency, with why there is none."""
    found = reporting_rates(company=company, days=days)
    return {day: rate for day, rate in found.items() if isinstance(rate, RateMissing)}
