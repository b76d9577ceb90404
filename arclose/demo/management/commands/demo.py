"""Load the demo companies."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from arclose.demo.loading import load_demo
from arclose.demo.people import PEOPLE
from arclose.demo.refusing import DemoRefused
from arclose.ledger.models import ExchangeRate


class Command(BaseCommand):
    """Make the demo companies where they are missing, and say who can sign in."""

    help = "Load the demo companies NLWS and GBRT. What is there stays as it is."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and tell.

        :raises CommandError: the published rates are missing, or a demo document was refused.
        """
        if not ExchangeRate.objects.exists():
            raise CommandError("There are no exchange rates yet. First: manage.py load_reference_data")
        # The passwords are public: they are set only where nobody but this machine reaches the program.
        is_embedded = settings.EMBEDDED_DATABASE
        try:
            loaded = load_demo(with_passwords=is_embedded)
        except DemoRefused as error:
            raise CommandError(str(error)) from error
        if not loaded.companies:
            self.stdout.write("The demo companies are there already: nothing has changed.")
            return
        self.stdout.write("NLWS: a Dutch wholesaler; August and September 2026 are on hold, October is yours to close.")
        self.stdout.write("GBRT: a British company, empty at first, for the import of real orders (docs/closing.md).")
        self._tell_people(with_passwords=is_embedded)

    def _tell_people(self, *, with_passwords: bool) -> None:
        self.stdout.write("Users:")
        for person in PEOPLE:
            word = person.password if with_passwords else "no password yet: manage.py changepassword"
            self.stdout.write(f"  {person.username:<12} {word:<26} {person.role}")
