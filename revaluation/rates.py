"""The rates of a run: found, kept with their source, and compared with those of today."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, QuerySet

from arclose.ledger.models import Company, ExchangeRate, ExchangeRateType
from arclose.ledger.rates import Rate, RateMissing, rates_between
from arclose.web.said import said
from revaluation.models import Method, Run, RunRate

Found = dict[str, Rate | RateMissing]


def find_rates(*, company: Company, currencies: Sequence[str], on: date, rate_type: ExchangeRateType) -> Found:
    """Give the rate of each currency into the accounting currency on a day, or why there is none."""
    found = rates_between(
        company=company,
        asked=[(currency, on) for currency in currencies],
        to_currency=company.accounting_currency_id,
        rate_type=rate_type,
    )
    return {currency: rate for (currency, _day), rate in found.items()}


def keep_rates(*, run: Run, found: Found) -> None:
    """Write down which rates a run uses, with the day and source of each, and why there is none."""
    RunRate.objects.bulk_create(_kept(run, currency, rate) for currency, rate in sorted(found.items()))


def _kept(run: Run, currency: str, rate: Rate | RateMissing) -> RunRate:
    if isinstance(rate, RateMissing):
        return RunRate(run=run, currency_id=currency, problem=said(rate.reason))
    return RunRate(
        run=run,
        currency_id=currency,
        units_from=rate.units_from,
        units_to=rate.units_to,
        published=rate.published,
        source=_source(run, rate),
    )


def _source(run: Run, rate: Rate) -> str:
    """Name the rate type, and who entered one of the two sides by hand."""
    rows = ExchangeRate.objects.filter(
        rate_type=run.exchange_rate_type, currency__in=[rate.currency, rate.to_currency], rate_date__lte=run.rate_date
    )
    last = rows.order_by("currency", "-rate_date").distinct("currency")
    people = sorted({one.entered_by.username for one in last.select_related("entered_by") if one.entered_by})
    return ", ".join([run.exchange_rate_type.code, *people])


def used_rates(rates: "QuerySet[ExchangeRate]") -> "QuerySet[ExchangeRate]":
    """Give those of published rates that a posted run looked at, as the database does before one changes."""
    of_currency = Q(currency=OuterRef("currency")) | Q(run__company__accounting_currency=OuterRef("currency"))
    kept = RunRate.objects.filter(
        of_currency,
        run__posting__isnull=False,
        run__exchange_rate_type=OuterRef("rate_type"),
        run__rate_date__gte=OuterRef("rate_date"),
        published__lte=OuterRef("rate_date"),
    )
    return rates.filter(Exists(kept))


def changed_rates(*, run: Run) -> list[str]:
    """Give the currencies whose rate on the run's day is another one now than the run used, or is there now."""
    if run.method in (Method.INVOICE_DATE, Method.UNDO):
        return []
    kept = {rate.currency_id: rate for rate in run.rates.all()}
    now = find_rates(company=run.company, currencies=list(kept), on=run.rate_date, rate_type=run.exchange_rate_type)
    return sorted(code for code, rate in kept.items() if _units(now[code]) != (rate.units_from, rate.units_to))


def _units(rate: Rate | RateMissing) -> tuple[Decimal | None, Decimal | None]:
    return (None, None) if isinstance(rate, RateMissing) else (rate.units_from, rate.units_to)
