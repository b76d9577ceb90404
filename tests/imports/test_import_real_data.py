"""Customers of the real data. Its orders and vouchers: tests/scenarios/test_real_december.py."""

import gzip
from collections import Counter
from pathlib import Path

import pytest

from customers.models import Customer
from tests.builders import a_company
from tests.conftest import REAL_DATA
from tests.imports.conftest import said

pytestmark = [pytest.mark.django_db, pytest.mark.real_data, pytest.mark.slow]

FOLDER = REAL_DATA / "online_retail"
FILE = FOLDER / "online_retail.csv.gz"
EXAMPLES = Path("docs/examples")


def example(name: str) -> str:
    return (EXAMPLES / name).read_text(encoding="utf-8")


@pytest.fixture
def company(db):
    return a_company(code="RETAIL", country="GB", currency="GBP", first_year=2010, years=2, vat_number="")


@pytest.fixture
def file(tmp_path):
    """The lines that bring a customer, or name it once more, in a country: of half a million the first two of each.

    (benchmarks/import_orders.py reads all of them.)
    """
    part, seen = tmp_path / FILE.name, Counter()
    with gzip.open(FILE) as whole, gzip.open(part, "wb", compresslevel=1) as few:
        for line in whole:
            _rest, *customer_and_country = line.rsplit(b",", 2)
            seen[named := tuple(customer_and_country)] += 1
            if seen[named] <= 2:
                few.write(line)
    return part


def test_customers_can_come_first_from_the_same_file(do_import, everybody, company, file):
    result = do_import("customers", file, everybody, example("online_retail_customers.toml"))
    assert said(result) == []
    assert Customer.objects.filter(company=company).exclude(number__startswith="CASH-").count() == 4372
    assert Customer.objects.get(company=company, number="12370").country == "CY"
