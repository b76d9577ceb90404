"""A chart is described once: what is drawn and the table beside it are the same figures."""

import json
import re
from decimal import Decimal

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from arclose.web.charts import Chart, Kind, Series

pytestmark = pytest.mark.django_db  # a currency's decimals


def a_chart(**values):
    series = [Series("EUR", [Decimal("1234.5"), Decimal(0)]), Series("USD", [Decimal("-0.25"), Decimal(10)], "bad")]
    return Chart(
        **{
            "name": "sales", "title": "Sales", "kind": Kind.COLUMNS, "heading": "Month", "categories": ["Jan", "Feb"],
            "series": series, "currency": "EUR", **values,
        }
    )  # fmt: skip


def shown(chart):
    return render_to_string("components/chart.html", {"chart": chart})


def drawn(page):
    return json.loads(re.search(r'<script type="application/json">(.*?)</script>', page).group(1))


def words(page):
    return " ".join(re.sub(r"<script.*?</script>|<[^>]*>", " ", page).split())


def test_it_shows_a_row_per_category_with_totals():
    text = words(shown(a_chart()))
    assert "Month EUR USD Total" in text
    assert "Jan 1,234.50 \N{MINUS SIGN}0.25 1,234.25" in text
    assert "Feb \N{EN DASH} 10.00 10.00" in text
    assert "Total 1,234.50 9.75 1,244.25" in text


def test_it_draws_the_exact_figures_and_says_them_as_people_read_them():
    series = drawn(shown(a_chart()))["series"]
    assert [each["figures"] for each in series] == [["1234.5", "0"], ["-0.25", "10"]]
    assert series[0]["texts"] == ["1,234.50", "0.00"]
    assert [each["colour"] for each in series] == ["", "bad"]


def test_it_reads_dutch_in_dutch():
    with translation.override("nl"):
        assert "1.234,50" in words(shown(a_chart()))


def test_counts_have_no_decimals_and_one_series_has_no_totals_beside_it():
    chart = a_chart(currency="", series=[Series("Left", [12345, 2])], is_summed=False)
    assert "Jan 12,345 Feb 2" in words(shown(chart))
    assert "Total" not in words(shown(chart))


def test_its_table_stands_open_for_whoever_runs_no_script():
    assert '<details class="chart-table" open>' in shown(a_chart())


def test_hostile_names_are_inert():
    page = shown(a_chart(categories=["</script><script>alert(1)</script>", "Feb"], title="<b>Sales</b>"))
    assert "<script>alert" not in page
    assert "<b>" not in page
    assert drawn(page)["categories"][0] == "</script><script>alert(1)</script>"


@pytest.mark.parametrize(("figures", "is_empty"), [([], True), ([0, Decimal(0)], True), ([0, -1], False)])
def test_it_is_empty_without_a_figure_to_draw(figures, is_empty):
    assert a_chart(series=[Series("EUR", figures)]).is_empty is is_empty
