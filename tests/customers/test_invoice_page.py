"""The list and the page of invoices and credit notes."""

import pytest

from arclose.access.routes import Role
from arclose.ledger.models import Company
from tests.builders import a_clerk, a_company, a_customer, a_returned_order, a_user, an_order
from tests.customers.pages import QUERIES_AT_MOST, Visitor, invoiced, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Company:
    return a_company()


@pytest.fixture
def clerk(company) -> Visitor:
    return Visitor(a_clerk(company), company)


def test_it_lists_invoices_and_credit_notes_with_totals(clerk, company, django_assert_max_num_queries):
    customer = a_customer(company, name="Bakker")
    [invoice] = invoiced(an_order(customer, ("1", "100")))
    invoiced(a_returned_order(customer, ("-1", "40"), credited_invoice=invoice))
    invoiced(an_order(a_customer(a_company())))

    with django_assert_max_num_queries(QUERIES_AT_MOST):
        text = text_of(clerk.get("invoices/"))

    assert "INV2026-000001" in text
    assert "CN2026-000001" in text
    assert "Total EUR 2 rows 60.00 12.60 72.60" in text
    assert "INV2026-000001" not in text_of(clerk.get("invoices/?type=credit_note&text=CN"))


def test_it_shows_an_invoice_with_tax_rate_and_what_is_open(clerk, company, django_assert_max_num_queries):
    customer = a_customer(company, tax_group="EU", country="SE", currency_id="SEK", vat_number="SE556188840401")
    [invoice] = invoiced(an_order(customer, ("2", "100", "10")))
    clerk.get("invoices/")

    with django_assert_max_num_queries(QUERIES_AT_MOST):
        text = text_of(clerk.get(f"invoices/{invoice.pk}/"))

    assert "SEK 1 = EUR 0." in text
    assert "published 15 Oct 2026" in text
    assert "Gross 200.00 Less line discount 20.00" in text
    assert "EUG 0 % intra-Community goods goods SE SE556188840401" in text
    assert "Open today SEK 180.00" in text
    assert "V2026-000001" in text
    assert "Credit this invoice" in text


def test_it_shows_what_a_credit_note_settled(clerk, company):
    customer = a_customer(company, tax_group="OUT")
    [invoice] = invoiced(an_order(customer, ("1", "100")))
    invoiced(a_returned_order(customer, ("-1", "40"), credited_invoice=invoice))

    text = text_of(clerk.get(f"invoices/{invoice.pk}/"))

    assert "Credit note CN2026-000001 EUR −40.00" in text
    assert "INV2026-000001 settled with CN2026-000001 EUR 40.00" in text
    assert "Open today EUR 60.00" in text


def test_a_document_worth_nothing_owes_nothing(clerk, company):
    [invoice] = invoiced(an_order(a_customer(company), ("1", "100", "10"), ("-1", "100", "10")))

    text = text_of(clerk.get(f"invoices/{invoice.pk}/"))

    assert ("nothing is owed" in text, "Price Discounts Net amount" in text) == (True, True)


def test_it_answers_404_for_an_invoice_of_another_company(clerk):
    [other] = invoiced(an_order(a_customer(a_company())))

    assert clerk.get(f"invoices/{other.pk}/").status_code == 404
    assert clerk.get(f"invoices/{other.pk}/credit/").status_code == 404
    assert clerk.post(f"invoices/{other.pk}/credit/", reason="x").status_code == 404


def test_an_auditor_may_look_but_not_credit(company):
    [invoice] = invoiced(an_order(a_customer(company)))
    auditor = Visitor(a_user(company, Role.AUDITOR), company)

    assert "Credit this invoice" not in text_of(auditor.get(f"invoices/{invoice.pk}/"))
    assert auditor.get(f"invoices/{invoice.pk}/credit/").status_code == 403


def test_search_finds_an_invoice_by_number_and_amount(clerk, company):
    [invoice] = invoiced(an_order(a_customer(company), ("1", "100")))

    for typed in ("INV2026-000001", "inv2026-000001", "121", "121.00"):
        assert clerk.get(f"search/?q={typed}").url.endswith(f"/invoices/{invoice.pk}/"), typed
    response = clerk.get("search/?q=EUR")
    assert f"/invoices/{invoice.pk}/" not in f"{response.headers.get('Location')} {response.content!r}"
