"""An adjustment that stands on an opening transaction leaves the books with it, share by share."""

from datetime import date
from decimal import Decimal

import pytest

from arclose.ledger.models import Company, Voucher
from customers.models import CustomerTransaction, OpenTransaction, Settlement, WriteOffReason
from customers.queries import tie_outs
from customers.settling import settlement
from customers.settling.settlement import Part
from customers.settling.writing_off import write_off
from tests.builders import a_company, a_controller, a_customer
from tests.customers.posting import findings, take_back, vouchers_of
from tests.imports.conftest import do_import, make_file, said  # noqa: F401
from tests.text_tables import assert_entries

pytestmark = pytest.mark.django_db
TAKE_OVER, DAY = date(2026, 1, 15), date(2026, 10, 31)

OPEN = """
    customer | document_number | transaction_date | due_date   | currency | amount  | accounting_amount | standing_adjustment | take_over_date
    C1       | F1              | 2025-12-06       | 2026-01-05 | USD      | 300.00  | 255.00            | -1.00               | 2026-01-15
    C1       | G1              | 2025-12-06       | 2026-01-05 | USD      | -300.00 | -250.00           | 0.50                | 2026-01-15
"""  # noqa: E501


@pytest.fixture
def company() -> Company:
    return a_company()


@pytest.fixture
def sides(company: Company, do_import) -> tuple[CustomerTransaction, CustomerTransaction]:  # noqa: F811
    """Give an invoice and a payment taken over: 254 and -249.50 stand on the control account."""
    a_customer(company, number="C1", currency_id="USD", tax_group="EXP")
    assert said(do_import("open-transactions", OPEN, a_controller(company))) == []
    rows = CustomerTransaction.objects.filter(company=company)
    return rows.get(document_number="F1"), rows.get(document_number="G1")


def settled(debit: CustomerTransaction, credit: CustomerTransaction, *amounts: str) -> list[Settlement]:
    made = []
    for amount in amounts:
        outcome = settlement.settle(
            company=debit.company,
            parts=[Part(debit.pk, credit.pk, Decimal(amount), DAY)],
            posted_by=a_controller(debit.company),
            key=f"settle {Settlement.objects.count()}",
        )
        made += Settlement.objects.filter(pk__in=outcome.posted)
    return made


def standing(*transactions: CustomerTransaction) -> list[tuple[Decimal, Decimal]]:
    """Give what is open of transactions in accounting currency, and what stands on it."""
    rows = OpenTransaction.objects.in_bulk([one.pk for one in transactions])
    return [(rows[t.pk].accounting_currency_amount, rows[t.pk].standing_adjustment_amount) for t in transactions]


def is_tied(company: Company) -> bool:
    return all(row.is_tied for day in (date(2026, 10, 30), DAY) for row in tie_outs(company=company, on=day))


def test_the_whole_leaves_with_its_adjustment(company: Company, sides) -> None:
    [made] = settled(*sides, "300")

    assert not OpenTransaction.objects.exists()
    assert_entries(
        vouchers_of(made),
        """
        posting type     | account | debit | credit
        realized loss    | 4920    | 4.50  |
        customer balance | 1100    |       | 4.50
        """,
    )
    assert is_tied(company)
    assert findings(company) == {}


def test_parts_take_their_share_of_it_and_end_at_zero(company: Company, sides) -> None:
    first, second = settled(*sides, "100", "100")

    assert standing(*sides) == [(85, Decimal("-0.33")), (Decimal("-83.33"), Decimal("0.17"))]
    assert [(one.debit_adjustment_amount, one.credit_adjustment_amount) for one in (first, second)] == [
        (Decimal("-0.33"), Decimal("-0.17")),
        (Decimal("-0.34"), Decimal("-0.16")),
    ]
    assert findings(company) == {}
    settled(*sides, "100")
    assert not OpenTransaction.objects.exists()
    assert findings(company) == {}


def test_a_settlement_taken_back_puts_it_there_again(company: Company, sides) -> None:
    first, _second = settled(*sides, "100", "200")

    take_back(first, on=DAY)

    assert standing(*sides) == [(85, Decimal("-0.33")), (Decimal("-83.33"), Decimal("0.17"))]
    assert Voucher.objects.filter(reversal_of__in=vouchers_of(first)).exists()
    assert is_tied(company)
    assert findings(company) == {}


def test_a_write_off_takes_its_share_of_the_adjustment_along(company, sides):
    debit, _credit = sides
    reason = WriteOffReason.objects.get(company=company, code="SMALL")
    values = {"reason": reason, "day": DAY, "posted_by": a_controller(company), "key": "off"}
    write_off(company=company, amounts={debit.pk: Decimal("100.00")}, **values)
    assert_entries(
        Voucher.objects.filter(posting__kind="write-offs"),
        """
        posting type     | account | debit | credit
        write off        | 4915    | 84.67 |
        customer balance | 1100    |       | 84.67
        """,
    )
    assert standing(debit) == [(Decimal(170), Decimal("-0.67"))]
    assert findings(company) == {}
