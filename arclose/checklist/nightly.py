"""The books proved each night, by themselves: a job per company and night, planned by whichever poller comes first.

The coming one always stands among the jobs, waiting for its hour; one that was missed is done once, as soon as somebody
works again. It is done under nobody's rights, so whoever comes and goes, no night is left out. What it finds stands in
the task of the close, and every controller is told; where there is none every clerk, else who else has a role.
"""

from datetime import date, datetime, time
from functools import partial
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arclose.batch import jobs, kinds, sql, upkeep
from arclose.batch.kinds import ActKind, InPart
from arclose.batch.models import Job, JobTask, Priority
from arclose.batch.schedule.recurrence import Recurrence, Unit, next_run
from arclose.checklist import proving
from arclose.ledger.models import Company
from arclose.web.said import said

NIGHTLY_PROOF = "nightly-proof"
_EACH_NIGHT = Recurrence(unit=Unit.DAYS, every=1, start=datetime.combine(date(2000, 1, 1), time(3)))


def plan_next() -> None:
    """Write down the coming night's proof of every company, where nobody did so yet; each company by itself."""
    for company in Company.objects.order_by("pk"):
        upkeep.attempt(partial(_plan_next, company), named=f"the nightly proof of {company.code}")


def _plan_next(company: Company) -> None:
    """Write down the job of the coming night, recognized by the instant at which it is due.

    One that stands already stays as it is, though a release before this one planned it otherwise.
    """
    due = next_run(_EACH_NIGHT, zone=ZoneInfo(company.time_zone), after=sql.moment())
    if due is None:
        return
    key = f"{NIGHTLY_PROOF}-{due.isoformat()}"
    if not Job.objects.filter(company=company, key=key).exists():
        jobs.submit_tasks(
            company=company,
            description=said(lambda: _("Nightly proof of the books")),
            submitted_by=None,
            tasks=[jobs.Draft(kind=NIGHTLY_PROOF)],
            key=key,
            plan=jobs.Plan(start=due, priority=Priority.LOW, is_alert_mailed=True),
        )


def _prove(task: JobTask, _user: User | None) -> str | InPart:
    run = proving.prove(company=task.company, run_by=None)
    if run.finding_count:
        return InPart(proving.breaches_said(run))
    return _("The books are proved: every promise holds.")


def register() -> None:
    """Make the act known, and have it planned."""
    kinds.register(
        ActKind(
            name=NIGHTLY_PROOF,
            label=gettext_lazy("Proof of the books"),
            run=_prove,
            is_atomic=False,
            blocks_close=False,
        )
    )
    upkeep.register(plan_next)
