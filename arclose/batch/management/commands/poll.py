"""``manage.py poll``: look for work every few seconds and do it, with or without a broker."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from arclose.batch import poller


class Command(BaseCommand):
    """Execute batch jobs found in the database until told to stop."""

    help = "Look for batch jobs every few seconds and execute them; start scheduled jobs. Needs no broker."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take how often to look."""
        parser.add_argument("--seconds", type=int, default=settings.BATCH_POLL_SECONDS, help="time between two looks")
        parser.add_argument("--once", action="store_true", help="do what there is to do, then end")

    def handle(self, *args: Any, **options: Any) -> None:
        """Poll until SIGTERM or SIGINT; the chunk under way is finished first."""
        if options["once"]:
            while poller.look_once():
                pass
        else:
            poller.keep_polling(seconds=options["seconds"])
