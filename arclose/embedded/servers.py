"""Both embedded servers together: started once for a set of places, with the roles and the database of the program."""

import fcntl
import time
from collections.abc import Callable
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path

from psycopg2.errors import DuplicateDatabase

from arclose.embedded import redis
from arclose.embedded.places import Places
from arclose.embedded.postgresql import Postgresql
from arclose.embedded.processes import Child, Program, end_leftovers, remember
from arclose.embedded.roles import create_database, database_statements, role_statements

_LOOK_SECONDS = 0.05


class AlreadyStarted(Exception):
    """Another process has started the servers of these places and still runs."""


class Servers:
    """The embedded servers of one set of places, as children of this process."""

    def __init__(
        self, *, places: Places, durable: bool = True, with_postgresql: bool = True, with_redis: bool = True
    ) -> None:
        self.places = places
        self.postgresql = Postgresql(places=places, durable=durable)
        self.children: list[Child] = []
        self.has_redis = False
        self._with_postgresql = with_postgresql
        self._with_redis = with_redis
        self._lock: TextIOWrapper | None = None

    def start(self) -> None:
        """Start the servers and wait until they answer; clear up after a run that was killed.

        :raises AlreadyStarted: they run already below another process.
        """
        self.places.make()
        self._take_lock()
        end_leftovers(self._memory)
        try:
            if self._with_postgresql:
                self._start_postgresql()
            if self._with_redis:
                self._start_redis()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop the servers in order, Redis first, and free the lock."""
        for child in reversed(self.children):
            child.ask_to_stop()
        for child in reversed(self.children):
            child.wait_until_stopped()
        self.children.clear()
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def answer(self) -> bool:
        """Whether those that are wanted answer now, whoever has started them."""
        return (not self._with_postgresql or self.postgresql.answers()) and (
            not self._with_redis or redis.executable() is None or redis.answers(self.places)
        )

    def keep_alive(self) -> None:
        """Start again whichever server has ended."""
        ended = [child for child in self.children if child.exit_code() is not None]
        for child in ended:
            self.children.remove(child)
            if child.program.name == "postgresql":
                self._start_postgresql()
            else:
                self._start_redis()

    def crash_postgresql(self) -> None:
        """Kill every process of PostgreSQL at once, as a power cut would, and start it again. For tests."""
        crashed = next(child for child in self.children if child.program.name == "postgresql")
        self.postgresql.kill_at_once()
        crashed.wait_until_stopped()
        self.children.remove(crashed)
        self._start_postgresql()

    @staticmethod
    def running(places: Places) -> bool:
        """Whether somebody holds the servers of these places."""
        if not (places.state / "servers.lock").exists():
            return False
        with (places.state / "servers.lock").open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
        return False

    @property
    def _memory(self) -> Path:
        return self.places.state / "servers.json"

    def _take_lock(self) -> None:
        lock = (self.places.state / "servers.lock").open("a")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            raise AlreadyStarted(f"The servers of {self.places.root} run already.") from None
        self._lock = lock

    def _start_postgresql(self) -> None:
        self.postgresql.make()
        self.postgresql.clear_stale_lock()
        child = self._child(self.postgresql.program())
        self.postgresql.wait_until_ready(child)
        self.postgresql.execute(list(role_statements(may_create_databases=not self.postgresql.durable)))
        self._make_database()

    def _make_database(self) -> None:
        with suppress(DuplicateDatabase):
            self.postgresql.execute([create_database()])
        self.postgresql.execute(list(database_statements()))

    def _start_redis(self) -> None:
        command = redis.executable()
        if command is None:
            return
        self.places.redis_socket.unlink(missing_ok=True)
        child = self._child(redis.program(places=self.places, command=command))
        self.has_redis = redis.wait_until_ready(child, places=self.places)

    def _child(self, program: Program) -> Child:
        child = Child(program=program, log=self.places.logs / f"{program.name}.log")
        self.children.append(child)
        remember(self.children, file=self._memory)
        return child


class SharedServers:
    """The embedded servers for a program that stays: its own, or those of somebody else until that one stops them.

    A command starts the servers for its own length; what was begun on those goes on, after a moment, on our own.
    """

    def __init__(self, servers: Servers, *, say: Callable[[str], None]) -> None:
        self._servers = servers
        self._say = say
        self.are_ours = False

    def start(self) -> None:
        """Start them, or wait until those of somebody else answer."""
        while not self._take() and not self._servers.answer():
            time.sleep(_LOOK_SECONDS)

    def keep_alive(self) -> None:
        """Start again what has ended of ours; take the servers over where somebody else has stopped theirs."""
        if self.are_ours:
            self._servers.keep_alive()
        elif self._take():
            self._say("Whoever had started the servers has stopped them; they run below this program now")

    def stop(self) -> None:
        """Stop them, unless they are somebody else's."""
        if self.are_ours:
            self._servers.stop()
            self.are_ours = False

    @property
    def has_redis(self) -> bool:
        """Whether there is a broker to wake workers with."""
        return self._servers.has_redis if self.are_ours else redis.executable() is not None

    def _take(self) -> bool:
        try:
            self._servers.start()
        except AlreadyStarted:
            return False
        self.are_ours = True
        return True
