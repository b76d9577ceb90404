"""How the wholesaler charges interest on what is overdue: as its terms of sale say."""

from datetime import date
from decimal import Decimal

from arclose.ledger.models import Company, LedgerAccount
from arclose.ledger.models.accounts import AccountType
from customers.models import InterestCode, InterestMinimum, InterestRate

_ACCOUNT = "8950"
_SINCE, _PERCENT, _MINIMUM = date(2026, 1, 1), Decimal(8), Decimal(5)


def agree_on_interest(company: Company) -> None:
    """Make the usual interest code of a company: a percentage a year, no note below a few euros, no fee."""
    account = LedgerAccount.objects.create(
        company=company, number=_ACCOUNT, name="Interest charged to customers", account_type=AccountType.REVENUE
    )
    code = InterestCode.objects.create(
        company=company, code="TERMS", name="Terms of sale", interest_account=account, is_usual=True
    )
    InterestRate.objects.create(company=company, interest_code=code, valid_from=_SINCE, annual_percent=_PERCENT)
    InterestMinimum.objects.create(
        company=company, interest_code=code, currency_id=company.accounting_currency_id, minimum_amount=_MINIMUM
    )
