"""Statements of the probes of methods of payment: what was told to the bank, fees, and bridging accounts."""

# One row per file whose digest, count or sum is not that of what it holds, that is canceled by halves, or in which a
# payment stands that is of another amount or customer. Reads files and collections of the company.
FILES_ASTRAY = """
    SELECT f.message_id AS file FROM journals_directdebitfile f
    LEFT JOIN LATERAL (
        SELECT count(*) AS collections, coalesce(sum(d.amount), 0) AS amount,
            bool_or(d.is_canceled <> (f.canceled_at IS NOT NULL)
                AND (d.payment_id IS NOT NULL OR NOT d.is_canceled)) AS is_half_canceled,
            bool_or(NOT d.is_canceled AND (p.id IS NULL OR p.amount <> d.amount OR p.customer_id <> m.customer_id
                OR p.payment_date <> d.collection_date)) AS is_of_another
        FROM journals_directdebit d
        JOIN journals_mandate m ON m.id = d.mandate_id
        LEFT JOIN journals_payment p ON p.id = d.payment_id
        WHERE d.file_id = f.id
    ) AS held ON true
    WHERE f.company_id = %(company)s AND (held.collections <> f.payment_count OR held.amount <> f.amount
        OR held.is_half_canceled OR held.is_of_another
        OR encode(sha256(convert_to(f.content, 'UTF8')), 'hex') <> f.digest)
    ORDER BY f.id LIMIT 20
"""

# One row per payment whose status is not the one of its newest change, nor "none" without any.
STATUSES_ASTRAY = """
    SELECT p.id AS payment FROM journals_payment p
    LEFT JOIN LATERAL (
        SELECT status_after FROM journals_paymentstatuschange c WHERE c.payment_id = p.id ORDER BY c.id DESC LIMIT 1
    ) AS newest ON true
    WHERE p.company_id = %(company)s AND p.bank_status <> coalesce(newest.status_after, 'none')
    ORDER BY p.id LIMIT 20
"""

# One row per posted payment whose fees and entries differ: what the customer bears stands on a voucher of its own and
# as a transaction, what the company bears in the payment's voucher. Reads vouchers by document.
FEES_NOT_WHOLE = """
    SELECT p.id AS payment
    FROM journals_payment p
    JOIN (SELECT payment_id, coalesce(sum(amount) FILTER (WHERE charged_to = 'customer'), 0) AS owed,
              coalesce(sum(amount) FILTER (WHERE charged_to = 'ledger'), 0) AS borne
          FROM journals_paymentfee WHERE company_id = %(company)s GROUP BY payment_id) AS fee ON fee.payment_id = p.id
    LEFT JOIN ledger_voucher v ON v.company_id = p.company_id AND v.document_type = 'payment' AND v.document_id = p.id
        AND v.document_part = 0
    LEFT JOIN ledger_voucher f ON f.company_id = p.company_id AND f.document_type = 'payment_fee'
        AND f.document_id = p.id
    LEFT JOIN customers_customertransaction t ON t.voucher_id = f.id
    WHERE p.status = 'posted' AND (coalesce(t.transaction_currency_amount, 0) <> fee.owed
        OR fee.borne <> (SELECT coalesce(sum(e.transaction_currency_amount), 0) FROM ledger_ledgerentry e
                         WHERE e.voucher_id = v.id AND e.posting_type = 'payment_fee'))
    ORDER BY p.id LIMIT 20
"""

# One row per bridged voucher that stands in two clearings, or per clearing that did not move what its vouchers had on
# bridging accounts. A clearing whose voucher was reversed does not stand.
CLEARINGS_ASTRAY = """
    WITH standing AS (
        SELECT c.id, v.id AS voucher_id, v.number FROM journals_bridgeclearing c
        LEFT JOIN ledger_voucher v ON v.company_id = c.company_id AND v.document_type = 'bridge_clearing'
            AND v.document_id = c.id
        WHERE c.company_id = %(company)s
          AND NOT EXISTS (SELECT 1 FROM ledger_voucher r WHERE r.reversal_of_id = v.id)
    ), bridged AS (
        SELECT e.voucher_id, sum(e.transaction_currency_amount) AS amount, sum(e.accounting_currency_amount) AS books
        FROM ledger_ledgerentry e WHERE e.posting_type = 'bridging'
          AND e.voucher_id IN (SELECT voucher_id FROM journals_bridgedvoucher WHERE company_id = %(company)s
                               UNION ALL SELECT voucher_id FROM standing)
        GROUP BY e.voucher_id
    )
    SELECT v.number FROM journals_bridgedvoucher b JOIN standing s ON s.id = b.clearing_id
    JOIN ledger_voucher v ON v.id = b.voucher_id GROUP BY v.number HAVING count(*) > 1
    UNION ALL
    SELECT coalesce(s.number, 'BC-' || s.id) FROM standing s
    LEFT JOIN bridged own ON own.voucher_id = s.voucher_id
    LEFT JOIN LATERAL (
        SELECT sum(o.amount) AS amount, sum(o.books) AS books
        FROM journals_bridgedvoucher b JOIN bridged o ON o.voucher_id = b.voucher_id WHERE b.clearing_id = s.id
    ) AS moved ON true
    WHERE (own.amount, own.books) IS DISTINCT FROM (-moved.amount, -moved.books)
    LIMIT 20
"""
