"""Settling invoices with credit notes: shares, realized differences, accounts, and taking it all back."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction

from arclose.ledger.automatic_accounts import AutomaticAccountIsControl, AutomaticAccountMissing
from arclose.ledger.closing import change_status
from arclose.ledger.models import (
    AutomaticAccount,
    Company,
    ExchangeRate,
    ExchangeRateType,
    FiscalPeriod,
    LedgerAccount,
    Voucher,
)
from arclose.ledger.posting import KeyReused
from customers.models import CurrencyAccounts, Customer, Invoice, PostingProfile, Settlement
from customers.settling import settlement
from customers.settling.refusals import CannotSettle
from customers.settling.settlement import Part
from customers.sql import lock_open_transactions, opposites_to_settle
from customers.used_accounts import AccountUnusable
from tests.builders import a_company, a_controller, a_customer, a_returned_order, an_order
from tests.customers.posting import findings, posted, settle, still_open, take_back, vouchers_of
from tests.imports.test_imports_at_once import in_threads
from tests.text_tables import assert_entries, assert_refused, read_table

pytestmark = pytest.mark.django_db
RATES = """
    day        | USD  | JPY | KWD
    2026-09-01 | 1.25 | 160 | 0.3
    2026-10-01 | 1.60 | 128 | 0.4
"""


@pytest.fixture
def company() -> Company:
    company = a_company()
    rate_type = ExchangeRateType.objects.create(code=f"OWN{company.pk}", name="Own", base_currency_id="EUR")
    for row in read_table(RATES):
        for currency in ("USD", "JPY", "KWD"):
            ExchangeRate.objects.create(
                rate_type=rate_type, currency_id=currency, rate_date=row["day"], units_per_base=row[currency]
            )
    Company.objects.filter(pk=company.pk).update(exchange_rate_type=rate_type, rate_age_limit_days=40)
    company.refresh_from_db()
    return company


def abroad(company: Company, currency: str = "USD", **values: object) -> Customer:
    return a_customer(company, tax_group="EXP", country="US", currency_id=currency, **values)


def invoice_and_note(customer: Customer, invoiced: str, credited: str) -> tuple[Invoice, Invoice]:
    """Give an invoice of 10 September and a credit note of 10 October that does not name it."""
    invoice, note = posted(
        an_order(customer, ("1", invoiced), on=date(2026, 9, 10)),
        a_returned_order(customer, ("-1", credited), on=date(2026, 10, 10)),
    )
    return invoice, note


def _with_control_account(company: Company, number: str = "1199") -> PostingProfile:
    account = LedgerAccount.objects.create(
        company=company, number=number, name="Large customers", account_type="asset", is_control_account=True
    )
    return PostingProfile.objects.create(company=company, code="BIG", name="Large", summary_account=account)


def test_it_leaves_no_voucher_where_both_sides_are_worth_the_same(company: Company) -> None:
    invoice, note = invoice_and_note(a_customer(company, tax_group="OUT"), "100", "100")
    [made] = settle(invoice, note, "100")
    assert still_open(invoice, note) == [(0, 0), (0, 0)]
    assert not vouchers_of(made)
    assert findings(company) == {}


def test_it_books_a_realized_loss_where_the_rate_fell(company: Company) -> None:
    invoice, note = invoice_and_note(abroad(company), "1000.00", "1000.00")
    [made] = settle(invoice, note, "1000.00")
    assert_entries(
        vouchers_of(made),
        """
        posting type     | account | debit  | credit
        realized loss    | 4920    | 175.00 |
        customer balance | 1100    |        | 175.00
        """,
    )
    assert still_open(invoice, note) == [(0, 0), (0, 0)]
    assert findings(company) == {}


def test_it_books_a_realized_gain_where_the_rate_rose(company: Company) -> None:
    invoice, note = invoice_and_note(abroad(company, "JPY"), "16000", "12800")
    [made] = settle(invoice, note, "8000")
    assert_entries(
        vouchers_of(made),
        """
        posting type     | account | debit | credit
        customer balance | 1100    | 12.50 |
        realized gain    | 8910    |       | 12.50
        """,
    )
    assert still_open(invoice, note) == [(8000, Decimal("50.00")), (-4800, Decimal("-37.50"))]


def test_it_refuses_transactions_of_different_customers(company: Company) -> None:
    invoice, note = posted(
        an_order(a_customer(company), ("1", "10")), a_returned_order(a_customer(company), ("-1", "10"))
    )
    with pytest.raises(CannotSettle, match="different customers"):
        settle(invoice, note, "10")
    assert not Settlement.objects.exists()


def test_it_moves_between_control_accounts_where_they_differ(company: Company) -> None:
    customer = abroad(company)
    [invoice] = posted(an_order(customer, ("1", "100"), on=date(2026, 9, 10)))
    Customer.objects.filter(pk=customer.pk).update(posting_profile=_with_control_account(company))
    [note] = posted(a_returned_order(customer, ("-1", "160"), on=date(2026, 10, 10)))
    [made] = settle(invoice, note, "80")
    assert_entries(
        vouchers_of(made),
        """
        posting type     | account | debit | credit
        customer balance | 1199    | 50.00 |
        realized loss    | 4920    | 14.00 |
        customer balance | 1100    |       | 64.00
        """,
    )
    assert findings(company) == {}


@pytest.mark.parametrize(("currency", "difference"), [("EUR", ""), ("USD", "realized_loss"), ("JPY", "realized_gain")])
def test_it_asks_only_for_the_account_of_the_difference_there_is(
    company: Company, currency: str, difference: str
) -> None:
    """Where only the control accounts differ, none is needed."""
    customer = abroad(company, currency)
    [invoice] = posted(an_order(customer, ("1", "100"), on=date(2026, 9, 10)))
    Customer.objects.filter(pk=customer.pk).update(posting_profile=_with_control_account(company))
    [note] = posted(a_returned_order(customer, ("-1", "100"), on=date(2026, 10, 10)))
    realized = AutomaticAccount.objects.filter(company=company, purpose__startswith="realized")
    realized.exclude(purpose=difference).delete()

    [made] = settle(invoice, note, "100")

    assert vouchers_of(made).count() == 1


def test_it_names_the_account_that_is_missing(company: Company) -> None:
    invoice, note = invoice_and_note(abroad(company), "100", "100")
    AutomaticAccount.objects.filter(company=company, purpose="realized_loss").delete()
    with pytest.raises(AutomaticAccountMissing):
        settle(invoice, note, "100")


def test_it_keeps_realized_differences_off_control_accounts(company: Company) -> None:
    invoice, note = invoice_and_note(abroad(company), "100", "100")
    receivables = company.accounts.get(number="1100")
    AutomaticAccount.objects.filter(company=company, purpose="realized_loss").update(account=receivables)
    with pytest.raises(AutomaticAccountIsControl):
        settle(invoice, note, "100")


@pytest.mark.parametrize(("number", "said"), [("4921", "4921 is blocked"), ("1100", "1100 is a control account")])
def test_it_keeps_differences_of_a_currency_off_accounts_that_are_blocked_or_control(
    company: Company, number: str, said: str
) -> None:
    values = {"name": "Losses in dollars", "account_type": "expense", "is_blocked": True}
    account, _is_new = LedgerAccount.objects.get_or_create(company=company, number=number, defaults=values)
    CurrencyAccounts.objects.create(company=company, currency_id="USD", gain_account=account, loss_account=account)
    invoice, note = invoice_and_note(abroad(company), "100", "100")
    with pytest.raises(AccountUnusable, match=said):
        settle(invoice, note, "100")
    assert not Settlement.objects.exists()


@pytest.mark.parametrize(
    ("currency", "amount", "parts", "taken"),
    [
        # EUR 80.01 of USD 100.01 in thirds: the last part takes what the others left.
        ("USD", "100.01", ["33.34", "33.34", "33.33"], ["26.67", "26.68", "26.66"]),
        # EUR 0.02 of JPY 3 at 160: most parts are worth nothing.
        ("JPY", "3", ["1", "1", "1"], ["0.01", "0.00", "0.01"]),
        ("KWD", "1.000", ["0.333", "0.333", "0.334"], ["1.11", "1.11", "1.11"]),
    ],
)
def test_parts_take_their_share_and_end_exactly_at_zero(
    company: Company, currency: str, amount: str, parts: list[str], taken: list[str]
) -> None:
    invoice, note = invoice_and_note(abroad(company, currency), amount, amount)
    made = [settle(invoice, note, part)[0] for part in parts]
    assert [str(one.debit_accounting_amount.quantize(Decimal("0.01"))) for one in made] == taken
    assert still_open(invoice, note) == [(0, 0), (0, 0)]
    assert findings(company) == {}


def test_parts_in_one_request_share_like_parts_in_many(company: Company) -> None:
    invoice, note = invoice_and_note(abroad(company), "100.01", "100.01")
    made = settle(invoice, note, "33.34", "33.34", "33.33")
    assert [one.debit_accounting_amount for one in made] == [Decimal("26.67"), Decimal("26.68"), Decimal("26.66")]
    assert still_open(invoice, note) == [(0, 0), (0, 0)]


def test_many_small_parts_leave_nothing(company: Company) -> None:
    invoice, note = invoice_and_note(abroad(company), "7.77", "7.77")
    settle(invoice, note, *["0.03"] * 259)
    assert still_open(invoice, note) == [(0, 0), (0, 0)]
    assert findings(company) == {}


def test_it_takes_a_settlement_back_with_its_voucher(company: Company) -> None:
    invoice, note = invoice_and_note(abroad(company), "1000", "1000")
    first, second = settle(invoice, note, "333.33", "666.67")
    take_back(first)
    [reversal] = Voucher.objects.filter(reversal_of__in=vouchers_of(first))
    assert_entries(
        [reversal],
        """
        posting type     | account | debit | credit
        customer balance | 1100    | 58.33 |
        realized loss    | 4920    |       | 58.33
        """,
    )
    assert still_open(invoice)[0] == (Decimal("333.33"), first.debit_accounting_amount)
    settle(invoice, note, "333.33")
    take_back(second)
    assert still_open(invoice, note)[0] == (Decimal("666.67"), second.debit_accounting_amount)
    assert findings(company) == {}


def test_it_takes_a_settlement_back_once(company: Company) -> None:
    invoice, note = invoice_and_note(abroad(company), "10", "10")
    [made] = settle(invoice, note, "10")
    first = take_back(made, key="first")
    assert (first.posted, take_back(made, key="second").already) == ([made.pk], [made.pk])
    assert take_back(made, key="first") == first
    assert Settlement.objects.count() == 2


def test_it_takes_nothing_back_before_it_was_settled_or_on_hold(company: Company) -> None:
    invoice, note = invoice_and_note(abroad(company), "10", "10")
    [made] = settle(invoice, note, "10")
    take_back(made, on=date(2026, 9, 1))
    assert made.reversed_by.settlement_date == made.settlement_date
    [other] = settle(invoice, note, "10")
    october = FiscalPeriod.objects.get(company=company, name="2026-10")
    change_status(period=october, status="on_hold", changed_by=a_controller(company))
    with pytest.raises(CannotSettle, match="no open period"):
        take_back(other)


def test_it_gives_its_first_answer_again_when_the_period_is_on_hold_by_then(company: Company) -> None:
    invoice, note = invoice_and_note(abroad(company), "10", "10")
    [made] = settle(invoice, note, "10")
    first = take_back(made, key="back")
    october = FiscalPeriod.objects.get(company=company, name="2026-10")
    change_status(period=october, status="on_hold", changed_by=a_controller(company))
    assert take_back(made, key="back") == first
    with pytest.raises(KeyReused):
        take_back(made, on=date(2026, 11, 1), key="back")


def test_each_is_taken_back_on_its_own_day_where_that_is_later(company: Company) -> None:
    invoice, note = invoice_and_note(abroad(company), "10", "10")
    [early], [late] = settle(invoice, note, "4", on=date(2026, 10, 12)), settle(invoice, note, "6")
    take_back(early, late, on=date(2026, 10, 20))
    assert early.reversed_by.settlement_date == date(2026, 10, 20)
    assert late.reversed_by.settlement_date == date(2026, 10, 31)
    days = {v.reversal_of.document_id: v.posting_date for v in Voucher.objects.exclude(reversal_of=None)}
    assert days == {early.pk: date(2026, 10, 20), late.pk: date(2026, 10, 31)}
    assert findings(company) == {}


def test_each_day_of_taking_back_must_be_open(company: Company) -> None:
    invoice, note = invoice_and_note(abroad(company), "10", "10")
    made = [settle(invoice, note, "5", on=day)[0] for day in (date(2026, 10, 31), date(2026, 11, 30))]
    october = FiscalPeriod.objects.get(company=company, name="2026-10")
    change_status(period=october, status="on_hold", changed_by=a_controller(company))
    with pytest.raises(CannotSettle, match="31 Oct 2026 lies in no open period"):
        take_back(*made, on=date(2026, 10, 1))
    assert not Settlement.objects.exclude(reversal_of=None).exists()


def test_it_names_what_is_not_open_any_more(company: Company) -> None:
    invoice, note = invoice_and_note(abroad(company), "10", "10")
    settle(invoice, note, "10")
    with pytest.raises(CannotSettle, match=f"{invoice.number} is not open any more"):
        settle(invoice, note, "1")


def test_it_gives_the_same_answer_to_the_same_request(company: Company) -> None:
    invoice, note = invoice_and_note(abroad(company), "10", "10")
    assert settle(invoice, note, "4", key="once") == settle(invoice, note, "4", key="once")
    assert still_open(invoice)[0][0] == 6
    with pytest.raises(KeyReused):
        settle(invoice, note, "5", key="once")


# amount | day | the reason given
REFUSED = [
    ("0", date(2026, 10, 31), "above zero"),
    ("-1", date(2026, 10, 31), "above zero"),
    ("NaN", date(2026, 10, 31), "above zero"),
    ("Infinity", date(2026, 10, 31), "above zero"),
    ("10.001", date(2026, 10, 31), "finer than the currency"),
    ("10.01", date(2026, 10, 31), "only 10.00 is open, 10.01 was"),
    ("10", date(2026, 10, 9), "not before the later"),
    ("10", date(2027, 1, 1), "no open period"),
]


def test_it_refuses_what_cannot_settle(company: Company) -> None:
    invoice, note = invoice_and_note(abroad(company), "10", "10")
    assert_refused(CannotSettle, REFUSED, lambda amount, day: settle(invoice, note, amount, on=day))
    assert not Settlement.objects.exists()


def test_it_settles_nothing_on_a_day_on_which_it_was_settled(company: Company) -> None:
    invoice, note = invoice_and_note(abroad(company), "10", "10")
    [made] = settle(invoice, note, "10", on=date(2026, 10, 12))
    take_back(made, on=date(2026, 10, 20))
    with pytest.raises(CannotSettle, match="taken back on 20 Oct 2026"):
        settle(invoice, note, "5", on=date(2026, 10, 19))
    settle(invoice, note, "5", on=date(2026, 10, 20))
    assert findings(company) == {}


def test_it_refuses_two_parts_that_together_take_too_much(company: Company) -> None:
    invoice, note = invoice_and_note(abroad(company), "10", "10")
    with pytest.raises(CannotSettle, match="only"):
        settle(invoice, note, "6", "6")


def test_it_refuses_other_currencies_sides_and_companies(company: Company) -> None:
    invoice, note = invoice_and_note(abroad(company), "10", "10")
    _yen, yen_note = invoice_and_note(abroad(company, "JPY"), "10", "10")
    [foreign] = posted(an_order(a_customer(a_company())))
    for debit, credit, reason in (
        (invoice, yen_note, "different currencies"),
        (note, invoice, "a debit settles with a credit"),
        (foreign, note, "not of this company"),
    ):
        part = Part(debit.customer_transaction.pk, credit.customer_transaction.pk, Decimal(1), date(2026, 10, 31))
        with pytest.raises(CannotSettle, match=reason):
            settlement.settle(company=company, parts=[part], posted_by=a_controller(company), key="key")


@pytest.mark.django_db(transaction=True)
def test_a_credit_note_leaves_alone_what_somebody_else_is_at(company):
    day = date(2026, 10, 10)
    [invoice] = posted(an_order(customer := a_customer(company), ("1", "10"), on=day))
    [note] = posted(a_returned_order(customer, ("-1", "8"), credited_invoice=invoice, on=day))
    take_back(Settlement.objects.get(company=company), on=day)
    with transaction.atomic():
        lock_open_transactions(company_id=company.pk, transactions=[invoice.customer_transaction.pk])
        assert in_threads(lambda: opposites_to_settle(posting_id=note.posting_id)) == [[]]
    assert len(opposites_to_settle(posting_id=note.posting_id)) == 1
