"""The books proved each night, by themselves: a job per company and night, planned by whichever poller comes first.

The coming one always stands among the jobs, waiting for its hour; one that was missed is done once, as soon as somebody
works again. What it finds stands in the task of the close, and every controller is told; every clerk where there is no
controller.
"""

from datetime import date, datetime, time
from functools import partial
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arclose.access.roles import holders_of
from arclose.access.routes import Role
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

    One that stands already stays as it is, though a release before this one planned it otherwise. It has the rights of
    somebody who may prove the books. Where nobody may, nobody posts and nobody would be told.
    """
    due = next_run(_EACH_NIGHT, zone=ZoneInfo(company.time_zone), after=sql.moment())
    if due is None:
        return
    key = f"{NIGHTLY_PROOF}-{due.isoformat()}"
    provers = [*holders_of(Role.CONTROLLER, company=company), *holders_of(Role.CLERK, company=company)]
    if provers and not Job.objects.filter(company=company, key=key).exists():
        jobs.submit_tasks(
            company=company,
            description=said(lambda: _("Nightly proof of the books")),
            submitted_by=None,
            run_by=provers[0],
            tasks=[jobs.Draft(kind=NIGHTLY_PROOF)],
            key=key,
            plan=jobs.Plan(start=due, priority=Priority.LOW, is_alert_mailed=True),
        )


def _prove(task: JobTask, _user: User) -> str | InPart:
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
