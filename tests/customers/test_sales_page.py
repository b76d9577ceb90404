"""Sales by month and country: exact, kept while nothing is posted, for every role."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from arclose.access.routes import Role
from arclose.ledger.models import Company, ExchangeRate, ExchangeRateType
from customers.sales import sales_by_country
from tests.builders import a_clerk, a_company, a_customer, a_returned_order, a_user, an_order
from tests.customers.pages import QUERIES_AT_MOST, Visitor, invoiced, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_kept():
    cache.clear()


@pytest.fixture
def company() -> Company:
    return a_company()


@pytest.fixture
def clerk(company) -> Visitor:
    return Visitor(a_clerk(company), company)


@pytest.fixture
def customer(company):
    return a_customer(company, name="Bakker")


def year_of(company):
    return company.fiscal_years.get(name="2026")


def sold(company):
    """Give country to its amounts by period, those that are not zero."""
    periods, countries = sales_by_country(company=company, year=year_of(company))
    return {
        one.country: {period.name: amount for period, amount in zip(periods, one.amounts, strict=True) if amount}
        for one in countries
    }


def test_it_adds_up_net_amounts_by_month_and_country(company, customer):
    german = a_customer(company, country="DE", tax_group="EXP")
    invoiced(an_order(customer, ("1", "100")), an_order(customer, ("2", "50"), on=date(2026, 9, 30)))
    invoiced(an_order(german, ("1", "70")))
    invoiced(an_order(a_customer(a_company()), ("1", "999")))

    assert sold(company) == {
        "NL": {"2026-09": Decimal(100), "2026-10": Decimal(100)},
        "DE": {"2026-10": Decimal(70)},
    }


def test_a_credit_note_takes_away(company, customer):
    [invoice] = invoiced(an_order(customer, ("1", "100")))
    invoiced(a_returned_order(customer, ("-1", "40"), credited_invoice=invoice))

    assert sold(company) == {"NL": {"2026-10": Decimal(60)}}


def test_other_currencies_are_those_of_the_books(company):
    own = ExchangeRateType.objects.create(code="OWN", name="Own", base_currency_id="EUR")
    ExchangeRate.objects.create(rate_type=own, currency_id="USD", rate_date=date(2026, 10, 14), units_per_base=4)
    Company.objects.filter(pk=company.pk).update(exchange_rate_type=own)
    company.refresh_from_db()
    invoiced(an_order(a_customer(company, country="US", currency_id="USD", tax_group="EXP"), ("1", "100")))

    assert sold(company) == {"US": {"2026-10": Decimal(25)}}


def test_what_is_posted_later_is_added_and_the_rest_is_not_read_again(company, customer):
    invoiced(an_order(customer, ("1", "100")))
    sold(company)
    invoiced(an_order(customer, ("1", "20")))

    with CaptureQueriesContext(connection) as asked:
        assert sold(company) == {"NL": {"2026-10": Decimal(120)}}

    [reading] = [query["sql"] for query in asked.captured_queries if "customers_taxrow" in query["sql"]]
    assert "seal.position > 1" in reading
    assert sold(company) == {"NL": {"2026-10": Decimal(120)}}


def test_books_that_were_restored_are_read_anew(company, customer):
    invoiced(an_order(customer, ("1", "100")))
    sold(company)
    [key] = [f"sales-{company.pk}-{year_of(company).pk}"]
    kept = cache.get(key)
    cache.set(key, type(kept)(kept.position, "of other books", {(0, "XX"): Decimal(9)}))

    assert sold(company) == {"NL": {"2026-10": Decimal(100)}}


def test_it_shows_chart_and_table_to_every_role(company, customer, django_assert_max_num_queries):
    german = a_customer(company, country="DE", tax_group="EXP")
    invoiced(an_order(customer, ("1", "100")), an_order(german, ("1", "70")))
    Visitor(a_user(company, Role.CLERK), company).get("calendar/")

    for role in Role.values:
        visitor = Visitor(a_user(company, role), company)
        with django_assert_max_num_queries(QUERIES_AT_MOST):
            page = visitor.get("sales/")
        for words in ("Netherlands NL 100.00", "Germany DE 70.00", "Total 170.00"):
            assert words in text_of(page), role
        assert 'id="chart-sales"' in page.content.decode(), role


def test_it_names_countries_in_dutch(clerk, customer):
    invoiced(an_order(customer, ("1", "100")))

    assert "Nederland NL 100,00" in text_of(clerk.get("sales/", **{"Accept-Language": "nl"}))


def test_it_draws_the_largest_countries_and_the_others_together(clerk, company):
    for place, country in enumerate(("AT", "BE", "DE", "DK", "ES", "FI", "FR", "IE", "IT", "SE")):
        buyer = a_customer(company, country=country, tax_group="EXP")
        invoiced(an_order(buyer, ("1", str(1000 - place))))

    chart = clerk.get("sales/").context["chart"]

    assert [str(series.name) for series in chart.series][-2:] == ["France", "Other countries"]
    assert sum(sum(series.figures) for series in chart.series) == Decimal(9955)


def test_it_gives_a_file_of_what_is_shown(clerk, customer):
    invoiced(an_order(customer, ("1", "100")))

    csv = b"".join(clerk.get("sales/?export=csv").streaming_content).decode()

    assert csv.splitlines()[0].endswith("Country,Name,Total," + ",".join(f"2026-{month:02}" for month in range(1, 13)))
    assert f"NL,Netherlands,100.00,{'0.00,' * 9}100.00,0.00,0.00" in csv


def test_a_year_without_sales_says_so(clerk):
    text = text_of(clerk.get("sales/"))

    assert "Nothing was sold yet in this fiscal year" in text
