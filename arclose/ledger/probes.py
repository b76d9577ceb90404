"""Proof: every promise has a probe, a query that returns no rows where the promise holds.

``manage.py verify`` runs all of them, the close runs them too. Apps register theirs in ``AppConfig.ready``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from arclose.ledger.models.companies import Company

Finding = str
Look = Callable[[Company], Sequence[Finding]]


@dataclass(frozen=True)
class Probe:
    """A promise, and the look that finds what breaks it in a company: no finding, no breach."""

    name: str
    promise: str
    look: Look


@dataclass(frozen=True)
class Result:
    """What a probe found, and how long it took (milliseconds)."""

    probe: Probe
    findings: Sequence[Finding]
    milliseconds: int


_REGISTERED: dict[str, Probe] = {}


def register(name: str, promise: str, look: Look) -> None:
    """Add a probe under a name of its own."""
    assert name not in _REGISTERED, f"two probes named {name}"
    _REGISTERED[name] = Probe(name, promise, look)


def registered() -> list[Probe]:
    """Give every probe, in order of registration."""
    return list(_REGISTERED.values())
