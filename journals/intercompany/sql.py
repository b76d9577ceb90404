"""Statements of the proofs of payments across companies."""

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
