"""Generate recurring invoices."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from arclose.access.roles import RoleMissing, UnknownUser, require_role, user_named
from arclose.batch.kinds import POSTING_ROLES
from arclose.ledger.command_arguments import company_of, day
from customers.free_text.recurring import Generated, due_until, generate_recurring


class Command(BaseCommand):
    """Make a free text invoice of every recurring invoice that is due until a day."""

    help = "Generate the recurring invoices due until a day; exit 1 where some are left out. What is there stays."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whose, until when and for whom."""
        parser.add_argument("--company", required=True, metavar="CODE")
        parser.add_argument("--until", required=True, type=day, metavar="DATE")
        parser.add_argument("--user", required=True)
        parser.add_argument("--dry-run", action="store_true", help="only say what is due, and what would be left out")

    def handle(self, *args: Any, until: date, **options: Any) -> None:
        """Generate.

        :raises CommandError: company or user is unknown, the role is missing, or something is left out.
        """
        company = company_of(options["company"])
        try:
            user = user_named(options["user"])
            require_role(user=user, company=company, roles=POSTING_ROLES)
        except (RoleMissing, UnknownUser) as error:
            raise CommandError(str(error)) from error
        if options["dry_run"]:
            due = due_until(company=company, until=until)
            self.stdout.write(_("Due: %(count)s.") % {"count": len(due.occurrences)})
            generated = Generated([], due.left_out)
        else:
            generated = generate_recurring(company=company, until=until, generated_by=user)
            self.stdout.write(str(Generated(generated.documents, [])))
        if generated.left_out:
            raise CommandError(generated.why())
