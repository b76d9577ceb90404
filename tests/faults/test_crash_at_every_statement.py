"""A process that ends at any statement of a posting leaves nothing of it, or all.

Another session looks after each statement, and sees what an end there would leave; at every tenth the process ends
for real.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from arclose.ledger.closing import change_status
from arclose.ledger.models import Company, FiscalPeriod, LedgerEntry, PeriodManifest, Posting, Voucher
from arclose.ledger.posting import reverse
from customers.invoicing import post_invoices
from customers.models import Invoice, OpenTransaction, SalesOrder, Settlement
from customers.settling import settlement
from customers.settling.settlement import Part
from customers.undoing import undo_invoices
from tests.builders import a_company, a_controller, a_customer, a_returned_order, an_order
from tests.customers.posting import findings, posted, settle
from tests.faults.processes import (
    CRASHED,
    CRASHED_BEFORE_COMMIT,
    crashing_after,
    crashing_after_commit,
    in_another_process,
    watched,
)
from tests.ledger.vouchers import a_voucher

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
END_OF_MONTH = date(2026, 10, 31)
Work = Callable[[], Any]


def an_invoice_and_a_credit_note(company: Company) -> Work:
    """Two orders and a credit note that settles an invoice with a difference: every statement there is."""
    customer = a_customer(company, tax_group="EXP", country="US", currency_id="USD")
    [invoice] = posted(an_order(customer, ("1", "77.77"), on=date(2026, 9, 1)))
    orders = [
        an_order(customer, ("3", "33.33"), total_discount_percent=Decimal("2.5")),
        an_order(a_customer(company, credit_limit_amount=Decimal(999))),
        a_returned_order(customer, ("-1", "11.11"), credited_invoice=invoice),
    ]
    user = a_controller(company)
    return lambda: post_invoices(company=company, orders=[o.pk for o in orders], posted_by=user, key="crash")


def a_settlement(company: Company) -> Work:
    user, parts = a_controller(company), [_part(company)]
    return lambda: settlement.settle(company=company, parts=parts, posted_by=user, key="crash")


def a_settlement_taken_back(company: Company) -> Work:
    part = _part(company)
    invoice, note = (
        Invoice.objects.get(customer_transaction=pk) for pk in (part.debit_transaction_id, part.credit_transaction_id)
    )
    [settled] = settle(invoice, note, str(part.amount))
    user = a_controller(company)
    return lambda: settlement.reverse_settlements(
        company=company, settlements=[settled.pk], day=END_OF_MONTH, reason="", posted_by=user, key="crash"
    )


def a_reversal(company: Company) -> Work:
    voucher, user = a_voucher(company), a_controller(company)
    return lambda: reverse(
        company=company, vouchers=[voucher.pk], posting_date=END_OF_MONTH, reason="", posted_by=user, key="crash"
    )


def an_undoing(company: Company) -> Work:
    """Undo an invoice, and a credit note that is settled with the one it names."""
    customer, user = a_customer(company, tax_group="EXP", country="US", currency_id="USD"), a_controller(company)
    first, second = posted(an_order(customer, ("1", "77.77"), on=date(2026, 9, 1)), an_order(customer, ("3", "33.33")))
    [note] = posted(a_returned_order(customer, ("-1", "11.11"), credited_invoice=first))
    return lambda: undo_invoices(
        company=company, documents=[second.pk, note.pk], day=END_OF_MONTH, reason="Wrong", undone_by=user, key="crash"
    )


def a_hold(company: Company) -> Work:
    a_voucher(company)
    period, user = FiscalPeriod.objects.get(company=company, name="2026-10"), a_controller(company)
    return lambda: change_status(period=period, status="on_hold", changed_by=user)


def _part(company: Company) -> Part:
    customer = a_customer(company, tax_group="EXP", country="US", currency_id="USD")
    invoice, note = posted(
        an_order(customer, ("1", "1000"), on=date(2026, 9, 1)), a_returned_order(customer, ("-1", "400"))
    )
    return Part(invoice.customer_transaction.pk, note.customer_transaction.pk, Decimal("333.33"), END_OF_MONTH)


def _what_stands() -> dict[str, Any]:
    rows = [Posting, Voucher, LedgerEntry, Invoice, Settlement, PeriodManifest, OpenTransaction]
    return {
        **{model.__name__: model.objects.count() for model in rows},
        "open": sorted(OpenTransaction.objects.values_list("pk", "transaction_currency_amount")),
        "orders": sorted(SalesOrder.objects.values_list("pk", "status")),
        "periods": sorted(FiscalPeriod.objects.values_list("pk", "status")),
    }


@pytest.mark.parametrize(
    "scene", [an_invoice_and_a_credit_note, a_settlement, a_settlement_taken_back, a_reversal, an_undoing, a_hold]
)
def test_it_leaves_nothing_or_all(scene: Callable[[Company], Work]) -> None:
    company = a_company()
    work = scene(company)
    before = _what_stands()
    assert in_another_process(watched(work, look=_what_stands)) == CRASHED_BEFORE_COMMIT
    assert _what_stands() == before
    for statement in range(1, 1000, 10):
        code = in_another_process(crashing_after(statement, work))
        assert _what_stands() == before, f"something is left after statement {statement}"
        if code != CRASHED:
            break
    assert (code, statement > 5) == (CRASHED_BEFORE_COMMIT, True)

    assert in_another_process(crashing_after_commit(work)) == CRASHED
    after = _what_stands()
    assert after != before
    work()
    assert _what_stands() == after, "the commit whose answer was lost was repeated"
    assert findings(company) == {}
