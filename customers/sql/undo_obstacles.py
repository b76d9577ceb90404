"""What stands in the way of undoing posted documents, and the orders behind them."""

from collections.abc import Sequence
from datetime import date

from arclose.ledger.fields import array_of
from arclose.ledger.sql.running import rows
from customers.sql.reorganizations import INVOICE_OF

_ORDERS_OF_INVOICES = """
    SELECT DISTINCT line.order_id FROM customers_invoiceline il
    JOIN customers_salesorderline line ON line.id = il.order_line_id
    WHERE il.company_id = %(company)s AND il.invoice_id = ANY((SELECT %(documents)s::bigint[])::bigint[])
    UNION SELECT order_id FROM customers_invoice
    WHERE company_id = %(company)s AND id = ANY((SELECT %(documents)s::bigint[])::bigint[]) AND origin = 'prepayment'
"""
_ORDERS_OF_SLIPS = """
    SELECT DISTINCT line.order_id FROM customers_orderdocumentline dl
    JOIN customers_salesorderline line ON line.id = dl.order_line_id
    WHERE dl.company_id = %(company)s AND dl.document_id = ANY((SELECT %(documents)s::bigint[])::bigint[])
"""


def orders_of_invoices(*, company_id: int, documents: Sequence[int]) -> list[int]:
    """Give the ids of the orders behind invoices."""
    return [pk for (pk,) in rows(_ORDERS_OF_INVOICES, {"company": company_id, "documents": array_of(documents)})]


def orders_of_slips(*, company_id: int, documents: Sequence[int]) -> list[int]:
    """Give the ids of the orders behind packing slips."""
    return [pk for (pk,) in rows(_ORDERS_OF_SLIPS, {"company": company_id, "documents": array_of(documents)})]


# What stands in the way of undoing invoices and credit notes, by weight. Of the opposites of a document those count
# that were not undone themselves. A settlement stands in the way, but that of a credit note with the document it names:
# it is taken back with it, as those with the parts that document was split into.
_INVOICE_OBSTACLES = """
    WITH asked AS MATERIALIZED (
        SELECT i.*, posting.kind, t.id AS transaction_id,
            t.transaction_currency_amount IS DISTINCT FROM ot.transaction_currency_amount AS is_touched
        FROM customers_invoice i
        JOIN ledger_posting posting ON posting.id = i.posting_id
        LEFT JOIN customers_customertransaction t ON t.invoice_id = i.id
        LEFT JOIN customers_opentransaction ot ON ot.transaction_id = t.id
        WHERE i.company_id = %(company)s AND i.id = ANY(%(documents)s::bigint[])
    ), opposite AS (
        SELECT asked.id, asked.total_amount AS undone, o.number, posting.kind,
            o.total_amount + coalesce(sum(u.total_amount), 0) AS total, count(u.id) AS undoings
        FROM asked JOIN customers_invoice o ON o.credited_invoice_id = asked.id
        JOIN ledger_posting posting ON posting.id = o.posting_id
        LEFT JOIN customers_invoice u ON u.credited_invoice_id = o.id
        GROUP BY asked.id, asked.total_amount, o.id, o.number, o.total_amount, posting.kind
    ), settled AS (
        SELECT asked.id, asked.invoice_type, asked.credited_invoice_id, s.settlement_date, {INVOICE_OF} AS invoice_id,
            t.document_number
        FROM asked
        CROSS JOIN LATERAL (
            SELECT s.id, s.settlement_date, s.credit_transaction_id AS other_id FROM customers_settlement s
            WHERE s.debit_transaction_id = asked.transaction_id AND s.reversal_of_id IS NULL
            UNION ALL
            SELECT s.id, s.settlement_date, s.debit_transaction_id FROM customers_settlement s
            WHERE s.credit_transaction_id = asked.transaction_id AND s.reversal_of_id IS NULL
        ) AS s
        JOIN customers_customertransaction t ON t.id = s.other_id
        WHERE asked.is_touched AND NOT EXISTS (SELECT 1 FROM customers_settlement r WHERE r.reversal_of_id = s.id)
    ), obstacle (document, rank, code, detail) AS (
        SELECT id, 1, 'undone', number FROM opposite WHERE kind = %(undoing)s
        UNION ALL SELECT id, 2, 'undoes_another', '' FROM asked WHERE kind = %(undoing)s
        UNION ALL SELECT id, 3, CASE WHEN abs(sum(total)) >= abs(undone) THEN 'credited' ELSE 'credited_in_part' END,
            string_agg(number, ', ' ORDER BY number)
            FROM opposite WHERE total <> 0 OR undoings = 0 GROUP BY id, undone
        UNION ALL SELECT asked.id, 4, 'credit_waiting', min(o.number) FROM asked
            JOIN customers_salesorder o ON o.credited_invoice_id = asked.id AND o.status IN ('open', 'delivered')
            GROUP BY asked.id
        UNION ALL SELECT asked.id, 4, 'deducted', min(taker.number) FROM asked
            JOIN customers_invoiceline l ON l.prepayment_id = asked.id
            JOIN customers_invoice taker ON taker.id = l.invoice_id AND taker.origin = 'sales_order'
            GROUP BY asked.id HAVING sum(l.net_amount) <> 0
        UNION ALL SELECT asked.id, 4, 'marked', min(m.document_type || ' ' || m.document_id) FROM asked
            JOIN customers_mark m ON m.transaction_id = asked.transaction_id GROUP BY asked.id
        UNION ALL SELECT id, 5, 'settled', min(document_number) FROM settled
            WHERE invoice_type = 'invoice' OR invoice_id IS DISTINCT FROM credited_invoice_id
                OR settlement_date > %(day)s
            GROUP BY id
        UNION ALL SELECT id, 6, 'later_than_day', invoice_date::text FROM asked WHERE invoice_date > %(day)s
        UNION ALL SELECT id, 7, 'day_not_open', %(day)s::date::text FROM asked WHERE NOT %(is_open)s
    )
    SELECT DISTINCT ON (document) document, code, detail FROM obstacle ORDER BY document, rank
""".replace("{INVOICE_OF}", INVOICE_OF)
# The same of packing slips: what corrections left of them must be all, and invoices must have taken nothing. It
# names an invoice that was not undone.
_SLIP_OBSTACLES = """
    WITH asked AS MATERIALIZED (
        SELECT d.* FROM customers_orderdocument d
        WHERE d.company_id = %(company)s AND d.id = ANY(%(documents)s::bigint[])
    ), obstacle (document, rank, code, detail) AS (
        SELECT asked.id, CASE posting.kind WHEN %(undoing)s THEN 1 ELSE 3 END,
            CASE posting.kind WHEN %(undoing)s THEN 'undone' ELSE 'corrected' END, c.number
            FROM asked JOIN customers_orderdocument c ON c.corrects_id = asked.id
            JOIN ledger_posting posting ON posting.id = c.posting_id
        UNION ALL SELECT id, 2, 'no_packing_slip', '' FROM asked
            WHERE document_type <> 'packing_slip' OR corrects_id IS NOT NULL
        UNION ALL SELECT asked.id, 4, 'invoiced_meanwhile', min(taken.number)
            FROM asked JOIN customers_orderdocumentline dl ON dl.document_id = asked.id
            CROSS JOIN LATERAL (
                SELECT sum(t.quantity) AS quantity, max(i.number) FILTER (WHERE NOT EXISTS (
                    SELECT 1 FROM customers_invoice o JOIN ledger_posting p ON p.id = o.posting_id
                    WHERE p.kind = 'invoice-undoings' AND (o.id = i.id OR o.credited_invoice_id = i.id))) AS number
                FROM customers_invoiceddelivery t
                JOIN customers_invoiceline il ON il.id = t.invoice_line_id
                JOIN customers_invoice i ON i.id = il.invoice_id WHERE t.slip_line_id = dl.id
            ) AS taken WHERE taken.quantity <> 0 GROUP BY asked.id
        UNION ALL SELECT id, 6, 'later_than_day', document_date::text FROM asked WHERE document_date > %(day)s
        UNION ALL SELECT id, 7, 'day_not_open', %(day)s::date::text FROM asked WHERE NOT %(is_open)s
    )
    SELECT DISTINCT ON (document) document, code, detail FROM obstacle ORDER BY document, rank
"""


def obstacles(
    *, are_slips: bool, company_id: int, documents: Sequence[int], day: date, is_open: bool, undoing: str
) -> list[tuple[int, str, str]]:
    """Give (document, code, detail) of documents that cannot be undone on a day, each with its weightiest reason.

    ``undoing`` is the kind of posting that undoes such documents; one that it has undone has the code ``undone``.
    """
    return rows(
        _SLIP_OBSTACLES if are_slips else _INVOICE_OBSTACLES,
        {
            "company": company_id,
            "documents": array_of(documents),
            "day": day,
            "is_open": is_open,
            "undoing": undoing,
        },
    )
