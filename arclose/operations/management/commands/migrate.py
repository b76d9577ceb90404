"""Migrate as the owner, then give the application's role its rights."""

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

from arclose.ledger import statistics
from arclose.ledger.grants import grant_application_role
from arclose.ledger.schema import StoppedHalfway, refuse_a_database_halfway
from arclose.operations import schema
from arclose.operations.backups import DatabaseInUse, RestoreInterrupted, put_back_interrupted
from arclose.operations.owner import application_role, connected_as_owner
from arclose.operations.quick_migrations import building_only_changed_models


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
            self._refuse_halfway()
            had = _applied()
            super().handle(*args, **options)
            if role != connections["default"].settings_dict["USER"]:
                grant_application_role(role=role, using="default")
            statistics.expect_one_company()
            if _applied() != had and schema.holds_books():
                schema.analyze()

    def _refuse_halfway(self) -> None:
        try:
            refuse_a_database_halfway()
        except StoppedHalfway as error:
            raise CommandError(str(error)) from error

    def _put_back(self) -> None:
        """Migrate the books, and not the empty place that an interrupted restore left."""
        try:
            if put_back_interrupted():
                self.stdout.write("A restore was interrupted: the books from before it are back.")
        except (DatabaseInUse, RestoreInterrupted) as error:
            raise CommandError(str(error)) from error


def _applied() -> set[tuple[str, str]]:
    return set(MigrationRecorder(connections["default"]).applied_migrations())
