"""The EU sales of December 2010 in the real data, under numbers that are well-formed: listed to the cent."""

import csv
import gzip
from collections import defaultdict
from datetime import datetime
from decimal import Decimal

import pytest

from customers.company_setup import create_company
from customers.invoicing import post_invoices
from customers.models import Invoice
from customers.vat_numbers import is_well_formed
from ecsales.collecting import collect_list
from ecsales.formats.listing import Period
from ecsales.screens.proof import tie_of
from ecsales.vat_numbers import prefix_of, split
from tests.builders import a_clerk, an_item, an_order
from tests.conftest import REAL_DATA
from tests.ecsales.lists import a_list, an_eu_customer, reported

pytestmark = [pytest.mark.django_db, pytest.mark.real_data]

FOLDER = REAL_DATA / "online_retail"


def eu_countries():
    """Give the member states of the month by name, but for the home one, with their codes."""
    with (FOLDER / "december_2010_by_country.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["eu_2010"] == "yes"]
    return {row["country"]: row["iso2"] for row in rows if row["iso2"] not in ("GB", "QV")}


def documents_of_december(countries):
    """Give each document of the month to such a country as (number, customer, country) with its day and amount."""
    found = defaultdict(Decimal)
    with gzip.open(FOLDER / "online_retail.csv.gz", "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if not row["InvoiceDate"].startswith("2010-12"):
                break
            if row["Country"] in countries:
                day = datetime.fromisoformat(row["InvoiceDate"]).date()
                key = (row["InvoiceNo"], row["CustomerID"], countries[row["Country"]], day)
                found[key] += Decimal(row["Quantity"]) * Decimal(row["UnitPrice"])
    return found


def numbers_by_country():
    """Give well-formed numbers of each state, by its prefix."""
    numbers = defaultdict(list)
    with (REAL_DATA / "vat_numbers.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            country, rest = split(row["number"])
            if row["valid"] == "true" and country == row["country"] and is_well_formed(country + rest):
                numbers[country].append(country + rest)
    return {country: list(dict.fromkeys(found)) for country, found in numbers.items()}


def test_its_list_is_that_of_the_data():
    company = create_company(
        code="RETAIL", name="Retail", country="GB", currency="GBP", first_year=2010, vat_number="GB980780684"
    )
    documents, numbers = documents_of_december(eu_countries()), numbers_by_country()
    customers, orders, item = {}, [], an_item(company)
    for (number, customer, country, day), amount in documents.items():
        if (customer, country) not in customers:
            # Who is not known has no number, so nothing can be sold to them without tax as to another member state.
            known = {"vat_number": numbers[prefix_of(country)].pop()} if customer else {"country": country}
            group = {"tax_group": "EU" if customer else "OUT", "number": f"{customer}-{country}"}
            customers[customer, country] = an_eu_customer(company, currency_id="GBP", **known, **group)
        values = {"order_type": "returned"} if number.startswith("C") else {}
        line = ("-1", str(-amount)) if amount < 0 else ("1", str(amount))
        orders.append(an_order(customers[customer, country], line, on=day, item=item, number=number, **values))
    ids = [order.pk for order in orders]
    assert not post_invoices(company=company, orders=ids, posted_by=a_clerk(company), key="december").left_out

    december = a_list(company, Period(2010, 12))
    found = collect_list(december)
    listed = Invoice.objects.filter(company=company).exclude(invoice_account__number__startswith="-")
    notes = [note.net_amount for note in listed.filter(invoice_type="credit_note")]
    assert (listed.count() - len(notes), len(notes), sum(line.supplies for line in found.lines)) == (97, 25, 122)
    assert len({customer for customer, _country in customers if customer}) == 65
    assert len({line.country for line in found.lines}) == 15
    accounts = {invoice.invoice_account_id for invoice in listed.filter(invoice_type="invoice")}
    assert len({note.invoice_account_id for note in listed} - accounts) == 5  # have only credits
    credited = Decimal("-2992.57")
    assert (sum(notes), found.total - credited, found.total) == (credited, Decimal("59146.76"), Decimal("56154.19"))
    assert sum(line.amount < 0 for line in found.lines) == 6
    assert [out.code for out in found.left_out] == ["out_of_scope"]
    assert tie_of(found).agrees
    [file] = reported(december).files.all()
    assert file.name.endswith(".csv")
    assert len(bytes(file.content).splitlines()) == len(found.lines) + 1
