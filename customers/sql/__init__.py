"""Statements of posting and settlement that the ORM cannot say, one module per subject."""

from customers.sql.arrangement import Arrangement
from customers.sql.credit_holds import keep_holds
from customers.sql.credit_limits import OVER_LIMIT, CreditFigures, credit_figures, lock_limited_accounts
from customers.sql.crediting import TakenBack, ToTakeBack, taken_back, to_take_back
from customers.sql.free_text import (
    free_text_refusals,
    free_text_to_invoice,
    mark_free_text_posted,
    opposite_of_free_text,
)
from customers.sql.invoiced_orders import (
    ToInvoice,
    advance_invoiced,
    count_to_invoice,
    insert_invoiced_deliveries,
    orders_to_invoice,
)
from customers.sql.invoices import Source, insert_invoices, insert_tax_rows, insert_transactions
from customers.sql.order_checks import (
    Basis,
    LockedOrder,
    UsableRate,
    invoice_dates,
    lock_credited_transactions,
    lock_orders,
    refusals,
)
from customers.sql.order_documents import (
    Correctable,
    Looked,
    Step,
    advance_lines,
    advance_orders,
    correctable,
    document_dates,
    insert_correction,
    insert_order_documents,
    look_at_orders,
    take_from_stock,
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
    "Arrangement",
    "Basis",
    "Correctable",
    "CreditFigures",
    "LockedOrder",
    "Looked",
    "Part",
    "Source",
    "Step",
    "TakenBack",
    "ToInvoice",
    "ToTakeBack",
    "UsableRate",
    "add_to_subledger",
    "advance_invoiced",
    "advance_lines",
    "advance_orders",
    "correctable",
    "count_to_invoice",
    "credit_figures",
    "document_dates",
    "free_text_refusals",
    "free_text_to_invoice",
    "insert_correction",
    "insert_invoiced_deliveries",
    "insert_invoices",
    "insert_order_documents",
    "insert_reversed_settlements",
    "insert_settlements",
    "insert_tax_rows",
    "insert_transactions",
    "invoice_dates",
    "keep_holds",
    "lock_credited_transactions",
    "lock_limited_accounts",
    "lock_open_transactions",
    "lock_orders",
    "look_at_orders",
    "mark_free_text_posted",
    "move_open_amounts",
    "opposite_of_free_text",
    "opposites_to_settle",
    "orders_to_invoice",
    "refusals",
    "take_from_stock",
    "taken_back",
    "to_take_back",
]
