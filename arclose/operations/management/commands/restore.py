"""Put a backup in place and prove it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from arclose.ledger.schema import DatabaseIsNewer
from arclose.operations.backups import (
    DatabaseInUse,
    DatabaseNotEmpty,
    NoMatchingPostgresqlProgram,
    RestoreFailed,
    RestoreInterrupted,
    put_back_interrupted,
    restore,
)
from arclose.operations.owner import connected_as_owner

_EXPECTED = (
    DatabaseInUse, DatabaseIsNewer, DatabaseNotEmpty, NoMatchingPostgresqlProgram, RestoreFailed, RestoreInterrupted,
)  # fmt: skip


class Command(BaseCommand):
    """Restore a backup, also one of an older release, and verify the books afterwards."""

    help = "Restore the backup FILE into an empty database, migrate it to this release and verify it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, and the leave to overwrite."""
        parser.add_argument("file", type=Path, metavar="FILE", nargs="?")
        parser.add_argument("--replace", action="store_true", help="overwrite the books that the database holds")
        parser.add_argument(
            "--put-back", action="store_true", help="bring back what an interrupted restore laid aside, and do no more"
        )

    def handle(self, *args: Any, file: Path | None, replace: bool, put_back: bool, **options: Any) -> None:
        """Restore and verify, or say why not."""
        try:
            if put_back:
                self._put_back()
                return
            if file is None or not file.is_file():
                raise CommandError(f"There is no file {file}." if file else "Name the FILE to restore.")
            restore(file=file, replace=replace)
        except _EXPECTED as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{file} is restored.")
        call_command("verify", stdout=self.stdout)

    def _put_back(self) -> None:
        with connected_as_owner():
            is_back = put_back_interrupted(even_over_books=True)
        self.stdout.write(
            "The books from before the interrupted restore are back." if is_back else "Nothing lies aside."
        )
