"""December 2010 of the real data: imported, posted and closed with the commands a person would use."""

import csv
import gzip
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.core.management import call_command
from django.db.models import Count, F, Q, QuerySet, Sum
from pytest_django import DjangoDbBlocker

from arclose.batch.models import Job
from arclose.imports.models import ImportRun
from arclose.ledger.models import Company, FiscalPeriod, LedgerEntry, Voucher
from customers.company_setup import create_company
from customers.models import CustomerTransaction, Invoice, OrderDocument, SalesOrder, SalesOrderLine
from tests.builders import a_user
from tests.cluster import ROOT
from tests.conftest import REAL_DATA

pytestmark = [pytest.mark.real_data, pytest.mark.slow, pytest.mark.timeout(600)]

FOLDER = REAL_DATA / "online_retail"
ORDERS = ROOT / "docs" / "examples" / "online_retail_orders.toml"
VOUCHERS = ROOT / "docs" / "examples" / "online_retail_vouchers.toml"
CODE, DECEMBER_END = "RETAIL", date(2010, 12, 31)
FIRST_DAY, STEPS = date(2010, 12, 1), ("sales-confirmations", "picking-lists", "packing-slips")
# The month, the first days of the next one, which are not asked for, and the day of the three adjustments.
OF_THESE_DAYS = (b",2010-12-", b",2011-01-0", b",2011-08-12 ")
COUNTRIES = {"Channel Islands": "JE"}  # one name there, two codes of ISO


class Totals(NamedTuple):
    """What a customer or a country was invoiced and credited in the month, net."""

    invoices: int
    credit_notes: int
    invoiced: Decimal
    credited: Decimal


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The lines of the real file of a few days, a tenth of it. (benchmarks/import_orders.py reads all of it.)"""
    part = tmp_path_factory.mktemp("real") / "online_retail.csv.gz"
    with gzip.open(FOLDER / part.name) as whole, gzip.open(part, "wb", compresslevel=1) as few:
        few.write(next(whole))
        few.writelines(line for line in whole if any(day in line for day in OF_THESE_DAYS))
    return part


@pytest.fixture(scope="module")
def company(file: Path, django_db_blocker: DjangoDbBlocker, fresh_copy: Callable[[], None]) -> Iterator[Company]:
    """A British company with the orders of December 2010, committed; a fresh database follows this module."""
    with django_db_blocker.unblock():
        made = create_company(code=CODE, name="Retail", country="GB", currency="GBP", first_year=2010, years=2)
        a_user(made, "administrator", "clerk", name="importer")
        a_user(made, "clerk", name="poster")
        a_user(made, "controller", name="holder")
        _import(file, "sales-orders", ORDERS, "--from", "2010-12-01", "--until", str(DECEMBER_END))
        _import(file, "general-vouchers", VOUCHERS)
        yield made
        fresh_copy()


@pytest.fixture(scope="module")
def posted(company: Company) -> Company:
    """The same company after jobs have confirmed, picked and delivered the first day and invoiced all orders."""
    for step, until in {**dict.fromkeys(STEPS, FIRST_DAY), "sales-invoices": DECEMBER_END}.items():
        call_command("post", step, company=CODE, until=until, user="poster", stdout=StringIO())
    return company


def _import(file: Path, kind: str, mapping: Path, *more: str) -> None:
    words = [kind, str(file), "--company", CODE, "--user", "importer", "--mapping", str(mapping), *more]
    call_command("import", *words, stdout=StringIO())


def _expected(name: str, key: Callable[[dict[str, str]], Any]) -> dict[Any, Totals]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return {key(row): _row(row) for row in csv.DictReader(file)}


def _row(row: dict[str, str]) -> Totals:
    return Totals(
        int(row["invoices"]), int(row["credit_notes"]), Decimal(row["invoiced_gbp"]), Decimal(row["credited_gbp"])
    )


def _country_codes() -> dict[str, str]:
    with (FOLDER / "december_2010_by_country.csv").open(encoding="utf-8", newline="") as file:
        return {row["country"]: COUNTRIES.get(row["country"], row["iso2"]) for row in csv.DictReader(file)}


def _totals(documents: "QuerySet[Any]", *keys: str, credit: Q) -> dict[Any, Totals]:
    """Count and add up documents by keys, invoices and credit notes apart."""
    rows = (
        documents.order_by()
        .values_list(*keys)
        .annotate(
            invoices=Count("pk", filter=~credit),
            notes=Count("pk", filter=credit),
            invoiced=Sum("net_amount", filter=~credit),
            credited=Sum("net_amount", filter=credit),
        )
    )
    return {row[0] if len(keys) == 1 else row[: len(keys)]: _without_none(*row[len(keys) :]) for row in rows}


def _without_none(invoices: int, notes: int, invoiced: Decimal | None, credited: Decimal | None) -> Totals:
    return Totals(invoices, notes, invoiced or Decimal(0), credited or Decimal(0))


def _orders(company: Company) -> "QuerySet[SalesOrder]":
    return SalesOrder.objects.filter(company=company)


def _invoices(company: Company) -> "QuerySet[Invoice]":
    return Invoice.objects.filter(company=company)


STAGES = {
    "ordered": (_orders, Q(order_type="returned")),
    "invoiced": (_invoices, Q(invoice_type="credit_note")),
}


@pytest.fixture(params=STAGES, scope="module")
def documents(request: pytest.FixtureRequest, company: Company) -> tuple["QuerySet[Any]", Q]:
    """The documents before posting (orders), then after it (invoices and credit notes)."""
    if request.param == "invoiced":
        request.getfixturevalue("posted")
    read, credit = STAGES[request.param]
    return read(company), credit


def test_the_totals_of_the_month_are_exact(documents: tuple["QuerySet[Any]", Q]) -> None:
    rows, credit = documents
    whole = rows.aggregate(
        invoices=Count("pk", filter=~credit),
        notes=Count("pk", filter=credit),
        invoiced=Sum("net_amount", filter=~credit),
        credited=Sum("net_amount", filter=credit),
        net=Sum("net_amount"),
    )
    assert whole == {
        "invoices": 1699,
        "notes": 326,
        "invoiced": Decimal("823746.14"),
        "credited": Decimal("-74789.12"),
        "net": Decimal("748957.02"),
    }


def test_the_totals_of_each_country_are_exact(documents: tuple["QuerySet[Any]", Q]) -> None:
    rows, credit = documents
    codes = _country_codes()
    expected = _expected("december_2010_by_country.csv", lambda row: codes[row["country"]])
    assert _totals(rows, "delivery_country", credit=credit) == expected


def test_the_totals_of_each_customer_in_each_country_are_exact(documents: tuple["QuerySet[Any]", Q]) -> None:
    rows, credit = documents
    codes = _country_codes()
    expected = _expected("december_2010_by_customer.csv", lambda row: (row["customer"], codes[row["country"]]))
    known = rows.exclude(customer__number__startswith="CASH-")
    assert _totals(known, "customer__number", "delivery_country", credit=credit) == expected


def test_every_line_of_the_month_is_read_those_of_worthless_orders_too(company: Company) -> None:
    assert ImportRun.objects.get(company=company, kind="sales-orders").line_count == 42_481
    assert _orders(company).filter(order_type="sales", net_amount=0).count() == 140


def test_documents_worth_nothing_are_posted_without_a_voucher(posted: Company) -> None:
    nothing = _invoices(posted).filter(total_amount=0)
    assert nothing.count() == 140
    assert not nothing.filter(has_voucher=True).exists()
    assert Voucher.objects.filter(company=posted).count() == 1699 + 326 - 140


def test_one_job_for_each_step_posted_every_document(posted: Company) -> None:
    of_first_day = _orders(posted).filter(order_type="sales", order_date=FIRST_DAY).count()
    jobs = Job.objects.filter(company=posted).order_by("pk")
    assert [(job.state, job.document_count, job.set_aside_count) for job in jobs] == [
        *[("ended", of_first_day, 0)] * 3,
        ("ended", 2025, 0),
    ]
    assert of_first_day > 100
    made = OrderDocument.objects.filter(company=posted).values_list("document_type").annotate(count=Count("pk"))
    assert dict(made) == dict.fromkeys(["confirmation", "picking_list", "packing_slip"], of_first_day)
    assert not SalesOrderLine.objects.filter(company=posted, quantity__gt=0).exclude(delivered_quantity=F("quantity"))


def test_the_ledger_holds_what_the_customers_owe(posted: Company) -> None:
    owed = CustomerTransaction.objects.filter(company=posted).aggregate(sum=Sum("accounting_currency_amount"))["sum"]
    booked = LedgerEntry.objects.filter(company=posted, account__is_control_account=True)
    assert owed == booked.aggregate(sum=Sum("accounting_currency_amount"))["sum"] == Decimal("748957.02")


def test_the_same_file_again_changes_nothing(file: Path, company: Company) -> None:
    before = _orders(company).count()
    _import(file, "sales-orders", ORDERS, "--from", "2010-12-01", "--until", str(DECEMBER_END))
    assert _orders(company).count() == before


def test_the_three_adjustments_are_general_vouchers_of_august(company: Company) -> None:
    vouchers = company.general_vouchers.order_by("number")
    lines = vouchers.values_list("number", "voucher_date", "lines__account__number", "lines__amount")
    assert [line for line in lines if line[2] == "4800"] == [
        ("A563185", date(2011, 8, 12), "4800", Decimal("-11062.06")),
        ("A563186", date(2011, 8, 12), "4800", Decimal("11062.06")),
        ("A563187", date(2011, 8, 12), "4800", Decimal("11062.06")),
    ]


def test_the_month_closes_which_proves_the_books(posted: Company) -> None:
    told = StringIO()
    call_command("close", company=CODE, period="2010-12", user="holder", stdout=told)
    assert FiscalPeriod.objects.get(company=posted, name="2010-12").status == "on_hold", told.getvalue()
