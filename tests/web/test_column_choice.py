"""The address says which columns a list shows; exports hold the same ones."""

import csv
import io

import openpyxl
import pytest
from lxml import html

from tests import builders
from tests.web.gallery.tables import OrderTable

LIST = "/NLWS/2026-10/gallery/"
USUAL = ["Order", "Invoice date", "Customer", "Country", "Status", "Net amount", "Currency", "Entered"]


@pytest.fixture
def order(customer):
    return builders.an_order(customer, ("1", "1234.5"), number="SO-1")


def heads_of(response):
    heads = html.fromstring(response.content).xpath("//thead//th")
    return [" ".join(head.text_content().split()) for head in heads]


def boxes_of(response):
    """The boxes of the form: label, and whether it is ticked and can be changed."""
    labels = html.fromstring(response.content).xpath("//details/form[@method='get']//label")
    boxes = [(label, label.xpath(".//input")[0]) for label in labels]
    return {
        label.text_content().strip(): ("checked" in box.attrib, "disabled" not in box.attrib) for label, box in boxes
    }


def test_it_shows_the_usual_columns_when_none_are_named(as_clerk, order):
    assert heads_of(as_clerk.get(LIST)) == ["Choose", *USUAL]


def test_it_shows_the_columns_that_the_address_names_in_their_own_order(as_clerk, order):
    page = as_clerk.get(LIST + "?columns=net_amount&columns=number&columns=customer")
    assert heads_of(page) == ["Choose", "Order", "Customer", "Net amount"]
    assert "1,234.50" in page.content.decode()


def test_it_always_shows_the_column_that_names_the_row(as_clerk, order):
    assert heads_of(as_clerk.get(LIST + "?columns=status")) == ["Choose", "Order", "Status"]


@pytest.mark.parametrize("query", ["columns=nothing", "columns=", "columns=select", "columns=%3Cscript%3E&columns=pk"])
def test_it_shows_the_usual_columns_for_names_it_does_not_know(as_clerk, order, query):
    page = as_clerk.get(f"{LIST}?{query}")
    assert heads_of(page) == ["Choose", *USUAL]
    assert "<script>" not in page.content.decode()


def test_it_shows_some_columns_only_when_asked(as_clerk, order, monkeypatch):
    monkeypatch.setattr(OrderTable, "on_request", ("created_at",))
    page = as_clerk.get(LIST)
    assert heads_of(page) == ["Choose", *USUAL[:-1]]
    assert boxes_of(page)["Entered"] == (False, True)
    assert heads_of(as_clerk.get(LIST + "?columns=created_at")) == ["Choose", "Order", "Entered"]


def test_it_offers_every_column_in_a_form_that_needs_no_script(as_clerk, order):
    boxes = boxes_of(as_clerk.get(LIST + "?columns=status"))
    assert list(boxes) == USUAL
    assert boxes["Order"] == (True, False)
    assert boxes["Status"] == (True, True)
    assert boxes["Customer"] == (False, True)


def test_it_keeps_filter_and_sorting_when_columns_are_chosen(as_clerk, order):
    page = as_clerk.get(LIST + "?text=SO&sort=number&page=1&columns=status")
    hidden = html.fromstring(page.content).xpath("//details/form[@method='get']//input[@type='hidden']")
    assert [(each.get("name"), each.get("value")) for each in hidden] == [
        ("text", "SO"),
        ("sort", "number"),
        ("columns", "number"),
    ]


def test_it_keeps_the_columns_when_the_filter_changes(as_clerk, order):
    page = as_clerk.get(LIST + "?columns=number&columns=status")
    hidden = html.fromstring(page.content).xpath("//form[@class='filter']/input[@name='columns']")
    assert [each.get("value") for each in hidden] == ["number", "status"]
    assert 'href="?columns=number&amp;columns=status&amp;sort=number"' in page.content.decode()


def test_it_sorts_by_a_column_that_is_not_shown(as_clerk, customer):
    for price in ("10", "30", "20"):
        builders.an_order(customer, ("1", price), number=f"SO-{price}")
    page = as_clerk.get(LIST + "?columns=number&sort=-net_amount")
    assert [row.record.number for row in page.context["listing"].table.paginated_rows] == ["SO-30", "SO-20", "SO-10"]


@pytest.mark.parametrize(
    ("query", "cells"),
    [
        ("columns=customer&columns=net_amount&columns=currency", ["Total EUR 1 row", "1,234.50", ""]),
        ("columns=net_amount", ["Total EUR 1 row", "1,234.50"]),
        ("columns=customer", ["Total EUR 1 row"]),
    ],
)
def test_it_puts_the_totals_under_the_columns_that_are_left(as_clerk, order, query, cells):
    foot = html.fromstring(as_clerk.get(f"{LIST}?{query}").content).xpath("//tfoot/tr/*")
    assert [" ".join(cell.text_content().split()) for cell in foot] == cells


def test_it_exports_the_columns_that_are_shown(as_clerk, order):
    query = LIST + "?columns=net_amount&columns=customer&export="
    text = b"".join(as_clerk.get(query + "csv").streaming_content).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text, newline=""))) == [
        ["Order", "Customer", "Net amount"],
        ["SO-1", "Bakkerij De Vries", "1234.50"],
    ]
    workbook = io.BytesIO(b"".join(as_clerk.get(query + "xlsx").streaming_content))
    assert [list(row) for row in openpyxl.load_workbook(workbook).active.values] == [
        ["Order", "Customer", "Net amount"],
        ["SO-1", "Bakkerij De Vries", 1234.5],
    ]


def test_it_leads_to_an_export_of_the_same_columns(as_clerk, order):
    assert 'href="?columns=status&amp;export=csv"' in as_clerk.get(LIST + "?columns=status").content.decode()


def test_it_takes_any_parameter_however_it_is_called(as_clerk, order):
    assert as_clerk.get(LIST + "?query=1&self=2&request=3&only=4&changes=5&listing=6").status_code == 200
