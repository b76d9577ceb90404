"""Create a company with everything its first order and its first close need."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from arclose.ledger.closing import open_year
from arclose.ledger.models import (
    AutomaticAccount,
    Company,
    Currency,
    LedgerAccount,
    NumberSeries,
    VatRegistration,
)
from arclose.ledger.models.companies import Language
from arclose.ledger.reference.loading import load_currencies, load_memberships, rate_type_of_the_ecb
from customers.company_setup import defaults, further
from customers.company_setup.defaults import REDUCED, STANDARD, VatRate
from customers.models import (
    AccountTaxDefault,
    CustomerGroup,
    HoldCode,
    ItemGroup,
    ItemTaxGroup,
    PaymentTerms,
    PostingProfile,
    SalesParameters,
    SettlementParameters,
    TaxCode,
    TaxGroup,
    TaxRate,
    TaxRule,
    WriteOffReason,
)
from customers.vat_numbers import MEMBER_STATES, as_written, is_well_formed, wrong_shape

# The states whose check digits are known.
CHECKED_STATES = MEMBER_STATES | {"GB"}
FIRST_DAY = date(1970, 1, 1)


class CompanyExists(Exception):
    """A company of this code is there already; nothing was changed."""

    def __init__(self, code: str) -> None:
        """Carry the code."""
        super().__init__(_("There is a company %(code)s already.") % {"code": code})
        self.code = code


class VatRateUnknown(Exception):
    """The program ships no VAT rates of a country, and none were given."""

    def __init__(self, country: str) -> None:
        """Carry the country."""
        super().__init__(
            _("The VAT rates of %(country)s are not known. Give the standard rate.") % {"country": country}
        )
        self.country = country


class VatNumberMistyped(Exception):
    """The VAT number is not written as those of member states are; its words say how they are."""


@transaction.atomic
def create_company(
    *,
    code: str,
    name: str,
    country: str,
    currency: str,
    first_year: int,
    years: int = 1,
    vat_number: str = "",
    standard_percent: Decimal | None = None,
) -> Company:
    """Create a company with open calendar years, and give it.

    ``standard_percent`` is the domestic VAT rate where the program ships none for the country, or another is wanted.

    :raises CompanyExists: the code is taken.
    :raises VatRateUnknown: no VAT rate of the country ships, and none is given.
    :raises VatNumberMistyped: the company is in a member state, and no member state writes its numbers like this.
    """
    vat_number = as_written(vat_number)
    if wrong := wrong_shape(vat_number, country=country):
        raise VatNumberMistyped(wrong)
    if Company.objects.filter(code=code).exists():
        raise CompanyExists(code)
    rates = _vat_rates(country, standard_percent)
    company = Company.objects.create(
        code=code,
        name=name,
        country=country,
        accounting_currency=_currency(currency),
        exchange_rate_type=rate_type_of_the_ecb(),
        language=defaults.LANGUAGES.get(country, Language.ENGLISH),
        time_zone=defaults.TIME_ZONES.get(country, defaults.ANY_TIME_ZONE),
    )
    for year in range(first_year, first_year + years):
        open_year(company=company, start_date=date(year, 1, 1))
    accounts = _create_accounts(company)
    _create_terms_and_groups(company, accounts)
    _create_sales_tax(company, accounts, _registration(company, vat_number, first_year), rates)
    further.take_further_steps(company)
    return company


def warning_of_vat_number(company: Company) -> str:
    """Say that the check digits of a new company's VAT number are wrong; nothing where it has none, or they are right.

    It is taken, as a customer's is: some that are held break their state's rules.
    """
    registration = company.vat_registrations.first()
    if registration is None or company.country not in CHECKED_STATES or is_well_formed(registration.vat_number):
        return ""
    text = _(
        "The check digits of VAT number %(number)s are wrong. Correct it in Setup, under VAT registrations, before"
        " invoices bear it."
    )
    return text % {"number": registration.vat_number}


def _vat_rates(country: str, standard_percent: Decimal | None) -> list[VatRate]:
    if standard_percent is not None:
        return [VatRate(level, FIRST_DAY, standard_percent) for level in (STANDARD, REDUCED)]
    rates = list(defaults.vat_rates(country))
    if not rates:
        raise VatRateUnknown(country)
    return rates


def _currency(code: str) -> Currency:
    found = Currency.objects.filter(code=code).first()
    if found is None:
        load_currencies()
        load_memberships()
    return found or Currency.objects.get(code=code)


def _create_accounts(company: Company) -> dict[str, LedgerAccount]:
    """Create chart, automatic accounts and number series, and give the accounts by number."""
    made = LedgerAccount.objects.bulk_create(
        LedgerAccount(
            company=company,
            number=number,
            name=name,
            account_type=account_type,
            is_control_account=number in defaults.CONTROL_ACCOUNTS,
            is_clearing_account=number in defaults.CLEARING_ACCOUNTS,
        )
        for number, name, account_type in defaults.ACCOUNTS
    )
    accounts = {account.number: account for account in made}
    AutomaticAccount.objects.bulk_create(
        AutomaticAccount(company=company, purpose=purpose, account=accounts[number])
        for purpose, number in defaults.AUTOMATIC_ACCOUNTS.items()
    )
    NumberSeries.objects.bulk_create(
        NumberSeries(company=company, purpose=purpose, prefix=prefix)
        for purpose, prefix in defaults.NUMBER_SERIES.items()
    )
    return accounts


def _create_terms_and_groups(company: Company, accounts: dict[str, LedgerAccount]) -> None:
    PaymentTerms.objects.bulk_create(
        PaymentTerms(company=company, code=code, name=name, net_days=days, is_from_end_of_month=is_from_end)
        for code, name, days, is_from_end in defaults.PAYMENT_TERMS
    )
    CustomerGroup.objects.bulk_create(
        CustomerGroup(company=company, code=code, name=name) for code, name in defaults.CUSTOMER_GROUPS
    )
    code, name, summary = defaults.POSTING_PROFILE
    PostingProfile.objects.create(company=company, code=code, name=name, summary_account=accounts[summary])
    ItemGroup.objects.bulk_create(
        ItemGroup(
            company=company,
            code=code,
            name=name,
            revenue_account=accounts[revenue],
            line_discount_account=accounts[defaults.LINE_DISCOUNT],
            total_discount_account=accounts[defaults.TOTAL_DISCOUNT],
            **{field: accounts[number] for field, number in defaults.DELIVERY_ACCOUNTS.items()},
        )
        for code, name, revenue in defaults.ITEM_GROUPS
    )
    SalesParameters.objects.create(company=company)
    SettlementParameters.objects.create(company=company)
    WriteOffReason.objects.bulk_create(
        WriteOffReason(company=company, code=code, name=name, account=accounts[number], relieves_tax=relieves_tax)
        for code, name, number, relieves_tax in defaults.WRITE_OFF_REASONS
    )
    HoldCode.objects.bulk_create(HoldCode(company=company, code=code, name=name) for code, name in defaults.HOLD_CODES)


def _registration(company: Company, vat_number: str, first_year: int) -> VatRegistration | None:
    if not vat_number:
        return None
    return VatRegistration.objects.create(
        company=company,
        country=company.country,
        vat_number=vat_number,
        currency=company.accounting_currency,
        valid_from=date(first_year, 1, 1),
    )


def _create_sales_tax(
    company: Company,
    accounts: dict[str, LedgerAccount],
    registration: VatRegistration | None,
    rates: Iterable[VatRate],
) -> None:
    """Create tax groups, codes with their dated rates, and the rules that join them."""
    groups = _by_code(
        TaxGroup.objects.bulk_create(
            TaxGroup(company=company, code=code, name=name) for code, name in defaults.TAX_GROUPS
        )
    )
    item_groups = _by_code(
        ItemTaxGroup.objects.bulk_create(
            ItemTaxGroup(company=company, code=code, name=name) for code, name in defaults.ITEM_TAX_GROUPS
        )
    )
    codes = _by_code(
        TaxCode.objects.bulk_create(
            TaxCode(
                company=company,
                code=code,
                name=name,
                kind=kind,
                registration=registration,
                tax_account=accounts[defaults.SALES_TAX],
            )
            for code, name, kind, _level in defaults.TAX_CODES
        )
    )
    _create_rates(company, codes, list(rates))
    TaxRule.objects.bulk_create(
        TaxRule(company=company, tax_group=groups[group], item_tax_group=item_groups[item_group], tax_code=codes[code])
        for group, row in defaults.TAX_RULES.items()
        for (item_group, _name), code in zip(defaults.ITEM_TAX_GROUPS, row, strict=True)
        if code
    )
    AccountTaxDefault.objects.create(
        company=company, account=accounts[defaults.GOODS_REVENUE], item_tax_group=item_groups[defaults.GOODS_TAX_GROUP]
    )


def _create_rates(company: Company, codes: dict[str, TaxCode], rates: list[VatRate]) -> None:
    zero = [VatRate("", FIRST_DAY, Decimal(0))]
    TaxRate.objects.bulk_create(
        TaxRate(company=company, tax_code=codes[code], valid_from=rate.valid_from, percent=rate.percent)
        for code, _name, _kind, level in defaults.TAX_CODES
        for rate in (rates if level else zero)
        if rate.level == level
    )


def _by_code(rows: Iterable[Any]) -> dict[str, Any]:
    return {row.code: row for row in rows}
