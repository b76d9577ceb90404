"""What bills are drawn on, by which sales tax goes back where one is written off."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from arclose.ledger.fields import array_of
from arclose.ledger.sql.running import rows
from customers.sql import COMES_FROM, INVOICE_OF

# What the bills of steps are drawn on: each document with its invoice and what it comes from, how much of it, below
# zero what it was less for, and all that was ever owed on the bill, with costs and interest. A settlement of its draw
# says so.
_DRAWN_ON = f"""
    SELECT w.id, t.id, t.document_number, {COMES_FROM}, {INVOICE_OF},
        CASE s.debit_transaction_id WHEN t.id THEN 1 ELSE -1 END * s.transaction_currency_amount,
        drawn.amount + added.amount
    FROM journals_billstep w
    JOIN journals_billstep drawn ON drawn.bill_id = w.bill_id AND drawn.step_type = 'draw'
    CROSS JOIN LATERAL (SELECT sum(costs_amount + interest_amount) AS amount FROM journals_billstep
        WHERE bill_id = w.bill_id AND status = 'posted' AND undone_by_id IS NULL) AS added
    JOIN ledger_voucher v ON v.company_id = drawn.company_id AND v.document_type = 'bill_step'
        AND v.document_id = drawn.id AND v.document_part = 0
    JOIN customers_customertransaction own ON own.voucher_id = v.id
    JOIN customers_settlement s ON own.id IN (s.debit_transaction_id, s.credit_transaction_id)
        AND s.posting_id = drawn.posting_id
    JOIN customers_customertransaction t
        ON t.id = s.debit_transaction_id + s.credit_transaction_id - own.id
    WHERE w.id = ANY(%s) ORDER BY w.id, t.id
"""  # noqa: S608 (written in this program)


class DrawnOn(NamedTuple):
    """What the bill of a step is drawn on, for an amount, and all that was ever ``owed`` on the bill."""

    step: int
    transaction: int
    document: str
    comes_from: str
    invoice: int | None
    amount: Decimal
    owed: Decimal


def drawn_on(*, steps: Sequence[int]) -> list[DrawnOn]:
    """Give what the bills of steps are drawn on, step by step."""
    return [DrawnOn(*row) for row in rows(_DRAWN_ON, [array_of(steps)])]
