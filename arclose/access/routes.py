"""The one table of route x method x role. What it does not name is refused.

A row says who may use a route with a method. ``who`` is a list of roles, or

    all       every role of the company (clerk, controller, administrator, auditor)
    login     anybody who has signed in
    public    anybody

``anywhere`` behind the roles asks for one of them in whichever company (pages outside a company; the superuser,
who sets up the first one, is let in), and ``fresh`` asks for the password again when it was typed longer than 15
minutes ago: for what closes, reopens or reverses. GET includes HEAD. A route ``name:*`` stands for all routes of a
namespace that keeps its own permissions (the admin site). To add a page, add its row.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person does in a company; a person may hold several."""

    CLERK = "clerk", _("Clerk")
    CONTROLLER = "controller", _("Controller")
    ADMINISTRATOR = "administrator", _("Administrator")
    AUDITOR = "auditor", _("Auditor")


ROUTES = """
route                          | method | who
home                           | GET    | login
company                        | GET    | all
period                         | GET    | all
login                          | GET    | public
login                          | POST   | public
logout                         | POST   | login
set_language                   | POST   | public
theme                          | POST   | public
health                         | GET    | public
admin:*                        | GET    | administrator anywhere
admin:*                        | POST   | administrator anywhere
search                         | GET    | all
jobs_at_work                   | GET    | all
save_view                      | POST   | all
change_view                    | POST   | all
delete_view                    | POST   | all
default_view                   | POST   | all
walk                           | POST   | all

checklist:close                | GET    | all
checklist:task                 | GET    | all
checklist:sign                 | POST   | controller
checklist:prove                | POST   | clerk controller
checklist:assign               | GET    | controller
checklist:assign               | POST   | controller
checklist:hold                 | GET    | controller
checklist:hold                 | POST   | controller fresh
checklist:reopen               | GET    | controller
checklist:reopen               | POST   | controller fresh
checklist:permanently_close    | GET    | controller
checklist:permanently_close    | POST   | controller fresh

ledger:calendar                | GET    | all
ledger:open_year               | POST   | controller administrator
ledger:vouchers                | GET    | all
ledger:voucher                 | GET    | all
ledger:export_vouchers         | POST   | all
ledger:reverse                 | GET    | controller
ledger:reverse                 | POST   | controller fresh
ledger:accounts                | GET    | all
ledger:account                 | GET    | all

revaluation:runs               | GET    | all
revaluation:run                | GET    | all
revaluation:new_run            | GET    | clerk controller
revaluation:new_run            | POST   | clerk controller
revaluation:post               | POST   | clerk controller
revaluation:post_as_job        | POST   | clerk controller
revaluation:compute_anew       | POST   | clerk controller
revaluation:delete             | POST   | clerk controller
revaluation:undo               | GET    | controller
revaluation:undo               | POST   | controller fresh
revaluation:left_out           | GET    | all
revaluation:compare            | GET    | all
revaluation:voucher            | GET    | all
revaluation:transaction        | GET    | all
revaluation:exposure           | GET    | all
revaluation:rates              | GET    | all
revaluation:import_rates       | POST   | controller administrator
revaluation:enter_rate         | POST   | controller administrator

customers:orders               | GET    | all
customers:order                | GET    | all
customers:new_order            | GET    | clerk controller
customers:new_order            | POST   | clerk controller
customers:change_order         | GET    | clerk controller
customers:change_order         | POST   | clerk controller
customers:cancel_order         | GET    | clerk controller
customers:cancel_order         | POST   | clerk controller
customers:give_up_rest         | GET    | clerk controller
customers:give_up_rest         | POST   | clerk controller
customers:place_hold           | GET    | clerk controller
customers:place_hold           | POST   | clerk controller
customers:clear_hold           | GET    | clerk controller
customers:clear_hold           | POST   | clerk controller
customers:check_out_hold       | POST   | clerk controller
customers:update_order         | POST   | clerk controller
customers:posting_documents    | GET    | all
customers:job_documents        | GET    | clerk controller
customers:printed_file         | GET    | all
customers:print_made           | GET    | clerk controller
customers:print_made           | POST   | clerk controller
customers:deliver_now          | POST   | clerk controller
customers:put_on_hold          | GET    | clerk controller
customers:put_on_hold          | POST   | clerk controller
customers:credit_holds         | GET    | all
customers:decide_credit        | POST   | controller
customers:prepay_order         | GET    | clerk controller
customers:prepay_order         | POST   | clerk controller
customers:prepay_orders        | POST   | clerk controller
customers:reserve_payments     | GET    | clerk controller
customers:reserve_payments     | POST   | clerk controller
customers:order_documents      | GET    | all
customers:order_document       | GET    | all
customers:print_order_documents | POST  | clerk controller
customers:email_confirmations  | POST   | clerk controller
customers:correct_packing_slip | GET    | clerk controller
customers:correct_packing_slip | POST   | clerk controller
customers:invoice_slips        | POST   | clerk controller
customers:invoice_slips_now    | POST   | clerk controller
customers:invoice_slips_as_job | POST   | clerk controller
customers:post_orders          | POST   | clerk controller
customers:post_orders_now      | POST   | clerk controller
customers:post_orders_as_job   | POST   | clerk controller
customers:posted_orders        | GET    | clerk controller
customers:free_text_invoices   | GET    | all
customers:free_text_invoice    | GET    | all
customers:new_free_text        | GET    | clerk controller
customers:new_free_text        | POST   | clerk controller
customers:change_free_text     | GET    | clerk controller
customers:change_free_text     | POST   | clerk controller
customers:delete_free_text     | POST   | clerk controller
customers:approve_free_text    | POST   | controller
customers:reject_free_text     | GET    | controller
customers:reject_free_text     | POST   | controller
customers:recurring_invoices   | GET    | all
customers:recurring_invoice    | GET    | all
customers:new_recurring        | GET    | clerk controller
customers:new_recurring        | POST   | clerk controller
customers:change_recurring     | GET    | clerk controller
customers:change_recurring     | POST   | clerk controller
customers:generate_recurring   | GET    | clerk controller
customers:generate_recurring   | POST   | clerk controller
customers:preview_free_text    | POST   | clerk controller
customers:post_free_text       | POST   | clerk controller
customers:post_free_text_as_job | POST  | clerk controller
customers:interest_notes       | GET    | all
customers:interest_note        | GET    | all
customers:interest_note_pdf    | GET    | all
customers:calculate_interest   | GET    | clerk controller
customers:calculate_interest   | POST   | clerk controller
customers:print_interest_notes | POST   | clerk controller
customers:delete_interest_notes | POST  | clerk controller
customers:preview_interest_notes | POST | clerk controller
customers:post_interest_notes  | POST   | clerk controller
customers:post_interest_notes_as_job | POST | clerk controller
customers:reverse_interest_note | GET   | controller
customers:reverse_interest_note | POST  | controller fresh
customers:reinstate_interest_note | GET | controller
customers:reinstate_interest_note | POST | controller fresh
customers:collection_letters   | GET    | all
customers:collection_letter    | GET    | all
customers:collection_letter_pdf | GET   | all
customers:write_collection_letters | GET | clerk controller
customers:write_collection_letters | POST | clerk controller
customers:print_collection_letters | POST | clerk controller
customers:delete_collection_letters | POST | clerk controller
customers:preview_collection_letters | POST | clerk controller
customers:post_collection_letters | POST | clerk controller
customers:email_collection_letters | POST | clerk controller
customers:post_collection_letters_as_job | POST | clerk controller
customers:reverse_collection_letter | GET | controller
customers:reverse_collection_letter | POST | controller fresh
customers:reinstate_collection_letter | GET | controller
customers:reinstate_collection_letter | POST | controller fresh
customers:invoices             | GET    | all
customers:invoice              | GET    | all
customers:print_invoices       | POST   | clerk controller
customers:ubl_invoices         | POST   | clerk controller
customers:email_invoices       | POST   | clerk controller
customers:sent_documents       | GET    | all
customers:send_again           | POST   | clerk controller
customers:credit_invoice       | GET    | clerk controller
customers:credit_invoice       | POST   | clerk controller
customers:invoice_pdf          | GET    | all
customers:invoice_ubl          | GET    | all
customers:order_document_pdf   | GET    | all
customers:statement_pdf        | GET    | all
customers:customers            | GET    | all
customers:customer             | GET    | all
customers:statements           | POST   | clerk controller
customers:items                | GET    | all
customers:item                 | GET    | all
customers:transactions         | GET    | all
customers:mark                 | POST   | clerk controller
customers:settle_across        | POST   | clerk controller
customers:write_off            | POST   | clerk controller
customers:reorganize           | POST   | clerk controller
customers:reorganization       | GET    | all
customers:marked_transactions  | GET    | all
customers:release_marked       | POST   | controller
customers:stop_collecting      | POST   | clerk controller
customers:collect_again        | POST   | clerk controller
customers:settle               | POST   | clerk controller
customers:concession           | GET    | all
customers:settlement           | GET    | all
customers:reverse_settlement   | GET    | clerk controller
customers:reverse_settlement   | POST   | clerk controller fresh
customers:ageing               | GET    | all
customers:sales                | GET    | all
customers:books                | GET    | controller auditor
customers:export_books         | GET    | controller auditor

batch:jobs                     | GET    | all
batch:workers                  | GET    | all
batch:alerts                   | GET    | all
batch:read_alerts              | POST   | all
batch:job                      | GET    | all
batch:job_progress             | GET    | all
batch:documents                | GET    | all
batch:new_job                  | GET    | clerk controller
batch:new_job                  | POST   | clerk controller
batch:add_task                 | GET    | clerk controller
batch:add_task                 | POST   | clerk controller
batch:change_task              | GET    | clerk controller
batch:change_task              | POST   | clerk controller
batch:remove_task              | POST   | clerk controller
batch:plan                     | GET    | clerk controller
batch:plan                     | POST   | clerk controller
batch:end_recurrence           | POST   | clerk controller
batch:copy_job                 | POST   | clerk controller
batch:steer_jobs               | POST   | clerk controller
batch:cancel                   | POST   | clerk controller
batch:abort                    | POST   | controller
batch:withhold                 | POST   | clerk controller
batch:release                  | POST   | clerk controller
batch:retry                    | POST   | clerk controller
batch:dismiss                  | GET    | controller
batch:dismiss                  | POST   | controller
batch:undo                     | GET    | controller
batch:undo                     | POST   | controller fresh

journals:general_vouchers      | GET    | all
journals:general_voucher       | GET    | all
journals:cancel_voucher        | GET    | clerk controller
journals:cancel_voucher        | POST   | clerk controller
journals:preview_vouchers      | POST   | clerk controller
journals:reverse_general_voucher | GET    | controller
journals:reverse_general_voucher | POST   | controller fresh
journals:post_vouchers         | POST   | clerk controller
journals:post_vouchers_as_job  | POST   | clerk controller
journals:change_voucher        | GET    | clerk controller
journals:change_voucher        | POST   | clerk controller
journals:general_journals      | GET    | all
journals:general_journal       | GET    | all
journals:new_general_journal   | GET    | clerk controller
journals:new_general_journal   | POST   | clerk controller
journals:enter_voucher         | GET    | clerk controller
journals:enter_voucher         | POST   | clerk controller
journals:copy_journal          | GET    | clerk controller
journals:copy_journal          | POST   | clerk controller
journals:payment_journals      | GET    | all
journals:payment_journal       | GET    | all
journals:new_payment_journal   | GET    | clerk controller
journals:new_payment_journal   | POST   | clerk controller
journals:approve_journal       | POST   | controller
journals:enter_payments        | GET    | clerk controller
journals:enter_payments        | POST   | clerk controller
journals:enter_payment         | GET    | clerk controller
journals:enter_payment         | POST   | clerk controller
journals:post_and_transfer     | POST   | clerk controller
journals:payments              | GET    | all
journals:payment               | GET    | all
journals:change_payment        | GET    | clerk controller
journals:change_payment        | POST   | clerk controller
journals:delete_payment        | POST   | clerk controller
journals:preview_payments      | POST   | clerk controller
journals:post_payments         | POST   | clerk controller
journals:post_payments_as_job  | POST   | clerk controller
journals:change_payment_status | POST   | clerk controller
journals:reimbursement         | GET    | clerk controller
journals:reimbursement         | POST   | clerk controller
journals:payment_proposal      | GET    | clerk controller
journals:payment_proposal      | POST   | clerk controller
journals:direct_debit          | GET    | clerk controller
journals:direct_debit          | POST   | clerk controller
journals:direct_debit_files    | GET    | all
journals:direct_debit_file     | GET    | all
journals:download_direct_debit | GET    | clerk controller auditor
journals:cancel_direct_debit   | POST   | clerk controller
journals:bridged_payments      | GET    | all
journals:clear_bridged         | POST   | clerk controller
journals:bridge_clearing       | GET    | all
journals:reverse_payment       | GET    | controller
journals:reverse_payment       | POST   | controller fresh
journals:intercompany_payments | GET    | all
journals:intercompany_payment  | GET    | all
journals:bank_statements       | GET    | all
journals:read_bank_files       | POST   | clerk controller
journals:bank_statement        | GET    | all
journals:bank_lines            | GET    | all
journals:bank_line             | GET    | all
journals:propose_payments      | POST   | clerk controller
journals:bank_proposals        | GET    | clerk controller
journals:make_bank_payments    | POST   | clerk controller
journals:make_all_bank_payments | POST  | clerk controller
journals:explain_lines         | POST   | clerk controller
journals:take_returns          | POST   | controller fresh
journals:undo_match            | GET    | controller
journals:undo_match            | POST   | controller fresh
journals:undo_return           | GET    | controller
journals:undo_return           | POST   | controller fresh
journals:match_again           | POST   | clerk controller
journals:draw_journals         | GET    | all
journals:remittance_journals   | GET    | all
journals:settle_journals       | GET    | all
journals:protest_journals      | GET    | all
journals:redraw_journals       | GET    | all
journals:new_bill_journal      | GET    | clerk controller
journals:new_bill_journal      | POST   | clerk controller
journals:bill_journal          | GET    | all
journals:draw_bill             | GET    | clerk controller
journals:draw_bill             | POST   | clerk controller
journals:draw_proposal         | GET    | clerk controller
journals:draw_proposal         | POST   | clerk controller
journals:take_bills_on         | GET    | clerk controller
journals:take_bills_on         | POST   | clerk controller
journals:make_remittance       | POST   | clerk controller
journals:bill_steps            | GET    | all
journals:bill_step             | GET    | all
journals:preview_bill_steps    | POST   | clerk controller
journals:post_bill_steps       | POST   | clerk controller
journals:post_bill_steps_as_job | POST  | clerk controller
journals:delete_bill_step      | POST   | clerk controller
journals:undo_bill_step        | GET    | controller
journals:undo_bill_step        | POST   | controller fresh
journals:bills                 | GET    | all
journals:bill                  | GET    | all
journals:bill_maturity         | GET    | all
journals:bill_pdf              | GET    | all
journals:accept_bill           | POST   | clerk controller
journals:remittances           | GET    | all
journals:remittance            | GET    | all
journals:download_remittance   | GET    | clerk controller auditor
journals:remittance_pdf        | GET    | clerk controller auditor
journals:cancel_remittance     | POST   | clerk controller
journals:remittance_status     | POST   | clerk controller
journals:close_remittance      | POST   | controller fresh
journals:reopen_remittance     | POST   | controller fresh

ecsales:sales_lists            | GET    | all
ecsales:begin_list             | POST   | clerk controller
ecsales:delete_list            | POST   | clerk controller
ecsales:sales_list             | GET    | all
ecsales:list_lines             | GET    | all
ecsales:list_documents         | GET    | all
ecsales:list_numbers           | GET    | all
ecsales:list_numbers           | POST   | clerk controller
ecsales:remove_number          | POST   | clerk controller
ecsales:add_line               | GET    | clerk controller
ecsales:add_line               | POST   | clerk controller
ecsales:remove_line            | POST   | clerk controller
ecsales:check_numbers          | POST   | clerk controller
ecsales:declared_file          | GET    | clerk controller auditor
ecsales:declared_paper         | GET    | clerk controller auditor
ecsales:report_list            | POST   | controller
ecsales:close_list             | POST   | controller fresh
ecsales:take_back_list         | POST   | controller fresh
ecsales:reopen_list            | POST   | controller fresh

imports:page                   | GET    | clerk controller administrator
imports:page                   | POST   | clerk controller administrator
"""

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
ALL_ROLES = frozenset(Role.values)
PUBLIC = "public"
LOGIN = "login"
FRESH = "fresh"
ANYWHERE = "anywhere"
_WORDS = {*Role.values, "all", LOGIN, PUBLIC, FRESH, ANYWHERE}


@dataclass(frozen=True)
class Rule:
    """Who may use a route with one method.

    :param roles: the roles in the company of which one is enough; empty for ``public`` and ``login``.
    :param audience: ``public``, ``login``, ``roles`` or ``anywhere``.
    """

    audience: str
    roles: frozenset[str] = frozenset()
    is_fresh: bool = False


class MalformedRoute(ValueError):
    """A row of the table cannot be read, or says something twice."""


def parse(table: str) -> dict[str, dict[str, Rule]]:
    """Read a table of routes.

    :raises MalformedRoute: a row is not understood.
    """
    rules: dict[str, dict[str, Rule]] = {}
    rows = [line for line in table.strip().splitlines()[1:] if line.strip()]
    for row in rows:
        cells = [cell.strip() for cell in row.split("|")]
        if len(cells) != 3 or cells[1] not in METHODS or cells[1] in rules.get(cells[0], {}):
            raise MalformedRoute(row)
        rules.setdefault(cells[0], {})[cells[1]] = _rule(cells[2], row)
    return rules


def _rule(who: str, row: str) -> Rule:
    words = who.split()
    if not words or not set(words) <= _WORDS:
        raise MalformedRoute(row)
    is_fresh = FRESH in words
    audience = next((word for word in (PUBLIC, LOGIN, ANYWHERE) if word in words), "roles")
    named = ALL_ROLES if "all" in words else frozenset(words) & ALL_ROLES
    if (audience in {"roles", ANYWHERE}) != bool(named):
        raise MalformedRoute(row)
    return Rule(audience, named, is_fresh)


RULES: Mapping[str, Mapping[str, Rule]] = parse(ROUTES)


def rules_of(route: str) -> Mapping[str, Rule]:
    """Give the rules of a route by method; none when the table does not name it."""
    namespace = route.rpartition(":")[0]
    return RULES.get(route) or RULES.get(f"{namespace}:*", {})


def rule_of(route: str, method: str) -> Rule | None:
    """Give the rule of a route for a method, HEAD counting as GET; None: not allowed to anybody."""
    return rules_of(route).get("GET" if method == "HEAD" else method)


def is_allowed(route: str, method: str, roles: frozenset[str]) -> bool:
    """Tell whether somebody who has signed in and holds these roles may use a route with a method."""
    rule = rule_of(route, method)
    return rule is not None and (not rule.roles or not rule.roles.isdisjoint(roles))
