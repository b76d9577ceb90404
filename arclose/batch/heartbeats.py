"""Which workers are alive: each says so every few seconds, and whoever holds the lock of a chunk is."""

import time
from collections.abc import Iterable
from datetime import timedelta

from django.db.models import OuterRef, QuerySet
from django.db.models.functions import Now

from arclose.batch import sql
from arclose.batch.claiming import least_priority, worker_name
from arclose.batch.models import Worker, WorkerSort

BEAT_SECONDS = 10
LOST_AFTER = timedelta(seconds=45)
FORGOTTEN_AFTER = timedelta(days=1)


def beat(*, names: Iterable[str], sort: WorkerSort, is_first: bool = False) -> None:
    """Say that these workers are alive, and forget those that nobody has seen for a day.

    The first time they may have the name of one that is gone: a machine gives the numbers of processes again.
    """
    said = {"sort": sort, "least_priority": least_priority(), "started_at": Now(), "seen_at": Now()}
    changed = [*said] if is_first else ["seen_at"]
    rows = [Worker(name=name, **said) for name in names]
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


def is_any_alive(*, priority: int | None = None, is_seen: bool | None = None) -> bool:
    """Tell whether anybody is there to do what waits; with a priority, a job of that.

    :param is_seen: whether :func:`seen_lately` has any, where that was asked along with something else.
    """
    if seen_lately(priority).exists() if is_seen is None else is_seen:
        return True
    at_work = {chunk.worker for chunk in sql.held_chunks()}
    if priority is None or not at_work:
        return bool(at_work)
    return len(at_work) > Worker.objects.filter(name__in=at_work, least_priority__gt=priority).count()


def seen_lately(priority: int | OuterRef | None = None) -> "QuerySet[Worker]":
    """Give the workers that had time for a heartbeat lately; with a priority, those that take jobs of that."""
    found = Worker.objects.filter(seen_at__gte=Now() - LOST_AFTER)
    return found if priority is None else found.filter(least_priority__lte=priority)
