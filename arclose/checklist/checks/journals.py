"""What is left to do of payments, general vouchers and bank statements."""

from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from arclose.checklist import journal_looks as looks
from arclose.checklist.checks.question import Check
from arclose.checklist.checks.statements import made_once
from arclose.ledger.models import Company, FiscalPeriod
from arclose.ledger.sql.running import Compiled
from journals.banking.queries import (
    lines_left,
    statements_after_a_gap,
    statements_off,
    statements_unlike_the_ledger,
)
from journals.intercompany.balances import count_of_differing
from journals.models import BankStatement
from journals.payments.bridging import uncleared
from journals.readiness import (
    marks_left,
    unanswered_payments,
    unapproved_payments,
    unapproved_vouchers,
    unposted_payments,
    unposted_vouchers,
)

JOURNALS = _("Journals")


@made_once
def _general_vouchers(company: Company, period: FiscalPeriod) -> Compiled:
    return _counted(unposted_vouchers(company=company, until=period.end_date))


@made_once
def _unapproved_vouchers(company: Company, period: FiscalPeriod) -> Compiled:
    return _counted(unapproved_vouchers(company=company, until=period.end_date))


def _counted(vouchers: "QuerySet[Any]") -> Compiled:
    """Count vouchers, with what their lines debit in each currency."""
    statement, parameters = vouchers.order_by().values("pk", "currency_id").query.sql_with_params()
    return (
        f"""WITH voucher (id, currency) AS ({statement})
        SELECT one.currency, sum(one.count), sum(one.amount) FROM (
            SELECT currency, 1, 0 FROM voucher UNION ALL
            SELECT line.currency_id, 0, line.amount FROM voucher
            JOIN journals_generalvoucherline line ON line.voucher_id = voucher.id AND line.amount > 0
        ) AS one (currency, count, amount) GROUP BY 1""",  # noqa: S608
        parameters,
    )


@made_once
def _payments(company: Company, period: FiscalPeriod) -> Compiled:
    return _added_up(unposted_payments(company=company, until=period.end_date).values_list("currency", "amount"))


@made_once
def _unapproved_payments(company: Company, period: FiscalPeriod) -> Compiled:
    return _added_up(unapproved_payments(company=company, until=period.end_date).values_list("currency", "amount"))


@made_once
def _marks(company: Company, period: FiscalPeriod) -> Compiled:
    left = marks_left(company=company, until=period.end_date)
    return _added_up(left.values_list("transaction__currency", "amount"))


@made_once
def _unanswered(company: Company, period: FiscalPeriod) -> Compiled:
    return _added_up(unanswered_payments(company=company, until=period.end_date).values_list("currency", "amount"))


@made_once
def _bridged(company: Company, period: FiscalPeriod) -> Compiled:
    return _added_up(uncleared(company=company, until=period.end_date).values_list("currency_id", "bridged_amount"))


def _intercompany(company: Company, period: FiscalPeriod) -> Compiled:
    return count_of_differing(company=company, until=period.end_date)


@made_once
def _bank_statements(company: Company, period: FiscalPeriod) -> Compiled:
    off = statements_off(company=company, since=period.start_date, until=period.end_date).order_by()
    statement, parameters = off.values("pk").query.sql_with_params()
    return f"SELECT '', count(*), NULL::numeric FROM ({statement}) AS bank_statement", parameters  # noqa: S608


@made_once
def _bank_lines(company: Company, period: FiscalPeriod) -> Compiled:
    left = lines_left(company=company, until=period.end_date)
    return _added_up(left.values_list("statement__currency", "amount"))


@made_once
def _bank_gaps(company: Company, period: FiscalPeriod) -> Compiled:
    found = statements_after_a_gap(_statements_of(company, period))
    return _added_up(found.values_list("currency", F("opening_amount") - F("closing_before")))


@made_once
def _bank_balances(company: Company, period: FiscalPeriod) -> Compiled:
    found = statements_unlike_the_ledger(_statements_of(company, period))
    return _added_up(found.values_list("currency", F("closing_amount") - F("ledger_amount")))


def _statements_of(company: Company, period: FiscalPeriod) -> "QuerySet[BankStatement]":
    return BankStatement.objects.filter(company=company, to_date__range=(period.start_date, period.end_date))


def _added_up(rows: "QuerySet[Any, Any]") -> Compiled:
    """Count rows of (currency, amount), and add them up, in each currency."""
    statement, parameters = rows.order_by().query.sql_with_params()
    return (
        f"SELECT currency, count(*), sum(amount) FROM ({statement}) AS one (currency, amount) GROUP BY 1",  # noqa: S608
        parameters,
    )


CHECKS = (
    Check(
        name="bank-statements",
        area=JOURNALS,
        label=_("Bank statements"),
        is_blocking=False,
        count=_bank_statements,
        sentence=ngettext_lazy(
            "%(count)s bank statement of the period does not add up, or cannot be checked.",
            "%(count)s bank statements of the period do not add up, or cannot be checked.",
            "count",
        ),
        done=_("Every bank statement of the period that was read adds up."),
        remedy=_("Ask the bank for the statement again: a damaged one is kept aside, and none of it is posted."),
        rows=looks.bank_statements,
        route="journals:bank_statements",
        query="?off=on&date_from=%(since)s&date_until=%(until)s",
        button=_("Open the bank statements"),
        due_working_days=1,
    ),
    Check(
        name="bank-gaps",
        area=JOURNALS,
        label=_("Missing bank statements"),
        is_blocking=False,
        count=_bank_gaps,
        sentence=ngettext_lazy(
            "%(count)s bank statement of the period opens otherwise than the one before closes, by %(amounts)s.",
            "%(count)s bank statements of the period open otherwise than those before close, by %(amounts)s.",
            "count",
        ),
        done=_("Every bank statement of the period goes on from the one before."),
        remedy=_("Read the statements between them: what they hold is not in the books yet."),
        rows=looks.bank_gaps,
        route="journals:bank_statements",
        query="?gap=on&date_from=%(since)s&date_until=%(until)s",
        button=_("Open the bank statements"),
        due_working_days=1,
    ),
    Check(
        name="bank-balances",
        area=JOURNALS,
        label=_("Bank balances"),
        is_blocking=False,
        count=_bank_balances,
        sentence=ngettext_lazy(
            "%(count)s bank account stands otherwise in the ledger than its last statement of the period closes, by"
            " %(amounts)s.",
            "%(count)s bank accounts stand otherwise in the ledger than their last statements of the period close, by"
            " %(amounts)s.",
            "count",
        ),
        done=_("The ledger has the closing balance of every bank account's last statement of the period."),
        remedy=_("Match and post the lines of the statements, and what went out, on the days of the bank."),
        rows=looks.bank_balances,
        route="journals:bank_statements",
        query="?unlike=on&date_from=%(since)s&date_until=%(until)s",
        button=_("Open the bank statements"),
        due_working_days=2,
        needs=("bank-lines", "payments"),
    ),
    Check(
        name="bank-lines",
        area=JOURNALS,
        label=_("Lines of bank statements"),
        is_blocking=False,
        count=_bank_lines,
        sentence=ngettext_lazy(
            "%(count)s line of bank statements until %(until)s is not matched, %(amounts)s.",
            "%(count)s lines of bank statements until %(until)s are not matched, %(amounts)s.",
            "count",
        ),
        done=_("Every line of the bank statements became a payment, or is explained."),
        remedy=_("Propose payments for them, or say why a line is no payment of a customer."),
        rows=looks.bank_lines,
        route="journals:bank_lines",
        query="?unmatched=on&date_until=%(until)s",
        button=_("Match the lines"),
        due_working_days=1,
    ),
    Check(
        name="payments",
        area=JOURNALS,
        label=_("Payments"),
        is_blocking=True,
        count=_payments,
        sentence=ngettext_lazy(
            "%(count)s payment dated until %(until)s is not posted, %(amounts)s.",
            "%(count)s payments dated until %(until)s are not posted, %(amounts)s.",
            "count",
        ),
        done=_("Every payment of the period is posted."),
        remedy=_("Have their journals approved where that is asked for and post them, or delete what is not wanted."),
        journal_rows=looks.payments,
        route="journals:payments",
        query="?status=open&date_until=%(until)s",
        button=_("Open the payments"),
        due_working_days=1,
    ),
    Check(
        name="payment-approvals",
        area=JOURNALS,
        label=_("Approval of payments"),
        is_blocking=False,
        count=_unapproved_payments,
        sentence=ngettext_lazy(
            "%(count)s payment until %(until)s stands in a journal that waits for approval, %(amounts)s.",
            "%(count)s payments until %(until)s stand in journals that wait for approval, %(amounts)s.",
            "count",
        ),
        done=_("No payment of the period waits for approval of its journal."),
        remedy=_("Somebody who entered nothing in a journal opens it and approves it."),
        journal_rows=looks.unapproved_payments,
        route="journals:payments",
        query="?status=open&unapproved=on&date_until=%(until)s",
        button=_("Open the payments"),
        due_working_days=1,
    ),
    Check(
        name="marks",
        area=JOURNALS,
        label=_("Marks left behind"),
        is_blocking=False,
        count=_marks,
        sentence=ngettext_lazy(
            "%(count)s transaction until %(until)s is held by a document that will not settle it then, %(amounts)s.",
            "%(count)s transactions until %(until)s are held by documents that will not settle them then, %(amounts)s.",
            "count",
        ),
        done=_("No transaction of the period is held by a later document, or by a payment that was rejected."),
        remedy=_("Post or delete the document; a controller lets go of what it holds."),
        journal_rows=looks.marks,
        route="customers:marked_transactions",
        query="?state=left_behind",
        button=_("Open the marks left behind"),
        due_working_days=2,
    ),
    Check(
        name="bank-answers",
        area=JOURNALS,
        label=_("Answers of the bank"),
        is_blocking=False,
        count=_unanswered,
        sentence=ngettext_lazy(
            "%(count)s payment until %(until)s was sent to the bank without an answer, or rejected after posting, "
            "%(amounts)s.",
            "%(count)s payments until %(until)s were sent to the bank without an answer, or rejected after posting, "
            "%(amounts)s.",
            "count",
        ),
        done=_("The bank answered every payment that it was told to collect."),
        remedy=_("Give them the payment status that the bank gave; a controller takes back what it rejected."),
        journal_rows=looks.unanswered_payments,
        route="journals:payments",
        query="?unanswered=on&date_until=%(until)s",
        button=_("Open the payments"),
        due_working_days=2,
    ),
    Check(
        name="bridged-payments",
        area=JOURNALS,
        label=_("Bridged payments"),
        is_blocking=False,
        count=_bridged,
        sentence=ngettext_lazy(
            "%(count)s voucher until %(until)s stands on a bridging account, %(amounts)s.",
            "%(count)s vouchers until %(until)s stand on bridging accounts, %(amounts)s.",
            "count",
        ),
        done=_("Everything that was bridged is on the bank accounts."),
        remedy=_("Clear what stands on the bank statement. What does not may still be on its way."),
        journal_rows=looks.bridged_payments,
        route="journals:bridged_payments",
        query="?date_until=%(until)s",
        button=_("Clear bridged payments"),
        due_working_days=2,
    ),
    Check(
        name="intercompany",
        area=JOURNALS,
        label=_("Other companies"),
        is_blocking=False,
        count=_intercompany,
        sentence=ngettext_lazy(
            "Between this company and another one the books of the two differ until %(until)s, by %(amounts)s.",
            "Between this company and %(count)s others the books differ until %(until)s, by %(amounts)s.",
            "count",
        ),
        done=_("What this company owes others, and they owe it, the books of both say alike."),
        remedy=_("Where one paid the other, both book it: by a general voucher on the accounts of their relation."),
        rows=looks.intercompany,
        route="journals:intercompany_payments",
        button=_("Open the intercompany payments"),
        due_working_days=2,
    ),
    Check(
        name="general-vouchers",
        area=JOURNALS,
        label=_("General vouchers"),
        is_blocking=True,
        count=_general_vouchers,
        sentence=ngettext_lazy(
            "%(count)s general voucher dated until %(until)s is not posted, %(amounts)s.",
            "%(count)s general vouchers dated until %(until)s are not posted, %(amounts)s.",
            "count",
        ),
        done=_("Every general voucher of the period is posted."),
        remedy=_("Have their journals approved where that is asked for and post them, or cancel what is not wanted."),
        journal_rows=looks.general_vouchers,
        route="journals:general_vouchers",
        query="?status=open&date_until=%(until)s",
        button=_("Post the vouchers"),
        due_working_days=1,
    ),
    Check(
        name="voucher-approvals",
        area=JOURNALS,
        label=_("Approval of general vouchers"),
        is_blocking=False,
        count=_unapproved_vouchers,
        sentence=ngettext_lazy(
            "%(count)s general voucher until %(until)s stands in a journal that waits for approval, %(amounts)s.",
            "%(count)s general vouchers until %(until)s stand in journals that wait for approval, %(amounts)s.",
            "count",
        ),
        done=_("No general voucher of the period waits for approval of its journal."),
        remedy=_("Somebody who entered nothing in a journal opens it and approves it."),
        journal_rows=looks.unapproved_vouchers,
        route="journals:general_vouchers",
        query="?status=open&unapproved=on&date_until=%(until)s",
        button=_("Open the general vouchers"),
        due_working_days=1,
    ),
)
