"""The pages of order documents: the list, one of them, and the correction of a packing slip."""

from typing import Any

import pytest

from arclose.access.routes import Role
from arclose.ledger.models import Company
from customers.models import Invoice, OrderDocument, SalesOrder
from customers.models.order_documents import OrderDocumentType
from tests.builders import a_clerk, a_company, a_customer, a_user, an_order
from tests.customers.pages import QUERIES_AT_MOST, Visitor, invoiced, page_key, text_of, value_of
from tests.customers.test_fulfilment import made

pytestmark = pytest.mark.django_db
REASON = {"day": "20/10/2026", "reason": "counted wrong"}


@pytest.fixture
def company() -> Company:
    return a_company()


@pytest.fixture
def clerk(company: Company) -> Visitor:
    return Visitor(a_clerk(company), company)


@pytest.fixture
def order(company: Company) -> SalesOrder:
    return an_order(a_customer(company), ("10", "1"), ("4", "2"), number="SO-1")


@pytest.fixture
def slip(order: SalesOrder) -> OrderDocument:
    return made(OrderDocumentType.PACKING_SLIP, order)


def test_it_lists_the_documents_and_narrows_them(clerk: Visitor, order: SalesOrder, slip: OrderDocument) -> None:
    confirmation = made(OrderDocumentType.CONFIRMATION, order)
    text = text_of(clerk.get("documents/"))
    assert slip.number in text
    assert confirmation.number in text
    only = text_of(clerk.get("documents/?type=packing_slip"))
    assert slip.number in only
    assert confirmation.number not in only


def test_a_document_shows_its_lines_and_leads_to_its_pdf(clerk: Visitor, slip: OrderDocument) -> None:
    page = clerk.get(f"documents/{slip.pk}/")
    text = text_of(page)
    assert f"Packing slip {slip.number}" in text
    assert "SO-1" in text
    assert f"/documents/{slip.pk}/pdf" in page.content.decode()


def test_it_corrects_a_part_once_however_often_it_is_sent(clerk: Visitor, slip: OrderDocument) -> None:
    key = value_of(clerk.get(f"documents/{slip.pk}/correct/"), "key")
    for _time in range(2):
        text = text_of(clerk.post(f"documents/{slip.pk}/correct/", key=key, line_1="3", line_2="", **REASON))
        assert f"Corrects packing slip {slip.number}" in text
    assert [line.quantity for line in slip.corrections.get().lines.all()] == [-3]


def test_what_cannot_come_back_is_said_at_its_line_and_stays(clerk: Visitor, slip: OrderDocument) -> None:
    response = clerk.post(f"documents/{slip.pk}/correct/", key=page_key(1), line_1="11", line_2="-1", **REASON)
    assert "11 is asked, 10 is neither invoiced nor corrected." in text_of(response)
    assert "What comes back is typed without a minus sign" in text_of(response)
    assert 'href="#id_line_1"' in response.content.decode()
    assert (value_of(response, "line_1"), value_of(response, "line_2")) == ("11", "-1")
    assert not slip.corrections.exists()


def test_a_packing_slip_invoiced_meanwhile_is_named_with_its_invoice(
    clerk: Visitor, order: SalesOrder, slip: OrderDocument
) -> None:
    key = value_of(clerk.get(f"documents/{slip.pk}/correct/"), "key")
    [invoice] = invoiced(order)
    text = text_of(clerk.post(f"documents/{slip.pk}/correct/", key=key, line_1="3", line_2="", **REASON))
    assert f"Invoiced by {invoice.number}: credit what comes back." in text
    assert "3 is asked, 0 is neither invoiced nor corrected." in text
    assert not slip.corrections.exists()


def test_a_day_before_the_packing_slip_is_refused_at_the_day(clerk: Visitor, slip: OrderDocument) -> None:
    response = clerk.post(
        f"documents/{slip.pk}/correct/", key=page_key(1), line_1="1", line_2="", day="1/10/2026", reason="x"
    )
    assert "before the packing slip" in text_of(response)
    assert 'href="#id_day"' in response.content.decode()


def test_a_key_used_for_another_correction_is_refused(clerk: Visitor, slip: OrderDocument) -> None:
    for line, status in (("1", 200), ("2", 409)):
        response = clerk.post(f"documents/{slip.pk}/correct/", key=page_key(1), line_1=line, line_2="", **REASON)
        assert response.status_code == status
    assert slip.corrections.count() == 1


def test_an_invoice_and_its_packing_slip_name_each_other(
    clerk: Visitor, order: SalesOrder, slip: OrderDocument, django_assert_max_num_queries: Any
) -> None:
    [invoice] = invoiced(order)
    clerk.get("invoices/")
    with django_assert_max_num_queries(QUERIES_AT_MOST):
        page = clerk.get(f"invoices/{invoice.pk}/")
    assert f"Delivered by {slip.number}" in text_of(page)
    text = text_of(clerk.get(f"documents/{slip.pk}/"))
    assert f"Invoiced by {invoice.number}" in text
    assert "Correct or cancel" not in text


def test_documents_of_another_company_are_not_found(slip: OrderDocument) -> None:
    other = a_company()
    stranger = Visitor(a_clerk(other), other)
    for page in (f"documents/{slip.pk}/", f"documents/{slip.pk}/correct/"):
        assert stranger.get(page).status_code == 404
    assert slip.number not in text_of(stranger.get("documents/"))
    assert stranger.post(f"documents/{slip.pk}/correct/", line_1="1", **REASON).status_code == 404


def test_an_auditor_reads_and_corrects_nothing(company: Company, slip: OrderDocument) -> None:
    auditor = Visitor(a_user(company, Role.AUDITOR), company)
    assert "Correct or cancel" not in text_of(auditor.get(f"documents/{slip.pk}/"))
    assert auditor.get(f"documents/{slip.pk}/correct/").status_code == 403
    assert auditor.post(f"documents/{slip.pk}/correct/", line_1="1", **REASON).status_code == 403


def test_a_preview_of_a_step_shows_its_documents_and_posts_them(clerk: Visitor, order: SalesOrder) -> None:
    preview = clerk.post("orders/preview/", selected=order.pk, update="sales-confirmations:all")
    text = text_of(preview)
    assert "Confirmation 1 18.00 EUR" in text
    assert "These documents post nothing to the ledger." in text
    posted = text_of(
        clerk.post(
            "orders/post/",
            selected=order.pk,
            update="sales-confirmations:all",
            key=value_of(preview, "key"),
            seen=value_of(preview, "seen"),
        )
    )
    assert "CNF2026-000001 SO-1" in posted
    assert not Invoice.objects.exists()
