"""Who waits for whom while lists are begun and reported."""

from datetime import date

from arclose.ledger.sql.running import rows


def lock_periods(*, company_id: int, since: date) -> None:
    """Wait for every posting that a list from a day on may name, and let none begin before this transaction ends.

    Those into later periods too: an invoice names the tax point of an earlier supply, a credit note may belong to the
    period of its invoice.
    """
    statement = "SELECT id FROM ledger_fiscalperiod WHERE company_id = %s AND end_date >= %s ORDER BY id FOR UPDATE"
    rows(statement, [company_id, since])


def lock_registration(*, registration_id: int) -> None:
    """Let nobody else make a list of a registration before this transaction ends."""
    rows("SELECT id FROM ledger_vatregistration WHERE id = %s FOR NO KEY UPDATE", [registration_id])
