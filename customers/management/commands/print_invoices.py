"""Print invoices as PDF files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from arclose.access.roles import RoleMissing, UnknownUser, require_role, user_named
from arclose.access.routes import Role
from arclose.ledger.command_arguments import company_of, day
from customers.papers.printing import print_invoices


class Command(BaseCommand):
    """Print what is invoiced until a day, a file per invoice or credit note."""

    help = "Print the invoices and credit notes dated until a day into a folder; what is there already stays."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whose invoices, of which days, where to, and for whom."""
        parser.add_argument("--company", required=True, metavar="CODE")
        parser.add_argument("--from", dest="since", type=day, metavar="DATE")
        parser.add_argument("--until", required=True, type=day, metavar="DATE")
        parser.add_argument("--to", dest="folder", required=True, type=Path, metavar="FOLDER")
        parser.add_argument("--user", required=True)
        parser.add_argument("--workers", type=int, choices=range(1, 33), default=2, metavar="COUNT")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print.

        :raises CommandError: company or user is unknown, the user has no role there, or the folder cannot be written.
        """
        company = company_of(options["company"])
        try:
            require_role(user=user_named(options["user"]), company=company, roles=set(Role.values))
            printed = print_invoices(
                company=company,
                since=options["since"],
                until=options["until"],
                folder=options["folder"],
                workers=options["workers"],
            )
        except (RoleMissing, UnknownUser, OSError) as error:
            raise CommandError(str(error)) from error
        counts = {"new": printed.new, "there": printed.there_already}
        self.stdout.write(_("printed: %(new)s, there already: %(there)s") % counts)
