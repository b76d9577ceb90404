"""Write the books of some days to a file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from arclose.access.roles import RoleMissing, UnknownUser, require_role, user_named
from arclose.access.routes import Role
from arclose.ledger.command_arguments import company_of, day
from arclose.ledger.outcomes import CannotPost
from customers.books.kinds import BooksFile, BooksKind, forms_of, write_books
from customers.books.rows import Days, Total

ROLES = frozenset({Role.CONTROLLER, Role.AUDITOR})


class Command(BaseCommand):
    """Export ledger entries, customer transactions, or the XML audit file."""

    help = "Write the ledger entries, the customer transactions or the XML audit file of some days to a file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what is written, whose, of which days, in which form, where to, and for whom."""
        parser.add_argument("kind", choices=BooksKind.values)
        parser.add_argument("--company", required=True, metavar="CODE")
        parser.add_argument("--from", dest="since", required=True, type=day, metavar="DATE")
        parser.add_argument("--until", required=True, type=day, metavar="DATE")
        parser.add_argument("--form", default="", help="csv, xlsx or jsonl; an audit file is xaf")
        parser.add_argument("--to", dest="folder", required=True, type=Path, metavar="FOLDER")
        parser.add_argument("--user", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file, and say what its rows come to.

        :raises CommandError: something that was named is not known, the user may not, or the file cannot be written.
        """
        company = company_of(options["company"])
        known = forms_of(options["kind"])
        form = options["form"] or known[0]
        if form not in known:
            raise CommandError(_("This file is written as %(forms)s.") % {"forms": ", ".join(known)})
        asked = BooksFile(company, options["kind"], form, Days(options["since"], options["until"]))
        path = options["folder"] / asked.name
        try:
            require_role(user=user_named(options["user"]), company=company, roles=ROLES)
            total = _write(path, asked)
        except (RoleMissing, UnknownUser, CannotPost, OSError) as error:
            raise CommandError(str(error)) from error
        facts = {"file": path, "count": total.count, "debit": total.debit, "credit": total.credit}
        self.stdout.write(_("%(file)s: rows %(count)s, debit %(debit)s, credit %(credit)s") % facts)


def _write(path: Path, asked: BooksFile) -> Total:
    """Write a file under another name first, so that one under its own name is whole."""
    unfinished = path.with_name(f"{path.name}.part")
    try:
        with unfinished.open("wb") as file:
            total = write_books(file, asked, created_on=timezone.localdate())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return total
