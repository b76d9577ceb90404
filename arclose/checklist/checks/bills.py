"""What is left to do of bills of exchange."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from arclose.checklist import bill_looks as looks
from arclose.checklist.checks.question import Check, Counter
from arclose.checklist.checks.statements import made_once
from arclose.ledger.models import Company, FiscalPeriod
from arclose.ledger.sql.running import Compiled
from journals.bills import readiness

BILLS = _("Bills of exchange")


def _added_up(rows: "QuerySet[Any, Any]") -> Compiled:
    """Count rows of (currency, amount), and add them up, in each currency."""
    statement, parameters = rows.order_by().query.sql_with_params()
    return (
        f"SELECT currency, count(*), sum(amount) FROM ({statement}) AS one (currency, amount) GROUP BY 1",  # noqa: S608
        parameters,
    )


def _counter(look: Any, currency: str = "currency", amount: str = "left_amount") -> Counter:
    """Give the count of what a look of readiness finds until the end of a period."""

    @made_once
    def count(company: Company, period: FiscalPeriod) -> Compiled:
        return _added_up(look(company=company, until=period.end_date).values_list(currency, amount))

    return count


CHECKS = (
    Check(
        name="bill-lines",
        area=BILLS,
        label=_("Lines of bills"),
        is_blocking=True,
        count=_counter(readiness.unposted_steps, amount="amount"),
        sentence=ngettext_lazy(
            "%(count)s line of bills dated until %(until)s is not posted, %(amounts)s.",
            "%(count)s lines of bills dated until %(until)s are not posted, %(amounts)s.",
            "count",
        ),
        done=_("Every line of the journals of bills of the period is posted."),
        remedy=_("Have their journals approved where that is asked for and post them, or delete what is not wanted."),
        journal_rows=looks.lines,
        route="journals:bill_steps",
        query="?status=open&date_until=%(until)s",
        button=_("Open the lines"),
        due_working_days=1,
    ),
    Check(
        name="bills-to-remit",
        area=BILLS,
        label=_("Bills due and not remitted"),
        is_blocking=False,
        count=_counter(readiness.due_and_not_remitted),
        sentence=ngettext_lazy(
            "%(count)s bill due until %(until)s was sent to no bank, %(amounts)s.",
            "%(count)s bills due until %(until)s were sent to no bank, %(amounts)s.",
            "count",
        ),
        done=_("Every bill that is due was sent to a bank, or is paid."),
        remedy=_("Remit them, record that the customer paid, or protest them."),
        rows=looks.due_and_not_remitted,
        route="journals:bills",
        query="?to_remit=on&due_until=%(until)s",
        button=_("Open the bills"),
        due_working_days=1,
    ),
    Check(
        name="bills-to-settle",
        area=BILLS,
        label=_("Bills past due at a bank"),
        is_blocking=False,
        count=_counter(readiness.remitted_and_not_settled),
        sentence=ngettext_lazy(
            "%(count)s remitted bill due until %(until)s is not settled, %(amounts)s.",
            "%(count)s remitted bills due until %(until)s are not settled, %(amounts)s.",
            "count",
        ),
        done=_("Every remitted bill that is due is settled."),
        remedy=_("Settle what the bank collected, and protest what was not paid."),
        rows=looks.remitted_and_not_settled,
        route="journals:bills",
        query="?status=remitted&due_until=%(until)s",
        button=_("Open the bills"),
        due_working_days=2,
    ),
    Check(
        name="bills-to-close",
        area=BILLS,
        label=_("Honored bills not closed"),
        is_blocking=False,
        count=_counter(readiness.honored_and_not_closed, amount="amount"),
        sentence=ngettext_lazy(
            "%(count)s bill settled until %(until)s stands in a remittance that is not closed, %(amounts)s.",
            "%(count)s bills settled until %(until)s stand in remittances that are not closed, %(amounts)s.",
            "count",
        ),
        done=_("Every remittance whose bills are settled is closed."),
        remedy=_("Close the remittance when the bank can take nothing back any more."),
        rows=looks.honored_and_not_closed,
        route="journals:bills",
        query="?status=honored&last_until=%(until)s",
        button=_("Open the bills"),
        due_working_days=3,
    ),
    Check(
        name="bills-protested",
        area=BILLS,
        label=_("Protested bills undecided"),
        is_blocking=False,
        count=_counter(readiness.protested_and_undecided),
        sentence=ngettext_lazy(
            "%(count)s bill protested until %(until)s is neither redrawn, paid nor given up, %(amounts)s.",
            "%(count)s bills protested until %(until)s are neither redrawn, paid nor given up, %(amounts)s.",
            "count",
        ),
        done=_("Of every protested bill it is decided what becomes of it."),
        remedy=_("Redraw it, record that the customer paid, or give it up."),
        rows=looks.protested_and_undecided,
        route="journals:bills",
        query="?status=protested&last_until=%(until)s",
        button=_("Open the bills"),
        due_working_days=3,
    ),
    Check(
        name="bill-interest",
        area=BILLS,
        label=_("Deferred interest not released"),
        is_blocking=False,
        count=_counter(readiness.interest_not_released, amount="to_release"),
        sentence=ngettext_lazy(
            "%(count)s discounted bill has deferred interest of days until %(until)s, %(amounts)s.",
            "%(count)s discounted bills have deferred interest of days until %(until)s, %(amounts)s.",
            "count",
        ),
        done=_("The deferred interest of all discounted bills is of days to come."),
        remedy=_("Release it in a journal for settling bills, dated the last day of the period."),
        rows=looks.interest_not_released,
        route="journals:settle_journals",
        button=_("Open the journals"),
        due_working_days=2,
    ),
    Check(
        name="remittances-to-post",
        area=BILLS,
        label=_("Remittances not posted"),
        is_blocking=False,
        count=_counter(readiness.sent_and_not_posted, currency="bank_account__currency", amount="waiting_amount"),
        sentence=ngettext_lazy(
            "%(count)s remittance sent until %(until)s is not posted, or not all of it, %(amounts)s.",
            "%(count)s remittances sent until %(until)s are not posted, or not all of them, %(amounts)s.",
            "count",
        ),
        done=_("Every remittance that was sent is posted."),
        remedy=_("Post its journal, or cancel the remittance if the bank does not have it."),
        journal_rows=looks.sent_and_not_posted,
        route="journals:remittances",
        query="?waiting=on&date_until=%(until)s",
        button=_("Open the remittances"),
        due_working_days=1,
    ),
)
