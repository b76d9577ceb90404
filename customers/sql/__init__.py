"""Statements of posting and settlement that the ORM cannot say, one module per subject."""

from customers.sql.credit_limits import OVER_LIMIT, LimitedOrder, limited_orders
from customers.sql.invoices import (
    insert_invoices,
    insert_tax_rows,
    insert_transactions,
    mark_invoiced,
)
from customers.sql.order_checks import (
    LockedOrder,
    UsableRate,
    invoice_dates,
    lock_credited_transactions,
    lock_limited_customers,
    lock_orders,
    refusals,
)
from customers.sql.settlements import (
    Part,
    add_to_subledger,
    insert_reversed_settlements,
    insert_settlements,
    lock_open_transactions,
    move_open_amounts,
    opposites_to_settle,
)

__all__ = [
    "OVER_LIMIT",
    "LimitedOrder",
    "LockedOrder",
    "Part",
    "UsableRate",
    "add_to_subledger",
    "insert_invoices",
    "insert_reversed_settlements",
    "insert_settlements",
    "insert_tax_rows",
    "insert_transactions",
    "invoice_dates",
    "limited_orders",
    "lock_credited_transactions",
    "lock_limited_customers",
    "lock_open_transactions",
    "lock_orders",
    "mark_invoiced",
    "move_open_amounts",
    "opposites_to_settle",
    "refusals",
]
