"""Keep a set of programs running in the foreground until told to stop.

One that ends is started again, after a wait that doubles while it keeps ending at once. All are stopped in the reverse
order of their start.
"""

import signal
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from arclose.embedded.processes import Child, Program, end_leftovers, remember

_SHORT_LIFE_SECONDS = 10.0
_LONGEST_WAIT_SECONDS = 30.0
_LOOK_SECONDS = 0.25


class Supervisor:
    """The programs of one `run`: started, watched, stopped."""

    def __init__(self, *, logs: Path, memory: Path, say: Callable[[str], None]) -> None:
        self._logs = logs
        self._memory = memory
        self._say = say
        self._children: list[Child] = []
        self._short_lives: dict[str, int] = {}
        self._due: dict[str, tuple[float, Program]] = {}
        self._stopping = False
        end_leftovers(memory)

    def stop_on_signals(self) -> None:
        """Take Ctrl-C and a polite kill as the wish to stop."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._ask_to_stop)
        if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # nohup means it
            signal.signal(signal.SIGHUP, self._ask_to_stop)

    def start(self, program: Program) -> Child:
        """Start a program and keep it."""
        child = Child(program=program, log=self._logs / f"{program.name}.log")
        self._children.append(child)
        remember(self._children, file=self._memory)
        return child

    def watch(self, also: Callable[[], None]) -> None:
        """Return when told to stop; until then start again what ends. `also` is called at each look."""
        while not self._stopping:
            also()
            self._replace_ended()
            self._start_due()
            time.sleep(_LOOK_SECONDS)

    @property
    def stopping(self) -> bool:
        """Whether somebody asked to stop."""
        return self._stopping

    def stop(self) -> None:
        """Stop all, last started first."""
        for child in reversed(self._children):
            child.ask_to_stop()
        for child in reversed(self._children):
            child.wait_until_stopped()
        self._children.clear()
        self._memory.unlink(missing_ok=True)

    def _ask_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stopping = True

    def _replace_ended(self) -> None:
        for child in list(self._children):
            code = child.exit_code()
            if code is None:
                continue
            self._children.remove(child)
            name = child.program.name
            short = time.monotonic() - child.started < _SHORT_LIFE_SECONDS
            lives = self._short_lives[name] = self._short_lives.get(name, 0) + 1 if short else 0
            wait = min(_LONGEST_WAIT_SECONDS, 2.0 ** (lives - 1)) if lives else 0.0
            self._due[name] = (time.monotonic() + wait, child.program)
            self._say(f"{name} ended ({_ending(code)}), starts again in {wait:.0f} s; its log is {child.log}")

    def _start_due(self) -> None:
        for name, (due, program) in list(self._due.items()):
            if time.monotonic() >= due:
                del self._due[name]
                self.start(program)


def _ending(code: int) -> str:
    return f"exit code {code}" if code >= 0 else signal.Signals(-code).name
