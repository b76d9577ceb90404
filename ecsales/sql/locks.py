"""Who waits for whom while lists are begun and reported."""

from typing import Any

from customers.sql.running import rows


def lock_periods(*, company_id: int, first: Any, last: Any) -> None:
    """Wait for every posting into the periods of some days, and let none begin before this transaction ends."""
    statement = (
        "SELECT id FROM ledger_fiscalperiod WHERE company_id = %s AND start_date <= %s AND end_date >= %s"
        " ORDER BY id FOR UPDATE"
    )
    rows(statement, [company_id, last, first])


def lock_registration(*, registration_id: int) -> None:
    """Let nobody else make a list of a registration before this transaction ends."""
    rows("SELECT id FROM ledger_vatregistration WHERE id = %s FOR NO KEY UPDATE", [registration_id])
