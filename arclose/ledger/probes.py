"""Proof: every promise has a probe, a query that returns no rows where the promise holds.

``manage.py verify`` runs all of them, the close runs them too. Apps register theirs in ``AppConfig.ready``.
A look is one statement, so that it sees one state of the books even while others post.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import get_language, override

from arclose.ledger import statistics
from arclose.ledger.models.companies import Company
from arclose.ledger.proofs import sql

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

AT_ONCE = 2

Finding = str
Look = Callable[[Company], Sequence[Finding]]
LookAtDatabase = Callable[[], Sequence[Finding]]


@dataclass(frozen=True)
class Probe:
    """A promise, and the look that finds what breaks it: no finding, no breach.

    The promise is about the books of one company, or (``look_at_database``) about the database as a whole. The look of
    a long one reads most of the books, so it begins before the others.
    """

    name: str
    promise: "_StrOrPromise"
    look: Look | None = None
    look_at_database: LookAtDatabase | None = None
    is_long: bool = False


@dataclass(frozen=True)
class Result:
    """What a probe found in a company, or in the database (no company), and how long it took (milliseconds)."""

    probe: Probe
    company: Company | None
    findings: Sequence[Finding]
    milliseconds: int


_REGISTERED: dict[str, Probe] = {}


def register(name: str, promise: "_StrOrPromise", look: Look, *, is_long: bool = False) -> None:
    """Add a probe of a company's books under a name of its own."""
    _add(Probe(name, promise, look=look, is_long=is_long))


def register_for_database(name: str, promise: "_StrOrPromise", look: LookAtDatabase) -> None:
    """Add a probe of the database as a whole under a name of its own."""
    _add(Probe(name, promise, look_at_database=look))


def _add(probe: Probe) -> None:
    assert probe.name not in _REGISTERED, f"two probes named {probe.name}"
    _REGISTERED[probe.name] = probe


def registered() -> list[Probe]:
    """Give every probe, in order of registration."""
    return list(_REGISTERED.values())


def verify(*, companies: Iterable[Company]) -> Iterator[Result]:
    """Run every probe, those of the database once, and give each result as it comes, in the order of the probes.

    Outside a transaction two probes run at once, on two connections of their own, the long ones first, so that both
    end together; inside one they run in turn, and see what it has written.
    """
    works = list(_works(list(companies)))
    if connection.in_atomic_block:
        sql.allow_memory_for_proofs()
        yield from map(_timed, works)
        return
    statistics.catch_up()
    opened: list[BaseDatabaseWrapper] = []
    pool, run = (
        ThreadPoolExecutor(AT_ONCE, initializer=_lend, initargs=(opened,)),
        partial(_timed_apart, get_language()),
    )
    try:
        begun = {place: pool.submit(run, works[place]) for place in _long_ones_first(works)}
        yield from (begun[place].result() for place in range(len(works)))
    finally:
        pool.shutdown(cancel_futures=True)
        for each in opened:
            each.close()


def _long_ones_first(works: Sequence[tuple[Probe, Company | None]]) -> list[int]:
    return sorted(range(len(works)), key=lambda place: not works[place][0].is_long)


def _works(companies: Sequence[Company]) -> Iterator[tuple[Probe, Company | None]]:
    for probe in registered():
        if probe.look_at_database:
            yield probe, None
        for company in companies if probe.look else []:
            yield probe, company


def _timed(work: tuple[Probe, Company | None]) -> Result:
    probe, company = work
    started = time.perf_counter()
    findings = list(_look(probe, company))
    return Result(probe, company, findings, round((time.perf_counter() - started) * 1000))


def _look(probe: Probe, company: Company | None) -> Sequence[Finding]:
    if company is None:
        return probe.look_at_database() if probe.look_at_database else []
    return probe.look(company) if probe.look else []


def _lend(opened: "list[BaseDatabaseWrapper]") -> None:
    """Note the connection of this thread, which its probes share, for whoever closes it when the thread has ended."""
    own = connections[DEFAULT_DB_ALIAS]
    own.inc_thread_sharing()
    opened.append(own)


def _timed_apart(language: str | None, work: tuple[Probe, Company | None]) -> Result:
    """Run a probe in a thread, in the language of who asked."""
    with override(language), transaction.atomic():
        sql.allow_memory_for_proofs()
        return _timed(work)
