"""Whether the database has the tables that this program works with."""

import re
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


class DatabaseIsNewer(Exception):
    """A newer release of the program migrated the database, and this one does not know what it has become."""

    def __init__(self, *, migration: str) -> None:
        super().__init__(
            f"A newer release migrated these books: they have had {migration}, which this release does not have."
            " Nothing was changed. Use that release, or a later one."
        )
        self.migration = migration


# The number of a migration, of a merged one that of the last step that it stands for.
_NUMBER = re.compile(r"(?:\d+_squashed_)?(\d+)_")


def refuse_a_newer_database() -> None:
    """Let nothing of this release work on what only a newer one understands.

    Steps that the database has had and that are not here may be old ones too, merged since: newer are those numbered
    beyond the last one here of their app.

    :raises DatabaseIsNewer: naming the first of them.
    """
    last: dict[str, int] = {}
    for app, name in _migrations_of_this_release():
        last[app] = max(last.get(app, 0), _number(name))
    for app, name in sorted(applied_migrations()):
        if app in last and _number(name) > last[app]:
            raise DatabaseIsNewer(migration=f"{app}.{name}")


def _number(name: str) -> int:
    found = _NUMBER.match(name)
    return int(found[1]) if found else 0


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

    :raises DatabaseIsNewer: a newer release migrated it.
    :raises StoppedHalfway: it stopped between steps that are one here.
    """
    refuse_a_newer_database()
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


def refuse_another_release() -> None:
    """Let nobody ask a database for what it has not, or for what only another release knows.

    :raises DatabaseIsNewer: a newer release migrated it.
    :raises MigrationsMissing: naming the first of the migrations that it lacks.
    :raises StoppedHalfway: it stopped between steps that are one here.
    """
    if missing := unapplied_migrations():
        raise MigrationsMissing(migrations=missing)
