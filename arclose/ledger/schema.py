"""Whether the database has the tables that this program works with."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

from django.apps import apps
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils.module_loading import module_has_submodule


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

    Most databases are up to date, which the names of the migrations tell: only for another one they are read.

    :raises StoppedHalfway: it stopped between steps that are one here.
    """
    if set(_migrations_of_this_release()) <= applied_migrations():
        return []
    executor = MigrationExecutor(connections["default"])
    _refuse_halfway(executor.loader)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def applied_migrations() -> set[tuple[str, str]]:
    """Give app and name of each migration that the database has had."""
    return set(MigrationRecorder(connections["default"]).applied_migrations())


def _migrations_of_this_release() -> Iterator[tuple[str, str]]:
    """Give app and name of each migration, without loading them."""
    for app in apps.get_app_configs():
        package, _is_explicit = MigrationLoader.migrations_module(app.label)
        if package is None or not module_has_submodule(app.module, package.rpartition(".")[2]):
            continue
        folders = getattr(import_module(package), "__path__", [])
        names = (module.name for module in iter_modules(folders) if not module.ispkg)
        yield from ((app.label, name) for name in names if name[0] not in "_~")


def refuse_an_older_database() -> None:
    """Let nobody ask an older database for what it has not.

    :raises MigrationsMissing: naming the first of the migrations that it lacks.
    :raises StoppedHalfway: it stopped between steps that are one here.
    """
    if missing := unapplied_migrations():
        raise MigrationsMissing(migrations=missing)
