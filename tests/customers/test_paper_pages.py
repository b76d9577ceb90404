"""The pages that show documents as PDF: headers, buttons, other companies."""

import html
from datetime import date

import pytest

from arclose.access.routes import Role
from arclose.ledger.models import Company
from customers.fulfilment import post_order_documents
from customers.models import Invoice, OrderDocument
from customers.models.order_documents import OrderDocumentType
from tests.builders import a_clerk, a_company, a_customer, a_user, an_order
from tests.customers.pages import QUERIES_AT_MOST, Visitor, invoiced
from tests.customers.pdf_reading import assert_stands, text_of, with_letterhead

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Company:
    return with_letterhead(a_company())


@pytest.fixture
def auditor(company) -> Visitor:
    return Visitor(a_user(company, Role.AUDITOR), company)


def an_invoice(company: Company) -> Invoice:
    [invoice] = invoiced(an_order(a_customer(company, tax_group="OUT", language="en"), ("1", "70")))
    return invoice


def a_confirmation(company: Company) -> OrderDocument:
    order = an_order(a_customer(company, language="en"))
    outcome = post_order_documents(
        company=company,
        document_type=OrderDocumentType.CONFIRMATION,
        orders=[order.pk],
        posted_by=a_clerk(company),
        key="confirm",
    )
    return OrderDocument.objects.get(posting=outcome.posting_id)


def assert_shown(answer, *, name: str, words: str) -> None:
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'inline; filename="{name}"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert_stands(text_of(answer.content), words)


def test_it_shows_an_invoice(auditor, company, django_assert_max_num_queries):
    invoice = an_invoice(company)
    auditor.get(f"invoices/{invoice.pk}/pdf")

    with django_assert_max_num_queries(QUERIES_AT_MOST):
        answer = auditor.get(f"invoices/{invoice.pk}/pdf")

    assert_shown(answer, name="INV2026-000001.pdf", words="Invoice INV2026-000001")
    assert f"/invoices/{invoice.pk}/pdf" in auditor.get(f"invoices/{invoice.pk}/").content.decode()


def test_it_shows_a_confirmation(auditor, company):
    answer = auditor.get(f"documents/{a_confirmation(company).pk}/pdf")

    assert_shown(answer, name="CNF2026-000001.pdf", words="Order confirmation CNF2026-000001")


def test_it_shows_a_statement_as_of_a_day(auditor, company):
    customer = an_invoice(company).invoice_account
    page = f"customers/{customer.pk}/statement.pdf"

    name = f"statement-{customer.number}"
    assert_shown(auditor.get(f"{page}?on=2026-10-16"), name=f"{name}-2026-10-16.pdf", words="Open in total EUR 70.00")
    assert_shown(auditor.get(f"{page}?on=2026-10-14"), name=f"{name}-2026-10-14.pdf", words="Nothing was open")
    dutch = auditor.get(f"{page}?on=16%2F10%2F2026&language=nl")
    assert_shown(dutch, name=f"rekeningoverzicht-{customer.number}-2026-10-16.pdf", words="Rekeningoverzicht")


def test_the_page_of_a_customer_asks_for_the_day_of_a_statement(auditor, company):
    customer = a_customer(company)
    shown = auditor.get(f"customers/{customer.pk}/").content.decode()
    refused = auditor.get(f"customers/{customer.pk}/statement.pdf?on=nonsense&language=nl")

    assert f'action="{auditor.root}customers/{customer.pk}/statement.pdf"' in shown
    assert refused.status_code == 422
    assert 'href="#statement_on"' in refused.content.decode()
    assert 'value="nonsense"' in refused.content.decode()


def test_documents_of_another_company_do_not_exist(auditor):
    other = a_company()
    invoice = an_invoice(other)

    assert auditor.get(f"invoices/{invoice.pk}/pdf").status_code == 404
    assert auditor.get(f"documents/{a_confirmation(other).pk}/pdf").status_code == 404
    assert auditor.get(f"customers/{invoice.invoice_account_id}/statement.pdf").status_code == 404
    assert auditor.get("invoices/999999999/pdf").status_code == 404


def test_the_name_of_a_file_is_safe(auditor, company):
    company.number_series.filter(purpose="invoice").update(prefix='../"x\r\n/')
    invoice = an_invoice(company)

    answer = auditor.get(f"invoices/{invoice.pk}/pdf")

    assert answer["Content-Disposition"] == f'inline; filename="x-2026-000001-{invoice.pk}.pdf"'


def test_reading_a_day_before_the_first_one_is_no_error(auditor, company):
    customer = a_customer(company)

    assert auditor.get(f"customers/{customer.pk}/statement.pdf?on={date(1990, 1, 1)}").status_code == 200


def test_letters_that_would_stand_as_boxes_are_named_before_the_paper_is_shown(company, auditor) -> None:
    printed = a_customer(company, name="Кухня 中文 مطبخ מטבח Ελλάς", language="en")
    boxed = a_customer(company, name="Café ครัว & Söhne", language="en")
    pages = [auditor.get(f"customers/{customer.pk}/statement.pdf?as_of=31-10-2026") for customer in (printed, boxed)]
    assert [page.status_code for page in pages] == [200, 409]
    assert "ค ร ั ว" in html.unescape(pages[1].content.decode())
    assert "Show the PDF anyway" in pages[1].content.decode()
    again = auditor.get(f"customers/{boxed.pk}/statement.pdf?as_of=31-10-2026&anyway=1")
    assert again["Content-Type"] == "application/pdf"
