"""Revalue foreign currency without a browser."""

from argparse import ArgumentParser
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from arclose.access.roles import RoleMissing, UnknownUser, require_role, user_named
from arclose.batch.kinds import POSTING_ROLES
from arclose.ledger.command_arguments import company_of, day
from arclose.ledger.outcomes import CannotPost
from revaluation.computing import Asked, compute
from revaluation.models import Method
from revaluation.posting import post_run


class Command(BaseCommand):
    """Compute a revaluation of a company, and post it where that is asked."""

    help = "Revalue what is open in foreign currency; without --post it stays a preview."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say what is revalued."""
        parser.add_argument("--company", required=True, help="code of the company")
        parser.add_argument("--on", required=True, type=day, help="considered date, 2026-10-31")
        parser.add_argument("--rate-date", type=day, help="date of the rate; without it the same day")
        parser.add_argument("--method", default="standard", choices=["standard", "minimum", "invoice_date"])
        parser.add_argument("--currency", action="append", default=[], help="only this currency; may be repeated")
        parser.add_argument("--user", required=True, help="who does it")
        parser.add_argument("--post", action="store_true", help="post the run, do not only compute it")

    def handle(self, *args: Any, **options: Any) -> None:
        """Compute, and post where asked.

        :raises CommandError: nothing could be computed or posted, with the reason.
        """
        company = company_of(options["company"])
        asked = Asked(
            method=Method(options["method"]),
            considered_date=options["on"],
            rate_date=options["rate_date"],
            currencies=options["currency"],
        )
        today = timezone.localdate(timezone=ZoneInfo(company.time_zone))
        try:
            user = user_named(options["user"])
            require_role(user=user, company=company, roles=POSTING_ROLES)
            run = compute(company=company, asked=asked, today=today, created_by=user)
            said = f"{run}: {run.line_count} lines, {run.left_out_count} left out"
            if options["post"]:
                post_run(company=company, run=run.pk, posted_by=user, key=f"revalue-{run.pk}")
        except (CannotPost, RoleMissing, UnknownUser) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(said + (", posted" if options["post"] else ", a preview"))
