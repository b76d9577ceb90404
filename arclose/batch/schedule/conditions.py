"""May a task begin? What it waits for, how that has ended, and circles of tasks that wait for one another."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import Enum, auto

from django.db import models
from django.utils.translation import gettext_lazy as _


class On(models.TextChoices):
    """How a task must have ended for those that wait for it."""

    SUCCESS = "success", _("when it succeeded")
    FAILURE = "failure", _("when it failed")
    EITHER = "either", _("when it ended, either way")


class Join(models.TextChoices):
    """How many of its conditions a task waits for."""

    ALL = "all", _("all of them")
    ANY = "any", _("any of them")


class Ending(Enum):
    """How a task has ended: not yet, without or with a failure, or not at all (canceled, not run)."""

    OPEN = auto()
    SUCCESS = auto()
    FAILURE = auto()
    NONE = auto()


class Verdict(Enum):
    """What the conditions of a task say: it may begin, it waits, or it never will begin."""

    MET = auto()
    OPEN = auto()
    NEVER = auto()


_FULFILLED_BY: Mapping[str, Collection[Ending]] = {
    On.SUCCESS: (Ending.SUCCESS,),
    On.FAILURE: (Ending.FAILURE,),
    On.EITHER: (Ending.SUCCESS, Ending.FAILURE),
}


def verdict(*, join: str, conditions: Iterable[tuple[str, Ending]]) -> Verdict:
    """Say whether a task may begin, given its conditions and how each awaited task has ended; without any it may."""
    single = [_verdict_of(on, ending) for on, ending in conditions]
    decisive, opposite = (Verdict.NEVER, Verdict.MET) if join == Join.ALL else (Verdict.MET, Verdict.NEVER)
    if not single:
        return Verdict.MET
    if decisive in single:
        return decisive
    return Verdict.OPEN if Verdict.OPEN in single else opposite


def _verdict_of(on: str, ending: Ending) -> Verdict:
    if ending is Ending.OPEN:
        return Verdict.OPEN
    return Verdict.MET if ending in _FULFILLED_BY[on] else Verdict.NEVER


def circle(waits_for: Mapping[int, Collection[int]]) -> Sequence[int]:
    """Give tasks that wait for one another in a circle, in the order in which they do; none where there is none."""
    done: set[int] = set()
    for start in sorted(waits_for):
        found = _circle_from(start, waits_for, [], done)
        if found:
            return found
    return []


def _circle_from(task: int, waits_for: Mapping[int, Collection[int]], path: list[int], done: set[int]) -> Sequence[int]:
    if task in path:
        return path[path.index(task) :]
    if task in done:
        return []
    for awaited in sorted(waits_for.get(task, ())):
        found = _circle_from(awaited, waits_for, [*path, task], done)
        if found:
            return found
    done.add(task)
    return []
