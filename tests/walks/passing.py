"""Which walk passes which page: a page that none passes fails, and so does a walk that leaves one of its own out."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.signals import request_started
from django.urls import Resolver404, resolve

# Walks and other tests in a browser, each with those of the pages it passes that no other one here stands for.
PAGES_OF = {
    "test_a_clerk_corrects_a_file_and_imports_it": "imports:page",
    "test_a_free_text_invoice_is_distributed_posted_corrected_and_sent": "customers:new_free_text",
    "test_a_job_of_tasks_is_made_steered_and_tried_again_and_its_end_is_told": (
        "batch:add_task batch:alerts batch:change_task batch:documents batch:job batch:jobs batch:new_job "
        "batch:plan batch:workers"
    ),
    "test_a_payment_in_another_currency_settles_marks_are_released_and_a_task_is_signed_off": (
        "checklist:assign checklist:task customers:books customers:export_books customers:marked_transactions "
        "ledger:calendar"
    ),
    "test_a_recurring_invoice_is_entered_and_generated_from_the_distribution_of_its_template": (
        "customers:free_text_invoices customers:generate_recurring customers:new_recurring customers:recurring_invoice"
    ),
    "test_a_voucher_is_typed_and_posted_once_it_adds_up": "journals:change_voucher",
    "test_an_ec_sales_list_is_collected_completed_reported_and_taken_back_and_a_clearing_reversed": (
        "ecsales:add_line ecsales:list_documents ecsales:list_lines ecsales:list_numbers ecsales:sales_list "
        "ecsales:sales_lists ledger:account ledger:reverse ledger:voucher ledger:vouchers"
    ),
    "test_an_order_is_changed_released_from_credit_hold_and_canceled": (
        "customers:cancel_order customers:change_order customers:credit_holds customers:put_on_hold"
    ),
    "test_an_order_is_confirmed_picked_delivered_corrected_and_invoiced_in_parts": "customers:correct_packing_slip",
    "test_an_order_is_entered_without_javascript": "customers:new_order",
    "test_an_order_is_found_by_its_item_delivered_in_part_and_invoiced_by_slips": (
        "customers:credit_invoice customers:give_up_rest customers:item customers:items customers:order_document "
        "customers:order_documents customers:orders customers:reserve_payments"
    ),
    "test_an_order_is_put_on_hold_and_a_part_of_it_is_asked_in_advance": (
        "customers:clear_hold customers:invoice customers:order customers:place_hold customers:prepay_order"
    ),
    "test_bills_are_proposed_accepted_sent_to_a_bank_settled_protested_and_drawn_again": (
        "journals:bill journals:bill_journal journals:bill_maturity journals:bill_step journals:bill_steps "
        "journals:bills journals:draw_journals journals:draw_proposal journals:new_bill_journal "
        "journals:protest_journals journals:redraw_journals journals:remittance journals:remittance_journals "
        "journals:remittances journals:settle_journals journals:take_bills_on"
    ),
    "test_free_text_invoices_are_rejected_changed_approved_and_posted_from_their_list": (
        "customers:change_free_text customers:change_recurring customers:free_text_invoice "
        "customers:recurring_invoices customers:reject_free_text"
    ),
    "test_it_is_collected_by_the_bank_paid_back_and_returned": (
        "journals:bank_line journals:bank_lines journals:direct_debit journals:direct_debit_file "
        "journals:direct_debit_files journals:reimbursement journals:undo_return"
    ),
    "test_it_is_drawn_with_its_table_closed_beside_it_and_has_no_fault_that_axe_knows": (
        "customers:ageing customers:customer customers:sales"
    ),
    "test_it_is_refused_with_the_reason_kept_then_held_reopened_and_closed_for_good": (
        "checklist:close checklist:hold checklist:permanently_close checklist:reopen"
    ),
    "test_it_is_used_by_keyboard_alone": "search",
    "test_lines_of_the_bank_are_explained_and_matched_and_vouchers_posted_from_their_list": (
        "journals:bank_proposals journals:bank_statement journals:bank_statements journals:enter_voucher "
        "journals:general_journals journals:general_vouchers journals:new_general_journal journals:undo_match"
    ),
    "test_orders_are_rejected_and_prepaid_and_documents_printed_and_sent_again": (
        "customers:invoices customers:sent_documents"
    ),
    "test_payments_are_entered_by_lines_changed_deleted_and_posted_from_their_list": (
        "journals:change_payment journals:enter_payments journals:new_payment_journal journals:payment_journals "
        "journals:payments"
    ),
    "test_payments_are_proposed_approved_posted_cleared_and_taken_back": (
        "journals:bridge_clearing journals:bridged_payments journals:payment journals:payment_journal "
        "journals:payment_proposal journals:reverse_payment"
    ),
    "test_rates_are_entered_and_what_is_open_in_them_revalued_once_nothing_changed": (
        "revaluation:compare revaluation:exposure revaluation:left_out revaluation:new_run revaluation:rates "
        "revaluation:run revaluation:runs revaluation:transaction"
    ),
    "test_supplies_are_reported_and_what_is_open_in_dollars_is_revalued": "revaluation:undo",
    "test_vouchers_are_copied_canceled_and_reversed_and_another_company_is_paid": (
        "journals:cancel_voucher journals:copy_journal journals:enter_payment journals:general_journal "
        "journals:general_voucher journals:intercompany_payment journals:intercompany_payments "
        "journals:reverse_general_voucher"
    ),
    "test_what_is_owed_is_charged_with_interest_asked_for_by_letter_waived_and_let_go": (
        "customers:collection_letter customers:collection_letters customers:concession "
        "customers:reinstate_collection_letter customers:reinstate_interest_note "
        "customers:reverse_collection_letter customers:reverse_interest_note customers:reverse_settlement "
        "customers:settlement customers:write_collection_letters ledger:accounts"
    ),
    "test_what_is_owed_is_disputed_charged_with_interest_told_and_written_off": (
        "customers:calculate_interest customers:customers customers:interest_note customers:interest_notes "
        "customers:transactions"
    ),
    "test_what_is_owed_is_drawn_on_split_and_asked_for": (
        "customers:reorganization journals:draw_bill journals:undo_bill_step"
    ),
}


@pytest.fixture(autouse=True)
def passes_its_pages(request: pytest.FixtureRequest) -> Iterator[None]:
    """Say of a walk, once it is over, that the program was asked for all pages it stands for."""
    asked: set[str] = set()

    def note(environ: dict[str, Any], **_of_the_signal: Any) -> None:
        try:
            asked.add(resolve(environ["PATH_INFO"]).view_name)
        except Resolver404:
            return

    request_started.connect(note)
    yield
    request_started.disconnect(note)
    assert set(PAGES_OF.get(request.node.name, "").split()) <= asked
