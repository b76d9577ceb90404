"""The rate of a date is the last one published by then, not too old, not after the currency's end."""

from datetime import date
from decimal import Decimal

import pytest

from arclose.ledger.models import Company, ExchangeRate, ExchangeRateType
from arclose.ledger.money import convert
from arclose.ledger.rates import Rate, RateMissing, rates_between, rates_to_accounting_currency
from tests.builders import a_company

pytestmark = pytest.mark.django_db

RATES = """
    GBP 2010-12-01 0.8393
    USD 2010-12-01 1.3115
    GBP 2010-12-23 0.84820
    GBP 2010-12-24 0.84850
    USD 2010-12-24 1.3099
    EEK 2010-12-31 15.6466
    ISK 2010-12-01 290
"""


@pytest.fixture
def british() -> Company:
    company = a_company(country="GB", currency="GBP", first_year=2010, vat_number="")
    company.exchange_rate_type = ExchangeRateType.objects.create(code="OWN", name="Our own", base_currency_id="EUR")
    company.save()
    for currency, day, units in (line.split() for line in RATES.strip().splitlines()):
        ExchangeRate.objects.create(
            rate_type=company.exchange_rate_type,
            currency_id=currency,
            rate_date=date.fromisoformat(day),
            units_per_base=Decimal(units),
        )
    return company


def rate_of(company: Company, currency: str, day: str) -> Rate | RateMissing:
    on = date.fromisoformat(day)
    return rates_to_accounting_currency(company=company, asked=[(currency, on)])[currency, on]


def test_a_cross_rate_keeps_both_published_sides(british):
    rate = rate_of(british, "USD", "2010-12-01")
    assert isinstance(rate, Rate)
    assert (rate.units_from, rate.units_to) == (Decimal("1.3115"), Decimal("0.8393"))
    worth = convert(Decimal(1000), units_from=rate.units_from, units_to=rate.units_to, decimals=2)
    assert worth == Decimal("639.95")


def test_the_euro_itself_takes_one_side(british):
    rate = rate_of(british, "EUR", "2010-12-01")
    assert isinstance(rate, Rate)
    assert (rate.units_from, rate.units_to) == (1, Decimal("0.8393"))


def test_its_own_currency_needs_no_rate(british):
    rate = rate_of(british, "GBP", "1990-01-01")
    assert isinstance(rate, Rate)
    assert (rate.units_from, rate.units_to) == (1, 1)


def test_a_day_without_a_rate_takes_the_last_one_before_it(british):
    rate = rate_of(british, "USD", "2010-12-26")
    assert isinstance(rate, Rate)
    assert (rate.units_to, rate.published) == (Decimal("0.84850"), date(2010, 12, 24))


def test_a_rate_as_old_as_the_limit_is_used_and_an_older_one_is_not(british):
    assert isinstance(rate_of(british, "USD", "2010-12-08"), Rate)
    missing = rate_of(british, "USD", "2010-12-09")
    assert isinstance(missing, RateMissing)
    assert missing.last_published == date(2010, 12, 1)
    assert "7" in missing.reason()


def test_the_older_side_of_a_cross_rate_decides(british):
    Company.objects.filter(pk=british.pk).update(rate_age_limit_days=30)
    british.refresh_from_db()
    rate = rate_of(british, "USD", "2010-12-23")
    assert isinstance(rate, Rate)
    assert rate.published == date(2010, 12, 1)


def test_a_currency_has_no_rate_after_its_last_day(british):
    Company.objects.filter(pk=british.pk).update(rate_age_limit_days=30)
    british.refresh_from_db()
    assert isinstance(rate_of(british, "EEK", "2010-12-31"), Rate)
    assert isinstance(rate_of(british, "EEK", "2011-01-01"), RateMissing)


def test_a_rate_is_never_taken_from_a_later_day(british):
    missing = rate_of(british, "USD", "2010-11-30")
    assert isinstance(missing, RateMissing)
    assert missing.last_published is None


def test_it_answers_many_questions_at_once(british):
    asked = [("USD", date(2010, 12, 1)), ("ISK", date(2010, 12, 3)), ("ISK", date(2010, 12, 30))]
    found = rates_between(company=british, asked=asked, to_currency="EUR")
    assert [type(found[pair]) for pair in asked] == [Rate, Rate, RateMissing]
