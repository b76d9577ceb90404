"""Start and stop only the embedded servers, for development: `python -m arclose.embedded up | down | status`."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings

from arclose.embedded.places import Places
from arclose.embedded.postgresql import START_SECONDS
from arclose.embedded.processes import birth, send
from arclose.embedded.servers import AlreadyStarted, Servers


def up(places: Places) -> int:
    """Start the servers in the background and wait until they answer. Started already is fine."""
    places.make()
    if Servers.running(places):
        print(f"The servers of {places.root} run already.")
        return 0
    _note(places).unlink(missing_ok=True)
    with (places.logs / "servers.log").open("ab") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "arclose.embedded", "stay"], stdout=log, stderr=log, stdin=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
    deadline = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        if _keeper(places) is not None:
            print(f"PostgreSQL and Redis listen in {places.sockets}")
            return 0
        time.sleep(0.05)
    print((places.logs / "servers.log").read_text()[-2000:], file=sys.stderr)
    return 1


def stay(places: Places) -> int:
    """Start the servers and keep them until told to stop."""
    servers = Servers(places=places)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    signal.signal(signal.SIGINT, lambda *_: sys.exit(0))
    servers.start()
    try:
        _note(places).write_text(json.dumps({"pid": os.getpid(), "birth": birth(os.getpid())}))
        while all(child.exit_code() is None for child in servers.children):
            time.sleep(0.5)
    finally:
        _note(places).unlink(missing_ok=True)
        servers.stop()
    return 1


def down(places: Places) -> int:
    """Stop the servers that `up` started and wait for their end."""
    keeper = _keeper(places)
    if keeper is None:
        if not Servers.running(places):
            print("The servers do not run.")
            return 0
        print("The servers belong to a running program: stop that one with Ctrl-C.", file=sys.stderr)
        return 1
    send(keeper, signal.SIGTERM)
    while _keeper(places) is not None or (birth(keeper) is not None and Servers.running(places)):
        time.sleep(0.05)
    return 0


def status(places: Places) -> int:
    """Say whether the servers run: exit code 0 when they do."""
    running = Servers.running(places)
    print("running" if running else "stopped")
    return 0 if running else 1


def _note(places: Places) -> Path:
    return places.state / "servers.ready"


def _keeper(places: Places) -> int | None:
    """The process that `up` left behind with running servers; None where there is none.

    Number and birth must both agree: the number of one that was killed may be a stranger's by now.
    """
    try:
        noted = json.loads(_note(places).read_text())
        pid, born = int(noted["pid"]), noted["birth"]
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None
    return pid if born is not None and birth(pid) == born else None


def main() -> int:
    """Execute the command that was typed."""
    commands = {"up": up, "down": down, "stay": stay, "status": status}
    if len(sys.argv) != 2 or sys.argv[1] not in commands:
        print(__doc__, file=sys.stderr)
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "arclose.settings")
    try:
        return commands[sys.argv[1]](settings.EMBEDDED)
    except AlreadyStarted as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
