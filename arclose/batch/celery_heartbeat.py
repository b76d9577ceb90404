"""The heartbeat of Celery's workers: their parent, which posts nothing, speaks for the processes it keeps."""

import logging
from typing import Any

from celery import bootsteps
from django.db import Error, connection

from arclose.batch import heartbeats
from arclose.batch.claiming import name_of
from arclose.batch.models import WorkerSort

logger = logging.getLogger(__name__)


class Heartbeat(bootsteps.StartStopStep):
    """A step of Celery's worker that says every few seconds which of its processes are alive."""

    requires = ("celery.worker.components:Timer", "celery.worker.components:Pool")
    timer: Any = None

    def start(self, parent: Any) -> None:
        """Begin to say so; the first time as soon as the pool is up."""
        self.timer = parent.timer.call_repeatedly(heartbeats.BEAT_SECONDS, self.beat, (parent,))
        parent.timer.call_after(1, self.beat, (parent, True))

    def stop(self, parent: Any) -> None:
        """Say that they end."""
        if self.timer is not None:
            self.timer.cancel()
        _tolerantly(lambda: heartbeats.leave(names=names_of(parent)))

    def beat(self, parent: Any, is_first: bool = False) -> None:
        """Say which processes there are; a database that is away is asked again at the next beat."""
        _tolerantly(lambda: heartbeats.beat(names=names_of(parent), sort=WorkerSort.CELERY, is_first=is_first))


def names_of(parent: Any) -> list[str]:
    """Give the names of the processes in the pool of a Celery worker."""
    return [name_of(process) for process in parent.pool.info["processes"]]


def _tolerantly(say: Any) -> None:
    """Say it on a connection of its own, so that a process forked later inherits none."""
    try:
        say()
    except Error as error:
        logger.warning("the workers' heartbeat did not reach the database: %s", str(error).strip())
    finally:
        connection.close()
