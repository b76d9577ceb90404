"""CSV and XLSX hold what the filter shows; no text in them can start a formula."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from django.utils import timezone

from arclose.web import exports
from tests import builders

LIST = "/NLWS/2026-10/gallery/"
HOSTILE = [
    "=HYPERLINK(1)",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "\N{NO-BREAK SPACE}=1",
    "\N{FULLWIDTH EQUALS SIGN}1",
]


def csv_rows(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def test_it_exports_the_filter_and_not_the_page(as_clerk, customer):
    for number in range(60):
        builders.an_order(customer, ("1", "1234.5"), number=f"SO-{number:02}", on=date(2026, 10, 31))
    builders.an_order(customer, number="XX-1")
    rows = csv_rows(as_clerk.get(LIST + "?text=SO-&sort=number&export=csv"))
    assert rows[0][:3] == ["Order", "Invoice date", "Customer"]
    assert rows[1][:6] == ["SO-00", "2026-10-31", "Bakkerij De Vries", "NL", "Open order", "1234.50"]
    assert len(rows) == 61


def test_it_streams_a_csv_in_few_queries(as_clerk, customer, django_assert_max_num_queries):
    for _each in range(30):
        builders.an_order(customer)
    with django_assert_max_num_queries(8):
        csv_rows(as_clerk.get(LIST + "?export=csv"))


def test_it_names_the_file_after_company_and_period(as_clerk, customer):
    assert 'filename="orders-NLWS-2026-10.csv"' in as_clerk.get(LIST + "?export=csv")["Content-Disposition"]


@pytest.mark.parametrize("text", HOSTILE)
def test_it_makes_a_text_inert_that_would_start_a_formula(text):
    assert exports.inert(text) == f"'{text}"


@pytest.mark.parametrize("text", [*HOSTILE, "'=1", "''@Home", "'s-Hertogenbosch", "'", "", "De Vries"])
def test_every_text_comes_back_as_it_was(text):
    assert exports.as_it_was(exports.inert(text)) == text


def test_it_leaves_harmless_text_and_numbers_alone(as_clerk):
    assert exports.inert("Bakkerij = De Vries") == "Bakkerij = De Vries"
    response = exports.csv_response("x", ["a"], [[Decimal("-5.00")], [None], [-3]])
    assert [row for row in csv_rows(response) if row] == [["a"], ["-5.00"], [""], ["-3"]]


def test_it_writes_a_workbook_with_numbers_days_and_inert_text(as_clerk, customer):
    hostile = builders.a_customer(customer.company, name="=HYPERLINK(1)")
    builders.an_order(hostile, ("-1", "1234.5"), number="SO-1", on=date(2026, 10, 31))
    response = as_clerk.get(LIST + "?export=xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    values = [cell.value for cell in sheet[2]]
    assert values[0] == "SO-1"
    assert values[1].date() == date(2026, 10, 31)
    assert values[2] == "'=HYPERLINK(1)"
    assert values[5] == -1234.5
    assert sheet.cell(2, 3).data_type == "s"


def test_it_keeps_an_amount_exact_that_a_spreadsheet_would_round():
    file = io.BytesIO()
    exports.write_workbook(file, ["a"], [[Decimal("999999999999999999.99")]])
    assert openpyxl.load_workbook(file).active.cell(2, 1).value == "999999999999999999.99"


def test_it_goes_on_in_another_sheet_when_one_is_full(monkeypatch):
    monkeypatch.setattr(exports, "ROWS_PER_SHEET", 2)
    file = io.BytesIO()
    exports.write_workbook(file, ["a"], [[number] for number in range(5)])
    sheets = openpyxl.load_workbook(file).worksheets
    assert [[row[0] for row in sheet.values] for sheet in sheets] == [["a", 0, 1], ["a", 2, 3], ["a", 4]]


def test_instants_of_a_csv_are_those_of_the_company_even_when_it_streams_after_the_request():
    moment = datetime(2026, 10, 31, 23, 30, tzinfo=UTC)
    with timezone.override("Europe/Amsterdam"):
        response = exports.csv_response("x", ["a"], [[moment]])
    assert csv_rows(response)[1] == ["2026-11-01 00:30:00+01:00"]
