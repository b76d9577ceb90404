#!/usr/bin/env python
"""The program's command line.

While nothing runs, a command that needs the embedded servers has them for its own length.
"""

import gc
import os
import sys
from contextlib import AbstractContextManager, nullcontext

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import OperationalError

from arclose.embedded.on_demand import servers_for_a_command

_WITHOUT_SERVERS = frozenset(
    ("check", "compilemessages", "create_roles", "help", "makemessages", "makemigrations", "prepare", "run", "version")
)


def servers(arguments: list[str]) -> AbstractContextManager[None]:
    """What must run during the command."""
    command = next((word for word in arguments[1:] if not word.startswith("-")), "help")
    if command in _WITHOUT_SERVERS or not settings.EMBEDDED_DATABASE or {"-h", "--help"}.intersection(arguments):
        return nullcontext()
    return servers_for_a_command(
        places=settings.EMBEDDED, with_postgresql=settings.EMBEDDED_DATABASE, with_redis=settings.EMBEDDED_REDIS
    )


def load() -> None:
    """Load the program. All of it stays, so the collector need not look through it: that took a quarter of a start."""
    gc.disable()
    try:
        django.setup()
    finally:
        gc.enable()
    gc.freeze()


def main() -> None:
    """Execute the command that was typed; what is wrong with its surroundings is said in a line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "arclose.settings")
    try:
        with servers(sys.argv):
            load()
            execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"Nothing was done: {error}")
    except OperationalError as error:
        if getattr(error.__cause__, "pgcode", None):
            raise
        sys.exit(f"The database cannot be reached. DATABASE_URL says where it is; does it run there?\n{error}".rstrip())


if __name__ == "__main__":
    main()
