"""Prove the books."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from arclose.ledger import probes
from arclose.ledger.command_arguments import company_of
from arclose.ledger.models import Company
from arclose.ledger.schema import DatabaseIsNewer, MigrationsMissing, StoppedHalfway, refuse_another_release

_FINDINGS_SHOWN = 20


class Command(BaseCommand):
    """Run every probe and say what it found."""

    help = "Prove the books: run every probe, print its milliseconds and findings; exit 1 where something is found."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the code of a company; without one, all are proved."""
        parser.add_argument("--company", metavar="CODE")

    def handle(self, *args: Any, company: str | None, **options: Any) -> None:
        """Run the probes.

        :raises CommandError: the database lacks migrations, the company is unknown, or a probe found something.
        """
        try:
            refuse_another_release()
        except (DatabaseIsNewer, MigrationsMissing, StoppedHalfway) as refused:
            raise CommandError(str(refused)) from refused
        companies = [company_of(company)] if company else Company.objects.order_by("code")
        found = sum(self._report(result) for result in probes.verify(companies=companies))
        if found:
            raise CommandError(f"{found} findings")
        self.stdout.write(self.style.SUCCESS("Nothing found: every promise holds."))

    def _report(self, result: probes.Result) -> int:
        place = result.company.code if result.company else "database"
        mark = self.style.ERROR("broken") if result.findings else self.style.SUCCESS("holds ")
        self.stdout.write(f"{mark} {result.milliseconds:>7} ms  {place:<12} {result.probe.promise}")
        for finding in result.findings[:_FINDINGS_SHOWN]:
            self.stdout.write(f"       {finding}")
        return len(result.findings)
