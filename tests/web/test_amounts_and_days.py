"""Amounts and days are shown in the user's locale and cannot be misread."""

from datetime import date
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation

from arclose.web import amounts

SHOWN = """
en | EUR | 1234.5       | 1,234.50
en | EUR | -1234.5      | −1,234.50
en | EUR | 0            | 0.00
en | EUR | -0.00        | 0.00
en | JPY | 1234         | 1,234
en | KWD | 1234.5       | 1,234.500
nl | EUR | 1234567.891  | 1.234.567,89
en | EUR | 999999999999999999.99 | 999,999,999,999,999,999.99
"""


@pytest.fixture(autouse=True)
def decimals(monkeypatch):
    monkeypatch.setattr(amounts, "_sources", [{"JPY": 0, "KWD": 3}.get])


def render(template, language="en", **context):
    with translation.override(language):
        return Template("{% load arclose %}" + template).render(Context(context))


@pytest.mark.parametrize("row", SHOWN.strip().splitlines())
def test_it_shows_amounts_with_the_decimals_of_their_currency(row):
    language, currency, value, shown = (cell.strip() for cell in row.split("|"))
    assert render("{{ value|amount:currency }}", language, value=Decimal(value), currency=currency) == shown


def test_it_shows_zero_as_a_dash_in_tables_and_nothing_for_no_amount():
    assert render("{{ value|amount_cell:'EUR' }}", value=Decimal("0.0000")) == "–"
    assert render("{{ value|amount_cell:'EUR' }}", value=None) == ""


def test_it_puts_the_currency_before_the_amount():
    assert render("{{ value|money:'EUR' }}", value=Decimal(5)) == "EUR\N{NO-BREAK SPACE}5.00"


def test_it_shows_days_with_the_name_of_their_month():
    assert render("{{ value|day }}", value=date(2026, 10, 31)) == "31 Oct 2026"
    assert render("{{ value|day }}", "nl", value=date(2026, 3, 1)) == "1 mrt 2026"
    assert render("{{ value|day }}", value=None) == ""


def test_a_day_may_go_without_its_year():
    assert render("{{ value|short_day }}", value=date(2026, 10, 3)) == "3 Oct"
    assert render("{{ value|short_day }}", "nl", value=date(2026, 10, 3)) == "3 okt"
