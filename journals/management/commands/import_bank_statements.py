"""Read files of a bank on the command line."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from arclose.access.roles import RoleMissing, UnknownUser, user_named
from arclose.imports.problems import FileRefused
from arclose.ledger.command_arguments import company_of
from arclose.ledger.models import Company
from journals.banking.statements import take_in


class Command(BaseCommand):
    """Read files of a bank, each as a whole, or say why one is not read."""

    help = "Read camt and MT940 files, each as a whole or not at all. docs/imports.md describes the formats."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the files, the company and the user."""
        parser.add_argument("files", type=Path, nargs="+")
        parser.add_argument("--company", required=True)
        parser.add_argument("--user", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        """Read the files one after the other.

        :raises CommandError: files were refused; the reasons were printed, the others are read.
        """
        company = company_of(options["company"])
        try:
            user = user_named(options["user"])
            refused = [path for path in options["files"] if not self._read(path, company, user)]
        except (RoleMissing, UnknownUser) as error:
            raise CommandError(str(error)) from error
        if refused:
            raise CommandError(_("Files that were not read: %(count)s.") % {"count": len(refused)})

    def _read(self, path: Path, company: Company, user: Any) -> bool:
        if not path.is_file():
            self.stderr.write(_("There is no file %(file)s.") % {"file": path})
            return False
        try:
            taken = take_in(company=company, path=path, file_name=path.name, user=user)
        except FileRefused as error:
            self.stderr.write(f"{path.name}: {error}")
            return False
        self.stdout.write(taken.text)
        return True
