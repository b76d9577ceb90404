# ruff: noqa: S608 (statements are put together from constants of this module)
"""Sets of adjustments: what their lines add up to, their digest, and how one that is not posted goes."""

from arclose.ledger.sql.running import execute, rows
from customers.sql.standing import SIDES_OF_SET

_INSERT_SUMS = f"""
    INSERT INTO customers_adjustmentsum (company_id, adjustment_set_id, adjustment_date, currency_id,
        control_account_id, offset_account_id, is_gain, accounting_currency_amount)
    SELECT company_id, %(set)s, adjustment_date, currency_id, control_account_id, offset_account_id, is_gain,
        sum(accounting_currency_amount)
    FROM ({SIDES_OF_SET}) AS side GROUP BY 1, 3, 4, 5, 6, 7 ORDER BY 3, 4, 5, 6, 7
"""


def insert_sums(*, adjustment_set: int) -> int:
    """Write what the lines of a set add up to, and return how many sums."""
    return execute(_INSERT_SUMS, {"set": adjustment_set})


# The digest of a set is of the digests of its lines, some thousands together, so that a million never stand in one
# text. All that a line says is in it; as it is sent over the wire, which takes less time than as it is printed. So
# the types of these columns are in it: none of them may ever change, nor the columns, or all earlier sets seem altered.
DIGEST_OF_SET = """
    SELECT encode(sha256(coalesce(string_agg(part.digest, ''::bytea ORDER BY part.place), ''::bytea)), 'hex')
    FROM (
        SELECT l.id / 4096 AS place, sha256(string_agg(record_send(ROW(l.id, l.transaction_id, l.settlement_id,
            l.currency_id, l.adjustment_date, l.open_amount, l.original_amount, l.stood_amount, l.new_amount,
            l.stood_account_id, l.stood_offset_account_id, l.control_account_id, l.offset_account_id)), ''::bytea
            ORDER BY l.id)) AS digest
        FROM customers_adjustmentline l WHERE l.adjustment_set_id = {set} GROUP BY 1
    ) AS part
"""
_SEAL = f"""
    UPDATE customers_adjustmentset SET digest = ({DIGEST_OF_SET.format(set="%(set)s")}) WHERE id = %(set)s
"""


def seal_lines(*, adjustment_set: int) -> int:
    """Write the digest of a set: nothing joins its lines any more."""
    return execute(_SEAL, {"set": adjustment_set})


def count_lines(*, adjustment_set: int) -> int:
    """Give how many transactions a set adjusts."""
    statement = "SELECT count(*) FROM customers_adjustmentline WHERE adjustment_set_id = %s AND settlement_id IS NULL"
    return int(rows(statement, [adjustment_set])[0][0])


def delete_set(*, adjustment_set: int) -> None:
    """Delete a set that is not posted, with all its rows."""
    for table, column in (("sum", "adjustment_set_id"), ("line", "adjustment_set_id"), ("set", "id")):
        execute(f"DELETE FROM customers_adjustment{table} WHERE {column} = %s", [adjustment_set])
