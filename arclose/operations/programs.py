"""The processes the program is made of, beside its servers: web, workers, poller."""

import os
import socket
from collections.abc import Iterator

from django.conf import settings

from arclose.embedded.processes import Program

_PORTS_TRIED = 50


class NoFreePort(Exception):
    """Nobody can listen on the ports next to the wanted one: they are taken, or the address is none of this machine."""

    def __init__(self, *, host: str, first: int, why: str) -> None:
        super().__init__(
            f"The web server cannot listen on {host} at {first} or any of the next {_PORTS_TRIED - 1} ports: {why}. Set"
            " ARCLOSE_HOST to an address of this machine and ARCLOSE_PORT to a port that is free."
        )
        self.host = host
        self.first = first


def free_port(*, host: str, wanted: int) -> int:
    """The wanted port, or the next one that is free.

    :raises NoFreePort: none of the next fifty is.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    why = ""
    for port in range(wanted, wanted + _PORTS_TRIED):
        with socket.socket(family) as attempt:
            attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                attempt.bind((host, port))
            except (OSError, OverflowError) as error:
                why = str(error)
                continue
            return port
    raise NoFreePort(host=host, first=wanted, why=why)


def web(*, host: str, port: int) -> Program:
    """The web server."""
    return Program(
        name="web",
        module="gunicorn",
        command=[
            "arclose.wsgi:application",
            "--bind", f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
            "--workers", str(settings.WEB_PROCESSES), "--threads", str(settings.WEB_THREADS),
            "--worker-class", "gthread", "--preload", "--timeout", "120", "--graceful-timeout", "20",
            "--max-requests", "20000", "--max-requests-jitter", "2000", "--no-control-socket",
            *(["--forwarded-allow-ips", "*"] if settings.SECURE_PROXY_SSL_HEADER else []),
        ],
        folder=settings.BASE_DIR,
        stop_seconds=25,
    )  # fmt: skip


def workers() -> Program:
    """The batch workers, one process for each core: woken by Redis."""
    return Program(
        name="workers",
        module="celery",
        command=[
            "--app", "arclose", "worker", "--loglevel", "INFO",
            "--without-gossip", "--without-mingle", "--without-heartbeat", "--hostname", f"workers-{os.getpid()}@%h",
        ],
        folder=settings.BASE_DIR,
        environment={"CELERY_SKIP_CHECKS": "1"},  # the start made them
        stop_seconds=60,
    )  # fmt: skip


def poller() -> Program:
    """The process that looks for work by itself, Redis or not."""
    return Program(
        name="poller",
        # Not by manage.py: it would count as a command that whoever started the servers has to wait for.
        module="django",
        command=["poll", "--settings", "arclose.settings", "--skip-checks"],
        folder=settings.BASE_DIR,
        stop_seconds=60,
    )


def chosen(names: set[str], *, host: str, port: int, has_broker: bool) -> Iterator[Program]:
    """The programs to start, in the order of their start."""
    if "web" in names:
        yield web(host=host, port=port)
    if "workers" in names and has_broker:
        yield workers()
    if "poller" in names:
        yield poller()
