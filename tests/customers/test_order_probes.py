# ruff: noqa: E501  (a table: one breach per row)
"""The probes of orders and their documents find what they are for, as in :mod:`tests.ledger.test_probes`."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest

from arclose.ledger import probes
from arclose.ledger.models import Company
from customers import fulfilment
from customers.invoicing import post_invoices
from customers.models import Item, OrderDocument, SalesParameters
from customers.models.order_documents import OrderDocumentType
from customers.prepayments.parameters import PrepaymentParameters
from customers.prepayments.posting import post_prepayments
from tests import builders
from tests.customers.test_charges import a_code, charge
from tests.ledger.test_probes import as_owner, break_books, found_by, owner

__all__ = ["as_owner", "owner"]

LINES = "UPDATE customers_salesorderline SET"
OPEN = "UPDATE customers_salesorder SET status = 'open'"
# A line of no quantity and no amount, which no sum would miss.
EMPTY_LINE = """
    INSERT INTO customers_orderdocumentline (company_id, document_id, line_number, order_line_id, item_id, description,
        quantity, unit_price, line_discount_percent, net_amount, cost_amount)
    SELECT company_id, {document}, 99, {key}, min(item_id), '', 0, 0, 0, 0, 0 FROM customers_orderdocumentline
    GROUP BY company_id
"""

# An invoice that was sent to its customer.
SENT = """
    INSERT INTO customers_sentdocument (company_id, document_type, document_id, document_date, number, customer_id,
        recipient, task_id, requested_by_id, state, file_digest)
    SELECT company_id, 'invoice', {document}, invoice_date, number, invoice_account_id, 'a@example.com', 0,
        (SELECT min(id) FROM auth_user), 'sent', '{digest}' FROM customers_invoice LIMIT 1
"""

# An order reserves all of 50 that is open of a transaction: nothing is wrong unless it is told otherwise.
_RESERVED = """
    UPDATE customers_opentransaction SET transaction_currency_amount = -50;
    UPDATE customers_salesorder SET status = '{status}', currency_id = '{currency}';
    INSERT INTO customers_mark (transaction_id, company_id, document_type, document_id, amount, marked_by_id)
    SELECT t.id, t.company_id, 'sales_order', {order}, {amount}, (SELECT min(id) FROM auth_user)
    FROM customers_customertransaction t JOIN customers_invoice i ON i.id = t.invoice_id
    JOIN customers_opentransaction o ON o.transaction_id = t.id LIMIT 1
"""


def reserved(status: str = "open", currency: str = "EUR", order: str = "i.order_id", amount: int = -50) -> str:
    """Give the statement by which an order holds what is open of a transaction."""
    return _RESERVED.format(status=status, currency=currency, order=order, amount=amount)


def stray(table: str, key: str, statement: str) -> str:
    """Give a statement that works without the key by which the database would refuse it."""
    return f"ALTER TABLE customers_{table} DROP CONSTRAINT {key}; {statement}"


# probe | what its finding says | what breaks it
BREAKS = [
    ("sent documents", "is no document of this company", stray("sentdocument", "sent_document_task", SENT.format(document=0, digest="x"))),
    ("sent documents", "no digest of the file", stray("sentdocument", "sent_document_task", SENT.format(document="id", digest=""))),
    ("order statuses", "but something of it is delivered", "UPDATE customers_salesorder SET status = 'canceled'"),
    ("order statuses", "is open, its lines say invoiced", "UPDATE customers_salesorder SET status = 'open'"),
    ("order statuses", "as far as none, its lines say invoice", "UPDATE customers_salesorder SET document_status = 'none'"),
    ("order lines", "7.0000 is kept as confirmed, documents say 3", f"{LINES} confirmed_quantity = 7"),
    ("order lines", "is kept as confirmed, documents say", f"{LINES} unconfirmed_quantity = 1"),
    ("order lines", "7.0000 is kept as picked, documents say 3", f"{LINES} picked_quantity = 7"),
    ("order lines", "7.0000 is kept as delivered, documents say 3", f"{LINES} delivered_quantity = 7"),
    ("order lines", "7.0000 is kept as invoiced, documents say 3", f"{LINES} invoiced_quantity = 7"),
    ("order lines", "7.0000 is kept as given up, its history says 0", f"{LINES} given_up_quantity = 7"),
    ("order lines", "documents say", "DELETE FROM customers_invoiceddelivery"),
    ("orders waiting", "keeps 5.0000 as not confirmed, its lines say 0", f"{OPEN}, unconfirmed_amount = 5"),
    ("orders waiting", "keeps 5.0000 as confirmed and not picked, its lines say 0", f"{OPEN}, unpicked_amount = 5"),
    ("orders waiting", "keeps 5.0000 as picked and not delivered, its lines say 0", f"{OPEN}, undelivered_amount = 5"),
    ("orders waiting", "keeps 5.0000 as delivered and not invoiced, its lines say 0", f"{OPEN}, uninvoiced_amount = 5"),
    ("orders waiting", "keeps 5.0000 as not invoiced, its lines say 0", f"{OPEN}, invoice_remainder_amount = 5"),
    ("orders waiting", "other days of deliveries not invoiced", f"{OPEN}, first_uninvoiced_date = '2026-10-01'"),
    ("orders waiting", "other days of deliveries not invoiced", f"{OPEN}, last_uninvoiced_date = '2026-10-01'"),
    ("order document numbers", "the counter stands at 2", "UPDATE customers_orderdocument SET sequence_number = 9 WHERE corrects_id IS NOT NULL"),
    ("deliveries", "is invoiced or corrected", "UPDATE customers_invoiceddelivery SET quantity = quantity + 3"),
    ("deliveries", "of the cost of packing slip", "UPDATE customers_invoiceddelivery SET cost_amount = cost_amount - 1"),
    ("deliveries", "line 1, -1.0000 of 0 is taken", "UPDATE customers_invoiceddelivery SET reporting_cost_amount = -1"),
    ("deferred at delivery", "deferred 7.0000 of its line 1, which comes to 3.0000", "UPDATE customers_deferredrevenue SET quantity = 7 WHERE tax_percent > 0"),
    ("deferred at delivery", "deferred 29.0000 of its line 1, which comes to 30.00", "UPDATE customers_deferredrevenue SET transaction_currency_net_amount = 29 WHERE tax_percent > 0"),
    ("deferred at delivery", "deferred 6.3000 of its line 1, which comes to 2.70", "UPDATE customers_deferredrevenue SET tax_percent = 9 WHERE tax_percent > 0"),
    ("deferred at delivery", "deferred 30.0000 of its line 1, which comes to 60.00", "UPDATE customers_deferredrevenue SET accounting_units = 2 WHERE tax_percent > 0"),
    ("deferred at delivery", "deferred nothing of its line 1, which is of 30.0000", "UPDATE customers_deferredrevenue SET order_document_id = (SELECT max(order_document_id) FROM customers_deferredrevenue) WHERE tax_percent > 0"),
    ("deferred revenue", "revenue of 7.0000 is deferred, and 0.0000 is not invoiced", "UPDATE customers_deferredrevenue SET quantity = quantity + 7 WHERE invoice_id > 0"),
    ("deferred revenue", "revenue stays deferred though all of it is invoiced", "UPDATE customers_deferredrevenue SET accounting_currency_tax_amount = 0 WHERE invoice_id > 0"),
    ("deferred revenue", "has 20.0000 on account 8050, what it defers or takes back is 19", "UPDATE customers_deferredrevenue SET accounting_currency_net_amount = -19 WHERE invoice_id > 0"),
    ("deferred revenue", "what it defers or takes back is 0", "UPDATE ledger_voucher SET posting_date = '2026-10-02' WHERE document_type = 'deferral'"),
    ("order documents", "and its voucher disagree", "UPDATE customers_orderdocument SET has_voucher = NOT has_voucher WHERE document_type = 'packing_slip'"),
    ("order documents", "is of another date or posting", "UPDATE customers_orderdocument SET document_date = '2026-10-01'"),
    ("order documents", "is not of its cost", "UPDATE customers_orderdocumentline SET reporting_cost_amount = 1"),
    ("order documents", "is not of its cost", "UPDATE ledger_ledgerentry SET posting_type = 'revenue' WHERE posting_type = 'cost_of_goods_delivered'"),
    ("order documents", "do not add up to it", "UPDATE customers_orderdocumentline SET net_amount = net_amount + 1"),
    ("order lines", "its documents are of another order", stray("invoice", "invoice_order", "UPDATE customers_invoice SET order_id = 0")),
    ("order lines", "its documents are of another order", stray("orderdocument", "order_document_order", "UPDATE customers_orderdocument SET order_id = 0")),
    ("reserved", "whose invoices to come cannot settle it", reserved(status="invoiced")),
    ("reserved", "whose invoices to come cannot settle it", reserved(currency="USD")),
    ("reserved", "whose invoices to come cannot settle it", reserved(amount=50)),
    ("reserved", "whose invoices to come cannot settle it", reserved(amount=-51)),
    ("reserved", "is reserved for order 0, whose invoices", reserved(order="0")),
    ("reserved", "whose invoices to come cannot settle it", f"{reserved()}; DELETE FROM customers_opentransaction"),
    ("charges", "is fixed, and invoiced more than once", "UPDATE customers_invoiceline SET quantity = 2 WHERE order_charge_id IS NOT NULL"),
    ("charges", "of which it has no line", "UPDATE customers_invoiceline SET order_line_id = NULL, item_id = NULL, description = 'x' WHERE order_line_id IS NOT NULL"),
    ("prepayments", "account 2200 has 0", "UPDATE customers_invoiceline SET prepaid_accounting_amount = 9 WHERE prepayment_id IS NOT NULL"),
    ("prepayments", "of prepayment invoice", "UPDATE customers_invoiceline SET tax_amount = -9 WHERE prepayment_id IS NOT NULL"),
    ("companies", "point to a row of another company", stray("orderdocumentline", "order_document_line_item", "UPDATE customers_orderdocumentline SET item_id = 0")),
    ("order lines", "the order line with id 0", stray("orderdocumentline", "order_document_line_order", EMPTY_LINE.format(document="min(document_id)", key="0"))),
    ("order documents", "the order document with id 0", stray("orderdocumentline", "order_document_line_document", EMPTY_LINE.format(document="0", key="min(order_line_id)"))),
    ("order lines", "the order line with id 0", stray("invoiceline", "invoice_line_order_line", "UPDATE customers_invoiceline SET order_line_id = 0 WHERE order_line_id > 0")),
    ("order statuses", "the order with id 0", stray("salesorderline", "sales_order_line_order", "UPDATE customers_salesorderline SET order_id = 0")),
    ("deliveries", "the line with id 0", stray("invoiceddelivery", "invoiced_delivery_slip_line", "UPDATE customers_invoiceddelivery SET slip_line_id = 0")),
]  # fmt: skip


@pytest.fixture(scope="module")
def books(django_db_blocker: Any, database_put_back: Callable[[], None]) -> Iterator[Company]:
    """An order that was confirmed, picked, delivered at cost, corrected, prepaid in part and invoiced."""
    with django_db_blocker.unblock():
        yield _delivered_books()
        database_put_back()


def _delivered_books() -> Company:
    company = builders.a_company()
    SalesParameters.objects.filter(company=company).update(posts_cost_of_goods=True, defers_revenue=True)
    user, order = builders.a_controller(company), builders.an_order(builders.a_customer(company), ("3", "10"))
    Item.objects.filter(company=company).update(standard_cost_amount=4)
    charge(order, a_code(company), "5")
    for step in OrderDocumentType:
        made = fulfilment.post_order_documents(
            company=company, document_type=step, orders=[order.pk], posted_by=user, key=str(step)
        )
        assert not made.left_out
    slip = OrderDocument.objects.get(document_type=OrderDocumentType.PACKING_SLIP)
    fulfilment.correct_packing_slip(
        company=company, slip=slip, quantities={1: Decimal(1)}, day=slip.document_date, reason="x", posted_by=user,
        key="back",
    )  # fmt: skip
    post_prepayments(
        company=company, orders=[order.pk], posted_by=user, key="prepay",
        parameters=PrepaymentParameters(day=order.invoice_date, percent=Decimal(10)),
    )  # fmt: skip
    assert not post_invoices(company=company, orders=[order.pk], posted_by=user, key="invoice").left_out
    return company


def test_it_finds_nothing_in_sound_books(books: Company, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        found = {result.probe.name: list(result.findings) for result in probes.verify(companies=[books])}
    assert {name: findings for name, findings in found.items() if findings} == {}


@pytest.mark.parametrize(("probe", "says", "statement"), BREAKS, ids=[f"{row[0]}-{row[1]}" for row in BREAKS])
def test_it_finds_what_was_broken(books: Company, as_owner: None, probe: str, says: str, statement: str) -> None:
    break_books(statement)
    found = found_by(probe, books)
    assert any(says in finding for finding in found), found
