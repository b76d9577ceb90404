"""Write a backup of everything into one file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from arclose.operations.backups import BackupFailed, NoMatchingPostgresqlProgram, back_up


class Command(BaseCommand):
    """Back up the database while the program goes on."""

    help = "Write a backup of the database into FILE; the program may go on meanwhile."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file."""
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Write the file, or say why not."""
        try:
            size = back_up(file=file)
        except (BackupFailed, NoMatchingPostgresqlProgram) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{file}: {size:,} bytes")
