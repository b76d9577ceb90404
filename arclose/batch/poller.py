"""The poller: a parent that does nothing but keep one worker alive, and the worker.

A document can end the process that posts it. The parent touches no document and no database, so it is
there to start the next worker at once, however often that happens.
"""

import logging
import os
import signal
import sys
import threading
from collections.abc import Callable
from types import FrameType

from django.db import Error, connection, connections

from arclose.batch import alerting, heartbeats, runner, transient
from arclose.batch.claiming import worker_name
from arclose.batch.heartbeats import Heart
from arclose.batch.models import WorkerSort
from arclose.batch.upkeep import Upkeep

logger = logging.getLogger(__name__)

_STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT)
_PAUSE_MILLISECONDS = 200


def keep_polling(*, seconds: int) -> None:
    """Keep a worker that looks every few seconds, replacing each that dies, until SIGTERM or SIGINT."""
    stop = _stop_on_signals()
    while not stop.is_set():
        status = _run_worker(seconds=seconds, stop=stop)
        if not stop.is_set():
            logger.warning("the polling worker ended (%s); another one takes over", status)
            stop.wait(_PAUSE_MILLISECONDS / 1000)


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
        _work_and_exit(seconds=seconds, parent=parent, stop=stop)
    while not stop.wait(_PAUSE_MILLISECONDS / 1000):
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
    os.kill(child, signal.SIGTERM)
    _ended, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def _work_and_exit(*, seconds: int, parent: int, stop: threading.Event) -> None:
    """Be the worker, with the parent's signal handlers. Nothing of the parent's stack may go on in this process."""
    code = 1
    try:
        _poll(seconds=seconds, stop=stop, is_orphan=lambda: os.getppid() != parent)
        code = 0
    except BaseException:
        logger.exception("the polling worker failed")
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _poll(*, seconds: int, stop: threading.Event, is_orphan: Callable[[], bool]) -> None:
    heart, upkeep = Heart(WorkerSort.POLLER), Upkeep()

    def should_stop() -> bool:
        """Be asked between two chunks too, which is when there is time for a heartbeat."""
        is_to_stop = stop.is_set() or is_orphan()
        if not is_to_stop:
            heart.beat()
        return is_to_stop

    while not (stop.is_set() or is_orphan()):
        has_more = False
        try:
            has_more = not should_stop() and look_once(should_stop=should_stop)
            upkeep.look()
        except Error as error:
            logger.warning("the database cannot be used now: %s", str(error).strip())
            connection.close()
        if not has_more:
            stop.wait(seconds)
    _leave()


def _leave() -> None:
    try:
        heartbeats.leave(names=[worker_name()])
    except Error as error:
        logger.info("the database cannot be told that this worker ends: %s", str(error).strip())


def look_once(*, should_stop: Callable[[], bool] = runner.never) -> bool:
    """Start what is due, execute for some seconds, send the e-mails that wait; tell whether there may be more to do.

    :raises Error: the database is gone; the next look may find it.
    """
    has_more = runner.look_for_a_while(should_stop=should_stop)
    transient.persist(lambda: alerting.send_mails(should_stop=should_stop), reconnected=lambda: None)
    return has_more
