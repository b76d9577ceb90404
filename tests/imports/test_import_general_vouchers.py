"""General vouchers from a file."""

from decimal import Decimal

import pytest

from arclose.ledger.models import LedgerAccount
from journals.models import GeneralVoucher, GeneralVoucherLine, Journal, JournalName
from tests.builders import a_customer
from tests.imports.conftest import figure, said

pytestmark = pytest.mark.django_db

VOUCHERS = """
    number | voucher_date | text    | account | amount  | offset_account
    A1     | 2026-10-31   | accrual | 4000    | 100.25  |
    A1     | 2026-10-31   | accrual | 2100    | -100.25 |
    A2     | 2026-10-31   | bad     | 1190    | -50     | 4800
"""


def test_vouchers_are_made_with_their_lines(do_import, clerk, company):
    assert said(do_import("general-vouchers", VOUCHERS, clerk)) == []
    lines = GeneralVoucherLine.objects.filter(company=company).order_by("voucher__number", "line_number")
    assert list(lines.values_list("voucher__number", "line_number", "account__number", "amount")) == [
        ("A1", 1, "4000", Decimal("100.25")),
        ("A1", 2, "2100", Decimal("-100.25")),
        ("A2", 1, "1190", Decimal(-50)),
        ("A2", 2, "4800", Decimal(50)),
    ]
    assert set(GeneralVoucher.objects.values_list("status", "currency_id")) == {("open", "EUR")}


def test_what_is_there_already_is_recognized_and_other_content_refused(do_import, clerk):
    do_import("general-vouchers", VOUCHERS, clerk)
    again = do_import("general-vouchers", VOUCHERS.replace("number |", "Number |"), clerk)
    assert (figure(again, "vouchers made"), figure(again, "lines made")) == ("0", "0")
    assert "other content" in said(do_import("general-vouchers", VOUCHERS.replace("50 ", "51 "), clerk))[0]
    assert GeneralVoucher.objects.count() == 2


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("4000 ", "9999 ", "account"),
        ("4000 ", "1100 ", "account"),
        ("4800", "1100", "account"),
        ("-100.25", "-100.26", "amount"),
        ("100.25 ", "100.255", "amount"),
        ("-50 ", "0   ", "amount"),
        ("2026-10-31   | bad", "2024-10-31 | bad", "voucher_date"),
        ("accrual | 2100", "other | 2100", "number"),
    ],
)
def test_what_does_not_fit_is_refused_by_column(do_import, clerk, old, new, column):
    result = do_import("general-vouchers", VOUCHERS.replace(old, new), clerk)
    assert column in {problem.column for problem in result.problems.shown}
    assert not GeneralVoucher.objects.exists()


def test_a_blocked_account_is_refused(do_import, clerk, company):
    LedgerAccount.objects.filter(company=company, number="4800").update(is_blocked=True)
    assert "4800" in said(do_import("general-vouchers", VOUCHERS, clerk))[0]


JOURNAL = """
    number | voucher_date | text  | account_type | account | amount | offset_account | line_currency | document
    B1     | 2026-10-31   | claim | customer     | C1      | 100    | 4800           |               | OLD-1
    B2     | 2026-10-31   | both  | bank         | BANK    | -89.51 |                | EUR           |
    B2     | 2026-10-31   | both  | ledger       | 4000    | 100    |                | USD           |
"""


def test_a_general_journal_has_lines_of_any_account(do_import, clerk, company):
    a_customer(company, number="C1")
    assert said(do_import("general-journals", JOURNAL, clerk)) == []
    lines = GeneralVoucherLine.objects.filter(company=company).order_by("voucher__number", "line_number")
    shown = lines.values_list("line_type", "customer__number", "bank_account__code", "currency", "amount")
    assert list(shown) == [
        ("customer", "C1", None, "EUR", Decimal(100)),
        ("ledger", None, None, "EUR", Decimal(-100)),
        ("bank", None, "BANK", "EUR", Decimal("-89.51")),
        ("ledger", None, None, "USD", Decimal(100)),
    ]
    again = do_import("general-journals", JOURNAL.replace("number |", "Number |"), clerk)
    assert (said(again), figure(again, "vouchers made"), Journal.objects.count()) == ([], "0", 1)
    assert "other content" in said(do_import("general-journals", JOURNAL.replace("OLD-1", "OLD-2"), clerk))[0]


@pytest.mark.parametrize(("old", "new"), [("C1 ", "C9 "), ("BANK ", "BUNK "), ("| EUR ", "| USD ")])
def test_an_account_that_does_not_fit_is_refused_by_its_line(do_import, clerk, company, old, new):
    a_customer(company, number="C1")
    result = do_import("general-journals", JOURNAL.replace(old, new), clerk)
    assert "account" in {problem.column for problem in result.problems.shown}


def test_the_name_of_the_journal_is_asked_for(do_import, clerk, company):
    JournalName.objects.filter(company=company, journal_type="general").update(journal_type="payment")
    assert "no name of general journals" in said(do_import("general-vouchers", VOUCHERS, clerk))[0]
