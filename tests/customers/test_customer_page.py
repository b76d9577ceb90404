"""The list and the page of customers."""

from datetime import date
from decimal import Decimal

import pytest

from arclose.ledger.models import Company
from tests.builders import a_clerk, a_company, a_customer, an_order
from tests.customers.pages import QUERIES_AT_MOST, Visitor, invoiced, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Company:
    return a_company()


@pytest.fixture
def clerk(company) -> Visitor:
    return Visitor(a_clerk(company), company)


def test_it_lists_customers_with_what_they_owe(clerk, company, django_assert_max_num_queries):
    customer = a_customer(company, number="C-1", name="Bakker", credit_limit_amount=Decimal(500))
    a_customer(company, number="C-2", name="Jansen", is_blocked=True)
    a_customer(a_company(), number="C-3", name="Elsewhere")
    invoiced(an_order(customer, ("1", "100")))

    with django_assert_max_num_queries(QUERIES_AT_MOST):
        text = text_of(clerk.get("customers/"))

    assert "C-1 Bakker TRADE NL EUR 121.00 500.00" in text.replace(" — ", " ")
    assert "Blocked" in text
    assert "Elsewhere" not in text
    assert "Bakker" not in text_of(clerk.get("customers/?blocked=on"))


def test_a_group_of_another_company_answers_404(clerk, company):
    group = a_customer(a_company()).group_id

    assert clerk.get(f"customers/?group={group}").status_code == 404


def test_it_shows_balance_credit_and_age(clerk, company, django_assert_max_num_queries, monkeypatch):
    customer = a_customer(company, name="Bakker", tax_group="OUT", credit_limit_amount=Decimal(1000))
    invoiced(an_order(customer, ("1", "250"), on=date(2026, 1, 15)), an_order(customer, ("1", "50")))
    an_order(customer, ("1", "7"), number="SO-OPEN")
    clerk.get("customers/")

    # Letters and e-mails, which this one never got, are asked for once each.
    with django_assert_max_num_queries(QUERIES_AT_MOST - 2):
        text = text_of(clerk.get(f"customers/{customer.pk}/"))

    assert "Credit used (Balance) EUR 300.00 Limit EUR 1,000.00 Left EUR 700.00" in text
    assert "Total EUR" in text
    assert "250.00 300.00 How old it is" in text
    assert "SO-OPEN" in text
    assert "INV2026-000001" in text
    told = text.split("What happened lately")[1]
    places = [told.find(one) for one in ("Customer made", "Invoice INV2026-000001", "Order SO-OPEN")]
    assert -1 not in places
    assert places == sorted(places)
    assert "Open transactions 2 " in text
    monkeypatch.setattr("customers.screens.accounts.COUNTED_AT_MOST", 1)
    assert "Open transactions more than 1 " in text_of(clerk.get(f"customers/{customer.pk}/"))


def test_it_says_when_the_limit_is_passed(clerk, company):
    customer = a_customer(company, tax_group="OUT")
    invoiced(an_order(customer, ("1", "250")))
    type(customer).objects.filter(pk=customer.pk).update(credit_limit_amount=100)

    assert "over the limit" in text_of(clerk.get(f"customers/{customer.pk}/"))


def test_it_answers_404_for_a_customer_of_another_company(clerk):
    assert clerk.get(f"customers/{a_customer(a_company()).pk}/").status_code == 404


@pytest.mark.whole_pages
def test_hostile_names_are_inert(clerk, company):
    customer = a_customer(company, name="<script>alert(1)</script>")

    for page in ("customers/", f"customers/{customer.pk}/", "search/?q=script"):
        assert b"<script>alert" not in clerk.get(page).content


def test_search_finds_a_customer_by_part_of_the_name(clerk, company):
    customer = a_customer(company, name="Bakker & Zonen")

    assert clerk.get("search/?q=zonen").url.endswith(f"/customers/{customer.pk}/")


def test_it_lists_those_whom_the_close_counts(clerk, company):
    lacking = a_customer(company, name="Keuken", tax_group="EU", country="BE")
    over = a_customer(company, name="Bakker", credit_limit_amount=Decimal(100))
    a_customer(company, name="Jansen", tax_group="EU", country="DE", credit_limit_amount=Decimal(100))
    an_order(lacking)
    an_order(over, ("1", "100"))

    found = [text_of(clerk.get(f"customers/?left={left}")) for left in ("vat-number", "limit")]

    assert [[name for name in ("Keuken", "Bakker", "Jansen") if name in text] for text in found] == [
        ["Keuken"],
        ["Bakker"],
    ]
