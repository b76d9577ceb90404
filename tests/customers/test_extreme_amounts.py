"""Amounts at the edges are exact or refused by name; texts come out as they went in."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from arclose.ledger.models import Company, ExchangeRate, ExchangeRateType, LedgerEntry, Voucher
from customers.models import CustomerTransaction, Invoice, InvoiceLine, SalesOrderLine
from tests.builders import a_company, a_customer, a_returned_order, an_order
from tests.customers.posting import findings, post, posted, vouchers_of
from tests.ledger.vouchers import a_voucher
from tests.text_tables import assert_entries

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Company:
    company = a_company()
    rate_type = ExchangeRateType.objects.create(code="OWN", name="Own", base_currency_id="EUR")
    for currency, units in (("JPY", "163.27"), ("KWD", "0.33391"), ("USD", "1.0853"), ("IDR", "19123.45")):
        ExchangeRate.objects.create(
            rate_type=rate_type, currency_id=currency, rate_date=date(2026, 10, 14), units_per_base=units
        )
    Company.objects.filter(pk=company.pk).update(exchange_rate_type=rate_type)
    company.refresh_from_db()
    return company


# currency | quantity | price | total | in the books
EXACT = [
    ("EUR", "10", "99999999999999.999", "999999999999999.99", "999999999999999.99"),
    ("EUR", "30", "33333333333333.333334", "1000000000000000.00", None),
    ("EUR", "99999999999999", "0.000001", "100000000.00", "100000000.00"),
    ("EUR", "1", "0.005", "0.01", "0.01"),
    ("EUR", "1", "0.004999", "0.00", None),
    ("EUR", "-1", "0.005", "-0.01", "-0.01"),
    ("JPY", "1", "0.5", "1", "0.01"),
    ("JPY", "10", "99999999999999.9", "999999999999999", "6124823911312.54"),
    ("KWD", "1", "0.0005", "0.001", "0.00"),
    ("KWD", "10", "12345678901234.5678", "123456789012345.678", "369730732869173.36"),
    ("IDR", "10", "99999999999999.999", "999999999999999.99", "52291819729.18"),
]  # fmt: skip


def test_it_is_exact_or_refused(company: Company) -> None:
    orders = []
    for currency, quantity, price, _total, _accounting in EXACT:
        customer = a_customer(company, tax_group="OUT", currency_id=currency)
        make = a_returned_order if quantity.startswith("-") else an_order
        orders.append(make(customer, (quantity, price), on=date(2026, 10, 15)))
    codes = {refusal.document_id: refusal.code for refusal in post(*orders).left_out}

    for order, (*asked, total, accounting) in zip(orders, EXACT, strict=True):
        if accounting is None and Decimal(total):
            assert codes.pop(order.pk) == "amount_too_large", asked
            continue
        owed = CustomerTransaction.objects.filter(invoice__order=order)
        amounts = list(owed.values_list("accounting_currency_amount", flat=True))
        assert Invoice.objects.get(order=order).total_amount == Decimal(total), asked
        assert amounts == ([Decimal(accounting)] if accounting else []), asked
    assert codes == {}
    connection.check_constraints()
    assert findings(company) == {}


def test_many_lines_that_are_too_much_together_are_refused(company: Company) -> None:
    order = an_order(a_customer(company), *[("1", "90000000000000")] * 12)
    assert [refusal.code for refusal in post(order).left_out] == ["amount_too_large"]


def test_a_line_whose_discount_hides_its_size_is_refused(company: Company) -> None:
    order = an_order(a_customer(company), ("10000000", "10000000000", "99.999"))
    assert [refusal.code for refusal in post(order).left_out] == ["amount_too_large"]


def test_what_is_no_number_never_gets_in(company: Company) -> None:
    order = an_order(a_customer(company))
    for field in ("quantity", "unit_price", "net_amount", "line_discount_percent"):
        statement = f"UPDATE customers_salesorderline SET {field} = %s::numeric WHERE order_id = %s"
        for value in ("NaN", "Infinity", "-Infinity"):
            try:
                with transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute(statement, [value, order.pk])
            except DatabaseError:
                continue
            pytest.fail(f"{field} is {value}")


def test_a_cent_on_each_of_a_thousand_lines_is_taxed_once(company: Company) -> None:
    [invoice] = posted(an_order(a_customer(company), *[("1", "0.01")] * 1000))
    assert (invoice.net_amount, invoice.tax_amount) == (Decimal("10.00"), Decimal("2.10"))
    assert sum(InvoiceLine.objects.values_list("tax_amount", flat=True)) == Decimal("2.10")


def test_lines_of_both_signs_that_cancel_out_keep_their_tax(company: Company) -> None:
    [invoice] = posted(an_order(a_customer(company), ("1", "10.05"), ("-1", "10.04")))
    assert_entries(
        vouchers_of(invoice),
        """
        posting type     | account | debit | credit
        customer balance | 1100    | 0.01  |
        revenue          | 8000    |       | 0.01
        """,
    )


HOSTILE = [
    "=HYPERLINK(\"http://evil\")",
    "<script>alert(1)</script>",
    "'; DROP TABLE ledger_voucher; --",
    "%s %(company)s {0} {company}",
    "\u202egnirts desrever\u202c",
    "a|b;c\nd\te",
    "\\x00 \\' $$ $1",
    "\U0001f4b6" * 50,
    "x" * 200,
]  # fmt: skip


def test_texts_come_out_as_they_went_in(company: Company) -> None:
    orders = [an_order(a_customer(company, name=text[:160]), reason=text) for text in HOSTILE]
    for order, text in zip(orders, HOSTILE, strict=True):
        SalesOrderLine.objects.filter(order=order).update(description=text)
    owed = posted(*orders)
    notes = posted(
        *(
            a_returned_order(invoice.customer, ("-1", "1"), reason=text, credited_invoice=invoice)
            for invoice, text in zip(owed, HOSTILE, strict=True)
        )
    )
    assert [InvoiceLine.objects.get(invoice=invoice).description for invoice in owed] == HOSTILE
    assert [note.reason for note in notes] == HOSTILE
    assert findings(company) == {}


def test_the_digest_covers_any_text(company: Company) -> None:
    vouchers = [a_voucher(company, text=text) for text in HOSTILE]
    assert [Voucher.objects.get(pk=voucher.pk).text for voucher in vouchers] == HOSTILE
    assert LedgerEntry.objects.filter(voucher__in=vouchers).count() == 2 * len(HOSTILE)
    assert findings(company) == {}
