"""Statements of revaluation that the ORM cannot say, one module per subject: the only cursor of this app."""

from revaluation.sql.changes import Changed, changed_since
from revaluation.sql.computing import (
    FOREIGN_OPEN,
    Computation,
    chain_position,
    count_rows,
    delete_run,
    foreign_currencies,
    insert_lines,
    insert_settled_lines,
    insert_undo_lines,
    insert_vouchers,
)
from revaluation.sql.posting import insert_adjustments, lock_lines, lock_runs, move_standing

__all__ = [
    "FOREIGN_OPEN",
    "Changed",
    "Computation",
    "chain_position",
    "changed_since",
    "count_rows",
    "delete_run",
    "foreign_currencies",
    "insert_adjustments",
    "insert_lines",
    "insert_settled_lines",
    "insert_undo_lines",
    "insert_vouchers",
    "lock_lines",
    "lock_runs",
    "move_standing",
]
