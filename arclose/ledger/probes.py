"""Proof: every promise has a probe, a query that returns no rows where the promise holds.

``manage.py verify`` runs all of them, the close runs them too. Apps register theirs in ``AppConfig.ready``.
A look is one statement, so that it sees one state of the books even while others post.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from arclose.ledger.models.companies import Company
from arclose.ledger.proofs import sql

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

Finding = str
Look = Callable[[Company], Sequence[Finding]]
LookAtDatabase = Callable[[], Sequence[Finding]]


@dataclass(frozen=True)
class Probe:
    """A promise, and the look that finds what breaks it: no finding, no breach.

    The promise is about the books of one company, or (``look_at_database``) about the database as a whole.
    """

    name: str
    promise: "_StrOrPromise"
    look: Look | None = None
    look_at_database: LookAtDatabase | None = None


@dataclass(frozen=True)
class Result:
    """What a probe found in a company, or in the database (no company), and how long it took (milliseconds)."""

    probe: Probe
    company: Company | None
    findings: Sequence[Finding]
    milliseconds: int


_REGISTERED: dict[str, Probe] = {}


def register(name: str, promise: "_StrOrPromise", look: Look) -> None:
    """Add a probe of a company's books under a name of its own."""
    _add(Probe(name, promise, look=look))


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
    """Run every probe, those of the database once, and give each result as it comes."""
    chosen = list(companies)
    for probe in registered():
        if probe.look_at_database:
            yield _timed(probe, None, probe.look_at_database)
        for company in chosen if probe.look else []:
            yield _timed(probe, company, _bound(probe, company))


def _bound(probe: Probe, company: Company) -> LookAtDatabase:
    assert probe.look
    look = probe.look
    return lambda: look(company)


def _timed(probe: Probe, company: Company | None, look: LookAtDatabase) -> Result:
    started = time.perf_counter()
    with transaction.atomic():
        sql.allow_memory_for_proofs()
        findings = list(look())
    return Result(probe, company, findings, round((time.perf_counter() - started) * 1000))
