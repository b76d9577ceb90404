"""What is written is counted: an order never becomes an invoice without one of its lines."""

import pytest
from django.db import transaction

from arclose.ledger import posting as ledger
from customers import invoicing, sql
from customers.models import InvoiceLine, TaxRule
from customers.update_parameters import USUAL
from tests.builders import a_clerk, a_company, a_customer, an_item, an_order
from tests.customers.posting import findings, posted

pytestmark = pytest.mark.django_db


def test_it_raises_where_a_line_is_lost_between_checking_and_writing() -> None:
    company = a_company()
    service = an_item(company, item_type="service")
    order = an_order(a_customer(company), ("1", "10"), ("1", "20"), items=[an_item(company), service])
    orders = [order.pk]
    checked = invoicing._check(company, orders, USUAL, invoicing._lock_periods(company, orders, None), [])
    TaxRule.objects.filter(company=company, item_tax_group=service.item_tax_group).delete()

    @transaction.atomic
    def write() -> None:
        posting, _is_new = ledger.begin(
            company=company, kind="sales-invoices", key="k", fingerprint="f", posted_by=a_clerk(company)
        )
        invoicing._write_documents(
            posting, checked.accepted, sql.Arrangement(orders), parameters=USUAL, checked=checked, is_preview=True
        )

    with pytest.raises(invoicing.NotAllWritten, match="1 lines were written of 2"):
        write()


def test_the_proof_finds_an_invoice_without_one_of_the_lines_of_its_order() -> None:
    company = a_company()
    posted(an_order(a_customer(company), ("2", "10"), number="SO-7"))
    assert findings(company) == {}
    order_line = InvoiceLine.objects.get().order_line
    type(order_line).objects.filter(pk=order_line.pk).update(quantity=3)
    assert findings(company)["order statuses"] == ["order SO-7 is invoiced, its lines say open"]
