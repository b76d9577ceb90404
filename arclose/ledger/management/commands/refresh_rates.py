"""Fetch the newest reference rates."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from arclose.ledger.reference import ecb
from arclose.ledger.reference.loading import load_currencies, load_rates


class Command(BaseCommand):
    """Fetch the ECB's reference rates and add those that are missing."""

    help = "Fetch the reference rates of the European Central Bank; needs a connection, waits 10 seconds at most."

    def handle(self, *args: Any, **options: Any) -> None:
        """Fetch and load.

        :raises CommandError: offline, or what came is not the bank's file; nothing is changed.
        """
        try:
            published = list(ecb.published_rates(ecb.fetched_file()))
        except ecb.RatesUnreachable as error:
            raise CommandError(
                f"offline: {ecb.PUBLISHED_AT} cannot be reached ({error}); no rate was changed"
            ) from error
        except ecb.NotRates as error:
            raise CommandError(f"{ecb.PUBLISHED_AT} is not a file of rates: {error}; no rate was changed") from error
        load_currencies()
        self.stdout.write(f"new: {load_rates(published=published)} rates, the last of {published[0].rate_date}")
