"""Worked cases of what invoices and credit notes post, amount by amount."""

from datetime import date
from decimal import Decimal

import pytest

from arclose.ledger.models import Company, Currency, ExchangeRate, ExchangeRateType, LedgerEntry
from customers.models import Customer, Invoice, Item, ItemGroup, ItemTaxGroup, Settlement, TaxRow
from tests.builders import a_company, a_customer, a_returned_order, an_item, an_order
from tests.customers.posting import findings, post, posted, still_open, vouchers_of
from tests.customers.test_charges import a_code, charge
from tests.customers.test_fulfilment import post_cost_of_goods
from tests.text_tables import assert_entries

pytestmark = pytest.mark.django_db
DAY = date(2026, 10, 15)


@pytest.fixture
def company() -> Company:
    """One euro is worth three dollars, and 150 yen."""
    company = a_company()
    rate_type = ExchangeRateType.objects.create(code="OWN", name="Own", base_currency_id="EUR")
    for currency, units in (("USD", 3), ("JPY", 150)):
        ExchangeRate.objects.create(
            rate_type=rate_type, currency_id=currency, rate_date=date(2026, 10, 14), units_per_base=units
        )
    Company.objects.filter(pk=company.pk).update(exchange_rate_type=rate_type)
    company.refresh_from_db()
    return company


def abroad(company: Company, currency: str = "USD") -> Customer:
    return a_customer(company, tax_group="EXP", country="US", currency_id=currency)


def goods_and_service(company: Company) -> list:
    return [an_item(company), an_item(company, item_type="service")]


def test_tax_is_computed_once_per_rate_and_not_per_line(company: Company) -> None:
    reduced = an_item(company, item_tax_group=ItemTaxGroup.objects.get(company=company, code="RED"))
    [invoice] = posted(
        an_order(
            a_customer(company),
            *[("1", "1.12")] * 3, ("1", "0.50"), ("1", "0.06"),
            items=[*[an_item(company)] * 3, reduced, reduced],
        )
    )  # fmt: skip
    # 21 % of 3.36 is 0.71, where 0.24 on each line would be 0.72; 9 % of 0.56 is 0.05.
    assert_entries(
        vouchers_of(invoice),
        """
        posting type     | account | debit | credit
        customer balance | 1100    | 4.68  |
        revenue          | 8000    |       | 3.36
        sales tax        | 2100    |       | 0.71
        revenue          | 8000    |       | 0.56
        sales tax        | 2100    |       | 0.05
        """,
    )
    assert [line.tax_amount for line in invoice.lines.order_by("line_number")][:3] == [
        Decimal("0.23"), Decimal("0.24"), Decimal("0.24"),
    ]  # fmt: skip


def test_what_translation_leaves_goes_to_the_rounding_account(company: Company) -> None:
    [invoice] = posted(an_order(abroad(company), ("1", "10"), ("1", "10"), items=goods_and_service(company), on=DAY))
    assert_entries(
        vouchers_of(invoice),
        """
        posting type     | account | debit | credit
        customer balance | 1100    | 6.67  |
        revenue          | 8000    |       | 3.33
        revenue          | 8100    |       | 3.33
        rounding         | 4900    |       | 0.01
        """,
    )
    assert findings(company) == {}


def test_what_translation_leaves_is_rounded_beside_the_cost_of_what_is_sold(company: Company) -> None:
    post_cost_of_goods(company)
    goods, service = goods_and_service(company)
    Item.objects.filter(pk=goods.pk).update(standard_cost_amount=2)
    [invoice] = posted(an_order(abroad(company), ("1", "10"), ("1", "10"), items=[goods, service], on=DAY))
    rounded = LedgerEntry.objects.get(voucher__in=vouchers_of(invoice), posting_type="rounding")
    assert (rounded.currency_id, rounded.accounting_currency_amount) == (invoice.currency_id, Decimal("-0.01"))
    assert findings(company) == {}


def test_above_the_rounding_limit_a_document_is_left_out_and_the_rest_is_posted(company: Company) -> None:
    Company.objects.filter(pk=company.pk).update(rounding_limit_amount=0)
    company.refresh_from_db()
    uneven = an_order(abroad(company), ("1", "10"), ("1", "10"), items=goods_and_service(company), on=DAY)
    charge(uneven, a_code(company), "30")
    even = an_order(abroad(company), ("1", "30"), on=DAY)
    outcome = post(uneven, even)
    assert outcome.posted == [even.pk]
    assert {refusal.document_id: refusal.code for refusal in outcome.left_out} == {uneven.pk: "rounding_above_limit"}
    assert Invoice.objects.get().sequence_number == 1


def test_a_credit_note_in_yen_posts_the_opposite(company: Company) -> None:
    customer = abroad(company, "JPY")
    [invoice] = posted(an_order(customer, ("1", "1000"), on=DAY))
    [note] = posted(a_returned_order(customer, ("-1", "401"), on=DAY, credited_invoice=invoice))
    assert_entries(
        vouchers_of(note),
        """
        posting type     | account | debit | credit
        revenue          | 8000    | 2.67  |
        customer balance | 1100    |       | 2.67
        """,
    )
    assert still_open(invoice, note) == [(Decimal(599), Decimal("4.00")), (0, 0)]


def test_a_credit_note_that_takes_a_cent_less_books_the_difference_once(company: Company) -> None:
    customer = abroad(company)
    [invoice] = posted(an_order(customer, ("1", "10"), ("1", "10"), items=goods_and_service(company), on=DAY))
    posted(*[a_returned_order(customer, ("-1", "2.5"), on=DAY, credited_invoice=invoice) for _note in range(8)])
    assert still_open(invoice) == [(0, 0)]
    assert any(s.debit_accounting_amount != s.credit_accounting_amount for s in Settlement.objects.all())
    assert findings(company) == {}


def test_entries_have_a_reporting_currency_too(company: Company) -> None:
    Company.objects.filter(pk=company.pk).update(reporting_currency=Currency.objects.get(code="JPY"))
    company.refresh_from_db()
    [invoice] = posted(an_order(a_customer(company), ("1", "10.01"), on=DAY))
    entries = LedgerEntry.objects.filter(voucher__in=vouchers_of(invoice)).order_by("account__number", "posting_type")
    # JPY 150 to the euro: 12.11 is 1816.50, 10.01 is 1501.50 and 2.10 is 315.00.
    assert {entry.posting_type: entry.reporting_currency_amount for entry in entries} == {
        "customer_balance": 1817, "revenue": -1502, "sales_tax": -315,
    }  # fmt: skip
    assert findings(company) == {}


def test_a_day_without_a_rate_into_the_reporting_currency_is_refused(company: Company) -> None:
    Company.objects.filter(pk=company.pk).update(reporting_currency=Currency.objects.get(code="JPY"))
    company.refresh_from_db()
    late, fine = an_order(a_customer(company), on=date(2026, 10, 31)), an_order(a_customer(company), on=DAY)
    outcome = post(late, fine)
    assert (outcome.posted, [refusal.code for refusal in outcome.left_out]) == ([fine.pk], ["rate_missing"])
    assert "JPY 31 Oct 2026" in outcome.left_out[0].reason


def test_goods_given_away_have_a_number_and_no_voucher(company: Company) -> None:
    ItemGroup.objects.filter(company=company).update(line_discount_account=None, total_discount_account=None)
    [invoice] = posted(an_order(a_customer(company), ("1", "10", "100")))
    assert (invoice.number, invoice.has_voucher, list(vouchers_of(invoice))) == ("INV2026-000001", False, [])
    assert TaxRow.objects.filter(invoice=invoice).count() == 1
    assert findings(company) == {}


def test_goods_given_away_show_their_discount_where_it_has_an_account(company: Company) -> None:
    [invoice] = posted(an_order(a_customer(company), ("1", "10", "100")))
    assert_entries(
        vouchers_of(invoice),
        """
        posting type  | account | debit | credit
        line discount | 8800    | 10.00 |
        revenue       | 8000    |       | 10.00
        """,
    )
    assert findings(company) == {}
