"""Child processes: started so that they end with us, stopped in order, recognized when an earlier run left them."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from arclose.embedded.forks import Fork, run_module

_LAUNCH = Path(__file__).with_name("launch.py")
_POLL_SECONDS = 0.02


@dataclass(frozen=True)
class Program:
    """What to start: its command, how it is told to stop, and under which identity it runs (see launch.py).

    With a `module` it is one of Python: a copy of this process becomes `python -m module`, with `command` as its
    arguments, and has what is loaded already.
    """

    name: str
    command: Sequence[str]
    module: str = ""
    stop_signal: str = "SIGTERM"
    death_signal: str = "SIGTERM"
    stop_seconds: float = 30
    identity: str = "same"
    environment: Mapping[str, str] | None = None
    folder: Path | None = None


class Child:
    """A started program. Must be started by a thread that lives as long as the child should."""

    def __init__(self, *, program: Program, log: Path) -> None:
        self.program = program
        self.log = log
        self.started = time.monotonic()
        with log.open("ab") as output:
            self._process = _fork(program, output=output) if program.module else _spawn(program, output=output)

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    def exit_code(self) -> int | None:
        """How the process ended, or None while it runs; negative for a signal."""
        return self._process.poll()

    def ask_to_stop(self) -> None:
        """Send the signal on which the program ends in order."""
        if self.exit_code() is None:
            self._process.send_signal(signal.Signals[self.program.stop_signal])

    def wait_until_stopped(self) -> None:
        """Wait for the end; past the program's own limit the whole process group is killed."""
        try:
            self._process.wait(self.program.stop_seconds)
        except subprocess.TimeoutExpired:
            kill_group(self.pid)
            self._process.wait()

    def last_lines(self, count: int = 15) -> str:
        """The end of the program's log."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-count:])


def _spawn(program: Program, *, output: IO[bytes]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        launch_command(program, parent=os.getpid()),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        start_new_session=True,
        env=dict(program.environment) if program.environment is not None else None,
        cwd=program.folder,
    )


def _fork(program: Program, *, output: IO[bytes]) -> Fork:
    def work() -> None:
        if program.folder is not None:
            os.chdir(program.folder)
        os.environ.update(program.environment or {})
        run_module(program.module, list(program.command), shown_as=program.name)

    return Fork(work, output=output, death_signal=program.death_signal)


def launch_command(program: Program, *, parent: int) -> list[str]:
    """The command that starts a program tied to `parent`; 0 ties it to whoever executes the command."""
    launcher = [sys.executable, "-I", "-S", str(_LAUNCH)]
    return [*launcher, str(parent), program.death_signal, program.identity, "--", *program.command]


def kill_group(pid: int) -> None:
    """Kill a process and all that share its process group; one that is gone already is no error."""
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def birth(pid: int) -> str | None:
    """When a process was started, in the kernel's ticks, or None when there is none.

    Number and birth together name one process for good.
    """
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return None if fields[0] == "Z" else fields[19]


def remember(children: Sequence[Child], *, file: Path) -> None:
    """Write down which processes are ours, for a later run that must clear up after this one."""
    facts = [[child.pid, birth(child.pid), child.program.stop_signal] for child in children]
    draft = file.with_suffix(".draft")
    draft.write_text(json.dumps(facts))
    draft.replace(file)


def leftovers(file: Path) -> Iterator[tuple[int, str]]:
    """The remembered processes that still run, and how each is told to stop.

    Number and birth must both agree, so no stranger is ever named.
    """
    try:
        facts = json.loads(file.read_text())
    except (FileNotFoundError, ValueError):
        return
    for pid, born, stop_signal in facts:
        if born is not None and birth(pid) == born:
            yield pid, stop_signal


def end_leftovers(file: Path, *, seconds: float = 10) -> int:
    """End what an earlier run left behind, in order if possible. Returns how many there were."""
    found = list(leftovers(file))
    for pid, stop_signal in found:
        send(pid, signal.Signals[stop_signal])
    deadline = time.monotonic() + seconds
    while any(True for _ in leftovers(file)) and time.monotonic() < deadline:
        time.sleep(_POLL_SECONDS)
    for pid, _stop_signal in leftovers(file):
        kill_group(pid)
    return len(found)


def send(pid: int, number: signal.Signals) -> None:
    """Send a signal; a process that is gone already is no error."""
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def processes_working_in(folder: Path) -> Iterator[int]:
    """The processes whose current folder is `folder`: for a data folder of PostgreSQL exactly its server processes."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if (entry / "cwd").readlink() == folder and birth(int(entry.name)) is not None:
                    yield int(entry.name)
            except OSError:
                continue
