"""The poller: a parent that does nothing but keep one worker alive, and the worker.

A document can end the process that posts it. The parent touches no document and no database, so it is
there to start the next worker at once, however often that happens.
"""

import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType

from django.db import Error, connection, connections

from arclose.batch import runner, schedule, transient

logger = logging.getLogger(__name__)

_STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT)
_LONGEST_PAUSE_SECONDS = 5
_SHORT_LIFE_SECONDS = 1


def keep_polling(*, seconds: int) -> None:
    """Keep a worker that looks every few seconds, replacing each that dies, until SIGTERM or SIGINT."""
    stop = _stop_on_signals()
    pause = 0
    while not stop.is_set():
        started = time.monotonic()
        status = _run_worker(seconds=seconds, stop=stop)
        if stop.is_set():
            return
        logger.warning("the polling worker ended (%s); another one takes over", status)
        pause = min(pause + 1, _LONGEST_PAUSE_SECONDS) if time.monotonic() - started < _SHORT_LIFE_SECONDS else 0
        stop.wait(pause)


def _stop_on_signals() -> threading.Event:
    stop = threading.Event()

    def handler(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in _STOP_SIGNALS:
        signal.signal(number, handler)
    return stop


def _run_worker(*, seconds: int, stop: threading.Event) -> int:
    """Start a worker process, wait for its end, hand a stop signal on, and return its exit code."""
    connections.close_all()
    parent = os.getpid()
    child = os.fork()
    if child == 0:
        _work_and_exit(seconds=seconds, parent=parent)
    told = False
    while True:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        if stop.is_set() and not told:
            os.kill(child, signal.SIGTERM)
            told = True
        time.sleep(0.1) if told else stop.wait(0.2)


def _work_and_exit(*, seconds: int, parent: int) -> None:
    """Be the worker. Nothing of the parent's stack may go on in this process."""
    code = 1
    try:
        stop = _stop_on_signals()
        _poll(seconds=seconds, stop=stop, is_orphan=lambda: os.getppid() != parent)
        code = 0
    except BaseException:
        logger.exception("the polling worker failed")
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _poll(*, seconds: int, stop: threading.Event, is_orphan: Callable[[], bool]) -> None:
    def should_stop() -> bool:
        return stop.is_set() or is_orphan()

    while not should_stop():
        try:
            look_once(should_stop=should_stop)
        except Error as error:
            logger.warning("the database cannot be used now: %s", str(error).strip())
            connection.close()
        stop.wait(seconds)


def look_once(*, should_stop: Callable[[], bool] = runner.never) -> None:
    """Start what is due and execute what there is to do.

    :raises Error: the database is gone; the next look may find it.
    """
    transient.persist(schedule.start_due_jobs, reconnected=lambda: None)
    runner.look(should_stop=should_stop)
