"""Search finds what belongs to customers: documents by number, what is open or posted by amount."""

from datetime import date
from urllib.parse import quote

import pytest

from arclose.ledger.models import Company, LedgerAccount
from customers.fulfilment import post_order_documents
from customers.models import OrderDocument
from customers.models.order_documents import OrderDocumentType
from tests.builders import a_clerk, a_company, a_customer, a_free_text_invoice, an_item, an_order
from tests.customers.pages import QUERIES_AT_MOST, Visitor, invoiced, text_of
from tests.texts.test_dutch import PAGES

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Company:
    return a_company()


@pytest.fixture
def clerk(company) -> Visitor:
    return Visitor(a_clerk(company), company)


@pytest.fixture
def customer(company):
    return a_customer(company, name="Bakker", tax_group="OUT")


def delivered(order) -> OrderDocument:
    post_order_documents(
        company=order.company,
        document_type=OrderDocumentType.PACKING_SLIP,
        orders=[order.pk],
        posted_by=a_clerk(order.company),
        key=f"deliver-{order.pk}",
    )
    return OrderDocument.objects.get(order=order)


def found(clerk, text, language="en"):
    headers = {"HX-Request": "true", "Accept-Language": language}
    return clerk.get(f"search/?q={text}", **headers).content.decode()


def test_it_finds_a_packing_slip_by_its_number(clerk, customer):
    slip = delivered(an_order(customer, ("1", "40")))

    for typed in (slip.number.upper(), slip.number.lower()):
        page = found(clerk, typed)
        assert f'href="{clerk.root}documents/{slip.pk}/"' in page, typed
        assert "Packing slip · Bakker" in page, typed


def test_it_finds_no_document_of_another_company(clerk):
    slip = delivered(an_order(a_customer(a_company(), name="Elsewhere"), ("1", "40")))

    assert "Elsewhere" not in found(clerk, slip.number)


def test_it_finds_an_order_that_is_left_by_its_amount(clerk, customer):
    an_order(customer, ("1", "41.25"), number="SO-LEFT")
    invoiced(an_order(customer, ("1", "41.25"), number="SO-DONE", on=date(2026, 9, 30)))

    for text in ("41.25", "-41.25"):
        page = found(clerk, text)
        assert "SO-LEFT" in page, text
        assert "SO-DONE" not in page, text


def test_it_finds_an_invoice_by_its_amount_in_the_period_else_in_any(clerk, company):
    customer = a_customer(company)
    [earlier] = invoiced(an_order(customer, ("1", "30"), on=date(2026, 9, 30)))
    texts = ("30", "36.30", "-36.30")

    for text in texts:
        assert earlier.number in found(clerk, text), text
    [invoice] = invoiced(an_order(customer, ("1", "30")))
    for text in texts:
        page = found(clerk, text)
        assert invoice.number in page, text
        assert earlier.number not in page, text


def test_it_finds_a_customer_by_the_vat_number(clerk, company):
    a_customer(company, name="Bakker", vat_number="NL004495445B01")
    a_customer(company, name="Smit")

    for typed in ("nl004495445B01", "NL 0044.95.445", "nl00"):
        page = found(clerk, typed)
        assert "Bakker" in page, typed
        assert "Smit" not in page, typed


def test_it_finds_an_item_by_number_or_name(clerk, company):
    item = an_item(company, number="ART-77", name="Lamp")
    an_item(a_company(), number="ART-78", name="Lamp")

    for typed in ("art-7", "lamp"):
        page = found(clerk, typed)
        assert f'href="{clerk.root}items/{item.pk}/"' in page
        assert "ART-78" not in page


def test_it_finds_the_pages_of_the_close_by_their_names_in_the_language_that_is_not_the_readers(clerk):
    for name, dutch_name, address in PAGES:
        for typed, language in ((name, "nl"), (dutch_name, "en")):
            page = found(clerk, quote(typed), language)
            assert not address or f'href="{clerk.root}{address}"' in page, typed


def test_it_takes_an_amount_as_the_reader_types_it(clerk, customer):
    an_order(customer, ("1", "1041.25"), number="SO-LEFT")

    assert "SO-LEFT" in found(clerk, "1,041.25")


def test_it_asks_little(clerk, customer, django_assert_max_num_queries):
    for number in ("SO-1", "SO-2"):
        an_order(customer, ("1", "41.25"), number=number)
    clerk.get("orders/")

    for text in ("41.25", "SO", "bakker", "nothing at all", "%00"):
        for headers in ({}, {"HX-Request": "true"}):
            with django_assert_max_num_queries(QUERIES_AT_MOST):
                clerk.get(f"search/?q={text}", **headers)


def test_it_works_as_a_page_too(clerk, customer):
    an_order(customer, ("1", "10"), number="SO-1")
    an_order(customer, ("1", "10"), number="SO-2")

    assert "Orders SO-1 Bakker" in text_of(clerk.get("search/?q=so-"))


def test_it_finds_accounts_by_number_and_name(clerk, company):
    account = LedgerAccount.objects.get(company=company, number="1100")
    for typed in ("1100", "trade rec"):
        assert clerk.get(f"search/?q={typed}").url.endswith(f"/accounts/{account.pk}/"), typed


def test_it_finds_free_text_invoices_that_wait_by_number_and_amount(clerk, customer):
    document = a_free_text_invoice(customer, "77.70")
    a_free_text_invoice(a_customer(a_company(), name="Elsewhere"), "77.70")

    for typed in (str(document), str(document).lower(), "77.70"):
        page = found(clerk, typed)

        assert f'href="{clerk.root}free-text/{document.pk}/"' in page
        assert "In process" in page
        assert "Elsewhere" not in page
