"""Close a period without a browser."""

import uuid
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Max, Min
from django.utils.translation import gettext as _

from arclose.access.roles import RoleMissing, UnknownUser, require_role, user_named
from arclose.access.routes import ALL_ROLES, Role
from arclose.checklist import closing, posting_runs, tasks
from arclose.checklist.console import console_for, follow, print_tasks
from arclose.ledger.closing import StatusChangeRefused
from arclose.ledger.command_arguments import company_of
from arclose.ledger.models import Company, FiscalPeriod
from arclose.ledger.models.calendars import PeriodStatus


class Command(BaseCommand):
    """Print the checklist, post what is asked for, and put the period on hold where nothing blocks it."""

    help = "Print the checklist of a period, post the named kinds first, put it on hold; exit 1 with the reasons."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what, for whom, and what to post first."""
        parser.add_argument("--company", required=True, metavar="CODE")
        parser.add_argument("--period", required=True, metavar="2010-12")
        parser.add_argument("--user", required=True)
        parser.add_argument("--post", default="", metavar="KIND,...", help=", ".join(posting_runs.RUNS))
        parser.add_argument("--dry-run", action="store_true", help="print the checklist and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Close.

        :raises CommandError: something is unknown, the role is missing, or the period was not put on hold.
        """
        company = company_of(options["company"])
        period = _period(company, options["period"])
        named = [name.strip() for name in options["post"].split(",") if name.strip()]
        try:
            user = user_named(options["user"])
            wanted = ALL_ROLES if options["dry_run"] else {Role.CONTROLLER.value}
            require_role(user=user, company=company, roles=wanted)
        except (RoleMissing, UnknownUser) as error:
            raise CommandError(str(error)) from error
        if unknown := [name for name in named if name not in posting_runs.RUNS]:
            text = _("There is no kind %(name)s to post. The kinds are: %(known)s.")
            raise CommandError(text % {"name": ", ".join(unknown), "known": ", ".join(posting_runs.RUNS)})
        if period.status == PeriodStatus.OPEN and not options["dry_run"]:
            self._post(company, period, user, named)
        print_tasks(console_for(self.stdout), tasks.tasks(company=company, period=period), period)
        self._finish(company, period, user, is_dry=options["dry_run"])

    def _post(self, company: Company, period: FiscalPeriod, user: User, named: list[str]) -> None:
        for kind in named:
            key = f"close-{uuid.uuid4()}"
            job = posting_runs.submit(company=company, kind=kind, until=period.end_date, posted_by=user, key=key)
            if job:
                follow(console_for(self.stdout), job)

    def _finish(self, company: Company, period: FiscalPeriod, user: User, *, is_dry: bool) -> None:
        try:
            if is_dry and period.status == PeriodStatus.OPEN:
                reasons = closing.reasons_against(company=company, period=period, checks=closing.CHEAP)
                if reasons:
                    raise closing.CloseRefused(period, reasons)  # noqa: TRY301
                self.stdout.write(_("Nothing but the proof of the books stands before the hold."))
                return
            change = None
            if not is_dry:
                change = closing.hold_period(company=company, period=period, held_by=user, reason="manage.py close")
            elif period.status == PeriodStatus.PERMANENTLY_CLOSED:
                raise StatusChangeRefused(period, PeriodStatus.ON_HOLD)  # noqa: TRY301
        except closing.CloseRefused as refused:
            for reason in refused.reasons:
                self.stderr.write(f"{reason.sentence} {reason.check.remedy}")
            raise CommandError(_("%(period)s is not put on hold.") % {"period": period.name}) from refused
        except StatusChangeRefused as refused:
            raise CommandError(_("%(period)s is permanently closed.") % {"period": period.name}) from refused
        said = _("%(period)s is on hold.") if change else _("%(period)s was on hold already.")
        self.stdout.write(self.style.SUCCESS(said % {"period": period.name}))


def _period(company: Company, name: str) -> FiscalPeriod:
    found = FiscalPeriod.objects.filter(company=company, name=name).first()
    if found is None:
        ends = company.fiscal_periods.aggregate(first=Min("name"), last=Max("name"))
        text = _("%(company)s has no period %(name)s. Its periods are %(first)s to %(last)s.")
        raise CommandError(text % {"company": company.code, "name": name, **ends})
    return found
