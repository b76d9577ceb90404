"""Start everything and stay in the foreground."""

import fcntl
import gc
import http.client
import json
import time
from argparse import ArgumentParser
from contextlib import ExitStack
from datetime import UTC, datetime
from io import TextIOWrapper
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from arclose.embedded.on_demand import using_servers
from arclose.embedded.places import UnsafeSocketFolder
from arclose.embedded.postgresql import NoIdentityForPostgresql, PostgresqlDidNotStart, PostgresqlNotFound
from arclose.embedded.processes import Child
from arclose.embedded.servers import AlreadyStarted, Servers, SharedServers
from arclose.embedded.supervisor import Supervisor
from arclose.ledger.schema import DatabaseIsNewer, MigrationsMissing, StoppedHalfway
from arclose.operations import backups, programs, starting
from arclose.operations.production import refuse_unless_ready

_PARTS = ("web", "workers", "poller")
_WEB_START_SECONDS = 60
_EXPECTED = (
    AlreadyStarted, ImproperlyConfigured, NoIdentityForPostgresql, PostgresqlDidNotStart, PostgresqlNotFound,
    UnsafeSocketFolder, backups.DatabaseInUse, backups.RestoreInterrupted, programs.NoFreePort,
    DatabaseIsNewer, MigrationsMissing, StoppedHalfway, starting.StepFailed,
)  # fmt: skip


class Command(BaseCommand):
    """The whole program below one supervisor: servers (embedded mode), web, workers, poller."""

    help = (
        "Start the program in the foreground: embedded servers if none are named, web, workers and poller."
        " ARCLOSE_PORT and the other variables of docs/operations.md say where and how."
    )
    requires_system_checks = []  # made once it is certain that nothing runs yet

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Let a machine run a part only."""
        parser.add_argument("--only", choices=_PARTS, action="append", help="start this part only (may be repeated)")
        parser.add_argument("--no-demo", action="store_true", help="leave an empty database empty")

    def handle(self, *args: Any, only: list[str] | None, no_demo: bool, **options: Any) -> None:
        """Start, say where the program is reached, watch until Ctrl-C, stop."""
        try:
            with ExitStack() as undo:
                self._run(undo=undo, parts=set(only or _PARTS), with_demo=not no_demo)
        except _EXPECTED as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            self.stdout.write("Stopped.")

    def _run(self, *, undo: ExitStack, parts: set[str], with_demo: bool) -> None:
        begun = time.monotonic()
        places = settings.EMBEDDED
        places.make()
        name = "run" if parts == set(_PARTS) else "-".join(["run", *sorted(parts)])
        undo.enter_context(self._lock(name))
        self.check()
        supervisor = Supervisor(logs=places.logs, memory=places.state / f"{name}.json", say=self._say)
        with using_servers(places):
            servers = self._start_servers(undo)
            self._prepare(with_demo=with_demo)
        _share_what_is_loaded()
        supervisor.stop_on_signals()
        undo.callback(supervisor.stop)
        port = programs.free_port(host=settings.WEB_HOST, wanted=settings.WEB_PORT)
        has_broker = servers is None or servers.has_redis or not settings.EMBEDDED_REDIS
        children = [
            supervisor.start(program)
            for program in programs.chosen(parts, host=settings.WEB_HOST, port=port, has_broker=has_broker)
        ]
        self._wait_for_web(children, supervisor=supervisor, port=port)
        self._greet(parts=parts, port=port, has_broker=has_broker, seconds=time.monotonic() - begun)
        supervisor.watch(also=servers.keep_alive if servers is not None else _nothing)
        self.stdout.write("Stopping ...")

    def _prepare(self, *, with_demo: bool) -> None:
        """Refuse what is not fit for books, bring the database up to date."""
        refuse_unless_ready()
        starting.bring_up_to_date(now=datetime.now(UTC), say=self._say)
        if with_demo:
            starting.load_demo_once(say=self._say)
        connections.close_all()

    def _lock(self, name: str) -> TextIOWrapper:
        """Hold this installation's `run`; the kernel frees it when the process ends, however it ends."""
        places = settings.EMBEDDED
        lock = (places.state / f"{name}.lock").open("a")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            note = places.state / "address.json"
            where = json.loads(note.read_text())["address"] if note.exists() else "another terminal"
            raise AlreadyStarted(f"The program runs already: {where}") from None
        return lock

    def _start_servers(self, undo: ExitStack) -> SharedServers | None:
        """Have the embedded servers that are wanted, our own or somebody else's; None when none are wanted."""
        postgresql, redis = settings.EMBEDDED_DATABASE, settings.EMBEDDED_REDIS
        if not (postgresql or redis):
            return None
        own = Servers(places=settings.EMBEDDED, with_postgresql=postgresql, with_redis=redis)
        servers = SharedServers(own, say=self._say)
        undo.callback(servers.stop)
        servers.start()
        return servers

    def _wait_for_web(self, children: list[Child], *, supervisor: Supervisor, port: int) -> None:
        web = next((child for child in children if child.program.name == "web"), None)
        deadline = time.monotonic() + _WEB_START_SECONDS
        while web is not None and not supervisor.stopping and not _web_answers(port=port):
            if web.exit_code() is not None or time.monotonic() > deadline:
                raise CommandError(f"The web server did not start:\n{web.last_lines()}")
            time.sleep(0.05)

    def _greet(self, *, parts: set[str], port: int, has_broker: bool, seconds: float) -> None:
        address = f"http://{settings.WEB_HOST}:{port}/"
        (settings.EMBEDDED.state / "address.json").write_text(json.dumps({"address": address}))
        if "web" in parts:
            self.stdout.write(self.style.SUCCESS(f"\narclose is up after {seconds:.1f} s: {address}\n"))
        if not has_broker:
            self.stdout.write("No Redis was found: the poller does all batch work, within seconds of its submission.")
        if starting.demo_note().exists():
            self.stdout.write(starting.demo_note().read_text())
        self.stdout.write(f"Data and logs: {settings.EMBEDDED.root}    Ctrl-C stops everything.")

    def _say(self, text: str) -> None:
        self.stdout.write(text)


def _share_what_is_loaded() -> None:
    """Let the collector pass over it, so that it stays one copy for all processes that are forked from this one."""
    gc.collect()
    gc.freeze()


def _web_answers(*, port: int) -> bool:
    connection = http.client.HTTPConnection(settings.WEB_HOST, port, timeout=5)
    try:
        connection.request("GET", "/health/")
        return connection.getresponse().status > 0
    except OSError:
        return False
    finally:
        connection.close()


def _nothing() -> None:
    """Watch no servers: they are somebody else's."""
