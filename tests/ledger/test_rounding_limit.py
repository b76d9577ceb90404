"""The rounding limit is in accounting currency, and in reporting currency what that is worth on the voucher's day."""

from decimal import Decimal

import pytest

from arclose.ledger.models import Company, LedgerEntry
from arclose.ledger.posting import RoundedAboveLimit
from tests.builders import a_company
from tests.customers.posting import findings
from tests.ledger.vouchers import a_voucher

# A cent of a euro is 1.8 yen: ten of them round up to two yen more than their sum, a cent's worth.
CENTS = [("4000", "0.01")] * 10 + [("1190", "-0.10")]


@pytest.fixture
def company(db: None) -> Company:
    company = a_company()
    Company.objects.filter(pk=company.pk).update(reporting_currency_id="JPY")
    return Company.objects.get(pk=company.pk)


def _limit(company: Company, limit: str) -> None:
    Company.objects.filter(pk=company.pk).update(rounding_limit_amount=Decimal(limit))


def test_a_difference_of_yen_is_measured_in_yen(company: Company) -> None:
    a_voucher(company, *CENTS)
    rounded = LedgerEntry.objects.get(company=company, posting_type="rounding")
    assert (rounded.accounting_currency_amount, rounded.reporting_currency_amount) == (0, -2)
    assert findings(company) == {}


def test_above_the_limit_it_is_refused_by_amount_and_currency(company: Company) -> None:
    _limit(company, "0")
    with pytest.raises(RoundedAboveLimit) as refused:
        a_voucher(company, *CENTS)
    [(_document, difference)] = refused.value.documents
    assert (difference.amount, difference.currency) == (-2, "JPY")
    assert "JPY" in str(difference)


def test_a_lowered_limit_says_nothing_of_vouchers_before(company: Company) -> None:
    a_voucher(company, *CENTS)
    _limit(company, "0")
    assert findings(company) == {}
