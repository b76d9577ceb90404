"""Confirmations, picking lists, packing slips and their corrections as they are sent."""

from datetime import date
from decimal import Decimal

import pytest

from arclose.ledger.models import Company
from customers.fulfilment import correct_packing_slip, post_order_documents
from customers.models import Customer, OrderDocument, SalesOrder
from customers.models.order_documents import OrderDocumentType
from tests.builders import a_clerk, a_company, a_customer, an_item, an_order
from tests.customers.pdf_reading import assert_stands, order_document_text, with_letterhead
from tests.customers.test_charges import a_code, charge

pytestmark = pytest.mark.django_db
CONFIRM, PICK, DELIVER = OrderDocumentType


@pytest.fixture
def company() -> Company:
    return with_letterhead(a_company())


def an_order_of(company: Company, language: str, **values: object) -> SalesOrder:
    """Give an order of ten plates at a discount, for somebody who reads a language."""
    customer = a_customer(company, name="Hotel De Linde", address="Lindelaan 2\n1012 AB Amsterdam", language=language)
    plates = an_item(company, number="T-2001", name="Plates")
    return an_order(customer, ("10", "12.5", "10"), item=plates, number="SO-1", **values)


def made(document_type: OrderDocumentType, order: SalesOrder, key: str = "step") -> OrderDocument:
    outcome = post_order_documents(
        company=order.company,
        document_type=document_type,
        orders=[order.pk],
        posted_by=a_clerk(order.company),
        key=f"{key}-{document_type}",
    )
    assert not outcome.left_out, outcome.left_out
    return OrderDocument.objects.get(posting=outcome.posting_id)


def test_a_confirmation_says_what_at_which_price(company: Company) -> None:
    order = an_order_of(company, "en", total_discount_percent=Decimal(2), delivery_date=date(2026, 10, 20))

    assert_stands(
        order_document_text(made(CONFIRM, order)),
        "Order confirmation CNF2026-000001",
        "Hotel De Linde Lindelaan 2 1012 AB Amsterdam",
        "Order SO-1",
        "Delivery date 20 October 2026",
        "Payment terms 30 days",
        "Plates T-2001 10 12.50 10% 112.50",
        "Subtotal 112.50",
        "Discount on the order, 2% \N{MINUS SIGN}2.25",
        "Total excluding VAT EUR 110.25",
    )


def test_confirmations_say_what_is_charged_as_the_invoices_will(company: Company) -> None:
    order = an_order_of(company, "en", total_discount_percent=Decimal(2))
    charge(order, a_code(company), "25")
    charge(order, a_code(company, "REBATE"), "-2", line=1)
    charge(order, a_code(company, "INSURANCE"), "10", is_percent=True)
    first = made(CONFIRM, order)
    order.lines.update(quantity=12)
    second = made(CONFIRM, order, key="again")

    assert_stands(
        order_document_text(first),
        "Freight 1 25.00 25.00",
        "Rebate \N{MINUS SIGN}1 2.00 \N{MINUS SIGN}2.00",
        "Insurance 1 11.25 11.25",
        "Subtotal 146.75",
        "Discount on the order, 2% \N{MINUS SIGN}2.25",
        "Total excluding VAT EUR 144.50",
    )
    again = order_document_text(second)
    assert "Freight" not in again
    assert_stands(again, "Insurance 1 2.25 2.25", "Total excluding VAT EUR 24.30")


def test_a_confirmation_speaks_dutch(company: Company) -> None:
    assert_stands(
        order_document_text(made(CONFIRM, an_order_of(company, "nl"))),
        "Orderbevestiging CNF2026-000001",
        "Plates T-2001 10 12,50 10% 112,50",
        "Totaal exclusief btw EUR 112,50",
    )


@pytest.mark.parametrize(
    ("language", "words"), [("nl", ("Orderverzamellijst", "Verzameld")), ("en", ("Picking list", "Picked"))]
)
def test_a_picking_list_speaks_the_language_of_the_warehouse(
    company: Company, language: str, words: tuple[str, ...]
) -> None:
    company.language = language
    company.save()
    text = order_document_text(made(PICK, an_order_of(company, "nl" if language == "en" else "en")))

    assert_stands(text, *words, "PCK2026-000001", "T-2001 Plates 10")
    assert "12.50" not in text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nl", ("Pakbon SLP2026-000001", "Besteld Geleverd", "Handtekening")),
        ("en", ("Packing slip SLP2026-000001", "Ordered Delivered", "Signature")),
    ],
)
def test_a_packing_slip_goes_along_with_the_goods(company: Company, language: str, words: tuple[str, ...]) -> None:
    order = an_order_of(company, language, delivery_address="Kade 9\n3011 AB Rotterdam")
    text = order_document_text(made(DELIVER, order))

    assert_stands(text, *words, "Hotel De Linde Kade 9 3011 AB Rotterdam", "Plates T-2001 10 10", "Lindelaan 2")
    assert "112" not in text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nl", ("Correctie van pakbon", "Correctie op pakbon SLP2026-000001", "Teruggenomen", "Reden Te veel")),
        ("en", ("Correction of packing slip", "Corrects packing slip SLP2026-000001", "Taken back", "Reason Te veel")),
    ],
)
def test_a_correction_names_its_packing_slip(company: Company, language: str, words: tuple[str, ...]) -> None:
    slip = made(DELIVER, an_order_of(company, language))
    correction = correct_packing_slip(
        company=company,
        slip=slip,
        quantities={1: Decimal(4)},
        day=slip.document_date,
        reason="Te veel",
        posted_by=a_clerk(company),
        key="correction",
    )
    text = order_document_text(correction)

    assert_stands(text, *words, "SLP2026-000002", "Plates T-2001 10 4")
    assert "Signature" not in text


def test_a_customer_of_another_company_is_no_part_of_the_set(company: Company) -> None:
    document = made(CONFIRM, an_order_of(company, "en"))
    document.company = a_company()

    with pytest.raises(ValueError, match="not enough values"):
        order_document_text(document)
    assert Customer.objects.filter(company=company).count() == 1
