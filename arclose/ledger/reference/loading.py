"""Reference data into the database: what is there stays, what is missing is added."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Count

from arclose.ledger.models.currencies import Currency, ExchangeRate, ExchangeRateType, UnionMembership
from arclose.ledger.reference import ecb, facts, sql
from arclose.ledger.reference.ecb import PublishedRate

ECB = "ECB"


@dataclass(frozen=True)
class Loaded:
    """How many rows of each kind were new."""

    currencies: int
    memberships: int
    rates: int


@transaction.atomic
def load_reference_data(*, since: date = date.min) -> Loaded:
    """Load currencies, memberships, the rate type ECB and the rates the program ships, from a day on."""
    currencies = load_currencies()
    memberships = load_memberships()
    published = [rate for rate in ecb.published_rates(ecb.shipped_file()) if rate.rate_date >= since]
    return Loaded(currencies, memberships, load_rates(published=published))


def shipped_data_is_loaded() -> bool:
    """Tell whether the newest day of the rates that this release ships is loaded, currencies before it.

    All of it is loaded in one transaction, the rates last: so the newest day stands for the whole.
    """
    newest = next(ecb.published_rates(ecb.shipped_file())).rate_date
    return ExchangeRate.objects.filter(rate_type__code=ECB, rate_date__gte=newest).exists()


def load_currencies() -> int:
    """Write the currencies of ISO 4217 with decimals and last day, and return how many were new."""
    before = Currency.objects.count()
    Currency.objects.bulk_create(
        (
            Currency(code=row["code"], name=row["name"], decimals=int(row["decimals"]), end_date=_day(row["end_date"]))
            for row in facts.rows("currencies.csv")
        ),
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["end_date"],
    )
    return Currency.objects.count() - before


def load_memberships() -> int:
    """Write who belonged to the European Union and the euro area when, and return how many rows were new."""
    before = UnionMembership.objects.count()
    UnionMembership.objects.bulk_create(
        (
            UnionMembership(
                union=row["union"],
                country=row["country"],
                valid_from=date.fromisoformat(row["valid_from"]),
                valid_to=_day(row["valid_to"]),
            )
            for row in facts.rows("memberships.csv")
        ),
        update_conflicts=True,
        unique_fields=["union", "country", "valid_from"],
        update_fields=["valid_to"],
    )
    return UnionMembership.objects.count() - before


@transaction.atomic
def load_rates(*, published: Iterable[PublishedRate]) -> int:
    """Write rates under the type ECB and return how many were new. A currency that is not known is left out."""
    rate_type = rate_type_of_the_ecb()
    known = set(Currency.objects.values_list("code", flat=True))
    rates = [rate for rate in published if rate.currency in known]
    if not rates or _is_loaded(rate_type, rates):
        return 0
    return sql.insert_rates(rate_type_id=rate_type.pk, columns=list(zip(*rates, strict=True)))


def rate_type_of_the_ecb() -> ExchangeRateType:
    """Give the rate type that holds the ECB's rates, base currency EUR; it is made where it is missing."""
    return ExchangeRateType.objects.get_or_create(
        code=ECB, defaults={"name": "European Central Bank", "base_currency_id": "EUR"}
    )[0]


def _is_loaded(rate_type: ExchangeRateType, rates: list[PublishedRate]) -> bool:
    """Tell whether the days of the rates have as many rates each as are to be loaded, or more."""
    days = ExchangeRate.objects.filter(rate_type=rate_type).values_list("rate_date").annotate(Count("pk"))
    missing: dict[date, int] = dict(days)
    for rate in rates:
        missing[rate.rate_date] = missing.get(rate.rate_date, 0) - 1
    return min(missing.values()) >= 0


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
