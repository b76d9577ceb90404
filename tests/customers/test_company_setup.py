"""A new company can start at once."""

import io
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from arclose.access.models import Membership
from arclose.ledger.models import AutomaticAccount, Company, VatRegistration
from arclose.ledger.models.accounts import AutomaticPurpose
from arclose.ledger.models.number_series import SeriesPurpose
from customers.company_setup import CompanyExists, VatRateUnknown, create_company
from customers.models import ItemGroup, TaxRate, TaxRule
from tests.builders import a_customer, a_user, an_order
from tests.customers.pages import invoiced

pytestmark = pytest.mark.django_db


def british(code: str = "GBCO", **values: object) -> Company:
    defaults = {"name": "Retail", "country": "GB", "currency": "GBP", "first_year": 2010, "years": 2}
    return create_company(code=code, **{**defaults, **values})


def test_it_has_open_years_accounts_and_series():
    company = british()
    assert [period.name for period in company.fiscal_periods.order_by("start_date")][::23] == ["2010-01", "2011-12"]
    assert {one.purpose for one in AutomaticAccount.objects.filter(company=company)} == set(AutomaticPurpose.values)
    # With invoices, and with other vouchers, until somebody makes one.
    shared = {SeriesPurpose.PREPAYMENT_INVOICE, SeriesPurpose.JOURNAL_VOUCHER}
    assert {one.purpose for one in company.number_series.all()} == set(SeriesPurpose.values) - shared
    # What customers owe, what of it stands in bills at each of four stages, and what banks advanced on those.
    assert company.accounts.filter(is_control_account=True).count() == 1 + 4 + 1


def test_it_is_ready_to_post_what_it_delivers_and_does_not_yet():
    company = british()
    group = ItemGroup.objects.get(company=company, code="GOODS")
    assert (group.inventory_account.number, group.cost_of_goods_sold_account.number) == ("1400", "7000")
    assert (group.units_delivered_account.number, group.cost_of_goods_delivered_account.number) == ("1450", "7050")
    assert group.deferred_revenue_offset_account.number == "1150"
    assert (group.deferred_revenue_account.number, group.deferred_sales_tax_account.number) == ("8050", "2110")
    assert not company.sales_parameters.posts_cost_of_goods
    assert not company.sales_parameters.defers_revenue


@pytest.mark.parametrize(("country", "language"), [("NL", "nl"), ("GB", "en"), ("DE", "en")])
def test_its_documents_are_in_dutch_in_the_netherlands_and_else_in_english(country, language):
    assert british(country=country, standard_percent=Decimal(20)).language == language


def test_its_first_order_can_be_invoiced_with_the_rate_of_its_date():
    company = british()
    customer = a_customer(company)
    before, after = invoiced(
        an_order(customer, ("1", "100"), on=date(2011, 1, 3)), an_order(customer, ("1", "100"), on=date(2011, 1, 4))
    )
    assert (before.tax_amount, after.tax_amount) == (Decimal("17.5"), Decimal(20))


def test_every_tax_rule_has_a_rate_on_the_first_day():
    company = british()
    for rule in TaxRule.objects.filter(company=company):
        assert TaxRate.objects.filter(tax_code=rule.tax_code, valid_from__lte=date(2010, 1, 1)).exists()


def test_it_refuses_a_code_that_is_taken_and_a_country_without_rates():
    british()
    with pytest.raises(CompanyExists):
        british()
    with pytest.raises(VatRateUnknown):
        british("OTHER", country="NZ", currency="NZD")
    company = british("OTHER", country="NZ", currency="NZD", standard_percent=Decimal(15))
    assert TaxRate.objects.filter(company=company, percent=15).exists()


def test_the_command_makes_a_company_with_its_members():
    user = a_user()
    out, err = io.StringIO(), io.StringIO()
    values = ["--name", "Shop", "--country", "NL", "--currency", "EUR", "--first-year", "2026"]
    named = ["--member", f"{user.username}=clerk", "--address", r"Dam 1\n1012 JS Amsterdam"]
    with pytest.raises(CommandError, match="“004495” is not written"):
        call_command("create_company", "SHOP", *values, "--vat-number", "0044.95")
    values += ["--vat-number", "nl 0044.95.445.B01"]
    call_command("create_company", "SHOP", *values, *named, stdout=out, stderr=err)
    assert (err.getvalue(), VatRegistration.objects.get(company__code="SHOP").vat_number) == ("", "NL004495445B01")
    call_command("create_company", "NEAR", *values[:-1], "NL004495446B01", stdout=out, stderr=err)
    assert "The check digits of VAT number NL004495446B01 are wrong." in err.getvalue()
    assert "12 periods" in out.getvalue()
    assert "The law asks for its address and VAT number" in out.getvalue()
    assert Company.objects.get(code="SHOP").address == "Dam 1\n1012 JS Amsterdam"
    assert Membership.objects.get(user=user).company.code == "SHOP"
    with pytest.raises(CommandError, match="SHOP already"):
        call_command("create_company", "SHOP", *values)
    with pytest.raises(CommandError, match="USER=ROLE"):
        call_command("create_company", "NEXT", *values, "--member", f"{user.username}=king")
    assert not Company.objects.filter(code="NEXT").exists()
