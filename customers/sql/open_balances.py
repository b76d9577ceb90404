"""The kept sums of what is open: what moves them, and how a posting adds to them."""

from arclose.ledger.sql.running import execute

# What each transaction, and each side of each settlement, changes of what is open on a day. A settlement is never
# dated before its transactions. What a bank advanced on a bill, no customer owes or is owed.
MOVED = """
    SELECT t.company_id, t.customer_id, t.currency_id, t.transaction_currency_amount > 0 AS is_debit, t.due_date,
        t.transaction_date AS day, t.transaction_currency_amount AS amount,
        t.accounting_currency_amount AS accounting_amount
    FROM customers_customertransaction t WHERE {transactions} AND t.transaction_type <> 'bill_liability'
    UNION ALL
    SELECT t.company_id, t.customer_id, t.currency_id, t.transaction_currency_amount > 0, t.due_date,
        s.settlement_date, -s.transaction_currency_amount, -s.debit_accounting_amount
    FROM customers_settlement s JOIN customers_customertransaction t ON t.id = s.debit_transaction_id
    WHERE {settlements} AND t.transaction_type <> 'bill_liability'
    UNION ALL
    SELECT t.company_id, t.customer_id, t.currency_id, t.transaction_currency_amount > 0, t.due_date,
        s.settlement_date, s.transaction_currency_amount, s.credit_accounting_amount
    FROM customers_settlement s JOIN customers_customertransaction t ON t.id = s.credit_transaction_id
    WHERE {settlements} AND t.transaction_type <> 'bill_liability'
"""
# The same with the first day of its month.
MOVED_BY_MONTH = "SELECT *, date_trunc('month', day::timestamp)::date AS month FROM ({moved}) AS moved".replace(
    "{moved}", MOVED
)
_OF_A_POSTING = MOVED_BY_MONTH.format(
    transactions="t.posting_id = %(posting)s", settlements="s.posting_id = %(posting)s"
)

# What moved is worked out once for both. Each in one order of keys, and the sums of due days before those of customers,
# which wait for their number: so two postings never wait for each other in a circle. What is opened and settled at
# once, as most payments are, moves no sum. Of customers the month's sum, and the one of all months.
_ADD_WHAT_MOVED = """
    WITH moved AS MATERIALIZED ({moved}), of_due_days AS (
        INSERT INTO customers_duebalance AS kept (company_id, currency_id, due_date, month,
            transaction_currency_amount, accounting_currency_amount)
        SELECT company_id, currency_id, due_date, month, sum(amount), sum(accounting_amount)
        FROM moved
        GROUP BY company_id, currency_id, due_date, month HAVING sum(amount) <> 0 OR sum(accounting_amount) <> 0
        ORDER BY currency_id, due_date, month
        ON CONFLICT (company_id, currency_id, due_date, month) DO UPDATE SET
            transaction_currency_amount = kept.transaction_currency_amount + EXCLUDED.transaction_currency_amount,
            accounting_currency_amount = kept.accounting_currency_amount + EXCLUDED.accounting_currency_amount
        RETURNING 1
    )
    INSERT INTO customers_customerbalance AS kept (company_id, customer_id, currency_id, is_debit, month,
        transaction_currency_amount, accounting_currency_amount)
    SELECT company_id, customer_id, currency_id, is_debit, month, sum(amount), sum(accounting_amount)
    FROM moved WHERE (SELECT count(*) FROM of_due_days) >= 0
    GROUP BY company_id, customer_id, currency_id, is_debit, GROUPING SETS ((), (month))
    HAVING sum(amount) <> 0 OR sum(accounting_amount) <> 0
    ORDER BY customer_id, currency_id, is_debit, month
    ON CONFLICT (company_id, customer_id, currency_id, is_debit, month) DO UPDATE SET
        transaction_currency_amount = kept.transaction_currency_amount + EXCLUDED.transaction_currency_amount,
        accounting_currency_amount = kept.accounting_currency_amount + EXCLUDED.accounting_currency_amount
    """.replace("{moved}", _OF_A_POSTING)


def add_to_open_balances(*, posting_id: int) -> int:
    """Add a posting's transactions and settlements to the kept sums of what is open; return how many of customers."""
    return execute(_ADD_WHAT_MOVED, {"posting": posting_id})
