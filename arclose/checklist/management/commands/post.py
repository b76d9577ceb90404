"""Post all documents of a kind until a day."""

import uuid
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from arclose.access.roles import RoleMissing, UnknownUser, user_named
from arclose.checklist import posting_runs
from arclose.checklist.console import company_of, console_for, follow


class Command(BaseCommand):
    """Submit a job for what is left of a kind, and stay until it is done."""

    help = "Post all documents of a kind dated until a day as a job, with progress; exit 1 where some are left."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what, where, until when and for whom."""
        parser.add_argument("kind", choices=list(posting_runs.RUNS))
        parser.add_argument("--company", required=True, metavar="CODE")
        parser.add_argument("--until", required=True, type=date.fromisoformat, metavar="DATE")
        parser.add_argument("--user", required=True)

    def handle(self, *args: Any, kind: str, until: date, **options: Any) -> None:
        """Post.

        :raises CommandError: the company or the user is unknown, the role is missing, or not all was posted.
        """
        company = company_of(options["company"])
        try:
            user = user_named(options["user"])
            job = posting_runs.submit(
                company=company, kind=kind, until=until, posted_by=user, key=f"command-{uuid.uuid4()}"
            )
        except (RoleMissing, UnknownUser) as error:
            raise CommandError(str(error)) from error
        if job is None:
            self.stdout.write(_("Nothing is left to post."))
            return
        if reason := posting_runs.why_not_all_is_done(follow(console_for(self.stdout), job)):
            raise CommandError(reason)
