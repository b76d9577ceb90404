"""Ageing on a day, with the ledger tie-out beside it."""

from datetime import date

import pytest

from arclose.ledger.models import Company
from tests.builders import a_clerk, a_company, a_customer, a_returned_order, an_order
from tests.customers.pages import QUERIES_AT_MOST, Visitor, invoiced, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Company:
    return a_company()


@pytest.fixture
def clerk(company) -> Visitor:
    return Visitor(a_clerk(company), company)


@pytest.fixture
def customer(company):
    """A customer with invoices due on 14 July, 30 September and 14 November."""
    customer = a_customer(company, number="C-1", name="Bakker", tax_group="OUT")
    days = {"10": date(2026, 6, 14), "200": date(2026, 8, 31), "3000": date(2026, 10, 15)}
    invoiced(*(an_order(customer, ("1", amount), on=day) for amount, day in days.items()))
    return customer


def test_it_ages_what_is_open_per_customer_and_ties_it_to_the_ledger(
    clerk, customer, company, django_assert_max_num_queries
):
    british = a_customer(company, number="C-2", name="Wilson", currency_id="GBP", country="GB", tax_group="EXP")
    invoiced(an_order(british, ("1", "50")))
    invoiced(an_order(a_customer(a_company(), name="Elsewhere")))

    clerk.get("orders/")

    with django_assert_max_num_queries(QUERIES_AT_MOST):
        text = text_of(clerk.get("ageing/?on=31/10/2026"))

    assert "C-1 Bakker EUR 3,000.00 – 200.00 – 10.00 3,210.00 3,210.00" in text
    assert "Total EUR 1 row 3,000.00 – 200.00 – 10.00 3,210.00" in text
    assert "1100 EUR 3,210.00 3,210.00 3,210.00 3,210.00 –" in text
    assert "agree" in text
    assert "1100 GBP 50.00 50.00" in text
    assert "Elsewhere" not in text


def test_it_ages_as_of_any_past_day(clerk, customer):
    text = text_of(clerk.get("ageing/?on=30/9/2026"))

    assert "C-1 Bakker EUR 200.00 – – 10.00 – 210.00 210.00" in text
    assert "1100 EUR 210.00 210.00" in text


def test_it_looks_at_the_end_of_the_period_unless_told(clerk, customer):
    assert "Open on 31 Oct 2026" in text_of(clerk.get("ageing/"))


def test_a_row_leads_to_its_transactions(clerk, customer):
    page = clerk.get("ageing/?on=30/9/2026").content.decode()

    link = f"transactions/?customer={customer.pk}&currency=EUR&on=30/9/2026"
    assert link.replace("&", "&amp;") in page or link in page
    text = text_of(clerk.get(link))
    assert "INV2026-000001" in text
    assert "INV2026-000003" not in text


def test_it_narrows_to_a_customer_and_a_currency(clerk, customer, company):
    invoiced(an_order(a_customer(company, number="C-9", name="Other", tax_group="OUT")))

    assert "Other" not in text_of(clerk.get("ageing/?text=bakker"))
    assert "Total" not in text_of(clerk.get("ageing/?on=1/1/2026"))


def test_it_finds_who_owes_a_document_and_ages_all_that_is_owed(clerk, customer, company):
    invoiced(an_order(a_customer(company, number="C-9", name="Other", tax_group="OUT")))

    text = text_of(clerk.get("ageing/?on=31/10/2026&text=inv2026-000001"))

    assert "C-1 Bakker EUR 3,000.00 – 200.00 – 10.00 3,210.00 3,210.00" in text
    assert "Total EUR 1 row 3,000.00 – 200.00 – 10.00 3,210.00" in text
    assert "Other" not in text


def test_it_begins_with_who_owes_most(clerk, customer, company):
    invoiced(an_order(a_customer(company, number="C-0", name="Small", tax_group="OUT"), ("1", "5")))

    for narrowed in ("", "&text=C-"):
        by_number, by_total = (
            text_of(clerk.get(f"ageing/?on=31/10/2026{narrowed}{sort}")) for sort in ("", "&sort=-total")
        )
        assert by_number.index("C-0 Small") < by_number.index("C-1 Bakker")
        assert by_total.index("C-1 Bakker") < by_total.index("C-0 Small")
        by_name = text_of(clerk.get(f"ageing/?on=31/10/2026{narrowed}&sort=name"))
        assert by_name.index("C-1 Bakker") < by_name.index("C-0 Small")


def test_a_customer_with_debits_and_credits_of_the_same_sum_is_still_there(clerk, company):
    even = a_customer(company, number="C-3", name="Even", tax_group="OUT")
    invoiced(an_order(even, ("1", "70"), on=date(2026, 8, 1)), a_returned_order(even, ("-1", "70")))

    assert "C-3 Even EUR -70.00 – – 70.00 – – –" in text_of(clerk.get("ageing/?on=31/10/2026")).replace("−", "-")


def test_the_part_that_htmx_asks_for_brings_the_tie_out_along(clerk, customer):
    fragment = clerk.get("ageing/", **{"HX-Request": "true"}).content.decode()

    assert 'id="rows"' in fragment
    assert 'hx-swap-oob="true"' in fragment
    assert "<html" not in fragment


def test_it_exports_the_buckets(clerk, customer):
    csv = b"".join(clerk.get("ageing/?on=31/10/2026&export=csv").streaming_content).decode()

    assert "C-1,Bakker,EUR,3000.00,0.00" in csv


def test_a_day_that_is_none_shows_nothing_and_says_so(clerk, customer):
    text = text_of(clerk.get("ageing/?on=someday"))

    assert "is not a date" in text
    assert "C-1 Bakker" not in text
