"""The provisional numbers of a preview: none is given twice, whatever the preview writes."""

from datetime import date

import pytest

from arclose.ledger.closing import open_year
from arclose.ledger.models import Company, ExchangeRateType, Voucher
from customers.models import Invoice
from customers.previewing import Preview, preview
from customers.update_parameters import USUAL
from customers.updates import INVOICE
from tests.builders import a_clerk, a_company, a_customer, a_returned_order, an_item, an_order
from tests.customers.pages import invoiced

pytestmark = pytest.mark.django_db


@pytest.fixture
def company(db) -> Company:
    return a_company()


def previewed(company: Company, orders: list[int]) -> Preview:
    clerk = a_clerk(company)
    return preview(update=INVOICE, company=company, orders=orders, parameters=USUAL, previewed_by=clerk)


def test_orders_of_two_fiscal_years_are_previewed_together(company):
    open_year(company=company, start_date=date(2027, 1, 1))
    customer = a_customer(company)
    orders = [an_order(customer, on=day).pk for day in (date(2026, 12, 30), date(2026, 12, 31), date(2027, 1, 4))]

    shown = previewed(company, orders)

    assert len(shown.documents) == 3
    assert not Voucher.objects.exists()


def test_credit_notes_whose_settlement_needs_a_voucher_are_previewed(company):
    three_dollars_to_the_euro(company)
    abroad = a_customer(company, tax_group="EXP", country="US", currency_id="USD")
    items = [an_item(company), an_item(company, item_type="service")]
    [invoice] = invoiced(an_order(abroad, ("1", "10"), ("1", "10"), items=items))
    notes = [a_returned_order(abroad, ("-1", "2.5"), credited_invoice=invoice).pk for _note in range(8)]

    shown = previewed(company, notes)

    assert len(shown.documents) == 8
    assert Invoice.objects.count() == 1


def three_dollars_to_the_euro(company: Company) -> None:
    """Let a credit note of a part leave cents over."""
    rate_type = ExchangeRateType.objects.create(code="OWN", name="Own", base_currency_id="EUR")
    rate_type.rates.create(currency_id="USD", rate_date=date(2026, 1, 1), units_per_base=3)
    Company.objects.filter(pk=company.pk).update(exchange_rate_type=rate_type, rate_age_limit_days=400)
    company.refresh_from_db()
