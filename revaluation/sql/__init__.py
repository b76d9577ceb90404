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
    is_left_to_undo,
    lock_runs,
)
from revaluation.sql.reporting import Stands, reporting_adjusted, reporting_stands

__all__ = [
    "FOREIGN_OPEN",
    "Changed",
    "Computation",
    "Stands",
    "chain_position",
    "changed_since",
    "count_left_out",
    "delete_run",
    "foreign_currencies",
    "insert_lines",
    "insert_settled_lines",
    "insert_undo_lines",
    "insert_vouchers",
    "is_left_to_undo",
    "lock_runs",
    "reporting_adjusted",
    "reporting_stands",
]
