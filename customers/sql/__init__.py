"""Statements of posting and settlement that the ORM cannot say, one module per subject."""

from customers.sql.adjustment_sets import count_lines, delete_set, insert_sums, seal_lines
from customers.sql.adjustments import (
    carry_adjustments,
    carry_back,
    days_of_giving_back,
    days_of_taking_back,
    give_adjustments_back,
    let_gains_and_losses_meet,
    take_adjustments_back,
)
from customers.sql.arrangement import Arrangement
from customers.sql.concessions import (
    Grant,
    insert_concessions,
    let_go_before,
    parts_of_concessions,
    vouchers_made_beside,
)
from customers.sql.credit_holds import keep_holds
from customers.sql.credit_limits import NOTHING_CUT, CreditFigures, credit_figures, free_text_credit_figures
from customers.sql.credit_locks import lock_limited_accounts, lock_limited_accounts_of_free_text
from customers.sql.credit_of_account import credit_of_account
from customers.sql.credit_rest import give_back_credit_rest, give_up_credit_rest
from customers.sql.crediting import TakenBack, ToTakeBack, taken_back, to_take_back
from customers.sql.deductions import PrepaidLeft, prepaid_left, prepaid_parameters
from customers.sql.deferred_revenue import Deferral, defer_again, defer_revenue, take_deferred_back
from customers.sql.delivered_months import supplied_in_several_months
from customers.sql.discounts import (
    MarkedRow,
    Offer,
    chains_of_offers,
    insert_offers,
    marked_rows,
    move_marks,
    offers,
)
from customers.sql.earliest import Free, Wanted, earliest_free
from customers.sql.free_text import (
    free_text_refusals,
    free_text_to_invoice,
    insert_distributions,
    insert_opposite_distributions,
)
from customers.sql.interest import ToCharge, interest_to_charge, notes_changed_since
from customers.sql.invoiced_orders import (
    ToInvoice,
    advance_invoiced,
    count_to_invoice,
    insert_invoiced_deliveries,
    orders_to_invoice,
)
from customers.sql.invoices import PrepaymentLines, Source, insert_invoices, insert_transactions
from customers.sql.letters import (
    Credit,
    ToAsk,
    insert_letter_tax_rows,
    letters_changed_since,
    letters_to_write,
    open_credits,
    taxes_of_fees,
)
from customers.sql.marks import (
    MarkThatFails,
    keep_reserved,
    marked_days,
    marks_that_fail,
    reserved_to_settle,
    unmark,
)
from customers.sql.opposites import (
    give_back_invoiced,
    insert_opposite_invoices,
    insert_opposite_slips,
    insert_opposite_tax_rows,
    move_invoice_dates,
    settlements_of_credit_notes,
)
from customers.sql.order_checks import (
    Basis,
    LockedOrder,
    days_to_post_on,
    lock_orders,
    lock_what_is_settled,
    refusals,
)
from customers.sql.order_corrections import Correctable, correctable, insert_correction
from customers.sql.order_documents import advance_lines, documents_per_year, insert_order_documents
from customers.sql.order_steps import (
    InStock,
    Looked,
    Step,
    document_currencies,
    document_dates,
    look_at_orders,
    look_at_stock,
)
from customers.sql.orders_advanced import UNINVOICED_UNTIL, advance_delivered_orders, advance_orders
from customers.sql.over_limit import OVER_LIMIT
from customers.sql.prepayments import (
    ToPrepay,
    orders_to_prepay,
    prepayment_refusals,
    rest_of_prepayment,
    values_left,
)
from customers.sql.recurring import (
    DUE_LEFT,
    due_occurrences,
    first_to_generate,
    generated_amounts,
    next_occurrences,
)
from customers.sql.reorganizations import (
    COMES_FROM,
    INVOICE_OF,
    insert_offers_of_parts,
    origins_of,
    transactions_of_invoices,
)
from customers.sql.settlements import (
    Held,
    Part,
    add_to_subledger,
    earliest_days,
    insert_reversed_settlements,
    insert_settlements,
    lock_open_transactions,
    move_open_amounts,
    opposites_to_settle,
)
from customers.sql.standing import hold_standing
from customers.sql.steps_left import StepLeft, steps_left_by_task
from customers.sql.stock import lock_items, take_from_stock
from customers.sql.tax_rows import insert_tax_rows
from customers.sql.tax_rows_beside import insert_opposite_concession_tax_rows, insert_opposite_letter_tax_rows
from customers.sql.transactions import (
    insert_reversed_transactions,
    insert_transactions_of_vouchers,
    reversed_to_settle,
)
from customers.sql.undo_obstacles import obstacles, orders_of_invoices, orders_of_slips
from customers.sql.usable_rates import ReportingRate, UsableRate

__all__ = [
    "COMES_FROM",
    "DUE_LEFT",
    "INVOICE_OF",
    "NOTHING_CUT",
    "OVER_LIMIT",
    "UNINVOICED_UNTIL",
    "Arrangement",
    "Basis",
    "Correctable",
    "Credit",
    "CreditFigures",
    "Deferral",
    "Free",
    "Grant",
    "Held",
    "InStock",
    "LockedOrder",
    "Looked",
    "MarkThatFails",
    "MarkedRow",
    "Offer",
    "Part",
    "PrepaidLeft",
    "PrepaymentLines",
    "ReportingRate",
    "Source",
    "Step",
    "StepLeft",
    "TakenBack",
    "ToAsk",
    "ToCharge",
    "ToInvoice",
    "ToPrepay",
    "ToTakeBack",
    "UsableRate",
    "Wanted",
    "add_to_subledger",
    "advance_delivered_orders",
    "advance_invoiced",
    "advance_lines",
    "advance_orders",
    "carry_adjustments",
    "carry_back",
    "chains_of_offers",
    "correctable",
    "count_lines",
    "count_to_invoice",
    "credit_figures",
    "credit_of_account",
    "days_of_giving_back",
    "days_of_taking_back",
    "days_to_post_on",
    "defer_again",
    "defer_revenue",
    "delete_set",
    "document_currencies",
    "document_dates",
    "documents_per_year",
    "due_occurrences",
    "earliest_days",
    "earliest_free",
    "first_to_generate",
    "free_text_credit_figures",
    "free_text_refusals",
    "free_text_to_invoice",
    "generated_amounts",
    "give_adjustments_back",
    "give_back_credit_rest",
    "give_back_invoiced",
    "give_up_credit_rest",
    "hold_standing",
    "insert_concessions",
    "insert_correction",
    "insert_distributions",
    "insert_invoiced_deliveries",
    "insert_invoices",
    "insert_letter_tax_rows",
    "insert_offers",
    "insert_offers_of_parts",
    "insert_opposite_concession_tax_rows",
    "insert_opposite_distributions",
    "insert_opposite_invoices",
    "insert_opposite_letter_tax_rows",
    "insert_opposite_slips",
    "insert_opposite_tax_rows",
    "insert_order_documents",
    "insert_reversed_settlements",
    "insert_reversed_transactions",
    "insert_settlements",
    "insert_sums",
    "insert_tax_rows",
    "insert_transactions",
    "insert_transactions_of_vouchers",
    "interest_to_charge",
    "keep_holds",
    "keep_reserved",
    "let_gains_and_losses_meet",
    "let_go_before",
    "letters_changed_since",
    "letters_to_write",
    "lock_items",
    "lock_limited_accounts",
    "lock_limited_accounts_of_free_text",
    "lock_open_transactions",
    "lock_orders",
    "lock_what_is_settled",
    "look_at_orders",
    "look_at_stock",
    "marked_days",
    "marked_rows",
    "marks_that_fail",
    "move_invoice_dates",
    "move_marks",
    "move_open_amounts",
    "next_occurrences",
    "notes_changed_since",
    "obstacles",
    "offers",
    "open_credits",
    "opposites_to_settle",
    "orders_of_invoices",
    "orders_of_slips",
    "orders_to_invoice",
    "orders_to_prepay",
    "origins_of",
    "parts_of_concessions",
    "prepaid_left",
    "prepaid_parameters",
    "prepayment_refusals",
    "refusals",
    "reserved_to_settle",
    "rest_of_prepayment",
    "reversed_to_settle",
    "seal_lines",
    "settlements_of_credit_notes",
    "steps_left_by_task",
    "supplied_in_several_months",
    "take_adjustments_back",
    "take_deferred_back",
    "take_from_stock",
    "taken_back",
    "taxes_of_fees",
    "to_take_back",
    "transactions_of_invoices",
    "unmark",
    "values_left",
    "vouchers_made_beside",
]
