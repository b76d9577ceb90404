"""Put a backup in place and prove it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from arclose.operations.backups import (
    DatabaseInUse,
    DatabaseNotEmpty,
    NoMatchingPostgresqlProgram,
    RestoreFailed,
    restore,
)

_EXPECTED = (DatabaseInUse, DatabaseNotEmpty, NoMatchingPostgresqlProgram, RestoreFailed)


class Command(BaseCommand):
    """Restore a backup, also one of an older release, and verify the books afterwards."""

    help = "Restore the backup FILE into an empty database, migrate it to this release and verify it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, and the leave to overwrite."""
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--replace", action="store_true", help="overwrite the books that the database holds")

    def handle(self, *args: Any, file: Path, replace: bool, **options: Any) -> None:
        """Restore and verify, or say why not."""
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        try:
            restore(file=file, replace=replace)
        except _EXPECTED as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{file} is restored.")
        call_command("verify", stdout=self.stdout)
