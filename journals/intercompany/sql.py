"""Statements of payments across companies: what is passed on, their proofs, and what companies owe each other."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from arclose.ledger.sql.running import rows


class ResultOfPart(NamedTuple):
    """What a part of a payment made its company grant or realize, in its accounting currency: above zero a cost."""

    part_id: int
    result_date: date
    posting_type: str
    account_id: int
    amount: Decimal


# One row per part of a posting, day, sort of entry and account. A part is known by the transaction of its voucher and
# those it marked, which may have settled each other; by their settlements what was granted and realized on them. Reads
# by voucher and document.
_RESULTS_OF_PARTS = """
    WITH held (transaction_id, part_id) AS MATERIALIZED (
        SELECT t.id, v.document_id FROM ledger_voucher v
        JOIN customers_customertransaction t ON t.voucher_id = v.id
        WHERE v.posting_id = %(posting)s AND v.document_type = 'due_from'
        UNION ALL SELECT * FROM unnest(%(transactions)s::bigint[], %(parts)s::bigint[])
    ), made (part_id, document_type, document_id) AS (
        SELECT held.part_id, 'settlement', s.id FROM held
            JOIN customers_settlement s ON s.debit_transaction_id = held.transaction_id AND s.posting_id = %(posting)s
        UNION SELECT held.part_id, 'settlement', s.id FROM held
            JOIN customers_settlement s ON s.credit_transaction_id = held.transaction_id AND s.posting_id = %(posting)s
        UNION SELECT held.part_id, 'concession', c.id FROM held
            JOIN customers_concession c ON c.transaction_id = held.transaction_id AND c.posting_id = %(posting)s
    )
    SELECT made.part_id, v.posting_date, e.posting_type, e.account_id, sum(e.accounting_currency_amount)
    FROM made
    JOIN ledger_voucher v ON v.posting_id = %(posting)s AND v.document_type = made.document_type
        AND v.document_id = made.document_id
    JOIN ledger_ledgerentry e ON e.voucher_id = v.id
        AND e.posting_type IN ('cash_discount', 'realized_gain', 'realized_loss')
    GROUP BY made.part_id, v.posting_date, e.posting_type, e.account_id HAVING sum(e.accounting_currency_amount) <> 0
    ORDER BY made.part_id, v.posting_date, e.posting_type, e.account_id
"""


def results_of_parts(*, posting_id: int, marked: Mapping[int, int]) -> list[ResultOfPart]:
    """Give what the parts of a posting, that are settled, made its company grant and realize.

    ``marked`` are the transactions that parts marked, each with its part.
    """
    values = {"posting": posting_id, "transactions": list(marked), "parts": list(marked.values())}
    return [ResultOfPart(*row) for row in rows(_RESULTS_OF_PARTS, values)]


# One row per payment whose part in another company does not stand in the books of both: posted, or taken back, in one
# of the two only, or what the one owes by it is not what the other claims. Also vouchers of such parts that are none's.
# Reads the parts of the company on either side, and vouchers by document.
BOOKS_DIFFER = """
    SELECT part.payment_id AS payment, here.code AS paid, there.code AS company,
        CASE WHEN (part.posting_id IS NULL) <> (part.status <> 'posted')
                OR (part.owing IS NULL) <> (part.claiming IS NULL)
                OR (part.posting_id IS NULL) <> (part.claiming IS NULL) THEN 'half'
            WHEN part.owing_back <> part.claiming_back THEN 'back' ELSE 'other' END AS breach
    FROM (
        SELECT i.*, p.status, due_to.id AS owing, due_from.id AS claiming,
            EXISTS (SELECT 1 FROM ledger_voucher back WHERE back.reversal_of_id = due_to.id) AS owing_back,
            EXISTS (SELECT 1 FROM ledger_voucher back WHERE back.reversal_of_id = due_from.id) AS claiming_back,
            (SELECT -sum(e.transaction_currency_amount) FROM ledger_ledgerentry e WHERE e.voucher_id = due_to.id
                AND e.account_id = i.paying_account_id AND e.posting_type IN ('due_to', 'due_from')) AS owed,
            (SELECT sum(o.amount) FROM journals_intercompanypayment o
                WHERE o.payment_id = i.payment_id AND o.paying_account_id = i.paying_account_id) AS owed_in_all,
            (SELECT sum(e.transaction_currency_amount) FROM ledger_ledgerentry e WHERE e.voucher_id = due_from.id
                AND e.account_id = i.account_id AND e.posting_type IN ('due_to', 'due_from')) AS claimed
        FROM journals_intercompanypayment i
        JOIN journals_payment p ON p.id = i.payment_id
        LEFT JOIN ledger_voucher due_to ON due_to.company_id = i.paying_company_id AND due_to.document_type = 'due_to'
            AND due_to.document_id = i.payment_id AND due_to.document_part = 0
        LEFT JOIN ledger_voucher due_from ON due_from.company_id = i.company_id AND due_from.document_type = 'due_from'
            AND due_from.document_id = i.id AND due_from.document_part = 0
        WHERE i.company_id = %(company)s OR i.paying_company_id = %(company)s
    ) AS part
    JOIN ledger_company here ON here.id = part.paying_company_id
    JOIN ledger_company there ON there.id = part.company_id
    WHERE (part.posting_id IS NULL) <> (part.status <> 'posted')
       OR (part.owing IS NULL) <> (part.claiming IS NULL) OR (part.posting_id IS NULL) <> (part.claiming IS NULL)
       OR part.owing_back <> part.claiming_back
       OR part.posting_id IS NOT NULL
          AND (part.claimed IS DISTINCT FROM part.amount OR part.owed IS DISTINCT FROM part.owed_in_all)
    UNION ALL
    SELECT v.document_id, own.code, own.code, 'unasked' FROM ledger_voucher v
    JOIN ledger_company own ON own.id = v.company_id
    WHERE v.company_id = %(company)s AND (
        v.document_type = 'due_to' AND NOT EXISTS (SELECT 1 FROM journals_intercompanypayment i
            WHERE i.payment_id = v.document_id AND i.paying_company_id = v.company_id)
        OR v.document_type = 'due_from' AND NOT EXISTS (SELECT 1 FROM journals_intercompanypayment i
            WHERE i.id = v.document_id AND i.company_id = v.company_id AND i.posting_id = v.posting_id))
    ORDER BY 1 LIMIT 20
"""

# One row per payment of which another amount was taken over than passed on, in a currency, or only in the books of one
# of the two. Reads what was passed on by part, and vouchers by document.
RESULTS_DIFFER = """
    SELECT result.payment_id AS payment, here.code AS paid, there.code AS company,
        CASE WHEN result.back > 0 AND result.back < result.vouchers THEN 'half_passed' ELSE 'other_passed' END AS breach
    FROM (
        SELECT i.payment_id, r.company_id, r.paying_company_id, sum(r.amount) AS amount,
            coalesce((SELECT sum(e.transaction_currency_amount) FROM ledger_voucher v
                JOIN ledger_ledgerentry e ON e.voucher_id = v.id AND e.posting_type IN ('due_to', 'due_from')
                WHERE v.company_id = r.company_id AND v.document_type = 'passed_on'
                    AND v.document_id = ANY(array_agg(i.id))), 0) AS passed,
            coalesce((SELECT -sum(e.transaction_currency_amount) FROM ledger_voucher v
                JOIN ledger_ledgerentry e ON e.voucher_id = v.id AND e.posting_type IN ('due_to', 'due_from')
                WHERE v.company_id = r.paying_company_id AND v.document_type = 'taken_over'
                    AND v.document_id = i.payment_id AND e.account_id = ANY(array_agg(r.paying_due_account_id))), 0)
                AS taken,
            (SELECT sum(o.amount) FROM journals_intercompanyresult o
                JOIN journals_intercompanypayment part ON part.id = o.part_id
                WHERE part.payment_id = i.payment_id
                    AND o.paying_due_account_id = ANY(array_agg(r.paying_due_account_id))) AS taken_in_all,
            (SELECT count(*) FROM ledger_voucher v WHERE v.company_id = r.paying_company_id
                AND v.document_type = 'taken_over' AND v.document_id = i.payment_id)
            + (SELECT count(*) FROM ledger_voucher v WHERE v.company_id = r.company_id
                AND v.document_type = 'passed_on' AND v.document_id = ANY(array_agg(i.id))) AS vouchers,
            (SELECT count(*) FROM ledger_voucher v JOIN ledger_voucher back ON back.reversal_of_id = v.id
                WHERE v.company_id = r.paying_company_id
                AND v.document_type = 'taken_over' AND v.document_id = i.payment_id)
            + (SELECT count(*) FROM ledger_voucher v JOIN ledger_voucher back ON back.reversal_of_id = v.id
                WHERE v.company_id = r.company_id
                AND v.document_type = 'passed_on' AND v.document_id = ANY(array_agg(i.id))) AS back
        FROM journals_intercompanyresult r JOIN journals_intercompanypayment i ON i.id = r.part_id
        WHERE %(company)s IN (r.company_id, r.paying_company_id)
        GROUP BY i.payment_id, r.company_id, r.paying_company_id
    ) AS result
    JOIN ledger_company here ON here.id = result.paying_company_id
    JOIN ledger_company there ON there.id = result.company_id
    WHERE result.back > 0 AND result.back < result.vouchers OR result.passed <> result.amount
        OR result.taken <> result.taken_in_all
    ORDER BY 1 LIMIT 20
"""

# What is left between a company and each that it settles with, per currency: on its own accounts for the other one, and
# on the other one's for it, until a day. Of accounts that stand in several relations nobody can tell what is whose.
# Takes the company and the day.
BALANCES = """
    WITH asked (company_id, until) AS (VALUES (%s::bigint, %s::date)),
    side AS (
        SELECT r.company_id, r.partner_id, account.id AS account_id,
            CASE r.company_id WHEN asked.company_id THEN r.partner_id ELSE r.company_id END AS other_id
        FROM asked
        JOIN journals_intercompanyrelation r ON asked.company_id IN (r.company_id, r.partner_id)
        CROSS JOIN LATERAL (SELECT DISTINCT id FROM unnest(ARRAY[r.due_to_account_id, r.due_from_account_id]) AS id)
            AS account
        WHERE NOT EXISTS (SELECT 1 FROM journals_intercompanyrelation o
            WHERE o.company_id = r.company_id AND o.id <> r.id
                AND account.id IN (o.due_to_account_id, o.due_from_account_id))
    ), pair AS (
        SELECT other_id FROM side GROUP BY other_id HAVING count(DISTINCT company_id) = 2
    )
    SELECT other.code, kept.currency_id,
        coalesce(sum(kept.transaction_currency_amount) FILTER (WHERE side.company_id = asked.company_id), 0) AS own,
        coalesce(sum(kept.transaction_currency_amount) FILTER (WHERE side.company_id <> asked.company_id), 0) AS theirs
    FROM asked CROSS JOIN pair
    JOIN side ON side.other_id = pair.other_id
    JOIN ledger_company other ON other.id = pair.other_id
    JOIN ledger_accountbalance kept ON kept.company_id = side.company_id AND kept.account_id = side.account_id
    JOIN ledger_fiscalperiod period ON period.id = kept.period_id AND period.end_date <= asked.until
    GROUP BY other.code, kept.currency_id
    ORDER BY other.code, kept.currency_id
"""
