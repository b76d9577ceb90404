"""Make the files that set-up makes from sources."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from arclose.operations.assets import compile_messages, copy_vendor_files


class Command(BaseCommand):
    """Copy the browser's files into static/vendor and compile the translations."""

    help = "Copy what the pages load out of node_modules and compile the translations."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer each half by itself."""
        parser.add_argument("--only", choices=["vendor", "messages"])

    def handle(self, *args: Any, only: str | None, **options: Any) -> None:
        """Make the files anew."""
        if only != "messages":
            root = Path(settings.BASE_DIR)
            copied = copy_vendor_files(packages=root / "node_modules", target=root / "static" / "vendor")
            self.stdout.write(f"{copied} files for the browser")
        if only != "vendor":
            compiled = compile_messages(Path(folder) for folder in settings.LOCALE_PATHS)
            self.stdout.write(f"{compiled} translations compiled")
