# ruff: noqa: S608 (statements are put together from constants of this module)
"""What stands on transactions as adjustments: rows of settlements, and lines of sets once these are posted.

A set is posted without a row being written for its lines. So what stands on an open transaction is what its row
says, and what posted sets have adjusted since that was written; whoever locks the row lets it take that in. Lines of a
transaction come one after the other: a set is not posted where something adjusted its transactions since it was
computed.
"""

from collections.abc import Sequence

from arclose.ledger.fields import array_of
from arclose.ledger.sql.running import execute, rows

# Both sides of lines: what stood goes, and then what stands comes. Both are of one line; ``place`` says which is the
# later one. Which account for gains or losses a side is about is said by the sign of what stood or stands; of what
# settlements took back by the opposite one.
_SIDES = """
    SELECT x.id, {posting} AS posting_id, x.company_id, x.transaction_id, x.settlement_id, {currency}
        x.adjustment_date, -x.stood_amount AS accounting_currency_amount, x.stood_account_id AS control_account_id,
        x.stood_offset_account_id AS offset_account_id, (x.stood_amount > 0) = (x.settlement_id IS NULL) AS is_gain,
        0 AS place
    FROM customers_adjustmentline x {sets} WHERE {of} AND x.stood_amount <> 0
    UNION ALL
    SELECT x.id, {posting}, x.company_id, x.transaction_id, x.settlement_id, {currency} x.adjustment_date,
        x.new_amount, x.control_account_id, x.offset_account_id, (x.new_amount > 0) = (x.settlement_id IS NULL), 1
    FROM customers_adjustmentline x {sets} WHERE {of} AND x.new_amount <> 0
"""
SIDES_OF_SET = _SIDES.format(
    posting="NULL::bigint", currency="x.currency_id,", sets="", of="x.adjustment_set_id = %(set)s"
)
_COUNTED = """
    SELECT x.id, x.posting_id, x.company_id, x.transaction_id, x.settlement_id, x.adjustment_date,
        x.accounting_currency_amount, x.control_account_id, x.offset_account_id, x.is_gain, 0 AS place
    FROM customers_adjustment x WHERE {of}
    UNION ALL
""" + _SIDES.format(
    posting="s.posting_id",
    currency="",
    sets="JOIN customers_adjustmentset s ON s.id = x.adjustment_set_id AND s.posting_id IS NOT NULL",
    of="{of}",
)
# The order in which the last of adjustments ``a`` that count comes first.
LAST_FIRST = "a.posting_id DESC, a.id DESC, a.place DESC"


def counted(of: str) -> str:
    """Give the statement of all adjustments that count of those which ``of`` says, a condition on each row ``x``.

    That looks into every part of the union, so that each finds its rows by index.
    """
    return _COUNTED.replace("{of}", of)


# The lines by which posted sets adjusted open transactions ``o`` since the rows of these were written. Few of each, by
# its index.
_SINCE_WRITTEN = "l.transaction_id = o.transaction_id AND l.id > coalesce(o.taken_in, 0) AND s.posting_id IS NOT NULL"
ADJUSTED_SINCE = f"""customers_opentransaction o
    JOIN customers_adjustmentline l JOIN customers_adjustmentset s ON s.id = l.adjustment_set_id
        ON {_SINCE_WRITTEN}"""
# What they adjusted of all that a customer owes, beside what the rows say: in foreign currency alone.
OWED_SINCE = f"""coalesce((SELECT sum(l.new_amount - l.stood_amount) FROM {ADJUSTED_SINCE}
            WHERE o.customer_id = {{customer}} AND NOT o.is_liability
                AND o.currency_id <> (SELECT currency FROM books)), 0)"""
# The same of one open transaction, with the day and the accounts of the last of them.
_SINCE = f"""
    SELECT summed.amount, summed.last_id, last.adjustment_date AS day,
        coalesce(last.control_account_id, last.stood_account_id) AS account_id,
        coalesce(last.offset_account_id, last.stood_offset_account_id) AS offset_id
    FROM (
        SELECT sum(l.new_amount - l.stood_amount) AS amount, max(l.id) AS last_id,
            max(l.id) FILTER (WHERE l.settlement_id IS NULL) AS last_whole_id
        FROM customers_adjustmentline l JOIN customers_adjustmentset s ON s.id = l.adjustment_set_id
        WHERE {_SINCE_WRITTEN}
    ) AS summed LEFT JOIN customers_adjustmentline last ON last.id = summed.last_whole_id
"""
# Open transactions with what stands on them, from which account and against which it goes back. Where nobody asks for
# that, the planner drops the join.
STANDING = f"""
    SELECT o.transaction_id, o.company_id, o.customer_id, o.currency_id, o.transaction_currency_amount,
        o.accounting_currency_amount, o.is_liability,
        o.standing_adjustment_amount + coalesce(since.amount, 0) AS standing_adjustment_amount,
        coalesce(since.account_id, o.adjustment_account_id) AS adjustment_account_id,
        coalesce(since.offset_id, o.adjustment_offset_account_id) AS adjustment_offset_account_id
    FROM customers_opentransaction o LEFT JOIN LATERAL ({_SINCE}) AS since ON true
"""
# What an open row takes in is a new whole, of which later settlements take their shares.
_TAKE_IN = f"""
    UPDATE customers_opentransaction own SET
        standing_adjustment_amount = own.standing_adjustment_amount + since.amount,
        adjusted_amount = own.standing_adjustment_amount + since.amount,
        adjusted_open_amount = own.transaction_currency_amount, adjustment_date = since.day,
        adjustment_account_id = since.account_id, adjustment_offset_account_id = since.offset_id,
        taken_in = since.last_id
    FROM customers_opentransaction o CROSS JOIN LATERAL ({_SINCE}) AS since
    WHERE o.company_id = %s AND o.transaction_id = ANY((SELECT %s::bigint[])::bigint[]) AND since.last_id IS NOT NULL
        AND own.transaction_id = o.transaction_id
"""


def take_in(*, company_id: int, transactions: Sequence[int]) -> int:
    """Let open rows, which are locked, take in what posted sets adjusted since they were written; give how many do."""
    return execute(_TAKE_IN, [company_id, array_of(transactions)])


# Who changes what is open waits for a set that is being posted, and the set for all of these: it locks no rows.
_LOCK = "SELECT {lock}(hashtext('arclose adjustments'), %s)"


def read_standing(*, company_id: int) -> None:
    """Keep sets of a company from being posted until commit, before what stands on its transactions is read."""
    rows(_LOCK.format(lock="pg_advisory_xact_lock_shared"), [company_id])


def hold_standing(*, company_id: int) -> None:
    """Wait until nobody who read what stands on transactions of a company is at work, and let nobody begin."""
    rows(_LOCK.format(lock="pg_advisory_xact_lock"), [company_id])
