"""What documents settle by the transactions they hold."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from arclose.ledger.fields import array_of
from arclose.ledger.sql.running import execute, rows
from customers.sql.settlements import EARLIEST_DAY

# What is left of ``o``, which is open of ``t``, once the document that holds it has settled it: nothing where that
# takes all with the cash discount it may have; all where nothing holds it, or it is in doubt that it will be settled.
_DISCOUNT = """CASE WHEN mark.discount_use = 'never' THEN 0
            ELSE coalesce((SELECT max(abs(offer.amount)) FROM customers_discountoffer offer
                WHERE offer.transaction_id = t.id), 0)
            END * o.transaction_currency_amount / t.transaction_currency_amount"""
LEFT_WHEN_SETTLED = f"""coalesce((
        SELECT CASE
            WHEN mark.settles_fully OR abs(mark.amount) + {_DISCOUNT} >= abs(o.transaction_currency_amount) THEN 0
            ELSE o.transaction_currency_amount - mark.amount END
        FROM customers_mark mark WHERE mark.transaction_id = t.id AND NOT mark.is_in_doubt
    ), o.transaction_currency_amount)"""  # noqa: S608 (written in this program)
# Reads marks, of which each looks up its transaction (OFFSET 0 keeps it so): for thousands all that there are would be
# read. After a day only those that are dated later, or were taken back later, of which there are few; where the company
# has none of either, as when the payments of today are posted, no mark is read.
_TAKEN_BACK_LATER = """SELECT {columns} FROM customers_settlement back
        WHERE back.company_id = %(company)s AND back.settlement_date > %(after)s
            AND back.transaction_currency_amount < 0"""
_MARKED_DAYS = f"""
    SELECT DISTINCT m.document_id, {EARLIEST_DAY.format(transaction="t")}
    FROM customers_mark m CROSS JOIN LATERAL (
        SELECT * FROM customers_customertransaction own WHERE own.id = m.transaction_id OFFSET 0
    ) AS t
    WHERE m.company_id = %(company)s AND m.document_type = %(type)s
      AND m.document_id IN (SELECT unnest(%(documents)s::bigint[]))
      AND (%(after)s::date IS NULL OR EXISTS (
        SELECT 1 FROM customers_customertransaction later
        WHERE later.company_id = %(company)s AND later.transaction_date > %(after)s
      ) OR EXISTS ({_TAKEN_BACK_LATER.format(columns=1)}))
      AND (%(after)s::date IS NULL OR t.transaction_date > %(after)s OR t.id IN (
        {_TAKEN_BACK_LATER.format(columns="unnest(ARRAY[back.debit_transaction_id, back.credit_transaction_id])")}))
"""  # noqa: S608 (written in this program)


def marked_days(
    *, company_id: int, document_type: str, documents: Sequence[int], after: date | None = None
) -> list[tuple[int, date]]:
    """Give (document, day) of the first days on which what documents hold can be settled; only those after a day."""
    values = {"company": company_id, "type": document_type, "documents": array_of(documents), "after": after}
    return rows(_MARKED_DAYS, values)


# One row per mark that cannot be settled as it stands: less is open than marked, or a full settlement would let go of
# another amount than when it was marked, as a settlement of the transaction was taken back since.
_MARKS_THAT_FAIL = """
    SELECT document_id, document_number,
        CASE WHEN is_beyond THEN 'marked_not_open' ELSE 'lets_go_of_another_amount' END,
        CASE WHEN is_beyond THEN still_open ELSE still_open - amount END,
        CASE WHEN is_beyond THEN amount ELSE let_go_amount END
    FROM (
        SELECT m.document_id, m.transaction_id, t.document_number, m.amount, m.settles_fully, m.let_go_amount,
            coalesce(o.transaction_currency_amount, 0) AS still_open,
            o.transaction_id IS NULL OR sign(o.transaction_currency_amount) <> sign(m.amount)
                OR abs(o.transaction_currency_amount) < abs(m.amount) AS is_beyond
        FROM customers_mark m
        JOIN customers_customertransaction t ON t.id = m.transaction_id
        LEFT JOIN customers_opentransaction o ON o.transaction_id = m.transaction_id
        WHERE m.company_id = %(company)s AND m.document_type = %(type)s
            AND m.document_id IN (SELECT unnest(%(documents)s::bigint[]))
    ) AS mark
    WHERE is_beyond OR settles_fully AND still_open - amount <> let_go_amount
    ORDER BY document_id, is_beyond DESC, transaction_id
"""


class MarkThatFails(NamedTuple):
    """A mark that cannot be settled: of which document, why, and what is ``now`` and what would be right, or was."""

    document_id: int
    transaction_number: str
    code: str
    now: Decimal
    then: Decimal


def marks_that_fail(*, company_id: int, document_type: str, documents: Sequence[int]) -> list[MarkThatFails]:
    """Give the marks of documents that cannot be settled as they stand.

    ``marked_not_open``: so much is open ``now``, and ``then`` was marked. ``lets_go_of_another_amount``: so much a full
    settlement lets go of ``now``, and ``then`` when it was marked.
    """
    values = {"company": company_id, "type": document_type, "documents": array_of(documents)}
    return [MarkThatFails(*row) for row in rows(_MARKS_THAT_FAIL, values)]


# What invoices of a posting settle with what their orders reserve: (debit, credit, how much of each, date), each with
# what is due first. What is still held then is all that is open of it, and nothing once the order is finished.
_RESERVED_TO_SETTLE = f"""
    SELECT debit.transaction_id, credit.id, debit.transaction_currency_amount, -m.amount,
        greatest(document.invoice_date, {EARLIEST_DAY.format(transaction="credit")})
    FROM customers_invoice document
    JOIN customers_customertransaction own ON own.invoice_id = document.id
    JOIN customers_opentransaction debit ON debit.transaction_id = own.id AND debit.transaction_currency_amount > 0
    JOIN customers_mark m ON m.transaction_id = ANY(%(reserved)s::bigint[]) AND m.document_type = 'sales_order'
    JOIN customers_customertransaction credit ON credit.id = m.transaction_id
        AND credit.customer_id = own.customer_id AND credit.currency_id = own.currency_id
    WHERE document.posting_id = %(posting)s AND EXISTS (
        SELECT 1 FROM customers_invoiceline il JOIN customers_salesorderline l ON l.id = il.order_line_id
        WHERE il.invoice_id = document.id AND l.order_id = m.document_id)
    ORDER BY document.id, credit.due_date, credit.id
"""  # noqa: S608 (written in this program)
# Whatever orders reserve that is settled, that no invoice of theirs will settle any more, or that is not theirs since
# they changed; also what was reserved for them while they were locked.
_LET_GO_OF_RESERVED = """
    DELETE FROM customers_mark m WHERE m.company_id = %(company)s AND m.document_type = 'sales_order'
        AND (m.transaction_id = ANY(%(reserved)s::bigint[])
            OR m.document_id = ANY((SELECT %(orders)s::bigint[])::bigint[]))
        AND (
            NOT EXISTS (SELECT 1 FROM customers_opentransaction o WHERE o.transaction_id = m.transaction_id)
            OR NOT EXISTS (
                SELECT 1 FROM customers_salesorder o JOIN customers_customer c ON c.id = o.customer_id
                JOIN customers_customertransaction t ON t.id = m.transaction_id AND t.currency_id = o.currency_id
                    AND t.customer_id = coalesce(c.invoice_account_id, c.id)
                WHERE o.id = m.document_id AND o.status IN ('open', 'delivered') AND o.order_type = 'sales'))
"""
_RESERVE_WHAT_IS_LEFT = """
    UPDATE customers_mark m SET amount = o.transaction_currency_amount FROM customers_opentransaction o
    WHERE m.transaction_id = ANY(%(reserved)s::bigint[]) AND m.document_type = 'sales_order'
        AND o.transaction_id = m.transaction_id
"""


def reserved_to_settle(*, posting_id: int, reserved: Sequence[int]) -> list[tuple[int, int, Decimal, Decimal, date]]:
    """Give (debit, credit, what there is of each, date) of the invoices of a posting and what their orders reserve.

    ``reserved`` is that, locked.
    """
    return rows(_RESERVED_TO_SETTLE, {"posting": posting_id, "reserved": list(reserved)})


def keep_reserved(*, company_id: int, orders: Sequence[int], reserved: Sequence[int]) -> int:
    """Let orders go of what their invoices will not settle, hold what is left of the rest, and give how many that are.

    ``reserved`` are transactions that the orders reserve, locked, of which invoices may have settled something.
    """
    execute(_LET_GO_OF_RESERVED, {"company": company_id, "orders": array_of(orders), "reserved": list(reserved)})
    return execute(_RESERVE_WHAT_IS_LEFT, {"reserved": list(reserved)}) if reserved else 0


def unmark(*, company_id: int, document_type: str, documents: Sequence[int]) -> int:
    """Let go of all that documents hold, and give how many transactions that were."""
    return execute(
        "DELETE FROM customers_mark WHERE company_id = %s AND document_type = %s"
        " AND document_id = ANY((SELECT %s::bigint[])::bigint[])",
        [company_id, document_type, array_of(documents)],
    )
