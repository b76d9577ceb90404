"""What is left to do of foreign currency revaluation. Warnings: a company may have reasons not to revalue a month."""

from functools import partial

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from arclose.checklist import revaluation_looks as looks
from arclose.checklist.checks.question import Check
from arclose.ledger.models import Company, FiscalPeriod
from arclose.ledger.sql.running import Compiled
from revaluation import readiness

REVALUATION = _("Revaluation")


def _left(name: str, company: Company, period: FiscalPeriod) -> Compiled:
    return readiness.left(name, company=company, on=period.end_date)


CHECKS = (
    Check(
        name="rate-coverage",
        area=REVALUATION,
        label=_("Exchange rates"),
        is_blocking=False,
        count=partial(_left, "uncovered"),
        sentence=ngettext_lazy(
            "%(count)s currency with something open has no rate that may be used on %(until)s: %(amounts)s.",
            "%(count)s currencies with something open have no rate that may be used on %(until)s: %(amounts)s.",
            "count",
        ),
        done=_("Every currency with something open has a rate at the end of the period."),
        remedy=_("Fetch the rates of the European Central Bank, or enter one by hand."),
        rows=looks.uncovered,
        route="revaluation:rates",
        button=_("Open the exchange rates"),
        due_working_days=1,
    ),
    Check(
        name="revaluation",
        area=REVALUATION,
        label=_("Foreign currency revaluation"),
        is_blocking=False,
        count=partial(_left, "not_revalued"),
        sentence=ngettext_lazy(
            "%(count)s document open in foreign currency is not revalued on %(until)s: %(amounts)s.",
            "%(count)s documents open in foreign currency are not revalued on %(until)s: %(amounts)s.",
            "count",
        ),
        done=_("What was open in foreign currency at the end of the period is revalued, or nothing was."),
        remedy=_("Compute a revaluation on the last day of the period, look at it, and post it."),
        rows=looks.not_revalued,
        route="revaluation:new_run",
        button=_("Revalue"),
        due_working_days=3,
        needs=("orders", "payments", "general-vouchers"),
    ),
    Check(
        name="posted-since-revaluation",
        area=REVALUATION,
        label=_("Posted after the revaluation"),
        is_blocking=False,
        count=partial(_left, "posted_since"),
        sentence=ngettext_lazy(
            "%(count)s document until %(until)s was posted or settled after the revaluation: %(amounts)s.",
            "%(count)s documents until %(until)s were posted or settled after the revaluation: %(amounts)s.",
            "count",
        ),
        done=_("Nothing was posted into the period after its revaluation."),
        remedy=_("Revalue once more on the same day: only what changed is posted."),
        rows=looks.posted_since,
        route="revaluation:new_run",
        button=_("Revalue once more"),
        due_working_days=3,
    ),
    Check(
        name="rates-since-revaluation",
        area=REVALUATION,
        label=_("Rates changed after the revaluation"),
        is_blocking=False,
        count=partial(_left, "rates_changed"),
        sentence=ngettext_lazy(
            "%(count)s currency has another rate now than the revaluation used.",
            "%(count)s currencies have other rates now than the revaluation used.",
            "count",
        ),
        done=_("The rates are those that the revaluation used."),
        remedy=_("Revalue once more on the same day: only what changed is posted."),
        rows=looks.rates_changed,
        route="revaluation:new_run",
        button=_("Revalue once more"),
        due_working_days=3,
    ),
)
