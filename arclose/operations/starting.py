"""What happens between the servers' start and the first page: check, back up, migrate, load the demo companies."""

from collections.abc import Callable
from datetime import datetime
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import call_command, get_commands
from django.db import connections

from arclose.embedded.forks import Fork
from arclose.ledger.reference.loading import shipped_data_is_loaded
from arclose.ledger.schema import MigrationsMissing, unapplied_migrations
from arclose.operations import backups, schema
from arclose.operations.owner import connected_as_owner
from arclose.operations.production import is_loopback

_DEMO = "demo"


class StepFailed(Exception):
    """A step of the start failed, and has said why."""

    def __init__(self, *, step: str) -> None:
        super().__init__(
            f"The start ends here: {step} failed. What it said stands above; the next start goes on there."
        )
        self.step = step


def bring_up_to_date(*, now: datetime, say: Callable[[str], None]) -> None:
    """Migrate the embedded database, if it holds data after a backup, and load what reference data it lacks.

    Each step asks for itself, so a start that was killed in between goes on where it ended.

    :raises DatabaseIsNewer: a newer release migrated it.
    :raises MigrationsMissing: the database is a server's.
    :raises StoppedHalfway: it stopped between steps that are one in this release.
    :raises RestoreInterrupted: a restore was interrupted, and a person must say which books are to stay.
    :raises DatabaseInUse: a restore was interrupted, or is under way.
    :raises StepFailed: anything else.
    """
    _put_back(say=say)
    _migrate(now=now, say=say)
    if settings.EMBEDDED_DATABASE and not shipped_data_is_loaded():
        say("Loading currencies and published exchange rates")
        _apart("load_reference_data", lambda: call_command("load_reference_data", stdout=StringIO()))


def _put_back(*, say: Callable[[str], None]) -> None:
    with connected_as_owner():
        if not backups.is_interrupted():
            return
        if not settings.EMBEDDED_DATABASE:
            raise backups.RestoreInterrupted
        backups.put_back_interrupted()
    say("A restore was interrupted: the books from before it are back")


def _migrate(*, now: datetime, say: Callable[[str], None]) -> None:
    with connected_as_owner():
        missing = unapplied_migrations()
        filled = bool(missing) and schema.holds_books()
    if not missing:
        return
    if not settings.EMBEDDED_DATABASE:
        raise MigrationsMissing(migrations=missing)
    if filled:
        file = settings.EMBEDDED.backups / f"before-migration-{now:%Y%m%dT%H%M%S}.dump"
        say(f"Backing up to {file}")
        backups.back_up(file=file)
    say(f"Migrating the database: {len(missing)} steps")
    _apart("migrate", lambda: call_command("migrate", verbosity=0, interactive=False))


def load_demo_once(*, say: Callable[[str], None]) -> None:
    """Load the demo companies into an embedded database without any company and keep what it says about its users.

    :raises StepFailed: they could not be loaded.
    """
    if not settings.EMBEDDED_DATABASE or _DEMO not in get_commands() or schema.has_company():
        return
    if not is_loopback(settings.WEB_HOST):
        say("The demo companies are left out: their passwords are known, and ARCLOSE_HOST lets others in")
        return
    say("Loading the demo companies")
    _apart(_DEMO, _load_demo)


def _load_demo() -> None:
    told = StringIO()
    call_command(_DEMO, stdout=told)
    file = demo_note()
    file.touch(mode=0o600)
    file.write_text(told.getvalue())


def _apart(step: str, work: Callable[[], object]) -> None:
    """Do the work in a process that ends with it: what it leaves in memory would stay in all that are forked later."""
    connections.close_all()
    if Fork(work).wait() != 0:
        raise StepFailed(step=step)


def demo_note() -> Path:
    """The file that keeps what the making of the demo companies said: their users and their passwords."""
    return settings.EMBEDDED.state / "demo.txt"
