"""Whether the database has the tables that this program works with."""

from django.db import connections
from django.db.migrations.executor import MigrationExecutor


class MigrationsMissing(Exception):
    """The database is older than the program, and only its owner may change that, on purpose."""

    def __init__(self, *, migrations: list[str]) -> None:
        super().__init__(
            f"The database lacks {len(migrations)} migrations, first {migrations[0]}. "
            "Make a backup, then: manage.py migrate"
        )
        self.migrations = migrations


def unapplied_migrations() -> list[str]:
    """Give the migrations of this release that the database has not had yet, in their order."""
    executor = MigrationExecutor(connections["default"])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def refuse_an_older_database() -> None:
    """Let nobody ask an older database for what it has not.

    :raises MigrationsMissing: naming the first of the migrations that it lacks.
    """
    if missing := unapplied_migrations():
        raise MigrationsMissing(migrations=missing)
