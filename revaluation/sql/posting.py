"""What posting a run changes of the subledger."""

from customers.sql.running import execute, rows
from revaluation.sql.computing import PARTS


def lock_runs(*, company_id: int) -> None:
    """Let the runs of a company come one after the other: what is settled in full has no open row to be locked."""
    rows("SELECT pg_advisory_xact_lock(hashtext('arclose revaluations'), %(company)s)", {"company": company_id})


# In order of id, as every posting locks open transactions.
_LOCK = """
    SELECT count(*) FROM (
        SELECT 1 FROM customers_opentransaction
        WHERE transaction_id IN (SELECT transaction_id FROM revaluation_line WHERE run_id = %(run)s)
        ORDER BY transaction_id FOR UPDATE
    ) AS locked
"""


def lock_lines(*, run_id: int) -> int:
    """Lock what is open of the transactions of a run, and give how many that are."""
    return int(rows(_LOCK, {"run": run_id})[0][0])


_INSERT_ADJUSTMENTS = """
    INSERT INTO customers_adjustment (company_id, posting_id, transaction_id, adjustment_date,
        accounting_currency_amount, control_account_id, offset_account_id, is_gain, settlement_id)
    SELECT %(company)s, %(posting)s, transaction_id, adjustment_date, amount, control_account_id, offset_account_id,
        is_gain, settlement_id
    FROM ({parts}) AS part ORDER BY transaction_id, adjustment_date, settlement_id NULLS FIRST
""".replace("{parts}", PARTS)


def insert_adjustments(*, company_id: int, posting_id: int, run_id: int) -> int:
    """Write the adjustments of a run beside its transactions, and return how many rows."""
    return execute(_INSERT_ADJUSTMENTS, {"company": company_id, "posting": posting_id, "run": run_id})


# What stands now is a new whole, of which later settlements take their shares.
_MOVE_STANDING = """
    UPDATE customers_opentransaction o SET
        standing_adjustment_amount = o.standing_adjustment_amount + change.amount,
        adjusted_amount = o.standing_adjustment_amount + change.amount,
        adjusted_open_amount = o.transaction_currency_amount,
        adjustment_date = change.day, adjustment_account_id = change.account_id,
        adjustment_offset_account_id = change.offset_id
    FROM (
        SELECT transaction_id, sum(new_amount - stood_amount) AS amount,
            max(adjustment_date) FILTER (WHERE settlement_id IS NULL) AS day,
            max(coalesce(control_account_id, stood_account_id)) FILTER (WHERE settlement_id IS NULL) AS account_id,
            max(coalesce(offset_account_id, stood_offset_account_id)) FILTER (WHERE settlement_id IS NULL) AS offset_id
        FROM revaluation_line WHERE run_id = %(run)s GROUP BY transaction_id
    ) AS change
    WHERE o.transaction_id = change.transaction_id
"""


def move_standing(*, run_id: int) -> int:
    """Let the adjustments of a run stand on what is open of its transactions, and return how many that are."""
    return execute(_MOVE_STANDING, {"run": run_id})
