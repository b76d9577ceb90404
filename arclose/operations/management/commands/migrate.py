"""Migrate as the owner, then give the application's role its rights."""

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.core.management.sql import emit_post_migrate_signal
from django.db import connections

from arclose.ledger import statistics
from arclose.ledger.grants import grant_application_role
from arclose.ledger.schema import DatabaseIsNewer, StoppedHalfway, applied_migrations, unapplied_migrations
from arclose.operations import schema
from arclose.operations.backups import DatabaseInUse, RestoreInterrupted, put_back_interrupted
from arclose.operations.owner import application_role, connected_as_owner
from arclose.operations.quick_migrations import building_only_changed_models

_ASK_FOR_MORE_THAN_WHAT_IS_MISSING = ("app_label", "plan", "check_unapplied", "run_syncdb", "prune")


class Command(migrate.Command):
    """Django's own command, connected as the owner of the database."""

    help = "Bring the database up to date as its owner and set the rights of the application's role."

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate, then grant: a table made now is closed to the program until it is granted.

        Books that were changed are analyzed: nothing is known of new columns before, and what reads them waits for it.
        """
        role = application_role()
        with connected_as_owner(), building_only_changed_models():
            self._put_back()
            missing = self._missing()
            had = applied_migrations()
            if missing or any(options[name] for name in _ASK_FOR_MORE_THAN_WHAT_IS_MISSING):
                super().handle(*args, **options)
            else:
                self._have_permissions(**options)
            if role != connections["default"].settings_dict["USER"]:
                grant_application_role(role=role, using="default")
            statistics.expect_one_company()
            if applied_migrations() != had and schema.holds_books():
                schema.analyze()

    def _missing(self) -> list[str]:
        try:
            return unapplied_migrations()
        except (DatabaseIsNewer, StoppedHalfway) as error:
            raise CommandError(str(error)) from error

    def _have_permissions(self, *, verbosity: int, interactive: bool, **_options: Any) -> None:
        """Make what a migration that was killed at its end had not come to.

        Django's own command builds a class of every model twice before it finds nothing to do.
        """
        emit_post_migrate_signal(verbosity, interactive, "default")
        if verbosity:
            self.stdout.write("No migrations to apply.")

    def _put_back(self) -> None:
        """Migrate the books, and not the empty place that an interrupted restore left."""
        try:
            if put_back_interrupted():
                self.stdout.write("A restore was interrupted: the books from before it are back.")
        except (DatabaseInUse, RestoreInterrupted) as error:
            raise CommandError(str(error)) from error
