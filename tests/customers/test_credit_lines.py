"""A credit note of part of an invoice: quantity per line, never more than is left, and what was typed stays."""

from decimal import Decimal

import pytest

from arclose.ledger.models import Company
from customers.crediting import BeyondInvoice, credit_invoice
from customers.models import Invoice
from customers.screens import invoices
from tests.builders import a_clerk, a_company, a_customer, an_item, an_order
from tests.customers.pages import Visitor, invoiced, text_of, value_of
from tests.customers.posting import findings
from tests.customers.test_charges import a_code

pytestmark = pytest.mark.django_db
TYPED = {"invoice_date": "31/10/2026", "reason": "Damaged"}


@pytest.fixture
def company() -> Company:
    return a_company()


@pytest.fixture
def clerk(company: Company) -> Visitor:
    return Visitor(a_clerk(company), company)


@pytest.fixture
def invoice(company: Company) -> Invoice:
    order = an_order(a_customer(company), ("10", "3"), ("4", "1"), items=[an_item(company), an_item(company)])
    return invoiced(order)[0]


def test_it_offers_all_that_is_left(clerk: Visitor, invoice: Invoice) -> None:
    page = clerk.get(f"invoices/{invoice.pk}/credit/")
    assert (value_of(page, "line_1"), value_of(page, "line_2")) == ("10", "4")


def test_it_says_that_an_invoice_of_many_lines_is_credited_whole(
    clerk: Visitor, invoice: Invoice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(invoices, "LINES_ASKED_AT_MOST", 1)
    page = text_of(clerk.get(f"invoices/{invoice.pk}/credit/"))
    assert "The invoice has 2 lines, more than the 1 that can be chosen from here" in page


def test_part_of_a_line_is_credited_and_then_the_rest(clerk: Visitor, company: Company, invoice: Invoice) -> None:
    clerk.post(f"invoices/{invoice.pk}/credit/", **TYPED, line_1="3", line_2="")
    order = invoice.credit_orders.get()
    assert list(order.lines.values_list("quantity", "unit_price")) == [(-3, 3)]
    assert (order.credited_invoice, order.reason) == (invoice, "Damaged")
    [note] = invoiced(order)
    assert note.net_amount == -9

    page = clerk.get(f"invoices/{invoice.pk}/credit/")
    assert (value_of(page, "line_1"), value_of(page, "line_2")) == ("7", "4")
    clerk.post(f"invoices/{invoice.pk}/credit/", **TYPED, line_1="7", line_2="4")
    invoiced(invoice.credit_orders.exclude(pk=order.pk).get())
    assert findings(company) == {}


def test_more_than_is_left_is_refused_at_its_line_and_what_was_typed_stays(clerk: Visitor, invoice: Invoice) -> None:
    refused = clerk.post(f"invoices/{invoice.pk}/credit/", **TYPED, line_1="11", line_2="2")
    assert "Line 1: 11 is asked, 10 is left to credit." in text_of(refused)
    assert [value_of(refused, name) for name in ("line_1", "line_2", "reason")] == ["11", "2", "Damaged"]
    assert not invoice.credit_orders.exists()


def test_something_is_to_be_credited(clerk: Visitor, invoice: Invoice) -> None:
    refused = clerk.post(f"invoices/{invoice.pk}/credit/", **TYPED, line_1="0", line_2="")
    assert "Say how much of at least one line is credited." in text_of(refused)


def test_a_reason_is_required(clerk: Visitor, invoice: Invoice) -> None:
    refused = clerk.post(f"invoices/{invoice.pk}/credit/", invoice_date="31/10/2026", reason="", line_1="1")
    assert "This field is required" in text_of(refused)
    assert not invoice.credit_orders.exists()


def test_a_quantity_has_the_sign_of_its_line(invoice: Invoice) -> None:
    with pytest.raises(BeyondInvoice):
        credit_invoice(invoice=invoice, invoice_date=invoice.invoice_date, reason="x", quantities={1: Decimal(-1)})


def test_a_charge_that_is_not_there_is_refused_by_name_with_all_lines_too(invoice: Invoice) -> None:
    code = a_code(invoice.company)
    with pytest.raises(BeyondInvoice, match=f"{code.name}: 5 is asked, 0 is left to credit"):
        credit_invoice(invoice=invoice, invoice_date=invoice.invoice_date, reason="x", charges={code.pk: Decimal(5)})
    assert not invoice.credit_orders.exists()
