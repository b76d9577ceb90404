"""What stands in the way of the books: earlier periods first; jobs, tie-out, clearing, series and the proof last."""

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from arclose.batch import queries as batch
from arclose.checklist import looks, sql
from arclose.checklist.checks.question import Check
from arclose.checklist.checks.statements import made_once
from arclose.ledger.models import Company, FiscalPeriod
from arclose.ledger.sql.running import Compiled
from customers import readiness

BATCH, LEDGER = _("Batch"), _("Ledger")


def _jobs(company: Company, period: FiscalPeriod) -> Compiled:
    """Count the documents that jobs have left, and their tasks without any that failed or have not ended."""
    statements: list[str] = []
    parameters: list[Any] = []
    for rows in (_documents, _acts):
        try:
            statement, values = rows(company, period)
        except EmptyResultSet:
            continue
        statements.append(f"({statement})")
        parameters += values
    if not statements:
        raise EmptyResultSet
    return f"SELECT '', count(*), NULL::numeric FROM ({' UNION ALL '.join(statements)}) AS left_of_jobs", parameters  # noqa: S608


def _documents(company: Company, period: FiscalPeriod) -> Compiled:
    documents = batch.blocking_items(company=company, until=period.end_date)
    return documents.order_by().values("position").query.sql_with_params()


@made_once
def _acts(company: Company, period: FiscalPeriod) -> Compiled:
    acts = batch.blocking_acts(company=company, until=period.end_date)
    return acts.order_by().values("number").query.sql_with_params()


FIRST = (
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
)

LAST = (
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
        journal_rows=looks.jobs,
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
        rows=looks.number_series,
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
