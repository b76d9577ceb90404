"""The probes of bills: where they stand, what their steps posted, and what the ledger has of them."""

from django.utils.translation import gettext_lazy as _

from arclose.ledger.models.number_series import SeriesPurpose
from arclose.ledger.proofs.findings import rows_said
from arclose.ledger.proofs.sql import numbers_with_gaps
from customers.sql.standing import STANDING

# A bill that stands elsewhere than its last standing step led, or that is open for another amount than is left of it.
_BILLS_ASTRAY = """
    SELECT b.number FROM journals_bill b
    LEFT JOIN journals_billstep s ON s.id = b.last_step_id
    LEFT JOIN customers_customertransaction t ON t.id = b.standing_id
    LEFT JOIN customers_opentransaction o ON o.transaction_id = b.standing_id
    LEFT JOIN customers_opentransaction l ON l.transaction_id = b.liability_id
    WHERE b.company_id = %(company)s AND (
        (b.status = 'canceled') <> (s.id IS NULL)
        OR s.id IS NOT NULL AND (s.undone_by_id IS NOT NULL OR s.bill_id <> b.id
            OR (s.status_after <> b.status AND NOT (b.status = 'closed' AND s.status_after = 'honored'))
            OR s.sequence_after <> b.sequence OR s.amount_after <> b.amount
            OR s.left_after <> b.left_amount OR s.due_date_after <> b.due_date
            OR s.standing_after_id IS DISTINCT FROM b.standing_id
            OR s.liability_after_id IS DISTINCT FROM b.liability_id
            OR (s.remittance_type_after, s.bank_account_after_id, s.remittance_after_id, s.deferred_after,
                s.deferred_accounting_after) IS DISTINCT FROM (b.remittance_type, b.bank_account_id, b.remittance_id,
                b.deferred_amount, b.deferred_accounting_amount))
        OR b.left_amount <> coalesce(o.transaction_currency_amount, 0)
        OR (b.standing_id IS NOT NULL)
            <> (b.status IN ('drawn', 'redrawn', 'remitted', 'protested'))
        OR b.standing_id IS NOT NULL AND (o.transaction_id IS NULL OR o.transaction_currency_amount <= 0
            OR t.customer_id <> b.customer_id OR t.currency_id <> b.currency_id)
        OR (b.liability_id IS NOT NULL) AND l.transaction_id IS NULL)
    ORDER BY b.number LIMIT 20
"""
bills_stand_where_their_steps_led = rows_said(
    _BILLS_ASTRAY, _("bill %(number)s stands elsewhere than its last step led, or another amount of it is open")
)

# A step and its voucher that do not tell the same story: posting, date, and what was opened on its account; or a step
# that was taken back while its voucher stands, or the reverse.
_STEPS_NOT_WHOLE = """
    SELECT s.id AS step FROM (SELECT * FROM journals_billstep WHERE company_id = %(company)s) AS s
    LEFT JOIN ledger_voucher v ON v.company_id = s.company_id AND v.document_type = 'bill_step'
        AND v.document_id = s.id AND v.document_part = 0
    LEFT JOIN ledger_voucher back ON back.reversal_of_id = v.id
    LEFT JOIN LATERAL (
        SELECT coalesce(sum(t.transaction_currency_amount), 0) AS amount FROM customers_customertransaction t
        WHERE t.voucher_id = v.id AND t.control_account_id = s.to_account_id AND s.opened_amount > 0
    ) AS opened ON true
    WHERE (s.status = 'posted') <> (v.id IS NOT NULL)
       OR v.id IS NOT NULL AND (v.posting_id IS DISTINCT FROM s.posting_id OR v.posting_date <> s.step_date
            OR back.posting_id IS DISTINCT FROM s.undone_by_id OR opened.amount <> s.opened_amount)
    ORDER BY s.id LIMIT 20
"""
steps_are_posted_whole = rows_said(
    _STEPS_NOT_WHOLE, _("what the books have of step BL-%(step)s of a bill is of another date, posting or amount")
)

# A step whose fees are not what the customer owes by them: posted with it, on a voucher of their own.
_FEES_NOT_WHOLE = """
    SELECT s.id AS step
    FROM (SELECT step_id, sum(amount) AS owed FROM journals_billfee WHERE company_id = %(company)s GROUP BY step_id)
        AS fee
    JOIN journals_billstep s ON s.id = fee.step_id
    LEFT JOIN ledger_voucher v ON v.company_id = s.company_id AND v.document_type = 'bill_fee'
        AND v.document_id = s.id AND v.document_part = 0
    LEFT JOIN customers_customertransaction t ON t.voucher_id = v.id
    WHERE (s.status = 'posted') <> (v.id IS NOT NULL)
       OR v.id IS NOT NULL AND t.transaction_currency_amount IS DISTINCT FROM fee.owed
    ORDER BY s.id LIMIT 20
"""
fees_are_posted_whole = rows_said(
    _FEES_NOT_WHOLE, _("the customer owes another amount than the fees on step BL-%(step)s of a bill come to")
)

# Per control account on which bills stand, and per currency: what the ledger has of it, and what is left of the bills
# there; what was advanced on bills likewise. Nothing but bills stands on these accounts.
_ACCOUNTS_APART = """
    WITH standing AS (
        SELECT t.control_account_id AS account_id, t.currency_id, sum(o.transaction_currency_amount) AS amount,
            sum(o.accounting_currency_amount + o.standing_adjustment_amount) AS accounting_amount
        FROM journals_bill b
        CROSS JOIN LATERAL (VALUES (b.standing_id), (b.liability_id)) AS stands (transaction_id)
        JOIN customers_customertransaction t ON t.id = stands.transaction_id
        JOIN ({standing}) AS o ON o.transaction_id = t.id
        WHERE b.company_id = %(company)s GROUP BY t.control_account_id, t.currency_id
    ), kept AS (
        SELECT account_id, currency_id, sum(transaction_currency_amount) AS amount,
            sum(accounting_currency_amount) AS accounting_amount
        FROM ledger_accountbalance
        WHERE company_id = %(company)s AND account_id IN (
            SELECT summary_account_id FROM journals_billprofile WHERE company_id = %(company)s
            UNION SELECT liability_account_id FROM journals_billprofile WHERE company_id = %(company)s
            UNION SELECT account_id FROM standing)
        GROUP BY account_id, currency_id
    )
    SELECT a.number AS account, currency_id AS currency, coalesce(kept.accounting_amount, 0) AS ledger,
        coalesce(standing.accounting_amount, 0) AS bills
    FROM kept FULL JOIN standing USING (account_id, currency_id) JOIN ledger_ledgeraccount a ON a.id = account_id
    WHERE coalesce(kept.amount, 0) <> coalesce(standing.amount, 0)
       OR coalesce(kept.accounting_amount, 0) <> coalesce(standing.accounting_amount, 0)
    ORDER BY a.number LIMIT 20
""".replace("{standing}", STANDING)
bills_equal_their_accounts = rows_said(
    _ACCOUNTS_APART,
    _("account %(account)s holds %(ledger)s in %(currency)s, and the bills that stand on it come to %(bills)s"),
)

bills_are_numbered_without_gaps = rows_said(
    numbers_with_gaps("journals_bill", SeriesPurpose.BILL),
    _(
        "series %(series)s: %(count)s bills with %(different)s numbers from %(first)s to %(last)s, and the"
        " counter stands at %(counted)s"
    ),
)
