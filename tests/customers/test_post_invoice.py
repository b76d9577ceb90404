"""Posting a sales order: what stands in the books afterwards."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction

from arclose.ledger.models import Company, Voucher
from customers.invoicing import post_invoices
from customers.models import CustomerTransaction, Invoice, ItemGroup, OpenTransaction, SalesOrder, TaxRow
from tests.builders import a_clerk, a_company, a_customer, a_returned_order, an_item, an_order
from tests.text_tables import assert_entries

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Company:
    return a_company()


def invoiced(*orders: SalesOrder) -> list[Invoice]:
    company = orders[0].company
    outcome = post_invoices(
        company=company, orders=[o.pk for o in orders], posted_by=a_clerk(company), key=f"k{orders[0].pk}"
    )
    assert not outcome.left_out, outcome.left_out
    return [Invoice.objects.get(order=order) for order in orders]


def vouchers_of(*invoices: Invoice) -> list[Voucher]:
    return list(Voucher.objects.filter(document_type="invoice", document_id__in=[i.pk for i in invoices]))


def _discount_accounts(company: Company) -> None:
    accounts = {a.number: a for a in company.accounts.filter(number__in=["8800", "8810"])}
    ItemGroup.objects.filter(company=company, code="GOODS").update(
        line_discount_account=accounts["8800"], total_discount_account=accounts["8810"]
    )


def test_it_debits_the_customer_and_credits_revenue_and_tax(company: Company) -> None:
    [invoice] = invoiced(an_order(a_customer(company), ("2", "10.00"), ("1", "5.55")))

    assert_entries(
        vouchers_of(invoice),
        """
        posting type     | account | debit | credit
        customer balance | 1100    | 30.92 |
        revenue          | 8000    |       | 25.55
        sales tax        | 2100    |       | 5.37
        """,
    )
    assert (invoice.number, invoice.due_date) == ("INV2026-000001", date(2026, 11, 14))


def test_it_posts_discounts_apart_where_the_item_group_has_accounts(company: Company) -> None:
    _discount_accounts(company)
    customer = a_customer(company, tax_group="OUT")
    [invoice] = invoiced(an_order(customer, ("10", "9.99", "5"), ("1", "0.05"), total_discount_percent=Decimal("2.5")))

    assert_entries(
        vouchers_of(invoice),
        """
        posting type     | account | debit | credit
        customer balance | 1100    | 92.59 |
        line discount    | 8800    | 4.99  |
        total discount   | 8810    | 2.37  |
        revenue          | 8000    |       | 99.95
        """,
    )


def test_it_translates_by_the_rate_of_the_date_and_rounds_the_rest(company: Company) -> None:
    customer = a_customer(company, tax_group="EU", country="SE", currency_id="SEK", vat_number="SE556188840401")
    goods, service = an_item(company), an_item(company, item_type="service")
    [invoice] = invoiced(
        an_order(customer, ("3", "33.33"), ("1", "10.01"), items=[goods, service], on=date(2026, 10, 14))
    )

    rows = TaxRow.objects.filter(invoice=invoice).order_by("number")
    entries = [e for v in vouchers_of(invoice) for e in v.entries.all()]
    assert [row.tax_kind for row in rows] == ["eu_goods", "eu_service"]
    assert sum(e.accounting_currency_amount for e in entries) == 0
    for row in rows:
        own = [e for e in entries if e.tax_row_number == row.number]
        assert row.accounting_currency_base_amount == -sum(e.accounting_currency_amount for e in own)


def test_a_credit_note_takes_the_rate_of_its_invoice_and_settles_it(company: Company) -> None:
    customer = a_customer(company, tax_group="EXP", country="US", currency_id="USD")
    [invoice] = invoiced(an_order(customer, ("1", "100"), on=date(2026, 9, 1)))
    [note] = invoiced(a_returned_order(customer, ("-1", "40"), on=date(2026, 10, 20), credited_invoice=invoice))

    assert (note.transaction_units, note.rate_date) == (invoice.transaction_units, invoice.rate_date)
    [still_open] = OpenTransaction.objects.all()
    assert still_open.transaction_currency_amount == Decimal(60)
    assert note.number == "CN2026-000001"


def test_a_document_worth_nothing_is_posted_without_voucher(company: Company) -> None:
    [invoice] = invoiced(an_order(a_customer(company), ("5", "0"), ("1", "7"), ("-1", "7")))

    assert not vouchers_of(invoice)
    assert not CustomerTransaction.objects.exists()
    assert invoice.order.status == "invoiced"


def test_it_leaves_out_what_cannot_be_posted_and_posts_the_rest(company: Company) -> None:
    good = an_order(a_customer(company))
    no_vat_number = an_order(a_customer(company, tax_group="EU", country="DE"))
    over_limit = an_order(a_customer(company, credit_limit_amount=Decimal(50)), ("1", "50"))
    too_late = an_order(a_customer(company), on=date(2027, 1, 1))
    selection = [good, no_vat_number, over_limit, too_late]

    outcome = post_invoices(
        company=company, orders=[o.pk for o in selection], posted_by=a_clerk(company), key="the key"
    )

    assert outcome.posted == [good.pk]
    assert {r.document_id: r.code for r in outcome.left_out} == {
        no_vat_number.pk: "vat_number_missing",
        over_limit.pk: "credit_limit_exceeded",
        too_late.pk: "period_not_open",
    }
    assert all(refusal.reason and refusal.remedy for refusal in outcome.left_out)


def test_the_same_request_gives_the_same_answer(company: Company) -> None:
    order, clerk = an_order(a_customer(company)), a_clerk(company)

    first = post_invoices(company=company, orders=[order.pk], posted_by=clerk, key="once")
    second = post_invoices(company=company, orders=[order.pk], posted_by=clerk, key="once")

    assert first == second
    assert Invoice.objects.count() == 1


def test_a_preview_shows_the_same_rows_and_leaves_nothing(company: Company) -> None:
    order = an_order(a_customer(company))

    with transaction.atomic():
        outcome = post_invoices(
            company=company, orders=[order.pk], posted_by=a_clerk(company), key="preview", is_preview=True
        )
        made = Invoice.objects.get(posting_id=outcome.posting_id)
        assert (made.total_amount, made.sequence_number < 0) == (Decimal("121.00"), True)
        transaction.set_rollback(True)

    assert not Invoice.objects.exists()
    [invoice] = invoiced(order)
    assert invoice.sequence_number == 1


def test_an_invoice_undoes_the_credit_note_it_names_and_settles_it(company: Company) -> None:
    customer = a_customer(company, tax_group="EXP", country="US", currency_id="USD")
    [note] = invoiced(a_returned_order(customer, ("-1", "40"), on=date(2026, 9, 1)))
    [undoing] = invoiced(an_order(customer, ("1", "40"), on=date(2026, 10, 20), credited_invoice=note))

    assert (undoing.invoice_type, undoing.transaction_units) == ("invoice", note.transaction_units)
    assert not OpenTransaction.objects.exists()
