"""Statements of revaluation that the ORM cannot say, one module per subject."""

from revaluation.sql.changes import Changed, changed_since
from revaluation.sql.computing import (
    FOREIGN_OPEN,
    Computation,
    chain_position,
    count_left_out,
    delete_run,
    foreign_currencies,
    insert_lines,
    insert_settled_lines,
    insert_undo_lines,
    insert_vouchers,
    lock_runs,
)

__all__ = [
    "FOREIGN_OPEN",
    "Changed",
    "Computation",
    "chain_position",
    "changed_since",
    "count_left_out",
    "delete_run",
    "foreign_currencies",
    "insert_lines",
    "insert_settled_lines",
    "insert_undo_lines",
    "insert_vouchers",
    "lock_runs",
]
