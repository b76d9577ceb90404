"""Whether the database has the tables that this program works with."""

from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader


class MigrationsMissing(Exception):
    """The database is older than the program, and only its owner may change that, on purpose."""

    def __init__(self, *, migrations: list[str]) -> None:
        super().__init__(
            f"The database lacks {len(migrations)} migrations, first {migrations[0]}. "
            "Make a backup, then: manage.py migrate"
        )
        self.migrations = migrations


class StoppedHalfway(Exception):
    """The database has had some of the steps that a migration of this release stands for, and not all of them."""

    def __init__(self, *, last: str, merged: str) -> None:
        super().__init__(
            f"The database stopped at {last}, and this release has the steps after it only as part of {merged}. "
            "Nothing was changed. Migrate it first with the last release that has them one by one, then with this."
        )
        self.last = last
        self.merged = merged


def refuse_a_database_halfway() -> None:
    """Let nobody work on a database of which Django would think that an app has no migrations at all.

    :raises StoppedHalfway: naming the last step it had, and the migration that stands for it here.
    """
    _refuse_halfway(MigrationExecutor(connections["default"]).loader)


def _refuse_halfway(loader: MigrationLoader) -> None:
    """Look at what the database has had of each app: a step that is still here, or none; else it is halfway.

    Steps that one merged migration stands for stay beside it for a release, so that a database that has had some of
    them gets the others. Those before them are gone.
    """
    for app in sorted(loader.migrated_apps):
        had = sorted(step for step in loader.applied_migrations if step[0] == app)
        if had and loader.disk_migrations.keys().isdisjoint(had):
            first = min(step for step in loader.disk_migrations if step[0] == app)
            raise StoppedHalfway(last=".".join(had[-1]), merged=".".join(first))


def unapplied_migrations() -> list[str]:
    """Give the migrations of this release that the database has not had yet, in their order.

    :raises StoppedHalfway: it stopped between steps that are one here.
    """
    executor = MigrationExecutor(connections["default"])
    _refuse_halfway(executor.loader)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def refuse_an_older_database() -> None:
    """Let nobody ask an older database for what it has not.

    :raises MigrationsMissing: naming the first of the migrations that it lacks.
    :raises StoppedHalfway: it stopped between steps that are one here.
    """
    if missing := unapplied_migrations():
        raise MigrationsMissing(migrations=missing)
