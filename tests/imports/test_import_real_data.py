"""A real month: its totals before posting are those that were computed independently."""

import csv
from collections import defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db.models import Count, Sum

from arclose.imports.mapping_file import mapping_from_toml
from customers.models import Customer, SalesOrder
from journals.models import GeneralVoucherLine
from tests.builders import a_company
from tests.conftest import REAL_DATA
from tests.imports.conftest import said

pytestmark = [pytest.mark.django_db, pytest.mark.real_data, pytest.mark.slow]

FOLDER = REAL_DATA / "online_retail"
FILE = FOLDER / "online_retail.csv.gz"
EXAMPLES = Path("docs/examples")
DECEMBER = {"since": date(2010, 12, 1), "until": date(2010, 12, 31)}


def example(name: str) -> str:
    return (EXAMPLES / name).read_text(encoding="utf-8")


@pytest.fixture
def company(db):
    return a_company(code="RETAIL", country="GB", currency="GBP", first_year=2010, years=2, vat_number="")


def totals(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_december_2010_has_exactly_the_totals_of_its_source(do_import, everybody, company):
    result = do_import("sales-orders", FILE, everybody, example("online_retail_orders.toml"), **DECEMBER)
    assert said(result) == []
    assert result.line_count == 42_481
    orders = SalesOrder.objects.filter(company=company)
    by_type = {
        kind: (count, net)
        for kind, count, net in orders.values_list("order_type").annotate(Count("pk"), Sum("net_amount"))
    }
    assert by_type == {"sales": (1699, Decimal("823746.14")), "returned": (326, Decimal("-74789.12"))}
    assert orders.filter(order_type="sales", net_amount=0).count() == 140
    _same_by_country(orders)
    _same_by_customer(orders)


def _same_by_country(orders):
    codes = mapping_from_toml(example("online_retail_orders.toml")).fields["delivery_country"].values
    expected = {codes[row["country"]]: Decimal(row["net_gbp"]) for row in totals("december_2010_by_country.csv")}
    assert dict(orders.values_list("delivery_country").annotate(Sum("net_amount"))) == expected


def _same_by_customer(orders):
    codes = mapping_from_toml(example("online_retail_orders.toml")).fields["delivery_country"].values
    expected: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in totals("december_2010_by_customer.csv"):
        expected[row["customer"], codes[row["country"]]] += Decimal(row["net_gbp"])
    known = orders.exclude(customer__number__startswith="CASH-").values_list("customer__number", "delivery_country")
    assert {(who, where): net for who, where, net in known.annotate(Sum("net_amount"))} == expected


def test_customers_can_come_first_from_the_same_file(do_import, everybody, company):
    result = do_import("customers", FILE, everybody, example("online_retail_customers.toml"))
    assert said(result) == []
    assert Customer.objects.filter(company=company).exclude(number__startswith="CASH-").count() == 4372
    assert Customer.objects.get(company=company, number="12370").country == "CY"


def test_the_three_adjustments_are_general_vouchers(do_import, everybody, company):
    result = do_import("general-vouchers", FILE, everybody, example("online_retail_vouchers.toml"))
    assert said(result) == []
    lines = GeneralVoucherLine.objects.filter(company=company, account__number="4800").order_by("voucher__number")
    assert list(lines.values_list("voucher__number", "amount")) == [
        ("A563185", Decimal("-11062.06")),
        ("A563186", Decimal("11062.06")),
        ("A563187", Decimal("11062.06")),
    ]
