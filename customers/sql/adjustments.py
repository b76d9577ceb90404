"""What settlements take back of the adjustments that revaluations made stand, and what comes back with them."""

from collections.abc import Sequence
from datetime import date

from arclose.ledger.sql.running import execute, rows
from customers.sql.settlements import SHARE

# The share of what stands that leaves with each side of a posting's settlements, of transactions that were revalued: on
# the day of the settlement, or of the revaluation where that is later. What went along with a settlement is not taken
# back. Reads settlements of the posting, and what was open before it moves.
_TAKE_BACK = """
    WITH side AS (
        SELECT s.id AS place, s.debit_transaction_id AS transaction_id, s.transaction_currency_amount AS amount,
            s.settlement_date, s.debit_adjustment_amount AS taken_along
        FROM customers_settlement s
        WHERE s.posting_id = %(posting)s AND s.id > %(after)s AND s.reversal_of_id IS NULL
        UNION ALL
        SELECT s.id, s.credit_transaction_id, -s.transaction_currency_amount, s.settlement_date,
            s.credit_adjustment_amount
        FROM customers_settlement s
        WHERE s.posting_id = %(posting)s AND s.id > %(after)s AND s.reversal_of_id IS NULL
    ), taken AS (
        SELECT side.*, o.company_id, o.adjustment_date, o.adjustment_account_id, o.adjustment_offset_account_id,
            o.standing_adjustment_amount > 0 AS is_gain, o.adjusted_amount AS original,
            o.adjusted_open_amount AS face,
            o.adjusted_open_amount - o.transaction_currency_amount AS settled_before,
            o.adjusted_amount - o.standing_adjustment_amount AS taken_before,
            sum(side.amount) OVER so_far AS set_so_far, row_number() OVER so_far AS turn
        FROM side JOIN customers_opentransaction o ON o.transaction_id = side.transaction_id
            AND o.adjustment_date IS NOT NULL AND o.standing_adjustment_amount <> 0
        WINDOW so_far AS (PARTITION BY side.transaction_id ORDER BY side.place)
    ), share AS (
        SELECT taken.*, {share} AS amount_back FROM taken
    )
    INSERT INTO customers_adjustment (company_id, posting_id, transaction_id, adjustment_date,
        accounting_currency_amount, control_account_id, offset_account_id, is_gain, settlement_id)
    SELECT company_id, %(posting)s, transaction_id, greatest(settlement_date, adjustment_date), -amount_back,
        adjustment_account_id, adjustment_offset_account_id, is_gain, place
    FROM share WHERE amount_back <> 0 AND taken_along = 0 ORDER BY place, transaction_id
""".replace("{share}", SHARE.format(original="original", taken_before="taken_before"))


_DAYS = """
    SELECT DISTINCT greatest(s.settlement_date, o.adjustment_date)
    FROM customers_settlement s
    JOIN customers_opentransaction o ON o.transaction_id IN (s.debit_transaction_id, s.credit_transaction_id)
        AND o.adjustment_date IS NOT NULL AND o.standing_adjustment_amount <> 0
    WHERE s.posting_id = %s AND s.id > %s AND s.reversal_of_id IS NULL
"""


def days_of_taking_back(*, posting_id: int, after: int) -> list[date]:
    """Give the days on which a posting's settlements, those after one, take standing adjustments back; often none."""
    return [day for (day,) in rows(_DAYS, [posting_id, after])]


def take_adjustments_back(*, posting_id: int, after: int, decimals: int) -> int:
    """Write what a posting's settlements take back of standing adjustments, those after one; return how many rows.

    Before what they settle moves from what is open.
    """
    return execute(_TAKE_BACK, {"posting": posting_id, "after": after, "decimals": decimals})


# What settlements took back in their own posting, with the opposite sign, beside their reversals. What a revaluation
# took back for settlements that were there before it stays: the next one values what is open again.
_GIVE_BACK = """
    INSERT INTO customers_adjustment (company_id, posting_id, transaction_id, adjustment_date,
        accounting_currency_amount, control_account_id, offset_account_id, is_gain, settlement_id)
    SELECT a.company_id, back.posting_id, a.transaction_id, greatest(a.adjustment_date, %(day)s),
        -a.accounting_currency_amount, a.control_account_id, a.offset_account_id, a.is_gain, back.id
    FROM customers_settlement back
    JOIN customers_settlement s ON s.id = back.reversal_of_id
    JOIN customers_adjustment a ON a.settlement_id = s.id AND a.posting_id = s.posting_id
    WHERE back.posting_id = %(posting)s ORDER BY back.id, a.id
"""


def days_of_giving_back(*, settlements: Sequence[int], day: date) -> list[date]:
    """Give the days on which taking settlements back on a day gives adjustments back that they took; often none."""
    statement = (
        "SELECT DISTINCT greatest(a.adjustment_date, %s, o.adjustment_date) FROM customers_adjustment a"
        " JOIN customers_settlement s ON s.id = a.settlement_id AND s.posting_id = a.posting_id"
        " LEFT JOIN customers_opentransaction o ON o.transaction_id = a.transaction_id"
        " AND sign(o.standing_adjustment_amount) = sign(a.accounting_currency_amount) WHERE s.id = ANY(%s)"
    )
    return [on for (on,) in rows(statement, [day, list(settlements)])]


def give_adjustments_back(*, posting_id: int, day: date) -> int:
    """Write the opposite of what the settlements that a posting reverses took back, and return how many rows."""
    return execute(_GIVE_BACK, {"posting": posting_id, "day": day})


# A loss that comes back where a gain stands, or the other way round, meets it: as much as both have in common is taken
# back of each, on its own account, so that never a loss is left beside a gain. Rows come back one after the other; what
# stood is read before it moves.
_LET_MEET = """
    WITH back AS (
        SELECT a.*, o.adjustment_account_id, o.adjustment_offset_account_id, o.adjustment_date AS stood_on,
            o.standing_adjustment_amount + coalesce(sum(a.accounting_currency_amount) OVER (
                PARTITION BY a.transaction_id ORDER BY a.id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)
                AS stands
        FROM customers_adjustment a
        JOIN customers_settlement s ON s.id = a.settlement_id AND s.posting_id = a.posting_id
            AND s.reversal_of_id IS NOT NULL
        JOIN customers_opentransaction o ON o.transaction_id = a.transaction_id AND o.adjustment_date IS NOT NULL
        WHERE a.posting_id = %(posting)s
    ), met AS (
        SELECT back.*, sign(stands) * least(abs(stands), abs(accounting_currency_amount)) AS common,
            greatest(adjustment_date, stood_on) AS day
        FROM back WHERE sign(stands) = -sign(accounting_currency_amount)
    )
    INSERT INTO customers_adjustment (company_id, posting_id, transaction_id, adjustment_date,
        accounting_currency_amount, control_account_id, offset_account_id, is_gain, settlement_id)
    SELECT company_id, posting_id, transaction_id, day, -common, adjustment_account_id, adjustment_offset_account_id,
        common > 0, settlement_id FROM met
    UNION ALL
    SELECT company_id, posting_id, transaction_id, day, common, control_account_id, offset_account_id, is_gain,
        settlement_id FROM met
    RETURNING id
"""


def let_gains_and_losses_meet(*, posting_id: int) -> list[int]:
    """Write what a gain and a loss have in common of which one comes back; give the adjustments, two of each."""
    return [pk for (pk,) in rows(_LET_MEET, {"posting": posting_id})]


# What transactions took over of others that were revalued stands on them as it stood there: a settlement takes its
# share back against the same account, that of the one that brought the most of it.
_CARRY = """
    UPDATE customers_opentransaction taken SET adjustment_date = moved.day,
        adjusted_amount = taken.standing_adjustment_amount,
        adjusted_open_amount = taken.transaction_currency_amount, adjustment_account_id = t.control_account_id,
        adjustment_offset_account_id = moved.offset_account_id
    FROM (
        SELECT pair.to_id, max(o.adjustment_date) AS day, (array_agg(o.adjustment_offset_account_id
            ORDER BY (o.standing_adjustment_amount > 0) = (made.standing_adjustment_amount > 0) DESC,
                abs(o.standing_adjustment_amount) DESC))[1] AS offset_account_id
        FROM unnest(%s::bigint[], %s::bigint[]) AS pair (from_id, to_id)
        JOIN customers_opentransaction o ON o.transaction_id = pair.from_id AND o.adjustment_date IS NOT NULL
        JOIN customers_opentransaction made ON made.transaction_id = pair.to_id
        GROUP BY pair.to_id
    ) AS moved
    JOIN customers_customertransaction t ON t.id = moved.to_id
    WHERE taken.transaction_id = moved.to_id AND taken.standing_adjustment_amount <> 0
"""


def carry_adjustments(pairs: Sequence[tuple[int, int]]) -> int:
    """Let new transactions stand as revalued where those were that they take over; return how many do.

    ``pairs`` are (taken over from, new), before what is taken over moves from what is open.
    """
    return execute(_CARRY, [[one for one, _made in pairs], [made for _one, made in pairs]])


# What a posting's reversals of vouchers give back: a transaction that was taken over, beside the settlement that closed
# it and is reversed, and what it stood as since.
_GIVEN_BACK = """
    SELECT t.id, CASE closing.id WHEN s.debit_transaction_id THEN s.credit_transaction_id
        ELSE s.debit_transaction_id END
    FROM ledger_voucher v
    JOIN customers_customertransaction t ON t.voucher_id = v.reversal_of_id AND t.opening_adjustment_amount <> 0
    JOIN customers_opentransaction o ON o.transaction_id = t.id AND o.adjustment_date IS NOT NULL
    JOIN customers_customertransaction closing ON closing.voucher_id = t.voucher_id AND closing.id <> t.id
        AND closing.opening_adjustment_amount <> 0
    JOIN customers_settlement s ON closing.id IN (s.debit_transaction_id, s.credit_transaction_id)
        AND s.posting_id = v.posting_id AND s.reversal_of_id IS NOT NULL
    WHERE v.posting_id = %s
"""


def carry_back(*, posting_id: int) -> int:
    """Let what a posting opens again stand as revalued where that was which had taken it over; return how many do."""
    return carry_adjustments(rows(_GIVEN_BACK, [posting_id]))
