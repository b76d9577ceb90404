"""The tasks of a close in order of work. To add one: a count in the app that owns the rows, and an entry here.

A count is a compiled statement of (currency, count, amount): see :func:`arclose.checklist.sql.count_left`. What is left
to do of orders is named instead (:func:`customers.steps_left.is_left_for`), and counted for all such checks at once.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.exceptions import EmptyResultSet
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from arclose.batch import queries as batch
from arclose.checklist import looks, sql
from arclose.checklist.sql import Compiled
from arclose.ledger.models import Company, FiscalPeriod
from arclose.web.amounts import Count, format_money
from customers import readiness, steps_left
from journals.bank_queries import lines_left, statements_off
from journals.readiness import unposted_payments, unposted_vouchers

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

Counter = Callable[[Company, FiscalPeriod], Compiled]
Rows = Callable[[Company, FiscalPeriod], list[looks.Row]]


@dataclass(frozen=True)
class Left:
    """What a check has left: how many, and the amount per currency where it has one."""

    count: int = 0
    amounts: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def amounts_text(self) -> str:
        """Give the amounts, each with its currency."""
        return ", ".join(format_money(amount, currency) for currency, amount in self.amounts.items())


@dataclass(frozen=True)
class Check:
    """A question to the books, answered by a count or by what orders have left, and the page that brings it to zero.

    ``sentence`` says what is left with %(count)s, %(amounts)s and %(until)s, ``done`` that nothing is; ``query``
    narrows the page to what is left, with the days of the period as %(since)s and %(until)s; ``needs`` names the
    checks that must be green before this one can be.
    """

    name: str
    area: "_StrOrPromise"
    label: "_StrOrPromise"
    is_blocking: bool
    sentence: "_StrOrPromise"
    done: "_StrOrPromise"
    remedy: "_StrOrPromise"
    count: Counter | None = None
    orders: str = ""
    rows: Rows = looks.nothing
    route: str = ""
    query: str = ""
    button: "_StrOrPromise" = ""
    due_working_days: int = 3
    needs: Sequence[str] = ()

    def said(self, left: Left, period: FiscalPeriod) -> str:
        """Say in one sentence what is left of the period, or that nothing is."""
        if not left.count:
            return str(self.done)
        until = date_format(period.end_date, "j F", use_l10n=False)
        return str(self.sentence % {"count": Count(left.count), "amounts": left.amounts_text, "until": until})

    def query_of(self, period: FiscalPeriod) -> str:
        """Give what narrows the page to what is left of the period."""
        return self.query % {"since": period.start_date.isoformat(), "until": period.end_date.isoformat()}


def _jobs(company: Company, period: FiscalPeriod) -> Compiled:
    """Count the documents that jobs have left, and their tasks without documents that failed or have not ended."""
    documents = batch.blocking_items(company=company, until=period.end_date).order_by().values("position")
    acts = batch.blocking_acts(company=company, until=period.end_date).order_by().values("number")
    statements: list[str] = []
    parameters: list[Any] = []
    for rows in (documents, acts):
        try:
            statement, values = rows.query.sql_with_params()
        except EmptyResultSet:
            continue
        statements.append(f"({statement})")
        parameters += values
    if not statements:
        raise EmptyResultSet
    return f"SELECT '', count(*), NULL::numeric FROM ({' UNION ALL '.join(statements)}) AS left_of_jobs", parameters  # noqa: S608


def _general_vouchers(company: Company, period: FiscalPeriod) -> Compiled:
    waiting = unposted_vouchers(company=company, until=period.end_date).order_by()
    statement, parameters = waiting.values("pk").query.sql_with_params()
    return f"SELECT '', count(*), NULL::numeric FROM ({statement}) AS voucher", parameters  # noqa: S608


def _payments(company: Company, period: FiscalPeriod) -> Compiled:
    waiting = unposted_payments(company=company, until=period.end_date).order_by()
    statement, parameters = waiting.values("currency_id", "amount").query.sql_with_params()
    return f"SELECT currency_id, count(*), sum(amount) FROM ({statement}) AS payment GROUP BY 1", parameters  # noqa: S608


def _bank_statements(company: Company, period: FiscalPeriod) -> Compiled:
    off = statements_off(company=company, since=period.start_date, until=period.end_date).order_by()
    statement, parameters = off.values("pk").query.sql_with_params()
    return f"SELECT '', count(*), NULL::numeric FROM ({statement}) AS bank_statement", parameters  # noqa: S608


def _bank_lines(company: Company, period: FiscalPeriod) -> Compiled:
    left = lines_left(company=company, until=period.end_date).order_by()
    statement, parameters = left.values("statement__currency", "amount").query.sql_with_params()
    return (
        f"SELECT currency, count(*), sum(amount) FROM ({statement}) AS bank_line (currency, amount) GROUP BY 1",  # noqa: S608
        parameters,
    )


SALES, JOURNALS, BATCH, LEDGER = _("Sales"), _("Journals"), _("Batch"), _("Ledger")

CHECKS: tuple[Check, ...] = (
    Check(
        name="earlier-periods",
        area=LEDGER,
        label=_("Earlier periods"),
        is_blocking=False,
        count=lambda company, period: (sql.EARLIER_LEFT, [company.pk, period.start_date]),
        sentence=ngettext_lazy(
            "%(count)s earlier period with vouchers is still open.",
            "%(count)s earlier periods with vouchers are still open.",
            "count",
        ),
        done=_("Every earlier period with vouchers is on hold or closed."),
        remedy=_("Put them on hold in their order, so that nothing enters them while you work on this one."),
        rows=looks.earlier_periods,
        route="ledger:calendar",
        button=_("Open the calendar"),
        due_working_days=0,
    ),
    Check(
        name="vat-numbers",
        area=SALES,
        label=_("VAT numbers"),
        is_blocking=False,
        count=lambda company, period: readiness.vat_numbers_left(company=company, until=period.end_date),
        sentence=ngettext_lazy(
            "The orders until %(until)s of %(count)s customer without a VAT number will be refused, %(amounts)s.",
            "The orders until %(until)s of %(count)s customers without a VAT number will be refused, %(amounts)s.",
            "count",
        ),
        done=_("Every customer who needs a VAT number has one."),
        remedy=_("Enter the number at the customer, or give the order another tax group."),
        rows=looks.customers_without_vat_number,
        route="customers:customers",
        query="?left=vat-number",
        button=_("Open the customers"),
        due_working_days=0,
    ),
    Check(
        name="credit-limits",
        area=SALES,
        label=_("Credit limits"),
        is_blocking=False,
        count=lambda company, period: readiness.limits_left(company=company, until=period.end_date),
        sentence=ngettext_lazy(
            "The orders until %(until)s would take %(count)s customer %(amounts)s over the credit limit.",
            "The orders until %(until)s would take %(count)s customers %(amounts)s over their credit limits.",
            "count",
        ),
        done=_("The orders to invoice stay within the credit limits."),
        remedy=_("Collect, raise the limit, or move the order to a later date."),
        rows=looks.customers_over_limit,
        route="customers:customers",
        query="?left=limit",
        button=_("Open the customers"),
        due_working_days=0,
    ),
    Check(
        name="credit-holds",
        area=SALES,
        label=_("Orders on credit hold"),
        is_blocking=False,
        count=lambda company, period: readiness.holds_left(company=company, until=period.end_date),
        sentence=ngettext_lazy(
            "%(count)s order until %(until)s is on credit hold, %(amounts)s.",
            "%(count)s orders until %(until)s are on credit hold, %(amounts)s.",
            "count",
        ),
        done=_("No order is on credit hold."),
        remedy=_("A controller releases or rejects them; who entered an order does not release it."),
        rows=looks.orders_on_credit_hold,
        route="customers:credit_holds",
        query="?due=on",
        button=_("Open the orders on credit hold"),
        due_working_days=0,
    ),
    Check(
        name="orders-on-hold",
        area=SALES,
        label=_("Orders on hold"),
        is_blocking=False,
        count=lambda company, period: readiness.held_left(company=company, until=period.end_date),
        sentence=ngettext_lazy(
            "%(count)s order until %(until)s is on hold, %(amounts)s: it is neither picked nor delivered.",
            "%(count)s orders until %(until)s are on hold, %(amounts)s: they are neither picked nor delivered.",
            "count",
        ),
        done=_("No order of the period is on hold."),
        remedy=_("Open the order: clear the hold, move the order to a later date, or cancel it."),
        rows=looks.held_orders,
        route="customers:orders",
        query="?held=on&period=until",
        button=_("Open the orders on hold"),
        due_working_days=0,
    ),
    Check(
        name="orders-to-confirm",
        area=SALES,
        label=_("Orders to confirm"),
        is_blocking=False,
        orders="confirm",
        sentence=ngettext_lazy(
            "%(count)s order until %(until)s is not confirmed, %(amounts)s.",
            "%(count)s orders until %(until)s are not confirmed, %(amounts)s.",
            "count",
        ),
        done=_("Every order is confirmed, or the company confirms none."),
        remedy=_("Confirm them, or invoice them as they are."),
        rows=looks.orders_to_confirm,
        route="customers:orders",
        query="?left=confirm",
        button=_("Confirm the orders"),
        due_working_days=0,
    ),
    Check(
        name="orders-to-pick",
        area=SALES,
        label=_("Confirmed, not picked"),
        is_blocking=False,
        orders="picking",
        sentence=ngettext_lazy(
            "%(count)s order until %(until)s is confirmed and not picked, %(amounts)s.",
            "%(count)s orders until %(until)s are confirmed and not picked, %(amounts)s.",
            "count",
        ),
        done=_("What is confirmed is picked."),
        remedy=_("Post the picking lists."),
        rows=looks.orders_to_pick,
        route="customers:orders",
        query="?left=picking",
        button=_("Pick the orders"),
        due_working_days=0,
    ),
    Check(
        name="orders-to-deliver",
        area=SALES,
        label=_("Picked, not delivered"),
        is_blocking=False,
        orders="delivery",
        sentence=ngettext_lazy(
            "%(count)s order until %(until)s is picked and not delivered, %(amounts)s.",
            "%(count)s orders until %(until)s are picked and not delivered, %(amounts)s.",
            "count",
        ),
        done=_("What is picked is delivered."),
        remedy=_("Post the packing slips."),
        rows=looks.orders_to_deliver,
        route="customers:orders",
        query="?left=delivery",
        button=_("Deliver the orders"),
        due_working_days=0,
    ),
    Check(
        name="delivered",
        area=SALES,
        label=_("Delivered, not invoiced"),
        is_blocking=False,
        orders="delivered",
        sentence=ngettext_lazy(
            "%(count)s order delivered by %(until)s is not invoiced, %(amounts)s.",
            "%(count)s orders delivered by %(until)s are not invoiced, %(amounts)s.",
            "count",
        ),
        done=_("What is delivered is invoiced."),
        remedy=_("Invoice what was delivered; where it stays, look whether its cost is accrued."),
        rows=looks.delivered_orders,
        route="customers:orders",
        query="?left=delivered",
        button=_("Invoice the deliveries"),
        due_working_days=0,
    ),
    Check(
        name="orders",
        area=SALES,
        label=_("Orders to invoice"),
        is_blocking=True,
        orders="invoice",
        sentence=ngettext_lazy(
            "%(count)s order dated until %(until)s is not invoiced, %(amounts)s.",
            "%(count)s orders dated until %(until)s are not invoiced, %(amounts)s.",
            "count",
        ),
        done=_("Every order of the period is invoiced."),
        remedy=_("Choose all of the filter, preview, and post it as a job."),
        rows=looks.orders,
        route="customers:orders",
        query="?left=invoice",
        button=_("Invoice the orders"),
        due_working_days=1,
    ),
    Check(
        name="prepayments",
        area=SALES,
        label=_("Prepayments left over"),
        is_blocking=False,
        count=lambda company, period: readiness.prepayments_left(company=company, until=period.end_date),
        sentence=ngettext_lazy(
            "%(count)s prepayment invoice until %(until)s is not fully deducted, and its order is finished:"
            " %(amounts)s.",
            "%(count)s prepayment invoices until %(until)s are not fully deducted, and their orders are finished:"
            " %(amounts)s.",
            "count",
        ),
        done=_("Of prepayments of finished orders nothing is left to deduct."),
        remedy=_("Credit what is left from the page of the prepayment invoice."),
        rows=looks.prepayments,
        route="customers:invoices",
        query="?left=prepaid&period=until",
        button=_("Open the prepayment invoices"),
        due_working_days=1,
    ),
    Check(
        name="recurring-invoices",
        area=SALES,
        label=_("Recurring invoices"),
        is_blocking=False,
        count=lambda company, period: readiness.recurring_left(company=company, until=period.end_date),
        sentence=ngettext_lazy(
            "%(count)s recurring invoice due until %(until)s is not generated, %(amounts)s.",
            "%(count)s recurring invoices due until %(until)s are not generated, %(amounts)s.",
            "count",
        ),
        done=_("Every recurring invoice of the period is generated."),
        remedy=_("Generate them, then post the free text invoices; one that is not wanted is stopped."),
        rows=looks.recurring_invoices,
        route="customers:generate_recurring",
        query="?until=%(until)s",
        button=_("Generate recurring invoices"),
        due_working_days=1,
    ),
    Check(
        name="free-text-invoices",
        area=SALES,
        label=_("Free text invoices"),
        is_blocking=True,
        count=lambda company, period: readiness.free_text_left(company=company, until=period.end_date),
        sentence=ngettext_lazy(
            "%(count)s free text invoice dated until %(until)s is not posted, %(amounts)s.",
            "%(count)s free text invoices dated until %(until)s are not posted, %(amounts)s.",
            "count",
        ),
        done=_("Every free text invoice of the period is posted."),
        remedy=_("Post them, or delete those that are not wanted; one that is held gets a later date."),
        rows=looks.free_text_invoices,
        route="customers:free_text_invoices",
        query="?status=in_process&period=until",
        button=_("Post free text invoices"),
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
        remedy=_("Post their journals, or delete the payments that are not wanted."),
        rows=looks.payments,
        route="journals:payments",
        query="?status=open&date_until=%(until)s",
        button=_("Open the payments"),
        due_working_days=1,
    ),
    Check(
        name="general-vouchers",
        area=JOURNALS,
        label=_("General vouchers"),
        is_blocking=True,
        count=_general_vouchers,
        sentence=ngettext_lazy(
            "%(count)s general voucher dated until %(until)s is not posted.",
            "%(count)s general vouchers dated until %(until)s are not posted.",
            "count",
        ),
        done=_("Every general voucher of the period is posted."),
        remedy=_("Post them, or cancel those that are not wanted."),
        rows=looks.general_vouchers,
        route="journals:general_vouchers",
        query="?status=open&date_until=%(until)s",
        button=_("Post the vouchers"),
        due_working_days=1,
    ),
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
        name="jobs",
        area=BATCH,
        label=_("Batch jobs"),
        is_blocking=True,
        count=_jobs,
        sentence=ngettext_lazy(
            "%(count)s document or task until %(until)s is waiting in a job, or failed in one.",
            "%(count)s documents or tasks until %(until)s are waiting in jobs, or failed in one.",
            "count",
        ),
        done=_("No job has a document or task of the period left."),
        remedy=_("Open the job: wait, try again what failed, or dismiss or cancel it."),
        rows=looks.jobs,
        route="batch:jobs",
        query="?blocking=on",
        button=_("Open the jobs"),
        due_working_days=1,
    ),
    Check(
        name="subledger",
        area=LEDGER,
        label=_("Subledger equals ledger"),
        is_blocking=True,
        count=lambda company, period: readiness.subledger_left(company=company, until=period.end_date),
        sentence=ngettext_lazy(
            "%(count)s control account differs from the customers' transactions by %(amounts)s.",
            "%(count)s control accounts differ from the customers' transactions by %(amounts)s.",
            "count",
        ),
        done=_("What customers owe is what the control accounts say, in every currency."),
        remedy=_("This cannot happen by posting. Open the account, and have the books proved."),
        rows=looks.control_accounts,
        route="customers:ageing",
        button=_("Open the ageing with its tie-out"),
        due_working_days=2,
        needs=("orders", "payments", "general-vouchers"),
    ),
    Check(
        name="clearing",
        area=LEDGER,
        label=_("Clearing accounts"),
        is_blocking=True,
        count=lambda company, period: (sql.CLEARING_LEFT, [period.end_date, company.pk, company.pk]),
        sentence=ngettext_lazy(
            "%(count)s clearing account is not at zero at the end of the period: %(amounts)s.",
            "%(count)s clearing accounts are not at zero at the end of the period: %(amounts)s.",
            "count",
        ),
        done=_("Every clearing account is at zero."),
        remedy=_("Open the account and post what is missing, or what takes it back, by a general voucher."),
        rows=looks.clearing_accounts,
        route="ledger:accounts",
        query="?uncleared=on",
        button=_("Open the accounts"),
        due_working_days=2,
        needs=("orders", "payments", "general-vouchers"),
    ),
    Check(
        name="series",
        area=LEDGER,
        label=_("Number series"),
        is_blocking=True,
        count=lambda company, _period: (sql.SERIES_LEFT, [company.pk]),
        sentence=ngettext_lazy(
            "The counter of %(count)s number series is not at its last number.",
            "The counters of %(count)s number series are not at their last number.",
            "count",
        ),
        done=_("Every counter stands at the last number given out. Gaps inside are looked for by the proof."),
        remedy=_("This cannot happen by posting. Have the books proved, and call your administrator."),
        due_working_days=2,
    ),
    Check(
        name="proof",
        area=LEDGER,
        label=_("Proof of the books"),
        is_blocking=True,
        count=lambda company, _period: (sql.PROOF_LEFT, [company.pk]),
        sentence=ngettext_lazy(
            "The books were not proved since the last posting, or the last proof found a breach.",
            "The last proof found %(count)s breaches.",
            "count",
        ),
        done=_("Every promise about the books was proved after the last posting."),
        remedy=_("Prove them now. Putting the period on hold proves them once more."),
        rows=looks.findings,
        due_working_days=2,
        needs=("orders", "payments", "general-vouchers", "jobs"),
    ),
)


def named(name: str) -> Check | None:
    """Give the check of that name."""
    return next((check for check in CHECKS if check.name == name), None)


def all_left(*, company: Company, period: FiscalPeriod, checks: Sequence[Check] = CHECKS) -> dict[str, Left]:
    """Give what every check has left, asked in one statement."""
    counts = {check.name: compiled for check in checks if (compiled := _compiled(check, company, period))}
    result = {check.name: Left() for check in checks}
    orders = {check.name: check.orders for check in checks if check.orders}
    of_orders = [steps_left.orders_left(orders, company=company, until=period.end_date)] if orders else []
    found = sql.count_left(counts=counts, of_several=of_orders) if counts or of_orders else []
    for name, currency, count, amount in found:
        before = result[name]
        amounts = {**before.amounts, currency: amount} if currency and amount is not None else before.amounts
        result[name] = Left(before.count + count, amounts)
    return result


def _compiled(check: Check, company: Company, period: FiscalPeriod) -> Compiled | None:
    """Give the count's statement; None where it has none, or Django knows that it has no rows."""
    try:
        return check.count(company, period) if check.count else None
    except EmptyResultSet:
        return None
