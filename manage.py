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
from django.core.management import execute_from_command_line

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
    """Execute the command that was typed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "arclose.settings")
    with servers(sys.argv):
        load()
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
