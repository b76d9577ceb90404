"""Locks of a posting beyond rows: on periods, in the order they were asked for, and on reversals."""

from datetime import date

from arclose.ledger.sql.running import rows

# Who locks a row FOR UPDATE waits until nobody shares it, and who shares it does not wait for him: while many post, a
# hold would wait for ever. So both first take a lock on the period that is granted in the order it was asked for.
_PERIOD_QUEUE = "hashtext('arclose period'), (id %% 2147483647)::integer"
# Read the few periods of the days asked for.
_QUEUE_FOR_PERIODS = f"""
    SELECT pg_advisory_xact_lock_shared({_PERIOD_QUEUE}) FROM (
        SELECT id FROM ledger_fiscalperiod
        WHERE company_id = %s AND end_date >= %s AND start_date <= %s ORDER BY id) AS period
"""  # noqa: S608 (the text is of this module)
_LOCK_PERIODS = """
    SELECT id, status FROM ledger_fiscalperiod
    WHERE company_id = %s AND end_date >= %s AND start_date <= %s ORDER BY id FOR SHARE
"""


def lock_periods(*, company_id: int, first_date: date, last_date: date) -> dict[int, str]:
    """Lock the periods that hold these days FOR SHARE and return the status of each."""
    days = [company_id, first_date, last_date]
    rows(_QUEUE_FOR_PERIODS, days)
    return dict(rows(_LOCK_PERIODS, days))


def lock_period_alone(*, period_id: int) -> None:
    """Wait for every posting that holds a period, before any that asks for it later."""
    rows(f"SELECT pg_advisory_xact_lock({_PERIOD_QUEUE}) FROM (VALUES (%s)) AS period (id)", [period_id])  # noqa: S608


def lock_reversals(*, company_id: int) -> None:
    """Let the reversals of a company come one after the other: what is posted may not be locked, only read."""
    rows("SELECT pg_advisory_xact_lock(hashtext('arclose reversals'), %s)", [company_id])
