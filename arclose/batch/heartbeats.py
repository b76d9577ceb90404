"""Which workers are alive: each says so every few seconds, and whoever holds the lock of a chunk is."""

import time
from collections.abc import Iterable
from datetime import timedelta

from django.db.models import QuerySet
from django.db.models.functions import Now

from arclose.batch import sql
from arclose.batch.claiming import worker_name
from arclose.batch.models import Worker, WorkerSort

BEAT_SECONDS = 10
LOST_AFTER = timedelta(seconds=45)
FORGOTTEN_AFTER = timedelta(days=1)


def beat(*, names: Iterable[str], sort: WorkerSort, is_first: bool = False) -> None:
    """Say that these workers are alive, and forget those that nobody has seen for a day.

    The first time they may have the name of one that is gone: a machine gives the numbers of processes again.
    """
    rows = [Worker(name=name, sort=sort, started_at=Now(), seen_at=Now()) for name in names]
    changed = ["sort", "started_at", "seen_at"] if is_first else ["seen_at"]
    Worker.objects.bulk_create(rows, update_conflicts=True, unique_fields=["name"], update_fields=changed)
    Worker.objects.filter(seen_at__lt=Now() - FORGOTTEN_AFTER).delete()


def leave(*, names: Iterable[str]) -> None:
    """Say that these workers end as they were told to."""
    Worker.objects.filter(name__in=list(names)).delete()


class Heart:
    """The heartbeat of this process, to be called as often as it has time."""

    def __init__(self, sort: WorkerSort) -> None:
        """Take what kind of worker it is; nothing is said yet."""
        self.sort = sort
        self.last: float | None = None

    def beat(self) -> None:
        """Say that this process is alive, unless it said so a moment ago."""
        now = time.monotonic()
        if self.last is None or now - self.last >= BEAT_SECONDS:
            beat(names=[worker_name()], sort=self.sort, is_first=self.last is None)
            self.last = now


def alive() -> "QuerySet[Worker]":
    """Give the workers that were seen lately, or have a chunk in hand."""
    at_work = [chunk.worker for chunk in sql.held_chunks()]
    return seen_lately() | Worker.objects.filter(name__in=at_work)


def is_any_alive(*, is_seen: bool | None = None) -> bool:
    """Tell whether anybody is there to do what waits.

    :param is_seen: whether :func:`seen_lately` has any, where that was asked along with something else.
    """
    return (seen_lately().exists() if is_seen is None else is_seen) or bool(sql.held_chunks())


def seen_lately() -> "QuerySet[Worker]":
    """Give the workers that had time for a heartbeat lately."""
    return Worker.objects.filter(seen_at__gte=Now() - LOST_AFTER)
