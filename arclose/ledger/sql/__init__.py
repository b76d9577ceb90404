"""Statements of the ledger that the ORM cannot say, one module per subject. Only here the ledger has a cursor.

Querysets come in compiled, as ``(statement, parameters)``, and stand in parentheses where a table would.
"""

from arclose.ledger.sql.entries import (
    insert_entries,
    insert_opposite_entries,
    insert_reporting_entries,
    insert_reversed_entries,
)
from arclose.ledger.sql.locks import lock_period_alone, lock_periods, lock_reversals
from arclose.ledger.sql.numbering import (
    advance_counter,
    advancing_counters,
    count_by_fiscal_year,
    count_by_series,
    current_transaction,
)
from arclose.ledger.sql.postings import (
    add_to_balances,
    digest_of_posting,
    find_or_insert_posting,
    refuse_unbalanced,
    seal_posting,
)
from arclose.ledger.sql.rates import published_rates
from arclose.ledger.sql.rounding import documents_rounded, insert_rounding
from arclose.ledger.sql.running import Compiled, compiled
from arclose.ledger.sql.vouchers import insert_vouchers

__all__ = [
    "Compiled",
    "add_to_balances",
    "advance_counter",
    "advancing_counters",
    "compiled",
    "count_by_fiscal_year",
    "count_by_series",
    "current_transaction",
    "digest_of_posting",
    "documents_rounded",
    "find_or_insert_posting",
    "insert_entries",
    "insert_opposite_entries",
    "insert_reporting_entries",
    "insert_reversed_entries",
    "insert_rounding",
    "insert_vouchers",
    "lock_period_alone",
    "lock_periods",
    "lock_reversals",
    "published_rates",
    "refuse_unbalanced",
    "seal_posting",
]
