"""Embedded servers for the length of one command, when nobody else has started them."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper

from arclose.embedded.places import Places
from arclose.embedded.servers import AlreadyStarted, Servers


@contextmanager
def servers_for_a_command(*, places: Places, with_postgresql: bool, with_redis: bool) -> Iterator[None]:
    """Have the servers up meanwhile. Whoever started them waits with the stop for commands that still use them."""
    with using_servers(places) as users:
        servers = _started(places=places, with_postgresql=with_postgresql, with_redis=with_redis)
        try:
            yield
        finally:
            if servers is not None:
                _wait_for_others(users)
                servers.stop()


@contextmanager
def using_servers(places: Places) -> Iterator[TextIOWrapper]:
    """Keep a command that started the servers from stopping them meanwhile."""
    places.make()
    with (places.state / "commands.lock").open("a") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        yield users


def _started(*, places: Places, with_postgresql: bool, with_redis: bool) -> Servers | None:
    if Servers.running(places):
        return None
    servers = Servers(places=places, with_postgresql=with_postgresql, with_redis=with_redis)
    try:
        servers.start()
    except AlreadyStarted:  # by another command, just now
        return None
    return servers


def _wait_for_others(users: TextIOWrapper) -> None:
    fcntl.flock(users, fcntl.LOCK_EX)
