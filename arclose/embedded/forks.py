"""Processes that are copies of this one, so that what is loaded is not loaded once more for each."""

import ctypes
import os
import runpy
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import IO

_PR_SET_PDEATHSIG = 1
_PR_SET_NAME = 15
_LIBC = ctypes.CDLL(None)
_FIRST_FILE_AFTER_THE_STREAMS = 3
_LONGEST_WAIT_SECONDS = 0.05
_INTERRUPTED = 128 + signal.SIGINT


class Fork:
    """A copy of this process that does one piece of work and ends; asked and signaled as a ``Popen`` is.

    It ends with us, however we end: the kernel then sends it `death_signal`. Locks, sockets and pipes of ours stay
    ours alone. Must be made while this process has one thread and no connection to a database, by a thread that lives
    as long as the copy should.
    """

    def __init__(
        self, work: Callable[[], object], *, output: IO[bytes] | None = None, death_signal: str = "SIGTERM"
    ) -> None:
        """Begin the work; with `output` as a session of its own that reads nothing and writes there."""
        self.returncode: int | None = None
        parent = os.getpid()
        sys.stdout.flush()
        sys.stderr.flush()
        # A signal that comes now waits until the copy no longer has our handlers.
        kept = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
        try:
            self.pid = os.fork()
            if self.pid == 0:
                _do_and_exit(work, parent=parent, output=output, death_signal=death_signal, mask=kept)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, kept)

    def poll(self) -> int | None:
        """Give the exit code, negative for a signal; None while it runs.

        Where this process was started with SIGCHLD ignored the kernel keeps no code, and 0 is given.
        """
        if self.returncode is None:
            try:
                ended, status = os.waitpid(self.pid, os.WNOHANG)
            except ChildProcessError:
                ended, status = self.pid, 0
            if ended:
                self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end and give the exit code.

        :raises subprocess.TimeoutExpired: it still runs after so many seconds.
        """
        deadline = None if timeout is None else time.monotonic() + timeout
        pause = 0.001
        while (code := self.poll()) is None:
            if deadline is not None and time.monotonic() > deadline:
                raise subprocess.TimeoutExpired("a fork", timeout or 0)
            time.sleep(pause)
            pause = min(pause * 2, _LONGEST_WAIT_SECONDS)
        return code

    def send_signal(self, number: signal.Signals) -> None:
        """Send a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)


def run_module(name: str, arguments: list[str], *, shown_as: str) -> None:
    """Be `python -m name arguments`, under a name for the lists of processes."""
    _LIBC.prctl(_PR_SET_NAME, shown_as.encode(), 0, 0, 0)
    sys.argv = [name, *arguments]
    runpy.run_module(name, run_name="__main__", alter_sys=True)


def _do_and_exit(
    work: Callable[[], object],
    *,
    parent: int,
    output: IO[bytes] | None,
    death_signal: str,
    mask: Iterable[int],
) -> None:
    """Do the work. Nothing of the parent's stack may go on in this process, nor anything be closed that it holds."""
    code = 1
    try:
        _LIBC.prctl(_PR_SET_PDEATHSIG, int(signal.Signals[death_signal]), 0, 0, 0)
        if os.getppid() == parent:
            _be_ones_own(output)
            _forget_handlers()
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
            work()
            code = 0
    except SystemExit as ending:
        code = _exit_code(ending)
    except KeyboardInterrupt:
        code = _INTERRUPTED
    except BaseException:
        traceback.print_exc()
    finally:
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError):
                stream.flush()
        os._exit(code)


def _be_ones_own(output: IO[bytes] | None) -> None:
    """Let go of every file of the parent's.

    Each number stays taken, by nothing: whatever object had the file may yet close it, and must not close a new one.
    """
    nothing = os.open(os.devnull, os.O_RDONLY)
    if output is not None:
        os.setsid()
        for stream, file in enumerate((nothing, output.fileno(), output.fileno())):
            os.dup2(file, stream)
        sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__
    for inherited in [int(entry.name) for entry in Path("/proc/self/fd").iterdir()]:
        if inherited >= _FIRST_FILE_AFTER_THE_STREAMS and inherited != nothing:
            with suppress(OSError):  # the list itself is gone by now
                os.fstat(inherited)
                os.dup2(nothing, inherited, inheritable=False)


def _forget_handlers() -> None:
    """Take signals as a new interpreter does: what is ignored stays so."""
    for number in signal.valid_signals():
        if callable(signal.getsignal(number)):
            signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)


def _exit_code(ending: SystemExit) -> int:
    """Give the code that an interpreter ends with, and say what it would say."""
    if ending.code is None or isinstance(ending.code, int):
        return ending.code or 0
    print(ending.code, file=sys.stderr)
    return 1
