"""Amounts are read as people type them, and refused by name."""

from decimal import Decimal

import pytest
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils import translation

from arclose.ledger.models import ExchangeRate
from arclose.web.typed import parse_amount
from revaluation.screens.forms import RateForm

READ = """
en | 1234.56         | 1234.56
en | 1,234.56        | 1234.56
en | 1,234           | 1234
en | 1234,56         | 1234.56
en | .5              | 0.5
en | 5.              | 5
en | -12.30          | -12.30
en | 12.30-          | -12.30
en | +7              | 7
en | −1,234.50       | -1234.50
en | 1'234.50        | 1234.50
nl | 1.234,56        | 1234.56
nl | 1234,56         | 1234.56
nl | 1.234           | 1234
nl | 1,234.56        | 1234.56
nl | 1234.5          | 1234.5
nl | 1 234 567,89    | 1234567.89
nl | 999999999999999999,99 | 999999999999999999.99
"""
REFUSED = """
NaN                   | not_finite
-nan                  | not_finite
sNaN                  | not_finite
Infinity              | not_finite
-inf                  | not_finite
1e400                 | power_of_ten
1E5                   | power_of_ten
1234567890123456789   | too_large
0.001                 | too_fine
1.2.3                 | no_amount
1,23,456.00           | no_amount
12,34.5               | no_amount
twelve                | no_amount
--5                   | no_amount
-                     | no_amount
١٢                    | no_amount
0x10                  | no_amount
1_000                 | no_amount
"""


RATES = """
en | 1.085     | 1.085
en | 1,085     | 1.085 or 1085
en | 17543     | 17543
en | 17,543.21 | 17543.21
en | 1,08      | 1.08
nl | 1,085     | 1.085
nl | 1.085     | 1,085 or 1085
nl | 1.08      | 1.08
nl | 17543,5   | 17543.5
"""


def rows(table):
    return [tuple(cell.strip() for cell in line.split("|")) for line in table.strip().splitlines()]


@pytest.mark.parametrize(("language", "text", "amount"), rows(READ))
def test_it_reads_amounts_of_both_ways_of_writing(language, text, amount):
    with translation.override(language):
        assert parse_amount(text) == Decimal(amount)


@pytest.mark.parametrize("space", ["\u00a0", "\u202f", "\u2009", " "])
def test_it_reads_every_kind_of_space_between_thousands(space):
    with translation.override("nl"):
        assert parse_amount(f" 1{space}234,56 ") == Decimal("1234.56")


@pytest.mark.parametrize(("text", "code"), rows(REFUSED))
def test_it_refuses_by_name(text, code):
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        parse_amount(text)
    assert refused.value.code == code
    assert text in refused.value.messages[0]


def test_it_refuses_a_flood_of_digits_at_once():
    with pytest.raises(ValidationError) as refused:
        parse_amount("9" * 1_000_000)
    assert refused.value.code == "too_long"


def test_it_knows_the_decimals_of_the_currency():
    assert parse_amount("1.234", decimals=3) == Decimal("1.234")
    with pytest.raises(ValidationError, match="0 decimals"):
        parse_amount("10.50", decimals=0)
    assert parse_amount("10.00", decimals=0) == 10
    assert parse_amount("1234567890123456.5", decimals=12) == Decimal("1234567890123456.5")
    for text, reason in (("12345678901234567.5", "at most 16 digits before"), (f"{'9' * 16}.{'9' * 13}", "is finer")):
        with pytest.raises(ValidationError, match=reason):
            parse_amount(text, decimals=12)


@pytest.mark.parametrize(("language", "text", "read"), rows(RATES))
def test_it_never_reads_a_rate_as_a_thousand_of_it(language, text, read):
    in_setup = admin.site.get_model_admin(ExchangeRate)
    units = in_setup.formfield_for_dbfield(ExchangeRate._meta.get_field("units_per_base"), request=None)
    for field in (units, RateForm.base_fields["units"]):
        with translation.override(language):
            if " or " in read:
                with pytest.raises(ValidationError) as refused:
                    field.clean(text)
                assert "{small} or {large}".format(**refused.value.params) == read
            else:
                assert field.clean(text) == Decimal(read)
                assert field.clean(field.prepare_value(Decimal(read))) == Decimal(read), "what is shown is read again"
