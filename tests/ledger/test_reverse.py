"""Reversing vouchers: linked, once, never where a document is undone otherwise."""

from datetime import date
from decimal import Decimal

import pytest

from arclose.ledger.closing import change_status
from arclose.ledger.models import AccountBalance, Company, FiscalPeriod, LedgerEntry, Voucher
from arclose.ledger.posting import KeyReused
from arclose.ledger.reversing import reverse
from tests.builders import a_company, a_controller, a_customer, an_order
from tests.customers.posting import posted
from tests.ledger.vouchers import OCTOBER, a_voucher
from tests.text_tables import assert_entries

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Company:
    return a_company()


@pytest.fixture
def voucher(company: Company) -> Voucher:
    return a_voucher(company, ("4800", "75.50"), ("1190", "-75.50"), on=OCTOBER)


def reverse_it(voucher: Voucher, *, on: date | None = None, key: str = "key", reason: str = "mistake"):
    return reverse(
        company=voucher.company,
        vouchers=[voucher.pk],
        posting_date=on,
        reason=reason,
        posted_by=a_controller(voucher.company),
        key=key,
    )


def test_it_posts_the_opposite_and_says_of_what(voucher: Voucher) -> None:
    outcome = reverse_it(voucher, on=date(2026, 10, 31))

    [made] = Voucher.objects.filter(reversal_of=voucher)
    assert (outcome.posted, made.text, made.posting_date) == ([voucher.pk], "mistake", date(2026, 10, 31))
    assert_entries(
        [made],
        """
        posting type   | account | debit | credit
        ledger journal | 1190    | 75.50 |
        ledger journal | 4800    |       | 75.50
        """,
    )
    assert {balance.accounting_currency_amount for balance in AccountBalance.objects.all()} == {Decimal(0)}


def test_it_is_never_dated_before_its_voucher(voucher: Voucher) -> None:
    reverse_it(voucher, on=date(2026, 9, 1))
    assert Voucher.objects.get(reversal_of=voucher).posting_date == OCTOBER


def test_it_reverses_once(voucher: Voucher) -> None:
    reverse_it(voucher, key="first")
    again = reverse_it(voucher, key="second")
    assert (again.posting_id, again.posted, again.already) == (None, [], [voucher.pk])
    assert Voucher.objects.count() == 2


def test_it_gives_the_same_answer_to_the_same_request(voucher: Voucher) -> None:
    assert reverse_it(voucher) == reverse_it(voucher)
    with pytest.raises(KeyReused):
        reverse_it(voucher, reason="another")


def test_it_is_refused_in_a_period_on_hold_and_may_be_asked_again(voucher: Voucher) -> None:
    october = FiscalPeriod.objects.get(company=voucher.company, name="2026-10")
    change_status(period=october, status="on_hold", changed_by=a_controller(voucher.company))

    refused = reverse_it(voucher)
    assert [refusal.code for refusal in refused.left_out] == ["period_not_open"]

    change_status(period=october, status="open", changed_by=a_controller(voucher.company))
    assert reverse_it(voucher).posted == [voucher.pk]


def test_it_does_not_know_the_vouchers_of_another_company(voucher: Voucher) -> None:
    other = a_company()
    outcome = reverse(
        company=other, vouchers=[voucher.pk], posting_date=None, reason="", posted_by=a_controller(other), key="key"
    )
    assert [refusal.code for refusal in outcome.left_out] == ["no_such_voucher"]
    assert not LedgerEntry.objects.filter(company=other).exists()


def test_it_leaves_an_invoice_to_its_credit_note_and_a_reversal_as_it_is(company: Company, voucher: Voucher) -> None:
    posted(an_order(a_customer(company)))
    invoice = Voucher.objects.get(document_type="invoice")
    reverse_it(voucher)
    reversal = Voucher.objects.get(reversal_of=voucher)

    for other in (invoice, reversal):
        [refusal] = reverse_it(other, key=f"k{other.pk}").left_out
        assert (refusal.code, bool(refusal.remedy)) == ("undone_otherwise", True)
    assert Voucher.objects.count() == 3
