"""What the probes of what is open ask, one statement per look. Each row is a breach."""

from customers.sql.adjustment_sets import DIGEST_OF_SET
from customers.sql.open_balances import MOVED_BY_MONTH
from customers.sql.standing import counted

# One row per transaction whose kept open amount is not its amount less its settlements, or has the opposite sign; and
# one per transaction that is kept as open or is settled and that this company has not. Of posted sets those lines count
# that the row has taken in.
OPEN_AMOUNTS = """
    WITH settled AS (
        SELECT transaction_id, sum(transaction) AS transaction, sum(accounting) AS accounting,
            sum(adjustment) AS adjustment
        FROM (
            SELECT debit_transaction_id AS transaction_id, transaction_currency_amount AS transaction,
                debit_accounting_amount AS accounting, debit_adjustment_amount AS adjustment
            FROM customers_settlement WHERE company_id = %(company)s
            UNION ALL
            SELECT credit_transaction_id, -transaction_currency_amount, -credit_accounting_amount,
                -credit_adjustment_amount
            FROM customers_settlement WHERE company_id = %(company)s
            UNION ALL
            SELECT transaction_id, 0, 0, -accounting_currency_amount
            FROM customers_adjustment WHERE company_id = %(company)s
            UNION ALL
            SELECT l.transaction_id, 0, 0, l.stood_amount - l.new_amount
            FROM customers_adjustmentline l
            JOIN customers_adjustmentset s ON s.id = l.adjustment_set_id AND s.posting_id IS NOT NULL
            LEFT JOIN customers_opentransaction o ON o.transaction_id = l.transaction_id
            WHERE l.company_id = %(company)s AND (o.transaction_id IS NULL OR l.id <= coalesce(o.taken_in, 0))
        ) AS side GROUP BY transaction_id
    )
    SELECT coalesce(t.document_number, coalesce(o.transaction_id, s.transaction_id)::text) AS number,
        coalesce(t.transaction_currency_amount - coalesce(s.transaction, 0), 0) AS open,
        coalesce(o.transaction_currency_amount, 0) AS kept,
        CASE WHEN t.id IS NULL THEN 'stray'
            WHEN sign(o.transaction_currency_amount) = -sign(t.transaction_currency_amount) THEN 'opposite'
            ELSE 'different' END AS breach
    FROM (SELECT * FROM customers_customertransaction WHERE company_id = %(company)s) AS t
    FULL JOIN (SELECT * FROM customers_opentransaction WHERE company_id = %(company)s) AS o ON o.transaction_id = t.id
    FULL JOIN settled s ON s.transaction_id = t.id
    WHERE t.id IS NULL
       OR t.transaction_currency_amount - coalesce(s.transaction, 0) <> coalesce(o.transaction_currency_amount, 0)
       OR t.accounting_currency_amount - coalesce(s.accounting, 0) <> coalesce(o.accounting_currency_amount, 0)
       OR t.opening_adjustment_amount - coalesce(s.adjustment, 0) <> coalesce(o.standing_adjustment_amount, 0)
       OR o.customer_id <> t.customer_id OR o.currency_id <> t.currency_id
       OR sign(o.transaction_currency_amount) = -sign(t.transaction_currency_amount)
    ORDER BY 1
"""

# One row per kept sum of what is open that differs from its transactions and settlements: of a customer's debits or
# credits in a month or in all, and of a due date in a month. Both are grouped in one look at the rows.
OPEN_BALANCES = """
    WITH moved AS ({moved}), summed AS (
        SELECT customer_id, is_debit, due_date, currency_id, coalesce(month, 'infinity') AS month,
            sum(amount) AS transaction, sum(accounting_amount) AS accounting
        FROM moved
        GROUP BY currency_id, GROUPING SETS ((customer_id, is_debit), (customer_id, is_debit, month), (due_date, month))
    ), of_customers AS (
        SELECT 'customer' AS breach, customer_id, NULL::date AS due_date, currency_id, month,
            coalesce(s.transaction, 0) AS rows, coalesce(k.transaction_currency_amount, 0) AS kept
        FROM (SELECT * FROM summed WHERE due_date IS NULL) AS s
        FULL JOIN (
            SELECT customer_id, is_debit, currency_id, coalesce(month, 'infinity') AS month,
                transaction_currency_amount, accounting_currency_amount
            FROM customers_customerbalance WHERE company_id = %(company)s
        ) AS k USING (customer_id, is_debit, currency_id, month)
        WHERE coalesce(s.transaction, 0) <> coalesce(k.transaction_currency_amount, 0)
           OR coalesce(s.accounting, 0) <> coalesce(k.accounting_currency_amount, 0)
    ), of_due_dates AS (
        SELECT 'due' AS breach, NULL::bigint AS customer_id, due_date, currency_id, month,
            coalesce(s.transaction, 0) AS rows, coalesce(k.transaction_currency_amount, 0) AS kept
        FROM (SELECT * FROM summed WHERE due_date IS NOT NULL) AS s
        FULL JOIN (SELECT * FROM customers_duebalance WHERE company_id = %(company)s) AS k
            USING (due_date, currency_id, month)
        WHERE coalesce(s.transaction, 0) <> coalesce(k.transaction_currency_amount, 0)
           OR coalesce(s.accounting, 0) <> coalesce(k.accounting_currency_amount, 0)
    )
    SELECT found.breach, coalesce(c.number, found.due_date::text) AS name, found.currency_id AS currency,
        CASE WHEN isfinite(found.month) THEN to_char(found.month, 'YYYY-MM') ELSE 'all' END AS month, found.rows,
        found.kept
    FROM (SELECT * FROM of_customers UNION ALL SELECT * FROM of_due_dates) AS found
    LEFT JOIN customers_customer c ON c.id = found.customer_id
    ORDER BY 1, 2, 3, 4
    """.replace(
    "{moved}",
    MOVED_BY_MONTH.format(transactions="t.company_id = %(company)s", settlements="s.company_id = %(company)s"),
)

# One row per transaction of which more gains or losses were taken back, from an account against another, than were ever
# put there: what is left has the opposite sign. What was taken over stands as a whole, without an account it goes back
# against, so transactions with such an adjustment are left aside.
TAKEN_BACK = """
    SELECT DISTINCT t.document_number AS number, control.number AS account
    FROM (
        SELECT a.transaction_id, a.control_account_id FROM ({adjustments}) AS a
        GROUP BY a.transaction_id, a.control_account_id, a.offset_account_id, a.is_gain
        HAVING sum(a.accounting_currency_amount) <> 0 AND a.is_gain <> (sum(a.accounting_currency_amount) > 0)
    ) AS wrong
    JOIN customers_customertransaction t ON t.id = wrong.transaction_id AND t.opening_adjustment_amount = 0
    JOIN ledger_ledgeraccount control ON control.id = wrong.control_account_id
    ORDER BY 1, 2
""".replace("{adjustments}", counted("x.company_id = %(company)s"))

# One row per posted set of adjustments whose lines are others than it was sealed with, or than what they add up to.
ADJUSTMENT_SETS = """
    WITH own AS (
        SELECT id, posting_id, digest FROM customers_adjustmentset
        WHERE company_id = %(company)s AND posting_id IS NOT NULL
    ), added_up AS (
        SELECT own.id, a.adjustment_date, a.control_account_id, a.offset_account_id, a.is_gain,
            sum(a.accounting_currency_amount) AS amount
        FROM ({adjustments}) AS a JOIN own ON own.posting_id = a.posting_id GROUP BY 1, 2, 3, 4, 5
    ), kept AS (
        SELECT own.id, k.adjustment_date, k.control_account_id, k.offset_account_id, k.is_gain,
            sum(k.accounting_currency_amount) AS amount
        FROM customers_adjustmentsum k JOIN own ON own.id = k.adjustment_set_id GROUP BY 1, 2, 3, 4, 5
    )
    SELECT id AS set, 'digest' AS breach FROM own WHERE digest <> ({digest})
    UNION
    SELECT id, 'sums' FROM added_up
    FULL JOIN kept USING (id, adjustment_date, control_account_id, offset_account_id, is_gain)
    WHERE coalesce(added_up.amount, 0) <> coalesce(kept.amount, 0)
    ORDER BY 1, 2
""".replace("{digest}", DIGEST_OF_SET.format(set="own.id")).replace(
    "{adjustments}", counted("x.company_id = %(company)s")
)
