"""Real rates of the European Central Bank: three years that net to zero, and the real December revalued in euros."""

import csv
import gzip
from collections import defaultdict
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import takewhile
from random import Random

import pytest
from django.db.models import Sum

from arclose.ledger.models import Company, LedgerEntry
from arclose.ledger.reference import ecb
from arclose.ledger.reference.loading import load_rates
from customers.models import OpenTransaction
from tests.builders import a_company, a_controller, a_customer
from tests.conftest import REAL_DATA
from tests.customers.posting import findings, settle
from tests.imports.conftest import do_import, make_file, said  # noqa: F401
from tests.journals.payments import invoices, untaxed
from tests.revaluation.runs import a_run, balance, post, standing

pytestmark = pytest.mark.django_db
CENT = Decimal("0.01")
MEMBERS = {
    "EIRE", "Germany", "France", "Spain", "Netherlands", "Belgium", "Portugal", "Italy", "Austria", "Cyprus",
    "Finland", "Greece", "Sweden", "Denmark", "Poland", "Lithuania", "Malta", "Czech Republic",
}  # fmt: skip


def load(first: date, last: date, *currencies: str) -> dict[tuple[str, date], Decimal]:
    """Load the rates of currencies between two days, and give them by currency and day."""
    published = ecb.published_rates(ecb.shipped_file())
    found = [rate for rate in published if rate.currency in currencies and first <= rate.rate_date <= last]
    load_rates(published=found)
    return {(rate.currency, rate.rate_date): rate.units_per_base for rate in found}


def end_of(month: int) -> date:
    """Give the last day of a month, counted from January 2023."""
    return date(2023 + (month + 1) // 12, (month + 1) % 12 + 1, 1) - timedelta(days=1)


@pytest.fixture
def company() -> Company:
    """A British company whose customers in the European Union are invoiced in euros."""
    return a_company(country="GB", currency="GBP", first_year=2010, vat_number="GB123456789")


@pytest.mark.parametrize("seed", [20261127])
def test_thirty_six_months_net_to_zero_after_everything_is_paid(seed):
    load(date(2022, 12, 20), date(2025, 12, 31), "USD", "GBP", "JPY", "CHF")
    company, random = a_company(first_year=2023, years=3), Random(seed)
    Company.objects.filter(pk=company.pk).update(reporting_currency_id="CHF")
    company.refresh_from_db()
    customers = [untaxed(company, currency_id=currency) for currency in ("USD", "GBP", "JPY")]
    left = {}
    for customer in customers:
        amount = Decimal(random.randint(10_000, 900_000)) / (1 if customer.currency_id == "JPY" else 100)
        [invoice] = invoices(customer, str(amount), on=date(2023, 1, 10))
        left[invoice] = amount
    for month in range(36):
        day = end_of(month)
        for invoice, open_amount in left.items():
            if month == 35 or random.random() < 0.15:
                part = open_amount if month == 35 else (open_amount / random.randint(2, 9)).quantize(CENT)
                part = part.quantize(Decimal(1)) if invoice.currency_id == "JPY" else part
                paid_on = day - timedelta(days=random.randint(0, 20))
                [credit] = invoices(invoice.customer, f"-{part}", on=paid_on)
                settle(invoice, credit, str(part), on=paid_on)
                left[invoice] = open_amount - part
        post(a_run(company, day, random.choice(["standard", "standard", "standard", "minimum"])))
        if month == 20:
            assert standing(company) != 0
            assert findings(company) == {}
    assert not OpenTransaction.objects.filter(company=company).exists()
    assert (balance(company, "1100"), balance(company, "8920") + balance(company, "4930")) == (0, 0)
    in_francs = LedgerEntry.objects.filter(company=company, account__number="1100")
    assert in_francs.aggregate(sum=Sum("reporting_currency_amount"))["sum"] == 0
    assert findings(company) == {}


@pytest.mark.real_data
def test_the_real_december_is_worth_what_the_rate_of_its_last_day_makes_of_it(company, do_import):  # noqa: F811
    rates = load(date(2010, 11, 25), date(2010, 12, 31), "GBP")
    assert rates["GBP", date(2010, 12, 31)] == Decimal("0.86075")
    a_customer(company, number="EU", currency_id="EUR", tax_group="OUT")
    owed: dict[tuple[str, date], Decimal] = defaultdict(Decimal)
    with gzip.open(REAL_DATA / "online_retail" / "online_retail.csv.gz", "rt", encoding="utf-8") as file:
        # The file begins with December 2010, and goes on for a year.
        for row in takewhile(lambda row: row["InvoiceDate"].startswith("2010-12"), csv.DictReader(file)):
            if row["Country"] in MEMBERS:
                day = date.fromisoformat(row["InvoiceDate"][:10])
                owed[row["InvoiceNo"], day] += Decimal(row["Quantity"]) * Decimal(row["UnitPrice"])
    lines, expected = [], Decimal(0)
    for (number, day), pounds in owed.items():
        rate = next(
            rates["GBP", day - timedelta(days=back)]
            for back in range(7)
            if ("GBP", day - timedelta(days=back)) in rates
        )
        euros = (pounds / rate).quantize(CENT, ROUND_HALF_UP)
        if euros:
            booked = (euros * rate).quantize(CENT, ROUND_HALF_UP)
            expected += (euros * Decimal("0.86075")).quantize(CENT, ROUND_HALF_UP) - booked
            lines.append(f"EU,{number},{day},{day},EUR,{euros},{booked},0,2010-12-31")
    heads = "customer,document_number,transaction_date,due_date,currency,amount,accounting_amount"
    content = "\n".join([f"{heads},standing_adjustment,take_over_date", *lines])
    assert said(do_import("open-transactions", content, a_controller(company))) == []

    post(a_run(company, date(2010, 12, 31)))

    assert len(lines) > 100
    assert standing(company) == expected == -(balance(company, "8920") + balance(company, "4930"))
    assert findings(company) == {}
