"""Load what is true for every company."""

from typing import Any

from django.core.management.base import BaseCommand

from arclose.ledger.reference.loading import load_reference_data


class Command(BaseCommand):
    """Load currencies, memberships of unions and the reference rates that the program ships."""

    help = "Load currencies, memberships of the EU and the euro area, and all ECB reference rates. Repeat at will."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and say what was new."""
        loaded = load_reference_data()
        self.stdout.write(
            f"new: {loaded.currencies} currencies, {loaded.memberships} memberships, {loaded.rates} rates"
        )
