"""Currencies, memberships and published rates are loaded once, and again without harm.

What these tests look at was loaded when the cluster of the tests was made, anew after each change of the loading.
"""

import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from arclose.ledger.memberships import is_member, members
from arclose.ledger.models import Currency, ExchangeRate
from arclose.ledger.models.currencies import Union
from arclose.ledger.reference import ecb
from arclose.ledger.reference.loading import load_reference_data

pytestmark = pytest.mark.django_db


def forget_rates(*, since: date) -> None:
    ExchangeRate.objects.filter(rate_date__gte=since).delete()


def test_it_adds_rates_that_are_missing_keeps_those_that_people_entered_and_loads_the_same_twice():
    forget_rates(since=date(2026, 10, 1))
    load_reference_data(since=date(2026, 10, 30))
    rate = ExchangeRate.objects.get(currency="USD", rate_date=date(2026, 10, 30))
    ExchangeRate.objects.filter(pk=rate.pk).update(units_per_base=Decimal("1.5"))
    first = load_reference_data(since=date(2026, 10, 1))
    before = ExchangeRate.objects.filter(rate_date__gte=date(2026, 10, 1), rate_date__lt=date(2026, 10, 30))
    assert first.rates == before.count() > 500
    assert ExchangeRate.objects.get(pk=rate.pk).units_per_base == Decimal("1.5")
    second = load_reference_data(since=date(2026, 10, 1))
    assert (second.currencies, second.memberships, second.rates) == (0, 0, 0)


def test_it_reads_rates_exactly():
    rates = {(one.currency, one.rate_date): one.units_per_base for one in ecb.published_rates(ecb.shipped_file())}
    assert rates["GBP", date(2010, 12, 1)] == Decimal("0.8393")
    assert rates["USD", date(2011, 12, 9)] == Decimal("1.3384")
    assert ("GBP", date(2010, 12, 25)) not in rates


@pytest.mark.parametrize(
    ("code", "decimals", "end_date"),
    [
        ("EUR", 2, None),
        ("JPY", 0, None),
        ("KWD", 3, None),
        ("CLF", 4, None),
        ("HRK", 2, date(2022, 12, 31)),
        ("BGN", 2, date(2025, 12, 31)),
        ("EEK", 2, date(2010, 12, 31)),
    ],
)
def test_it_knows_decimals_and_the_last_day_of_a_currency(code, decimals, end_date):
    currency = Currency.objects.get(code=code)
    assert (currency.decimals, currency.end_date) == (decimals, end_date)


@pytest.mark.parametrize(
    ("union", "country", "on", "belongs"),
    [
        (Union.EU, "GB", date(2020, 12, 31), True),
        (Union.EU, "GB", date(2021, 1, 1), False),
        (Union.EU, "HR", date(2013, 6, 30), False),
        (Union.EU, "HR", date(2013, 7, 1), True),
        (Union.EU, "XI", date(2021, 1, 1), False),
        (Union.EU_GOODS, "XI", date(2020, 12, 31), False),
        (Union.EU_GOODS, "XI", date(2021, 1, 1), True),
        (Union.EU_GOODS, "NL", date(2021, 1, 1), True),
        (Union.EU, "CH", date(2026, 1, 1), False),
        (Union.EURO, "BG", date(2025, 12, 31), False),
        (Union.EURO, "BG", date(2026, 1, 1), True),
    ],
)
def test_it_knows_who_belonged_to_a_union_on_a_day(union, country, on, belongs):
    assert is_member(union=union, country=country, on=on) is belongs
    assert (country in members(union=union, on=on)) is belongs


def test_the_union_had_27_members_after_the_last_one_left():
    assert len(members(union=Union.EU, on=date(2026, 10, 31))) == 27
    assert len(members(union=Union.EURO, on=date(2026, 10, 31))) == 21


def _zip_of(text: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("eurofxref-hist.csv", text)
    return packed.getvalue()


@pytest.mark.parametrize(
    "content", [b"no zip", _zip_of("<html>"), _zip_of("Date,USD,\n2026-10-30,many,\n"), _zip_of("Date,USD,\nsoon,1,\n")]
)
def test_it_refuses_what_is_no_file_of_rates(content):
    with pytest.raises(ecb.NotRates):
        list(ecb.published_rates(content))


def test_refreshing_says_when_there_is_no_connection(monkeypatch):
    monkeypatch.setattr(ecb, "PUBLISHED_AT", "https://127.0.0.1:9/eurofxref-hist.zip")
    with pytest.raises(CommandError, match="offline"):
        call_command("refresh_rates")
